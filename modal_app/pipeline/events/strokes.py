"""Which stroke each hit of a rally was.

Each stroke has a range of each feature, with soft ends: docs/metrics.md gives them and where they are from. Ranges are
made of where players hit from and to, and of how a shuttle flies in between. What is not known of a hit says nothing.
Strokes of a rally are told together, since a block answers a smash, and nobody clears a net shot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, log, sqrt

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import Stroke
from modal_app.pipeline.events.features import HitFeatures, Value

Range = tuple[float, float]
Table = NDArray[np.float64]

# Less sure than this, a stroke is unknown.
SURE = 0.5
# Ends of the ranges are as soft as this: standard deviations in the units of the features.
_SOFT = {"height": 0.2, "depth": 0.4, "rise": 6.0, "speed": 0.15, "reach": 0.5, "pace": 1.2}
# What any feature may be whatever the stroke, and how often one is nothing like what its stroke's range says.
_ANY = {
    "height": (0.0, 3.2),
    "depth": (0.0, 7.5),
    "rise": (-60.0, 85.0),
    "speed": (log(2.0), log(120.0)),
    "reach": (-3.0, 9.0),
    "pace": (0.0, 30.0),
}
_ASTRAY = 0.02
# What a flight says of a serve weighs no more than this.
_MOST = 4.0


@dataclass(frozen=True)
class Kind:
    """The ranges of a stroke: metres, degrees, m/s."""

    height: Range
    depth: Range
    rise: Range
    speed: Range
    reach: Range
    pace: Range


KINDS: dict[Stroke, Kind] = {
    Stroke.serve_short: Kind((0.5, 1.15), (1.9, 3.4), (3, 40), (7, 17), (1.9, 3.4), (4, 8)),
    Stroke.serve_long: Kind((0.4, 1.15), (1.9, 4.8), (20, 68), (18, 55), (4.4, 6.9), (3, 8)),
    Stroke.clear: Kind((1.7, 3.0), (3.2, 7.2), (8, 55), (26, 80), (4.6, 7.2), (4, 10)),
    Stroke.lift: Kind((0.1, 1.4), (0.4, 5.5), (30, 75), (13, 55), (4.4, 7.2), (3, 8)),
    Stroke.drop: Kind((1.6, 3.0), (2.6, 7.2), (-20, 18), (10, 38), (0.4, 3.2), (5, 11)),
    Stroke.smash: Kind((1.8, 3.1), (1.8, 7.2), (-35, -1), (35, 120), (2.2, 7.0), (9, 22)),
    Stroke.drive: Kind((0.9, 1.9), (1.8, 6.2), (-12, 16), (19, 60), (3.6, 7.5), (9, 18)),
    Stroke.net_shot: Kind((0.2, 1.6), (0.1, 2.6), (10, 85), (2.5, 10), (0.0, 2.4), (1, 5)),
    Stroke.push: Kind((0.8, 2.0), (0.2, 3.0), (-15, 30), (8, 28), (2.6, 6.2), (5, 13)),
    Stroke.block: Kind((0.2, 1.7), (1.6, 5.8), (0, 55), (5, 20), (0.2, 3.2), (3, 8)),
}
STROKES = tuple(KINDS)
_SERVES = frozenset({Stroke.serve_short, Stroke.serve_long})

# Which strokes are usual answers to which; others are rarer by _RARELY.
_ANSWERS: dict[Stroke, frozenset[Stroke]] = {
    Stroke.serve_short: frozenset({Stroke.net_shot, Stroke.lift, Stroke.push, Stroke.drive}),
    Stroke.serve_long: frozenset({Stroke.clear, Stroke.drop, Stroke.smash}),
    Stroke.clear: frozenset({Stroke.clear, Stroke.drop, Stroke.smash}),
    Stroke.lift: frozenset({Stroke.clear, Stroke.drop, Stroke.smash}),
    Stroke.drop: frozenset({Stroke.net_shot, Stroke.lift, Stroke.push}),
    Stroke.smash: frozenset({Stroke.block, Stroke.lift, Stroke.drive}),
    Stroke.drive: frozenset({Stroke.drive, Stroke.block, Stroke.push, Stroke.lift}),
    Stroke.net_shot: frozenset({Stroke.net_shot, Stroke.lift, Stroke.push}),
    Stroke.push: frozenset({Stroke.drive, Stroke.block, Stroke.lift, Stroke.push, Stroke.clear}),
    Stroke.block: frozenset({Stroke.net_shot, Stroke.lift, Stroke.push, Stroke.drive}),
}
_RARELY = 0.12


@dataclass(frozen=True)
class ToldStroke:
    """A stroke and the probability of it; that of the likeliest where the stroke is unknown."""

    stroke: Stroke
    confidence: float


def tell_strokes(
    features: Sequence[HitFeatures], answers: Sequence[bool], *, served: bool, forced: Sequence[Stroke | None]
) -> list[ToldStroke]:
    """The strokes of one rally.

    Args:
        features: What is known of each hit.
        answers: Whether each hit answers the one before it, so that none was missed in between.
        served: Whether the first is the serve.
        forced: What somebody says that each was.
    """
    fits = np.array([[_fit(one, KINDS[stroke]) for stroke in STROKES] for one in features])
    is_serve = np.array([stroke in _SERVES for stroke in STROKES])
    for row, said in enumerate(forced):
        if said is not None:
            fits[row] = [0.0 if stroke is said else -50.0 for stroke in STROKES]
        else:
            fits[row, is_serve != (served and row == 0)] = -50.0
    chances = _smoothed(np.exp(fits - fits.max(axis=1, keepdims=True)), answers)
    told = []
    for row, said in enumerate(forced):
        best = int(chances[row].argmax())
        sure = float(chances[row, best])
        if said is not None:
            told.append(ToldStroke(said, 1.0))
        elif sure < SURE:
            told.append(ToldStroke(Stroke.unknown, sure))
        else:
            told.append(ToldStroke(STROKES[best], sure))
    return told


def _usual() -> Table:
    """How usual each stroke, a column, is after each other, a row."""
    usual = np.array([[1.0 if answer in _ANSWERS[stroke] else _RARELY for answer in STROKES] for stroke in STROKES])
    return np.asarray(usual / usual.sum(axis=1, keepdims=True))


def _smoothed(fits: Table, answers: Sequence[bool]) -> Table:
    """Probabilities of the strokes of a rally, by forward and backward passes; shape (hits, strokes)."""
    usual, even = _usual(), np.full((len(STROKES), len(STROKES)), 1 / len(STROKES))
    forward, backward = fits.copy(), np.ones_like(fits)
    forward[0] /= forward[0].sum()
    for row in range(1, len(fits)):
        forward[row] *= forward[row - 1] @ (usual if answers[row] else even)
        forward[row] /= forward[row].sum()
    for row in range(len(fits) - 2, -1, -1):
        backward[row] = (usual if answers[row + 1] else even) @ (backward[row + 1] * fits[row + 1])
        backward[row] /= backward[row].sum()
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def serve_weight(features: HitFeatures) -> float:
    """Logarithm of how much likelier what is known of a hit is for a serve than for anything; at most _MOST."""
    serve = max(_fit(features, KINDS[stroke]) for stroke in _SERVES)
    anything = sum(-log(high - low) for name, (low, high) in _ANY.items() if getattr(features, name) is not None)
    return max(-_MOST, min(_MOST, serve - anything))


def _fit(features: HitFeatures, kind: Kind) -> float:
    """Logarithm of how likely what is known of a hit is for a stroke."""
    total = 0.0
    for name, soft in _SOFT.items():
        measured: Value | None = getattr(features, name)
        if measured is not None:
            low, high = getattr(kind, name)
            if name == "speed":
                low, high = log(low), log(high)
            widest = _ANY[name][1] - _ANY[name][0]
            density = _density(measured.value, low, high, sqrt(soft**2 + measured.error**2))
            total += log((1 - _ASTRAY) * density + _ASTRAY / widest)
    return total


def _density(value: float, low: float, high: float, soft: float) -> float:
    """Density of an even distribution over a range, blurred by a normal one."""
    width = max(high - low, 1e-6)
    return 0.5 * (erf((value - low) / (soft * sqrt(2))) - erf((value - high) / (soft * sqrt(2)))) / width
