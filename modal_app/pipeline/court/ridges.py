"""Points on the centres of bright lines, to a fraction of a pixel."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.channels import CHANNELS

Image = NDArray[np.uint8]
Plane = NDArray[np.float32]
Values = NDArray[np.float64]

# Smoothing before the second derivatives, in pixels of each level of the pyramid: 40 mm of paint are 1 to 3 pixels
# wide on most levels, and the response is greatest for a width of twice this.
_SIGMA = 1.1
_LEVELS = 4
# A ridge is kept where it is brighter than both of its sides by this share of the picture's range and this multiple of
# the picture's noise.
_LEAST_CONTRAST = 0.018
_NOISE_FACTOR = 2.5
# Distance of a side from the centre of a ridge, pixels of its level.
_SIDE = 3.0
# Second derivatives of a Gaussian answer to a bar as wide as 2 sigma with this share of its contrast.
_BAR_RESPONSE = 0.48


# Side of the cells that hold one point for each direction, pixels, and the number of directions.
CELL = 2
BINS = 18
# A point stays if this share of a stretch as long as this, in cells, through it in its direction is covered: letters,
# people and crowds are bright and dark at random, paint goes on.
_STRETCH = 13
_COVERED = 0.85
_BLOCK = np.ones((3, 3), dtype=np.uint8)
# The surroundings a ridge is compared with, cells, and the ratio of contrasts that leaves no doubt: grain and crowds,
# which cover a third of the cells, have 3, paint on a plain floor has 20.
_AROUND = 61
_CLEAR = 10.0


@dataclass(frozen=True)
class Ridges:
    """Points on bright lines, n of them, one for each cell of 2 x 2 pixels and direction.

    Pixels have the centre of the top-left one at (0.5, 0.5).
    """

    # Positions, shape (n, 2).
    points: Values
    # Direction along the line, radians in [0, pi), shape (n,).
    angles: Values
    # Brightness above the brighter side, shape (n,).
    contrasts: Values
    # How much each stands out from all that is bright around it in its channel, 0..1, shape (n,): paint on a plain
    # floor is near 1, the grain of wood, letters and crowds are low.
    strengths: Values

    def __len__(self) -> int:
        """The number of points."""
        return len(self.angles)


# White paint is bright in grey and in the least of the three colours, whatever the floor's; other paint is darker than
# the floor or differs from it in hue.
WHITE = ("grey", "least")
COLOURED = ("dark", "yellow", "blue", "red", "green")


def find_ridges(picture: Image, channels: Sequence[str]) -> Ridges:
    """Ridges of a colour picture in some of its channels.

    Args:
        picture: BGR, shape (height, width, 3).
        channels: Names of `CHANNELS`.
    """
    top = max(float(np.percentile(CHANNELS["grey"](picture)[::4, ::4], 99.5)), 32.0)
    size = (picture.shape[1], picture.shape[0])
    # Each channel by itself: what clutters one, as the grain of wood does, makes nothing doubtful in another.
    rows = np.concatenate([_of_channel(CHANNELS[name](picture), top, size) for name in channels])
    rows = _thinned(rows, rows[:, 4], size)
    return Ridges(rows[:, :2], rows[:, 2], rows[:, 3], rows[:, 4])


def _of_channel(plane: Plane, top: float, size: tuple[int, int]) -> Values:
    """Ridges of one channel: rows of x, y, angle, contrast, strength.

    Args:
        plane: The channel.
        top: Its range.
        size: Width and height of the picture.
    """
    least = max(_LEAST_CONTRAST * top, _NOISE_FACTOR * _noise(plane))
    found: list[Values] = []
    for level in range(_LEVELS):
        if min(plane.shape) < 16:
            break
        found.append(_of_level(plane, least / (1 + level) ** 0.5, float(2**level)))
        plane = _halved(plane)
    rows = _stretched(np.concatenate(found))
    rows = _in_line(_thinned(rows, rows[:, 3], size), size)
    return np.column_stack([rows[:, :4], _strengths(rows, size)])


def _halved(plane: Plane) -> Plane:
    """At half the size; smoothed first, or a thin line would seem to lie in the middle of the cell it falls into."""
    smooth = cv2.GaussianBlur(plane, (0, 0), 1.0)
    return np.asarray(cv2.resize(smooth, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _noise(plane: Plane) -> float:
    """Standard deviation of the noise, by the median of second differences along rows and columns."""
    second = np.abs(plane[2:-2:2, 2:-2] - 0.5 * (plane[2:-2:2, 1:-3] + plane[2:-2:2, 3:-1]))
    return float(np.median(second[:, ::2])) / 0.6745 / 1.2247


def _of_level(plane: Plane, least: float, reach: float) -> Values:
    """Ridges on one level of the pyramid: rows of x, y, angle, contrast, reach in pixels of the whole picture."""
    smooth = np.asarray(cv2.GaussianBlur(plane, (0, 0), _SIGMA), dtype=np.float32)
    xx = cv2.filter2D(smooth, -1, np.array([[1, -2, 1]], dtype=np.float32))
    yy = cv2.filter2D(smooth, -1, np.array([[1], [-2], [1]], dtype=np.float32))
    # The sum of second derivatives is at most the least eigenvalue: a cheap first sieve.
    rough = np.flatnonzero((xx + yy).ravel() * _SIGMA**2 < -_BAR_RESPONSE * least)
    height, width = plane.shape
    y, x = np.divmod(rough, width)
    inside = (x > 0) & (x < width - 1) & (y > 0) & (y < height - 1)
    rough, x, y = rough[inside], x[inside], y[inside]
    flat = smooth.ravel()
    xy = (flat[rough + width + 1] + flat[rough - width - 1] - flat[rough + width - 1] - flat[rough - width + 1]) / 4
    half_sum = (xx.ravel()[rough] + yy.ravel()[rough]) / 2
    half_difference = (xx.ravel()[rough] - yy.ravel()[rough]) / 2
    bent = half_sum - np.hypot(half_difference, xy)
    # The normal is the eigenvector of the least eigenvalue.
    normal = 0.5 * np.arctan2(xy, half_difference) + np.pi / 2
    nx, ny = np.cos(normal), np.sin(normal)
    slope = nx * (flat[rough + 1] - flat[rough - 1]) / 2 + ny * (flat[rough + width] - flat[rough - width]) / 2
    offset = -slope / np.minimum(bent, -1e-6)
    keep = (np.abs(offset) < 0.7) & (-bent * _SIGMA**2 > _BAR_RESPONSE * least)
    x, y, nx, ny, offset = x[keep], y[keep], nx[keep], ny[keep], offset[keep]
    if not len(x):
        return np.zeros((0, 5))
    px, py = x + offset * nx, y + offset * ny
    centre = _sample(smooth, px, py)
    sides = np.maximum(
        _sample(smooth, px + _SIDE * nx, py + _SIDE * ny), _sample(smooth, px - _SIDE * nx, py - _SIDE * ny)
    )
    contrast = centre - sides
    good = contrast > least * 0.8
    rows = [
        (px[good] + 0.5) * reach,
        (py[good] + 0.5) * reach,
        np.mod(normal[keep][good] + np.pi / 2, np.pi),
        contrast[good],
        np.full(int(good.sum()), reach),
    ]
    return np.stack(rows, axis=1).astype(np.float64)


def _sample(plane: Plane, x: NDArray[np.floating], y: NDArray[np.floating]) -> Plane:
    """Bilinear samples; OpenCV's remap takes fewer than 32768 rows, hence the fold."""
    count = len(x)
    columns = 1024
    rows = -(-count // columns)
    maps = [np.resize(np.pad(v.astype(np.float32), (0, rows * columns - count)), (rows, columns)) for v in (x, y)]
    sampled = cv2.remap(plane, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(sampled, dtype=np.float32).ravel()[:count]


def _stretched(rows: Values) -> Values:
    """Points of coarse levels repeated along their direction, so that each point stands for a pixel or two of line."""
    parts = [rows]
    for level in range(1, _LEVELS):
        reach = float(2**level)
        coarse = rows[rows[:, 4] == reach]
        along = np.stack([np.cos(coarse[:, 2]), np.sin(coarse[:, 2])], axis=1)
        for step in np.arange(-reach / 2, reach / 2 + 0.5, CELL):
            if step:
                moved = coarse.copy()
                moved[:, :2] += step * along
                parts.append(moved)
    return np.concatenate(parts)


def bins_of(angles: Values) -> NDArray[np.int64]:
    """The nearest of the directions that points are sorted by, shape as given."""
    return np.asarray(np.rint(angles / (np.pi / BINS)).astype(np.int64) % BINS)


def _thinned(rows: Values, merit: Values, size: tuple[int, int]) -> Values:
    """The point with the most merit, shape (n,), of each cell and direction."""
    columns, lines = size[0] // CELL + 1, size[1] // CELL + 1
    rows = rows[np.argsort(-merit, kind="stable")]
    cell = np.floor(rows[:, :2] / CELL).astype(np.int64)
    inside = (cell >= 0).all(axis=1) & (cell[:, 0] < columns) & (cell[:, 1] < lines)
    rows, cell = rows[inside], cell[inside]
    _, first = np.unique((bins_of(rows[:, 2]) * lines + cell[:, 1]) * columns + cell[:, 0], return_index=True)
    return np.asarray(rows[np.sort(first)])


def _strengths(rows: Values, size: tuple[int, int]) -> Values:
    """Contrast against the mean contrast of the surroundings, where places without a ridge count as 0."""
    columns, lines = size[0] // CELL + 1, size[1] // CELL + 1
    cell = np.floor(rows[:, :2] / CELL).astype(np.int64)
    bright = np.zeros((lines, columns), dtype=np.float32)
    np.maximum.at(bright, (cell[:, 1], cell[:, 0]), rows[:, 3].astype(np.float32))
    around = cv2.blur(bright, (_AROUND, _AROUND), borderType=cv2.BORDER_REFLECT)
    ratio = rows[:, 3] / np.maximum(around[cell[:, 1], cell[:, 0]], 1e-6)
    return np.asarray(np.minimum(ratio / _CLEAR, 1.0))


def _in_line(rows: Values, size: tuple[int, int]) -> Values:
    """The points whose neighbours along their direction are covered too."""
    columns, lines = size[0] // CELL + 1, size[1] // CELL + 1
    bins = bins_of(rows[:, 2])
    cell = np.floor(rows[:, :2] / CELL).astype(np.int64)
    covered = np.zeros((BINS, lines, columns), dtype=np.float32)
    covered[bins, cell[:, 1], cell[:, 0]] = 1.0
    keep = np.zeros(len(rows), dtype=bool)
    for index in range(BINS):
        mine = np.flatnonzero(bins == index)
        around = np.maximum(np.maximum(covered[index - 1], covered[index]), covered[(index + 1) % BINS])
        filled = cv2.filter2D(cv2.dilate(around, _BLOCK), -1, _stroke(index * np.pi / BINS))
        keep[mine] = filled[cell[mine, 1], cell[mine, 0]] >= _COVERED
    return np.asarray(rows[keep])


def _stroke(angle: float) -> Plane:
    """Kernel that gives the share of covered cells along a direction."""
    kernel: Plane = np.zeros((_STRETCH + 2, _STRETCH + 2), dtype=np.float32)
    middle = (_STRETCH + 1) / 2
    reach = np.array([np.cos(angle), np.sin(angle)]) * (_STRETCH - 1) / 2
    start, stop = ((middle + sign * reach) * 16 for sign in (-1, 1))
    cv2.line(kernel, np.rint(start).astype(int).tolist(), np.rint(stop).astype(int).tolist(), 1.0, 1, cv2.LINE_8, 4)
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)
