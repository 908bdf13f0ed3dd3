"""Which of a pencil's lines could be which of the court's, along one direction."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.model import LINES

Values = NDArray[np.float64]

# Offsets of the lines along the court (x) and across it (y), metres, in order.
ALONG = np.array(sorted({line.offset for line in LINES if line.along}))
ACROSS = np.array(sorted({line.offset for line in LINES if not line.along}))

# Lines of a pencil that are tried, the best supported first.
_MOST_LINES = 30
# Two matches are one if they differ by less than this many tolerances at every line of the court.
_SAME = 1.5


@dataclass(frozen=True)
class Matches:
    """Ways to lay the court's lines of one direction over a pencil, m of them, the best first."""

    # Place in the picture = scale * metres + shift, shape (m,).
    scales: Values
    shifts: Values
    # Support of the lines that are met, shape (m,).
    scores: Values


def match(places: Values, tolerances: Values, weights: Values, model: Values, most: int) -> Matches:
    """Lay the court's lines over places of lines of a picture so that many meet.

    Args:
        places: One coordinate of each line of the picture that is affine in metres on the floor, shape (n,).
        tolerances: How far each may be off, shape (n,).
        weights: Support of each, shape (n,).
        model: Offsets of the court's lines, metres, shape (k,), in order.
        most: The largest number of matches.
    """
    chosen = np.argsort(-weights, kind="stable")[:_MOST_LINES]
    order = chosen[np.argsort(places[chosen], kind="stable")]
    places, tolerances, weights = places[order], tolerances[order], weights[order]
    pairs = np.array(list(combinations(range(len(places)), 2)), dtype=np.int64).reshape(-1, 2)
    pairs = pairs[places[pairs[:, 1]] - places[pairs[:, 0]] > tolerances[pairs].sum(axis=1)]
    ends = np.array(list(combinations(range(len(model)), 2)), dtype=np.int64)
    span = model[ends[:, 1]] - model[ends[:, 0]]
    scales = ((places[pairs[:, 1]] - places[pairs[:, 0]])[:, None] / span).ravel()
    shifts = (places[pairs[:, 0]][:, None] - scales.reshape(len(pairs), len(ends)) * model[ends[:, 0]]).ravel()
    if not len(scales):
        return Matches(np.zeros(0), np.zeros(0), np.zeros(0))
    predicted = scales[:, None] * model + shifts[:, None]
    off = np.abs(predicted[:, :, None] - places) / tolerances
    nearest = np.argmin(off, axis=2)
    distance = np.take_along_axis(off, nearest[:, :, None], axis=2)[:, :, 0]
    gain = weights[nearest] * np.maximum(1 - 0.5 * distance**2, 0)
    # A line of the picture is one line of the court: neighbours that meet in one count once.
    twice = (nearest[:, 1:] == nearest[:, :-1]) & (gain[:, 1:] > 0) & (gain[:, :-1] > 0)
    scores = gain.sum(axis=1) - np.where(twice, np.minimum(gain[:, 1:], gain[:, :-1]), 0).sum(axis=1)
    return _distinct(Matches(scales, shifts, scores), model, float(np.median(tolerances)), most)


def _distinct(matches: Matches, model: Values, tolerance: float, most: int) -> Matches:
    ends = np.array([model[0], model[-1]])
    order = np.argsort(-matches.scores, kind="stable")[: 12 * most]
    spans = matches.scales[order, None] * ends + matches.shifts[order, None]
    kept: list[int] = []
    for index in range(len(order)):
        if len(kept) == most:
            break
        if not kept or np.abs(spans[kept] - spans[index]).max(axis=1).min() > _SAME * tolerance:
            kept.append(index)
    best = order[kept]
    return Matches(matches.scales[best], matches.shifts[best], matches.scores[best])
