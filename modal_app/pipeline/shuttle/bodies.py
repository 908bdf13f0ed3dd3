"""How near people are to what may be the shuttle, and how they move there."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import Detections
from modal_app.pipeline.shuttle.blobs import Candidates
from modal_app.pipeline.shuttle.join import ranges

Vector = NDArray[np.float64]
Index = NDArray[np.int64]

# Below this somebody, or a limb, is anybody's guess.
_SURE_PERSON, _SURE_POINT = 0.25, 0.2
# From shoulders to hips, part of the body's height (Drillis and Contini).
_TORSO = 0.288
_SHOULDERS, _HIPS, _ELBOWS, _WRISTS, _KNEES, _ANKLES = [5, 6], [11, 12], [7, 8], [9, 10], [13, 14], [15, 16]
# Far from everybody: heights of a person.
FAR = 9.0
# A hand reaches beyond the wrist, a foot beyond the ankle: so much of forearm and shin.
_BEYOND = 1.4
# Boxes of neighbouring pictures that overlap more show one person (intersection over union).
_SAME = 0.3
# Speeds of the body are told over about so long before and after, seconds.
_SMOOTH = 0.04
# How far a point of the body tells the motion around it, heights.
_AROUND = 0.06


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
    # To a point of the body, and the body's speed there, pixels a second, shape (n, 2).
    body: Vector
    flow: Vector

    @classmethod
    def nobody(cls, count: int) -> "Nearness":
        """Nobody anywhere."""
        away = np.full(count, FAR)
        return cls(
            away.copy(), np.zeros((count, 2)), np.ones(count), away.copy(), away.copy(), away, np.zeros((count, 2))
        )

    def of(self, rows: Index) -> "Nearness":
        """Some of the candidates."""
        return Nearness(*(getattr(self, one.name)[rows] for one in fields(self)))


def nearness(candidates: Candidates, people: Detections, times: Vector, first_frame: int) -> Nearness:
    """How near people are to candidates of the same frames.

    Args:
        candidates: In order of frames.
        people: In order of frames.
        times: Of each frame from `first_frame` on, seconds.
        first_frame: Number of a frame.
    """
    people = people[people["confidence"] >= _SURE_PERSON]
    found = Nearness.nobody(len(candidates))
    begins = np.searchsorted(people["frame"], candidates["frame"], side="left")
    counts = np.searchsorted(people["frame"], candidates["frame"], side="right") - begins
    heights = _heights(people)
    speeds = _speeds(people, times[people["frame"].astype(np.int64) - first_frame])
    for turn in range(int(counts.max(initial=0))):
        rows = np.flatnonzero(counts > turn)
        who = begins[rows] + turn
        places = candidates["place"][rows].astype(np.float64)
        _update(found, rows, places, people[who], heights[who], speeds[who])
    return found


def _heights(people: Detections) -> Vector:
    """How tall each person looks when upright, pixels."""
    points = people["keypoints"].astype(np.float64)
    torso = np.linalg.norm(points[:, _SHOULDERS, :2].mean(axis=1) - points[:, _HIPS, :2].mean(axis=1), axis=1)
    box = people["box"].astype(np.float64)
    return np.asarray(np.maximum(np.maximum(box[:, 3] - box[:, 1], torso / _TORSO), 1.0))


def _speeds(people: Detections, times: Vector) -> Vector:
    """How fast each person's points move, pixels a second, shape (n, 17, 2); 0 for those seen only once."""
    points = people["keypoints"][:, :, :2].astype(np.float64)
    begins = np.flatnonzero(np.diff(people["frame"].astype(np.int64), prepend=-1))
    # Each with everybody in the next frame that shows somebody.
    group = np.searchsorted(begins, np.arange(len(people)), side="right")
    ends = np.append(begins, len(people))
    after = np.where(group < len(begins), ends[np.minimum(group, len(ends) - 1)], len(people))
    counts = np.where(group < len(begins), ends[np.minimum(group + 1, len(ends) - 1)] - after, 0)
    one, other = np.repeat(np.arange(len(people)), counts), ranges(after, counts)
    same = _overlap(people["box"][one].astype(np.float64), people["box"][other].astype(np.float64)) > _SAME
    one, other = one[same], other[same]
    moved, lasted = np.zeros_like(points), np.zeros(len(people))
    span = times[other] - times[one]
    for who in (one, other):
        np.add.at(moved, who, points[other] - points[one])
        np.add.at(lasted, who, span)
    speed = moved / np.where(lasted > 0, lasted, 1.0)[:, None, None]
    # Points tremble by as much as slow ones move: the frames beside count too.
    step = float(np.median(span)) if len(span) else _SMOOTH
    for _ in range(max(1, round((_SMOOTH / max(step, 1e-3)) ** 2))):
        total, weight = 2 * speed, np.full(len(people), 2.0)
        for who, beside in ((one, other), (other, one)):
            np.add.at(total, who, speed[beside])
            np.add.at(weight, who, 1.0)
        speed = total / weight[:, None, None]
    return np.asarray(speed)


def _overlap(one: Vector, other: Vector) -> Vector:
    shared = np.prod(np.clip(np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2]), 0, None), 1)
    areas = np.prod(one[:, 2:] - one[:, :2], axis=1) + np.prod(other[:, 2:] - other[:, :2], axis=1)
    return np.asarray(shared / np.maximum(areas - shared, 1e-9))


def _update(found: Nearness, rows: Index, places: Vector, people: Detections, height: Vector, speeds: Vector) -> None:
    """Somebody of each row's frame, who may be nearer than those before."""
    points = people["keypoints"].astype(np.float64)
    unsure = points[:, :, 2] < _SURE_POINT
    away = np.linalg.norm(points[:, :, :2] - places[:, None], axis=2) / height[:, None]
    away[unsure] = FAR
    for wrist in _WRISTS:
        nearer = away[:, wrist] < found.wrist[rows]
        at = rows[nearer]
        found.wrist[at] = away[nearer, wrist]
        found.wrist_place[at] = points[nearer, wrist, :2]
        found.height[at] = height[nearer]
    weight = np.where(unsure, 0.0, 1 / (away**2 + _AROUND**2) ** 2)
    flow = np.einsum("ij,ijk->ik", weight, speeds) / np.maximum(weight.sum(axis=1), 1e-9)[:, None]
    nearer = away.min(axis=1) < found.body[rows]
    found.body[rows[nearer]] = away.min(axis=1)[nearer]
    found.flow[rows[nearer]] = flow[nearer]
    for begins, ends in ((_ELBOWS, _WRISTS), (_KNEES, _ANKLES)):
        for begin, end in zip(begins, ends, strict=True):
            start, way = points[:, begin, :2], _BEYOND * (points[:, end, :2] - points[:, begin, :2])
            part = np.einsum("ij,ij->i", places - start, way) / np.maximum(np.einsum("ij,ij->i", way, way), 1e-9)
            apart = np.linalg.norm(start + np.clip(part, 0, 1)[:, None] * way - places, axis=1) / height
            apart[unsure[:, begin] | unsure[:, end]] = FAR
            found.limb[rows] = np.minimum(found.limb[rows], apart)
    box = people["box"].astype(np.float64)
    outside = np.maximum(np.maximum(box[:, :2] - places, places - box[:, 2:]), 0)
    found.box[rows] = np.minimum(found.box[rows], np.linalg.norm(outside, axis=1) / height)
