"""What is behind everything that moves: a median over the last seconds, which follows the camera."""

from dataclasses import dataclass

import numpy as np

from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.motion import Luma
from modal_app.pipeline.views.background import aligned, median

# Pictures of which the median is taken: a player must be away for half of them.
_PICTURES = 9
# Seconds between two of them: at first, so that there soon is a median, and later, so that it spans seconds.
_FIRST_INTERVAL, _INTERVAL = 0.1, 0.4


@dataclass(frozen=True)
class Still:
    """A grey picture and how its camera has moved."""

    # Shape (height, width).
    luma: Luma
    # Homography of its pixels from the view's picture.
    motion: Matrix

    def seen_from(self, other: "Still") -> Luma:
        """As the other's camera shows it; where it does not show that, the other's own pixels."""
        if self.motion is other.motion:
            return self.luma
        return aligned(self.luma, self.motion @ np.linalg.inv(other.motion), other.luma)


class Backdrop:
    """Gathers pictures of a shot."""

    def __init__(self) -> None:
        self._pictures: list[Still] = []
        self._taken = -np.inf
        self._still: Still | None = None

    @property
    def ready(self) -> bool:
        """Whether there are enough pictures."""
        return len(self._pictures) == _PICTURES

    def offer(self, seconds: float, picture: Still) -> None:
        """Take a picture now and then."""
        if seconds - self._taken < (_INTERVAL if self.ready else _FIRST_INTERVAL):
            return
        self._taken = seconds
        self._pictures = [*self._pictures, picture][-_PICTURES:]
        self._still = None

    def behind(self, picture: Still) -> Luma:
        """What is behind the things in a picture, as its camera shows it; the picture itself while nothing is known."""
        if not self._pictures:
            return picture.luma
        if self._still is None:
            latest = self._pictures[-1]
            self._still = Still(
                np.asarray(median([one.seen_from(latest) for one in self._pictures]), dtype=np.uint8), latest.motion
            )
        return self._still.seen_from(picture)
