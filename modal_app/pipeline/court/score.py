"""How much better a picture is explained by a court than by chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.evidence import Evidence
from modal_app.pipeline.court.model import LINES
from modal_app.pipeline.court.pinhole import Pinholes
from modal_app.pipeline.court.stations import Shown, make_stations, show

Values = NDArray[np.float64]

_STATIONS = make_stations(0.25)
# How near paint must be, standard deviation in pixels at 720 lines.
_TOLERANCE = 1.5
# The same lines moved aside by these many pixels show what is met by chance.
_ASIDE = (5.0, -5.0, 8.0, -8.0, 12.0, -12.0, 17.0, -17.0)
# Share of a court's paint that a picture shows when players, nets and wear hide the rest, and bounds of what chance
# may be thought to show.
_SHOWN = 0.75
_CHANCE = (0.04, 0.6)


@dataclass(frozen=True)
class Scores:
    """What speaks for cameras, b of them."""

    # Sum over stations of the logarithm of how much likelier what is seen is with a court, shape (b,).
    likelihoods: Values
    # Share of each line that is met, and its weight: 0 where none of it is in the picture, shape (b, lines).
    lines: Values
    weights: Values


def score(cameras: Pinholes, evidence: Evidence) -> Scores:
    """Judge cameras by a picture's ridges."""
    shown = show(cameras, _STATIONS)
    met = evidence.support(shown, _TOLERANCE)
    left = np.stack([-shown.tangents[..., 1], shown.tangents[..., 0]], axis=-1)
    moved = [
        evidence.support(Shown(shown.points + shift * left, shown.tangents, shown.weights, shown.scales), _TOLERANCE)
        for shift in _ASIDE
    ]
    of_line = (_STATIONS.lines[:, None] == np.arange(len(LINES))).astype(np.float64)
    weights = shown.weights @ of_line
    safe = np.maximum(weights, 1e-9)
    lines = (shown.weights * met) @ of_line / safe
    chance = np.median([(shown.weights * one) @ of_line / safe for one in moved], axis=0)
    bounded = np.clip(chance, *_CHANCE)
    gain = lines * np.log(_SHOWN / bounded) + (1 - lines) * np.log((1 - _SHOWN) / (1 - bounded))
    return Scores(np.sum(weights * gain, axis=1), lines, weights)
