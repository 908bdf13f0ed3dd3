"""What truly happened in a match: from NAME.events.json, or from a script."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from modal_app.contract.constants import STROKES
from modal_app.testing.rallies.script import RallyMatch

# Which half of the court somebody is on, as the camera sees it.
NEAR, FAR = -1, 1
_HALVES = {"near": NEAR, "near-2": NEAR, "far": FAR, "far-2": FAR}
# Other words for strokes.
_WORDS = {"net": "net-shot", "netshot": "net-shot", "lob": "lift", "serve": "serve-short serve-long"}


@dataclass(frozen=True)
class TrueHit:
    """A hit."""

    frame: int
    # The hitter's half; None where nobody knows.
    half: int | None
    # Strokes that it may be called; empty where nobody knows.
    strokes: tuple[str, ...]
    hand: str | None = None
    # Off the racket, m/s.
    speed: float | None = None


@dataclass(frozen=True)
class TrueRally:
    """A rally."""

    start: int
    # When the shuttle was dead; None: it goes on where the labels end.
    end: int | None
    # When it came down after it met the net: an end told between the two is as good.
    landed: int | None = None
    ending: str | None = None
    # The half of the side that won; and the points of the near and of the far side after it.
    winner: int | None = None
    score: tuple[int, int] | None = None
    # Where the shuttle came down, metres.
    landing: tuple[float, float] | None = None


@dataclass(frozen=True)
class EventLabels:
    """Everything that happened from the first frame until the last one that is labelled."""

    hits: list[TrueHit]
    rallies: list[TrueRally]
    # None: the whole video is labelled.
    last_frame: int | None = None


def read_events(raw: dict[str, Any], labelled_until: int | None) -> EventLabels:
    """From NAME.events.json.

    Args:
        raw: Its content.
        labelled_until: The last frame of the other labels: where a rally has no end, they end there.
    """
    hits = [
        TrueHit(
            int(hit["frame"]),
            _HALVES.get(str(hit.get("hitter"))),
            tuple(dict.fromkeys(name for word in (hit.get("stroke"), hit.get("alternative")) for name in _named(word))),
            hit.get("hand"),
            hit.get("speed"),
        )
        for hit in raw.get("hits", [])
    ]
    rallies = [
        TrueRally(
            int(rally["start_frame"]),
            None if rally.get("end_frame") is None else int(rally["end_frame"]),
            None if rally.get("landed_frame") is None else int(rally["landed_frame"]),
            rally.get("ending"),
            _HALVES.get(str(rally.get("winner"))),
            None,
            None if rally.get("landing") is None else (float(rally["landing"][0]), float(rally["landing"][1])),
        )
        for rally in raw.get("rallies", [])
    ]
    until = raw.get("last_frame")
    if until is None and any(rally.end is None for rally in rallies):
        until = labelled_until if labelled_until is not None else max((hit.frame for hit in hits), default=0)
    return EventLabels(hits, rallies, until)


def scripted_events(match: RallyMatch, fps: float) -> EventLabels:
    """The truth of a script, seen at so many frames a second."""
    hits = [
        TrueHit(
            round(hit.time * fps),
            match.half_of(hit.hitter, hit.time),
            (hit.stroke,),
            hit.hand,
            float(np.linalg.norm(hit.velocity)),
        )
        for hit in match.hits
    ]
    rallies = []
    for rally in match.rallies:
        first = match.half_of(match.sides[0][0], rally.start)
        points = rally.score if first == NEAR else (rally.score[1], rally.score[0])
        rallies.append(
            TrueRally(
                round(rally.start * fps),
                round(rally.end * fps),
                round(rally.landed * fps),
                rally.ending,
                first if rally.winner == 0 else -first,
                points,
                (float(rally.landing[0]), float(rally.landing[1])),
            )
        )
    return EventLabels(hits, rallies)


def beside(path: Path, what: str) -> Path:
    """The file of labels of a kind beside a video."""
    return path.with_suffix(f".{what}.json")


def _named(word: Any) -> tuple[str, ...]:
    """The strokes of the contract that a label's word stands for; none where it is not known."""
    if not isinstance(word, str):
        return ()
    plain = "-".join(word.strip().lower().replace("_", " ").split())
    names = _WORDS.get(plain, plain).split()
    return tuple(name for name in names if name in STROKES and name != "unknown")
