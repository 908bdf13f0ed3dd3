"""Where the shuttle is at every moment: in flight, on the floor, or in somebody's hand."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.flight.drag import simulate, simulate_motion

Array = NDArray[np.float64]

# The height of a lying shuttle's middle, metres.
LYING = 0.03
# What the floor and the net leave of a shuttle's speed: along and across.
_FLOOR = (0.12, 0.12, -0.09)
_NET = (0.2, -0.06, 0.2)


@dataclass(frozen=True)
class Piece:
    """From a time on until another: a flight, or rest where velocity is None, or in the hand of whoever holds it."""

    start: float
    end: float
    # Metres, m/s, shape (3,).
    place: Array | None = None
    velocity: Array | None = None
    holder: str | None = None
    # Whether the rally is on.
    play: bool = False


def fallen(place: Array, velocity: Array, start: float, *, net: bool) -> list[Piece]:
    """What the shuttle does after it met the floor or the net: it drops or hops, and lies still at last.

    Args:
        place: Where it met it.
        velocity: How it was flying then.
        start: When.
        net: Whether it was the net.
    """
    pieces = []
    if net:
        away = velocity * np.array(_NET)
        away[1] = -np.sign(velocity[1]) * max(abs(away[1]), 0.25)
        end = start + time_to_floor(place, away)
        pieces.append(Piece(start, end, place, away))
        places, motions = simulate_motion(place, away, np.array([end - start]))
        place, velocity, start = places[0], motions[0], end
    hop = velocity * np.array(_FLOOR)
    hop[:2] *= min(1.0, 1.5 / max(float(np.linalg.norm(hop[:2])), 1e-9))
    ground = np.array([place[0], place[1], LYING])
    end = start + time_to_floor(ground, hop, LYING)
    pieces.append(Piece(start, end, ground, hop))
    rest = simulate(ground, hop, np.array([end - start]))[0]
    pieces.append(Piece(end, np.inf, np.array([rest[0], rest[1], LYING])))
    return pieces


def time_to_floor(place: Array, velocity: Array, floor: float = 0.0) -> float:
    """Seconds until a flight comes down to a height."""
    low, high = 1e-3, 1.0
    while simulate(place, velocity, np.array([high]))[0, 2] > floor:
        high *= 2
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (middle, high) if simulate(place, velocity, np.array([middle]))[0, 2] > floor else (low, middle)
    return high
