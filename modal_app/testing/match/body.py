"""A person's keypoints in space: upright, arms and legs moving with the steps."""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Numbers = NDArray[np.float64]

# COCO's 17 keypoints of somebody 1 m tall who stands at the origin and looks along y: x to the person's right, y ahead,
# z up. Proportions after Drillis and Contini (1966): shoulders at 0.818, hips 0.530, knees 0.285, ankles 0.039.
_STANDING = np.array(
    [
        [0.0, 0.06, 0.91],
        [-0.018, 0.055, 0.93],
        [0.018, 0.055, 0.93],
        [-0.04, 0.0, 0.92],
        [0.04, 0.0, 0.92],
        [-0.115, 0.0, 0.818],
        [0.115, 0.0, 0.818],
        [-0.15, 0.03, 0.64],
        [0.15, 0.03, 0.64],
        [-0.13, 0.13, 0.55],
        [0.13, 0.13, 0.55],
        [-0.075, 0.0, 0.53],
        [0.075, 0.0, 0.53],
        [-0.085, 0.03, 0.285],
        [0.085, 0.03, 0.285],
        [-0.09, 0.0, 0.052],
        [0.09, 0.0, 0.052],
    ]
)
# Beyond the keypoints: the head's top, and heels and toes of both feet (a foot is 0.152 of the height long).
_OUTLINE = np.array(
    [
        [0, 0, 1.0],
        [-0.09, -0.04, 0],
        [-0.09, 0.112, 0],
        [0.09, -0.04, 0],
        [0.09, 0.112, 0],
        [-0.17, 0, 0.6],
        [0.17, 0, 0.6],
    ]
)
# A place on the floor is meant by the middle of the soles, which lies this far ahead of the ankles, in heights.
SOLE = 0.036
_LEFT_LEG, _RIGHT_LEG = (13, 15), (14, 16)
_ARMS = [7, 8, 9, 10]
# Seated: hips at knee height.
_SEAT = 0.27
# Steps a second while moving, and how far a foot swings ahead and up at full speed, in body heights.
_CADENCE = 2.2
_SWING = 0.16
_LIFT = 0.05
_FULL_SPEED = 3.0


def keypoints(
    places: Points, facing: Numbers, tall: float, speeds: Numbers, times: Numbers, *, sitting: bool = False
) -> tuple[Points, Points]:
    """Keypoints, shape (n, 17, 3), and the points that bound the body, shape (n, 7, 3); world frame, metres.

    Feet swing about the place, so that the mean of their soles is the place; one is lifted while moving.

    Args:
        places: Where the person stands at n moments, shape (n, 2).
        facing: Direction of the gaze, radians from x towards y, shape (n,).
        tall: Height.
        speeds: m/s, shape (n,); feet swing with them.
        times: Seconds, shape (n,); for the phase of steps and arms.
        sitting: On a chair.
    """
    body = np.repeat(_STANDING[None], len(places), axis=0)
    outline = np.repeat(_OUTLINE[None], len(places), axis=0)
    if sitting:
        body[:, _STANDING[:, 2] > 0.4, 2] -= _SEAT
        outline[:, [0, 5, 6], 2] -= _SEAT
        body[:, 13:, 1] += 0.2
        outline[:, 1:5, 1] += 0.2
    else:
        effort = np.minimum(1.0, speeds / _FULL_SPEED)
        swing = _SWING * effort * np.sin(2 * np.pi * _CADENCE * times)
        lifting = np.cos(2 * np.pi * _CADENCE * times)
        for (knee, ankle), soles, way in ((_LEFT_LEG, (1, 2), 1.0), (_RIGHT_LEG, (3, 4), -1.0)):
            lift = _LIFT * effort * np.maximum(0.0, way * lifting)
            body[:, knee, 1] += 0.5 * way * swing
            body[:, ankle, 1] += way * swing
            body[:, [knee, ankle], 2] += lift[:, None]
            outline[:, soles, 1] += (way * swing)[:, None]
            outline[:, soles, 2] += lift[:, None]
    # Arms are never quite still.
    sway = 0.03 * np.sin(2 * np.pi * 0.7 * times[:, None] + np.arange(len(_ARMS)))
    body[:, _ARMS, 1] += sway
    body[:, _ARMS, 2] += 0.5 * sway
    over_soles = np.array([0.0, SOLE, 0.0])
    return _placed((body - over_soles) * tall, places, facing), _placed((outline - over_soles) * tall, places, facing)


def _placed(points: Points, places: Points, facing: Numbers) -> Points:
    """From the person's own frame into the world's."""
    cosine, sine = np.cos(facing)[:, None], np.sin(facing)[:, None]
    right, ahead, up = points[..., 0], points[..., 1], points[..., 2]
    x = places[:, :1] + right * sine + ahead * cosine
    y = places[:, 1:] - right * cosine + ahead * sine
    return np.stack([x, y, up], axis=-1)
