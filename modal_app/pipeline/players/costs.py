"""What it costs to say that a stint shows a certain player.

Costs are negative logarithms of likelihood ratios to somebody unknown, who may be anywhere near the court and wear
anything.
"""

from math import exp, hypot, inf, log, pi

from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.players.floor import TOP_SPEED
from modal_app.pipeline.players.stints import Doorway, Stint

# Players are on the court in 93 of 100 moments, others who come near it in 10; a moment is independent of others after
# two seconds. What is outside speaks weakly: players fetch shuttles, drink and walk about too.
_GAIN = log(0.93 / 0.10) / 2
_MOST_GAIN = 25.0
_LOSS, _MOST_LOSS = 0.3, 6.0
# One in a hundred and fifty tracklets of a player is outside throughout.
_NO_VISIT = 5.0
# A second on the half of the other team, and outside on its side.
_WRONG_HALF, _WRONG_SIDE, _MOST_WRONG_HALF = 1.5, 0.5, 20.0
# A second in which somebody would be seen twice, and the longest time for which the tracker keeps two of one person.
_TWICE, LONGEST_TWICE = 2.0, 1.0

# After so many seconds out of sight a player may be anywhere.
LONGEST_CARRY = 3.0
# For so many seconds the speed seen before is believed.
_COAST = 0.4
# A place that is carried on is uncertain by a pose's jitter, metres; by half the acceleration of players, 6 m/s2, times
# the square of the wait; after a change of mind by their speed, m/s; at most as that of somebody who is anywhere on a
# half (6.1 m by 6.7 m: standard deviations of 1.8 m and 1.9 m, and no speed known).
_JITTER, _HALF_ACCELERATION, _SPREAD, _ANYWHERE = 0.12, 3.0, 2.0, 2.55
_HALF_AREA = 4 * HALF_WIDTH * HALF_LENGTH / 2
# Links that contradict all that is known about motion happen: wrong poses.
_ODD = 0.02
_FASTER_THAN_ANYBODY = 8.0

# Ends are changed after a break in which nobody plays: after a minute of it in one of seven cases. In play, hardly
# ever; over a cut, of which nobody knows what it left out, sometimes.
_CHANGE_IN_PLAY, _CHANGE_AT_CUT, _CHANGE_IN_BREAK, _BREAK = 0.001, 0.01, 0.25, 60.0


def gain(stint: Stint) -> float:
    """What it is worth that a stint is a player's, by where it was."""
    loss = min(_MOST_LOSS, _LOSS * stint.outside) + (0.0 if stint.visits else _NO_VISIT)
    return min(_MOST_GAIN, _GAIN * stint.inside) - loss


def wrong_half(stint: Stint) -> float:
    """Cost of being a player of the other half."""
    return min(_MOST_WRONG_HALF, _WRONG_HALF * stint.inside + _WRONG_SIDE * stint.outside)


def follow(before: Stint, after: Stint) -> float:
    """Cost of one person's being seen in two stints, one after the other; infinite when it cannot be."""
    wait = after.entry.time - before.leave.time
    if wait < -LONGEST_TWICE:
        return inf
    if wait > LONGEST_CARRY or before.shot != after.shot:
        return 0.0
    return _motion(before.leave, after.entry, max(0.0, wait)) + _TWICE * max(0.0, -wait)


def _motion(leave: Doorway, entry: Doorway, wait: float) -> float:
    carried = min(wait, _COAST)
    growth = min(_ANYWHERE, hypot(_JITTER, min(_HALF_ACCELERATION * wait**2, _SPREAD * wait)))
    likelihood, apart, slack = 1.0, 0.0, 0.0
    for axis in range(2):
        miss = entry.place[axis] - leave.place[axis] - carried * leave.speed[axis]
        variance = growth**2 + leave.sigma[axis] ** 2 + entry.sigma[axis] ** 2
        likelihood *= exp(-(miss**2) / (2 * variance)) / (2 * pi * variance) ** 0.5
        apart = hypot(apart, entry.place[axis] - leave.place[axis])
        slack = hypot(slack, 3 * variance**0.5)
    if apart - slack > TOP_SPEED * wait:
        return _FASTER_THAN_ANYBODY
    return -log((1 - _ODD) * likelihood * _HALF_AREA + _ODD)


def change_of_ends(quiet: float, *, cut: bool) -> float:
    """Cost of a change of ends after so many seconds without play, or over a cut."""
    broken = _CHANGE_IN_BREAK * (1 - exp(-max(0.0, quiet) / _BREAK))
    return -log(_CHANGE_IN_PLAY + (_CHANGE_AT_CUT if cut else 0.0) + broken)
