"""A short exchange of strokes by drag flights, as a camera and a tracker tell it."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import JOINTS
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.flight.drag import simulate
from modal_app.pipeline.flight.solve import aim
from modal_app.pipeline.metrics.measure import Measured, PlayerMotion
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline, Shot, motion_from_corners, picture_corners

Array = NDArray[np.float64]

# Seconds and places of contacts, by turns of players 1 (near) and 2 (far); the last is where it comes down.
PLACES = np.array(
    [
        (0.4, -2.0, 1.0),
        (-0.5, 2.2, 1.4),
        (-1.8, -5.6, 2.4),
        (0.6, 3.6, 0.9),
        (1.4, -1.4, 0.8),
        (2.0, 5.9, 2.6),
        (-0.9, -4.4, 0.03),
    ]
)
TIMES = np.array((0.5, 1.2, 2.75, 3.25, 4.15, 5.75, 6.3))


@dataclass(frozen=True)
class Exchange:
    """What is known of it, and the truth."""

    track: ShuttleTrack
    contacts: list[Contact]
    timeline: CourtTimeline
    measured: Measured
    seconds: Array
    velocities: Array


def play(
    camera: CourtCamera,
    fps: float,
    *,
    seed: int = 0,
    noise: float = 1.0,
    places: Array = PLACES,
    times: Array = TIMES,
    shaken: bool = False,
    repeat_every: int | None = None,
    terminal: float | None = None,
) -> Exchange:
    """The exchange as a camera sees it.

    Args:
        camera: How it sees the court.
        fps: Frames a second.
        seed: Of the noise.
        noise: Of the track, pixels.
        places: Of the contacts and the landing, metres, shape (k + 1, 3).
        times: Of these, seconds.
        shaken: Whether the camera pans to and fro.
        repeat_every: Each so many-th frame repeats the one before, and the others are of a film with even times.
        terminal: Terminal speed of the shuttle, m/s, if not the usual one.
    """
    rng = np.random.default_rng(seed)
    count = int((times[-1] + 0.5) * fps)
    seconds = np.arange(count) / fps
    repeated = np.zeros(count, dtype=np.bool_)
    taken = seconds
    if repeat_every:
        repeated[repeat_every::repeat_every] = True
        taken = (np.cumsum(~repeated) - 1) * repeat_every / (repeat_every - 1) / fps
    velocities = aim(places[:-1], places[1:], np.diff(times))
    size = camera.size
    corners = np.repeat(picture_corners(size)[None], count, axis=0)
    if shaken:
        corners[..., 0] += 25 * np.sin(2 * np.pi * seconds / 1.7)[:, None].astype(np.float32)
    shots = [Shot(0, count, 0, moving=shaken)]
    timeline = CourtTimeline(size, shots, [camera], corners if shaken else None)
    frames, shown, flights = [], [], []
    for number, (start, end) in enumerate(pairwise(times)):
        inside = np.flatnonzero((taken > start) & (taken < end) & ~repeated)
        flown = simulate(places[number], velocities[number], taken[inside] - start, terminal or 6.8)
        for frame, place in zip(inside.tolist(), flown, strict=True):
            pixel = _shown(camera, timeline, frame, place)
            if np.all((pixel > 0) & (pixel < size)):
                frames.append(frame)
                shown.append(pixel + rng.normal(0, noise, 2))
                flights.append(number)
    everywhere = np.ones(len(frames), dtype=np.bool_)
    track = ShuttleTrack(
        np.array(frames), np.array(shown), np.ones(len(frames)), everywhere, np.array(flights, dtype=np.int32)
    )
    contacts = []
    for number, time in enumerate(times[:-1].tolist()):
        late = time + rng.normal(0, 0.2 / fps)
        frame = int(np.argmin(np.abs(taken - late)))
        place = _shown(camera, timeline, frame, places[number]) + rng.normal(0, 3.0, 2)
        shown_at = float(np.interp(late, taken[~repeated], seconds[~repeated]))
        contacts.append(Contact(frame, shown_at, 1.0, True, 1 + number % 2, 1.0, place, 0.25 / fps, 5.0))
    motion = {1 + side: _way(places[side:-1:2], times[side:-1:2], seconds) for side in (0, 1)}
    return Exchange(track, contacts, timeline, Measured(motion, {}, None), seconds, velocities)


def _shown(camera: CourtCamera, timeline: CourtTimeline, frame: int, place: Array) -> Array:
    """Pixels of a place in a frame."""
    still = camera.project(place[None])[0]
    corners = timeline.corners(frame, frame + 1)
    if corners is None:
        return np.asarray(still)
    moved = motion_from_corners(corners[0], camera.size) @ np.append(still, 1.0)
    return np.asarray(moved[:2] / moved[2])


def _way(places: Array, times: Array, seconds: Array) -> PlayerMotion:
    """Somebody who is half a metre behind each place when it is hit."""
    feet = places[:, :2] + np.sign(places[:, 1:2]) * np.array((0.0, 0.5))
    position = np.column_stack([np.interp(seconds, times, feet[:, axis]) for axis in (0, 1)])
    count = len(seconds)
    return PlayerMotion(
        position.astype(np.float32),
        np.zeros(count, dtype=np.float32),
        np.ones(count, dtype=np.uint8),
        np.zeros((count, len(JOINTS)), dtype=np.uint8),
    )
