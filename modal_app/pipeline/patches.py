"""Parts of pictures on their way into the pose model, and what it says on its way back."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import DETECTION, Detections

Image = NDArray[np.uint8]

# The model halves its input five times.
STRIDE = 32
# Grey of what the picture does not cover, as in the model's training.
_PADDING = 114
_KEYPOINTS = 17
# Keypoints in COCO order.
_SHOULDERS, _HIPS, _KNEES = [5, 6], [11, 12], [13, 14]
_SEEN = 0.3


@dataclass(frozen=True)
class Patch:
    """A part of a picture that the model is to look at."""

    # Blue, green, red, shape (height, width, 3).
    picture: Image
    # Left, top, right, bottom in pixels of the picture, inside it.
    area: tuple[int, int, int, int]
    # Width and height of the model's input, multiples of STRIDE; the area is scaled to fit in.
    size: tuple[int, int]

    @property
    def scale(self) -> float:
        """Pixels of the model's input for one of the picture."""
        left, top, right, bottom = self.area
        return min(self.size[0] / (right - left), self.size[1] / (bottom - top))

    def pixels(self) -> Image:
        """The model's input, shape (height, width, 3): the scaled area in the top-left corner, grey beside it."""
        left, top, right, bottom = self.area
        shape = self._covered()
        part = cv2.resize(self.picture[top:bottom, left:right], shape, interpolation=cv2.INTER_LINEAR)
        if shape == self.size:
            return np.asarray(part, dtype=np.uint8)
        padded = np.full((self.size[1], self.size[0], 3), _PADDING, dtype=np.uint8)
        padded[: shape[1], : shape[0]] = part
        return padded

    def _covered(self) -> tuple[int, int]:
        left, top, right, bottom = self.area
        width, height = round((right - left) * self.scale), round((bottom - top) * self.scale)
        return max(1, min(width, self.size[0])), max(1, min(height, self.size[1]))

    def to_picture(self, people: NDArray[np.float32]) -> Detections:
        """People in the model's input, shape (n, 56), as detections in the picture.

        Columns: left, top, right, bottom, confidence, and x, y, confidence of each keypoint.
        """
        left, top, right, bottom = self.area
        width, height = self._covered()
        step = np.array([(right - left) / width, (bottom - top) / height], dtype=np.float32)
        origin = np.array([left, top], dtype=np.float32)
        found = np.zeros(len(people), dtype=DETECTION)
        low, high = np.array([left, top, left, top]), np.array([right, bottom, right, bottom])
        found["box"] = np.clip(people[:, :4] * np.tile(step, 2) + np.tile(origin, 2), low, high)
        found["confidence"] = people[:, 4]
        points = people[:, 5:].reshape(-1, _KEYPOINTS, 3)
        found["keypoints"][:, :, :2] = points[:, :, :2] * step + origin
        found["keypoints"][:, :, 2] = points[:, :, 2]
        for person in found:
            person["colours"] = _colours(self.picture, person)
        return found


def fitting_size(width: float, height: float, scale: float) -> tuple[int, int]:
    """The smallest input of the model that holds an area at a scale."""
    across, down = (max(STRIDE, int(np.ceil(side * scale / STRIDE - 1e-6)) * STRIDE) for side in (width, height))
    return across, down


def _colours(picture: Image, person: np.void) -> NDArray[np.uint8]:
    """Median colours of the torso and of the thighs, shape (2, 3)."""
    points = person["keypoints"]
    colours = np.zeros((2, 3), dtype=np.uint8)
    for row, (upper, lower) in enumerate([(_SHOULDERS, _HIPS), (_HIPS, _KNEES)]):
        corners = points[upper + lower]
        if corners[:, 2].min() < _SEEN:
            continue
        # A rectangle around the middle: profile views have shoulders that coincide, so it is at least a tenth of the
        # box wide.
        centre = corners[:, :2].mean(axis=0)
        half = 0.5 * np.ptp(corners[:, :2], axis=0) * 0.7
        half[0] = max(half[0], 0.05 * (person["box"][2] - person["box"][0]))
        left, top = np.maximum(0, np.floor(centre - half)).astype(int)
        right, bottom = np.ceil(centre + half).astype(int)
        patch = picture[top:bottom, left:right]
        if patch.size:
            middle = np.median(patch.reshape(-1, 3), axis=0).astype(np.uint8)
            colours[row] = cv2.cvtColor(middle[None, None], cv2.COLOR_BGR2Lab)[0, 0]
    return colours
