"""Pictures of a camera that moves, as one that stands still would show them; and what is behind everything that moves.

All pictures of a shot are taken to the standpoint of one of them, the anchor. When the camera has turned far from it,
what is kept is taken on to a new anchor.
"""

from dataclasses import dataclass

import numpy as np

from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.motion import Luma
from modal_app.pipeline.views.background import aligned, median
from modal_app.pipeline.views.standpoint import displacement

# A camera that moved less has not moved, pixels of the small picture: resampling would blur, and motion is told no
# better.
_UNMOVED = 0.2
# An anchor from which the camera has turned by more than this part of the picture is left.
_FAR = 0.1
# Pictures of which the backdrop is the median: a player must be away for half of them.
_PICTURES = 9
# Seconds between two of them: at first, so that there soon is a backdrop, and later, so that it spans seconds.
_FIRST_INTERVAL, _INTERVAL = 0.1, 0.4


@dataclass
class Steady:
    """A picture at the anchor's standpoint."""

    number: int
    seconds: float
    # Shape (height, width).
    luma: Luma
    # Where the anchor's pixels are in the picture itself, a homography; None: at the same places.
    motion: Matrix | None
    # How the camera has moved since the picture from which motions are told; None: not at all.
    camera: Matrix | None


class Standing:
    """One shot's pictures, of small size."""

    def __init__(self) -> None:
        self._anchor = np.eye(3)
        self._latest: Matrix | None = None
        self._backdrop: list[Luma] = []
        self._taken = -np.inf
        self._behind: Luma | None = None
        # Whether the camera has moved.
        self.moved = False

    @property
    def ready(self) -> bool:
        """Whether the backdrop has all its pictures."""
        return len(self._backdrop) == _PICTURES

    def add(self, number: int, seconds: float, luma: Luma, motion: Matrix, kept: list[Steady]) -> Steady:
        """The next picture, at the anchor's standpoint.

        Args:
            number: Of the frame.
            seconds: Its time.
            luma: Shape (height, width).
            motion: How the camera has moved since some picture of the shot, a homography of small pixels.
            kept: Earlier pictures that are still needed.
        """
        size = (luma.shape[1], luma.shape[0])
        if self._latest is None:
            self._anchor = self._latest = motion
        elif displacement(motion @ np.linalg.inv(self._latest), size) > _UNMOVED:
            self._latest = motion
        moved = self._latest @ np.linalg.inv(self._anchor)
        if displacement(moved, size) > _FAR * min(size):
            self._leave(moved, kept, luma)
            self._anchor, moved = self._latest, np.eye(3)
        still = displacement(moved, size) <= _UNMOVED
        self.moved = self.moved or not still
        shown = luma if still or not self._backdrop else aligned(luma, moved, self.behind())
        if seconds - self._taken >= (_INTERVAL if self.ready else _FIRST_INTERVAL):
            self._taken = seconds
            self._backdrop = [*self._backdrop, shown][-_PICTURES:]
            self._behind = None
        unmoved = displacement(self._latest, size) <= _UNMOVED
        return Steady(number, seconds, shown, None if still else moved, None if unmoved else self._latest)

    def behind(self) -> Luma:
        """What is behind everything that moves, shape (height, width)."""
        if self._behind is None:
            self._behind = np.asarray(median(self._backdrop), dtype=np.uint8)
        return self._behind

    def _leave(self, moved: Matrix, kept: list[Steady], luma: Luma) -> None:
        """Take everything on to the standpoint of a picture that has moved so far from the anchor."""
        back: Matrix = np.asarray(np.linalg.inv(moved), dtype=np.float64)
        self._backdrop = [aligned(one, back, luma) for one in self._backdrop]
        self._behind = None
        for one in kept:
            one.luma = aligned(one.luma, back, luma)
            one.motion = back if one.motion is None else one.motion @ back
