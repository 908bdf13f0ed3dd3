"""The camera's motion, told for pictures without their lens's distortion.

A camera that turns or zooms moves the picture by a homography, but only one that its lens does not bend. What
`standpoint` measures is the homography that comes nearest in the pictures as they are, while `CourtCamera` bends last.
How far off that shows the court, pixels at 720 lines, median and worst of the picture, measured on drawn pictures
(three of them, focal lengths of 0.86 and 1.25 widths):

    k1      pan, widths of the picture    as measured            straightened
    0.05    0.1                           3.1..3.9, 9.6..13.9    0.6..0.9, 0.9..2.0
    -0.05   0.1                           4.1..4.3, 11.5..13.4   0.8..1.1, 1.8..2.4
    0.1     0.05                          3.9..4.1, 10.8..12.6   0.4..0.8, 0.6..1.7

What remains is what no homography can follow of the bend. With k1 = 0.1 a pan by a tenth cannot be followed at all: its
view was lost from 0.07 widths on, so that a new view begins there.
"""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera

Values = NDArray[np.float64]
Corners = NDArray[np.float32]

# The picture's corners in its widths and heights around its middle, in the order of `timeline.Corners`.
_SQUARE = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])

# Places all over the picture, as fractions of its width and height, shape (n, 2).
_PLACES = np.stack(np.meshgrid(np.linspace(0.02, 0.98, 9), np.linspace(0.02, 0.98, 7)), axis=-1).reshape(-1, 2)
# Places that must stay in view, twice as many as tie a homography down.
_LEAST = 8
# Frames at a time.
_CHUNK = 2048


def straightened(corners: Corners, camera: CourtCamera) -> Corners:
    """Motions as measured in a view's pictures, told for what a lens without distortion would show.

    Args:
        corners: Where frames show the corners of the view's picture, pixels, shape (n, 4, 2).
        camera: The view's court, by the lens of which the pictures are bent.
    """
    if camera.distortion == 0.0 or not len(corners):
        return corners
    parts = [corners[start : start + _CHUNK] for start in range(0, len(corners), _CHUNK)]
    return np.concatenate([_straightened(part.astype(np.float64), camera) for part in parts]).astype(np.float32)


def _straightened(corners: Values, camera: CourtCamera) -> Values:
    size = np.array(camera.size, dtype=np.float64)
    # In units of the picture around its middle, so that equations are well scaled.
    shown = (corners - size / 2) / size
    measured = _homographies(_SQUARE, shown, np.ones(shown.shape[:2]))
    moved = _applied(measured, _PLACES - 0.5)
    inside = np.all(np.abs(moved) <= 0.5, axis=2)
    ideal = (camera.without_distortion(_PLACES * size) - size / 2) / size
    after = (camera.without_distortion(np.where(inside[..., None], moved + 0.5, 0.5) * size) - size / 2) / size
    known = inside.sum(axis=1) >= _LEAST
    result = corners.copy()
    fitted = _homographies(ideal, after[known], inside[known].astype(np.float64))
    result[known] = _applied(fitted, _SQUARE) * size + size / 2
    return result


def _homographies(places: Values, moved: Values, weights: Values) -> Values:
    """Homographies, shape (n, 3, 3), nearest to taking places, shape (m, 2), to others, shape (n, m, 2)."""
    count = len(moved)
    x, y = (np.broadcast_to(places[:, axis], moved.shape[:2]) for axis in (0, 1))
    ones, none = np.ones_like(moved[..., 0]), np.zeros_like(moved[..., 0])
    u, v = moved[..., 0], moved[..., 1]
    rows = np.concatenate(
        [
            np.stack([x, y, ones, none, none, none, -u * x, -u * y], axis=-1),
            np.stack([none, none, none, x, y, ones, -v * x, -v * y], axis=-1),
        ],
        axis=1,
    )
    twice = np.concatenate([weights, weights], axis=1)[..., None]
    transposed = (rows * twice).transpose(0, 2, 1)
    right = transposed @ np.concatenate([u, v], axis=1)[..., None]
    solved = np.linalg.solve(transposed @ rows, right)[..., 0]
    return np.concatenate([solved, np.ones((count, 1))], axis=1).reshape(count, 3, 3)


def _applied(homographies: Values, places: Values) -> Values:
    """Places, shape (m, 2), under each homography, shape (n, m, 2)."""
    seen = np.column_stack([places, np.ones(len(places))]) @ homographies.transpose(0, 2, 1)
    return np.asarray(seen[..., :2] / seen[..., 2:])
