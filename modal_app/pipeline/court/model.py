"""The official court in metres.

World frame: origin at the court's centre under the net, x to the right and y away as the camera sees it, z up. The
sizes come with the contract (Laws of Badminton, section 1 and diagram A). Lines are meant by their centres, which lie
half a line's width inside the outer edges that the laws measure to.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import (
    COURT_LENGTH,
    COURT_WIDTH,
    LINE_WIDTH,
    LONG_SERVICE_INSET,
    SHORT_SERVICE_DISTANCE,
    SINGLES_WIDTH,
)

HALF_LENGTH = COURT_LENGTH / 2
HALF_WIDTH = COURT_WIDTH / 2
HALF_LINE = LINE_WIDTH / 2

# Centres of the lines: |x| of those along the court, |y| of those across.
SIDE_DOUBLES = HALF_WIDTH - HALF_LINE
SIDE_SINGLES = SINGLES_WIDTH / 2 - HALF_LINE
BASELINE = HALF_LENGTH - HALF_LINE
LONG_SERVICE = HALF_LENGTH - LONG_SERVICE_INSET - HALF_LINE
SHORT_SERVICE = SHORT_SERVICE_DISTANCE + HALF_LINE


@dataclass(frozen=True)
class Line:
    """A painted line by its centre: from (x1, y1) to (x2, y2), metres."""

    name: str
    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def along(self) -> bool:
        """Whether it runs along the court, from baseline to baseline."""
        return self.start[0] == self.end[0]

    @property
    def offset(self) -> float:
        """Its constant coordinate: x of a line along the court, y of one across."""
        return self.start[0] if self.along else self.start[1]


def _across(name: str, y: float) -> Line:
    return Line(name, (-SIDE_DOUBLES, y), (SIDE_DOUBLES, y))


def _along(name: str, x: float) -> Line:
    return Line(name, (x, -BASELINE), (x, BASELINE))


LINES: tuple[Line, ...] = (
    _along("left-doubles", -SIDE_DOUBLES),
    _along("left-singles", -SIDE_SINGLES),
    Line("centre-near", (0.0, -BASELINE), (0.0, -SHORT_SERVICE)),
    Line("centre-far", (0.0, SHORT_SERVICE), (0.0, BASELINE)),
    _along("right-singles", SIDE_SINGLES),
    _along("right-doubles", SIDE_DOUBLES),
    _across("near-base", -BASELINE),
    _across("near-long", -LONG_SERVICE),
    _across("near-short", -SHORT_SERVICE),
    _across("far-short", SHORT_SERVICE),
    _across("far-long", LONG_SERVICE),
    _across("far-base", BASELINE),
)

# The outer corners, by the centres of the lines.
CORNERS: dict[str, tuple[float, float]] = {
    "near-left": (-SIDE_DOUBLES, -BASELINE),
    "near-right": (SIDE_DOUBLES, -BASELINE),
    "far-right": (SIDE_DOUBLES, BASELINE),
    "far-left": (-SIDE_DOUBLES, BASELINE),
}


def _crossings() -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for across, along in product((line for line in LINES if not line.along), (line for line in LINES if line.along)):
        low, high = sorted((along.start[1], along.end[1]))
        if low <= across.offset <= high:
            found[f"{across.name} x {along.name}"] = (along.offset, across.offset)
    return found


# Where painted lines cross or meet, metres, by "across x along".
CROSSINGS: dict[str, tuple[float, float]] = _crossings()


def crossing_points() -> NDArray[np.float64]:
    """All crossings, shape (n, 2)."""
    return np.array(list(CROSSINGS.values()))
