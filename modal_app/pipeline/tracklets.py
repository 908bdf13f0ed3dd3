"""Detections joined over neighbouring frames into tracklets: stretches in which one person was followed."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import FrameTable, read_frames
from modal_app.pipeline.settings import TrackSettings

# No tracklet.
NONE = -1
# Samples of a tracklet's path, a second.
_SAMPLE_RATE = 5.0
_KNEES_AND_ANKLES = slice(13, 17)

# Columns of a sample: seconds, foot x, foot y, height (pixels of the rendition), leg confidence.
SAMPLE = ("time", "x", "y", "height", "legs")


@dataclass
class Tracklet:
    """One person's uninterrupted path. Times in seconds since the first frame; places in pixels of the rendition."""

    number: int
    # Which shot it belongs to: shots are what cuts separate.
    shot: int
    count: int = 0
    confidence_sum: float = 0.0
    _samples: "array[float]" = field(default_factory=lambda: array("f"))
    _colours: "array[float]" = field(default_factory=lambda: array("f"))
    _ends: list[tuple[float, float, float, float]] = field(default_factory=list)
    first_time: float = 0.0
    last_time: float = 0.0

    def add(self, time: float, detection: np.void) -> None:
        """Follow the person into the next frame."""
        left, top, right, bottom = (float(value) for value in detection["box"])
        state = (time, (left + right) / 2, bottom, max(1.0, bottom - top))
        if self.count == 0:
            self.first_time = time
        self.last_time = time
        self.count += 1
        self.confidence_sum += float(detection["confidence"])
        # The first and the last few states give the speed at both ends.
        if len(self._ends) >= 2 * _END_STATES:
            self._ends.pop(_END_STATES)
        self._ends.append(state)
        if not self._samples or time - self._samples[-len(SAMPLE)] >= 1 / _SAMPLE_RATE:
            self._samples.extend((*state, float(detection["keypoints"][_KNEES_AND_ANKLES, 2].mean())))
            self._colours.extend(detection["colours"].ravel().astype(float))

    @property
    def samples(self) -> NDArray[np.float32]:
        """Path at about 5 Hz, shape (n, 5): see SAMPLE."""
        return np.array(self._samples, dtype=np.float32).reshape(-1, len(SAMPLE))

    @property
    def colours(self) -> NDArray[np.float32]:
        """Colours of upper and lower body along the path, shape (n, 2, 3), 0 where unknown."""
        return np.array(self._colours, dtype=np.float32).reshape(-1, 2, 3)

    def start_state(self) -> NDArray[np.float64]:
        """At the start: x, y, height, and speed in x and y (pixels a second), shape (5,)."""
        return _state(self._ends[:_END_STATES], at=0)

    def end_state(self) -> NDArray[np.float64]:
        """The same at the end."""
        return _state(self._ends[-_END_STATES:], at=-1)


_END_STATES = 8


def _state(states: list[tuple[float, float, float, float]], at: int) -> NDArray[np.float64]:
    values = np.array(states)
    span = values[-1, 0] - values[0, 0]
    speed = (values[-1, 1:3] - values[0, 1:3]) / span if span > 0 else np.zeros(2)
    return np.array([values[at, 1], values[at, 2], float(np.median(values[:, 3])), *speed])


def _tracker(settings: TrackSettings, rate: float) -> Any:
    from ultralytics.trackers.byte_tracker import BYTETracker  # noqa: PLC0415 - takes seconds to import

    make: Any = BYTETracker
    return make(
        SimpleNamespace(
            track_high_thresh=settings.high,
            track_low_thresh=settings.low,
            new_track_thresh=settings.new,
            track_buffer=max(1, round(settings.patience * rate)),
            match_thresh=settings.match,
            fuse_score=True,
        )
    )


class _Boxes:
    """Detections of one frame in the form that the tracker reads."""

    def __init__(self, boxes: NDArray[np.float32], conf: NDArray[np.float32]) -> None:
        self._boxes = boxes
        self.conf = conf
        self.cls = np.zeros(len(conf), dtype=np.float32)

    @property
    def xywh(self) -> NDArray[np.float32]:
        """Centre and size, shape (n, 4)."""
        size = self._boxes[:, 2:] - self._boxes[:, :2]
        return np.concatenate([self._boxes[:, :2] + size / 2, size], axis=1)

    def __len__(self) -> int:
        return len(self.conf)

    def __getitem__(self, which: NDArray[np.bool_]) -> "_Boxes":
        return _Boxes(self._boxes[which], self.conf[which])


def follow(
    observations: Path,
    assignments: Path,
    frames: FrameTable,
    seconds_per_tick: float,
    settings: TrackSettings,
    on_frame: Callable[[int], None],
) -> list[Tracklet]:
    """Join detections into tracklets.

    Repeated frames are left out, so that the steps between frames are true.

    Args:
        observations: The detector's file.
        assignments: Receives one little-endian Int32 per detection: its tracklet's number, or NONE.
        frames: The video's frames.
        seconds_per_tick: Length of a tick of the frame table.
        settings: Thresholds.
        on_frame: Called with each frame's number; raises to stop.
    """
    new = ~frames.repeated
    span = (frames.pts[-1] - frames.pts[0]) * seconds_per_tick if len(frames) > 1 else 0.0
    rate = float(np.count_nonzero(new)) / span if span > 0 else 30.0
    shots = np.cumsum(frames.cut)
    tracklets: list[Tracklet] = []
    by_id: dict[int, Tracklet] = {}
    tracker, shot, expected = _tracker(settings, rate), 0, 0
    nobody = _Boxes(np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
    with assignments.open("wb") as file:
        for people in read_frames(observations):
            number = int(people["frame"][0])
            on_frame(number)
            if shots[number] != shot:
                shot, expected = int(shots[number]), number
                tracker, by_id = _tracker(settings, rate), {}
            # Frames without anybody count too: the tracker's patience is in frames.
            for _ in range(int(np.count_nonzero(new[expected:number]))):
                tracker.update(nobody)
            expected = number + 1
            time = float(frames.pts[number] * seconds_per_tick)
            chosen = np.full(len(people), NONE, dtype="<i4")
            for row in tracker.update(_Boxes(people["box"], people["confidence"])):
                identity, index = int(row[4]), int(row[7])
                tracklet = by_id.get(identity)
                if tracklet is None:
                    tracklet = by_id[identity] = Tracklet(len(tracklets), shot)
                    tracklets.append(tracklet)
                tracklet.add(time, people[index])
                chosen[index] = tracklet.number
            file.write(chosen.tobytes())
    return tracklets


def path_length(samples: NDArray[np.float32]) -> float:
    """Way walked along samples, in body heights."""
    return float(sum(np.hypot(*(b[1:3] - a[1:3])) / ((a[3] + b[3]) / 2) for a, b in pairwise(samples)))
