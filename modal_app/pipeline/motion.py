"""What changes from picture to picture: repeated frames, cuts, stills."""

from collections import deque

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]

# Grey levels by which a pixel must change to count: above coding noise, below what a moving limb does.
_LEVELS = 12
# Pictures are compared at this many lines; fewer lose the small far player.
_LINES = 360
# Share of changing pixels above which something moves.
MOVING_SHARE = 1e-3
# A repeated frame changes by less than this part of what new frames around it change ...
_REPEAT_PART = 0.12
# ... and never by more than this share, however much the camera moved just before.
_REPEAT_SHARE = 2e-3
# ... and nowhere by so many levels as a shuttle does in front of anything but white: it may be all that moves.
_REPEAT_LEVELS = 40
# New frames that make up "around".
_HISTORY = 15
_MIN_HISTORY = 3
# A cut changes most of the picture at once, and far more than the frames before it did.
_CUT_SHARE = 0.45
_CUT_PART = 4.0


def luma_of(frame: av.VideoFrame) -> Luma:
    """The grey picture, shape (height, width); it may share the frame's memory."""
    plane = frame.planes[0]
    if frame.format.name in {"yuv420p", "yuvj420p", "gray"}:
        return np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
    return np.asarray(frame.to_ndarray(format="gray"), dtype=np.uint8)


def small(grey: Luma) -> Luma:
    """The same at about _LINES lines; never enlarged."""
    height, width = grey.shape
    scale = min(1.0, _LINES / min(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def small_grey(picture: NDArray[np.uint8]) -> Luma:
    """The same of a picture in colour, shape (height, width, 3)."""
    # In the range of a video's luma, so that the two can be compared.
    return small(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420)[: len(picture)], dtype=np.uint8))


def changed_share(before: Luma, after: Luma) -> float:
    """Share of pixels that differ by more than _LEVELS grey levels, 0..1."""
    return _share(cv2.absdiff(before, after))


def _share(change: cv2.typing.MatLike) -> float:
    return float(np.count_nonzero(change > _LEVELS)) / change.size


class MotionWatch:
    """Tells, frame by frame, whether the picture is new.

    A frame is compared with the last new one, not with its neighbour: slow motion adds up and is never mistaken for
    repetition for long.
    """

    def __init__(self) -> None:
        self._first: Luma | None = None
        self._last_new: Luma | None = None
        self._history: deque[float] = deque(maxlen=_HISTORY)
        # Whether anything has moved since the first frame.
        self.moved = False

    def update(self, picture: Luma) -> tuple[bool, bool]:
        """Whether the picture repeats the last new one, and whether it begins a new shot."""
        if self._first is None or self._last_new is None:
            self._first = self._last_new = picture
            return False, False
        self.moved = self.moved or changed_share(self._first, picture) > MOVING_SHARE
        change = cv2.absdiff(self._last_new, picture)
        share = _share(change)
        usual = float(np.median(self._history)) if len(self._history) >= _MIN_HISTORY else None
        least = 0.0 if usual is None else min(_REPEAT_PART * usual, _REPEAT_SHARE)
        if share <= least and change.max() <= _REPEAT_LEVELS:
            return True, False
        self._last_new = picture
        self._history.append(share)
        cut = share > _CUT_SHARE and (usual is None or share > _CUT_PART * usual)
        if cut:
            self._history.clear()
        return False, cut
