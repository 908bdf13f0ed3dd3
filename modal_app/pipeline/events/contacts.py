"""Contacts: the moments at which a racket turned the shuttle's flight.

Every turn of the track, and every place where it begins or ends, may be a contact of every player. Each of these is
weighed by how the flight turns, how near a wrist is, and how that swings (`evidence.py`). The likeliest row of them,
in which sides hit by turns, is found by dynamic programming (`sequence.py`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.evidence import Candidate, weigh
from modal_app.pipeline.events.hitters import Halves
from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.events.sequence import Chosen, choose
from modal_app.pipeline.events.steady import Steady
from modal_app.pipeline.events.swings import find_swings
from modal_app.pipeline.events.turns import find_turns
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline

# Candidates that nothing could make part of a row are left out, logarithm of a likelihood ratio.
_HOPELESS = -6.0
# Times that are closer are told of one contact, seconds.
_ONE = 0.12


@dataclass(frozen=True)
class Contact:
    """One hit."""

    # Number of the frame nearest to it, and its time, seconds, between frames as the flights tell it.
    frame: int
    time: float
    # That there was one, 0 to 1.
    confidence: float
    # Whether the shuttle's flight was seen to turn; else only the arm tells of it.
    supported: bool
    # Whose it was; None where nobody can be told.
    player: int | None
    player_confidence: float
    # Where it was in the picture, pixels, shape (2,).
    place: NDArray[np.float64]
    # Standard deviations of the time, seconds, and of the place, pixels in each direction.
    time_error: float = 0.01
    place_error: float = 6.0


def find_contacts(
    track: ShuttleTrack,
    poses: dict[int, Poses],
    seconds: NDArray[np.float64],
    size: tuple[int, int],
    timeline: CourtTimeline | None,
    measured: Measured,
) -> list[Contact]:
    """The hits of a video in order of time.

    Args:
        track: Where the shuttle was.
        poses: The players' poses, by the player's id.
        seconds: Time of every frame of the video, shape (n,).
        size: Width and height of the pictures.
        timeline: What the frames show; None where nothing is known of a court.
        measured: The players' ways over the floor.
    """
    used = np.flatnonzero(track.seen)
    if len(used) == 0 or not poses:
        return []
    steady = Steady(timeline)
    frames = track.frame[used]
    times, places = seconds[frames], steady.steady(track.places[used], frames)
    flights = track.flight[used].astype(np.int64) + steady.shots(frames) * (int(track.flight.max()) + 1)
    wrists = {player: steady.steady(own.wrists, own.frames) for player, own in poses.items()}
    scale, step = min(size) / 720, _step(seconds)
    candidates = [
        one
        for turn in find_turns(times, places, flights, size[1])
        for one in weigh(turn, times, places, poses, wrists, step, scale)
    ]
    candidates += find_swings(times, poses, wrists)
    candidates = sorted((one for one in candidates if one.weight > _HOPELESS), key=lambda one: one.time)
    if not candidates:
        return []
    halves = Halves(poses, measured, seconds)
    sides = np.array([halves.at(one.player, one.time) for one in candidates])
    at = np.array([one.time for one in candidates])
    chosen = choose(at, np.array([one.weight for one in candidates]), [one.player for one in candidates], sides)
    return [_contact(candidates, chosen, number, at, seconds, steady) for number in chosen.picked]


def _contact(
    candidates: list[Candidate],
    chosen: Chosen,
    number: int,
    at: NDArray[np.float64],
    seconds: NDArray[np.float64],
    steady: Steady,
) -> Contact:
    one = candidates[number]
    # What else is told of this moment says how sure it is, and that it was this player.
    same = np.abs(at - one.time) <= _ONE
    there = min(1.0, float(chosen.likely[same].sum()))
    his = float(chosen.likely[same & np.array([other.player == one.player for other in candidates])].sum())
    after = int(np.clip(np.searchsorted(seconds, one.time), 1, len(seconds) - 1))
    frame = after - int(one.time - seconds[after - 1] < seconds[after] - one.time)
    place = steady.shown(one.place[None], np.array([frame]))[0]
    return Contact(
        frame=frame,
        time=one.time,
        confidence=there,
        supported=one.supported,
        player=one.player,
        player_confidence=min(1.0, his / max(there, 1e-9)),
        place=place,
        time_error=one.time_error,
        place_error=one.place_error,
    )


def _step(seconds: NDArray[np.float64]) -> float:
    """Usual time between two pictures."""
    steps = np.diff(seconds)
    return float(np.median(steps[steps > 0])) if np.any(steps > 0) else 1 / 30
