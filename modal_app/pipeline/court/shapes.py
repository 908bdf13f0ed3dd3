"""Whether points that somebody placed can be a court: told apart by what is wrong with them."""

from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Floats = NDArray[np.float64]

# Three points are in a row when the triangle is lower than this: metres on the floor, pixels at 720 lines.
_LOW_FLOOR = 0.2
_LOW_PIXELS = 3.0
# With more than four points, so many of their triangles may be turned over by a point that is merely off.
_TURNED_SHARE = 0.15


class Reason(StrEnum):
    """What is wrong with a set of points."""

    # Fewer than four places.
    points = "points"
    # The outline crosses itself.
    crossed = "crossed"
    # Nearly on one line.
    flat = "flat"
    # Left and right, or near and far, exchanged; or a floor seen from below.
    mirrored = "mirrored"
    # No camera that films a match sees a court like this.
    implausible = "implausible"


class ImpossibleCourtError(ValueError):
    """Points that no picture of a court has."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"the points cannot be a court: {reason.value}")
        self.reason = reason


def check_shape(floor: Points, pixels: Points, unit: float) -> None:
    """Refuses points that are too few, in a row, crossed or mirrored.

    Args:
        floor: Metres, shape (n, 2).
        pixels: Where they are shown, shape (n, 2).
        unit: Pixels of the picture in one pixel at 720 lines.

    Raises:
        ImpossibleCourtError: With the reason.
    """
    if len(np.unique(np.round(floor, 2), axis=0)) < 4:
        raise ImpossibleCourtError(Reason.points)
    triples = np.array(list(combinations(range(len(floor)), 3)))
    floor_area, floor_height = _triangles(floor[triples])
    pixel_area, pixel_height = _triangles(pixels[triples])
    wide = floor_height > _LOW_FLOOR
    if not (_has_quad(len(floor), wide) and _has_quad(len(floor), wide & (pixel_height > _LOW_PIXELS * unit))):
        raise ImpossibleCourtError(Reason.flat)
    # Whatever is in front of a camera above the floor keeps its sense of turning; pixels count y downwards.
    turned = (floor_area * pixel_area > 0)[wide & (pixel_height > _LOW_PIXELS * unit)]
    share = float(np.mean(turned))
    allowed = 0.0 if len(floor) == 4 else _TURNED_SHARE
    if share >= 1 - allowed:
        raise ImpossibleCourtError(Reason.mirrored)
    if share > allowed:
        raise ImpossibleCourtError(Reason.crossed)


def _triangles(corners: Points) -> tuple[Floats, Floats]:
    """Signed areas and least heights of triangles, shape (m, 3, 2)."""
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=-1)
    return area, 2 * np.abs(area) / np.maximum(sides.max(axis=1), 1e-9)


def _has_quad(count: int, good: NDArray[np.bool_]) -> bool:
    """Whether four points have no three in a row; `good` tells it of all triples in the order of `combinations`."""
    table = {triple: bool(ok) for triple, ok in zip(combinations(range(count), 3), good, strict=True)}
    return any(all(table[triple] for triple in combinations(quad, 3)) for quad in combinations(range(count), 4))
