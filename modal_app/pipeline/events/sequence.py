"""Which of the candidates make the likeliest row of contacts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Nobody hits a shuttle sooner after the last hit, seconds.
SOONEST = 0.18
# Sides hit by turns, and two hits in a row by one side weigh this much less, by one player still less: who hit it would
# have to run after it. No shuttle flies longer than the first of these times, seconds; after the second, the next rally
# may have begun.
_FLIGHT, LONGEST = 2.8, 4.5
_SAME_SIDE, _SAME_PLAYER = -5.0, -6.0
# Very quick exchanges are rare.
_QUICK, _HURRIED = 0.3, -1.5


@dataclass(frozen=True)
class Chosen:
    """The likeliest row: numbers of its candidates, and of each how likely it is."""

    picked: list[int]
    likely: Array


def pairs(times: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of candidates, at rising times, that may follow each other in a rally: the first, and the second."""
    low = np.searchsorted(times, times - LONGEST)
    high = np.maximum(low, np.searchsorted(times, times - SOONEST, side="right"))
    first = [np.arange(one, other) for one, other in zip(low.tolist(), high.tolist(), strict=True)]
    return np.concatenate(first), np.repeat(np.arange(len(times)), high - low)


def choose(times: Array, weights: Array, players: Sequence[int], sides: Array, flights: Array) -> Chosen:
    """Choose.

    Args:
        times: Of candidates, rising, shape (n,).
        weights: Logarithms of likelihood ratios, shape (n,).
        players: Whose they are.
        sides: Number of the side that each belongs to, shape (n,); NaN where unknown.
        flights: What the flight between each of the `pairs` tells, logarithms of likelihood ratios.
    """
    count = len(times)
    own = np.asarray(players)
    best, back = np.empty(count), np.full(count, -1)
    forward = np.empty(count)
    # Best and sum of all rows that end at or before each candidate.
    before_best, before_sum, before_at = np.zeros(count + 1), np.zeros(count + 1), np.full(count + 1, -1)
    links = []
    firsts, seconds = pairs(times)
    costs = flights + _links(
        times[seconds] - times[firsts], own[firsts] == own[seconds], sides[firsts] == sides[seconds]
    )
    starts = np.searchsorted(seconds, np.arange(count + 1))
    for one in range(count):
        low = int(np.searchsorted(times, times[one] - LONGEST))
        near, cost = firsts[starts[one] : starts[one + 1]], costs[starts[one] : starts[one + 1]]
        links.append((near, cost))
        options = np.append(best[near] + cost, before_best[low])
        chosen = int(np.argmax(options))
        best[one] = options[chosen] + weights[one]
        back[one] = near[chosen] if chosen < len(near) else before_at[low]
        forward[one] = _add(np.append(forward[near] + cost, before_sum[low])) + weights[one]
        before_best[one + 1], before_at[one + 1] = before_best[one], before_at[one]
        if best[one] > before_best[one]:
            before_best[one + 1], before_at[one + 1] = best[one], one
        before_sum[one + 1] = np.logaddexp(before_sum[one], forward[one])
    picked = []
    at = int(before_at[count])
    while at >= 0:
        picked.append(at)
        at = int(back[at])
    return Chosen(picked[::-1], _likely(times, weights, links, forward, before_sum))


def _links(apart: Array, same_player: NDArray[np.bool_], same_side: NDArray[np.bool_]) -> Array:
    cost = np.where(same_player, _SAME_PLAYER, np.where(same_side, _SAME_SIDE, 0.0))
    cost = cost * np.clip((LONGEST - apart) / (LONGEST - _FLIGHT), 0.0, 1.0)
    return np.asarray(cost + np.where(apart < _QUICK, _HURRIED, 0.0))


def _likely(
    times: Array, weights: Array, links: list[tuple[NDArray[np.int64], Array]], forward: Array, before_sum: Array
) -> Array:
    """How likely each candidate is among all rows."""
    count = len(times)
    backward = np.zeros(count)
    # Sum of all rows that begin at or after each candidate.
    after_sum = np.zeros(count + 1)
    following: list[list[float]] = [[] for _ in range(count)]
    for one in range(count - 1, -1, -1):
        high = int(np.searchsorted(times, times[one] + LONGEST, side="right"))
        backward[one] = _add(np.array([*following[one], after_sum[high]]))
        for near, cost in zip(*links[one], strict=True):
            following[int(near)].append(float(cost + weights[one] + backward[one]))
        after_sum[one] = np.logaddexp(after_sum[one + 1], weights[one] + backward[one])
    return np.asarray(np.exp(np.minimum(0.0, forward + backward - before_sum[count])))


def _add(values: Array) -> float:
    return float(np.logaddexp.reduce(values))
