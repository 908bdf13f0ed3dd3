"""What a picture shows of the court's lines: which stations bear the model out, and how surely."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.model import LINES
from modal_app.pipeline.court.profiles import Measurements, Stations

# A station counts as showing its line where the pattern explains this share of the profile and the paint
# is this much brighter than the floor: in grey levels, and as a share of what is usual on the same line.
_LEAST_FIT = 0.5
_LEAST_CONTRAST = 3.0
_LEAST_CONTRAST_SHARE = 0.25
# Logarithm of how much better paint explains a profile than a bare floor does, from which on a station says no more.
_FULL_EVIDENCE = 2.5


@dataclass(frozen=True)
class LineSupport:
    """What a picture shows of one line of the model."""

    name: str
    # Stations inside the picture, about one every 8 px at 720 lines, away from crossings.
    stations: int
    # Share of them where paint was found within 2 px (at 720 lines) of the fitted model, 0..1.
    share: float
    # Median brightness of that paint above the floor's, grey levels of the channel that shows the lines best.
    contrast: float
    # Median distance of the paint from the model, signed along the line's normal, pixels.
    offset: float


def shows_line(stations: Stations, measured: Measurements) -> NDArray[np.bool_]:
    """Stations where paint of the line's usual brightness is seen, shape (n,)."""
    good = (measured.fits > _LEAST_FIT) & (measured.contrasts > _LEAST_CONTRAST)
    if not good.any():
        return good
    usual = np.percentile(measured.contrasts[good], 70)
    return good & (measured.contrasts > _LEAST_CONTRAST_SHARE * usual)


def evidence(measured: Measurements, unit: float) -> NDArray[np.float64]:
    """How surely each station shows its line where the model has it, 0..1, shape (n,)."""
    better = np.minimum(-np.log1p(-np.minimum(measured.fits, 0.999)), _FULL_EVIDENCE) / _FULL_EVIDENCE
    return np.asarray(better * np.exp(-0.5 * (measured.shifts / unit) ** 2))


def support_of_lines(stations: Stations, measured: Measurements, inlier: NDArray[np.bool_]) -> tuple[LineSupport, ...]:
    """Support of every line that has a station in the picture, in the model's order."""

    def middle(values: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float:
        return float(np.median(values[chosen])) if chosen.any() else 0.0

    return tuple(
        LineSupport(
            line.name,
            int(np.count_nonzero(mine)),
            float(np.mean(inlier[mine])),
            middle(measured.contrasts, mine & inlier),
            middle(measured.shifts, mine & inlier),
        )
        for index, line in enumerate(LINES)
        if (mine := stations.line == index).any()
    )
