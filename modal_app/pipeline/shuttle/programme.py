"""The best way through candidates: dynamic programming over pairs of them, so that each step knows the speed before it.

Scores are logarithms of how much more likely something is if it is the shuttle than if it is something else. A way may
begin, end, pass over pictures and turn, at prices; between ways nothing is visible, at no price. A turn that falls
between two pictures bends the way at both: the second bend has a price of its own. Forward and backward sums tell for
each candidate how much worse the best ways without it would be.
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
    # What each is worth by itself, the price of a turn at it, and that of one right after another.
    worth: Vector
    turn: Vector
    again: Vector
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


@dataclass(frozen=True)
class _Sums:
    """Best sums from one side."""

    # Of each pair, and of the same where the way turns at its first candidate, shape (m,) each.
    plain: Vector
    sharp: Vector
    # Of everything before, or after, each of the pictures, shape (slots + 1,).
    idle: Vector


def best_ways(nodes: Nodes, pairs: Pairs, links: Links) -> Way:
    """Find the best ways.

    Args:
        nodes: The candidates.
        pairs: What may follow one another.
        links: Which pairs make smooth flights.
    """
    before = _forward(nodes, pairs, links)
    after = _backward(nodes, pairs, links)
    chosen, turned, way = _trace(nodes, pairs, links, before)
    return Way(chosen, turned, way, _margins(nodes, pairs, before, after, chosen))


def _bounds(sorted_values: Index, count: int) -> Index:
    """Where each of `count` values begins in a sorted array, and the end, shape (count + 1,)."""
    return np.searchsorted(sorted_values, np.arange(count + 1))


def _start(nodes: Nodes, pairs: Pairs, idle: Vector) -> Vector:
    """What pairs are worth that begin a way; idle[s]: the best until before picture s."""
    first = pairs.first
    return np.asarray(idle[nodes.slot[first]] - nodes.begin[first] + nodes.worth[first])


def _forward(nodes: Nodes, pairs: Pairs, links: Links) -> _Sums:
    """The best until and with each pair."""
    count = len(pairs.first)
    plain, sharp = np.full(count, _NEVER), np.full(count, _NEVER)
    reached, reached_sharp = np.full(len(nodes.slot), _NEVER), np.full(len(nodes.slot), _NEVER)
    idle = np.zeros(nodes.slots + 1)
    slot = nodes.slot[pairs.second]
    bounds = _bounds(slot, nodes.slots)
    link_bounds = np.searchsorted(links.after, bounds)
    gain = pairs.worth + nodes.worth[pairs.second]
    for at in range(nodes.slots):
        low, high = bounds[at], bounds[at + 1]
        idle[at + 1] = idle[at]
        if low == high:
            continue
        first, second = pairs.first[low:high], pairs.second[low:high]
        turn = reached[first] - nodes.turn[first]
        own = np.maximum(idle[nodes.slot[first]] - nodes.begin[first] + nodes.worth[first], turn)
        own = np.maximum(own, reached_sharp[first] - nodes.again[first])
        some = slice(link_bounds[at], link_bounds[at + 1])
        np.maximum.at(own, links.after[some] - low, plain[links.before[some]] + links.worth[some])
        plain[low:high] = own = own + gain[low:high]
        sharp[low:high] = turn = turn + gain[low:high]
        np.maximum.at(reached, second, own)
        np.maximum.at(reached_sharp, second, turn)
        idle[at + 1] = max(idle[at], float(own.max()))
    return _Sums(plain, sharp, idle)


def _backward(nodes: Nodes, pairs: Pairs, links: Links) -> _Sums:
    """The best that follows each pair."""
    count = len(pairs.first)
    plain, sharp = np.zeros(count), np.zeros(count)
    leaving, leaving_sharp = np.full(len(nodes.slot), _NEVER), np.full(len(nodes.slot), _NEVER)
    idle = np.zeros(nodes.slots + 1)
    slot = nodes.slot[pairs.second]
    bounds = _bounds(slot, nodes.slots)
    gain = pairs.worth + nodes.worth[pairs.second]
    order = np.argsort(slot[links.before], kind="stable")
    before, after, worth = links.before[order], links.after[order], links.worth[order]
    link_bounds = _bounds(slot[before], nodes.slots)
    # What begins at a picture or later is known when all pairs that end after it are done.
    for at in range(nodes.slots - 1, -1, -1):
        idle[at] = max(idle[at], idle[at + 1])
        low, high = bounds[at], bounds[at + 1]
        if low == high:
            continue
        first, second = pairs.first[low:high], pairs.second[low:high]
        own = np.maximum(idle[at + 1], leaving_sharp[second] - nodes.turn[second])
        some = slice(link_bounds[at], link_bounds[at + 1])
        np.maximum.at(own, before[some] - low, worth[some] + gain[after[some]] + plain[after[some]])
        bent = np.maximum(own, leaving[second] - nodes.again[second])
        plain[low:high], sharp[low:high] = own, bent
        np.maximum.at(leaving, first, own + gain[low:high])
        np.maximum.at(leaving_sharp, first, bent + gain[low:high])
        begun = own + gain[low:high] - nodes.begin[first] + nodes.worth[first]
        np.maximum.at(idle, nodes.slot[first], begun)
    return _Sums(plain, sharp, idle)


def _trace(nodes: Nodes, pairs: Pairs, links: Links, sums: _Sums) -> tuple[Index, NDArray[np.bool_], Index]:
    """The candidates of the best ways, whether each is a turn, and the ways' numbers."""
    chosen, turned, way = list[int](), list[bool](), list[int]()
    slot = nodes.slot[pairs.second]
    bounds, by_second = _bounds(slot, nodes.slots), _bounds(pairs.second, len(nodes.slot))
    at, number = nodes.slots, 0
    while at > 0:
        if sums.idle[at] <= sums.idle[at - 1]:
            at -= 1
            continue
        pair = int(bounds[at - 1] + np.argmax(sums.plain[bounds[at - 1] : bounds[at]]))
        turn, bent = False, False
        while True:
            first = int(pairs.first[pair])
            chosen.append(int(pairs.second[pair]))
            turned.append(turn)
            way.append(number)
            low, high = np.searchsorted(links.after, [pair, pair + 1])
            into = slice(by_second[first], by_second[first + 1])
            smooth = sums.plain[links.before[low:high]] + links.worth[low:high]
            options = [
                float(sums.plain[into].max(initial=_NEVER) - nodes.turn[first]),
                float(smooth.max(initial=_NEVER)),
                float(sums.sharp[into].max(initial=_NEVER) - nodes.again[first]),
                float(sums.idle[nodes.slot[first]] - nodes.begin[first] + nodes.worth[first]),
            ]
            choice = 0 if bent else int(np.argmax(options))
            bent, turn = choice == 2, choice in {0, 2}
            if choice == 3:
                chosen.append(first)
                turned.append(False)
                way.append(number)
                at = int(nodes.slot[first])
                break
            if choice == 1:
                pair = int(links.before[low + int(np.argmax(smooth))])
            else:
                pair = int(into.start + int(np.argmax((sums.sharp if bent else sums.plain)[into])))
        number += 1
    ways = number - 1 - np.array(way[::-1], dtype=np.int64)
    return np.array(chosen[::-1], dtype=np.int64), np.array(turned[::-1], dtype=np.bool_), ways


def _margins(nodes: Nodes, pairs: Pairs, before: _Sums, after: _Sums, chosen: Index) -> Vector:
    """By how much the best ways through other candidates, or none, of the same picture are worse, shape (k,)."""
    through = np.maximum(before.plain + after.plain, before.sharp + after.sharp)
    first_slot, last_slot = nodes.slot[pairs.first], nodes.slot[pairs.second]
    best = np.full(len(nodes.slot), _NEVER)
    np.maximum.at(best, pairs.second, through)
    begun = before.idle[first_slot] - nodes.begin[pairs.first] + nodes.worth[pairs.first]
    np.maximum.at(best, pairs.first, begun + pairs.worth + nodes.worth[pairs.second] + after.plain)
    # The picture is passed over, or nothing is visible in it.
    none = before.idle[:-1] + after.idle[1:]
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
