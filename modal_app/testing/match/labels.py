"""The truth of a drawn match, in the label format of test media (docs/accuracy.md), and more.

NAME.players.json and NAME.court.json count pixels from the centre of the first one, as that format does.
NAME.truth.json holds what is known beside: speeds, distances, the camera's motion, cuts.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from modal_app.pipeline.court.model import CROSSINGS
from modal_app.testing.halls.viewpoints import visible
from modal_app.testing.match.script import Script
from modal_app.testing.match.view import HallView

if TYPE_CHECKING:
    from modal_app.testing.match.clip import Frame, Take

# Steps at which speeds are looked at, seconds; the path is told at every other one.
_STEP = 0.01


class Filmed(Protocol):
    """A script that was filmed."""

    take: "Take"
    view: HallView

    @property
    def script(self) -> Script:
        """Who was where."""


class Labels:
    """Collects the truth frame by frame."""

    def __init__(self, clip: Filmed) -> None:
        self._clip = clip
        self._frames: dict[str, dict[str, Any]] = {}
        self._motions: list[list[float]] = []
        self._play: list[bool] = []

    def add(self, frame: "Frame") -> None:
        """The next frame."""
        number = len(self._play)
        self._play.append(frame.play)
        self._motions.append([round(float(value), 9) for value in frame.motion.ravel()])
        if not frame.play:
            return
        labels: dict[str, Any] = {}
        for name, seen in frame.players.items():
            side = "near" if seen.place[1] < 0 else "far"
            # A and B are the first of their sides, C and D the second.
            labels[side if name in "AB" else f"{side}-2"] = {
                "box": [round(value - 0.5, 2) for value in seen.box],
                "ground": None if seen.ground is None else [round(value - 0.5, 3) for value in seen.ground],
                "ground_world_m": [round(value, 4) for value in seen.place],
                "id": name,
            }
        self._frames[str(number)] = labels

    def write(self, path: Path) -> None:
        """Write the files beside a video."""
        size = list(self._clip.take.size)
        write_label(path, "players", {"image_size": size, "frames": self._frames})
        camera = self._clip.view.camera
        corners = {name: _pixel(at) for name, at in camera.corners().items() if np.all(np.isfinite(at))}
        crossings = {
            name: {"px": _pixel(at), "world_m": list(CROSSINGS[name])}
            for name, at in visible(camera, CROSSINGS).items()
        }
        court = {"image_size": size, "outer_corners_line_centre": corners, "intersections": crossings}
        write_label(path, "court", court)
        write_label(path, "truth", self._truth())

    def _truth(self) -> dict[str, Any]:
        script, take = self._clip.script, self._clip.take
        times = np.linspace(0.0, script.seconds, 2 * round(script.seconds / _STEP / 2) + 1)
        players = {}
        for player in script.players:
            speed = player.way.speed(times)
            players[player.name] = {
                "distance_m": player.way.distance_between(0.0, script.seconds),
                "peak_speed": float(speed.max()),
                "high_speed": float(np.percentile(speed, 95)),
                "kit": player.kit,
                # Path at 50 Hz, metres, from the first moment to the last.
                "path": np.round(player.way.at(times[::2]), 4).tolist(),
            }
        return {
            "fps": str(take.fps),
            "seconds": script.seconds,
            "kind": take.kind,
            "motion": take.motion,
            "players": players,
            "rallies": script.rallies,
            "end_changes": script.end_changes,
            "play": self._play,
            # Per frame, a homography of pixels (origin at the top left corner), row by row.
            "motions": self._motions if take.motion != "still" else [],
        }


def _pixel(at: tuple[float, float]) -> list[float]:
    return [round(at[0] - 0.5, 3), round(at[1] - 0.5, 3)]


def write_label(path: Path, what: str, value: object) -> None:
    """Write NAME.WHAT.json beside NAME.mp4."""
    path.with_suffix(f".{what}.json").write_text(json.dumps(value) + "\n", encoding="utf-8")
