"""The players of a court that is known, by where people stood on it."""

import numpy as np

from modal_app.contract.models import ResultNote
from modal_app.pipeline.players.assignment import Person, Piece, in_order
from modal_app.pipeline.players.ends import Ends
from modal_app.pipeline.players.floor import CourtTimeline, Values, floor_paths
from modal_app.pipeline.players.headcount import count_heads
from modal_app.pipeline.players.identity import Named, name
from modal_app.pipeline.players.looks import shirt
from modal_app.pipeline.players.relevant import relevant
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
        paths = relevant(floor_paths(tracklets, timeline))
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
        ends = Ends(self._stints, named)
        self.end_changes = ends.changes
        # Player 1 first.
        self.people = [self._person(members[player], named.shares[:, player], named, ends.sure) for player in chosen]

    @property
    def notes(self) -> list[ResultNote]:
        """What a viewer should know."""
        notes = {ResultNote.one_player: len(self.people) == 1, ResultNote.crowded_court: self._crowded}
        return [note for note, holds in notes.items() if holds]

    def _person(self, own: list[int], shares: Values, named: Named, ends_sure: float) -> Person:
        mine = [self._stints[index] for index in own]
        # Of the players that a stint may show; that it shows one of them is not the question.
        sure = shares[own] / np.maximum(1e-9, named.shares[own].sum(axis=1))
        telling = np.array([stint.inside >= _TELLING for stint in mine])
        identity = float((sure[telling] if telling.any() else sure).min()) * ends_sure
        pieces = in_order([Piece(stint.tracklet, stint.first, stint.end) for stint in mine])
        return Person(pieces, identity=round(identity, 3), shirt=shirt(mine))


def _rank(stint: Stint, start: float) -> tuple[float, bool, float]:
    late = stint.entry.time - start
    return (0.0 if late < _TOGETHER else late, stint.far, stint.entry.place[0])
