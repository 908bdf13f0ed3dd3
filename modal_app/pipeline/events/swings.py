"""Swings of arms while no shuttle is to be seen."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.evidence import Candidate, swung
from modal_app.pipeline.events.poses import Poses

Array = NDArray[np.float64]

# A swing that may be a stroke, heights of the player a second, and the fastest of those within so many seconds.
_STROKE, _ALONE = 2.0, 0.25
# Where the shuttle was seen so shortly before or after, it tells of contacts itself, seconds.
_UNSEEN = 0.1
# An arm alone is no contact: only where the row of hits has a hole without it.
_ALONE_WEIGHT = -2.6
# When it would have met the shuttle, seconds, and where, heights of the player around the wrist.
_TIME_SPREAD, _PLACE_SPREAD = 0.04, 0.25


def find_swings(times: Array, poses: dict[int, Poses], wrists: dict[int, Array]) -> list[Candidate]:
    """Contacts that arms alone tell of.

    Args:
        times: When the shuttle was seen, rising.
        poses: By player.
        wrists: Steady places of both wrists of each, shape (m, 2, 2), as in the poses.
    """
    found = []
    for player, own in poses.items():
        fast = own.faster
        for row in np.flatnonzero(fast >= _STROKE).tolist():
            time = float(own.times[row])
            low, high = np.searchsorted(own.times, [time - _ALONE, time + _ALONE])
            after = int(np.searchsorted(times, time))
            near = [abs(float(times[one]) - time) for one in (after - 1, after) if 0 <= one < len(times)]
            if fast[row] < fast[low:high].max() or min(near) < _UNSEEN:
                continue
            hand = wrists[player][row, int(np.argmax(own.swing[row]))]
            if np.isnan(hand).any():
                # The model lost it at that moment: a jump to somewhere else looks like a swing, too.
                continue
            weight = _ALONE_WEIGHT + float(swung(fast[row]))
            error = _PLACE_SPREAD * float(own.height[row])
            found.append(Candidate(time, _TIME_SPREAD, player, hand, error, weight, supported=False))
    return found
