"""Painting polygons into a picture with exact coverage of pixels."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.testing.halls.optics import Outliner, Points

Plane = NDArray[np.float32]
Colour = tuple[float, float, float]

# Samples a pixel in each direction.
_SAMPLES = 4
# OpenCV also fills the samples that an outline runs through: half a sample too much on every side.
_INSET = 0.5
# Fixed-point bits of the outlines given to OpenCV.
_SHIFT = 4


class Canvas:
    """A picture in the making: blue, green, red as shown on a screen, 0..255."""

    def __init__(self, camera: CourtCamera, colour: Colour) -> None:
        self.camera = camera
        self.size = camera.size
        self._outliner = Outliner(camera)
        self.picture: Plane = np.full((self.size[1], self.size[0], 3), colour, dtype=np.float32)

    def copy(self) -> "Canvas":
        """A second canvas with the same picture."""
        other = Canvas.__new__(Canvas)
        other.camera, other.size, other._outliner = self.camera, self.size, self._outliner
        other.picture = self.picture.copy()
        return other

    def cover(self, polygons: Iterable[Points]) -> tuple[tuple[slice, slice], Plane] | None:
        """What part of each pixel convex polygons in space cover together.

        Returns the rows and columns touched and the parts there, shape (rows, columns, 1), 0..1; None for nothing.
        """
        outlines = [outline for outline in (self._outliner.outline(p) for p in polygons) if len(outline)]
        return self.cover_pixels(outlines)

    def cover_pixels(self, outlines: list[Points]) -> tuple[tuple[slice, slice], Plane] | None:
        """The same for outlines in pixels."""
        if not outlines:
            return None
        everything = np.concatenate(outlines)
        low = np.clip(np.floor(everything.min(axis=0)) - 1, 0, self.size).astype(int)
        high = np.clip(np.ceil(everything.max(axis=0)) + 1, 0, self.size).astype(int)
        columns, rows = (int(value) for value in high - low)
        if columns <= 0 or rows <= 0:
            return None
        fine = np.zeros((rows * _SAMPLES, columns * _SAMPLES), dtype=np.uint8)
        for outline in outlines:
            # The centre of the first sample is (0, 0) to OpenCV.
            samples = _inset((outline - low) * _SAMPLES - 0.5)
            cv2.fillPoly(fine, [np.round(samples * (1 << _SHIFT)).astype(np.int32)], (255,), shift=_SHIFT)
        small = cv2.resize(fine, (columns, rows), interpolation=cv2.INTER_AREA)
        parts = small.astype(np.float32)[..., None] / np.float32(255)
        return (slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))), parts

    def fill(self, polygons: Iterable[Points], colour: Colour | Plane, opacity: float | Plane = 1.0) -> None:
        """Paint convex polygons; colour and opacity may be whole pictures, of shape (height, width, 3 and 1)."""
        covered = self.cover(polygons)
        if covered is None:
            return
        where, parts = covered
        parts = parts * (opacity[where] if isinstance(opacity, np.ndarray) else np.float32(opacity))
        paint = colour[where] if isinstance(colour, np.ndarray) else np.array(colour, dtype=np.float32)
        self.picture[where] += (paint - self.picture[where]) * parts

    def put(self, image: NDArray[np.uint8], quad: Points, opacity: float = 1.0) -> None:
        """Show a flat image, its corners (from the top left, clockwise) at four points in space, shape (4, 3)."""
        shown = self.camera.project(quad)
        if not np.all(np.isfinite(shown)) or np.abs(shown).max() > 20 * max(self.size):
            return
        height, width = image.shape[:2]
        source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32) - np.float32(0.5)
        turn = cv2.getPerspectiveTransform(source, (shown - 0.5).astype(np.float32))
        warped = cv2.warpPerspective(image, turn, self.size, flags=cv2.INTER_LINEAR)
        covered = self.cover([quad])
        if covered is None:
            return
        where, parts = covered
        self.picture[where] += (warped[where].astype(np.float32) - self.picture[where]) * parts * np.float32(opacity)


def _inset(outline: Points) -> Points:
    """A convex outline moved inwards by _INSET."""
    ahead = np.roll(outline, -1, axis=0) - outline
    x, y = outline.T
    turning = np.sign(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    length = np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    inwards = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / length * turning
    before = np.roll(inwards, 1, axis=0)
    # At sharp corners the exact step would grow without bound.
    room = np.maximum(1 + np.sum(inwards * before, axis=1, keepdims=True), 0.5)
    return np.asarray(outline + _INSET * (inwards + before) / room)


def rectangle(left: float, near: float, right: float, far: float) -> Points:
    """Corners of a rectangle on the floor, shape (4, 2)."""
    return np.array([[left, near], [right, near], [right, far], [left, far]])


def upright(start: tuple[float, float], end: tuple[float, float], bottom: float, top: float) -> Points:
    """Corners of an upright rectangle between two points of the floor, from the top left, clockwise."""
    (x1, y1), (x2, y2) = start, end
    return np.array([[x1, y1, top], [x2, y2, top], [x2, y2, bottom], [x1, y1, bottom]])


def box(x: float, y: float, wide: float, deep: float, bottom: float, top: float) -> list[Points]:
    """The faces of a box around (x, y): four sides and the top."""
    left, right, near, far = x - wide / 2, x + wide / 2, y - deep / 2, y + deep / 2
    around = [(left, near), (right, near), (right, far), (left, far)]
    sides = [upright(around[index - 1], around[index], bottom, top) for index in range(4)]
    return [*sides, np.array([[*corner, top] for corner in around])]
