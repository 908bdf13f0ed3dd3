"""When pictures are shown, and when they were taken: where frames are repeated, the second is more even."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import FrameTable
from modal_app.pipeline.shuttle.clock import capture_seconds

Array = NDArray[np.float64]

_TICK = 1e-6


class Clock:
    """Turns the one into the other."""

    def __init__(self, shown: Array, repeated: NDArray[np.bool_] | None) -> None:
        """Set it.

        Args:
            shown: When each frame is shown, seconds, shape (n,).
            repeated: Whether each repeats the one before, shape (n,); None where that is not known.
        """
        self._shown = shown
        # When each frame's picture was taken, seconds, shape (n,).
        self.taken = shown
        if repeated is not None and len(shown):
            pts = np.round(shown / _TICK).astype(np.int64)
            self.taken = capture_seconds(FrameTable(pts, repeated, np.zeros_like(repeated)), _TICK)
        new = np.concatenate([[True], np.diff(self.taken) > 0]) if len(shown) else np.zeros(0, np.bool_)
        self._nodes = self._shown[new], self.taken[new]

    def to_taken(self, shown: float) -> float:
        """When what is shown at a time was taken."""
        return float(np.interp(shown, *self._nodes)) if self._within(shown, self._nodes[0]) else shown

    def to_shown(self, taken: float) -> float:
        """When what was taken at a time is shown."""
        return float(np.interp(taken, *self._nodes[::-1])) if self._within(taken, self._nodes[1]) else taken

    @staticmethod
    def _within(time: float, nodes: Array) -> bool:
        return len(nodes) > 0 and bool(nodes[0] <= time <= nodes[-1])
