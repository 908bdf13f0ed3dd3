"""The players' poses over time, as far as hits are told from them: where their wrists are, and how fast these swing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import percentile_filter

from modal_app.pipeline.observations import Detections

Vector = NDArray[np.float64]
Frames = NDArray[np.int64]

_SHOULDERS, _HIPS, _WRISTS = [5, 6], [11, 12], [9, 10]
# Below this a wrist is anybody's guess; a swinging one is blurred, and the model never sure of it.
_SEEN = 0.2
# From shoulders to hips, part of the body's height (Drillis and Contini).
_TORSO = 0.288
# Who crouches is as tall as shortly before and after: the 80th percentile of so many seconds.
_TALL_PERCENT, _TALL_SECONDS = 80, 1.5
# Poses are carried over gaps of at most this, seconds.
_REACH = 0.2
# A wrist's speed is told over twice this, seconds: about as long as it is fast in a stroke.
_HALF_SWING = 1 / 30
# Coordinates are kept in eighths of a pixel, as the observations have them.
_STEPS = 8


class Rows(Protocol):
    """Where poses come from: `PlayerRows`, or what stands in for it."""

    def chunks(self) -> Iterator[tuple[Detections, Frames]]:
        """Detections of players in order of frames, each player once a frame, and whose they are."""


@dataclass(frozen=True)
class Poses:
    """One player's poses in m frames."""

    # Numbers of the frames, rising, shape (m,), and their times, seconds.
    frames: Frames
    times: Vector
    # Left, top, right, bottom, pixels, shape (m, 4).
    boxes: NDArray[np.float32]
    # x and y of COCO's 17 keypoints in eighths of a pixel, shape (m, 17, 2), and their confidence, 0 to 255.
    points: NDArray[np.int16]
    sureness: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.frames)

    def keypoints(self, row: int) -> NDArray[np.float64]:
        """x, y in pixels and confidence of 17 keypoints in one of the m frames, shape (17, 3)."""
        return np.column_stack([self.points[row] / _STEPS, self.sureness[row] / 255])

    def nearest(self, seconds: float) -> int | None:
        """Which of the m frames is nearest in time; None where none is near."""
        if len(self) == 0:
            return None
        after = int(np.searchsorted(self.times, seconds))
        row = min(
            (one for one in (after - 1, after) if 0 <= one < len(self)), key=lambda one: self._apart(one, seconds)
        )
        return row if self._apart(row, seconds) <= _REACH else None

    def _apart(self, row: int, seconds: float) -> float:
        return abs(float(self.times[row]) - seconds)

    @cached_property
    def height(self) -> Vector:
        """How tall the player looks when upright, pixels, shape (m,)."""
        boxes = self.boxes.astype(np.float64)
        torso = np.linalg.norm(self._middle(_SHOULDERS) - self._middle(_HIPS), axis=1)
        tall = np.maximum(boxes[:, 3] - boxes[:, 1], torso / _TORSO)
        step = float(np.median(np.diff(self.times))) if len(self) > 1 else 1.0
        size = max(1, round(_TALL_SECONDS / max(step, 1e-3)))
        return np.asarray(np.maximum(1.0, percentile_filter(tall, _TALL_PERCENT, size, mode="nearest")))

    @cached_property
    def wrists(self) -> Vector:
        """Pixels of both wrists, shape (m, 2, 2); NaN where not seen."""
        places = self.points[:, _WRISTS] / _STEPS
        places[self.sureness[:, _WRISTS] < 255 * _SEEN] = np.nan
        return np.asarray(places)

    @cached_property
    def swing(self) -> Vector:
        """Speed of both wrists relative to the shoulders, heights of the player a second, shape (m, 2); 0 if unknown.

        Over a fixed time, so that the trembling of poses counts alike at every frame rate.
        """
        if len(self) < 2:
            return np.zeros((len(self), 2))
        arm = self.wrists - self._middle(_SHOULDERS)[:, None]
        moved = self.at(self.times + _HALF_SWING, arm) - self.at(self.times - _HALF_SWING, arm)
        return np.asarray(np.nan_to_num(np.linalg.norm(moved, axis=2) / (2 * _HALF_SWING) / self.height[:, None]))

    @cached_property
    def faster(self) -> Vector:
        """Of the two wrists' swings the faster one, shape (m,)."""
        return np.asarray(self.swing.max(axis=1)) if len(self) else np.zeros(0)

    def at(self, seconds: Vector, column: Vector) -> Vector:
        """A column of shape (m, ...) at any moments, shape (k, ...), between the frames; NaN where none is near."""
        after = np.clip(np.searchsorted(self.times, seconds), 1, max(1, len(self) - 1))
        before = after - 1
        after = np.minimum(after, len(self) - 1)
        gap = self.times[after] - self.times[before]
        part = np.clip((seconds - self.times[before]) / np.where(gap > 0, gap, 1.0), 0.0, 1.0)
        near = np.minimum(np.abs(seconds - self.times[before]), np.abs(seconds - self.times[after])) <= _REACH
        shape = (-1, *[1] * (column.ndim - 1))
        part, near = part.reshape(shape), near.reshape(shape)
        one, other = column[before], column[after]
        # Where only one of the two frames knows, it stands for both.
        one, other = np.where(np.isnan(one), other, one), np.where(np.isnan(other), one, other)
        return np.asarray(np.where(near, one * (1 - part) + other * part, np.nan))

    def _middle(self, pair: list[int]) -> Vector:
        return np.asarray(self.points[:, pair].mean(axis=1) / _STEPS)


def read_poses(rows: Rows, seconds: Vector) -> dict[int, Poses]:
    """Everybody's poses by the player's id.

    Args:
        rows: The players' detections.
        seconds: Time of every frame of the video, shape (n,).
    """
    parts: dict[int, list[tuple[Frames, NDArray[np.float32], NDArray[np.int16], NDArray[np.uint8]]]] = {}
    for people, owners in rows.chunks():
        for player in np.unique(owners).tolist():
            own = people[owners == player]
            points = np.clip(np.round(own["keypoints"][:, :, :2] * _STEPS), -(2**15), 2**15 - 1).astype(np.int16)
            sure = np.round(np.clip(own["keypoints"][:, :, 2], 0, 1) * 255).astype(np.uint8)
            parts.setdefault(player, []).append((own["frame"].astype(np.int64), own["box"], points, sure))
    told = {}
    for player, found in sorted(parts.items()):
        frames, boxes, points, sure = (np.concatenate(column) for column in zip(*found, strict=True))
        told[int(player)] = Poses(frames, seconds[frames], boxes, points, sure)
    return told
