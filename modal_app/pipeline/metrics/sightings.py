"""What the metrics need of each pose, gathered while the observations are read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.metrics.body import hip_heights, joint_angles
from modal_app.pipeline.metrics.feet import ground_points
from modal_app.pipeline.metrics.geometry import Lenses
from modal_app.pipeline.observations import DETECTION

# Poses that are taken at once.
_CHUNK = 4096

# One pose of a player; metres, world frame; NaN where unknown.
SIGHTING = np.dtype(
    [
        ("frame", "<i8"),
        # Where the player stands, and the uncertainty of it, square metres: xx, xy, yy.
        ("place", "<f4", (2,)),
        ("error", "<f4", (3,)),
        # How far the place moves for a metre that the feet are over the floor.
        ("lift", "<f4", (2,)),
        # Height of the camera.
        ("eye", "<f4"),
        ("stride", "<f4"),
        ("hips", "<f4"),
        # Whole degrees of each of JOINTS, or UNKNOWN_ANGLE.
        ("angles", "u1", (8,)),
    ]
)
SightingRows = np.ndarray[tuple[int], np.dtype[np.void]]


@dataclass
class _Waiting:
    rows: list[np.void]
    frames: list[int]
    cameras: list[CourtCamera | None]


class Gatherer:
    """Takes one player's poses in order, and keeps 56 bytes of each."""

    def __init__(self) -> None:
        self._waiting = _Waiting([], [], [])
        self._done: list[SightingRows] = []

    def add(self, frame: int, row: np.void, camera: CourtCamera | None) -> None:
        """Take one pose.

        Args:
            frame: Number of the frame.
            row: The detection.
            camera: The frame's camera; None where no court is known.
        """
        self._waiting.rows.append(row)
        self._waiting.frames.append(frame)
        self._waiting.cameras.append(camera)
        if len(self._waiting.frames) >= _CHUNK:
            self._flush()

    def all(self) -> SightingRows:
        """Everything so far."""
        self._flush()
        return np.concatenate(self._done) if self._done else np.zeros(0, dtype=SIGHTING)

    def _flush(self) -> None:
        if not self._waiting.frames:
            return
        waiting, self._waiting = self._waiting, _Waiting([], [], [])
        rows = np.array(waiting.rows, dtype=DETECTION)
        found = np.zeros(len(rows), dtype=SIGHTING)
        for column in ("place", "error", "lift", "eye", "stride", "hips"):
            found[column] = np.nan
        found["frame"] = waiting.frames
        found["angles"] = joint_angles(rows)
        known = np.array([camera is not None for camera in waiting.cameras])
        cameras = [camera for camera in waiting.cameras if camera is not None]
        if cameras:
            ground = ground_points(rows[known], cameras)
            found["place"][known] = ground.points
            found["error"][known] = ground.covariance.reshape(-1, 4)[:, [0, 1, 3]]
            lenses = Lenses(cameras, len(cameras))
            found["lift"][known] = lenses.per_height(ground.points)
            found["eye"][known] = lenses.eyes[:, 2]
            found["stride"][known] = np.linalg.norm(ground.soles[0] - ground.soles[1], axis=1)
            found["hips"][known] = hip_heights(rows[known], lenses, ground.points)
        self._done.append(found)


def covariances(rows: SightingRows) -> NDArray[np.float64]:
    """The uncertainty of the places as matrices, shape (n, 2, 2)."""
    return np.asarray(rows["error"][:, [0, 1, 1, 2]].reshape(-1, 2, 2), dtype=np.float64)
