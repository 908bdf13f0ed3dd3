"""When a player is in the air.

Feet over the floor cover floor farther from the camera: a jump looks like a dash away and back. Its shape is known:
bodies fall with g. A stretch is a flight where both the hips and the feet, seen over the line from take-off to landing,
run along the parabola of a fall of that duration, and no legs could run what it looks like.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

_GRAVITY = 9.81
# Durations of jumps, seconds: shorter ones are steps, longer ones need a height of over 0.6 m.
_DURATIONS = (0.36, 0.44, 0.52, 0.6, 0.68)
# The way before take-off and after landing that must fit, too, straight at any speed, seconds.
_AROUND = 0.16
_GRID = 0.04
# The measured curvature, in parts of gravity's: of the hips, and of the feet, which are pulled up under the body.
_HIPS_FALL, _FEET_FALL = (0.65, 1.4), (0.6, 2.2)
# Curvature that legs could run: shoes grip with about the body's weight, m/s2.
_RUNNABLE = 10.0
# What is left after the fit may be such a part of the jump's height at most.
_MISFIT = 0.2
# No longer gap between places within a flight, seconds.
_GAP = 0.15


@dataclass(frozen=True)
class Stance:
    """What is seen of one player at n times, as if the feet were on the floor; NaN where not seen."""

    # Seconds, rising, shape (n,).
    times: Vector
    # Metres, shape (n, 2).
    places: Vector
    # Height of the hips over the place, metres, shape (n,).
    hips: Vector
    # How far a place moves for a metre that the feet are over the floor, shape (n, 2).
    lift: Vector
    # Height of the camera, metres, shape (n,).
    eye: Vector


def flights(stance: Stance) -> Mask:
    """Whether the player is in the air, shape (n,)."""
    flying = np.zeros(len(stance.times), dtype=np.bool_)
    known = np.isfinite(stance.places).all(axis=1) & np.isfinite(stance.hips) & (np.abs(stance.lift).max(axis=1) > 0)
    times = stance.times[known]
    if len(times) < 5:
        return flying
    grid = np.arange(times[0], times[-1], _GRID)
    columns = np.column_stack([stance.places, stance.lift, stance.hips, stance.eye])[known]
    even = np.column_stack([np.interp(grid, times, column) for column in columns.T])
    after = np.clip(np.searchsorted(times, grid), 1, len(times) - 1)
    close = times[after] - times[after - 1] <= _GAP
    found = [flight for duration in _DURATIONS for flight in _flights_of(round(duration / _GRID), even, close)]
    taken = np.zeros(len(grid), dtype=np.bool_)
    for _, first, end in sorted(found, reverse=True):
        if not taken[first:end].any():
            taken[first:end] = True
            flying |= (stance.times > grid[first] + _GRID / 2) & (stance.times < grid[end - 1] - _GRID / 2)
    return flying


def _flights_of(steps: int, even: Vector, close: Mask) -> list[tuple[float, int, int]]:
    """Flights of so many steps of the grid: how clear each is, its first point and its end (exclusive)."""
    around = round(_AROUND / _GRID)
    window = steps + 1 + 2 * around
    if len(even) < window:
        return []
    parabola, shapes = _shapes(steps, around)
    seen = np.lib.stride_tricks.sliding_window_view(even, window, axis=0)
    middle = seen[:, :, around + steps // 2]
    reach = np.linalg.norm(middle[:, 2:4], axis=1)
    # Heights over the line on the floor, apart from constants: what seems farther away is higher.
    feet = np.einsum("nkw,nk->nw", seen[:, :2], middle[:, 2:4]) / reach[:, None] ** 2
    hips = seen[:, 4] + feet * (1 - middle[:, 4] / middle[:, 5])[:, None]
    fits = np.lib.stride_tricks.sliding_window_view(close, window).all(axis=1)
    clearness = np.full(len(seen), np.inf)
    for heights, (least, most) in ((feet, _FEET_FALL), (hips, _HIPS_FALL)):
        weights = heights @ np.linalg.pinv(shapes).T
        misfit = np.sqrt(np.mean((heights - weights @ shapes.T) ** 2, axis=1))
        rise = weights[:, 0] * parabola.max()
        part = 2 * weights[:, 0] / _GRAVITY
        fits &= (part >= least) & (part <= most) & (misfit <= _MISFIT * rise) & (part * _GRAVITY * reach >= _RUNNABLE)
        clearness = np.minimum(clearness, rise / np.maximum(misfit, 1e-3))
    return [
        (float(clearness[index]), int(index) + around, int(index) + around + steps + 1)
        for index in np.flatnonzero(fits)
    ]


def _shapes(steps: int, around: int) -> tuple[Vector, Vector]:
    """The parabola of a flight, shape (w,), and it with what else the way may be: shape (w, 5), in columns.

    A place, a speed, and other speeds before take-off and after landing.
    """
    time = np.arange(-around, steps + around + 1) * _GRID
    end = steps * _GRID
    parabola = np.where((time > 0) & (time < end), time * (end - time), 0.0)
    before, after = np.minimum(time, 0.0), np.maximum(time - end, 0.0)
    return parabola, np.column_stack([parabola, np.ones_like(time), time, before, after])
