"""What is known of a hit that tells its stroke.

From the flight in space where there is one, else from the players' places and the times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, log

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.flight.drag import simulate
from modal_app.pipeline.flight.fitted import FittedFlight

Vector = NDArray[np.float64]

# Looks at a flight until it is down: seconds, and how many. Nothing that is hit on a court flies longer.
_LONGEST, _LOOKS = 4.0, 81
# How tall players are, metres, and how well a contact's height is told from the picture: the racket is nearer or
# farther than the body.
_TALL, _HEIGHT_ERROR = 1.75, 0.3
# A contact is a racket's length off the player, who goes on to or back from it, metres.
_PLACE_ERROR = 0.7
# Whoever hits the shuttle next does so before it would have come down, metres nearer in the mean, and so much sooner
# or later.
_TAKEN_EARLY, _TAKEN_ERROR = 0.8, 1.2
# What fits in space are off by where their own figures say nothing: degrees, and the logarithm of the speed.
_ANGLE_ERROR, _SPEED_ERROR = 4.0, 0.08
# Nine of ten normally distributed values lie within so many standard deviations.
_NINE_OF_TEN = 1.645
# A flight that comes down sooner than this after it was lost is as good as seen; its landing drifts by so much of the
# way left.
_DRIFT = 0.12


@dataclass(frozen=True)
class Value:
    """A measured value and its standard deviation."""

    value: float
    error: float


@dataclass(frozen=True)
class HitFeatures:
    """What is known of one hit; None where it is not. Metres, degrees, and logarithms of m/s."""

    # Of the contact, over the floor, and away from the net.
    height: Value | None = None
    depth: Value | None = None
    # Of the flight off the racket, above the horizon, and its speed.
    rise: Value | None = None
    speed: Value | None = None
    # How far beyond the net the shuttle comes down, or would; negative on the hitter's own side.
    reach: Value | None = None
    # The way over the floor to the next contact by its time, m/s.
    pace: Value | None = None


@dataclass(frozen=True)
class Descent:
    """How a flight goes down."""

    # Where and when it reaches the floor, or would if nobody hit it: shape (2,), metres, and seconds.
    place: Vector
    time: float
    # Standard deviations of the place, shape (2,).
    error: Vector
    # When it is nearest to the net's plane, and its height where it passes that; None where it does not.
    net_time: float
    net_height: float | None
    # Its highest point.
    peak: float


def descents(flights: Sequence[FittedFlight | None]) -> list[Descent | None]:
    """Follow all flights down to the floor."""
    known = [flight for flight in flights if flight is not None]
    if not known:
        return [None] * len(flights)
    looks = np.linspace(0.0, _LONGEST, _LOOKS)
    ways = simulate(
        np.stack([flight.begin for flight in known]), np.stack([flight.velocity for flight in known]), looks
    )
    found = iter([_descent(flight, looks, way) for flight, way in zip(known, ways, strict=True)])
    return [None if flight is None else next(found) for flight in flights]


def hit_features(
    scene: Scene,
    contact: Contact,
    flight: FittedFlight | None,
    descent: Descent | None,
    after: Contact | None,
    *,
    netted: bool = False,
) -> HitFeatures:
    """Gather what is known of a hit.

    Args:
        scene: What was seen.
        contact: The hit.
        flight: The flight after it.
        descent: How that comes down.
        after: The next hit of its rally.
        netted: Whether the flight ended in the net: then it does not tell where it was meant to go.
    """
    place = scene.place(contact.player, contact.time)
    if flight is not None and descent is not None:
        flat = float(np.hypot(*flight.velocity[:2]))
        half = np.sign(flight.begin[1]) or 1.0
        height = Value(float(flight.begin[2]), float(flight.begin_error[2]))
        depth = Value(abs(float(flight.begin[1])), float(flight.begin_error[1]))
        if netted:
            return HitFeatures(height, depth)
        fastest, slowest = max(float(flight.fastest), 0.1), max(float(flight.slowest), 0.1)
        spread = log(fastest / slowest) / (2 * _NINE_OF_TEN)
        return HitFeatures(
            height,
            depth,
            rise=Value(float(np.degrees(np.arctan2(flight.velocity[2], flat))), _ANGLE_ERROR),
            speed=Value(log(max(float(np.linalg.norm(flight.velocity)), 0.1)), hypot(spread, _SPEED_ERROR)),
            reach=Value(float(-half * descent.place[1]), float(descent.error[1])),
        )
    shown = _height_in_picture(scene, contact)
    if place is None:
        return HitFeatures(height=shown)
    depth = Value(abs(float(place[1])), _PLACE_ERROR)
    taken = None if after is None else scene.place(after.player, after.time)
    if after is None or taken is None or taken[1] * place[1] > 0:
        return HitFeatures(shown, depth)
    reach = Value(abs(float(taken[1])) + _TAKEN_EARLY, _TAKEN_ERROR)
    way = float(np.linalg.norm(taken - place))
    seconds = max(0.1, after.time - contact.time)
    return HitFeatures(shown, depth, reach=reach, pace=Value(way / seconds, 1.0 / seconds))


def _descent(flight: FittedFlight, looks: Vector, way: Vector) -> Descent:
    """Follow one flight; `way` is where it is at the looks, shape (k, 3)."""
    down = np.flatnonzero(way[:, 2] <= 0)
    last = int(down[0]) if len(down) else len(way) - 1
    if last == 0:
        place, time = way[0, :2], flight.start
    else:
        part = way[last - 1, 2] / max(way[last - 1, 2] - way[last, 2], 1e-9) if len(down) else 1.0
        place = way[last - 1, :2] + part * (way[last, :2] - way[last - 1, :2])
        time = flight.start + float(looks[last - 1] + part * (looks[last] - looks[last - 1]))
    if flight.landed:
        place, time = flight.finish[:2], flight.end
    left = np.abs(place - flight.finish[:2])
    error = np.hypot(flight.finish_error[:2], _DRIFT * float(np.hypot(*left)))
    way = way[: last + 1]
    at, height = _at_net(looks, way)
    return Descent(np.asarray(place), time, error, flight.start + at, height, float(way[:, 2].max()))


def _at_net(looks: Vector, way: Vector) -> tuple[float, float | None]:
    """When a flight is nearest to the net's plane, seconds after the hit, and its height where it passes it."""
    passing = np.flatnonzero(way[:-1, 1] * way[1:, 1] < 0)
    if not len(passing):
        return float(looks[np.argmin(np.abs(way[:, 1]))]), None
    at = int(passing[0])
    part = way[at, 1] / (way[at, 1] - way[at + 1, 1])
    height = way[at, 2] + part * (way[at + 1, 2] - way[at, 2])
    return float(looks[at] + part * (looks[at + 1] - looks[at])), float(height)


def _height_in_picture(scene: Scene, contact: Contact) -> Value | None:
    """The contact's height by how far it is above the player's feet, in heights of the player."""
    own = None if contact.player is None else scene.poses.get(contact.player)
    row = None if own is None else own.nearest(contact.time)
    feet = None if contact.player is None else scene.feet(contact.player, contact.time)
    if own is None or row is None or feet is None:
        return None
    return Value(float((feet[1] - contact.place[1]) / own.height[row]) * _TALL, _HEIGHT_ERROR)
