"""Places on the court's lines where a picture is asked for paint."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.model import BASELINE, LINES, LONG_SERVICE, SIDE_DOUBLES, SIDE_SINGLES
from modal_app.pipeline.court.pinhole import Pinholes

Values = NDArray[np.float64]

# Distance of parallel lines on the outside of the court, metres: what lies closer in the picture than `_APART` pixels
# cannot be told apart, and says less.
_SIDE_GAP = SIDE_DOUBLES - SIDE_SINGLES
_END_GAP = BASELINE - LONG_SERVICE
_APART = 5.0
# Stations closer than this along a line say the same, pixels.
_SPACED = 6.0
_NEAREST_DEPTH = 0.3
_STEP = 0.02


@dataclass(frozen=True)
class Stations:
    """Places on the lines of the court, s of them."""

    # Metres, shape (s, 2), and unit directions of their lines, shape (s, 2).
    places: Values
    tangents: Values
    # Index into `LINES`, shape (s,).
    lines: NDArray[np.int64]
    # Distance from one to the next on a line, metres.
    spacing: float
    # Distance to the next parallel line, metres, shape (s,).
    gaps: Values


@dataclass(frozen=True)
class Shown:
    """Stations as cameras show them: b cameras, s stations."""

    # Pixels, shape (b, s, 2), and unit directions of the lines there, shape (b, s, 2).
    points: Values
    tangents: Values
    # What a station can say, 0 where it is out of the picture, 1 at most, shape (b, s).
    weights: Values
    # Pixels for a metre across the line, shape (b, s).
    scales: Values


def make_stations(spacing: float) -> Stations:
    """Stations at equal distances, metres, on all lines."""
    places, tangents, lines, gaps = [], [], [], []
    for index, line in enumerate(LINES):
        start, end = np.array(line.start), np.array(line.end)
        length = float(np.linalg.norm(end - start))
        count = max(round(length / spacing), 2)
        share = (np.arange(count) + 0.5) / count
        places.append(start + share[:, None] * (end - start))
        tangents.append(np.tile((end - start) / length, (count, 1)))
        lines.append(np.full(count, index))
        gap = _SIDE_GAP if line.along else _END_GAP
        gaps.append(np.full(count, gap if "short" not in line.name and "centre" not in line.name else 2.0))
    return Stations(
        np.concatenate(places), np.concatenate(tangents), np.concatenate(lines), spacing, np.concatenate(gaps)
    )


def show(cameras: Pinholes, stations: Stations) -> Shown:
    """Where cameras show stations."""
    count = len(stations.places)
    normals = np.stack([-stations.tangents[:, 1], stations.tangents[:, 0]], axis=1)
    ahead = stations.places + _STEP * stations.tangents
    aside = stations.places + _STEP * normals
    flat = np.concatenate([stations.places, ahead, aside])
    points, depth = cameras.project(np.column_stack([flat, np.zeros(len(flat))]))
    centre, along, across = points[:, :count], points[:, count : 2 * count], points[:, 2 * count :]
    step = along - centre
    length = np.maximum(np.linalg.norm(step, axis=2, keepdims=True), 1e-9)
    tangents = step / length
    sideways = across - centre
    scales = np.abs(sideways[..., 0] * tangents[..., 1] - sideways[..., 1] * tangents[..., 0]) / _STEP
    width, height = cameras.size
    inside = (
        (depth[:, :count] > _NEAREST_DEPTH)
        & (centre[..., 0] > 1)
        & (centre[..., 0] < width - 1)
        & (centre[..., 1] > 1)
        & (centre[..., 1] < height - 1)
    )
    spaced = np.minimum(length[..., 0] / _STEP * stations.spacing / _SPACED, 1.0)
    apart = np.minimum(scales * stations.gaps / _APART, 1.0)
    return Shown(centre, tangents, np.where(inside, spaced * apart, 0.0), scales)
