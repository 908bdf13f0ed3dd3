"""How somebody has to stand to hit the shuttle where it is: arm, racket and body at the contact.

A body's own frame: r to its right, a ahead of it (towards the net), u up; metres for somebody 1.75 m tall.
"""

from dataclasses import dataclass
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

from modal_app.testing.match.body import SOLE

Array = NDArray[np.float64]

TALL = 1.75
# From the hand to the middle of the strings; a racket is at most 680 mm long (law 4.2.1).
RACKET = 0.56
# Shoulder to wrist with the arm outstretched, and half of the shoulders' width (Drillis and Contini).
ARM, HALF_SHOULDERS = 0.332 * TALL, 0.115 * TALL
SHOULDER, HIP = 0.818 * TALL, 0.53 * TALL
TORSO = SHOULDER - HIP
# A body bends forwards so many radians for each metre that the shoulder has to come down, and so far at most; and how
# far it goes down or jumps at most.
_LEAN, _MOST_LEAN = 1.6, 0.9
# The arm alone makes up for this much.
_RAISED = 0.35
_MOST_DROP, _MOST_JUMP = 0.72, 0.42

# At the contact, for a right hand: shoulder to wrist, and wrist to the strings' middle (a direction).
_HOLDS: dict[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "overhead": ((0.12, 0.14, 0.52), (0.03, 0.22, 0.97)),
    "drive-forehand": ((0.36, 0.34, -0.04), (0.6, 0.7, 0.35)),
    "drive-backhand": ((-0.34, 0.38, -0.04), (-0.6, 0.7, 0.35)),
    "under-forehand": ((0.24, 0.40, -0.28), (0.45, 0.72, -0.53)),
    "under-backhand": ((-0.26, 0.40, -0.28), (-0.45, 0.72, -0.53)),
    "net-forehand": ((0.22, 0.50, 0.02), (0.25, 0.95, 0.15)),
    "net-backhand": ((-0.16, 0.52, 0.02), (-0.25, 0.95, 0.15)),
    "serve-backhand": ((-0.14, 0.22, -0.22), (-0.05, 0.35, -0.93)),
    "serve-forehand": ((0.22, 0.36, -0.38), (0.2, 0.75, -0.63)),
}


@dataclass(frozen=True)
class Reach:
    """The body at a contact. Metres; the body's own frame, for its own height and hand."""

    # Shoulder to wrist, and wrist to the strings' middle, shape (3,).
    arm: Array
    racket: Array
    # How far the shoulders are lower than upright, how far the body leans (radians), how high it has jumped.
    drop: float
    lean: float
    jump: float
    # Name of the hold, one of those of `swing`.
    hold: str
    # From the middle of the feet to the contact: to the right and ahead, shape (2,).
    offset: Array


def hold_of(stroke: str, hand: str, height: float) -> str:
    """How the arm is held for a stroke at a height."""
    if stroke.startswith("serve"):
        return f"serve-{hand}"
    if stroke in {"clear", "drop", "smash"}:
        return "overhead"
    if stroke in {"net-shot", "push"} and height > 0.85:
        return f"net-{hand}"
    return f"drive-{hand}" if height > 1.05 else f"under-{hand}"


def reach(stroke: str, hand: str, height: float, tall: float, *, left_handed: bool) -> Reach | None:
    """How to hit at a height; None where nobody can."""
    size = tall / TALL
    arm, racket = (np.array(part) for part in _HOLDS[hold_of(stroke, hand, height)])
    arm, racket = arm * size, racket / np.linalg.norm(racket) * RACKET
    if stroke in {"clear", "drop", "smash"}:
        # A lower shuttle is met with the arm less upright, farther ahead.
        up = float(np.clip(height - SHOULDER * size - racket[2], 0.05 * size, arm[2]))
        arm = np.array([arm[0], np.sqrt(max((0.98 * ARM * size) ** 2 - up**2 - arm[0] ** 2, 0.01)), up])
        arm[1] = min(arm[1], 0.45 * size)
    else:
        # A higher one with the arm raised.
        up = float(np.clip(height - SHOULDER * size - racket[2], arm[2], arm[2] + _RAISED * size))
        flat = np.sqrt(max(float(arm @ arm) - up**2, 0.0)) / np.hypot(*arm[:2])
        arm = np.array([*(arm[:2] * flat), up])
    down = SHOULDER * size + arm[2] + racket[2] - height
    if not -_MOST_JUMP <= down <= _MOST_DROP * size:
        return None
    drop, jump = max(down, 0.0), max(-down, 0.0)
    lean = min(_MOST_LEAN, _LEAN * drop)
    way = arm + racket + np.array([HALF_SHOULDERS * size, TORSO * size * sin(lean) - SOLE * tall, 0.0])
    if left_handed:
        arm, racket, way = (part * [-1, 1, 1] for part in (arm, racket, way))
    return Reach(arm, racket, drop, lean, jump, hold_of(stroke, hand, height), way[:2])


def crouch(drop: float, lean: float, tall: float) -> float:
    """How far the hips go down of a drop of the shoulders; the rest is the lean's."""
    return max(0.0, drop - TORSO * tall / TALL * (1 - cos(lean)))
