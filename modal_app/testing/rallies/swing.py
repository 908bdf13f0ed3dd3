"""How an arm swings: wrist and racket before, at and after a contact, in the body's own frame (see `reach`)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.testing.rallies.idle import Swing

Array = NDArray[np.float64]
Triple = tuple[float, float, float]

# Of a right arm, from the shoulder, for somebody 1.75 m tall: wrist, and the racket's direction.
READY: tuple[Triple, Triple] = ((0.16, 0.30, -0.27), (-0.25, 0.55, 0.80))
RELAXED: tuple[Triple, Triple] = ((0.10, 0.08, -0.54), (0.05, 0.80, -0.60))

# At the end of the backswing, and of the follow-through.
_WAYS: dict[str, tuple[tuple[Triple, Triple], tuple[Triple, Triple]]] = {
    "overhead": (((0.22, -0.14, 0.12), (0.10, -0.55, -0.82)), ((-0.12, 0.44, -0.22), (-0.30, 0.50, -0.80))),
    "drive-forehand": (((0.40, -0.06, 0.02), (0.50, -0.75, 0.40)), ((-0.02, 0.50, 0.06), (-0.70, 0.60, 0.40))),
    "drive-backhand": (((-0.40, 0.14, -0.06), (-0.80, -0.50, 0.30)), ((0.14, 0.50, 0.06), (0.50, 0.80, 0.35))),
    "under-forehand": (((0.28, -0.16, -0.44), (0.50, -0.60, -0.60)), ((-0.06, 0.44, 0.24), (-0.30, 0.50, 0.80))),
    "under-backhand": (((-0.36, 0.14, -0.40), (-0.80, -0.30, -0.50)), ((0.06, 0.46, 0.20), (0.30, 0.40, 0.85))),
    "net-forehand": (((0.18, 0.36, -0.06), (0.30, 0.85, 0.40)), ((0.20, 0.52, 0.10), (0.20, 0.90, 0.35))),
    "net-backhand": (((-0.14, 0.38, -0.06), (-0.30, 0.85, 0.40)), ((-0.14, 0.52, 0.10), (-0.20, 0.90, 0.35))),
    "serve-backhand": (((-0.12, 0.14, -0.26), (-0.25, 0.05, -0.97)), ((-0.14, 0.32, -0.12), (-0.05, 0.80, -0.50))),
    "serve-forehand": (((0.30, -0.20, -0.42), (0.40, -0.60, -0.70)), ((-0.10, 0.44, 0.20), (-0.30, 0.50, 0.80))),
}
# A movement that reaches a speed at its end, from rest: it lasts so many lengths at that speed.
_RUN_UP = 2.2
# From the ready posture to the backswing, and from the follow-through back, seconds.
_PREPARE, _RECOVER = 0.24, 0.3
_SHORTEST = 0.05


@dataclass(frozen=True)
class Arm:
    """n moments: how much the swing rules (0 to 1), the wrist from the shoulder, the racket's direction, (n, 3)."""

    weight: Array
    wrist: Array
    racket: Array


def swung(swing: Swing, times: Array, size: float, *, left_handed: bool, room: tuple[float, float]) -> Arm:
    """The arm around a contact.

    Args:
        swing: With a body.
        times: Seconds, shape (n,).
        size: Of the person, 1 for 1.75 m.
        left_handed: Whether all is mirrored.
        room: Seconds to half-way from the swing before, and to the one after.
    """
    assert swing.body is not None
    mirror = np.array([-1.0 if left_handed else 1.0, 1.0, 1.0])
    (back, back_racket), (follow, follow_racket) = _WAYS[swing.body.hold]
    start, at, end = np.array(back) * size * mirror, swing.body.arm, np.array(follow) * size * mirror
    before, after = float(np.linalg.norm(at - start)), float(np.linalg.norm(end - at))
    forward = max(_SHORTEST, _RUN_UP * before / swing.wrist)
    through = max(_SHORTEST, _RUN_UP * after / swing.wrist)
    # Quick exchanges leave no time to swing far back.
    forward, through = min(forward, 0.6 * room[0]), min(through, 0.6 * room[1])
    prepare, recover = min(_PREPARE, room[0] - forward), min(_RECOVER, room[1] - through)
    velocity = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9) * swing.wrist
    moment = times - swing.time
    ahead = np.clip(1 + moment / forward, 0, 1)
    beyond = np.clip(moment / through, 0, 1)
    wrist = np.where(
        (moment <= 0)[:, None],
        _hermite(start, at, np.zeros(3), velocity * forward, ahead),
        _hermite(at, end, velocity * through, np.zeros(3), beyond),
    )
    racket_at = swing.body.racket / np.linalg.norm(swing.body.racket)
    racket = np.where(
        (moment <= 0)[:, None],
        slerp(_unit(np.array(back_racket) * mirror), racket_at, ahead**_RUN_UP),
        slerp(racket_at, _unit(np.array(follow_racket) * mirror), 1 - (1 - beyond) ** _RUN_UP),
    )
    weight = smooth(1 + (moment + forward) / max(prepare, 1e-3)) * smooth(1 - (moment - through) / max(recover, 1e-3))
    return Arm(weight, wrist, racket)


def smooth(part: Array) -> Array:
    """0 below 0, 1 above 1, without a kink between."""
    clipped = np.clip(part, 0, 1)
    return np.asarray(clipped**2 * (3 - 2 * clipped))


def slerp(start: Array, end: Array, part: Array) -> Array:
    """Directions between two, shape (n, 3); `part` of shape (n,)."""
    angle = float(np.arccos(np.clip(start @ end, -0.999, 0.999)))
    mixed = np.sin((1 - part) * angle)[:, None] * start + np.sin(part * angle)[:, None] * end
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True))


def _hermite(start: Array, end: Array, leaving: Array, arriving: Array, part: Array) -> Array:
    t = part[:, None]
    return np.asarray(
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * leaving
        + (3 * t**2 - 2 * t**3) * end
        + (t**3 - t**2) * arriving
    )


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.linalg.norm(vector))
