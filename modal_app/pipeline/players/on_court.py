"""The players of a court that is known, by where people stood on it."""

from itertools import pairwise

import numpy as np

from modal_app.contract.models import EndChange, ResultNote
from modal_app.pipeline.players.assignment import Person, Piece, in_order
from modal_app.pipeline.players.floor import CourtTimeline, floor_paths
from modal_app.pipeline.players.headcount import count_heads
from modal_app.pipeline.players.identity import Named, name
from modal_app.pipeline.players.looks import shirt
from modal_app.pipeline.players.stints import Stint, stints
from modal_app.pipeline.tracklets import Tracklet

# A player is on the court for at least this part of the time of the one who is there longest.
_LEAST_PART = 0.1
# Players who appear within a second of each other appear together: the near one is first then.
_TOGETHER = 1.0
# Stints that are shorter, seconds, do not bear on how sure an identity is.
_TELLING = 1.0


class PlayersOnCourt:
    """The players, and what is told of them."""

    def __init__(self, tracklets: list[Tracklet], timeline: CourtTimeline) -> None:
        paths = floor_paths(tracklets, timeline)
        heads = count_heads(paths)
        self._stints = stints(paths)
        self._crowded = heads.crowded
        named = name(self._stints, heads.team_size)
        members = [np.flatnonzero(named.players == player).tolist() for player in range(2 * heads.team_size)]
        on_court = [sum(self._stints[index].inside for index in own) for own in members]
        longest = max(on_court, default=0.0)
        chosen = [
            player for player, seconds in enumerate(on_court) if members[player] and seconds >= _LEAST_PART * longest
        ]
        firsts = {player: self._stints[members[player][0]] for player in chosen}
        start = min((stint.entry.time for stint in firsts.values()), default=0.0)
        chosen.sort(key=lambda player: _rank(firsts[player], start))
        # Player 1 first.
        self.people = [self._person(members[player], player, named) for player in chosen]
        self.end_changes = self._end_changes(named)

    @property
    def notes(self) -> list[ResultNote]:
        """What a viewer should know."""
        notes = {ResultNote.one_player: len(self.people) == 1, ResultNote.crowded_court: self._crowded}
        return [note for note, holds in notes.items() if holds]

    def _person(self, own: list[int], player: int, named: Named) -> Person:
        mine = [self._stints[index] for index in own]
        shares = named.shares[own]
        sure = shares[:, player] / np.maximum(1e-9, shares.sum(axis=1))
        telling = np.array([stint.inside >= _TELLING for stint in mine])
        identity = float((sure[telling] if telling.any() else sure).min())
        pieces = in_order([Piece(stint.tracklet, stint.first, stint.end) for stint in mine])
        return Person(pieces, identity=round(identity, 3), shirt=shirt(mine))

    def _end_changes(self, named: Named) -> list[EndChange]:
        """When the other team came to be near, and how sure it is that it was the other one, before and after."""
        weights = np.array([stint.inside for stint in self._stints])
        if not self._stints:
            return []
        starts = (np.flatnonzero(np.diff(named.near)) + 1).tolist()
        sure = [
            float(np.average(named.near_share[low:high], weights=weights[low:high] + 1e-6))
            for low, high in pairwise([0, *starts, len(weights)])
        ]
        return [
            EndChange(at=self._stints[start].entry.time, confidence=min(1.0, before, after))
            for start, (before, after) in zip(starts, pairwise(sure), strict=True)
        ]


def _rank(stint: Stint, start: float) -> tuple[float, bool, float]:
    late = stint.entry.time - start
    return (0.0 if late < _TOGETHER else late, stint.far, stint.entry.place[0])
