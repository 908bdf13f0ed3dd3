"""Scores an analysis against labelled players (NAME.players.json beside NAME.mp4)."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from modal_app.pipeline import segments
from modal_app.pipeline.run import Analysis

# A person is found when a track's box overlaps the labelled one at least so much (intersection over union) ...
MIN_OVERLAP = 0.5
# ... and this part of the confident keypoints lies in the labelled box, widened by this part of its size.
MIN_KEYPOINTS = 0.8
MARGIN = 0.1
_CONFIDENT = 0.5

Box = NDArray[np.float64]


class LabelledPerson(BaseModel):
    """A person in one frame; box left, top, right, bottom in pixels of the source."""

    box: tuple[float, float, float, float]


class Labels(BaseModel):
    """People by frame number and name."""

    frames: dict[int, dict[str, LabelledPerson]]


@dataclass(frozen=True)
class Score:
    """How the tracks agree with the labels."""

    labelled_frames: int
    # Frames in which every labelled player carries a track and a pose.
    complete_frames: int
    # For each labelled name, the ids of the tracks that carried it.
    identities: dict[str, list[int]]
    mean_overlap: float

    @property
    def share(self) -> float:
        """Complete frames as a part of the labelled ones."""
        return self.complete_frames / self.labelled_frames


def load_labels(video: Path) -> Labels | None:
    """The labels beside a video, if there are any."""
    path = video.with_suffix(".players.json")
    return Labels.model_validate(json.loads(path.read_text())) if path.exists() else None


def score(analysis: Analysis, labels: Labels, source_size: tuple[int, int]) -> Score:
    """Compare an analysis with labels.

    Args:
        analysis: The analysis.
        labels: The truth.
        source_size: Upright width and height in which the labels are given.
    """
    found = _tracks_by_frame(analysis, labels, source_size)
    complete, overlaps = 0, list[float]()
    identities: dict[str, set[int]] = {}
    for number, people in labels.frames.items():
        carried = 0
        for name, person in people.items():
            truth = np.array(person.box)
            best = max(found.get(number, []), key=lambda track: overlap(truth, track[1]), default=None)
            if best is None or overlap(truth, best[1]) < MIN_OVERLAP or not pose_inside(truth, best[2]):
                continue
            carried += 1
            overlaps.append(overlap(truth, best[1]))
            identities.setdefault(name, set()).add(best[0])
        complete += carried == len(people)
    return Score(
        labelled_frames=len(labels.frames),
        complete_frames=complete,
        identities={name: sorted(ids) for name, ids in identities.items()},
        mean_overlap=float(np.mean(overlaps)) if overlaps else 0.0,
    )


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    shared = float(np.prod(np.clip(high - low, 0, None)))
    areas = float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]))
    return shared / (areas - shared) if areas > shared else 0.0


def pose_inside(box: Box, keypoints: NDArray[np.float64]) -> bool:
    """Whether a pose, shape (17, 3) of x, y, confidence, belongs to a box."""
    sure = keypoints[keypoints[:, 2] >= _CONFIDENT, :2]
    margin = MARGIN * (box[2:] - box[:2])
    inside = np.all((sure >= box[:2] - margin) & (sure <= box[2:] + margin), axis=1)
    return len(sure) > 0 and bool(inside.mean() >= MIN_KEYPOINTS)


def _tracks_by_frame(
    analysis: Analysis, labels: Labels, source_size: tuple[int, int]
) -> dict[int, list[tuple[int, Box, NDArray[np.float64]]]]:
    found: dict[int, list[tuple[int, Box, NDArray[np.float64]]]] = {}
    size = np.array(source_size, dtype=np.float64)
    for path in analysis.segments:
        segment = segments.unpack(path.read_bytes())
        for track in segment.tracks:
            for row, offset in enumerate(track.frame):
                number = segment.first_frame + int(offset)
                if number in labels.frames:
                    points = np.column_stack([track.keypoints[row] * size, track.keypoint_confidence[row]])
                    found.setdefault(number, []).append((track.id, track.box[row] * np.tile(size, 2), points))
    return found
