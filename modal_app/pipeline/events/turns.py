"""Where the track may turn: between its flights, where one begins or ends, and where one bends within."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

# Points that tell how a flight goes on: at most so many, within so many seconds.
_MOST_POINTS, _LONGEST = 6, 0.2
# Between flights that are farther apart, anything may have happened, seconds; and between those that are farther
# apart than this, two contacts.
_TOGETHER, _ROOM = 0.9, 0.3
# A flight that was not seen for so long may have turned, too.
_UNSEEN = 0.12
# A bend is looked for by so many points on both sides.
_SIDE = 3
# It is one where the speed changes by more than this in heights of a picture a second, and more than by this part.
_BEND, _BEND_PART = 0.35, 0.5
# The greatest of those within so many points.
_APART = 3


@dataclass(frozen=True)
class Turn:
    """The points of the track before and after it, in order of time; none where nothing was seen for long."""

    before: Rows
    after: Rows
    # Whether it is one side of a gap that may as well hold one turn alone.
    half: bool = False


def find_turns(times: Array, places: Array, flights: NDArray[np.int64], height: int) -> list[Turn]:
    """All places that may be turns, in order of time.

    Args:
        times: Of n points, seconds.
        places: Pixels, shape (n, 2).
        flights: The flight of each; shots and flights differ by it.
        height: Of the picture.
    """
    broken = (np.diff(flights) != 0) | (np.diff(times) > _UNSEEN)
    borders = [0, *(np.flatnonzero(broken) + 1).tolist(), len(times)]
    parts = [np.arange(first, end) for first, end in pairwise(borders)]
    nothing = np.zeros(0, dtype=np.int64)
    turns: list[Turn] = []
    for number, rows in enumerate(parts):
        before = parts[number - 1] if number else nothing
        gap = float(times[rows[0]] - times[before[-1]]) if len(before) else np.inf
        if len(before) and gap > _ROOM:
            turns.append(Turn(_last(before, times), nothing, half=gap <= _TOGETHER))
        if len(before) and gap <= _TOGETHER:
            turns.append(Turn(_last(before, times), _first(rows, times)))
        if gap > _ROOM:
            turns.append(Turn(nothing, _first(rows, times), half=gap <= _TOGETHER))
        turns.extend(_bends(rows, times, places, height))
    if parts and len(parts[-1]):
        turns.append(Turn(_last(parts[-1], times), nothing))
    return turns


def _first(rows: Rows, times: Array) -> Rows:
    return rows[:_MOST_POINTS][times[rows[:_MOST_POINTS]] <= times[rows[0]] + _LONGEST] if len(rows) else rows


def _last(rows: Rows, times: Array) -> Rows:
    return rows[-_MOST_POINTS:][times[rows[-_MOST_POINTS:]] >= times[rows[-1]] - _LONGEST] if len(rows) else rows


def _bends(rows: Rows, times: Array, places: Array, height: int) -> Iterator[Turn]:
    """Turns that the track took for one flight."""
    if len(rows) < 2 * _SIDE:
        return
    at, way = times[rows], places[rows]
    # Mean velocities over the points before and after each.
    span = _SIDE - 1
    mean = (way[span:] - way[:-span]) / np.maximum(at[span:] - at[:-span], 1e-3)[:, None]
    before, after = mean[:-_SIDE], mean[_SIDE:]
    change = np.linalg.norm(after - before, axis=1)
    speed = np.maximum(np.linalg.norm(before, axis=1), np.linalg.norm(after, axis=1))
    sharp = (change > _BEND * height) & (change > _BEND_PART * speed)
    for one in np.flatnonzero(sharp).tolist():
        low = max(0, one - _APART)
        if one == low + int(np.argmax(change[low : one + _APART + 1])):
            # Between the third and the fourth of the six points.
            yield Turn(_last(rows[: one + _SIDE], times), _first(rows[one + _SIDE :], times))
