"""How rallies end: where the shuttle came down, in or out, and what that says of who won the point."""

from dataclasses import dataclass, replace
from math import erf, exp, hypot, log, sqrt

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import LONG_SERVICE_INSET, NET_MIDDLE_HEIGHT, SHORT_SERVICE_DISTANCE, SINGLES_WIDTH
from modal_app.contract.models import RallyEnding
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_LINE, HALF_WIDTH
from modal_app.pipeline.events.features import Descent
from modal_app.pipeline.events.nets import NetFall
from modal_app.pipeline.flight.fitted import FittedFlight

Vector = NDArray[np.float64]

# Rallies end in the net so often.
_NET_SHARE = 0.35
# Standard deviation of the height in which a flight passes the net, metres: at least, and for each metre that its end
# is unsure along the court. Nothing weighs more than the last, nor a fall along the net more than the one before.
_HEIGHT_ERROR, _HEIGHT_SLOPE, _FALL, _MOST = 0.12, 0.3, 2.5, 4.0
# A shuttle that was lost so near to the net, metres, and so low: it was in the net rather than beyond.
_NEAR_NET, _LOW, _LOST_THERE = 0.3, 1.8, 1.5
# In, out or net are said where they are at least so likely.
SURE = 0.8
# The last hit that was seen is the rally's last so often.
_LAST_SEEN = 0.93
# What is in the net falls down so near to it at most, metres.
_AT_NET = 0.6
# Shuttles that were not seen to land tell of the end only if they would have come down so soon after they were lost,
# seconds.
_SOON = 1.6


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
    # When the shuttle was dead; None where not known.
    time: float | None = None
    # Whether it likely did not pass the net.
    netted: bool = False


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


def tell_ending(
    flight: FittedFlight | None,
    descent: Descent | None,
    fall: NetFall | None,
    area: Area,
    hitter: float,
    *,
    above: bool,
) -> Ending:
    """Judge the last flight of a rally.

    Args:
        flight: It; None where it is not known.
        descent: How it comes down.
        fall: How the shuttle fell down at the net; None where it was not seen to.
        area: Where it has to come down.
        hitter: Probability that the one who is said to have hit it did.
        above: Whether it was lost where it left the picture at the top.
    """
    sure_last = _LAST_SEEN * max(0.5, hitter) + (1 - _LAST_SEEN) * 0.5
    if flight is None or descent is None:
        if fall is None:
            return NOT_SEEN
        net = _logistic(log(_NET_SHARE / (1 - _NET_SHARE)) + _FALL)
        return _in_net(np.array([fall.across, 0.0]), _mixed(0.5 * (1 - net), sure_last), fall.time, net)
    half = float(np.sign(flight.begin[1]) or 1.0)
    net = _net_chance(flight, descent, fall, half)
    if net > 0.5:
        where = np.array([descent.place[0], half * min(abs(descent.place[1]), _AT_NET)]) if fall is None else None
        landing = where if where is not None or fall is None else np.array([fall.across, 0.0])
        won = _mixed(0.5 * (1 - net), sure_last)
        return _in_net(landing, won, descent.net_time if fall is None else fall.time, net)
    # What was lost in the air within the picture is dead between then and when it would have come down.
    time = descent.time if flight.landed or above else (flight.end + max(flight.end, descent.time)) / 2
    if not flight.landed and descent.time - flight.end > _SOON:
        return replace(NOT_SEEN, time=time)
    # As the hitter sees it: x to the right, y beyond the net.
    margin, along = area.margin(-half * float(descent.place[0]), -half * float(descent.place[1]))
    error = max(0.02, float(descent.error[0 if along else 1]))
    inside = _cumulative(margin / error) * (1 - net)
    kind = RallyEnding.unknown
    if net < 1 - SURE:
        kind = RallyEnding.in_ if inside > SURE else RallyEnding.out if inside < 1 - SURE else RallyEnding.unknown
    return Ending(kind, descent.place, margin, error, _mixed(inside, sure_last), time)


def _in_net(landing: Vector | None, won: float, time: float, net: float) -> Ending:
    kind = RallyEnding.net if net > SURE else RallyEnding.unknown
    return Ending(kind, landing if net > SURE else None, None, None, won, time, netted=True)


def _net_chance(flight: FittedFlight, descent: Descent, fall: NetFall | None, half: float) -> float:
    """Probability that the shuttle did not pass the net."""
    weight = log(_NET_SHARE / (1 - _NET_SHARE)) + (0.0 if fall is None else _FALL)
    error = max(0.02, float(flight.finish_error[1]))
    if descent.net_height is not None:
        deviations = (NET_MIDDLE_HEIGHT - descent.net_height) / hypot(_HEIGHT_ERROR, _HEIGHT_SLOPE * error)
        weight += _limited(_logit(_cumulative(deviations)))
    # Beyond the net, as the hitter sees it.
    beyond = -half * float(flight.finish[1])
    if flight.landed:
        weight -= _limited(beyond / error)
    elif beyond > 2 * error + _NEAR_NET:
        weight -= _MOST
    elif beyond > -2 * error - _NEAR_NET and flight.finish[2] < _LOW:
        weight += _LOST_THERE
    return _logistic(weight)


def _limited(weight: float) -> float:
    return max(-_MOST, min(_MOST, weight))


def _logistic(weight: float) -> float:
    return 1 / (1 + exp(-weight))


def _logit(chance: float) -> float:
    chance = max(1e-6, min(1 - 1e-6, chance))
    return log(chance / (1 - chance))


def _mixed(won: float, sure: float) -> float:
    """Probability of winning where the hitter may have been the other side."""
    return won * sure + (1 - won) * (1 - sure)


def _cumulative(deviations: float) -> float:
    return 0.5 * (1 + erf(deviations / sqrt(2)))
