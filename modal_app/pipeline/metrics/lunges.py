"""Lunges: long steps with the hips low, told from pose after pose."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

# Feet as far apart as the legs are long: the legs stand at 60 degrees.
_LONG_STEP = 1.0
# Hips at most at this part of their height when standing. With straight legs at 60 degrees they are at 0.87; a lifted
# foot, which seems to be far away, leaves them where they are.
_LOW_HIPS = 0.9
# Legs are no longer than this apart, in their own length (at 90 degrees): beyond, a foot was mistaken.
_WIDEST = 1.45
# How long a lunge lasts, and how long it may be lost from sight, seconds.
_LASTS = (0.15, 2.0)
_LOST = 0.15
# Hips of somebody who stands: this percentile of their height, from at least so many poses.
_STANDING = 90
_FEWEST = 25


@dataclass(frozen=True)
class Lunges:
    """How many, and the greatest distance between the feet among them, metres; None without any."""

    count: int
    deepest: float | None


def lunges(times: Vector, strides: Vector, hips: Vector) -> Lunges:
    """Lunges of one player.

    Args:
        times: Seconds of each pose, rising, shape (n,).
        strides: How far the feet are apart, metres, shape (n,); NaN where unknown.
        hips: Height of the hips over the floor, metres, shape (n,); NaN where unknown.
    """
    known = np.isfinite(hips) & np.isfinite(strides)
    if np.count_nonzero(known) < _FEWEST:
        return Lunges(0, None)
    leg = float(np.percentile(hips[known], _STANDING))
    with np.errstate(invalid="ignore"):
        low = (strides >= _LONG_STEP * leg) & (strides <= _WIDEST * leg) & (hips <= _LOW_HIPS * leg)
    seen = np.flatnonzero(low)
    if len(seen) == 0:
        return Lunges(0, None)
    groups = np.split(seen, np.flatnonzero(np.diff(times[seen]) > _LOST) + 1)
    shortest, longest = _LASTS
    found = [group for group in groups if shortest <= times[group[-1]] - times[group[0]] <= longest]
    # The upper quartile of a lunge's poses: one pose that errs does not make it deep.
    depths = [float(np.percentile(strides[group], 75)) for group in found]
    return Lunges(len(found), max(depths, default=None))
