"""From the candidates on the best ways to flights: where they turn, and what is bridged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.shuttle.track import ShuttleTrack

Vector = NDArray[np.float64]

# Nothing longer is bridged, seconds.
LONGEST_BRIDGE = 0.2
# Best ways that are better than others by this are as likely as not to be right, and how steeply that grows.
_EVEN_MARGIN, _STEEP = 0.7, 1.0
# Less sure points are left out.
_LEAST = 0.5
# So many points that nothing else is seen before and after tell of no flight.
_FEWEST = 4
# What each bridged frame takes from the confidence.
_BRIDGED = 0.85


@dataclass(frozen=True)
class Points:
    """Candidates on the best ways, k of them, in order of time."""

    frame: NDArray[np.int64]
    # When the pictures were taken, seconds.
    time: Vector
    # Where it is, pixels, and where that would be if the camera had stood still, shape (k, 2) each.
    place: Vector
    steady: Vector
    margin: Vector
    # Rising number of the flight.
    flight: NDArray[np.int64]


def confidences(margin: Vector) -> Vector:
    """How likely points are right whose ways are better than others by these margins."""
    return np.asarray(1 / (1 + np.exp(-_STEEP * (margin - _EVEN_MARGIN))))


def to_track(points: Points, new: NDArray[np.int64], seconds: Vector) -> ShuttleTrack:
    """The track with its bridges.

    Args:
        points: What was seen.
        new: Numbers of the frames that repeat none, rising.
        seconds: When each of these was taken.
    """
    sure = confidences(points.margin)
    kept = sure >= _LEAST
    kept[kept] = ~_alone(points.time[kept])
    frame, flight = points.frame[kept], points.flight[kept]
    time, place, steady, sure = points.time[kept], points.place[kept], points.steady[kept], sure[kept]
    if not len(frame):
        return ShuttleTrack.empty()
    _, flight = np.unique(flight, return_inverse=True)
    speed = _speeds(time, steady, flight)
    frames, places, confidence, seen, numbers = [frame], [place], [sure], [np.ones(len(frame), np.bool_)], [flight]
    at = np.searchsorted(new, frame)
    for one in np.flatnonzero(
        (np.diff(at) > 1) & (np.diff(flight) == 0) & (np.diff(time) <= LONGEST_BRIDGE + 1e-6)
    ).tolist():
        between = np.arange(at[one] + 1, at[one + 1])
        frames.append(new[between])
        # The camera's own motion in between is taken as even.
        part = ((seconds[between] - time[one]) / (time[one + 1] - time[one]))[:, None]
        moved = (1 - part) * (place - steady)[one] + part * (place - steady)[one + 1]
        places.append(_bridge(time, steady, speed, one, part) + moved)
        confidence.append(np.full(len(between), min(sure[one], sure[one + 1]) * _BRIDGED ** len(between)))
        seen.append(np.zeros(len(between), np.bool_))
        numbers.append(np.full(len(between), flight[one]))
    every = np.concatenate(frames)
    order = np.argsort(every, kind="stable")
    return ShuttleTrack(
        every[order],
        np.concatenate(places)[order],
        np.concatenate(confidence)[order],
        np.concatenate(seen)[order],
        np.concatenate(numbers)[order].astype(np.int32),
    )


def _alone(time: Vector) -> NDArray[np.bool_]:
    """Whether each point has too few others around it, shape (k,)."""
    group = np.cumsum(np.diff(time, prepend=time[:1]) > LONGEST_BRIDGE)
    return np.asarray(np.bincount(group, minlength=1)[group] < _FEWEST)


def _speeds(time: Vector, place: Vector, flight: NDArray[np.int64]) -> Vector:
    """Pixels a second at each point from its neighbours of the same flight, shape (k, 2); NaN where it has none."""
    speed = np.full(place.shape, np.nan)
    for first in range(len(time)):
        low = first - 1 if first and flight[first - 1] == flight[first] else first
        high = first + 1 if first + 1 < len(time) and flight[first + 1] == flight[first] else first
        if high > low:
            speed[first] = (place[high] - place[low]) / (time[high] - time[low])
    return speed


def _bridge(time: Vector, place: Vector, speed: Vector, one: int, part: Vector) -> Vector:
    """Places between one point and the next: the cubic that has both points' places and speeds.

    `part`: how much of the time between them has passed, shape (n, 1).
    """
    span = time[one + 1] - time[one]
    way = place[one + 1] - place[one]
    out, into = (np.where(np.isnan(speed[at]), way, speed[at] * span) for at in (one, one + 1))
    bend, twist = 3 * way - 2 * out - into, out + into - 2 * way
    return np.asarray(place[one] + part * (out + part * (bend + part * twist)))
