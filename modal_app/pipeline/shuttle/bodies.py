"""How near people's limbs are to what may be the shuttle."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import Detections
from modal_app.pipeline.shuttle.blobs import Candidates

Vector = NDArray[np.float64]

# Below this somebody, or a limb, is anybody's guess.
_SURE_PERSON, _SURE_LIMB = 0.25, 0.2
# From shoulders to hips, part of the body's height (Drillis and Contini).
_TORSO = 0.288
_SHOULDERS, _HIPS, _ELBOWS, _WRISTS, _KNEES, _ANKLES = [5, 6], [11, 12], [7, 8], [9, 10], [13, 14], [15, 16]
# Far from everybody: heights of a person.
FAR = 9.0
# A hand reaches beyond the wrist, a foot beyond the ankle: so much of forearm and shin.
_BEYOND = 1.4


@dataclass(frozen=True)
class Nearness:
    """Of each of n candidates to the nearest person, in heights of that person; FAR where nobody is near."""

    # To a wrist, shape (n,), that wrist's place, pixels, shape (n, 2), and the person's height, pixels.
    wrist: Vector
    wrist_place: Vector
    height: Vector
    # To a forearm with its hand, or a shin with its foot.
    limb: Vector
    # To the box around a person; 0 inside.
    box: Vector


def nearness(candidates: Candidates, people: Detections) -> Nearness:
    """How near people are to candidates of the same frames.

    Args:
        candidates: In order of frames.
        people: In order of frames.
    """
    people = people[people["confidence"] >= _SURE_PERSON]
    count = len(candidates)
    found = Nearness(
        np.full(count, FAR), np.zeros((count, 2)), np.ones(count), np.full(count, FAR), np.full(count, FAR)
    )
    first = np.searchsorted(people["frame"], candidates["frame"], side="left")
    number = np.searchsorted(people["frame"], candidates["frame"], side="right") - first
    heights = _heights(people)
    for turn in range(int(number.max(initial=0))):
        rows = np.flatnonzero(number > turn)
        _update(found, rows, candidates["place"][rows].astype(np.float64), people, heights, first[rows] + turn)
    return found


def _heights(people: Detections) -> Vector:
    """How tall each person looks when upright, pixels."""
    points = people["keypoints"].astype(np.float64)
    torso = np.linalg.norm(points[:, _SHOULDERS, :2].mean(axis=1) - points[:, _HIPS, :2].mean(axis=1), axis=1)
    box = people["box"].astype(np.float64)
    return np.asarray(np.maximum(np.maximum(box[:, 3] - box[:, 1], torso / _TORSO), 1.0))


def _update(
    found: Nearness,
    rows: NDArray[np.int64],
    places: Vector,
    people: Detections,
    heights: Vector,
    who: NDArray[np.int64],
) -> None:
    points, height = people["keypoints"][who].astype(np.float64), heights[who]
    for wrist in _WRISTS:
        away = np.linalg.norm(points[:, wrist, :2] - places, axis=1) / height
        away[points[:, wrist, 2] < _SURE_LIMB] = FAR
        nearer = away < found.wrist[rows]
        at = rows[nearer]
        found.wrist[at] = away[nearer]
        found.wrist_place[at] = points[nearer, wrist, :2]
        found.height[at] = height[nearer]
    for begins, ends in ((_ELBOWS, _WRISTS), (_KNEES, _ANKLES)):
        for begin, end in zip(begins, ends, strict=True):
            start, way = points[:, begin, :2], _BEYOND * (points[:, end, :2] - points[:, begin, :2])
            part = np.einsum("ij,ij->i", places - start, way) / np.maximum(np.einsum("ij,ij->i", way, way), 1e-9)
            away = np.linalg.norm(start + np.clip(part, 0, 1)[:, None] * way - places, axis=1) / height
            away[np.minimum(points[:, begin, 2], points[:, end, 2]) < _SURE_LIMB] = FAR
            found.limb[rows] = np.minimum(found.limb[rows], away)
    box = people["box"][who].astype(np.float64)
    outside = np.maximum(np.maximum(box[:, :2] - places, places - box[:, 2:]), 0)
    found.box[rows] = np.minimum(found.box[rows], np.linalg.norm(outside, axis=1) / height)
