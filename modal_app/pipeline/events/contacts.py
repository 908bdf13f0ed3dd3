"""Contacts: the moments at which a racket turned the shuttle's flight.

Every turn of the track, and every place where it begins or ends, may be a contact of every player. Each of these is
weighed by how the flight turns, how near a wrist is, and how that swings (`evidence.py`). The likeliest row of them,
in which sides hit by turns, is found by dynamic programming (`sequence.py`).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.clock import Clock
from modal_app.pipeline.events.evidence import Candidate, Points, weigh
from modal_app.pipeline.events.ground import Ground
from modal_app.pipeline.events.hitters import Halves
from modal_app.pipeline.events.plausible import fits
from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.events.sequence import Chosen, choose, pairs
from modal_app.pipeline.events.steady import Steady
from modal_app.pipeline.events.swings import find_swings
from modal_app.pipeline.events.turns import find_turns
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline

# Candidates that nothing could make part of a row are left out, logarithm of a likelihood ratio.
_HOPELESS = -6.0
# So near to the edge, parts of the picture's height, the shuttle comes in or leaves.
_EDGE = 0.04
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
    repeated: NDArray[np.bool_] | None = None,
) -> list[Contact]:
    """The hits of a video in order of time.

    Args:
        track: Where the shuttle was.
        poses: The players' poses, by the player's id.
        seconds: Time of every frame of the video, shape (n,).
        size: Width and height of the pictures.
        timeline: What the frames show; None where nothing is known of a court.
        measured: The players' ways over the floor.
        repeated: Whether each frame repeats the one before, shape (n,): pictures were taken more evenly than shown.
    """
    used = np.flatnonzero(track.seen)
    if len(used) == 0 or not poses:
        return []
    clock = Clock(seconds, repeated)
    seconds = clock.taken
    poses = {player: replace(own, times=seconds[own.frames]) for player, own in poses.items()}
    steady = Steady(timeline)
    frames = track.frame[used]
    shown = track.places[used]
    edge = np.any((shown < _EDGE * size[1]) | (shown > np.array(size) - _EDGE * size[1]), axis=1)
    points = Points(seconds[frames], steady.steady(shown, frames), edge, frames, shown)
    flights = track.flight[used].astype(np.int64) + steady.shots(frames) * (int(track.flight.max()) + 1)
    wrists = {player: steady.steady(own.wrists, own.frames) for player, own in poses.items()}
    ground = Ground(timeline, measured)
    scale, step = min(size) / 720, _step(seconds)
    candidates = [
        one
        for turn in find_turns(points.times, points.places, flights, size[1])
        for one in weigh(turn, points, poses, wrists, ground, step, scale)
    ]
    candidates += find_swings(points.times, poses, wrists)
    candidates = sorted((one for one in candidates if one.weight > _HOPELESS), key=lambda one: one.time)
    if not candidates:
        return []
    halves = Halves(poses, measured, seconds)
    sides = np.array([halves.at(one.player, one.time) for one in candidates])
    at = np.array([one.time for one in candidates])
    at_frames = _frames(at, seconds)
    shown = steady.shown(np.array([one.place for one in candidates]), at_frames)
    flown = fits(*pairs(at), candidates, at_frames, shown, points, timeline, measured)
    weights = np.array([one.weight for one in candidates])
    chosen = choose(at, weights, [one.player for one in candidates], sides, flown)
    found = [
        _contact(candidates, chosen, number, at, int(at_frames[number]), shown[number]) for number in chosen.picked
    ]
    return [replace(contact, time=clock.to_shown(contact.time)) for contact in found]


def _contact(
    candidates: list[Candidate],
    chosen: Chosen,
    number: int,
    at: NDArray[np.float64],
    frame: int,
    place: NDArray[np.float64],
) -> Contact:
    one = candidates[number]
    # What else is told of this moment says how sure it is, and that it was this player.
    same = np.abs(at - one.time) <= _ONE
    there = min(1.0, float(chosen.likely[same].sum()))
    his = float(chosen.likely[same & np.array([other.player == one.player for other in candidates])].sum())
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


def _frames(times: NDArray[np.float64], seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    """The frames nearest to times."""
    after = np.clip(np.searchsorted(seconds, times), 1, max(1, len(seconds) - 1))
    before = after - 1
    after = np.minimum(after, len(seconds) - 1)
    return np.asarray(np.where(times - seconds[before] < seconds[after] - times, before, after), dtype=np.int64)


def _step(seconds: NDArray[np.float64]) -> float:
    """Usual time between two pictures."""
    steps = np.diff(seconds)
    return float(np.median(steps[steps > 0])) if np.any(steps > 0) else 1 / 30
