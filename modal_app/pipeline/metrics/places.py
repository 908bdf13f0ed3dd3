"""Where on the court a player was. Places are in the own frame, one for each step of equal time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from modal_app.contract.constants import (
    HEATMAP_CELL,
    HEATMAP_COLUMNS,
    HEATMAP_ROWS,
    ZONE_COLUMN_BOUNDS,
    ZONE_COLUMNS,
    ZONE_ROW_BOUNDS,
    ZONE_ROWS,
)
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.metrics.course import STEP

Vector = NDArray[np.float64]

# Standard deviation of the kernel of the densities, metres: about the reach of somebody who stands.
BANDWIDTH = 0.3
# Who waits is no faster than this, m/s, and a base is told from this many seconds of it.
_WAITING_SPEED = 1.0
_WAITING_SECONDS = 5.0
_CLIMB = 20
# The base is left when the player goes farther than the second distance, and reached within the first, metres. A
# way back that takes longer than the last number of seconds was none.
_AT_BASE, _OFF_BASE = 0.75, 1.5
_LONGEST_RETURN = 8.0


def zone_shares(places: Vector) -> list[float]:
    """Share of the places, shape (m, 2), in each zone; what is beyond a line belongs to the zone beside."""
    row = np.searchsorted(ZONE_ROW_BOUNDS, places[:, 1], side="right")
    column = np.searchsorted(ZONE_COLUMN_BOUNDS, places[:, 0], side="right")
    counts = np.bincount(row * len(ZONE_COLUMNS) + column, minlength=len(ZONE_ROWS) * len(ZONE_COLUMNS))
    return [float(count) for count in counts / len(places)]


def heatmap(places: Vector) -> list[int]:
    """Kernel density of the places, shape (m, 2), on the contract's grid, 255 where it is greatest."""
    density = _density(places)
    top = float(density.max())
    levels = np.round(255 * density / top) if top > 0 else density
    return [int(level) for level in levels.ravel()]


def base(places: Vector, speeds: Vector) -> tuple[float, float] | None:
    """Where the player waits: the densest place of slow steps; None where there are too few.

    Args:
        places: Metres, shape (m, 2).
        speeds: m/s, shape (m,).
    """
    inside = (np.abs(places[:, 0]) <= HALF_WIDTH) & (places[:, 1] >= 0) & (places[:, 1] <= HALF_LENGTH)
    waiting = places[inside & (speeds < _WAITING_SPEED)]
    if len(waiting) * STEP < _WAITING_SECONDS:
        return None
    row, column = np.unravel_index(int(np.argmax(_density(waiting))), (HEATMAP_ROWS, HEATMAP_COLUMNS))
    spot = (np.array([column, row]) + 0.5) * HEATMAP_CELL - [HEATMAP_COLUMNS * HEATMAP_CELL / 2, 0]
    # From the grid to the density's own summit (mean shift).
    for _ in range(_CLIMB):
        weight = np.exp(-np.sum((waiting - spot) ** 2, axis=1) / (2 * BANDWIDTH**2))
        spot = weight @ waiting / weight.sum()
    return float(spot[0]), float(spot[1])


@dataclass(frozen=True)
class Returns:
    """How often a player left the base and came back."""

    count: int
    # Median time from leaving to being back; None without any.
    seconds: float | None


def returns(pieces: list[Vector], spot: tuple[float, float]) -> Returns:
    """Ways from the base and back.

    Args:
        pieces: Places of each stretch without a break, metres, each of shape (m, 2).
        spot: The base.
    """
    lasting = [seconds for piece in pieces for seconds in _away(np.hypot(*(piece - np.array(spot)).T))]
    counted = [seconds for seconds in lasting if seconds <= _LONGEST_RETURN]
    return Returns(len(counted), float(np.median(counted)) if counted else None)


def _away(distance: Vector) -> list[float]:
    """Seconds of each stretch off the base that begins and ends at it and went far enough."""
    home = np.flatnonzero(distance <= _AT_BASE)
    leaves, comes = home[:-1], home[1:]
    gone = comes - leaves > 1
    farthest = [distance[leave:come].max() for leave, come in zip(leaves[gone], comes[gone], strict=True)]
    steps = (comes - leaves - 1)[gone]
    return [float(step * STEP) for step, far in zip(steps, farthest, strict=True) if far > _OFF_BASE]


def _density(places: Vector) -> Vector:
    """Kernel density on the heatmap's grid, shape (rows, columns)."""
    left = -HEATMAP_COLUMNS * HEATMAP_CELL / 2
    counts, _, _ = np.histogram2d(
        places[:, 1],
        places[:, 0],
        bins=(HEATMAP_ROWS, HEATMAP_COLUMNS),
        range=((0, HEATMAP_ROWS * HEATMAP_CELL), (left, -left)),
    )
    return np.asarray(gaussian_filter(counts, BANDWIDTH / HEATMAP_CELL, mode="constant"))
