"""What a pose tells of the body itself: angles of the joints, and how low the hips are."""

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import JOINTS, UNKNOWN_ANGLE
from modal_app.pipeline.metrics.feet import SEEN
from modal_app.pipeline.metrics.geometry import Lenses
from modal_app.pipeline.observations import Detections

Vector = NDArray[np.float64]

# The three keypoints of each of JOINTS, in COCO's numbers; the joint is the middle one.
_LEFT_SHOULDER, _LEFT_ELBOW, _LEFT_WRIST, _LEFT_HIP, _LEFT_KNEE, _LEFT_ANKLE = 5, 7, 9, 11, 13, 15
_CORNERS = {
    "left_knee": (_LEFT_HIP, _LEFT_KNEE, _LEFT_ANKLE),
    "left_hip": (_LEFT_SHOULDER, _LEFT_HIP, _LEFT_KNEE),
    "left_elbow": (_LEFT_SHOULDER, _LEFT_ELBOW, _LEFT_WRIST),
    "left_shoulder": (_LEFT_HIP, _LEFT_SHOULDER, _LEFT_ELBOW),
}
# Lengths between keypoints as parts of the body's height, after Drillis and Contini.
_LENGTHS = {
    (_LEFT_HIP, _LEFT_KNEE): 0.245,
    (_LEFT_KNEE, _LEFT_ANKLE): 0.246,
    (_LEFT_SHOULDER, _LEFT_HIP): 0.288,
    (_LEFT_SHOULDER, _LEFT_ELBOW): 0.186,
    (_LEFT_ELBOW, _LEFT_WRIST): 0.146,
}
# A limb that looks shorter than this part of its length points at the camera or away: its direction is not seen.
_SHORTEST = 0.35
_HIPS = [11, 12]


def joint_angles(rows: Detections) -> NDArray[np.uint8]:
    """Angles of JOINTS in the picture, whole degrees, shape (n, 8); UNKNOWN_ANGLE where a limb is not seen well."""
    keypoints = rows["keypoints"].astype(np.float64)
    height = np.maximum(1.0, (rows["box"][:, 3] - rows["box"][:, 1]).astype(np.float64))
    angles = np.full((len(rows), len(JOINTS)), UNKNOWN_ANGLE, dtype=np.uint8)
    for column, joint in enumerate(JOINTS):
        side, name = joint.split("_")
        first, middle, last = _CORNERS[f"left_{name}"]
        # The right side's keypoints follow those of the left.
        step = int(side == "right")
        points = keypoints[:, [first + step, middle + step, last + step]]
        arms = points[:, [0, 2], :2] - points[:, 1:2, :2]
        lengths = np.linalg.norm(arms, axis=2)
        least = [_SHORTEST * _length(middle, end) for end in (first, last)]
        known = (points[:, :, 2] >= SEEN).all(axis=1) & (lengths >= height[:, None] * least).all(axis=1)
        cosine = np.sum(arms[:, 0] * arms[:, 1], axis=1) / np.maximum(1e-9, np.prod(lengths, axis=1))
        degrees = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        angles[known, column] = np.round(degrees[known])
    return angles


def _length(one: int, other: int) -> float:
    return _LENGTHS[(min(one, other), max(one, other))]


def hip_heights(rows: Detections, lenses: Lenses, ground: Vector) -> Vector:
    """Height of the hips over where the person stands, metres, shape (n,); NaN where unknown.

    Args:
        rows: Detections, shape (n,).
        lenses: Their cameras.
        ground: Where they stand, metres, shape (n, 2).
    """
    hips = rows["keypoints"][:, _HIPS].astype(np.float64)
    middle = lenses.ideal(hips[:, :, :2].mean(axis=1))
    middle[(hips[:, :, 2] < SEEN).any(axis=1)] = np.nan
    return lenses.height_over(ground, middle)
