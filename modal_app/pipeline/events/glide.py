"""A few points of the track, and where the shuttle is shortly before and after them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import TERMINAL_SPEED
from modal_app.pipeline.flight.drag import GRAVITY

Array = NDArray[np.float64]

# What a place in the track is off, pixels of a picture with 720 lines.
_PLACE_SPREAD = 1.5
# Gravity and drag change the speed as `flight.drag` has it, or less, as the picture shows it where a shuttle comes or
# goes: standard deviations, m/s², and 1/m for the square of the speed.
_GRAVITY_SPREAD, _DRAG_SPREAD = 5.0, 0.12
# Speeds before anything is known, m/s.
_ANY_SPEED = 20.0
# A person's height, for metres as far as this needs them.
_TALL = 1.75


@dataclass(frozen=True)
class Glide:
    """Place, velocity and acceleration in the picture at a time, with their uncertainty, alike in both directions."""

    time: float
    # Shape (3, 2): pixels, pixels/s, pixels/s².
    state: Array
    # Shape (3, 3).
    covariance: Array

    @classmethod
    def along(cls, times: Array, places: Array, at: float, scale: float, height: float) -> "Glide":
        """Through points, shapes (n,) and (n, 2), told at a time.

        Args:
            times: Seconds.
            places: Pixels.
            at: The time.
            scale: Size of the picture by one with 720 lines.
            height: Of a person there, pixels.
        """
        metre = height / _TALL
        since = times - at
        design = np.stack([np.ones_like(since), since, since**2 / 2], axis=1)
        middle = places.mean(axis=0)
        velocity = np.zeros(2)
        if len(times) > 1:
            velocity = (places[-1] - places[0]) / max(1e-3, float(times[-1] - times[0]))
        speed = float(np.linalg.norm(velocity)) / metre if len(times) > 1 else _ANY_SPEED
        bend = metre * np.array([0.0, GRAVITY]) - GRAVITY / TERMINAL_SPEED**2 * speed * velocity
        unsure = metre * float(np.hypot(_GRAVITY_SPREAD, _DRAG_SPREAD * speed**2))
        prior = np.diag([1e-12, (_ANY_SPEED * metre) ** -2, unsure**-2])
        # Errors of close points are alike, so that more of them do not make it surer than that.
        weight = (_PLACE_SPREAD * scale) ** -2
        covariance = np.asarray(np.linalg.inv(weight * design.T @ design + prior), dtype=np.float64)
        expected = prior[:, 2:] * bend
        state = covariance @ (weight * design.T @ (places - middle) + expected)
        state[0] += middle
        return cls(at, state, covariance)

    def at(self, times: Array) -> tuple[Array, Array]:
        """Places, shape (k, 2), and their variances, (k,)."""
        since = times - self.time
        design = np.stack([np.ones_like(since), since, since**2 / 2], axis=1)
        return design @ self.state, np.einsum("ki,ij,kj->k", design, self.covariance, design)

    def velocity(self, time: float) -> tuple[Array, float]:
        """Velocity, shape (2,), and its variance."""
        design = np.array([0.0, 1.0, time - self.time])
        return design @ self.state, float(design @ self.covariance @ design)
