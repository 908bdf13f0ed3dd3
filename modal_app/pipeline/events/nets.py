"""Shuttles that hit the net: they lose nearly all of their speed at once, and fall down along it.

In the net's plane that is a slow throw, which begins with a sharp turn where no racket is. What a throw away from the
net adds in that plane is nearly even, so that it counts as a speed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import NET_POST_HEIGHT
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import HALF_WIDTH
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.flight.drag import GRAVITY

Vector = NDArray[np.float64]

# The shuttle may bulge the net, and swing with it: metres about its edges.
_BEYOND = 0.15
# What is off the throw at most: root mean square, metres; speeds with which it begins, m/s, aside, down and up.
_ERROR, _ASIDE, _DOWN, _UP = 0.1, 3.0, 1.5, 3.5
# Sights of the fall, and how long and how deep they have to be, seconds and metres.
_FEWEST, _SHORTEST, _LEAST = 4, 0.15, 0.15
# The longest fall from the net to the floor, and the longest flight to it, seconds.
_LONGEST_FALL, _LONGEST_FLIGHT = 1.1, 1.6
# The net takes away at least so much of a speed, m/s, from what it was within so long before the fall, seconds.
_BRAKED, _BEFORE = 3.0, 0.12
# Where the flight to the net was not seen, the fall has to be from below the tape, metres, and from rest, m/s.
_BELOW, _AT_REST = 1.45, 1.0


@dataclass(frozen=True)
class NetFall:
    """When the shuttle met the net, and where: metres across the court and over the floor."""

    time: float
    across: float
    height: float


def find_net_fall(scene: Scene, start: float, limit: float) -> NetFall | None:
    """Whether the shuttle fell down at the net after a hit, before another moment."""
    path = scene.shuttle_path(start, min(limit, start + _LONGEST_FLIGHT + _LONGEST_FALL))
    camera = None if scene.timeline is None else scene.timeline.camera_at(scene.frame(start))
    if camera is None or camera.projection is None or len(path) < _FEWEST:
        return None
    times, places = path[:, 0], _on_net(camera, path[:, 1:])
    for first in range(len(times) - _FEWEST + 1):
        if times[first] - start > _LONGEST_FLIGHT:
            return None
        fall = _fall(times, places, first)
        if fall is not None:
            return fall
    return None


def _on_net(camera: CourtCamera, pixels: Vector) -> Vector:
    """Where on the net's plane the picture shows something, metres across and up, shape (n, 2)."""
    assert camera.projection is not None
    plane = np.linalg.inv(camera.projection[:, [0, 2, 3]])
    ideal = camera.without_distortion(pixels)
    shown = np.column_stack([ideal, np.ones(len(ideal))]) @ plane.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(shown[:, :2] / shown[:, 2:])


def _fall(times: Vector, places: Vector, first: int) -> NetFall | None:
    """The fall that begins with a sight; `places` are on the net's plane."""
    end = int(np.searchsorted(times, times[first] + _LONGEST_FALL))
    on_floor = np.flatnonzero(places[first:end, 1] < 0.1)
    end = min(end, first + int(on_floor[0]) + 1) if len(on_floor) else end
    seconds, seen = times[first:end] - times[first], places[first:end]
    if len(seconds) < _FEWEST or seconds[-1] < _SHORTEST or not np.isfinite(seen).all():
        return None
    terms = np.column_stack([np.ones_like(seconds), seconds])
    lifted = seen + np.column_stack([np.zeros_like(seconds), GRAVITY / 2 * seconds**2])
    (start, speed), *_ = np.linalg.lstsq(terms, lifted, rcond=None)
    error = np.sqrt(np.mean((terms @ np.stack([start, speed]) - lifted) ** 2, axis=0))
    falls = (
        (error < _ERROR).all()
        and abs(speed[0]) < _ASIDE
        and -_DOWN < speed[1] < _UP
        and abs(start[0]) < HALF_WIDTH + _BEYOND
        and _LEAST < start[1] < NET_POST_HEIGHT + _BEYOND
        and seen[0, 1] - seen[-1, 1] > _LEAST
    )
    if not falls or not _stopped(times, places, first, start, speed):
        return None
    return NetFall(float(times[first]), float(start[0]), float(start[1]))


def _stopped(times: Vector, places: Vector, first: int, start: Vector, speed: Vector) -> bool:
    """Whether the shuttle came fast and went on slowly: else it only flew over its highest point."""
    before = int(np.searchsorted(times, times[first] - _BEFORE))
    if first == before:
        return bool(start[1] < _BELOW and np.linalg.norm(speed) < _AT_REST)
    came = (places[first] - places[before]) / (times[first] - times[before])
    return bool(np.linalg.norm(came - speed) > _BRAKED)
