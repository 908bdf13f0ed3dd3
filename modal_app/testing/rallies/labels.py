"""The truth of filmed rallies, in the label format of test media (docs/accuracy.md), and what it has no word for.

NAME.shuttle.json and NAME.events.json as that format has them; NAME.truth.json gets `events`: strokes, speeds,
landings, winners and scores.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from modal_app.testing.match.labels import Labels, write_label
from modal_app.testing.rallies.film import RallyClip, RallyFrame
from modal_app.testing.rallies.script import Hit, Rally, RallyMatch


class RallyLabels:
    """Collects the truth frame by frame."""

    def __init__(self, clip: RallyClip) -> None:
        self._clip = clip
        self._base = Labels(clip)
        self._shuttle: dict[str, dict[str, Any]] = {}

    def add(self, seen: RallyFrame) -> None:
        """The next frame."""
        self._base.add(seen.frame)
        shuttle = seen.shuttle
        label: dict[str, Any] = {"visible": shuttle.visible, "x": None, "y": None, "confidence": "sure"}
        if shuttle.at is not None:
            label |= {"x": round(shuttle.at[0] - 0.5, 2), "y": round(shuttle.at[1] - 0.5, 2)}
        if shuttle.state != "flight" or (shuttle.visible and not shuttle.clear):
            # In a hand or on the floor it is no matter whether it is told; nobody sees white on white.
            label["confidence"] = "unsure"
        label |= {"streak": round(shuttle.streak, 1), "state": shuttle.state}
        self._shuttle[str(len(self._shuttle))] = label

    def write(self, path: Path) -> None:
        """Write the files beside a video."""
        self._base.write(path)
        take, match = self._clip.take, self._clip.match
        write_label(path, "shuttle", {"image_size": list(take.size), "frames": self._shuttle})
        write_label(path, "events", events_label(match, float(take.fps)))
        truth_file = path.with_suffix(".truth.json")
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        truth["events"] = {
            "exposure": self._clip.exposure,
            "look": self._clip.look,
            "sides": [list(side) for side in match.sides],
            "rallies": [_rally(rally) for rally in match.rallies],
            "hits": [_hit(hit) for hit in match.hits],
        }
        write_label(path, "truth", truth)


def events_label(match: RallyMatch, fps: float) -> dict[str, Any]:
    """NAME.events.json: the format's fields, and more."""
    hits = [
        {
            "frame": round(hit.time * fps),
            "time": round(hit.time, 4),
            "hitter": "near" if match.half_of(hit.hitter, hit.time) < 0 else "far",
            "player": hit.hitter,
            "stroke": hit.stroke,
            "hand": hit.hand,
            "speed": round(float(np.linalg.norm(hit.velocity)), 2),
        }
        for hit in match.hits
    ]
    rallies = [
        {
            "start_frame": round(rally.start * fps),
            "end_frame": round(rally.end * fps),
            "landed_frame": round(rally.landed * fps),
            "ending": rally.ending,
            "winner": "near" if match.half_of(match.sides[rally.winner][0], rally.start) < 0 else "far",
            "landing": [round(float(value), 3) for value in rally.landing[:2]],
            "margin": None if rally.margin is None else round(rally.margin, 3),
        }
        for rally in match.rallies
    ]
    return {"hits": hits, "rallies": rallies, "frame_error": 0}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "time": round(hit.time, 4),
        "player": hit.hitter,
        "stroke": hit.stroke,
        "hand": hit.hand,
        "place": [round(float(value), 4) for value in hit.place],
        "velocity": [round(float(value), 4) for value in hit.velocity],
        "end": round(hit.end, 4),
        "finish": [round(float(value), 4) for value in hit.finish],
    }


def _rally(rally: Rally) -> dict[str, Any]:
    return {
        "start": round(rally.start, 4),
        "end": round(rally.end, 4),
        "landed": round(rally.landed, 4),
        "hits": len(rally.hits),
        "server": rally.server,
        "from_right": rally.from_right,
        "ending": rally.ending,
        "landing": [round(float(value), 4) for value in rally.landing],
        "margin": None if rally.margin is None else round(rally.margin, 4),
        "winner": rally.winner,
        "score": list(rally.score),
        "game": rally.game,
    }
