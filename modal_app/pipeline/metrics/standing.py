"""When somebody stands. Noise and swaying of one who stands must not add up to a distance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.metrics.smooth import JERK_DENSITY, Path

Vector = NDArray[np.float64]

# Somebody who stands sways and shifts weight by so much to each side, metres.
_SWAY = 0.05
_GRID = 0.04
# The noise of many places stays within so many standard deviations to each side.
_REACH = 2.5


@dataclass(frozen=True)
class _Stay:
    """What counts as standing."""

    # Nothing but swaying and errors for so long, seconds.
    lasts: float
    # Towards its ends the person may be stopping or starting: seconds.
    edge: float
    # Errors that last, as the pose model sees one posture otherwise than another, come and go by this part of the
    # whole uncertainty to each side.
    lasting: float


# Between strokes postures hardly change; over a while they do, and nobody who plays stays in so little room.
_STAYS = (_Stay(0.5, 0.2, 0.0), _Stay(2.0, 0.5, 0.75))


def standing(path: Path, noise: Vector, uncertainty: Vector) -> NDArray[np.bool_]:
    """Whether the person stands at each time of a smoothed path, shape (n,).

    A stay is a stretch in which the path leaves no rectangle that swaying and the errors that smoothing leaves would
    fill. Who creeps on leaves it in the end and begins the next stay elsewhere, so that slow ways count, too.

    Args:
        path: The path.
        noise: Standard deviation of the places in x and y, as of one every 0.04 s, metres, shape (n, 2).
        uncertainty: Standard deviation of their whole error in x and y, metres, shape (n, 2).
    """
    begin, end = path.times[0], path.times[-1]
    grid = np.arange(begin, end + _GRID, _GRID)
    nearest = np.clip(np.searchsorted(path.times, grid), 0, len(path.times) - 1)
    places = path.at(grid)[:, :2]
    still = np.zeros(len(path.times), dtype=np.bool_)
    for kind in _STAYS:
        reach = _SWAY + _REACH * _after_smoothing(noise[nearest]) + kind.lasting * uncertainty[nearest]
        for first, last in _stays(places, 2 * reach, round(kind.lasts / _GRID)):
            # A stay that lasts from or to an end of the path has no edge there.
            since = begin if first == 0 else grid[first] + kind.edge
            until = end if last == len(grid) - 1 else grid[last] - kind.edge
            still[np.searchsorted(path.times, since) : np.searchsorted(path.times, until, side="right")] = True
    return still


def _after_smoothing(noise: Vector) -> Vector:
    """Standard deviation of smoothed places, metres.

    White noise of density r through the smoother's gain 1 / (1 + (w/c)^6), c^6 = jerk density / r, leaves 5/18 r c.
    """
    density = np.maximum(noise, 1e-6) ** 2 * _GRID
    return np.sqrt(5 / 18 * density * (JERK_DENSITY / density) ** (1 / 6))


def _stays(places: Vector, room: Vector, fewest: int) -> list[tuple[int, int]]:
    """First and last index of each stay of at least so many places of the grid."""
    stays: list[tuple[int, int]] = []
    first = 0
    left = bottom = np.inf
    right = top = -np.inf
    for index, ((x, y), (wide, deep)) in enumerate(zip(places.tolist(), room.tolist(), strict=True)):
        left, right, bottom, top = min(left, x), max(right, x), min(bottom, y), max(top, y)
        if right - left > wide or top - bottom > deep:
            if index - first >= fewest:
                stays.append((first, index - 1))
            first, left, right, bottom, top = index, x, x, y, y
    if len(places) - first >= fewest:
        stays.append((first, len(places) - 1))
    return stays
