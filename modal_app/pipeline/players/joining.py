"""Tracklets joined into people, across occlusions, absences and cuts, where no court is known."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.tracklets import Tracklet

Place = NDArray[np.float32]
Colours = NDArray[np.float32]

# Short gaps: where the person would be now is known.
_SHORT_GAP = 2.5
# Error of the predicted place that is allowed at once, and per second of gap, in body heights.
_REACH = 0.6
_REACH_SPEED = 1.8
# The speed seen before a gap is believed for so long, seconds.
_COAST = 0.4
# Long gaps: the usual place must agree, in body heights; across the picture people move more than into it.
_USUAL_X = 3.0
_USUAL_Y = 0.8
# Ratio of heights above which two stretches show two people.
_HEIGHT_RATIO = 1.5
# Distance of colours (CIE L*a*b*, lightness at half weight) that is as telling as the whole allowed reach.
_COLOUR_SCALE = 45.0
_MAX_COST = 1.6
# Two stretches of one person may overlap by so many seconds: the tracker keeps both for a moment.
_OVERLAP = 0.2
# Tracklets shorter than this are noise.
_MIN_SECONDS = 0.3
# More different people than this are a crowd, in which the rest does not matter.
_MAX_GROUPS = 200


@dataclass(frozen=True)
class Followed:
    """Somebody who was followed, possibly with interruptions. Tracklets in order of time."""

    tracklets: tuple[Tracklet, ...]

    @property
    def seconds(self) -> float:
        """Time in which the person was followed."""
        return sum(tracklet.last_time - tracklet.first_time for tracklet in self.tracklets)

    @property
    def samples(self) -> NDArray[np.float32]:
        """Path at about 5 Hz, shape (n, 6): see tracklets.SAMPLE."""
        return np.concatenate([tracklet.samples for tracklet in self.tracklets])

    @property
    def colours(self) -> NDArray[np.float32]:
        """Usual colours of upper and lower body, shape (2, 3), 0 where never seen."""
        seen = np.concatenate([tracklet.colours for tracklet in self.tracklets])
        return np.stack([_usual(seen[:, part]) for part in range(2)])

    def spans(self) -> Iterator[tuple[float, float]]:
        """Start and end of each tracklet, seconds."""
        for tracklet in self.tracklets:
            yield tracklet.first_time, tracklet.last_time


def join(tracklets: list[Tracklet]) -> list[Followed]:
    """People from tracklets: first over short gaps by motion, then over long ones by usual place and clothes."""
    long_enough = [t for t in tracklets if t.last_time - t.first_time >= _MIN_SECONDS]
    people = _group(_link(long_enough))
    return sorted(people, key=lambda person: (person.tracklets[0].first_time, person.tracklets[0].number))


def _link(tracklets: list[Tracklet]) -> list[Followed]:
    """Chains over short gaps: the cheapest links first, each tracklet with one follower at most."""
    ordered = sorted(tracklets, key=lambda tracklet: tracklet.first_time)
    starts = [tracklet.first_time for tracklet in ordered]
    links: list[tuple[float, int, int]] = []
    for before, tracklet in enumerate(ordered):
        first = bisect_left(starts, tracklet.last_time - _OVERLAP)
        last = bisect_right(starts, tracklet.last_time + _SHORT_GAP)
        links += [
            (_link_cost(tracklet, ordered[after]), before, after) for after in range(first, last) if after > before
        ]
    follower: dict[int, int] = {}
    led: set[int] = set()
    for cost, before, after in sorted(links):
        if cost <= _MAX_COST and before not in follower and after not in led:
            follower[before] = after
            led.add(after)
    chains = []
    for head in range(len(ordered)):
        if head not in led:
            chain, at = [ordered[head]], head
            while at in follower:
                at = follower[at]
                chain.append(ordered[at])
            chains.append(Followed(tuple(chain)))
    return chains


def _link_cost(before: Tracklet, after: Tracklet) -> float:
    """How unlikely it is that one person vanished where the other appeared; infinite when it cannot be."""
    end, start = before.end_state(), after.start_state()
    if before.shot != after.shot or max(end[2], start[2]) / min(end[2], start[2]) > _HEIGHT_RATIO:
        return float("inf")
    wait = max(0.0, after.first_time - before.last_time)
    miss = float(np.hypot(*(end[:2] + end[3:] * min(wait, _COAST) - start[:2])) / ((end[2] + start[2]) / 2))
    return miss / float(_REACH + _REACH_SPEED * wait) + _colour_cost(_colours(before), _colours(after))


class _Group:
    """People who may be one, led by the one who was seen longest."""

    def __init__(self, person: Followed) -> None:
        self.members = [person]
        self._look = _look(person)
        self._spans = np.array(list(person.spans()))

    def cost(self, person: Followed, look: tuple[Place, Colours]) -> float:
        """How unlikely it is that somebody belongs to the group; infinite when it cannot be."""
        (here, colours), (there, other_colours) = self._look, look
        if max(here[2], there[2]) / min(here[2], there[2]) > _HEIGHT_RATIO or self._overlaps(person):
            return float("inf")
        away = np.abs(here[:2] - there[:2]) / ((here[2] + there[2]) / 2)
        return float(np.hypot(away[0] / _USUAL_X, away[1] / _USUAL_Y)) + _colour_cost(colours, other_colours)

    def _overlaps(self, person: Followed) -> bool:
        return any(
            bool(np.any(np.minimum(self._spans[:, 1], end) - np.maximum(self._spans[:, 0], start) > _OVERLAP))
            for start, end in person.spans()
        )

    def add(self, person: Followed) -> None:
        """Take somebody in."""
        self.members.append(person)
        self._spans = np.concatenate([self._spans, np.array(list(person.spans()))])


def _group(chains: list[Followed]) -> list[Followed]:
    """People over long gaps: each chain, longest first, joins the likeliest group or leads its own."""
    groups: list[_Group] = []
    for person in sorted(chains, key=lambda chain: chain.seconds, reverse=True):
        look = _look(person)
        costs = [group.cost(person, look) for group in groups]
        best = int(np.argmin(costs)) if costs else -1
        if costs and costs[best] <= _MAX_COST:
            groups[best].add(person)
        elif len(groups) < _MAX_GROUPS:
            groups.append(_Group(person))
    return [
        Followed(tuple(sorted((t for p in group.members for t in p.tracklets), key=lambda t: t.first_time)))
        for group in groups
    ]


def _look(person: Followed) -> tuple[Place, Colours]:
    """Median foot point and height, shape (3,), and the usual colours."""
    return np.median(person.samples[:, 1:4], axis=0), person.colours


def _colours(tracklet: Tracklet) -> Colours:
    """Usual colours of upper and lower body, shape (2, 3), 0 where never seen."""
    seen = tracklet.colours
    return np.stack([_usual(seen[:, part]) for part in range(2)])


def _usual(colours: Colours) -> Colours:
    known = colours[colours.any(axis=1)]
    return np.median(known, axis=0).astype(np.float32) if len(known) else np.zeros(3, np.float32)


def _colour_cost(one: Colours, other: Colours) -> float:
    difference = one - other
    known = one.any(axis=1) & other.any(axis=1)
    if not known.any():
        return 0.5
    difference[:, 0] *= 0.5
    return float(np.linalg.norm(difference[known], axis=1).mean()) / _COLOUR_SCALE
