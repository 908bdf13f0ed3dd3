"""How a picture shows the court: from metres to pixels and back."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from modal_app.contract import models
from modal_app.pipeline.court.model import CORNERS

Points = NDArray[np.float64]
Matrix = NDArray[np.float64]

_UNDISTORT_STEPS = 12


@dataclass(frozen=True)
class CourtCamera:
    """The mapping between the court and one picture.

    Pixels have their origin at the picture's top-left corner: the centre of the top-left pixel is (0.5, 0.5).
    """

    # Width and height of the picture, pixels.
    size: tuple[int, int]
    # Floor metres (x, y, 1) to pixels without distortion, shape (3, 3).
    homography: Matrix
    # k1 of p' = c + (p - c) (1 + k1 r^2), with c the picture's middle and r in half diagonals of the picture.
    distortion: float = 0.0
    # Points in space (x, y, z, 1) to pixels without distortion, shape (3, 4); None where heights cannot be told.
    projection: Matrix | None = None

    def project_floor(self, floor: Points) -> Points:
        """Pixels, shape (n, 2), of floor points in metres, shape (n, 2); NaN behind the camera or far aside."""
        return self._shown(_apply(self.homography, floor))

    def project(self, world: Points) -> Points:
        """Pixels, shape (n, 2), of points in space in metres, shape (n, 3); NaN behind the camera.

        Raises:
            ValueError: The heights of this picture cannot be told.
        """
        if self.projection is None:
            raise ValueError("the camera tells no heights")
        return self._shown(_apply(self.projection, world))

    def to_floor(self, pixels: Points, height: float = 0.0) -> Points:
        """Metres, shape (n, 2), of what is seen at pixels, shape (n, 2), at a height over the floor.

        NaN above the horizon. Without a projection the height counts as 0.
        """
        matrix = self.homography
        if height and self.projection is not None:
            columns = self.projection
            matrix = np.column_stack([columns[:, 0], columns[:, 1], columns[:, 3] + height * columns[:, 2]])
        ideal = self.without_distortion(np.asarray(pixels, dtype=np.float64))
        return _apply(np.asarray(np.linalg.inv(matrix), dtype=np.float64), ideal)

    def without_distortion(self, shown: Points) -> Points:
        """Where a lens without distortion would show what is at these pixels, shape (n, 2)."""
        if self.distortion == 0.0:
            return np.asarray(shown, dtype=np.float64)
        offset = (shown - self._middle) / self._half_diagonal
        ideal = offset.copy()
        for _ in range(_UNDISTORT_STEPS):
            ideal = offset / (1 + self.distortion * np.sum(ideal**2, axis=-1, keepdims=True))
        return np.asarray(self._middle + ideal * self._half_diagonal)

    def corners(self) -> dict[str, tuple[float, float]]:
        """Pixels of the outer corners, by the centres of the lines; NaN behind the camera."""
        shown = self.project_floor(np.array(list(CORNERS.values())))
        return {name: (float(x), float(y)) for name, (x, y) in zip(CORNERS, shown, strict=True)}

    def metres_per_pixel(self, floor: Points) -> Points:
        """Jacobian of `to_floor` at floor points: metres for one pixel, shape (n, 2, 2)."""
        shown = self.project_floor(floor)
        steps = [self.to_floor(shown + np.array(step)) - floor for step in ((0.5, 0.0), (0.0, 0.5))]
        back = [self.to_floor(shown - np.array(step)) - floor for step in ((0.5, 0.0), (0.0, 0.5))]
        return np.stack([ahead - behind for ahead, behind in zip(steps, back, strict=True)], axis=-1)

    def moved(self, motion: Matrix) -> Self:
        """The camera after the picture was moved by a homography of pixels, shape (3, 3)."""
        projection = None if self.projection is None else motion @ self.projection
        return replace(self, homography=motion @ self.homography, projection=projection)

    def turned(self) -> Self:
        """The same picture with the court's names turned by half a turn, which leaves its lines where they are."""
        projection = None if self.projection is None else self.projection * (-1.0, -1.0, 1.0, 1.0)
        return replace(self, homography=self.homography * (-1.0, -1.0, 1.0), projection=projection)

    def resized(self, size: tuple[int, int]) -> Self:
        """The same view in a picture of another size and the same shape."""
        scale = np.diag([size[0] / self.size[0], size[1] / self.size[1], 1.0])
        return replace(self.moved(scale), size=size)

    def to_contract(self) -> models.CourtCamera:
        """As a message."""
        flat = None if self.projection is None else _normalised(self.projection)
        return models.CourtCamera(homography=_normalised(self.homography), distortion=self.distortion, projection=flat)

    @classmethod
    def from_contract(cls, message: models.CourtCamera, size: tuple[int, int]) -> Self:
        """From a message about a picture of this size."""
        projection = None if message.projection is None else np.array(message.projection).reshape(3, 4)
        return cls(size, np.array(message.homography).reshape(3, 3), message.distortion, projection)

    @property
    def _middle(self) -> Points:
        return np.array(self.size, dtype=np.float64) / 2

    @property
    def _half_diagonal(self) -> float:
        return float(np.hypot(*self.size)) / 2

    def _shown(self, ideal: Points) -> Points:
        """Pixels with distortion, shape (n, 2); NaN so far out that the lens model would bend them back in."""
        offset = (ideal - self._middle) / self._half_diagonal
        square = np.sum(offset**2, axis=-1, keepdims=True)
        bent = np.where(1 + 3 * self.distortion * square > 0, 1 + self.distortion * square, np.nan)
        return np.asarray(self._middle + offset * bent * self._half_diagonal)


def _apply(matrix: Matrix, points: Points) -> Points:
    """Points under a projective map, shape (n, 2); NaN where the scale is not positive."""
    points = np.asarray(points, dtype=np.float64)
    mapped = points @ matrix[:, :-1].T + matrix[:, -1]
    scale = np.where(mapped[..., 2:] > 1e-12, mapped[..., 2:], np.nan)
    return np.asarray(mapped[..., :2] / scale)


def _normalised(matrix: Matrix) -> list[float]:
    """Row by row, scaled to a norm of 1. The sign stays: what is in front of the camera has a positive scale."""
    return [float(value) for value in (matrix / np.linalg.norm(matrix)).ravel()]
