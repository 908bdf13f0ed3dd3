"""Players that were followed, scored against where they are."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from scipy.optimize import linear_sum_assignment

from modal_app.accuracy.courts import LINES
from modal_app.accuracy.media import CourtLabels, Labels, PersonLabels, Points
from modal_app.accuracy.outcome import FrameResult, Outcome
from modal_app.pipeline.court.camera import CourtCamera

# A player is present when a track's box overlaps the labelled one at least so much (intersection over union).
MIN_OVERLAP = 0.5
# Labelled crossings from which a mapping is fitted to tell metres of labels that have none.
_MIN_CROSSINGS = 8


@dataclass
class PlayerScore:
    """A video's players. Everything per labelled player and frame, but `frames`, `complete` and `ids`."""

    # Labelled frames, and those in which every labelled player carries a track.
    frames: int = 0
    complete: int = 0
    overlaps: list[float] = field(default_factory=list)
    # Distance of the feet from the labels in the picture, pixels at 720 lines ...
    feet_px: list[float] = field(default_factory=list)
    # ... on the floor, metres, the labelled pixel put there by the court that was found: the feet's error alone ...
    feet_m: list[float] = field(default_factory=list)
    # ... and against the labels' own metres: feet and court together.
    place_m: list[float] = field(default_factory=list)
    # Where the labels' metres come from.
    metres_from: str = "none"
    # For each labelled person, the ids that it carried, in order of time, each once per stretch.
    ids: dict[str, list[int]] = field(default_factory=dict)

    @property
    def switches(self) -> int:
        """How often a labelled person's id changed."""
        return sum(max(0, len(ids) - 1) for ids in self.ids.values())

    @property
    def expected(self) -> int:
        """Labelled players over all frames."""
        return len(self.overlaps)


def score_players(outcome: Outcome, labels: Labels) -> PlayerScore | None:
    """Compare an analysis with labelled players; None where none are labelled."""
    if not labels.players:
        return None
    score = PlayerScore(frames=len(labels.players))
    to_metres, score.metres_from = _label_metres(labels, outcome.size)
    unit = LINES / min(outcome.size)
    places: list[tuple[Points, Points]] = []
    for number, people in sorted(labels.players.items()):
        frame = outcome.frames.get(number)
        matched = match(frame, people) if frame else {}
        score.complete += len(matched) == len(people)
        for name, person in people.items():
            identity = matched.get(name)
            if frame is None or identity is None:
                score.overlaps.append(0.0)
                continue
            score.overlaps.append(overlap(frame.boxes[identity], person.box))
            carried = score.ids.setdefault(person.identity, [])
            if not carried or carried[-1] != identity:
                carried.append(identity)
            place = frame.places.get(identity)
            if place is None or frame.camera is None:
                continue
            if person.ground is not None:
                shown = frame.camera.project_floor(place[None])[0]
                score.feet_px.append(float(np.linalg.norm(shown - person.ground)) * unit)
                score.feet_m.append(float(np.linalg.norm(frame.camera.to_floor(person.ground[None])[0] - place)))
            truth = person.place
            if truth is None and person.ground is not None and to_metres is not None:
                truth = to_metres.to_floor(person.ground[None])[0]
            if truth is not None:
                places.append((place, truth))
    score.place_m = _place_errors(places)
    return score


def match(frame: FrameResult, people: dict[str, PersonLabels]) -> dict[str, int]:
    """The track of each labelled player: those that overlap most together, and enough."""
    if not frame.boxes:
        return {}
    names, ids = list(people), list(frame.boxes)
    overlaps = np.array([[overlap(frame.boxes[one], people[name].box) for one in ids] for name in names])
    rows, columns = linear_sum_assignment(-overlaps)
    return {
        names[row]: ids[column]
        for row, column in zip(rows, columns, strict=True)
        if overlaps[row, column] >= MIN_OVERLAP
    }


def overlap(one: Points, other: Points) -> float:
    """Intersection over union of two boxes, 0..1."""
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    shared = float(np.prod(np.clip(high - low, 0, None)))
    areas = float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]))
    return shared / (areas - shared) if areas > shared else 0.0


def turned_like(places: Points, truth: Points) -> int:
    """1 or -1: by which half turn of the court the places are nearer to the truth."""
    errors = [float(np.nansum(np.linalg.norm(turn * places - truth, axis=1))) for turn in (1, -1)]
    return 1 if errors[0] <= errors[1] else -1


def _place_errors(places: list[tuple[Points, Points]]) -> list[float]:
    if not places:
        return []
    ours, truth = (np.array([pair[side] for pair in places]) for side in (0, 1))
    errors: list[float] = np.linalg.norm(turned_like(ours, truth) * ours - truth, axis=1).tolist()
    return errors


def _label_metres(labels: Labels, size: tuple[int, int]) -> tuple[CourtCamera | None, str]:
    """A mapping from labelled pixels to metres, for labels that do not tell metres; and where metres come from."""
    people = [person for frame in (labels.players or {}).values() for person in frame.values()]
    if any(person.place is not None for person in people):
        return None, "labelled metres"
    if labels.court is None or not labels.court.there:
        return None, "none"
    return _fit(labels.court, size)


def _fit(court: CourtLabels, size: tuple[int, int]) -> tuple[CourtCamera | None, str]:
    for floor, pixels, least, name in (
        (court.crossing_floor, court.crossing_pixels, _MIN_CROSSINGS, "labelled crossings"),
        (court.corner_floor, court.corner_pixels, 4, "labelled corners"),
    ):
        if len(floor) >= least:
            found, _ = cv2.findHomography(floor, pixels)
            if found is not None:
                homography = np.asarray(found, dtype=np.float64)
                sign = np.sign(floor[0] @ homography[2, :2] + homography[2, 2])
                return CourtCamera(size, homography * sign), name
    return None, "none"
