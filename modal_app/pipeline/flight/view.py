"""How frames show what is in the air, and where the air is that somebody reaches."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.views.timeline import CourtTimeline

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

# Contacts are so far ahead of the feet (towards the net), metres: overhead an arm's and a racket's lean, in a lunge
# nearly both.
_AHEAD = 0.6


@dataclass(frozen=True)
class View:
    """How frames show the court: cameras, shape (n, 3, 4), NaN where heights cannot be told; pixels without bend."""

    cameras: Array
    ideal: Array

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether the frame tells heights, shape (n,)."""
        return np.asarray(np.isfinite(self.cameras[:, 0, 0]))


def view(timeline: CourtTimeline, frames: Rows, pixels: Array) -> View:
    """Cameras of frames, shape (n,), and what is seen at pixels of theirs, shape (n, 2)."""
    cameras = np.full((len(frames), 3, 4), np.nan)
    ideal = np.full((len(frames), 2), np.nan)
    lenses: dict[float, tuple[CourtCamera, list[int]]] = {}
    last: CourtCamera | None = None
    matrix = np.empty((3, 4))
    for row, frame in enumerate(frames.tolist()):
        camera = timeline.camera_at(frame)
        if camera is None or camera.projection is None:
            continue
        # Throughout a still shot it is the same.
        if camera is not last:
            last, matrix = camera, camera.projection / np.linalg.norm(camera.projection[2, :3])
        cameras[row] = matrix
        lenses.setdefault(camera.distortion, (camera, []))[1].append(row)
    for camera, rows in lenses.values():
        ideal[rows] = camera.without_distortion(pixels[rows])
    return View(cameras, ideal)


def ahead_of(feet: Array) -> Array:
    """Where somebody who stands on the floor there, shape (2,), mostly hits."""
    return np.array([feet[0], feet[1] - np.sign(feet[1]) * min(_AHEAD, abs(float(feet[1])))])
