"""The track that a shuttle tracker would give of a scripted match: with its gaps, bridges and mistakes."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.frame_data import Times
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.testing.rallies.quality import Quality
from modal_app.testing.rallies.script import RallyMatch

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rng = np.random.Generator

# Gaps of at most so many seconds within a flight are bridged; after longer ones a new flight begins.
_BRIDGE, _FORGOTTEN = 0.2, 0.35
# A shuttle that moves faster than this (heights of the picture a second) is a streak that trackers lose.
_FAST = 1.2
_AFTER_HIT = 0.08
# Shorter flights out of play are no flights, seconds.
_HOP = 0.1
# A flight of fewer points is not told.
_FEWEST = 3


def track_shuttle(
    rng: Rng,
    match: RallyMatch,
    camera: CourtCamera,
    times: Times,
    shown: Array,
    visible: Flags,
    boxes: dict[str, Array],
    quality: Quality,
) -> ShuttleTrack:
    """Follow the shuttle.

    Args:
        rng: Chance.
        match: The truth.
        camera: What it is seen through.
        times: The n frames.
        shown: Where the shuttle truly is in each, pixels, shape (n, 2).
        visible: Whether it flies there in sight, shape (n,).
        boxes: The players in each frame, pixels, shape (n, 4) each.
        quality: How well it is followed.
    """
    seconds, unit = times.seconds, min(camera.size) / 720
    number = _flights(rng, match, seconds, quality)
    step = np.linalg.norm(np.gradient(np.nan_to_num(shown), axis=0), axis=1)
    speed = step * len(seconds) / max(times.duration, 1e-9)
    missing = np.full(len(seconds), quality.lost)
    for box in boxes.values():
        within = np.all((shown > box[:, :2]) & (shown < box[:, 2:]), axis=1)
        missing[within] = np.maximum(missing[within], quality.lost_at_player)
    since = np.min([np.where(seconds >= hit.time, seconds - hit.time, np.inf) for hit in match.hits], axis=0)
    fast = (since < _AFTER_HIT) & (speed > _FAST * min(camera.size))
    missing[fast] = np.maximum(missing[fast], quality.lost_when_fast)
    seen = visible & (number >= 0) & ~times.repeated & (rng.random(len(seconds)) >= missing)
    error = quality.place * unit + quality.place_part * step
    places = shown + rng.normal(0, 1, shown.shape) * error[:, None]
    return _assembled(rng, match, times, places, seen, number, boxes, quality)


def _flights(rng: Rng, match: RallyMatch, seconds: Array, quality: Quality) -> NDArray[np.int64]:
    """The number of the true piece that each frame shows, as a tracker splits them; -1 where it follows none."""
    numbers = np.full(len(seconds), -1, dtype=np.int64)
    current, previous = 0, -np.inf
    for piece in match.pieces:
        if piece.velocity is None:
            continue
        now = (seconds >= piece.start) & (seconds < piece.end)
        # What hops on the floor is no flight worth following.
        if not piece.play and (piece.end - piece.start < _HOP or rng.random() >= quality.idle_flights):
            continue
        joined = piece.start - previous < 1e-6 and rng.random() < quality.turns_unseen
        current += 0 if joined else 1
        numbers[now] = current
        if rng.random() < quality.broken * (piece.end - piece.start):
            current += 1
            numbers[now & (seconds > rng.uniform(piece.start, piece.end))] = current
        previous = piece.end
    return numbers


def _assembled(
    rng: Rng,
    match: RallyMatch,
    times: Times,
    places: Array,
    seen: Flags,
    number: NDArray[np.int64],
    boxes: dict[str, Array],
    quality: Quality,
) -> ShuttleTrack:
    """The points of all flights: bridged over short gaps, cut at long ones; and what else is taken for the shuttle."""
    seconds, usable = times.seconds, np.flatnonzero(~times.repeated)
    parts: list[tuple[NDArray[np.int64], Array, Array, Flags]] = []
    for one in np.unique(number[seen]).tolist():
        frames = np.flatnonzero(seen & (number == one))
        for stretch in np.split(frames, np.flatnonzero(np.diff(seconds[frames]) > _FORGOTTEN) + 1):
            if len(stretch) >= _FEWEST:
                parts.append(_bridged(rng, stretch, places, seconds, usable))
    for _ in range(rng.poisson(quality.false_stretches * times.duration / 60)):
        part = _false_stretch(rng, seconds, seen, usable, list(boxes.values()))
        if part is not None:
            parts.append(part)
    if not parts:
        return ShuttleTrack.empty()
    parts.sort(key=lambda part: int(part[0][0]))
    flights = np.concatenate([np.full(len(part[0]), index, dtype=np.int32) for index, part in enumerate(parts)])
    frame, at, sure, made_out = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(frame, kind="stable")
    # A frame has one point.
    order = order[np.concatenate([[True], np.diff(frame[order]) > 0])]
    return ShuttleTrack(frame[order], at[order], sure[order], made_out[order], flights[order])


def _bridged(
    rng: Rng, frames: NDArray[np.int64], places: Array, seconds: Array, usable: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Array, Array, Flags]:
    every = usable[(usable >= frames[0]) & (usable <= frames[-1])]
    after = np.clip(np.searchsorted(frames, every), 0, len(frames) - 1)
    before = np.maximum(np.searchsorted(frames, every, side="right") - 1, 0)
    kept = (seconds[frames[after]] - seconds[frames[before]]) <= _BRIDGE
    every = every[kept]
    at = np.column_stack([np.interp(seconds[every], seconds[frames], places[frames, axis]) for axis in (0, 1)])
    made_out = np.isin(every, frames)
    sure = np.where(made_out, rng.uniform(0.7, 1.0, len(every)), rng.uniform(0.3, 0.6, len(every)))
    return every, at, sure, made_out


def _false_stretch(
    rng: Rng, seconds: Array, seen: Flags, usable: NDArray[np.int64], boxes: list[Array]
) -> tuple[NDArray[np.int64], Array, Array, Flags] | None:
    """A racket, a towel or a spectator's hand that moves smoothly for a while where no shuttle is seen."""
    start = float(rng.uniform(0, seconds[-1]))
    frames = usable[(seconds[usable] >= start) & (seconds[usable] < start + rng.uniform(0.2, 0.6))]
    frames = frames[~seen[frames]]
    if len(frames) < _FEWEST:
        return None
    box = boxes[int(rng.integers(len(boxes)))][frames]
    tall = box[:, 3] - box[:, 1]
    part = np.linspace(0, 1, len(frames))
    (x0, y0), (x1, y1) = rng.uniform(-0.6, 1.6, (2, 2))
    x = box[:, 0] + (x0 + (x1 - x0) * part) * (box[:, 2] - box[:, 0])
    y = box[:, 1] + (y0 + (y1 - y0) * part) * tall - 0.3 * tall * np.sin(np.pi * part)
    return frames, np.column_stack([x, y]), rng.uniform(0.35, 0.75, len(frames)), np.ones(len(frames), dtype=np.bool_)
