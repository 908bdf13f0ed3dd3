"""Labelled media: NAME.mp4, NAME.png or NAME.jpg with NAME.court.json, NAME.players.json and others beside it.

docs/accuracy.md describes the format. Everything in it is optional. Labels count pixels from the centre of the first
one; here they become the pipeline's pixels (origin at the picture's top left corner, of the picture's size).
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modal_app.accuracy.event_labels import EventLabels, read_events
from modal_app.accuracy.shuttle_labels import ShuttleLabels, read_shuttle
from modal_app.pipeline.court.model import CORNERS, CROSSINGS, HALF_LENGTH, HALF_WIDTH

Points = NDArray[np.float64]
Size = tuple[int, int]

VIDEOS = (".mp4", ".mov", ".mkv", ".webm")
PICTURES = (".png", ".jpg", ".jpeg")

# What a label may say of the outer corners, and where each convention puts them on the floor.
_OUTSIDE = {name: (float(np.sign(x)) * HALF_WIDTH, float(np.sign(y)) * HALF_LENGTH) for name, (x, y) in CORNERS.items()}
_CONVENTIONS: dict[str, tuple[str, dict[str, tuple[float, float]]]] = {
    "outer_corners_line_centre": ("line centres", CORNERS),
    "outer_corners_outside_edge": ("outside edges", _OUTSIDE),
    "outer_corners": ("not stated, taken as line centres", CORNERS),
}
# Other words for parts of a crossing's name.
_WORDS = {"dbl": "doubles", "sgl": "singles", "baseline": "base", "center": "centre"}


@dataclass(frozen=True)
class CourtLabels:
    """Where a picture shows the court. Places on the floor in metres, shape (n, 2), and in pixels, shape (n, 2)."""

    # False: there is no court to be found.
    there: bool = True
    # How the outer corners are meant.
    convention: str = ""
    corner_floor: Points = field(default_factory=lambda: np.zeros((0, 2)))
    corner_pixels: Points = field(default_factory=lambda: np.zeros((0, 2)))
    crossing_floor: Points = field(default_factory=lambda: np.zeros((0, 2)))
    crossing_pixels: Points = field(default_factory=lambda: np.zeros((0, 2)))


@dataclass(frozen=True)
class PersonLabels:
    """A player in a frame, pixels."""

    # Left, top, right, bottom.
    box: Points
    # Where the feet touch the floor, shape (2,); None in the air or unseen.
    ground: Points | None
    # The same in metres, where the label knows it.
    place: Points | None
    # Who it is, whichever half that is: what must keep its id.
    identity: str


@dataclass(frozen=True)
class Labels:
    """What is known of a file."""

    court: CourtLabels | None
    # By frame and name; None where there are no such labels.
    players: dict[int, dict[str, PersonLabels]] | None
    # Of drawn matches: see testing.match.labels.
    truth: dict[str, Any] | None
    # Hits and rallies; None where there are no such labels.
    events: EventLabels | None = None
    # Where the shuttle is in the frames that are sure; None where there are no such labels.
    shuttle: ShuttleLabels | None = None


def labelled_files(folder: Path) -> list[Path]:
    """Videos and pictures of a folder that have any labels, by name."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in VIDEOS + PICTURES
        and any(_beside(path, what) for what in ("court", "players", "shuttle", "events"))
    )


def read_labels(path: Path, native: Size, size: Size) -> Labels:
    """The labels beside a file.

    Args:
        path: The video or picture.
        native: Its own upright width and height, which labels without `image_size` are for.
        size: Width and height in which it was analysed; labels are scaled to that.
    """
    court, players, truth, events, shuttle = (
        _beside(path, what) for what in ("court", "players", "truth", "events", "shuttle")
    )
    for raw in (court, players, shuttle):
        if raw is not None and not raw.get("image_size"):
            raw["image_size"] = list(native)
    return Labels(
        court=None if court is None else _useful(read_court(court, size)),
        players=None if players is None else read_players(players, size),
        truth=truth,
        events=None if events is None else read_events(events, _labelled_until(path)),
        shuttle=None if shuttle is None else read_shuttle(shuttle, _scale(shuttle, size)),
    )


def read_court(raw: dict[str, Any], size: Size) -> CourtLabels:
    """Labels of a court, from NAME.court.json."""
    convention, corner_floor, corner_pixels = "", list[tuple[float, float]](), list[Any]()
    for key, (name, floor) in _CONVENTIONS.items():
        corners = raw.get(key)
        if corners == {}:
            return CourtLabels(there=False)
        if corners and not corner_floor:
            convention = name
            known = [corner for corner in floor if corners.get(corner) is not None]
            corner_floor, corner_pixels = [floor[corner] for corner in known], [corners[corner] for corner in known]
    crossing_floor, crossing_pixels = list[tuple[float, float]](), list[Any]()
    for name, value in (raw.get("intersections") or {}).items():
        pixel = value.get("px") if isinstance(value, dict) else value
        place = value.get("world_m") if isinstance(value, dict) else None
        place = place or floor_of(name)
        if pixel is not None and place is not None:
            crossing_floor.append((float(place[0]), float(place[1])))
            crossing_pixels.append(pixel)
    scale = _scale(raw, size)
    return CourtLabels(
        True,
        convention,
        _points(corner_floor),
        (_points(corner_pixels) + 0.5) * scale,
        _points(crossing_floor),
        (_points(crossing_pixels) + 0.5) * scale,
    )


def read_players(raw: dict[str, Any], size: Size) -> dict[int, dict[str, PersonLabels]]:
    """Labels of players, from NAME.players.json."""
    scale = _scale(raw, size)
    return {
        int(number): {
            name: PersonLabels(
                box=(np.array(person["box"], dtype=np.float64) + 0.5) * np.tile(scale, 2),
                ground=_maybe(person.get("ground"), scale),
                place=None if person.get("ground_world_m") is None else np.array(person["ground_world_m"], np.float64),
                identity=str(person.get("id", name)),
            )
            for name, person in people.items()
            if person.get("box") is not None
        }
        for number, people in raw.get("frames", {}).items()
    }


def _useful(court: CourtLabels) -> CourtLabels | None:
    """The labels, if there is anything in them to compare with."""
    return court if not court.there or len(court.corner_floor) or len(court.crossing_floor) else None


def floor_of(name: str) -> tuple[float, float] | None:
    """Metres of a crossing by its name, such as "near_base x left_dbl"; None for a name that is not known."""
    parts = [
        "-".join(_WORDS.get(word, word) for word in part.strip().lower().replace("_", "-").split("-"))
        for part in name.split(" x ")
    ]
    return CROSSINGS.get(" x ".join(parts)) or CROSSINGS.get(" x ".join(reversed(parts)))


def _beside(path: Path, what: str) -> dict[str, Any] | None:
    labels = path.with_suffix(f".{what}.json")
    if not labels.exists():
        return None
    raw: dict[str, Any] = json.loads(labels.read_text(encoding="utf-8"))
    return raw


def _labelled_until(path: Path) -> int | None:
    """The last frame that other labels beside a video tell of."""
    frames = [int(frame) for what in ("shuttle", "players") for frame in (_beside(path, what) or {}).get("frames", {})]
    return max(frames, default=None)


def _scale(raw: dict[str, Any], size: Size) -> Points:
    labelled = raw.get("image_size") or size
    return np.array(size, dtype=np.float64) / np.array(labelled, dtype=np.float64)


def _points(values: list[Any]) -> Points:
    return np.array(values, dtype=np.float64).reshape(-1, 2)


def _maybe(value: Any, scale: Points) -> Points | None:
    return None if value is None else (np.array(value, dtype=np.float64) + 0.5) * scale
