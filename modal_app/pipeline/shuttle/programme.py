"""The best way through candidates: dynamic programming over pairs of them, so that each step knows the speed before it.

Scores are logarithms of how much more likely something is if it is the shuttle than if it is something else. A way may
begin, end, pass over pictures and turn, at prices; between ways nothing is visible, at no price. Forward and backward
sums tell for each candidate how much worse the best way without it would be.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Index = NDArray[np.int64]

_NEVER = -1e9


@dataclass(frozen=True)
class Nodes:
    """n candidates in order of pictures."""

    # Which of the pictures, rising, shape (n,), and how many there are.
    slot: Index
    slots: int
    # What each is worth by itself, and the price of a turn at it.
    worth: Vector
    turn: Vector
    # Price of a way that begins there.
    begin: Vector


@dataclass(frozen=True)
class Pairs:
    """m pairs of candidates in different pictures, in order of the later one."""

    first: Index
    second: Index
    # What each is worth.
    worth: Vector


@dataclass(frozen=True)
class Links:
    """k pairs of pairs that share a candidate, in order of the later pair: what a smooth flight is worth."""

    before: Index
    after: Index
    worth: Vector


@dataclass(frozen=True)
class Way:
    """The best ways, one after the other."""

    # The candidates, in order, shape (k,).
    nodes: Index
    # Whether the flight turns there, shape (k,); a way's beginning is no turn.
    turned: NDArray[np.bool_]
    # Rising number of the way, shape (k,).
    way: Index
    # By how much the best ways without this candidate are worse, shape (k,).
    margin: Vector


def best_ways(nodes: Nodes, pairs: Pairs, links: Links) -> Way:
    """Find the best ways.

    Args:
        nodes: The candidates.
        pairs: What may follow one another.
        links: Which pairs make smooth flights.
    """
    forward, idle = _forward(nodes, pairs, links)
    backward, idle_after = _backward(nodes, pairs, links)
    chosen, turned, way = _trace(nodes, pairs, links, forward, idle)
    margin = _margins(nodes, pairs, forward, backward, idle, idle_after, chosen)
    return Way(chosen, turned, way, margin)


def _bounds(sorted_values: Index, count: int) -> Index:
    """Where each of `count` values begins in a sorted array, and the end, shape (count + 1,)."""
    return np.searchsorted(sorted_values, np.arange(count + 1))


def _start(nodes: Nodes, pairs: Pairs, idle: Vector) -> Vector:
    """What pairs are worth that begin a way; idle[s]: the best until before picture s."""
    first = pairs.first
    return np.asarray(idle[nodes.slot[first]] - nodes.begin[first] + nodes.worth[first])


def _forward(nodes: Nodes, pairs: Pairs, links: Links) -> tuple[Vector, Vector]:
    """The best way that ends with each pair, (m,), and the best one before each picture and after all, (slots + 1,)."""
    best = np.full(len(pairs.first), _NEVER)
    reached = np.full(len(nodes.slot), _NEVER)
    idle = np.zeros(nodes.slots + 1)
    slot = nodes.slot[pairs.second]
    pair_bounds, link_bounds = _bounds(slot, nodes.slots), np.searchsorted(links.after, _bounds(slot, nodes.slots))
    gain = pairs.worth + nodes.worth[pairs.second]
    for at in range(nodes.slots):
        low, high = pair_bounds[at], pair_bounds[at + 1]
        idle[at + 1] = idle[at]
        if low == high:
            continue
        first = pairs.first[low:high]
        own = np.maximum(
            idle[nodes.slot[first]] - nodes.begin[first] + nodes.worth[first], reached[first] - nodes.turn[first]
        )
        some = slice(link_bounds[at], link_bounds[at + 1])
        np.maximum.at(own, links.after[some] - low, best[links.before[some]] + links.worth[some])
        own += gain[low:high]
        best[low:high] = own
        np.maximum.at(reached, pairs.second[low:high], own)
        idle[at + 1] = max(idle[at], float(own.max()))
    return best, idle


def _backward(nodes: Nodes, pairs: Pairs, links: Links) -> tuple[Vector, Vector]:
    """The best that may follow each pair, (m,), and what may begin at each picture or later, (slots + 1,)."""
    following = np.zeros(len(pairs.first))
    leaving = np.full(len(nodes.slot), _NEVER)
    idle = np.zeros(nodes.slots + 1)
    slot = nodes.slot[pairs.second]
    pair_bounds = _bounds(slot, nodes.slots)
    gain = pairs.worth + nodes.worth[pairs.second]
    order = np.argsort(nodes.slot[pairs.second[links.before]], kind="stable") if len(links.before) else links.before
    before, after, worth = links.before[order], links.after[order], links.worth[order]
    link_bounds = _bounds(slot[before], nodes.slots)
    for at in range(nodes.slots - 1, -1, -1):
        # All that begins at this picture or later is known; pairs that end at it are completed.
        low, high = pair_bounds[at], pair_bounds[at + 1]
        second = pairs.second[low:high]
        idle[at] = max(idle[at], idle[at + 1])
        if low == high:
            continue
        own = np.maximum(idle[at + 1], leaving[second] - nodes.turn[second])
        some = slice(link_bounds[at], link_bounds[at + 1])
        later = after[some]
        np.maximum.at(own, before[some] - low, worth[some] + gain[later] + following[later])
        following[low:high] = own
        total = own + gain[low:high]
        first = pairs.first[low:high]
        np.maximum.at(leaving, first, total)
        np.maximum.at(idle, nodes.slot[first], total - nodes.begin[first] + nodes.worth[first])
    return following, idle


def _trace(
    nodes: Nodes, pairs: Pairs, links: Links, best: Vector, idle: Vector
) -> tuple[Index, NDArray[np.bool_], Index]:
    """The candidates of the best ways, whether each is a turn, and the ways' numbers."""
    chosen, turned, way = list[int](), list[bool](), list[int]()
    slot = nodes.slot[pairs.second]
    bounds = _bounds(slot, nodes.slots)
    by_second = _bounds(pairs.second, len(nodes.slot))
    at, number = nodes.slots, 0
    while at > 0:
        if idle[at] <= idle[at - 1]:
            at -= 1
            continue
        pair = int(bounds[at - 1] + np.argmax(best[bounds[at - 1] : bounds[at]]))
        turn = False
        while True:
            first, second = int(pairs.first[pair]), int(pairs.second[pair])
            chosen.append(second)
            turned.append(turn)
            way.append(number)
            low, high = np.searchsorted(links.after, [pair, pair + 1])
            smooth = best[links.before[low:high]] + links.worth[low:high]
            into = best[by_second[first] : by_second[first + 1]]
            options = [
                float(smooth.max(initial=_NEVER)),
                float(into.max(initial=_NEVER) - nodes.turn[first]),
                float(idle[nodes.slot[first]] - nodes.begin[first] + nodes.worth[first]),
            ]
            choice = int(np.argmax(options))
            if choice == 0:
                pair, turn = int(links.before[low + int(np.argmax(smooth))]), False
            elif choice == 1:
                pair, turn = int(by_second[first] + int(np.argmax(into))), True
            else:
                chosen.append(first)
                turned.append(False)
                way.append(number)
                at = int(nodes.slot[first])
                break
        number += 1
    ways = number - 1 - np.array(way[::-1], dtype=np.int64)
    return np.array(chosen[::-1], dtype=np.int64), np.array(turned[::-1], dtype=np.bool_), ways


def _margins(
    nodes: Nodes, pairs: Pairs, forward: Vector, backward: Vector, idle: Vector, idle_after: Vector, chosen: Index
) -> Vector:
    """By how much the best ways through other candidates, or none, of the same picture are worse, shape (k,)."""
    through = forward + backward
    first_slot, last_slot = nodes.slot[pairs.first], nodes.slot[pairs.second]
    best = np.full(len(nodes.slot), _NEVER)
    np.maximum.at(best, pairs.second, through)
    begins = _start(nodes, pairs, idle) + pairs.worth + nodes.worth[pairs.second] + backward
    np.maximum.at(best, pairs.first, begins)
    # The picture is passed over, or nothing is visible in it.
    none = idle[:-1] + idle_after[1:]
    for gap in range(1, int((last_slot - first_slot).max(initial=1))):
        wide = last_slot - first_slot > gap
        np.maximum.at(none, first_slot[wide] + gap, through[wide])
    bounds = _bounds(nodes.slot, nodes.slots)
    margin = np.empty(len(chosen))
    for place, node in enumerate(chosen):
        slot = nodes.slot[node]
        rivals = best[bounds[slot] : bounds[slot + 1]].copy()
        rivals[node - bounds[slot]] = none[slot]
        margin[place] = best[node] - rivals.max()
    return margin
