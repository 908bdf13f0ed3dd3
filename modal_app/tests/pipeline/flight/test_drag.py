"""Flights against an independent integrator, and their limits."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from modal_app.contract.constants import TERMINAL_SPEED
from modal_app.pipeline.flight.drag import FEW_STEPS, GRAVITY, STEPS, simulate, simulate_motion

Array = NDArray[np.float64]

SMASH = ((0.5, -4.0, 2.8), (3.0, 95.0, -14.0))
CLEAR = ((-1.0, -5.5, 2.4), (2.0, 32.0, 34.0))
NET = ((0.3, 0.6, 1.2), (0.4, -2.0, 3.2))
DROPPED = ((0.0, 0.0, 2.0), (0.0, 0.0, 0.0))
RECORD = ((0.0, -6.0, 3.0), (0.0, 157.0, -25.0))


def reference(position: tuple[float, ...], velocity: tuple[float, ...], seconds: Array, terminal: float) -> Array:
    """Places and velocities, (k, 6), by scipy's integrator of the eighth order."""

    def rates(_: float, state: Array) -> Array:
        speed = np.linalg.norm(state[3:])
        pull = -GRAVITY * speed * state[3:] / terminal**2 - np.array((0.0, 0.0, GRAVITY))
        return np.concatenate([state[3:], pull])

    start = np.array((*position, *velocity))
    solved = solve_ivp(rates, (0, seconds[-1] + 1e-6), start, "DOP853", seconds, rtol=1e-10, atol=1e-12)
    return np.asarray(solved.y.T)


@pytest.mark.parametrize(("steps", "near", "alike"), [(STEPS, 0.001, 0.001), (FEW_STEPS, 0.008, 0.005)])
@pytest.mark.parametrize("terminal", [6.3, 6.8, 7.2])
@pytest.mark.parametrize(("position", "velocity"), [SMASH, CLEAR, NET, DROPPED, RECORD])
def test_flight_is_as_another_integrator_has_it(
    position: tuple[float, ...],
    velocity: tuple[float, ...],
    terminal: float,
    steps: int,
    near: float,
    alike: float,
) -> None:
    seconds = np.linspace(0, 2.2, 67)
    truth = reference(position, velocity, seconds, terminal)
    places, velocities = simulate_motion(np.array(position), np.array(velocity), seconds, terminal, steps)
    assert np.abs(places - truth[:, :3]).max() < near
    assert np.abs(velocities - truth[:, 3:]).max() < 0.05 + alike * np.linalg.norm(velocity)


def test_many_flights_at_once_are_the_same_flights() -> None:
    flights = [SMASH, CLEAR, NET]
    seconds = np.linspace(0, 1.0, 31)
    position, velocity = (np.array([flight[part] for flight in flights]) for part in (0, 1))
    terminal = np.array((6.4, 6.8, 7.1))
    together = simulate(position, velocity, seconds, terminal)
    for number in range(3):
        alone = simulate(position[number], velocity[number], seconds, float(terminal[number]))
        assert np.abs(together[number] - alone).max() < 1e-9


def test_first_falls_freely_and_at_last_at_terminal_speed() -> None:
    seconds = np.array((0.0, 0.02, 4.0))
    places, velocities = simulate_motion(np.zeros(3), np.zeros(3), seconds)
    assert places[1, 2] == pytest.approx(-GRAVITY * 0.02**2 / 2, rel=1e-2)
    assert np.linalg.norm(velocities[2]) == pytest.approx(TERMINAL_SPEED, rel=1e-3)


def test_fast_flight_flies_by_the_logarithm_of_drag_alone() -> None:
    seconds = np.array((0.01, 0.05, 0.1))
    flown = np.linalg.norm(simulate(np.zeros(3), np.array((100.0, 0.0, 0.0)), seconds), axis=1)
    scale = TERMINAL_SPEED**2 / GRAVITY
    assert flown == pytest.approx(scale * np.log1p(100.0 * seconds / scale), rel=0.01)


def test_no_times_are_no_places() -> None:
    assert simulate(np.zeros(3), np.ones(3), np.empty(0)).shape == (0, 3)


def test_each_flight_has_its_own_times() -> None:
    flights = [SMASH, CLEAR]
    position, velocity = (np.array([flight[part] for flight in flights]) for part in (0, 1))
    seconds = np.array(((0.0, 0.1, 0.2), (0.3, 1.0, 2.0)))
    together = simulate(position, velocity, seconds)
    for number in range(2):
        assert np.abs(together[number] - simulate(position[number], velocity[number], seconds[number])).max() < 1e-9
