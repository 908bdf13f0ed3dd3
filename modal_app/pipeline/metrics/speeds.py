"""Distance, speed and acceleration of a course."""

from dataclasses import dataclass

import numpy as np

from modal_app.contract.constants import MAX_PLAYER_SPEED, SPEED_BAND_BOUNDS
from modal_app.pipeline.metrics.course import STEP, Course

# A peak must be kept up for this long, seconds.
WINDOW = 0.2
# Acceleration is the change of velocity over this long, seconds: in less, what shifts is which foot carries the body.
_CHANGE = 0.4
_STEPS = round(WINDOW / STEP)
# Near the ends of what was seen speeds are less sure, seconds; a peak there counts only when there is nothing else.
_MARGIN_STEPS = round(0.25 / STEP)


@dataclass(frozen=True)
class Speeds:
    """Metres, seconds, m/s, m/s2."""

    distance: float
    average: float
    # 95th percentile; never above the peak.
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
        # In a short clip moments may be faster than anything that was kept up.
        high=min(peak, _believable(np.percentile(each, 95))),
        peak=peak,
        peak_at=peak_at,
        acceleration=_acceleration(course),
        bands=(np.bincount(band, minlength=len(SPEED_BAND_BOUNDS) + 1) * STEP).tolist(),
    )


def _peak(course: Course) -> tuple[float, float | None]:
    """The greatest speed over the window, straight from place to place, and the window's middle."""
    for margin in (_MARGIN_STEPS, 0):
        first = course.unbroken(_STEPS + 2 * margin)
        hidden = np.concatenate([[0], np.cumsum(course.bridged)])
        first = first[hidden[first + _STEPS + 2 * margin] == hidden[first]] + margin
        if len(first):
            straight = np.hypot(*(course.end[first + _STEPS - 1] - course.start[first]).T) / WINDOW
            best = int(np.argmax(straight))
            return _believable(straight[best]), float((course.index[first[best]] + _STEPS / 2) * STEP)
    return _believable(course.speeds.max()), None


def _acceleration(course: Course) -> float:
    """The acceleration's 95th percentile; 0 where nobody was followed for long enough."""
    steps = round(_CHANGE / STEP)
    first = course.unbroken(steps + 1)
    if len(first) == 0:
        return 0.0
    change = course.velocities[first + steps] - course.velocities[first]
    return float(np.percentile(np.hypot(*change.T) / _CHANGE, 95))


def _believable(speed: np.floating | float) -> float:
    """Paths hold the bound in their nodes; between them rounding may pass it."""
    return float(min(float(speed), MAX_PLAYER_SPEED))
