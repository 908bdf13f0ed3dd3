"""What lies on the floor: how far a place in the picture, taken for one on the floor, is from a player's feet."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.views.timeline import CourtTimeline

Array = NDArray[np.float64]


class Ground:
    """The floor of the court."""

    def __init__(self, timeline: CourtTimeline | None, measured: Measured) -> None:
        self._timeline, self._measured = timeline, measured

    def apart(self, player: int, frame: int, place: Array) -> float:
        """Metres between the feet and what is seen at pixels, shape (2,), as if it lay on the floor; NaN if unknown."""
        way = self._measured.motion.get(player)
        camera = None if self._timeline is None else self._timeline.camera_at(frame)
        if way is None or camera is None:
            return np.nan
        return float(np.hypot(*(camera.to_floor(place[None])[0] - way.position[frame])))
