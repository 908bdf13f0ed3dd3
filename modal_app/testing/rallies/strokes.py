"""How each stroke flies: solved with the drag flight from where it is to come down.

Speeds are not drawn: they follow from the contact, the angle off the racket and the landing. What is drawn lies within
the ranges below. The fastest smash of a match between good club players leaves the racket at about 50 to 80 m/s
(Phomsoupha and Laffaye, The science of badminton, Sports Med. 45, 2015); the record of 157 m/s is far out of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.flight.drag import simulate
from modal_app.testing.rallies.laws import net_top

Array = NDArray[np.float64]
Rng = np.random.Generator
Range = tuple[float, float]

# Longest flight, seconds, and steps at which flights are looked at while they are chosen.
_LONGEST = 3.4
_STEPS = 60
_TRIES = 16
_SPEEDS = 9
# Steps of the chosen flight, seconds.
FINE = 0.002


@dataclass(frozen=True)
class Style:
    """A kind of stroke. Degrees, m/s, metres."""

    # Angle off the racket above the horizon, speed, height over the net's top, landing's distance from the net.
    elevation: Range
    speed: Range
    clearance: Range
    depth: Range
    # How fast the wrist moves at the contact relative to the body, m/s.
    wrist: float


STYLES: dict[str, Style] = {
    "serve-short": Style((6, 40), (6, 16), (0.03, 0.35), (2.03, 2.9), 1.6),
    "serve-long": Style((36, 60), (20, 55), (1.6, 9.0), (5.0, 6.6), 4.5),
    "clear": Style((12, 46), (28, 75), (1.1, 9.0), (5.4, 6.6), 6.5),
    "lift": Style((28, 58), (14, 50), (1.2, 9.0), (5.0, 6.55), 4.5),
    "drop": Style((-14, 12), (11, 38), (0.05, 0.7), (0.9, 2.5), 4.5),
    "smash": Style((-24, -2), (42, 95), (0.04, 1.0), (2.8, 6.3), 8.0),
    "drive": Style((-6, 14), (20, 55), (0.05, 0.8), (3.6, 6.4), 5.0),
    "net-shot": Style((15, 84), (3.2, 10), (0.02, 0.4), (0.2, 1.3), 1.6),
    "push": Style((-8, 24), (8, 26), (0.06, 0.9), (3.0, 5.6), 3.0),
    "block": Style((4, 55), (5, 20), (0.05, 0.7), (0.7, 2.4), 1.6),
}


@dataclass(frozen=True)
class Flown:
    """A flight as its hitter sees it: x to the right, y ahead, the net at y = 0, z up; metres, m/s, seconds."""

    velocity: Array
    # Every FINE seconds, shape (n, 3), the last at or just before the end.
    places: Array
    # When it comes to the floor or into the net, and where, shape (3,).
    seconds: float
    finish: Array
    # Height over the net's top where it passes; negative: into the net.
    clearance: float


def aim(
    rng: Rng, style: Style, contact: Array, x: Range, depth: Range | None = None, tries: int = _TRIES
) -> Flown | None:
    """A flight of a style from a contact to a landing with x in a range, within the style's (or another) depth.

    None where the style does not reach there from the contact.
    """
    low, high = depth or style.depth
    elevation = np.radians(rng.uniform(*style.elevation, tries))
    way = np.column_stack([rng.uniform(*x, tries), rng.uniform(low, high, tries)]) - contact[:2]
    wanted = np.linalg.norm(way, axis=1)
    directions = np.column_stack([np.cos(elevation)[:, None] * way / wanted[:, None], np.sin(elevation)])
    speeds = np.geomspace(*style.speed, _SPEEDS)
    reached, _ = _scan(contact, directions[:, None] * speeds[:, None])
    within = (reached[:, 0] <= wanted) & (wanted <= reached[:, -1])
    directions, wanted, reached = directions[within], wanted[within], reached[within]
    if not len(wanted):
        return None
    solved = np.array([np.interp(length, row, speeds) for length, row in zip(wanted, reached, strict=True)])
    _, clearances = _scan(contact, directions * solved[:, None])
    for index in np.flatnonzero((clearances >= style.clearance[0]) & (clearances <= style.clearance[1])):
        flown = fly(contact, directions[index] * solved[index])
        if style.clearance[0] <= flown.clearance <= style.clearance[1]:
            return flown
    return None


def into_net(rng: Rng, style: Style, contact: Array) -> Flown | None:
    """A flight of a style that was meant to pass the net, and does not."""
    count = 4 * _TRIES
    elevation = np.radians(rng.uniform(style.elevation[0] - 12, style.elevation[1] - 3, count))
    aside = rng.uniform(-0.35, 0.35, count)
    # Who fails to pass has mostly hit too softly, too.
    speed = rng.uniform(0.7 * style.speed[0], 0.5 * (style.speed[0] + style.speed[1]), count)
    ahead = np.column_stack([np.sin(aside), np.cos(aside)]) * np.cos(elevation)[:, None]
    velocities = np.column_stack([ahead, np.sin(elevation)]) * speed[:, None]
    _, clearances = _scan(contact, velocities)
    for index in np.flatnonzero((clearances >= -0.6) & (clearances <= -0.03)):
        flown = fly(contact, velocities[index])
        if abs(float(flown.finish[1])) < 1e-6 and -0.6 <= flown.clearance <= -0.03 and abs(flown.finish[0]) < 2.8:
            return flown
    return None


def fly(contact: Array, velocity: Array) -> Flown:
    """The flight from a contact (y below 0) until the floor, or the net."""
    times = np.arange(0.0, _LONGEST, FINE)
    places = simulate(contact, velocity, times)
    landed = np.flatnonzero(places[:, 2] <= 0)
    last = int(landed[0]) if len(landed) else len(times) - 1
    passing = np.flatnonzero(places[: last + 1, 1] >= 0)
    clearance = -np.inf
    if len(passing):
        cross = _between(places, int(passing[0]), 1)
        clearance = float(cross[2] - net_top(float(cross[0])))
        if clearance < 0:
            at = int(passing[0])
            part = -places[at - 1, 1] / (places[at, 1] - places[at - 1, 1])
            return Flown(velocity, places[:at], float(at - 1 + part) * FINE, cross, clearance)
    finish = _between(places, last, 2)
    part = places[last - 1, 2] / (places[last - 1, 2] - places[last, 2])
    return Flown(velocity, places[:last], (last - 1 + float(part)) * FINE, finish, clearance)


def _between(places: Array, index: int, axis: int) -> Array:
    """Where a coordinate is 0 between a sample and the one before it, shape (3,)."""
    before, after = places[index - 1], places[index]
    found = before + (after - before) * (before[axis] / (before[axis] - after[axis]))
    found[axis] = 0.0
    return np.asarray(found)


def _scan(contact: Array, velocities: Array) -> tuple[Array, Array]:
    """How far away flights come down, rising along the last axis, and how high they pass the net's top; shape (...)."""
    times = np.linspace(0, _LONGEST, _STEPS)
    places = simulate(contact, velocities, times)
    floor = _crossing(places, -places[..., 2])
    net = _crossing(places, places[..., 1])
    lengths = np.maximum.accumulate(np.linalg.norm(floor[..., :2] - contact[:2], axis=-1), axis=-1)
    return np.asarray(lengths), np.asarray(net[..., 2] - net_top(0.0))


def _crossing(places: Array, passed: Array) -> Array:
    """Where flights, shape (..., steps, 3), are when `passed` becomes positive; at the end where it never does."""
    after = np.where((passed > 0).any(axis=-1), (passed > 0).argmax(axis=-1), _STEPS - 1)
    rows = (*np.indices(after.shape), after)
    before = (*np.indices(after.shape), np.maximum(after - 1, 0))
    rise = passed[rows] - passed[before]
    part = np.clip(-passed[before] / np.where(rise > 1e-9, rise, 1.0), 0, 1)[..., None]
    return np.asarray(places[before] + (places[rows] - places[before]) * part)
