"""The camera's own motion taken out of places in the picture."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.views.timeline import CourtTimeline

Array = NDArray[np.float64]
Frames = NDArray[np.int64]


class Steady:
    """Places as each view's reference picture would show them."""

    def __init__(self, timeline: CourtTimeline | None) -> None:
        self._timeline = timeline

    def shots(self, frames: Frames) -> NDArray[np.int64]:
        """Numbers of the shots of frames, shape (n,)."""
        if self._timeline is None:
            return np.zeros(len(frames), dtype=np.int64)
        firsts = [shot.first for shot in self._timeline.shots]
        return np.asarray(np.searchsorted(firsts, frames, side="right") - 1, dtype=np.int64)

    def steady(self, places: Array, frames: Frames) -> Array:
        """Places, shape (n, ..., 2), of frames, shape (n,), in the reference picture."""
        return self._moved(places, frames, back=True)

    def shown(self, places: Array, frames: Frames) -> Array:
        """The other way."""
        return self._moved(places, frames, back=False)

    def _moved(self, places: Array, frames: Frames, *, back: bool) -> Array:
        moved = np.array(places, dtype=np.float64)
        if self._timeline is None or not any(shot.moving for shot in self._timeline.shots):
            return moved
        for row, frame in enumerate(frames.tolist()):
            motion = self._timeline.motion_at(frame)
            if motion is not None and np.isfinite(motion).all():
                matrix = np.linalg.inv(motion) if back else motion
                flat = moved[row] @ matrix[:, :2].T + matrix[:, 2]
                moved[row] = flat[..., :2] / flat[..., 2:]
        return moved
