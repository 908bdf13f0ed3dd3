"""A path through uncertain places: the Kalman filter with a Rauch-Tung-Striebel pass, solved at once.

The body's acceleration wanders (white jerk), places are seen with known uncertainty. The smoothed states of filter and
pass are the least-squares solution over all states, whose normal equations are banded, so a library solves them in one
go for uneven times, missing places and full covariances alike; a test compares both. Between two states the likeliest
path of this model is the quintic through both.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solveh_banded

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Spectral density of the jerk, m2/s5: a player who brakes or starts changes the acceleration by some 6 m/s2 within
# 0.2 s (a variance of 36 over 0.2 s).
JERK_DENSITY = 200.0
# What is believed of velocity (m/s) and acceleration (m/s2) where a path begins or ends.
_END_VELOCITY, _END_ACCELERATION = 3.0, 6.0
# How still somebody who stands is: a path that is told to stand has this velocity (m/s) and acceleration (m/s2).
_STILL_VELOCITY, _STILL_ACCELERATION = 0.005, 0.05
# Nobody can push off from the air: the floor's part of the acceleration in flight, m/s2.
_FLIGHT_ACCELERATION = 0.3

# Long paths are solved in windows: so many states at once, and so many seconds more on both sides, after which
# nothing that was seen matters any more.
_WINDOW = 4096
_OVERLAP = 4.0

# A state: x, y, and their first and second derivatives.
_SIZE = 6
_PLACE, _VELOCITY, _ACCELERATION = slice(0, 2), slice(2, 4), slice(4, 6)


@dataclass(frozen=True)
class Path:
    """A smoothed path without gaps."""

    # Seconds, rising, shape (n,).
    times: Vector
    # Metres, m/s and m/s2, shape (n, 6): x, y, vx, vy, ax, ay.
    states: Vector

    @property
    def places(self) -> Vector:
        """Metres at `times`, shape (n, 2)."""
        return self.states[:, _PLACE]

    @property
    def velocities(self) -> Vector:
        """m/s at `times`, shape (n, 2)."""
        return self.states[:, _VELOCITY]

    @property
    def speeds(self) -> Vector:
        """m/s at `times`, shape (n,)."""
        return np.asarray(np.hypot(*self.velocities.T))

    def at(self, times: Vector) -> Vector:
        """States at other times, shape (m, 6); times outside the path are taken at its nearer end."""
        times = np.clip(times, self.times[0], self.times[-1])
        if len(self.times) == 1:
            return np.repeat(self.states, len(times), axis=0)
        left = np.clip(np.searchsorted(self.times, times, side="right") - 1, 0, len(self.times) - 2)
        span = (self.times[left + 1] - self.times[left])[:, None]
        part = (times - self.times[left])[:, None] / span
        return _quintic(self.states[left], self.states[left + 1], part, span)


def smooth(times: Vector, places: Vector, information: Vector, still: Mask, flying: Mask) -> Path:
    """The likeliest path.

    Args:
        times: Seconds, rising, shape (n,).
        places: Where somebody was seen, metres, shape (n, 2); any number where the information is 0.
        information: Inverse covariance of each place, shape (n, 2, 2); 0 where nothing was seen.
        still: When the person stands, shape (n,).
        flying: When the person is in the air, shape (n,).
    """
    states = np.empty((len(times), _SIZE))
    for first in range(0, len(times), _WINDOW):
        end = min(first + _WINDOW, len(times))
        since, until = np.searchsorted(times, [times[first] - _OVERLAP, times[end - 1] + _OVERLAP])
        window = slice(int(since), int(until))
        solved = _solve(times[window], places[window], information[window], still[window], flying[window])
        states[first:end] = solved[first - since : end - since]
    return Path(times, states)


def _solve(times: Vector, places: Vector, information: Vector, still: Mask, flying: Mask) -> Vector:
    """The likeliest states, shape (n, 6)."""
    count = len(times)
    diagonal = np.zeros((count, _SIZE, _SIZE))
    diagonal[:, _PLACE, _PLACE] = information
    target = np.zeros((count, _SIZE))
    target[:, _PLACE] = np.einsum("nij,nj->ni", information, places)
    for end in (0, count - 1):
        _believe(diagonal, np.arange(count) == end, _END_VELOCITY, _END_ACCELERATION)
    _believe(diagonal, still, _STILL_VELOCITY, _STILL_ACCELERATION)
    _believe(diagonal, flying, None, _FLIGHT_ACCELERATION)
    ahead, precision = _dynamics(np.diff(times))
    pushed = ahead.transpose(0, 2, 1) @ precision
    diagonal[:-1] += pushed @ ahead
    diagonal[1:] += precision
    solved = solveh_banded(_banded(diagonal, -pushed), target.ravel(), lower=True, check_finite=False)
    return np.asarray(solved).reshape(count, _SIZE)


def _believe(diagonal: Vector, where: Mask, velocity: float | None, acceleration: float) -> None:
    """Add that velocity and acceleration are 0, with these standard deviations."""
    if velocity is not None:
        diagonal[where, _VELOCITY, _VELOCITY] += np.eye(2) / velocity**2
    diagonal[where, _ACCELERATION, _ACCELERATION] += np.eye(2) / acceleration**2


def _dynamics(steps: Vector) -> tuple[Vector, Vector]:
    """Transition and inverse process covariance of each step, seconds; both of shape (n, 6, 6)."""
    one, none = np.ones_like(steps), np.zeros_like(steps)
    ahead = np.array([[one, steps, steps**2 / 2], [none, one, steps], [none, none, one]])
    inverse = np.array(
        [
            [720 / steps**5, -360 / steps**4, 60 / steps**3],
            [-360 / steps**4, 192 / steps**3, -36 / steps**2],
            [60 / steps**3, -36 / steps**2, 9 / steps],
        ]
    )
    return _for_both_axes(ahead), _for_both_axes(inverse / JERK_DENSITY)


def _for_both_axes(matrices: Vector) -> Vector:
    """Matrices of one axis, shape (3, 3, n), as those of both, shape (n, 6, 6)."""
    both = np.zeros((matrices.shape[2], _SIZE, _SIZE))
    for axis in range(2):
        both[:, axis::2, axis::2] = matrices.transpose(2, 0, 1)
    return both


def _banded(diagonal: Vector, beside: Vector) -> Vector:
    """Blocks on the diagonal, shape (n, 6, 6), and right of it, shape (n - 1, 6, 6), as scipy's lower band."""
    count = len(diagonal)
    both = np.zeros((count, 2 * _SIZE, _SIZE))
    both[:, :_SIZE] = diagonal
    both[:-1, _SIZE:] = beside.transpose(0, 2, 1)
    band = np.zeros((2 * _SIZE, count, _SIZE))
    for column in range(_SIZE):
        band[: 2 * _SIZE - column, :, column] = both[:, column:, column].T
    return np.asarray(band.reshape(2 * _SIZE, count * _SIZE))


def _quintic(start: Vector, end: Vector, part: Vector, span: Vector) -> Vector:
    """States between two states, shape (m, 6), after a part 0..1, shape (m, 1), of a span of seconds, shape (m, 1)."""
    speed, bend = start[:, _VELOCITY] * span, start[:, _ACCELERATION] * span**2 / 2
    # What is missing at the end when start's place, velocity and acceleration go on.
    place = end[:, _PLACE] - start[:, _PLACE] - speed - bend
    slope = end[:, _VELOCITY] * span - speed - 2 * bend
    curve = end[:, _ACCELERATION] * span**2 - 2 * bend
    third = 10 * place - 4 * slope + curve / 2
    fourth = -15 * place + 7 * slope - curve
    fifth = 6 * place - 3 * slope + curve / 2
    where = start[:, _PLACE] + part * (speed + part * (bend + part * (third + part * (fourth + part * fifth))))
    velocity = speed + part * (2 * bend + part * (3 * third + part * (4 * fourth + part * 5 * fifth)))
    acceleration = 2 * bend + part * (6 * third + part * (12 * fourth + part * 20 * fifth))
    return np.hstack([where, velocity / span, acceleration / span**2])
