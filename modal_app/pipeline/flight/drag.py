"""How a shuttle flies: gravity, and a drag that grows with the square of its speed.

The drag is told by the terminal speed alone: at that speed it carries the shuttle's weight, so it slows by
g (speed / terminal)². The contract's value is that of Cooke (Computer simulation of shuttlecock trajectories, Sports
Engineering 5, 2002); that the drag grows with the square of the speed, so that the terminal speed tells the whole
flight, was measured by Chen, Pan and Chen (A study of shuttlecock's trajectory in badminton, J. Sports Sci. Med. 8,
2009). Spin and the turn over right after the contact are left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import TERMINAL_SPEED

Array = NDArray[np.float64]

# m/s².
GRAVITY = 9.81

# Steps of a flight. Smashes and clears of 2.2 s are off by at most a millimetre; with few steps by at most 8 mm, less
# than what a pixel shows.
STEPS, FEW_STEPS = 40, 24
# A flight straight up is taken for one that goes this much aside, by the terminal speed, so that it has a heading.
_ASIDE = 1e-9


def simulate(
    position: Array,
    velocity: Array,
    seconds: Array,
    terminal: float | NDArray[np.float64] = TERMINAL_SPEED,
    steps: int = STEPS,
) -> Array:
    """Where shuttles are at times after they were hit.

    Args:
        position: Where they were hit, metres, shape (..., 3), z up.
        velocity: How fast they left the racket, m/s, shape (..., 3).
        seconds: Times after the hit, not negative: shape (k,), or (..., k) where each shuttle has its own.
        terminal: Speed of the free fall, m/s, shape (...).
        steps: In how many steps each flies.

    Returns:
        Metres, shape (..., k, 3).
    """
    return simulate_motion(position, velocity, seconds, terminal, steps)[0]


def simulate_motion(
    position: Array,
    velocity: Array,
    seconds: Array,
    terminal: float | NDArray[np.float64] = TERMINAL_SPEED,
    steps: int = STEPS,
) -> tuple[Array, Array]:
    """As `simulate`, with the velocities at those times, m/s, shape (..., k, 3)."""
    seconds = np.asarray(seconds, dtype=np.float64)
    lead = np.broadcast_shapes(np.shape(position)[:-1], np.shape(velocity)[:-1], np.shape(terminal))
    count = seconds.shape[-1]
    speed = np.broadcast_to(np.asarray(terminal, dtype=np.float64), lead).reshape(-1)
    place = np.broadcast_to(np.asarray(position, dtype=np.float64), (*lead, 3)).reshape(-1, 3)
    motion = np.broadcast_to(np.asarray(velocity, dtype=np.float64), (*lead, 3)).reshape(-1, 3)
    seconds = np.broadcast_to(seconds, (*lead, count)).reshape(len(place), count)
    flights = Flights.of(place, motion, speed, seconds.max(axis=1, initial=0.0), steps)
    places, velocities = flights.at(seconds)
    return places.reshape(*lead, count, 3), velocities.reshape(*lead, count, 3)


@dataclass(frozen=True)
class Flights:
    """Flights of m shuttles, each in its upright plane; in units in which g and the terminal speed are 1."""

    # Metres, shape (m, 3); m/s, shape (m,).
    position: Array
    terminal: Array
    # Which way over the floor, unit vectors, shape (m, 2).
    heading: Array
    # Steps of the flights, shape (steps, m): times, ways over the floor and up, and velocities in these directions.
    steps: Array

    @classmethod
    def of(cls, position: Array, velocity: Array, terminal: Array, seconds: Array, steps: int) -> "Flights":
        """From positions and velocities, shape (m, 3), with terminal speeds, (m,), for so many seconds, (m,)."""
        level = np.hypot(velocity[:, 0], velocity[:, 1])
        heading = np.where(level[:, None] > 0, velocity[:, :2], (1.0, 0.0)) / np.where(level > 0, level, 1.0)[:, None]
        aside = np.maximum(level / terminal, _ASIDE)
        flown = _fly(aside, velocity[:, 2] / terminal, seconds * GRAVITY / terminal, steps)
        return cls(position, terminal, heading, flown)

    @property
    def level(self) -> Array:
        """How fast they leave over the floor, m/s, shape (m,)."""
        return np.asarray(self.steps[3, 0] * self.terminal)

    def part(self, chosen: slice) -> "Flights":
        """Some of them."""
        return Flights(self.position[chosen], self.terminal[chosen], self.heading[chosen], self.steps[..., chosen])

    def at(self, seconds: Array) -> tuple[Array, Array]:
        """Places, metres, and velocities, m/s, shapes (m, k, 3), at seconds after the contact, (m, k)."""
        terminal = self.terminal[:, None]
        way, rise, speed, climb = _between(self.steps, seconds * (GRAVITY / terminal))
        places = self._turned(way, rise, terminal**2 / GRAVITY)
        places += self.position[:, None]
        return places, self._turned(speed, climb, terminal)

    def _turned(self, level: Array, up: Array, unit: Array) -> Array:
        """From the shuttles' planes, shape (m, k) over the floor and up, into the world, shape (m, k, 3)."""
        turned = np.empty((*level.shape, 3))
        np.multiply(level * unit, self.heading[:, :1], out=turned[..., 0])
        np.multiply(level * unit, self.heading[:, 1:], out=turned[..., 1])
        np.multiply(up, unit, out=turned[..., 2])
        return turned


def _fly(level: Array, up: Array, last: Array, count: int) -> Array:
    """Times, ways over the floor and up, velocities over it and up along flights, shape (5, steps, m).

    The steps are even in time plus way flown, of which fast and slow flights need about equally many: classic
    Runge-Kutta of the fourth order in that variable.

    Args:
        level: Speed over the floor at the start, shape (m,).
        up: Speed upwards.
        last: How long they fly.
        count: In how many steps.
    """
    # Drag alone lets a shuttle fly ln(1 + v t) far; gravity adds at most t.
    length = 2 * last + np.log1p(np.hypot(level, up) * last) + 1e-9
    step = length / count
    rates = np.empty((4, 5, len(level)))
    states = np.zeros((count + 1, 5, len(level)))
    states[0, 3], states[0, 4] = level, up
    tried, whole = np.empty_like(states[0]), np.empty_like(states[0])
    sixth = step / 6
    for number in range(count):
        state = states[number]
        _rates(state, rates[0])
        for stage, part in enumerate((0.5, 0.5, 1.0)):
            np.multiply(rates[stage], part * step, out=tried)
            tried += state
            _rates(tried, rates[stage + 1])
        np.add(rates[1], rates[2], out=whole)
        whole *= 2
        whole += rates[0]
        whole += rates[3]
        whole *= sixth
        np.add(state, whole, out=states[number + 1])
    return np.ascontiguousarray(states.transpose(1, 0, 2))


def _rates(state: Array, rates: Array) -> None:
    """Changes of time, ways and velocities, (5, m), by time plus way."""
    velocity = state[3:]
    speed = np.sqrt(velocity[0] * velocity[0] + velocity[1] * velocity[1])
    np.divide(1.0, 1.0 + speed, out=rates[0])
    np.multiply(velocity, rates[0], out=rates[1:3])
    np.multiply(rates[1:3], -speed, out=rates[3:])
    rates[4] -= rates[0]


def _between(steps: Array, wanted: Array) -> tuple[Array, Array, Array, Array]:
    """Ways over the floor and up and velocities, (m, k) each, at wanted times, by the cubics that meet the steps."""
    times = steps[0]
    flights = times.shape[1]
    before = np.zeros(wanted.shape, dtype=np.int64)
    for time in times[1:-1]:
        before += time[:, None] <= wanted
    rows = before * flights + np.arange(flights)[:, None]
    first, second = steps.reshape(5, -1)[:, rows], steps.reshape(5, -1)[:, rows + flights]
    span = second[0] - first[0]
    part = (wanted - first[0]) / span
    m0, m1 = first[3:] * span, second[3:] * span
    moved = second[1:3] - first[1:3]
    bend, twist = 3 * moved - 2 * m0 - m1, m0 + m1 - 2 * moved
    way = first[1:3] + part * (m0 + part * (bend + part * twist))
    velocity = (m0 + part * (2 * bend + part * 3 * twist)) / span
    return way[0], way[1], velocity[0], velocity[1]
