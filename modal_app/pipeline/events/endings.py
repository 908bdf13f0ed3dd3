"""How rallies end: where the shuttle came down, in or out, and what that says of who won the point."""

from dataclasses import dataclass
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import LONG_SERVICE_INSET, SHORT_SERVICE_DISTANCE, SINGLES_WIDTH
from modal_app.contract.models import RallyEnding
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_LINE, HALF_WIDTH
from modal_app.pipeline.events.features import Descent
from modal_app.pipeline.flight.fitted import FittedFlight

Vector = NDArray[np.float64]

# A shuttle that came down so near to the net without passing it was in the net, metres.
_AT_NET = 0.25
# In, out or net are said where they are at least so likely.
SURE = 0.8
# The last hit that was seen is the rally's last so often.
_LAST_SEEN = 0.93
# Shuttles that were not seen to land end a flight only if they would have come down so soon after they were lost,
# seconds.
_SOON = 0.35


@dataclass(frozen=True)
class Ending:
    """The end of a rally."""

    kind: RallyEnding
    # Where it came down, metres, shape (2,); None where not known.
    landing: Vector | None
    # From the landing to the nearest line that decides, positive inside, metres, and its standard deviation.
    margin: float | None
    error: float | None
    # Probability that the side of the last hitter won.
    hitter_won: float


NOT_SEEN = Ending(RallyEnding.unknown, None, None, None, 0.5)


@dataclass(frozen=True)
class Area:
    """Where a shuttle is in, metres, as the hitter sees it: x to the right, y beyond the net. Lines are in."""

    left: float
    right: float
    near: float
    far: float

    def margin(self, x: float, y: float) -> tuple[float, bool]:
        """From a landing to the nearest edge, negative outside; and whether that is a line along the court."""
        aside, along = min(x - self.left, self.right - x), min(y - self.near, self.far - y)
        return (aside, True) if aside < along else (along, False)


def court(*, doubles: bool) -> Area:
    """The half of the court that a rally is played to; y is the distance from the net."""
    half = HALF_WIDTH if doubles else SINGLES_WIDTH / 2
    return Area(-half, half, 0.0, HALF_LENGTH)


def service_court(*, doubles: bool, left: bool) -> Area:
    """The service court that is left, or right, of the middle as the server sees it."""
    half = HALF_WIDTH if doubles else SINGLES_WIDTH / 2
    far = HALF_LENGTH - (LONG_SERVICE_INSET if doubles else 0.0)
    low, high = (-half, HALF_LINE) if left else (-HALF_LINE, half)
    return Area(low, high, SHORT_SERVICE_DISTANCE - 2 * HALF_LINE, far)


def tell_ending(flight: FittedFlight | None, descent: Descent | None, area: Area, hitter: float) -> Ending:
    """Judge the last flight of a rally.

    Args:
        flight: It; None where it is not known.
        descent: How it comes down.
        area: Where it has to come down.
        hitter: Probability that the one who is said to have hit it did.
    """
    if flight is None or descent is None:
        return NOT_SEEN
    if not flight.landed and descent.time - flight.end > _SOON:
        return NOT_SEEN
    half = float(np.sign(flight.begin[1]) or 1.0)
    # As the hitter sees it: x to the right, y beyond the net.
    x, y = -half * float(descent.place[0]), -half * float(descent.place[1])
    error_x, error_y = (max(0.02, float(value)) for value in descent.error)
    sure_last = _LAST_SEEN * max(0.5, hitter) + (1 - _LAST_SEEN) * 0.5
    passed = _cumulative((y - _AT_NET) / error_y)
    if passed < 1 - SURE:
        return Ending(RallyEnding.net, descent.place, None, None, _mixed(0.02, sure_last))
    margin, along = area.margin(x, y)
    error = error_x if along else error_y
    inside = _cumulative(margin / error)
    kind = RallyEnding.unknown
    if passed > SURE:
        kind = RallyEnding.in_ if inside > SURE else RallyEnding.out if inside < 1 - SURE else RallyEnding.unknown
    return Ending(kind, descent.place, margin, error, _mixed(inside * passed, sure_last))


def _mixed(won: float, sure: float) -> float:
    """Probability of winning where the hitter may have been the other side."""
    return won * sure + (1 - won) * (1 - sure)


def _cumulative(deviations: float) -> float:
    return 0.5 * (1 + erf(deviations / sqrt(2)))
