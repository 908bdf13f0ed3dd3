"""How a shuttle flies: gravity, and a drag that grows with the square of its speed.

The drag is told by the terminal speed alone: at that speed it carries the shuttle's weight, so it slows by
g (speed / terminal)². The contract's value is that of Cooke (Computer simulation of shuttlecock trajectories, Sports
Engineering 5, 2002); that the drag grows with the square of the speed, so that the terminal speed tells the whole
flight, was measured by Chen, Pan and Chen (A study of shuttlecock's trajectory in badminton, J. Sports Sci. Med. 8,
2009). Spin and the turn over right after the contact are left out.
"""

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import TERMINAL_SPEED

Array = NDArray[np.float64]

# m/s².
GRAVITY = 9.81

# Steps of a flight. Smashes and clears of 2.2 s are off by at most half a millimetre.
_STEPS = 40


def simulate(
    position: Array, velocity: Array, seconds: Array, terminal: float | NDArray[np.float64] = TERMINAL_SPEED
) -> Array:
    """Where shuttles are at times after they were hit.

    Args:
        position: Where they were hit, metres, shape (..., 3), z up.
        velocity: How fast they left the racket, m/s, shape (..., 3).
        seconds: Times after the hit, not negative: shape (k,), or (..., k) where each shuttle has its own.
        terminal: Speed of the free fall, m/s, shape (...).

    Returns:
        Metres, shape (..., k, 3).
    """
    return simulate_motion(position, velocity, seconds, terminal)[0]


def simulate_motion(
    position: Array, velocity: Array, seconds: Array, terminal: float | NDArray[np.float64] = TERMINAL_SPEED
) -> tuple[Array, Array]:
    """As `simulate`, with the velocities at those times, m/s, shape (..., k, 3)."""
    seconds = np.asarray(seconds, dtype=np.float64)
    lead = np.broadcast_shapes(np.shape(position)[:-1], np.shape(velocity)[:-1], np.shape(terminal))
    count = seconds.shape[-1]
    speed = np.broadcast_to(np.asarray(terminal, dtype=np.float64), lead).reshape(-1, 1)
    place = np.broadcast_to(np.asarray(position, dtype=np.float64), (*lead, 3)).reshape(-1, 3)
    motion = np.broadcast_to(np.asarray(velocity, dtype=np.float64), (*lead, 3)).reshape(-1, 3)
    seconds = np.broadcast_to(seconds, (*lead, count)).reshape(len(place), count)
    # In units of the terminal speed and of g, all shuttles fly alike.
    length, duration = speed**2 / GRAVITY, speed / GRAVITY
    times, places, motions = _fly(motion / speed, seconds.max(axis=1, initial=0.0, keepdims=True) / duration)
    wanted = seconds / duration
    shown, moving = _between(times, places, motions, wanted)
    return (
        (place[:, None] + shown * length[:, None]).reshape(*lead, count, 3),
        (moving * speed[:, None]).reshape(*lead, count, 3),
    )


def _fly(velocity: Array, last: Array) -> tuple[Array, Array, Array]:
    """Times (m, steps), places and velocities (m, steps, 3) along flights up to at least the last times, (m, 1).

    The steps are even in time plus way flown, of which fast and slow flights need about equally many: classic
    Runge-Kutta of the fourth order in that variable.
    """
    # Drag alone lets a shuttle fly ln(1 + v t) far; gravity adds at most t.
    start = np.linalg.norm(velocity, axis=1, keepdims=True)
    step = (2 * last + np.log1p(start * last) + 1e-9) / _STEPS
    state = np.concatenate([np.zeros((len(velocity), 4)), velocity], axis=1)
    states = np.empty((_STEPS + 1, *state.shape))
    states[0] = state
    for number in range(_STEPS):
        first = _rates(state)
        second = _rates(state + step / 2 * first)
        third = _rates(state + step / 2 * second)
        fourth = _rates(state + step * third)
        state = state + step / 6 * (first + 2 * (second + third) + fourth)
        states[number + 1] = state
    turned = states.transpose(1, 0, 2)
    return turned[..., 0], turned[..., 1:4], turned[..., 4:]


def _rates(state: Array) -> Array:
    """Change of time, place and velocity, (m, 7), by time plus way."""
    velocity = state[:, 4:]
    speed = np.sqrt(np.einsum("ij,ij->i", velocity, velocity))[:, None]
    rates = np.empty_like(state)
    rates[:, 0] = 1.0
    rates[:, 1:4] = velocity
    rates[:, 4:] = -speed * velocity
    rates[:, 6] -= 1.0
    rates /= 1.0 + speed
    return rates


def _between(times: Array, places: Array, velocities: Array, wanted: Array) -> tuple[Array, Array]:
    """Places and velocities, (m, k, 3), at wanted times, (m, k), by the cubics that meet both at the steps."""
    before = (times[:, None, :] <= wanted[:, :, None]).sum(axis=2) - 1
    before = np.clip(before, 0, _STEPS - 1)
    rows = np.arange(len(times))[:, None]
    span = (times[rows, before + 1] - times[rows, before])[..., None]
    part = (wanted[..., None] - times[rows, before][..., None]) / span
    p0, p1 = places[rows, before], places[rows, before + 1]
    m0, m1 = velocities[rows, before] * span, velocities[rows, before + 1] * span
    bend, twist = 3 * (p1 - p0) - 2 * m0 - m1, 2 * (p0 - p1) + m0 + m1
    place = p0 + part * (m0 + part * (bend + part * twist))
    velocity = (m0 + part * (2 * bend + part * 3 * twist)) / span
    return place, velocity
