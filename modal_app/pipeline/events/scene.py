"""What the events are read from: the shuttle's track, the players, the court, and questions about a moment of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.frame_data import Times
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline

Vector = NDArray[np.float64]

# A place that is not known at a moment is taken from so long before or after, seconds.
_NEAR = 0.3
# COCO's ankles, and how sure they have to be.
_ANKLES, _SEEN = (15, 16), 0.3
# The upper edge of the picture, part of its height.
_TOP = 0.1
# Pauses in the track from which a flight is no longer one that goes on, seconds.
_LOST = 0.5


@dataclass(frozen=True)
class Scene:
    """A match, as far as it was seen. Times are in seconds, places in metres of the world frame."""

    track: ShuttleTrack
    poses: dict[int, Poses]
    measured: Measured
    # None where nothing is known of a court.
    timeline: CourtTimeline | None
    times: Times
    # Width and height of the pictures, pixels.
    size: tuple[int, int]
    players: tuple[int, ...]

    @cached_property
    def seconds(self) -> Vector:
        """Time of each frame, shape (n,)."""
        return self.times.seconds

    @cached_property
    def shuttle_seconds(self) -> Vector:
        """Time of each point of the track, shape (k,)."""
        return self.seconds[self.track.frame]

    @cached_property
    def _new_before(self) -> NDArray[np.int64]:
        """How many frames before each are new pictures, shape (n + 1,)."""
        return np.concatenate([[0], np.cumsum(~self.times.repeated)]).astype(np.int64)

    def frame(self, time: float) -> int:
        """The frame nearest to a moment."""
        after = int(np.searchsorted(self.seconds, time))
        if after in (0, len(self.seconds)):
            return min(after, len(self.seconds) - 1)
        return after - int(time - self.seconds[after - 1] < self.seconds[after] - time)

    def place(self, player: int | None, time: float) -> Vector | None:
        """Where a player is on the floor, shape (2,)."""
        way = None if player is None else self.measured.motion.get(player)
        if way is None:
            return None
        at = self.frame(time)
        if np.isfinite(way.position[at, 0]):
            return np.asarray(way.position[at], dtype=np.float64)
        low, high = np.searchsorted(self.seconds, [time - _NEAR, time + _NEAR]).tolist()
        known = low + np.flatnonzero(np.isfinite(way.position[low:high, 0]))
        if not len(known):
            return None
        nearest = known[np.argmin(np.abs(self.seconds[known] - time))]
        return np.asarray(way.position[nearest], dtype=np.float64)

    def speed(self, player: int | None, start: float, end: float) -> float | None:
        """Mean speed of a player between two moments, m/s."""
        way = None if player is None else self.measured.motion.get(player)
        if way is None:
            return None
        low, high = np.searchsorted(self.seconds, [start, end]).tolist()
        known = way.speed[low:high][np.isfinite(way.speed[low:high])]
        return float(known.mean()) if len(known) else None

    def distance(self, player: int, start: float, end: float) -> float:
        """Metres that a player covers between two moments, as far as known."""
        way = self.measured.motion.get(player)
        if way is None:
            return 0.0
        low, high = np.searchsorted(self.seconds, [start, end]).tolist()
        if high - low < 2:
            return 0.0
        steps = np.diff(self.seconds[low:high])
        return float(np.nansum(way.speed[low : high - 1] * steps))

    def feet(self, player: int, time: float) -> Vector | None:
        """Where the picture shows a player's feet, pixels, shape (2,)."""
        own = self.poses.get(player)
        row = None if own is None else own.nearest(time)
        if own is None or row is None:
            return None
        seen = own.keypoints(row)[list(_ANKLES)]
        seen = seen[seen[:, 2] >= _SEEN]
        if len(seen):
            return np.asarray(seen[:, :2].mean(axis=0))
        box = own.boxes[row].astype(np.float64)
        return np.array([(box[0] + box[2]) / 2, box[3]])

    def coverage(self, start: float, end: float) -> float:
        """Share of the new pictures between two moments in which the shuttle's place is known."""
        first, last = np.searchsorted(self.seconds, [start, end]).tolist()
        frames = int(self._new_before[last] - self._new_before[first])
        low, high = np.searchsorted(self.track.frame, [first, last])
        return min(1.0, float(high - low) / frames) if frames else 0.0

    def shuttle_path(self, start: float, end: float) -> Vector:
        """Time and place, pixels, of the track's points between two moments, shape (j, 3)."""
        low, high = np.searchsorted(self.shuttle_seconds, [start, end]).tolist()
        return np.column_stack([self.shuttle_seconds[low:high], self.track.places[low:high]])

    def flown_until(self, start: float, end: float) -> float | None:
        """Until when the track can be followed from one moment without a long pause, at most until another."""
        path = self.shuttle_path(start, end)
        if not len(path) or path[0, 0] - start > _LOST:
            return None
        pauses = np.flatnonzero(np.diff(path[:, 0]) > _LOST)
        return float(path[pauses[0], 0] if len(pauses) else path[-1, 0])

    def flown_since(self, end: float, start: float) -> float | None:
        """Since when the track can be followed up to one moment without a long pause, at most from another on."""
        path = self.shuttle_path(start, end)
        if not len(path) or end - path[-1, 0] > _LOST:
            return None
        pauses = np.flatnonzero(np.diff(path[:, 0]) > _LOST)
        return float(path[pauses[-1] + 1, 0] if len(pauses) else path[0, 0])

    def above(self, start: float, end: float) -> bool:
        """Whether the shuttle comes so near to the picture's upper edge between two moments that it may leave it."""
        path = self.shuttle_path(start, end + 1e-6)
        return bool(len(path)) and bool(path[:, 2].min() < _TOP * self.size[1])

    @cached_property
    def _plays(self) -> NDArray[np.int64]:
        """Number of the stretch of one shot of play that each frame belongs to, shape (n,); -1 where there is none."""
        if self.timeline is None:
            return np.zeros(len(self.seconds), dtype=np.int64)
        plays = np.full(len(self.seconds), -1, dtype=np.int64)
        for number, shot in enumerate(self.timeline.shots):
            if shot.view is not None:
                plays[shot.first : shot.end] = number
        return plays

    def stretch(self, time: float) -> tuple[float, float] | None:
        """From when to when the shot of play lasts that a moment belongs to; None where something else is shown."""
        number = self._plays[self.frame(time)]
        if number < 0:
            return None
        if self.timeline is None:
            return 0.0, self.times.duration
        shot = self.timeline.shots[number]
        end = float(self.seconds[shot.end]) if shot.end < len(self.seconds) else self.times.duration
        return float(self.seconds[shot.first]), end

    def joined(self, start: float, end: float) -> bool:
        """Whether two moments belong to one shot of play."""
        one, other = self._plays[self.frame(start)], self._plays[self.frame(end)]
        return bool(one == other and one >= 0)
