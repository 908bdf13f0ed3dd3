"""Distance, speed and acceleration of a course."""

from dataclasses import dataclass

import numpy as np

from modal_app.contract.constants import MAX_PLAYER_SPEED, SPEED_BAND_BOUNDS
from modal_app.pipeline.metrics.course import STEP, Course

# A peak must be kept up for this long, and acceleration is the change of velocity over it, seconds.
WINDOW = 0.2
_STEPS = round(WINDOW / STEP)


@dataclass(frozen=True)
class Speeds:
    """Metres, seconds, m/s, m/s2."""

    distance: float
    average: float
    # 95th percentile.
    high: float
    peak: float
    # When the peak was; None where nothing was seen for long enough.
    peak_at: float | None
    # 95th percentile of the acceleration's magnitude.
    acceleration: float
    # Seconds in each band.
    bands: list[float]


def speeds(course: Course) -> Speeds:
    """How fast the player went; the course has at least one step."""
    each = course.speeds
    peak, peak_at = _peak(course)
    band = np.searchsorted(SPEED_BAND_BOUNDS, each, side="right")
    return Speeds(
        distance=float(each.sum() * STEP),
        average=_believable(each.mean()),
        high=_believable(np.percentile(each, 95)),
        peak=peak,
        peak_at=peak_at,
        acceleration=_acceleration(course),
        bands=(np.bincount(band, minlength=len(SPEED_BAND_BOUNDS) + 1) * STEP).tolist(),
    )


def _peak(course: Course) -> tuple[float, float | None]:
    """The greatest speed over the window, straight from place to place, and the window's middle."""
    first = course.unbroken(_STEPS)
    hidden = np.concatenate([[0], np.cumsum(course.bridged)])
    first = first[hidden[first + _STEPS] == hidden[first]]
    if len(first) == 0:
        return _believable(course.speeds.max()), None
    straight = np.hypot(*(course.end[first + _STEPS - 1] - course.start[first]).T) / WINDOW
    best = int(np.argmax(straight))
    return _believable(straight[best]), float((course.index[first[best]] + _STEPS / 2) * STEP)


def _acceleration(course: Course) -> float:
    first = course.unbroken(_STEPS + 1)
    if len(first) == 0:
        return 0.0
    change = course.velocities[first + _STEPS] - course.velocities[first]
    return float(np.percentile(np.hypot(*change.T) / WINDOW, 95))


def _believable(speed: np.floating | float) -> float:
    """Paths hold the bound in their nodes; between them rounding may pass it."""
    return float(min(float(speed), MAX_PLAYER_SPEED))
