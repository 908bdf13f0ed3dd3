"""Chooses the players of a video and keeps them apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import EndChange, ResultNote, Swap
from modal_app.pipeline.players import joining, moving
from modal_app.pipeline.players.assignment import Assignment, Person, Piece, in_order, swap
from modal_app.pipeline.players.floor import CourtTimeline
from modal_app.pipeline.players.on_court import PlayersOnCourt
from modal_app.pipeline.tracklets import Tracklet


@dataclass(frozen=True)
class Chosen:
    """The players of a video."""

    # Player 1 first; at most MAX_PLAYERS.
    people: list[Person]
    end_changes: list[EndChange] = field(default_factory=list)
    notes: list[ResultNote] = field(default_factory=list)

    @property
    def assignment(self) -> Assignment:
        """Tells the player of each detection."""
        return Assignment(self.people)


def choose_players(
    tracklets: list[Tracklet], timeline: CourtTimeline | None, times: NDArray[np.float64], swaps: Sequence[Swap]
) -> Chosen:
    """Say who plays, and who is who.

    Args:
        tracklets: Everybody who was followed.
        timeline: How each frame shows the court; None where no frame does.
        times: Time of each frame, seconds, rising.
        swaps: Corrections by people, as they were made.
    """
    chosen = _with_court(tracklets, timeline) if timeline is not None else None
    if chosen is None:
        chosen = _without_court(tracklets, times)
    return Chosen(swap(chosen.people, swaps, times), chosen.end_changes, chosen.notes)


def _with_court(tracklets: list[Tracklet], timeline: CourtTimeline) -> Chosen | None:
    """Those who play on the court; None where nobody does."""
    found = PlayersOnCourt(tracklets, timeline)
    return Chosen(found.people, found.end_changes, found.notes) if found.people else None


def _without_court(tracklets: list[Tracklet], times: NDArray[np.float64]) -> Chosen:
    followed = moving.choose(joining.join(tracklets), float(times[-1] - times[0]))
    people = [
        Person(in_order([Piece(t.number, t.first_frame, t.last_frame + 1) for t in person.tracklets]))
        for person in followed
    ]
    return Chosen(people, notes=[ResultNote.one_player] if len(people) == 1 else [])
