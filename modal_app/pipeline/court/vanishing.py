"""Directions that lines of a picture share: their vanishing points."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.lines import Lines

Values = NDArray[np.float64]

# A line runs towards a point if its direction is this close to it, sine.
_CLOSE = np.sin(np.deg2rad(1.8))
# Lines that meet in pairs to propose points, and the points that are kept.
_PROPOSING = 36
_MOST = 9
# A longer line than this says no more about a direction, in widths of the picture.
_CAP = 0.35
# Two points are one if this share of the support of the weaker also runs towards the stronger.
_SAME = 0.75


@dataclass(frozen=True)
class Pencils:
    """Vanishing points and the lines that run towards them, the best supported first."""

    # Homogeneous, of unit length, relative to the picture's middle in widths of the picture, shape (m, 3).
    points: Values
    # Which lines run towards them, shape (m, n).
    members: NDArray[np.bool_]


def find_pencils(lines: Lines, size: tuple[int, int]) -> Pencils:
    """Groups of lines that meet in one point, at infinity too."""
    equations, middles, directions = normalised(lines, size)
    weights = np.minimum(lines.support / size[0], _CAP)
    first, second = np.array(list(combinations(range(min(len(lines), _PROPOSING)), 2)), dtype=np.int64).reshape(-1, 2).T
    candidates = np.cross(equations[first], equations[second])
    norms = np.linalg.norm(candidates, axis=1)
    candidates = candidates[norms > 1e-9] / norms[norms > 1e-9, None]
    close = _towards(candidates, middles, directions)
    scores = close @ weights
    points: list[Values] = []
    members: list[NDArray[np.bool_]] = []
    while len(points) < _MOST and len(candidates):
        best = int(np.argmax(scores))
        if close[best].sum() < 2:
            break
        point, mine = candidates[best], close[best]
        for _ in range(3):
            point = _meeting(equations[mine], weights[mine])
            again = _towards(point[None], middles, directions)[0]
            if again.sum() < 2:
                break
            mine = again
        if all((mine & other).sum() < _SAME * mine.sum() for other in members):
            points.append(point)
            members.append(mine)
        shared = (close & mine) @ weights
        left = shared < _SAME * scores
        left[best] = False
        candidates, close, scores = candidates[left], close[left], scores[left]
    if not points:
        return Pencils(np.zeros((0, 3)), np.zeros((0, len(lines)), dtype=bool))
    return Pencils(np.stack(points), np.stack(members))


def normalised(lines: Lines, size: tuple[int, int]) -> tuple[Values, Values, Values]:
    """Lines relative to the picture's middle in widths: equations (n, 3), middles (n, 2), unit directions (n, 2)."""
    centre = np.array(size) / 2
    offset = (lines.equations[:, 2] + lines.equations[:, :2] @ centre) / size[0]
    return np.column_stack([lines.equations[:, :2], offset]), (lines.middles - centre) / size[0], lines.directions


def _towards(points: Values, middles: Values, directions: Values) -> NDArray[np.bool_]:
    """Whether lines run towards points, shape (points, lines)."""
    x = points[:, None, 0] - points[:, None, 2] * middles[:, 0]
    y = points[:, None, 1] - points[:, None, 2] * middles[:, 1]
    sine = np.abs(x * directions[:, 1] - y * directions[:, 0]) / np.maximum(np.hypot(x, y), 1e-12)
    return np.asarray(sine < _CLOSE)


def _meeting(equations: Values, weights: Values) -> Values:
    """The point that lines pass closest to, homogeneous of unit length, shape (3,)."""
    spread = (equations * weights[:, None] ** 2).T @ equations
    return np.asarray(np.linalg.eigh(spread)[1][:, 0])
