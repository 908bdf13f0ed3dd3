"""Whether two pictures were taken from one place, and how the camera turned or zoomed between them."""

from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.motion import Luma, changed_share

# Features are spread over cells, so that a scoreboard or an advertisement never has the majority.
_COLUMNS, _ROWS = 10, 6
_PER_CELL = 4
# Strength of a corner, as part of the strongest in the picture: worn lines of a dim hall are weak beside a lamp.
_QUALITY = 0.003
_WINDOW = (15, 15)
_LEVELS = 2
# Pixels of the small picture: a feature that is found farther from where the camera's motion puts it has moved itself.
_TOLERANCE = 0.5
# A picture shows the same scene when in this part of the cells in view most features are where they should be ...
_SAME_PART = 0.5
# ... of at least so many cells, and if so much of the reference is in view.
_MIN_CELLS = 8
_MIN_OVERLAP = 0.35
# A reference with features in fewer cells (a bare wall, a dark hall) is compared as a whole: the scene is the same, and
# the camera unmoved, when no more than this part of the pixels differs.
_FEW_CELLS = 12
_CHANGED_PART = 0.3
# A guess that displaces nothing by more than this, pixels of the small picture, needs no warping.
_NEAR = 1.5
_ORB_FEATURES = 800
_ORB_TOLERANCE = 3.0
_ORB_MATCHES = 16
# Most that a camera zooms within one view.
_MAX_ZOOM = 2.5


class Glance:
    """A small grey picture of which nothing is known yet."""

    def __init__(self, luma: Luma) -> None:
        self.luma = luma

    @cached_property
    def marks(self) -> "tuple[NDArray[np.float32], NDArray[np.uint8]]":
        """Features to match without a guess: places, shape (n, 2), and descriptors, shape (n, 32)."""
        keypoints, marks = cv2.ORB.create(_ORB_FEATURES).detectAndCompute(self.luma, None)
        if marks is None:
            return np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8)
        return np.array([point.pt for point in keypoints], dtype=np.float32), np.asarray(marks, dtype=np.uint8)


class Standpoint:
    """A picture by which its scene is known again.

    Homographies lead from this picture to another, in pixels of the full pictures. Places are looked for in small grey
    pictures. A homography covers a camera that turns and zooms, but not one that walks.
    """

    def __init__(self, luma: Luma, size: tuple[int, int]) -> None:
        """Set up from a small grey picture; `size` is width and height of the full one."""
        self._luma = luma
        self._glance = Glance(luma)
        height, width = luma.shape
        across, down = width / size[0], height / size[1]
        # Full pixels, with their origin at the picture's corner, to small ones as OpenCV counts them.
        self._to_small = np.array([[across, 0, -0.5], [0, down, -0.5], [0, 0, 1.0]])
        self._to_full = np.linalg.inv(self._to_small)
        self._points = _spread_features(luma)
        self._cells = _cells(self._points, luma.shape)

    def follow(self, picture: Luma, guess: Matrix | None = None) -> Matrix | None:
        """Where the camera looks in a picture that a guess (by default: unmoved) meets within a few pixels.

        Returns None where the picture shows another scene, or too little of this one.
        """
        if len(np.unique(self._cells)) < _FEW_CELLS:
            return np.eye(3) if changed_share(self._luma, picture) < _CHANGED_PART else None
        start = np.eye(3) if guess is None else self._to_small @ guess @ self._to_full
        expected = np.asarray(cv2.perspectiveTransform(self._points[:, None], start)[:, 0], dtype=np.float32)
        height, width = self._luma.shape
        inside = np.all((expected >= 0) & (expected <= [width - 1, height - 1]), axis=1)
        if inside.mean() < _MIN_OVERLAP:
            return None
        near = bool(np.abs(expected - self._points).max() < _NEAR)
        shown = (
            picture
            if near
            else cv2.warpPerspective(picture, start, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        )
        points = self._points[inside]
        found, status, _ = cv2.calcOpticalFlowPyrLK(
            self._luma, shown, points[:, None], points[:, None].copy(), winSize=_WINDOW, maxLevel=_LEVELS
        )
        seen = status.ravel() == 1
        if np.count_nonzero(seen) < _MIN_CELLS:
            return None
        places = found[seen, 0] if near else cv2.perspectiveTransform(found[seen], start)[:, 0]
        motion, agree = cv2.findHomography(points[seen], places, cv2.RANSAC, _TOLERANCE)
        if motion is None or not _plausible(motion, (width, height)):
            return None
        agreeing = np.zeros(len(points), dtype=np.bool_)
        agreeing[np.flatnonzero(seen)] = agree.ravel() == 1
        if not _same_scene(self._cells[inside], agreeing):
            return None
        return np.asarray(self._to_full @ motion @ self._to_small, dtype=np.float64)

    def search(self, glance: Glance) -> Matrix | None:
        """Where the camera looks in a picture of which nothing is known; None where it shows another scene."""
        unmoved = self.follow(glance.luma)
        if unmoved is not None:
            return unmoved
        (places, marks), (others, other_marks) = self._glance.marks, glance.marks
        if min(len(places), len(others)) < _ORB_MATCHES:
            return None
        matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(marks, other_marks)
        if len(matches) < _ORB_MATCHES:
            return None
        ours = places[[match.queryIdx for match in matches]]
        theirs = others[[match.trainIdx for match in matches]]
        motion, agree = cv2.findHomography(ours, theirs, cv2.RANSAC, _ORB_TOLERANCE)
        height, width = self._luma.shape
        if motion is None or agree.sum() < _ORB_MATCHES or not _plausible(motion, (width, height)):
            return None
        found = self.follow(glance.luma, self._to_full @ motion @ self._to_small)
        # Features are placed better the less they are off at first.
        return None if found is None else self.follow(glance.luma, found)


def displacement(motion: Matrix, size: tuple[int, int]) -> float:
    """How far a motion takes the picture's corners and middle, at most, pixels."""
    width, height = size
    places = np.array([[[0, 0], [width, 0], [width, height], [0, height], [width / 2, height / 2]]], dtype=np.float64)
    moved = cv2.perspectiveTransform(places, motion)
    return float(np.hypot(*(moved - places)[0].T).max())


def _spread_features(luma: Luma) -> NDArray[np.float32]:
    """Corners of the picture, shape (n, 2): the strongest of each cell."""
    found = cv2.goodFeaturesToTrack(luma, 1200, _QUALITY, 6)
    if found is None:
        return np.zeros((0, 2), np.float32)
    points = np.asarray(found[:, 0], dtype=np.float32)
    # The strongest come first.
    order = np.argsort(_cells(points, luma.shape), kind="stable")
    cells = _cells(points, luma.shape)[order]
    first = np.searchsorted(cells, cells, side="left")
    return np.asarray(points[order[np.arange(len(order)) - first < _PER_CELL]], dtype=np.float32)


def _cells(points: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Number of the cell in which each point lies."""
    scaled = points / [shape[1], shape[0]] * [_COLUMNS, _ROWS]
    column, row = np.minimum(scaled, [_COLUMNS - 1, _ROWS - 1]).astype(np.int64).T
    return np.asarray(row * _COLUMNS + column, dtype=np.int64)


def _same_scene(cells: NDArray[np.int64], agreeing: NDArray[np.bool_]) -> bool:
    total = np.bincount(cells, minlength=_COLUMNS * _ROWS)
    right = np.bincount(cells[agreeing], minlength=_COLUMNS * _ROWS)
    used = total > 0
    most = right[used] * 2 > total[used]
    return int(most.sum()) >= _MIN_CELLS and float(most.mean()) >= _SAME_PART


def _plausible(motion: "cv2.typing.MatLike", size: tuple[int, int]) -> bool:
    """Whether a camera that turns and zooms could move a picture so: no flip, no fold, no extreme zoom."""
    width, height = size
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float64)
    moved = cv2.perspectiveTransform(corners, motion)[0]
    sides = np.roll(moved, -1, axis=0) - moved
    turns = sides[:, 0] * np.roll(sides[:, 1], -1) - sides[:, 1] * np.roll(sides[:, 0], -1)
    area = float(cv2.contourArea(moved.astype(np.float32))) / (width * height)
    return bool(np.all(turns > 0)) and 1 / _MAX_ZOOM**2 < area < _MAX_ZOOM**2
