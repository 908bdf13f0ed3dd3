"""Changes of ends: when they were, how sure that is, and where one may have been missed.

Where a player was followed from one end to the other there is nothing to doubt. Over a cut or a break in which nobody
was followed, the clothes of those on each half before and after it tell, as a whole: everybody changes, or nobody does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from scipy.optimize import linear_sum_assignment

from modal_app.contract.models import EndChange
from modal_app.pipeline.players.costs import LONGEST_CARRY, change_of_ends
from modal_app.pipeline.players.floor import Values
from modal_app.pipeline.players.identity import Named
from modal_app.pipeline.players.lattice import NOBODY
from modal_app.pipeline.players.looks import Look, Sight, colour_sums, from_sums, likeness, sight
from modal_app.pipeline.players.stints import Stint

# Nobody changes ends in less, seconds.
_BREAK = 5.0
# As many as the results may hold.
_MOST_CHANGES = 50
# A stint on the court for so long, seconds, is play.
_PLAY = 1.0


@dataclass(frozen=True)
class _Break:
    """The stint with which play goes on, seconds without play before it, and whether another shot began."""

    index: int
    quiet: float
    cut: bool


class Ends:
    """Judges the breaks of a video."""

    def __init__(self, stints: Sequence[Stint], named: Named) -> None:
        self._stints, self._named = stints, named
        self._sums = self._running_sums()
        self._toggles = (np.flatnonzero(np.diff(named.near)) + 1).tolist() if len(stints) else []
        changes: list[EndChange] = []
        # Probability that none of them is wrong, and that none is missing.
        self.sure = 1.0
        breaks = {found.index: found for found in self._breaks()}
        for index in self._toggles:
            found = breaks.pop(index, None)
            by_clothes = None if found is None or self._followed(index) else self._changed(found)
            confidence = self._by_motion(index) if by_clothes is None else by_clothes
            changes.append(EndChange(at=stints[index].entry.time, confidence=round(min(1.0, confidence), 3)))
            self.sure *= confidence
        for found in breaks.values():
            if not self._followed(found.index):
                self.sure *= 1 - self._changed(found)
        surest = sorted(changes, key=lambda change: -change.confidence)[:_MOST_CHANGES]
        # The changes of ends, in order of time.
        self.changes = sorted(surest, key=lambda change: change.at)

    def _breaks(self) -> list[_Break]:
        """Where play went on after a pause, or in another shot."""
        found: list[_Break] = []
        until, shot = None, -1
        for index, stint in enumerate(self._stints):
            if self._named.players[index] == NOBODY or stint.inside < _PLAY:
                continue
            if until is not None and (stint.entry.time - until >= _BREAK or stint.shot != shot):
                found.append(_Break(index, stint.entry.time - until, stint.shot != shot))
            until, shot = max(until or 0.0, stint.leave.time), stint.shot
        return found

    def _followed(self, index: int) -> bool:
        """Whether the tracker kept one of the players from before a stint to it or later."""
        players = self._named.players
        for player in range(int(players.max()) + 1):
            own = np.flatnonzero(players == player)
            at = int(np.searchsorted(own, index))
            if 0 < at < len(own):
                before, after = self._stints[own[at - 1]], self._stints[own[at]]
                waited = after.entry.time - before.leave.time
                if before.tracklet == after.tracklet and waited <= LONGEST_CARRY:
                    return True
        return False

    def _by_motion(self, index: int) -> float:
        """How sure the search was which team was near, before and after a stint."""
        low, high = self._stretch(index)
        weights = np.array([stint.inside + 1e-6 for stint in self._stints[low:high]])
        shares = self._named.near_share[low:high]
        parts = (slice(0, index - low), slice(index - low, high - low))
        return float(min(np.average(shares[part], weights=weights[part]) for part in parts))

    def _changed(self, found: _Break) -> float:
        """Probability that ends were changed in a break, by everybody's clothes before and after it."""
        low, high = self._stretch(found.index)
        before, after = self._sums[found.index] - self._sums[low], self._sums[high] - self._sums[found.index]
        stayed = sum(_matched(_sights(before, half), _sights(after, half)) for half in range(2))
        changed = sum(_matched(_sights(before, half), _sights(after, 1 - half)) for half in range(2))
        cost = change_of_ends(found.quiet, cut=found.cut)
        odds = changed - stayed - cost - np.log1p(-exp(-cost))
        return float(1 / (1 + np.exp(-np.clip(odds, -50, 50))))

    def _stretch(self, index: int) -> tuple[int, int]:
        """The stints from the change of ends before to the one after a stint."""
        low = max((toggle for toggle in self._toggles if toggle < index), default=0)
        return low, min((toggle for toggle in self._toggles if toggle > index), default=len(self._stints))

    def _running_sums(self) -> Values:
        """Colours seen before each stint, by player and half: sums as of `colour_sums`, (n + 1, players, 2, 2, 4)."""
        players = self._named.players
        count = self._named.shares.shape[1]
        seen = np.zeros((len(self._stints) + 1, count, 2, 2, 4))
        for index, (stint, player) in enumerate(zip(self._stints, players.tolist(), strict=True)):
            near_team = self._named.near[index] == player // max(1, count // 2)
            if player != NOBODY and near_team != stint.far:
                seen[index + 1, player, int(stint.far)] = colour_sums(sight(stint))
        return np.cumsum(seen, axis=0)


def _sights(sums: Values, half: int) -> list[Sight]:
    """What was seen of each player on a half; those who were not there are left out."""
    return [Sight(bool(half), from_sums(own[half])) for own in sums if own[half, :, 3].any()]


def _matched(before: list[Sight], after: list[Sight]) -> float:
    """How well those seen after are those seen before, each at most one: logarithm of the likelihood ratio."""
    if not before or not after:
        return 0.0
    fits = np.array([[likeness(Look().after(one), other) for other in after] for one in before])
    rows, columns = linear_sum_assignment(fits, maximize=True)
    return float(fits[rows, columns].sum())
