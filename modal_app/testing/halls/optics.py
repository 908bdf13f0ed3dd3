"""From polygons in space to outlines in a picture, exactly, with the lens's distortion."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera

Points = NDArray[np.float64]

# Nothing nearer to the camera is drawn, metres.
_NEAR = 0.05
# Outlines are clipped at this many half pictures from the middle: far enough that the clipped edge stays outside under
# any distortion that is drawn, near enough that negative distortion does not fold it back in.
_CLIP = 1.5
# Longest straight piece of an outline before distortion, pixels: bends between are below a hundredth of a pixel.
_STEP = 30.0


@dataclass(frozen=True)
class Viewpoint:
    """Where a camera stands and how it looks. World frame of `pipeline.court.model`: metres."""

    position: tuple[float, float, float]
    target: tuple[float, float, float]
    # Focal length in half diagonals of the picture, so that it holds for every size of the same shape.
    focal: float
    # Clockwise turn of the camera about its axis, radians.
    roll: float = 0.0
    # k1 as in CourtCamera.
    distortion: float = 0.0

    def camera(self, size: tuple[int, int]) -> CourtCamera:
        """The mapping into a picture of this size: square pixels, principal point in the middle."""
        forward = np.subtract(self.target, self.position)
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, [0.0, 0.0, 1.0])
        right = right / np.linalg.norm(right)
        down = np.cross(forward, right)
        cosine, sine = np.cos(self.roll), np.sin(self.roll)
        rotation = np.stack([cosine * right + sine * down, cosine * down - sine * right, forward])
        focal = self.focal * float(np.hypot(*size)) / 2
        inner = np.array([[focal, 0.0, size[0] / 2], [0.0, focal, size[1] / 2], [0.0, 0.0, 1.0]])
        offset = -rotation @ np.array(self.position)
        projection = inner @ np.column_stack([rotation, offset])
        return CourtCamera(size, projection[:, [0, 1, 3]], self.distortion, projection)


def focal_of_hfov(degrees: float, aspect: float) -> float:
    """Focal length in half diagonals for an angle of view along the longer side; aspect is longer by shorter."""
    return float(aspect / np.hypot(aspect, 1.0) / np.tan(np.radians(degrees) / 2))


def elsewhere(camera: CourtCamera, x: float, y: float, turn: float = 0.0) -> CourtCamera:
    """The same camera for a court that stands elsewhere on the floor: turned by radians and moved by metres."""
    assert camera.projection is not None
    cosine, sine = np.cos(turn), np.sin(turn)
    place = np.array([[cosine, -sine, 0, x], [sine, cosine, 0, y], [0, 0, 1, 0], [0, 0, 0, 1.0]])
    projection = camera.projection @ place
    return CourtCamera(camera.size, projection[:, [0, 1, 3]], camera.distortion, projection)


class Outliner:
    """Draws polygons in space as outlines in pixels."""

    def __init__(self, camera: CourtCamera) -> None:
        assert camera.projection is not None
        self.camera = camera
        width, height = camera.size
        # Half-spaces in homogeneous pixels (u, v, w): inside where the product is positive.
        left, right = width * (1 - _CLIP) / 2, width * (1 + _CLIP) / 2
        top, bottom = height * (1 - _CLIP) / 2, height * (1 + _CLIP) / 2
        self._planes = np.array(
            [[0, 0, 1], [1, 0, -left], [-1, 0, right], [0, 1, -top], [0, -1, bottom]], dtype=np.float64
        )
        self._limits = np.array([_NEAR, 0, 0, 0, 0])

    def outline(self, polygon: Points) -> Points:
        """Pixels, shape (m, 2), of a convex polygon in metres, shape (n, 3) or, on the floor, (n, 2).

        Empty when nothing of it is near the picture. Lines that were straight are bent as the lens bends them.
        """
        columns = self.camera.projection
        assert columns is not None
        matrix = columns if polygon.shape[1] == 3 else self.camera.homography
        points = polygon @ matrix[:, :-1].T + matrix[:, -1]
        for plane, limit in zip(self._planes, self._limits, strict=True):
            points = _clip(points, points @ plane - limit)
            if len(points) < 3:
                return np.zeros((0, 2))
        flat = points[:, :2] / points[:, 2:]
        if self.camera.distortion == 0.0:
            return flat
        return self._bent(flat)

    def _bent(self, corners: Points) -> Points:
        following = np.roll(corners, -1, axis=0)
        pieces = np.maximum(1, np.ceil(np.linalg.norm(following - corners, axis=1) / _STEP)).astype(int)
        start = np.repeat(np.arange(len(corners)), pieces)
        part = (np.arange(len(start)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[start]
        points = corners[start] + (following - corners)[start] * part[:, None]
        middle = np.array(self.camera.size) / 2
        offset = points - middle
        square = np.sum(offset**2, axis=1, keepdims=True) / float(middle @ middle)
        return np.asarray(middle + offset * (1 + self.camera.distortion * square))


def _clip(points: Points, inside: NDArray[np.float64]) -> Points:
    """The part of a convex polygon where `inside`, linear in the points, is positive (Sutherland and Hodgman)."""
    if np.all(inside >= 0):
        return points
    kept: list[Points] = []
    for index in range(len(points)):
        before, here = inside[index - 1], inside[index]
        if (before < 0) != (here < 0):
            part = before / (before - here)
            kept.append(points[index - 1] + part * (points[index] - points[index - 1]))
        if here >= 0:
            kept.append(points[index])
    return np.array(kept) if kept else np.zeros((0, points.shape[1]))
