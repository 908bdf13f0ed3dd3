"""Chains of contacts: which belong to one rally, and which are bounces, taps and throws in between.

Every contact either belongs to a rally or not. A rally is a chain of contacts: what its links weigh says how much
better two contacts are explained by one shuttle that is hit to and fro than by chance. The heaviest set of chains is
found by dynamic programming; weights are logarithms of likelihood ratios.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.serves import ServeEvidence, UnseenServe, movement, unseen_serve
from modal_app.pipeline.events.sides import side_of

# Time between two hits: a gamma distribution with mode at 1 s, from 0.3 s at the net to 2.5 s after a high serve.
# Shape and scale in seconds; of hits that follow with one or two missed between, the sum of as many such times.
_SHAPE, _SCALE = 6.0, 0.2
# How often no, one, two and more hits in a row are missed.
_MISSED = (0.86, 0.1, 0.025, 0.006, 0.0015, 0.0004, 0.0001)
# Between rallies something that looks like a contact comes about once in three seconds; in rallies, something false
# does so as often.
_CHANCE_RATE = 0.3
_FALSE = log(0.3)
# Longest time between two hits that are told, seconds, and most contacts in between that are false.
_LONGEST_LINK, _MOST_FALSE = 9.0, 4
# A hitter's side is right so often even where the contact is sure of it.
_SIDE_RIGHT = 0.97
# Shares of pictures that show the shuttle between two contacts, and what each weighs: between two hits of a rally few
# are without it, at other times most.
_COVERED, _COVERED_WEIGHTS = (0.0, 0.1, 0.3, 0.5, 0.8), (-2.8, -2.0, -1.0, 0.5, 1.6)
# It leaves the picture where it is seen in this part of its height from the top: then it says little that it is not
# seen.
_TOP, _ABOVE = 0.1, -0.3
# One in so many contacts between rallies begins one; how often its serve is missed, and that a rally is on already
# when a shot begins.
_BEGIN = log(0.08)
_SERVE_SEEN = log(0.85)
_SERVE_MISSED = log(0.15)
_SERVE_UNKNOWN = log(0.15 * 0.25)
_UNDER_WAY = log(0.4)
# After the last hit, the shuttle comes down, is fetched and brought back, and everybody lines up: a logarithmic normal
# distribution of the time until the next serve. Longer pauses say nothing. Seconds, and what weighs most.
_PAUSE, _PAUSE_SPREAD, _LEAST_PAUSE = 12.0, 0.5, -8.0
# A rally ends with any of its strokes so often.
_ENDS = 0.12
# The shuttle is seen to fly after so many of a rally's last hits, and of other contacts; and comes down at somebody
# else's body, not at the feet, after so many: who catches it. Seconds of flight after a hit that are looked at.
_FLIES_ON, _STAYS = (0.9, 0.5), (0.1, 0.5)
_CAUGHT, _NOT_CAUGHT = (0.2, 0.7), (0.8, 0.3)
_AFTER = (0.03, 0.43)
_LEAST_AFTER = 0.3
# Around a player's box, parts of its height; lower than the second part of it is the floor.
_AROUND, _LOWEST = 0.12, 0.2
# A shot that began so long before the first contact, seconds, began with the rally under way.
_JUST_BEGUN = 2.5
# Between rallies, rackets touch shuttles, too: that a contact is sure speaks little for a rally, that it is doubtful
# speaks against one. One that somebody has put there is part of one.
_LEAST_CONTACT, _MOST_CONTACT, _CERTAIN = -2.5, 1.0, 5.0
# Hits tell of how everybody moves so long before and after them, seconds.
_SETTLED = 0.9
# No flight lasts longer, seconds.
LONGEST_FLIGHT = 2.6


@dataclass(frozen=True)
class Chain:
    """The contacts of one rally, numbers in the order of time; false ones in between are left out."""

    contacts: tuple[int, ...]
    # Logarithm of how much likelier a rally is than chance.
    weight: float
    # Whether the first contact is the serve; else the serve as the players tell it, where they do.
    served: bool
    unseen: UnseenServe | None


def best_chains(
    scene: Scene,
    contacts: Sequence[Contact],
    serves: Sequence[ServeEvidence],
    sides: list[list[int]],
    certain: frozenset[int],
) -> list[Chain]:
    """The heaviest set of chains, in order of time; arguments as of `find_rallies`."""
    return _Chains(scene, contacts, serves, sides, certain).best()


@dataclass(frozen=True, order=True)
class _Step:
    """The best chains that end with a contact."""

    total: float
    # The contact before in the chain; where the chain begins, the last one of the chain before, or -1.
    before: int
    begins: bool = False
    # Whether it begins with its serve; else whether that is told by the players.
    served: bool = False
    told: bool = False


_NO_STEP = _Step(-np.inf, -1, begins=True)


class _Chains:
    """The heaviest set of chains."""

    def __init__(
        self,
        scene: Scene,
        contacts: Sequence[Contact],
        serves: Sequence[ServeEvidence],
        sides: list[list[int]],
        certain: frozenset[int],
    ) -> None:
        self._scene, self._contacts, self._serves, self._sides = scene, contacts, serves, sides
        self._certain = certain
        self._guesses: dict[int, UnseenServe | None] = {}

    def best(self) -> list[Chain]:
        """Find it."""
        steps: list[_Step] = []
        # Weight of the best chains if the last ends with each contact.
        ended: list[float] = []
        # Up to each contact, the last one of the heaviest chains; -1 for none at all.
        heaviest = [-1]
        for at in range(len(self._contacts)):
            step = _NO_STEP
            if self._scene.stretch(self._contacts[at].time) is not None:
                own = self._weight(at)
                step = self._begun(at, ended, heaviest, own)
                for earlier in range(at - 1, max(-1, at - 2 - _MOST_FALSE), -1):
                    if self._contacts[at].time - self._contacts[earlier].time > _LONGEST_LINK:
                        break
                    linked = steps[earlier].total + self._link(earlier, at) + own
                    if linked > step.total:
                        step = _Step(linked, earlier)
            steps.append(step)
            ended.append(step.total + _closing(self._scene, self._contacts[at]))
            best = heaviest[-1]
            heaviest.append(at if ended[at] > (ended[best] if best >= 0 else 0.0) else best)
        return self._traced(steps, ended, heaviest[-1])

    def _begun(self, at: int, ended: list[float], heaviest: list[int], own: float) -> _Step:
        """The best chains of which the last begins with this contact."""
        begun = self._beginning(at)
        earlier, time = at - 1, self._contacts[at].time
        before, best = -1, -np.inf
        while earlier >= 0 and time - self._contacts[earlier].time < _PAUSE:
            total = ended[earlier] + _paused(time - self._contacts[earlier].time)
            if total > best:
                before, best = earlier, total
            earlier -= 1
        last = heaviest[earlier + 1]
        total = 0.0 if last < 0 else ended[last]
        if total > best:
            before, best = last, total
        return replace(begun, total=best + begun.total + own + log(_ENDS), before=before)

    def _traced(self, steps: list[_Step], ended: list[float], last: int) -> list[Chain]:
        chains = []
        while last >= 0:
            chain = [last]
            while not steps[chain[-1]].begins:
                chain.append(steps[chain[-1]].before)
            first = steps[chain[-1]]
            before = 0.0 if first.before < 0 else ended[first.before]
            unseen = self._unseen(chain[-1]) if first.told else None
            chains.append(Chain(tuple(reversed(chain)), ended[last] - before, first.served, unseen))
            last = first.before
        return chains[::-1]

    def _weight(self, at: int) -> float:
        if at in self._certain:
            return _CERTAIN
        sure = min(0.99, max(0.01, self._contacts[at].confidence))
        return max(_LEAST_CONTACT, min(_MOST_CONTACT, log(sure / (1 - sure))))

    def _beginning(self, at: int) -> _Step:
        """What it weighs that a rally begins with this contact: as its serve, or after it."""
        time = self._contacts[at].time
        stretch = self._scene.stretch(time)
        under_way = stretch is not None and time - stretch[0] < _JUST_BEGUN
        unknown = max(_SERVE_UNKNOWN, _UNDER_WAY) if under_way else _SERVE_UNKNOWN
        unseen = self._unseen(at)
        ways = [
            _Step(_SERVE_SEEN + self._serves[at].weight, -1, begins=True, served=True),
            _Step(unknown, -1, begins=True),
        ]
        if unseen is not None:
            ways.append(_Step(_SERVE_MISSED + unseen.evidence.weight, -1, begins=True, told=True))
        best = max(ways)
        return replace(best, total=best.total + _BEGIN)

    def _unseen(self, at: int) -> UnseenServe | None:
        if at not in self._guesses:
            self._guesses[at] = unseen_serve(self._scene, self._sides, self._contacts[at])
        return self._guesses[at]

    def _link(self, one: int, other: int) -> float:
        """What it weighs that two contacts follow each other in a rally."""
        first, last = self._contacts[one], self._contacts[other]
        gap = last.time - first.time
        if gap <= 0 or not self._scene.joined(first.time, last.time):
            return -np.inf
        opposite = self._opposite(first, last)
        played = sum(
            share * _gamma(gap, _SHAPE * (missed + 1)) * (opposite if missed % 2 == 0 else 1 - opposite)
            for missed, share in enumerate(_MISSED)
        )
        by_chance = 0.5 * _CHANCE_RATE * exp(-_CHANCE_RATE * gap)
        covered = self._covered(first.time, last.time)
        false = sum(_FALSE - max(0.0, self._weight(between)) for between in range(one + 1, other))
        likelier = log(max(1e-12, (1 - _ENDS) * played / by_chance))
        return likelier + covered + false + self._serves[other].playing + self._between(first.time, last.time)

    def _between(self, start: float, end: float) -> float:
        """What it weighs how everybody moves in a long time without a hit."""
        start, end = start + _SETTLED, end - _SETTLED
        return movement(self._scene, start, end)[1] if end - start > _SETTLED else 0.0

    def _covered(self, start: float, end: float) -> float:
        """What it weighs how much of the time between two contacts the shuttle is seen."""
        covered = float(np.interp(self._scene.coverage(start, end), _COVERED, _COVERED_WEIGHTS))
        path = self._scene.shuttle_path(start, end)
        if covered < _ABOVE and len(path) and path[:, 2].min() < _TOP * self._scene.size[1]:
            return _ABOVE
        return covered

    def _opposite(self, first: Contact, last: Contact) -> float:
        """Probability that two contacts are of opposite sides."""
        one, other = side_of(self._sides, first.player), side_of(self._sides, last.player)
        if one is None or other is None:
            return 0.5
        right, also = ((1 + contact.player_confidence) / 2 * _SIDE_RIGHT for contact in (first, last))
        agree = right * also + (1 - right) * (1 - also)
        return agree if one != other else 1 - agree


def _closing(scene: Scene, contact: Contact) -> float:
    """What it weighs that a rally ends with a contact: the shuttle flies on, and nobody catches it."""
    begin, end = (contact.time + after for after in _AFTER)
    if scene.stretch(end) is None:
        return 0.0
    if scene.coverage(begin, end) < _LEAST_AFTER:
        return log(_STAYS[0] / _STAYS[1])
    weight = log(_FLIES_ON[0] / _FLIES_ON[1])
    until = scene.flown_until(begin, contact.time + LONGEST_FLIGHT)
    if until is None or not scene.poses:
        return weight
    place = scene.shuttle_path(until - 1e-6, until + 1e-6)[-1, 1:]
    caught = any(
        _at_body(own.boxes[row], place)
        for player, own in scene.poses.items()
        if player != contact.player and (row := own.nearest(until)) is not None
    )
    chances = _CAUGHT if caught else _NOT_CAUGHT
    return weight + log(chances[0] / chances[1])


def _at_body(box: NDArray[np.float32], place: NDArray[np.float64]) -> bool:
    """Whether a place in the picture is at somebody's body or arms, not at the feet."""
    left, top, right, bottom = box.tolist()
    around = _AROUND * (bottom - top)
    x, y = place.tolist()
    beside, above = left - around <= x <= right + around, top - around <= y
    return bool(beside and above and y <= bottom - _LOWEST * (bottom - top))


def _paused(seconds: float) -> float:
    """What it weighs that so little time passes between the last hit of a rally and the next serve."""
    return max(_LEAST_PAUSE, -0.5 * (log(max(seconds, 1e-3) / _PAUSE) / _PAUSE_SPREAD) ** 2)


def _gamma(value: float, shape: float) -> float:
    """Density of a gamma distribution of this shape."""
    return exp((shape - 1) * log(value / _SCALE) - value / _SCALE - lgamma(shape)) / _SCALE
