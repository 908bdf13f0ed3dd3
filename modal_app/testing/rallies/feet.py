"""Steps that arrive in time."""

from math import hypot

import numpy as np
from numpy.typing import NDArray

from modal_app.testing.match.footwork import PEAK_ACCELERATION, PEAK_SPEED, Move, Way

Array = NDArray[np.float64]

# Where a player waits in a rally: distance from the net, metres.
BASE = 3.5
# What a good player's feet do at most in a rally, m/s and m/s².
_SPEED, _ACCELERATION = 5.8, 34.0


class Feet:
    """Writes one player's way, each move with the time at which it has to be done."""

    def __init__(self, place: tuple[float, float]) -> None:
        self.place: Array = np.array(place)
        self.free = 0.0
        self._moves = [Move(-1e-3, 0.0, place, place)]

    def can_reach(self, target: Array, begin: float, end: float) -> bool:
        """Whether the legs are fast enough."""
        return _farthest(max(begin, self.free), end) >= hypot(*(target - self.place))

    def go(self, target: Array, begin: float, end: float) -> None:
        """Be at a target from a time on, starting at another, or as soon as the last move is done."""
        begin = max(begin, self.free)
        if end - begin < 1e-3 or hypot(*(target - self.place)) < 1e-3:
            return
        origin = (float(self.place[0]), float(self.place[1]))
        self._moves.append(Move(begin, end, origin, (float(target[0]), float(target[1]))))
        self.place, self.free = np.array(target, dtype=np.float64), end

    def go_towards(self, target: Array, begin: float, end: float) -> None:
        """The same, or as far as legs get in that time."""
        length = hypot(*(target - self.place))
        part = min(1.0, _farthest(max(begin, self.free), end) / max(length, 1e-9))
        self.go(self.place + (target - self.place) * part, begin, end)

    def walk(self, target: Array, begin: float, speed: float = 1.5) -> float:
        """Go without hurry; returns when it is done."""
        begin = max(begin, self.free)
        end = begin + max(PEAK_SPEED * hypot(*(target - self.place)) / speed, 0.3)
        self.go(target, begin, end)
        return end

    def way(self) -> Way:
        """All of it."""
        return Way(self._moves)


def _farthest(begin: float, end: float) -> float:
    seconds = max(0.0, end - begin)
    return min(_SPEED * seconds / PEAK_SPEED, _ACCELERATION * seconds**2 / PEAK_ACCELERATION)
