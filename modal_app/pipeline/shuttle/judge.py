"""Which flights no shuttle flies, told by all their points together."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.flight.drag import GRAVITY
from modal_app.pipeline.shuttle.evidence import PERSON, Scene

Vector = NDArray[np.float64]
Index = NDArray[np.int64]

# Flights with fewer points, or shorter ones, tell too little, seconds.
_POINTS, _LASTING = 5, 0.15
# What is nearer to somebody, heights, may be a part of that person ...
_CLOSE = 0.4
# ... and what is not may roll on the floor, if a flight ended there shortly before: seconds, and heights of a person.
_SINCE, _THERE = 0.4, 0.3
# A flight that is never faster than these, m/s where people look smallest, has too little drag to hide its fall: at two
# thirds of the terminal speed half of the gravity are left, at less than half of it four fifths, ...
_SLOW, _SLOWER = 4.5, 3.0
# ... of which a camera that looks down, and the error of the scale, leave at least so much.
_FALL, _FALL_SLOWER = 0.25, 0.4
# It is a parabola to so many pixels of a picture of 720 lines.
_ROUGH = 4.0
# Some steps look faster by chance.
_MOSTLY = 0.9
# What comes nearer looks faster by this part in a second: 15 m/s at 12 m.
_NEARING = 1.2
# A place is off by so many pixels of a picture of 720 lines at least, and what is told of it by so many sigmas.
_ERROR, _SIGMAS = 0.3, 2.0


def impossible(time: Vector, place: Vector, away: Vector, flight: Index, scene: Scene) -> NDArray[np.bool_]:
    """Whether each point belongs to a flight that does not fall, or that gets faster by itself.

    Args:
        time: Of each point, seconds, shape (k,).
        place: Pixels, shape (k, 2), the camera standing still.
        away: From the nearest body, heights of that person, shape (k,).
        flight: Which flight each belongs to, rising, shape (k,).
        scene: What it is measured with.
    """
    found = np.zeros(len(time), dtype=np.bool_)
    ended = -1
    for rows in np.split(np.arange(len(time)), np.flatnonzero(np.diff(flight)) + 1):
        begin, end = rows[:1], rows[-1:]
        if len(rows) < _POINTS or time[end] - time[begin] < _LASTING:
            continue
        landed = (
            ended >= 0
            and time[begin] - time[ended] <= _SINCE
            and np.linalg.norm(place[begin] - place[ended]) <= _THERE * scene.people[1]
            and np.median(away[rows]) > _CLOSE
        )
        found[rows] = not landed and _carried_on(time[rows], place[rows], scene)
        if not found[rows[0]]:
            ended = int(rows[-1])
    return found


def _carried_on(time: Vector, place: Vector, scene: Scene) -> bool:
    """Whether only a hand moves something so; from the parabola through it."""
    metre = scene.people[0] / PERSON
    steps = np.linalg.norm(np.diff(place, axis=0), axis=1) / np.diff(time)
    fastest = float(np.quantile(steps, _MOSTLY))
    if fastest > _SLOW * metre:
        return False
    moment = time - time.mean()
    terms = np.stack([np.ones(len(moment)), moment, moment**2], axis=1)
    spread = np.linalg.inv(terms.T @ terms)
    fit = spread @ terms.T @ place
    off = place - terms @ fit
    error = max(_ERROR * scene.unit, float(np.sqrt((off**2).sum() / max(1, 2 * len(moment) - 6))))
    slack = _SIGMAS * 2 * error * float(np.sqrt(spread[2, 2]))
    (speed_x, speed_y), (change_x, change_y) = fit[1], 2 * fit[2]
    faster = change_x * np.sign(speed_x) > _NEARING * abs(speed_x) + slack
    fall = (_FALL if fastest > _SLOWER * metre else _FALL_SLOWER) * GRAVITY * metre
    hovers = change_y + slack < fall - _NEARING * abs(speed_y) or change_y < slack
    return bool(faster or hovers or error > _ROUGH * scene.unit)
