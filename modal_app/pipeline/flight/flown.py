"""Guesses of flights flown, with what a change of the guess changes of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.flight.drag import FEW_STEPS, Flights

Array = NDArray[np.float64]

# A guess: metres (3), m/s (3), by how much later it was hit than thought, s, and its terminal speed, m/s.
PARAMETERS = 8
PLACE, VELOCITY, LATER, TERMINAL = slice(0, 3), slice(3, 6), 6, 7
# Step for derivatives by the speed over the floor and upwards, part of the speed plus 1 m/s.
_STEP = 1e-3


@dataclass(frozen=True)
class Flown:
    """Flights of f guesses."""

    guess: Array
    flights: Flights
    # The same with a little more speed along the heading, and upwards, with how much that is, m/s, shape (f,); none
    # where slopes are not asked for.
    changed: tuple[Flights, Flights] | None
    step: Array

    @classmethod
    def of(cls, guess: Array, seconds: Array, *, slopes: bool) -> "Flown":
        """Flights of guesses, shape (f, 8), up to so many seconds after the contact, (f,)."""
        place, velocity, terminal = guess[:, PLACE], guess[:, VELOCITY], guess[:, TERMINAL]
        step = _STEP * (1 + np.linalg.norm(velocity, axis=1))
        if not slopes:
            return cls(guess, Flights.of(place, velocity, terminal, seconds, FEW_STEPS), None, step)
        count = len(guess)
        forward, upward = np.zeros_like(velocity), np.zeros_like(velocity)
        level = np.hypot(velocity[:, 0], velocity[:, 1])
        still = level <= 0
        forward[:, :2] = velocity[:, :2] / np.where(still, 1.0, level)[:, None]
        forward[still, 0] = 1.0
        upward[:, 2] = 1.0
        velocities = np.concatenate([velocity, velocity + step[:, None] * forward, velocity + step[:, None] * upward])
        together = Flights.of(np.tile(place, (3, 1)), velocities, np.tile(terminal, 3), np.tile(seconds, 3), FEW_STEPS)
        one, two, three = (together.part(slice(turn * count, (turn + 1) * count)) for turn in range(3))
        return cls(guess, one, (two, three), step)

    def part(self, chosen: slice) -> "Flown":
        """Some of them."""
        changed = None if self.changed is None else (self.changed[0].part(chosen), self.changed[1].part(chosen))
        return Flown(self.guess[chosen], self.flights.part(chosen), changed, self.step[chosen])

    def at(self, since: Array) -> tuple[Array, Array, Array]:
        """Places and velocities, shapes (f, k, 3), seconds after the hit, (f, k), and slopes, (f, k, 3, 8)."""
        places, velocities = self.flights.at(since)
        if self.changed is None:
            return places, velocities, np.zeros((*since.shape, 3, 0))
        slope = np.zeros((*since.shape, 3, PARAMETERS))
        slope[..., PLACE] = np.eye(3)
        slope[..., VELOCITY] = bend = self._by_velocity(since, places)
        slope[..., LATER] = np.where(since[..., None] > 0, -velocities, 0.0)
        # All shuttles fly alike in units of their terminal speed and of g, lengths by its square, times by itself.
        way, velocity, terminal = places - self.guess[:, None, PLACE], self.guess[:, VELOCITY], self.guess[:, TERMINAL]
        alike = 2 * way - np.einsum("fkij,fj->fki", bend, velocity) - since[..., None] * velocities
        slope[..., TERMINAL] = alike / terminal[:, None, None]
        return places, velocities, slope

    def _by_velocity(self, since: Array, places: Array) -> Array:
        """What a faster start changes of places, shape (f, k, 3, 3)."""
        assert self.changed is not None
        step = self.step[:, None, None]
        forward, upward = ((flights.at(since)[0] - places) / step for flights in self.changed)
        heading = self.flights.heading
        # A turn of the start about the upright turns the whole flight.
        level = self.flights.level
        way = np.einsum("fki,fi->fk", places[..., :2] - self.guess[:, None, :2], heading) / level[:, None]
        across = np.stack([-heading[:, 1], heading[:, 0]], axis=1)
        bend = np.empty((*since.shape, 3, 3))
        bend[..., :2] = forward[..., None] * heading[:, None, None]
        bend[..., :2, :2] += way[..., None, None] * (across[:, :, None] * across[:, None, :])[:, None]
        bend[..., 2] = upward
        return bend
