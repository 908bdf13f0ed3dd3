"""What a picture says about cameras: how much of the court's paint is where they expect it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.pinhole import Pinholes, rotated
from modal_app.pipeline.court.ridges import BINS, CELL, Ridges, bins_of
from modal_app.pipeline.court.stations import Shown, Stations, show

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


@dataclass(frozen=True)
class Priors:
    """What is known of cameras before looking, as standard deviations."""

    log_focal: float = 0.8
    distortion: float = 0.05


def align(
    cameras: Pinholes, evidence: Evidence, stations: Stations, radii: tuple[float, ...], bend: bool = False
) -> Pinholes:
    """Cameras moved onto the ridges near their lines, by damped Gauss-Newton steps.

    Args:
        cameras: Where to begin.
        evidence: The picture.
        stations: Places on the court's lines.
        radii: For each step, how far away ridges may be, pixels.
        bend: Whether the radial term is free too.
    """
    priors = Priors()
    start = np.log(cameras.focals)
    for radius in radii:
        shown = show(cameras, stations)
        off, nearest = evidence.nearest(shown.points, shown.tangents)
        near = np.abs(off) < radius
        pull = np.where(near, (1 - (np.nan_to_num(off) / radius) ** 2) ** 2, 0.0)
        weights = shown.weights * evidence.ridges.strengths[nearest] * pull
        jacobian = _jacobian(cameras, stations, shown)
        if not bend:
            jacobian[..., 7] = 0.0
        weighted = jacobian * weights[..., None]
        normal = np.einsum("bsi,bsj->bij", weighted, jacobian)
        right = np.einsum("bsi,bs->bi", weighted, np.where(near, np.nan_to_num(off), 0.0))
        # Residuals count in pixels of about the radius; priors in their own deviations.
        unit = (0.3 * radius) ** 2
        normal[:, 0, 0] += unit / priors.log_focal**2
        right[:, 0] += unit / priors.log_focal**2 * (start - np.log(cameras.focals))
        normal[:, 7, 7] += unit / priors.distortion**2
        right[:, 7] -= unit / priors.distortion**2 * cameras.distortions
        damping = 1e-3 * np.einsum("bii->bi", normal) + 1e-9
        normal[:, np.arange(8), np.arange(8)] += damping
        step = np.clip(np.linalg.solve(normal, right[..., None])[..., 0], -1.0, 1.0)
        cameras = _moved(cameras, step, bend)
    return cameras


def _moved(cameras: Pinholes, step: Values, bend: bool) -> Pinholes:
    turned = rotated(np.broadcast_to(np.eye(3), (len(cameras), 3, 3)), 0.3 * step[:, 1:4])
    return Pinholes(
        cameras.size,
        cameras.focals * np.exp(step[:, 0]),
        turned @ cameras.rotations,
        cameras.translations + 3.0 * step[:, 4:7],
        cameras.distortions + (0.1 * step[:, 7] if bend else 0.0),
    )


def _jacobian(cameras: Pinholes, stations: Stations, shown: Shown) -> Values:
    """How far stations move to the left of their lines for a unit of each parameter, shape (b, s, 8).

    The parameters: logarithm of the focal length, turn of the camera (0.3 rad), translation (3 m), radial term (0.1).
    """
    places = np.column_stack([stations.places, np.zeros(len(stations.places))])
    turned = np.einsum("bij,nj->bni", cameras.rotations, places)
    seen = turned + cameras.translations[:, None]
    depth = np.maximum(seen[..., 2], 0.05)
    left = np.stack([-shown.tangents[..., 1], shown.tangents[..., 0]], axis=-1)
    scale = cameras.focals[:, None] / depth
    # Gradient of the movement to the left by the point before the camera.
    flat = seen[..., :2] / depth[..., None]
    gradient = np.concatenate([left, -np.sum(left * flat, axis=-1, keepdims=True)], axis=-1) * scale[..., None]
    ideal = flat * cameras.focals[:, None, None]
    radius = np.sum(ideal**2, axis=-1) / (np.hypot(*cameras.size) / 2) ** 2
    outward = np.sum(left * ideal, axis=-1)
    columns = [
        outward[..., None],
        0.3 * np.cross(turned, gradient),
        3.0 * gradient,
        0.1 * (outward * radius)[..., None],
    ]
    return np.asarray(np.nan_to_num(np.concatenate(columns, axis=-1)))
