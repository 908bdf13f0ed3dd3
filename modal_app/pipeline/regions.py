"""Which part of a picture players can be in, and how large they are in it."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import CORNERS, HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.patches import Image, Patch, fitting_size
from modal_app.pipeline.settings import PoseSettings

# How far outside the court players get, metres: beside it, and behind it.
BESIDE, BEHIND = 1.2, 2.2
# Height that a picture of the court must hold above the floor: an arm and a racket, jumping.
_HEADROOM = 2.8
_STANDING = 1.75
# Enlarging small pictures beyond this shows the model nothing new.
_MAX_ENLARGEMENT = 2.0


def whole(picture: Image, camera: CourtCamera | None, settings: PoseSettings) -> Patch:
    """All of a picture, or all of the court where it is known, large enough for the player who is farthest away."""
    height, width = picture.shape[:2]
    if camera is None:
        return Patch(
            picture, (0, 0, width, height), fitting_size(width, height, settings.image_size / max(width, height))
        )
    area = court_area(camera, (width, height))
    left, top, right, bottom = area
    least = min(standing_height(camera, np.array(corner)) for corner in CORNERS.values())
    most = settings.image_size / max(right - left, bottom - top)
    scale = min(_MAX_ENLARGEMENT, most, settings.corner_height / least)
    return Patch(picture, area, fitting_size(right - left, bottom - top, scale))


def court_area(camera: CourtCamera, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of a picture of this size in which players can be: left, top, right, bottom, pixels."""
    x = np.linspace(-HALF_WIDTH - BESIDE, HALF_WIDTH + BESIDE, 9)
    y = np.linspace(-HALF_LENGTH - BEHIND, HALF_LENGTH + BEHIND, 25)
    floor = np.array(np.meshgrid(x, y)).reshape(2, -1).T
    feet = camera.project_floor(floor)
    feet = feet[np.isfinite(feet).all(axis=1)]
    if camera.projection is not None:
        heads = camera.project(np.column_stack([floor, np.full(len(floor), _HEADROOM)]))
    else:
        # Nothing upright looks higher than it would look wide.
        heights = [standing_height(camera, place) for place in camera.to_floor(feet)]
        heads = feet - np.column_stack([np.zeros(len(feet)), np.array(heights) * _HEADROOM / _STANDING])
    shown = np.concatenate([feet, heads[np.isfinite(heads).all(axis=1)]])
    low = np.clip(np.floor(shown.min(axis=0)), 0, np.array(size) - 2).astype(int)
    high = np.clip(np.ceil(shown.max(axis=0)), low + 2, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def standing_height(camera: CourtCamera, floor: NDArray[np.float64]) -> float:
    """Pixels of a standing body at a place on the floor, where heights cannot be told as if seen from the side.

    Infinite where the place is behind the camera.
    """
    if camera.projection is not None:
        ends = camera.project(np.array([[*floor, 0.0], [*floor, _STANDING]]))
    else:
        ends = camera.project_floor(floor + np.array([[-_STANDING / 2, 0.0], [_STANDING / 2, 0.0]]))
    length = float(np.hypot(*(ends[1] - ends[0])))
    return max(1.0, length) if np.isfinite(length) else float("inf")


def overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Intersection over union of two boxes, 0..1."""
    shared = float(np.prod(np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None)))
    areas = float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]))
    return shared / (areas - shared) if areas > shared else 0.0
