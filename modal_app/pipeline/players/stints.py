"""Tracklets taken apart wherever the person in them may be another from there on.

A cut decides nothing: it asks the search for identities (identity.py) whether the same person goes on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.players.evidence import inside, is_far, is_inside, is_visit
from modal_app.pipeline.players.floor import FloorPath, Values, excess
from modal_app.pipeline.players.meetings import meetings_of
from modal_app.pipeline.tracklets import SAMPLE_RATE

# How much likelier it is that the tracker stayed with its person over a cut than that it changed to another who is as
# near, as a logarithm. Over a line of the court it has no reason to change; where two people met it often does.
_OVER_LINE, _AT_MEETING, _AT_COLOUR, _AT_JUMP = 4.0, 1.5, 1.0, 0.0
# Longer than this without a sample, seconds: the court was not seen.
_LONGEST_PAUSE = 1.0
# Clothes before and after are compared over so many samples, and differ at such a distance (see looks.py).
_WINDOW = 10
_OTHER_CLOTHES = 22.0
# Samples at either end that tell place and speed there.
_END = 3


@dataclass(frozen=True)
class Doorway:
    """Where and how somebody came into sight or went out of it."""

    time: float
    # Metres, and the standard deviation of each coordinate.
    place: tuple[float, float]
    sigma: tuple[float, float]
    # Metres a second.
    speed: tuple[float, float]


@dataclass(frozen=True)
class Stint:
    """A part of a tracklet in which somebody was on one half of the court, or outside near it."""

    tracklet: int
    # Frames: the first, and the one after the last.
    first: int
    end: int
    shot: int
    entry: Doorway
    leave: Doorway
    far: bool
    # Seconds on the court, or where players of it run, and outside.
    inside: float
    outside: float
    # Whether the tracklet was ever on the court.
    visits: bool
    # Usual colours of upper and lower body, shape (2, 3), and from how many samples each is known.
    colours: Values
    known: tuple[int, int]
    # The index of the stint before it in its tracklet, and how loyal the tracker is over the cut between them.
    before: int | None
    loyalty: float


def stints(paths: list[FloorPath]) -> list[Stint]:
    """All stints in order of time."""
    meetings: list[list[int]] = [[] for _ in paths]
    for number, sample in meetings_of(paths):
        meetings[number].append(sample)
    parts: list[tuple[FloorPath, Values, int, int, float]] = []
    for path, met in zip(paths, meetings, strict=True):
        cuts, share = _cuts(path, met), inside(path)
        edges = [0, *cuts, len(path)]
        parts += [(path, share, low, high, cuts.get(low, 0.0)) for low, high in pairwise(edges)]
    parts.sort(key=lambda part: (part[0].times[part[2]], part[0].tracklet))
    made: list[Stint] = []
    latest: dict[int, int] = {}
    for path, share, low, high, loyalty in parts:
        made.append(_stint(path, share, slice(low, high), latest.get(path.tracklet), loyalty))
        latest[path.tracklet] = len(made) - 1
    return made


def _cuts(path: FloorPath, meetings: list[int]) -> dict[int, float]:
    """Samples before which a path is cut, in order, and the tracker's loyalty over each cut."""
    cuts: dict[int, float] = {}
    lines = _changes(is_far(path)) + _changes(is_inside(path))
    pauses = (np.flatnonzero(np.diff(path.times) > _LONGEST_PAUSE) + 1).tolist()
    jumps = (np.flatnonzero(excess(path.times, path.places, path.sigma) > 0) + 1).tolist()
    for samples, loyalty in (
        (lines + pauses, _OVER_LINE),
        (meetings, _AT_MEETING),
        (_other_clothes(path.colours), _AT_COLOUR),
        (jumps, _AT_JUMP),
    ):
        cuts |= dict.fromkeys(samples, loyalty)
    return {sample: cuts[sample] for sample in sorted(cuts) if 0 < sample < len(path)}


def _changes(states: NDArray[np.bool_]) -> list[int]:
    return (np.flatnonzero(np.diff(states)) + 1).tolist()


def _other_clothes(colours: Values) -> list[int]:
    """Samples before which the colours changed, shape of colours (n, 2, 3)."""
    count = len(colours)
    if count < 2 * _WINDOW:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(colours, _WINDOW, axis=0)
    usual = usual_colours(np.moveaxis(windows, -1, 0))
    apart = colour_distance(usual[:-_WINDOW], usual[_WINDOW:])
    found: list[int] = []
    for start, end in _runs(apart > _OTHER_CLOTHES):
        found.append(int(start + np.argmax(apart[start:end])) + _WINDOW)
    return found


def usual_colours(colours: Values) -> Values:
    """Median over the first axis where at least a third is known, else NaN."""
    known = np.isfinite(colours[..., 0]).mean(axis=0) >= 1 / 3
    usual = np.full(colours.shape[1:], np.nan)
    usual[known] = np.nanmedian(colours[:, known], axis=0)
    return usual


def colour_distance(one: Values, other: Values) -> Values:
    """Mean distance of the parts of the body that are known in both, 0 where none is; lightness counts half."""
    apart = np.linalg.norm((one - other) * (0.5, 1.0, 1.0), axis=-1)
    known = np.isfinite(apart)
    return np.asarray(np.where(known, apart, 0.0).sum(axis=-1) / np.maximum(1, known.sum(axis=-1)))


def _runs(states: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], states, [False]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _stint(path: FloorPath, share: Values, part: slice, before: int | None, loyalty: float) -> Stint:
    low, high = part.start, part.stop
    colours = path.colours[part]
    on_court = float(share[part].sum())
    return Stint(
        tracklet=path.tracklet,
        first=int(path.frames[low]),
        end=int(path.frames[high]) if high < len(path) else path.end,
        shot=path.shot,
        entry=_doorway(path, np.arange(low, min(high, low + _END)), low),
        leave=_doorway(path, np.arange(max(low, high - _END), high), high - 1),
        far=bool(np.median(path.places[part, 1]) > 0),
        inside=on_court / SAMPLE_RATE,
        outside=(high - low - on_court) / SAMPLE_RATE,
        visits=is_visit(share),
        colours=usual_colours(colours),
        known=(int(np.isfinite(colours[:, 0, 0]).sum()), int(np.isfinite(colours[:, 1, 0]).sum())),
        before=before,
        loyalty=loyalty,
    )


def _doorway(path: FloorPath, samples: NDArray[np.int64], at: int) -> Doorway:
    span = float(path.times[samples[-1]] - path.times[samples[0]])
    speed = (path.places[samples[-1]] - path.places[samples[0]]) / span if span > 0 else np.zeros(2)
    place = path.places[at]
    return Doorway(
        time=float(path.times[at]),
        place=(float(place[0]), float(place[1])),
        sigma=(float(path.sigma[at, 0]), float(path.sigma[at, 1])),
        speed=(float(speed[0]), float(speed[1])),
    )
