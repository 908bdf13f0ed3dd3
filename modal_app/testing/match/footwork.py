"""Ways over the floor of which place, speed and distance are known exactly at every moment."""

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]
Points = NDArray[np.float64]
Place = tuple[float, float]

# A move without jerk at its ends (Flash and Hogan 1985): its greatest speed and acceleration, in lengths per duration
# and per duration squared.
PEAK_SPEED = 1.875
PEAK_ACCELERATION = 10 / sqrt(3)


@dataclass(frozen=True)
class Move:
    """Straight from rest to rest: seconds, metres."""

    start: float
    end: float
    origin: Place
    target: Place

    @property
    def length(self) -> float:
        """Metres."""
        return hypot(self.target[0] - self.origin[0], self.target[1] - self.origin[1])

    @property
    def peak_speed(self) -> float:
        """Metres a second, half-way."""
        return PEAK_SPEED * self.length / (self.end - self.start)


class Way:
    """Moves in order, standing still between them."""

    def __init__(self, moves: list[Move]) -> None:
        """A way of at least one move; before the first, the person stands at its origin."""
        self.moves = moves
        self._starts = np.array([move.start for move in moves])
        self._ends = np.array([move.end for move in moves])
        self._origins = np.array([move.origin for move in moves])
        self._targets = np.array([move.target for move in moves])

    def at(self, times: Times) -> Points:
        """Places at times, shape (n, 2)."""
        move, part = self._progress(times)
        blend = part**3 * (10 - 15 * part + 6 * part**2)
        return np.asarray(self._origins[move] + (self._targets - self._origins)[move] * blend[:, None])

    def velocity(self, times: Times) -> Points:
        """Metres a second, shape (n, 2)."""
        move, part = self._progress(times)
        slope = 30 * part**2 * (1 - part) ** 2 / (self._ends - self._starts)[move]
        return np.asarray((self._targets - self._origins)[move] * slope[:, None])

    def speed(self, times: Times) -> NDArray[np.float64]:
        """Metres a second, shape (n,)."""
        return np.asarray(np.linalg.norm(self.velocity(times), axis=1))

    @property
    def peak_speed(self) -> float:
        """The greatest speed of all, m/s."""
        return max(move.peak_speed for move in self.moves)

    @property
    def distance(self) -> float:
        """Length of all moves, metres."""
        return sum(move.length for move in self.moves)

    def distance_between(self, start: float, end: float) -> float:
        """Metres walked between two times: moves are straight, so that it is the sum of what is done of each."""
        done = []
        for time in (start, end):
            part = np.clip((time - self._starts) / (self._ends - self._starts), 0, 1)
            blend = part**3 * (10 - 15 * part + 6 * part**2)
            done.append(float(np.sum(blend * np.linalg.norm(self._targets - self._origins, axis=1))))
        return done[1] - done[0]

    def _progress(self, times: Times) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Number of the latest move that has begun, and how far it is, 0..1; shape (n,) each."""
        move = np.maximum(np.searchsorted(self._starts, times, side="right") - 1, 0)
        part = (times - self._starts[move]) / (self._ends - self._starts)[move]
        return move, np.clip(part, 0.0, 1.0)


class Walker:
    """Writes a way, move by move."""

    def __init__(self, place: Place, time: float = 0.0) -> None:
        self.place, self.time = place, time
        # Standing counts as a move too, so that every way has one.
        self._moves = [Move(time, time + 1e-3, place, place)]

    def go(self, target: Place, peak_speed: float, acceleration: float = 9.0) -> None:
        """Go to a place, not faster than `peak_speed` (m/s) and not harder than `acceleration` (m/s2)."""
        move = self._planned(target, peak_speed, acceleration)
        if move.length >= 1e-6:
            self._moves.append(move)
            self.place, self.time = target, move.end

    def clearance(self, target: Place, peak_speed: float, linger: float, others: Way) -> float:
        """How near, in metres, going to a place and waiting there for so many seconds comes to somebody on a way."""
        move = self._planned(target, peak_speed, 9.0)
        times = np.arange(self.time, move.end + linger, 0.05)
        return float(np.linalg.norm(Way([move]).at(times) - others.at(times), axis=1).min())

    def _planned(self, target: Place, peak_speed: float, acceleration: float) -> Move:
        length = hypot(target[0] - self.place[0], target[1] - self.place[1])
        seconds = max(PEAK_SPEED * length / peak_speed, sqrt(PEAK_ACCELERATION * length / acceleration), 1e-3)
        return Move(self.time, self.time + seconds, self.place, target)

    def wait(self, seconds: float) -> None:
        """Stand still."""
        self.time += max(0.0, seconds)

    def wait_until(self, time: float) -> None:
        """Stand still until a moment."""
        self.time = max(self.time, time)

    def way(self) -> Way:
        """All of it."""
        return Way(self._moves)


def standing(place: Place) -> Way:
    """Somebody who never moves."""
    return Walker(place).way()
