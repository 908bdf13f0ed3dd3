"""A player's way in steps of equal time: what the metrics are computed from, whatever the video's frame rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.metrics.trace import Trace

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Length of a step, seconds.
STEP = 0.05
# Between places farther apart in time than this the way is bridged, seconds.
_CLOSE = 0.15
# A player's half is that of most of the time so long before and after, seconds; places over a metre from the net count
# alike.
_HALF_REACH = 10.0


@dataclass(frozen=True)
class Course:
    """Steps of one player; step k lasts from k to k + 1 times STEP on the video's clock."""

    # Rising, shape (m,).
    index: NDArray[np.int64]
    # Where the step begins and ends, metres, world frame, each of shape (m, 2).
    start: Vector
    end: Vector
    # Whether the player was not seen then, shape (m,).
    bridged: Mask

    def __len__(self) -> int:
        return len(self.index)

    @property
    def times(self) -> Vector:
        """The steps' middles, seconds, shape (m,)."""
        return np.asarray((self.index + 0.5) * STEP, dtype=np.float64)

    @property
    def places(self) -> Vector:
        """Where the player is in the middle of each step, metres, shape (m, 2)."""
        return (self.start + self.end) / 2

    @property
    def velocities(self) -> Vector:
        """m/s, shape (m, 2)."""
        return (self.end - self.start) / STEP

    @property
    def speeds(self) -> Vector:
        """m/s, shape (m,)."""
        return np.asarray(np.hypot(*self.velocities.T))

    @property
    def seconds(self) -> float:
        """Time of all steps."""
        return len(self) * STEP

    def only(self, chosen: Mask) -> Self:
        """Some of the steps."""
        return type(self)(self.index[chosen], self.start[chosen], self.end[chosen], self.bridged[chosen])

    def unbroken(self, length: int) -> NDArray[np.int64]:
        """First steps of all stretches of so many steps without a break, positions in the arrays, shape (w,)."""
        if len(self) < length:
            return np.zeros(0, dtype=np.int64)
        first, last = np.arange(len(self) - length + 1), np.arange(length - 1, len(self))
        joined = np.concatenate([[0], np.cumsum(~self._joined)])
        whole = (self.index[last] - self.index[first] == length - 1) & (joined[last] == joined[first])
        return np.asarray(first[whole])

    def pieces(self) -> list[slice]:
        """The stretches without a break."""
        borders = [0, *(np.flatnonzero(~self._joined) + 1).tolist(), len(self)]
        return [slice(first, end) for first, end in pairwise(borders) if end > first]

    @property
    def _joined(self) -> Mask:
        """Whether each step but the last leads to the next, shape (m - 1,)."""
        return np.asarray((np.diff(self.index) == 1) & (self.end[:-1] == self.start[1:]).all(axis=1))


def course(traces: Sequence[Trace]) -> Course:
    """The steps of all ways of one player."""
    parts = [_steps(trace) for trace in traces]
    if not parts:
        return Course(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, np.bool_))
    return Course(
        np.concatenate([part.index for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.bridged for part in parts]),
    )


def _steps(trace: Trace) -> Course:
    times = trace.path.times
    index = np.arange(np.ceil(times[0] / STEP - 1e-9), np.floor(times[-1] / STEP + 1e-9) + 1).astype(np.int64)
    places = trace.path.at(index.astype(np.float64) * STEP)[:, :2]
    index = index[:-1]
    known = times[trace.seen | trace.flying]
    middle = (index + 0.5) * STEP
    after = np.clip(np.searchsorted(known, middle), 1, len(known) - 1) if len(known) > 1 else np.zeros(0, np.int64)
    far = known[after] - known[after - 1] > _CLOSE if len(known) > 1 else np.ones(len(index), np.bool_)
    return Course(index, places[:-1], places[1:], np.asarray(far, dtype=np.bool_))


def halves(steps: Course) -> Vector:
    """On which half the player is in each step: -1 on the near one, 1 on the far one, shape (m,)."""
    times = steps.times
    leaning = np.concatenate([[0.0], np.cumsum(np.clip(steps.places[:, 1], -1.0, 1.0))])
    before = np.searchsorted(times, times - _HALF_REACH)
    after = np.searchsorted(times, times + _HALF_REACH, side="right")
    return np.where(leaning[after] - leaning[before] > 0, 1.0, -1.0)


def own_frame(places: Vector, half: Vector) -> Vector:
    """Places in the world frame, shape (m, 2), as a player on each half (-1 near, 1 far; shape (m,)) sees them.

    x to the player's right when facing the net, y from the net to the player's own baseline.
    """
    return np.column_stack([-half * places[:, 0], half * places[:, 1]])
