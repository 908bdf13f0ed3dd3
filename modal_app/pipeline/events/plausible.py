"""Whether a shuttle can have flown from one contact to the next: along what was seen of it between them.

A shot from where the one hitter stands to where the next does, as drag lets it fly in that time, is compared with the
track. Both places are known to some half a metre only, so that this tells a flight from none, and not one from
another that is nearly the same.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import TERMINAL_SPEED
from modal_app.pipeline.events.evidence import Candidate, Points
from modal_app.pipeline.flight.drag import FEW_STEPS, simulate
from modal_app.pipeline.flight.problem import HIGHEST_REACH, project
from modal_app.pipeline.flight.solve import aim, rays
from modal_app.pipeline.flight.view import ahead_of, view
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.views.timeline import CourtTimeline

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]

# Points of the track at which a shot is looked at.
_LOOKS = 12
# How far a shot is off, metres, where both places are right; what a point that is far off tells, and what a flight
# whose points all fit tells for it.
_SPREAD, _WRONG, _RIGHT = 0.5, -5.0, 0.5
# So many points are needed to tell all.
_ENOUGH = 5
_TALL = 1.75


def fits(
    first: Numbers,
    second: Numbers,
    candidates: Sequence[Candidate],
    frames: Numbers,
    shown: Array,
    points: Points,
    timeline: CourtTimeline | None,
    measured: Measured,
) -> Array:
    """What flights from candidates to others tell, logarithms of likelihood ratios, shape (p,).

    Args:
        first: Numbers of the candidates that begin p flights.
        second: Numbers of those that end them.
        candidates: All of them, c.
        frames: Their frames, shape (c,).
        shown: Where the pictures show them, pixels, shape (c, 2).
        points: The track.
        timeline: What the frames show.
        measured: The players' ways.
    """
    told = np.zeros(len(first))
    if timeline is None or len(first) == 0:
        return told
    places = _places(candidates, frames, shown, timeline, measured)
    sight = view(timeline, points.frames, points.shown)
    times = np.array([one.time for one in candidates])
    low = np.searchsorted(points.times, times[first], side="right")
    high = np.searchsorted(points.times, times[second], side="left")
    usable = np.flatnonzero((high > low) & np.isfinite(places[first, 0]) & np.isfinite(places[second, 0]))
    if len(usable) == 0:
        return told
    one, other, low, high = first[usable], second[usable], low[usable], high[usable]
    rows = low[:, None] + np.floor((high - low)[:, None] * (np.arange(_LOOKS) + 0.5) / _LOOKS).astype(np.int64)
    seconds = times[other] - times[one]
    velocity = aim(places[one], places[other], seconds)
    since = np.clip(points.times[rows] - times[one, None], 0.0, None)
    flown = simulate(places[one], velocity, since, TERMINAL_SPEED, FEW_STEPS)
    pixels, shift = project(sight.cameras[rows], flown)
    # A metre is as large there as the picture shows one across the line of sight.
    metre = np.sqrt(np.maximum(0.5 * np.sum(shift**2, axis=(2, 3)), 1e-9))
    off = np.linalg.norm(pixels - sight.ideal[rows], axis=2) / metre
    reached = simulate(places[one], velocity, seconds[:, None], steps=FEW_STEPS)[:, 0]
    missed = np.linalg.norm(reached - places[other], axis=1)
    each = np.log(np.exp(-0.5 * (off / _SPREAD) ** 2) * (1 - np.exp(_WRONG)) + np.exp(_WRONG))
    share = np.minimum(1.0, (high - low) / _ENOUGH)
    fit = share * (_RIGHT + np.nanmean(each, axis=1))
    # No speed takes it there in that time.
    told[usable] = np.where(np.isfinite(fit), np.where(missed > 1.0, _WRONG, fit), 0.0)
    return told


def _places(
    candidates: Sequence[Candidate], frames: Numbers, shown: Array, timeline: CourtTimeline, measured: Measured
) -> Array:
    """Where candidates are in space, metres, shape (c, 3): on their rays, where these pass their hitters; else NaN."""
    places = np.full((len(candidates), 3), np.nan)
    sight = view(timeline, frames, shown)
    stand = np.full((len(candidates), 2), np.nan)
    for number, (one, frame) in enumerate(zip(candidates, frames.tolist(), strict=True)):
        way = measured.motion.get(one.player)
        if way is not None and one.tells_place:
            stand[number] = ahead_of(way.position[frame].astype(np.float64))
    known = np.flatnonzero(sight.known & np.isfinite(stand[:, 0]))
    if len(known):
        eyes, ways = rays(sight.cameras[known], sight.ideal[known])
        flat = np.maximum(np.linalg.norm(ways[:, :2], axis=1), 1e-6)
        depth = np.sum((stand[known] - eyes[:, :2]) * ways[:, :2], axis=1) / flat**2
        places[known] = eyes + ways * np.maximum(depth, 0.5)[:, None]
        places[known, 2] = np.clip(places[known, 2], 0.1, HIGHEST_REACH)
    return places
