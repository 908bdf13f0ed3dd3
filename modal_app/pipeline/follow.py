"""Joins detections of neighbouring frames into tracklets, by ByteTrack."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import FrameTable, read_frames
from modal_app.pipeline.settings import TrackSettings
from modal_app.pipeline.tracklets import NONE


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
) -> None:
    """Say of each detection which tracklet it belongs to.

    Repeated frames are left out, so that the steps between frames are true.

    Args:
        observations: The detector's file.
        assignments: Receives one little-endian Int32 per detection: its tracklet's number, from 0, or NONE.
        frames: The video's frames.
        seconds_per_tick: Length of a tick of the frame table.
        settings: Thresholds.
        on_frame: Called with each frame's number; raises to stop.
    """
    new = ~frames.repeated
    span = (frames.pts[-1] - frames.pts[0]) * seconds_per_tick if len(frames) > 1 else 0.0
    rate = float(np.count_nonzero(new)) / span if span > 0 else 30.0
    shots = np.cumsum(frames.cut)
    number_of: dict[int, int] = {}
    count, tracker, shot, expected = 0, _tracker(settings, rate), 0, 0
    nobody = _Boxes(np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
    with assignments.open("wb") as file:
        for people in read_frames(observations):
            frame = int(people["frame"][0])
            on_frame(frame)
            if shots[frame] != shot:
                shot, expected = int(shots[frame]), frame
                tracker, number_of = _tracker(settings, rate), {}
            # Frames without anybody count too: the tracker's patience is in frames.
            for _ in range(int(np.count_nonzero(new[expected:frame]))):
                tracker.update(nobody)
            expected = frame + 1
            chosen = np.full(len(people), NONE, dtype="<i4")
            for row in tracker.update(_Boxes(people["box"], people["confidence"])):
                identity, index = int(row[4]), int(row[7])
                if identity not in number_of:
                    number_of[identity] = count
                    count += 1
                chosen[index] = number_of[identity]
            file.write(chosen.tobytes())
