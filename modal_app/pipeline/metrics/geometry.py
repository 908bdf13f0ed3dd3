"""Many pictures' cameras at once: one row each, also where the camera moves from frame to frame."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera

Points = NDArray[np.float64]
Matrices = NDArray[np.float64]


class Lenses:
    """The cameras of n rows."""

    def __init__(self, cameras: CourtCamera | Sequence[CourtCamera], count: int) -> None:
        given = [cameras] if isinstance(cameras, CourtCamera) else list(cameras)
        # Neighbouring rows mostly share their camera.
        runs = [list(same) for _, same in groupby(given, key=id)]
        lengths = [count] if isinstance(cameras, CourtCamera) else [len(run) for run in runs]
        self._runs = [(run[0], length) for run, length in zip(runs, lengths, strict=True)]
        self._row = np.repeat(np.arange(len(self._runs)), lengths)
        self._floor = np.array([_floor(camera) for camera, _ in self._runs]).reshape(-1, 3, 3)
        # Without a projection what is up does not move in the picture: heights count as 0.
        ups = [np.zeros(3) if camera.projection is None else camera.projection[:, 2] for camera, _ in self._runs]
        self._up = np.array(ups).reshape(-1, 3)
        heights = [camera.projection is not None for camera, _ in self._runs]
        # Whether heights can be told, shape (n,).
        self.tells_heights = np.array(heights, dtype=np.bool_)[self._row]
        sizes = np.array([camera.size for camera, _ in self._runs], dtype=np.float64).reshape(-1, 2)
        # Width and height of the rows' pictures, pixels, shape (n, 2).
        self.sizes = sizes[self._row]

    def ideal(self, pixels: Points) -> Points:
        """Pixels without the lens's distortion; shape (n, ..., 2)."""
        flat = np.empty_like(pixels, dtype=np.float64)
        start = 0
        # Moved cameras of one view share their lens.
        for lens, runs in groupby(self._runs, key=lambda run: (run[0].size, run[0].distortion)):
            cameras = list(runs)
            end = start + sum(length for _, length in cameras)
            plain = replace(cameras[0][0], homography=np.eye(3), projection=None)
            part = pixels[start:end]
            flat[start:end] = plain.to_floor(part.reshape(-1, 2)).reshape(part.shape) if lens[1] else part
            start = end
        return flat

    def to_floor(self, ideal: Points, height: float = 0.0) -> tuple[Points, Matrices]:
        """What is seen at undistorted pixels, shape (n, 2), at a height over the floor.

        Returns:
            Metres, shape (n, 2), NaN above the horizon; and metres for one pixel, shape (n, 2, 2).
        """
        planes = self._floor.copy()
        planes[:, :, 2] += height * self._up
        back = np.linalg.inv(planes)[self._row]
        mapped = np.einsum("nij,nj->ni", back[:, :, :2], ideal) + back[:, :, 2]
        scale = np.where(mapped[:, 2] > 1e-12, mapped[:, 2], np.nan)
        floor = mapped[:, :2] / scale[:, None]
        slope = (back[:, :2, :2] - floor[:, :, None] * back[:, None, 2, :2]) / scale[:, None, None]
        return floor, slope

    @cached_property
    def eyes(self) -> Points:
        """Where the cameras stand, metres, shape (n, 3); NaN without heights."""
        columns = np.concatenate([self._floor[:, :, :2], self._up[:, :, None]], axis=2)
        known = np.abs(np.linalg.det(columns)) > 0
        eyes = np.full((len(columns), 3), np.nan)
        eyes[known] = -np.linalg.solve(columns[known], self._floor[known][:, :, 2:])[:, :, 0]
        return np.asarray(eyes[self._row])

    def per_height(self, floor: Points) -> Points:
        """How far a point is mistaken, metres on the floor for a metre of height, shape (n, 2); 0 without heights.

        Away from the camera: what hangs over the floor covers the floor behind it.
        """
        return np.asarray(np.nan_to_num((floor - self.eyes[:, :2]) / self.eyes[:, 2:]))

    def away(self, floor: Points) -> Points:
        """Direction over the floor away from the camera, shape (n, 2), of length 1; 0 without heights."""
        along = self.per_height(floor)
        return np.asarray(along / np.maximum(1e-9, np.linalg.norm(along, axis=1, keepdims=True)))

    def height_over(self, floor: Points, ideal: Points) -> NDArray[np.float64]:
        """Height over floor points, shape (n, 2), of what is seen at undistorted pixels, shape (n, 2).

        Metres, shape (n,), of the nearest point on each vertical, as the picture shows it; NaN without heights.
        """
        foot = np.einsum("nij,nj->ni", self._floor[self._row][:, :, :2], floor) + self._floor[self._row][:, :, 2]
        up = self._up[self._row]
        # foot + z up is seen at the pixel: two equations for z.
        rate = up[:, :2] - ideal * up[:, 2:]
        missed = ideal * foot[:, 2:] - foot[:, :2]
        square = np.where(self.tells_heights, np.sum(rate**2, axis=1), np.nan)
        return np.asarray(np.sum(rate * missed, axis=1) / square)


def _floor(camera: CourtCamera) -> Matrices:
    """Floor metres to undistorted pixels, at the scale of the projection where there is one."""
    return camera.homography if camera.projection is None else camera.projection[:, [0, 1, 3]]
