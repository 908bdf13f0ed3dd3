"""Tracklets: stretches in which one person was followed without interruption."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import DETECTION, Detections

# No tracklet.
NONE = -1
# Samples of a tracklet's path, a second.
SAMPLE_RATE = 5.0
_KNEES_AND_ANKLES = slice(13, 17)
# The first and the last few states give the speed at both ends.
_END_STATES = 8

# Columns of a sample: seconds, foot x, foot y, height (pixels of the rendition), leg confidence, number of the frame.
SAMPLE = ("time", "x", "y", "height", "legs", "frame")


@dataclass
class Tracklet:
    """One person's uninterrupted path. Times in seconds since the first frame; places in pixels of the rendition."""

    number: int
    # Which shot it belongs to: shots are what cuts separate.
    shot: int
    count: int = 0
    confidence_sum: float = 0.0
    # What was seen at about 5 Hz, and when.
    _rows: bytearray = field(default_factory=bytearray)
    _times: "array[float]" = field(default_factory=lambda: array("d"))
    _first_states: list[NDArray[np.float64]] = field(default_factory=list)
    _last_states: list[NDArray[np.float64]] = field(default_factory=list)
    first_time: float = 0.0
    last_time: float = 0.0
    first_frame: int = 0
    last_frame: int = 0

    def add(self, time: float, detection: np.void) -> None:
        """Follow the person into the next frame."""
        self.extend(np.array([time]), np.array([detection], dtype=detection.dtype))

    def extend(self, times: NDArray[np.float64], rows: Detections) -> None:
        """Follow the person through further frames: their times, shape (n,), and what was seen in each."""
        left, top, right, bottom = rows["box"].astype(np.float64).T
        states = np.column_stack([times, (left + right) / 2, bottom, np.maximum(1.0, bottom - top)])
        if self.count == 0:
            self.first_time, self.first_frame = float(times[0]), int(rows["frame"][0])
        self.last_time, self.last_frame = float(times[-1]), int(rows["frame"][-1])
        self.count += len(rows)
        self.confidence_sum += float(rows["confidence"].sum())
        self._first_states += list(states[: max(0, _END_STATES - len(self._first_states))])
        self._last_states = [*self._last_states, *states[-_END_STATES:]][-_END_STATES:]
        # The first state of each step of time.
        steps = np.floor(times * SAMPLE_RATE + 1e-6)
        before = np.floor(self._times[-1] * SAMPLE_RATE + 1e-6) if self._times else -1.0
        chosen = np.flatnonzero(np.diff(steps, prepend=before) > 0)
        self._times.extend(times[chosen].tolist())
        self._rows += rows[chosen].tobytes()

    @property
    def times(self) -> NDArray[np.float64]:
        """Times of the samples, seconds, shape (n,)."""
        return np.array(self._times, dtype=np.float64)

    @property
    def rows(self) -> Detections:
        """What was seen at about SAMPLE_RATE, shape (n,)."""
        return np.frombuffer(bytes(self._rows), dtype=DETECTION)

    @property
    def samples(self) -> NDArray[np.float32]:
        """Path at about SAMPLE_RATE, shape (n, 6): see SAMPLE."""
        rows = self.rows
        left, top, right, bottom = rows["box"].T
        legs = rows["keypoints"][:, _KNEES_AND_ANKLES, 2].mean(axis=1)
        height = np.maximum(1.0, bottom - top)
        columns = [self.times, (left + right) / 2, bottom, height, legs, rows["frame"]]
        return np.column_stack(columns).astype(np.float32)

    @property
    def colours(self) -> NDArray[np.float32]:
        """Colours of upper and lower body along the path, shape (n, 2, 3), 0 where unknown."""
        return np.asarray(self.rows["colours"], dtype=np.float32)

    def start_state(self) -> NDArray[np.float64]:
        """At the start: x, y, height, and speed in x and y (pixels a second), shape (5,)."""
        return _state(self._first_states, at=0)

    def end_state(self) -> NDArray[np.float64]:
        """The same at the end."""
        return _state(self._last_states, at=-1)


def _state(states: list[NDArray[np.float64]], at: int) -> NDArray[np.float64]:
    values = np.array(states)
    span = values[-1, 0] - values[0, 0]
    speed = (values[-1, 1:3] - values[0, 1:3]) / span if span > 0 else np.zeros(2)
    return np.array([values[at, 1], values[at, 2], float(np.median(values[:, 3])), *speed])


def build(
    chunks: Iterable[tuple[Detections, NDArray[np.int32]]], seconds: NDArray[np.float64], shots: NDArray[np.int64]
) -> list[Tracklet]:
    """The tracklets of a video, by their numbers.

    Args:
        chunks: Detections in order, and the number of each one's tracklet, or NONE; chunks of any length.
        seconds: Time of each frame since the first.
        shots: Which shot each frame belongs to.
    """
    tracklets: dict[int, Tracklet] = {}
    for rows, numbers in chunks:
        order = np.argsort(numbers, kind="stable")
        order = order[np.searchsorted(numbers[order], 0) :]
        starts = np.flatnonzero(np.diff(numbers[order])) + 1
        for group in np.split(order, starts) if len(order) else []:
            number, frames = int(numbers[group[0]]), rows["frame"][group]
            tracklet = tracklets.get(number)
            if tracklet is None:
                tracklet = tracklets[number] = Tracklet(number, int(shots[frames[0]]))
            tracklet.extend(seconds[frames], rows[group])
    return [tracklets[number] for number in sorted(tracklets)]


def path_length(samples: NDArray[np.float32]) -> float:
    """Way walked along samples, in body heights."""
    return float(sum(np.hypot(*(b[1:3] - a[1:3])) / ((a[3] + b[3]) / 2) for a, b in pairwise(samples)))
