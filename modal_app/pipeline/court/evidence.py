"""What a picture says about places: how near the next bright line is."""

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.ridges import BINS, CELL, Ridges, bins_of
from modal_app.pipeline.court.stations import Shown

Values = NDArray[np.float64]

# Nothing further away than this is looked at, pixels.
_REACH = 24.0


class Evidence:
    """The nearest ridge to any place, for any direction."""

    def __init__(self, ridges: Ridges, size: tuple[int, int]) -> None:
        self.ridges = ridges
        self.size = size
        columns, lines = size[0] // CELL + 1, size[1] // CELL + 1
        self._shape = (lines, columns)
        self._nearest = np.full((BINS, lines, columns), -1, dtype=np.int32)
        bins = bins_of(ridges.angles)
        cell = np.floor(ridges.points / CELL).astype(np.int64)
        for index in range(BINS):
            mine = np.flatnonzero(np.isin(bins, [(index - 1) % BINS, index, (index + 1) % BINS]))
            if not len(mine):
                continue
            blank = np.full((lines, columns), 255, dtype=np.uint8)
            blank[cell[mine, 1], cell[mine, 0]] = 0
            distance, labels = cv2.distanceTransformWithLabels(blank, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
            names = np.full(labels.max() + 1, -1, dtype=np.int32)
            names[labels[cell[mine, 1], cell[mine, 0]]] = mine
            self._nearest[index] = np.where(distance * CELL <= _REACH, names[labels], -1)

    def nearest(self, points: Values, tangents: Values) -> tuple[Values, NDArray[np.int32]]:
        """How far to the left of lines the nearest ridges lie, pixels, and which these are; NaN where there is none.

        Args:
            points: Places on lines, shape (..., 2).
            tangents: Unit directions of the lines there, shape (..., 2).
        """
        angles = np.mod(np.arctan2(tangents[..., 1], tangents[..., 0]), np.pi)
        cell = np.floor(np.nan_to_num(points) / CELL)
        column = np.clip(cell[..., 0], 0, self._shape[1] - 1).astype(np.int64)
        line = np.clip(cell[..., 1], 0, self._shape[0] - 1).astype(np.int64)
        nearest = self._nearest[bins_of(angles), line, column]
        if not len(self.ridges):
            return np.full(points.shape[:-1], np.nan), nearest
        gap = self.ridges.points[nearest] - points
        across = gap[..., 1] * tangents[..., 0] - gap[..., 0] * tangents[..., 1]
        along = gap[..., 0] * tangents[..., 0] + gap[..., 1] * tangents[..., 1]
        # A ridge that lies further along than a hole would be is another line's end.
        there = (nearest >= 0) & (np.abs(along) < 8.0 + np.abs(across))
        return np.asarray(np.where(there, across, np.nan)), nearest

    def support(self, shown: Shown, tolerance: float) -> Values:
        """How well paint is met at stations, 0..1, shape (b, s)."""
        off, nearest = self.nearest(shown.points, shown.tangents)
        if not len(self.ridges):
            return np.zeros(off.shape)
        met = self.ridges.strengths[nearest] * np.exp(-0.5 * (off / tolerance) ** 2)
        return np.asarray(np.nan_to_num(met, nan=0.0))
