"""Which side of the net each player is on, as far as hits need it: two in a row never come from the same one."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.metrics.measure import Measured

Array = NDArray[np.float64]

# A side is told by where the player is for so many seconds before and after: a foot over the net does not count.
_AROUND = 1.0
# Nearer to the net's plane than this it is not told, metres.
_NET = 0.3


class Halves:
    """Numbers of sides at moments of the video."""

    def __init__(self, poses: dict[int, Poses], measured: Measured, seconds: Array) -> None:
        self._poses, self._measured, self._seconds = poses, measured, seconds
        self._players = sorted(poses)

    def at(self, player: int, time: float) -> float:
        """The side of a player, a number that only the side's players share at that time; NaN where it is not told."""
        if len(self._players) <= 2:
            return float(player)
        depth = self._depth(player, time)
        if np.isfinite(depth):
            return float(np.sign(depth)) if abs(depth) > _NET else np.nan
        return self._in_picture(player, time)

    def _depth(self, player: int, time: float) -> float:
        """How far beyond the net, metres; NaN where unknown."""
        way = self._measured.motion.get(player)
        if way is None:
            return np.nan
        low, high = np.searchsorted(self._seconds, [time - _AROUND, time + _AROUND]).tolist()
        known = way.position[low:high, 1]
        known = known[np.isfinite(known)]
        return float(np.median(known)) if len(known) else np.nan

    def _in_picture(self, player: int, time: float) -> float:
        """Without a court: the two whose feet are lowest in the picture play together."""
        feet = {}
        for one in self._players:
            row = self._poses[one].nearest(time)
            if row is not None:
                feet[one] = float(self._poses[one].boxes[row, 3])
        if player not in feet or len(feet) < 4:
            return np.nan
        return float(sorted(feet, key=lambda one: feet[one]).index(player) // 2)
