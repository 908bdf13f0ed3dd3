"""From the shuttle's track and the players to what happened in the match.

Needs no video and no model: everything is read again in a moment after a correction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import EVENTS_VERSION, MAX_HITS, MAX_RALLIES
from modal_app.contract.models import Edits, EndChange, Events, EventsSummary, ResultNote, Side
from modal_app.pipeline.events.contacts import find_contacts
from modal_app.pipeline.events.corrections import SaidContact, correct_contacts
from modal_app.pipeline.events.highlights import choose_highlights
from modal_app.pipeline.events.match import Reading, read_rallies
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.sides import tell_sides
from modal_app.pipeline.events.written import write_hits, write_rallies

# Where so much of the track has a second shuttle beside it, people are told.
_SEVERAL = 0.1


@dataclass(frozen=True)
class MatchEvents:
    """What happened in a match."""

    events: Events
    # None where the shuttle could not be followed.
    summary: EventsSummary | None
    # Where the points of the track are in space, metres, world frame, shape (k, 3); NaN where unknown.
    space: NDArray[np.float64]
    notes: list[ResultNote]


def read_match(scene: Scene, changes: Sequence[EndChange], edits: Edits) -> MatchEvents:
    """Tell hits, strokes, rallies, points and highlights.

    Args:
        scene: The shuttle's track, k points, the players and the court.
        changes: When the players changed ends.
        edits: What people corrected.
    """
    sides = tell_sides(scene)
    contacts = find_contacts(
        scene.track, scene.poses, scene.seconds, scene.size, scene.timeline, scene.measured, scene.times.repeated
    )
    machine = read_rallies(scene, sides, [SaidContact(one, number) for number, one in enumerate(contacts)], changes)
    reading, unused = machine, False
    if edits.hits or edits.rallies:
        shown = frozenset(hit.said.machine for hit in machine.hits if hit.said.machine is not None)
        corrected, unused = correct_contacts(scene, contacts, shown, edits.hits)
        reading = read_rallies(scene, sides, corrected, changes, edits.rallies, machine)
        unused |= reading.unused
    hits = write_hits(reading, contacts, machine)[:MAX_HITS]
    rallies = [
        rally for rally in write_rallies(reading, machine)[:MAX_RALLIES] if rally.first_hit + rally.hits <= MAX_HITS
    ]
    events = Events(
        version=EVENTS_VERSION,
        sides=[Side(ids) for ids in sides],
        hits=hits,
        rallies=rallies,
        highlights=choose_highlights(scene, hits, rallies),
    )
    followed = bool(len(scene.track)) or bool(rallies)
    return MatchEvents(
        events,
        _summary(scene, events) if followed else None,
        _space(reading, len(scene.track)),
        _notes(scene, events, unused=unused),
    )


def _space(reading: Reading, points: int) -> NDArray[np.float64]:
    space = np.full((points, 3), np.nan)
    for flight in reading.flights:
        space[flight.rows] = flight.places
    return space


def _summary(scene: Scene, events: Events) -> EventsSummary:
    frames = seen = 0
    new, shown = scene.seconds[~scene.times.repeated], scene.shuttle_seconds[scene.track.seen]
    for rally in events.rallies:
        frames += int(np.diff(np.searchsorted(new, [rally.start, rally.end]))[0])
        seen += int(np.diff(np.searchsorted(shown, [rally.start, rally.end]))[0])
    return EventsSummary(
        rallies=len(events.rallies),
        hits=len(events.hits),
        highlights=len(events.highlights),
        play_seconds=round(sum(rally.end - rally.start for rally in events.rallies), 2),
        shuttle_seen=round(min(1.0, seen / frames), 3) if frames else 0.0,
    )


def _notes(scene: Scene, events: Events, *, unused: bool) -> list[ResultNote]:
    notes = []
    if not len(scene.track):
        notes.append(ResultNote.no_shuttle)
    elif not events.rallies:
        notes.append(ResultNote.no_rallies)
    if scene.track.several > _SEVERAL:
        notes.append(ResultNote.several_shuttles)
    if unused:
        notes.append(ResultNote.correction_unused)
    return notes
