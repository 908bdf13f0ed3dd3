"""Which court each frame of a video shows, and how."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera, Matrix
from modal_app.pipeline.views.straighten import straightened

# Where a frame shows the corners of its view's reference picture, pixels, shape (..., 4, 2): top-left, top-right,
# bottom-right, bottom-left.
Corners = NDArray[np.float32]


@dataclass(frozen=True)
class Shot:
    """A stretch between two cuts: the number of its first frame and of the frame after its last."""

    first: int
    end: int
    # Which standpoint of the camera it shows; None for close-ups, replays and whatever else is no play.
    view: int | None
    # Whether the camera moves in it.
    moving: bool = False
    # Whether it begins with a cut; else the camera itself went on to another view.
    cut: bool = True

    def __len__(self) -> int:
        return self.end - self.first


def picture_corners(size: tuple[int, int]) -> Corners:
    """The corners of a picture of this width and height, shape (4, 2)."""
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)


def motion_from_corners(corners: Corners, size: tuple[int, int]) -> Matrix:
    """The homography of pixels, shape (3, 3), that takes the reference picture's corners to these."""
    return np.asarray(
        cv2.getPerspectiveTransform(picture_corners(size), np.ascontiguousarray(corners, dtype=np.float32)),
        dtype=np.float64,
    )


class CourtTimeline:
    """Answers, for each frame of a video, which shot it belongs to, what view it shows and where its court lies."""

    def __init__(
        self,
        size: tuple[int, int],
        shots: Sequence[Shot],
        cameras: Sequence[CourtCamera | None],
        corners: Corners | None = None,
    ) -> None:
        """Set the timeline up.

        Args:
            size: Width and height of the pictures.
            shots: All shots in order, without gaps.
            cameras: The court of each view as its reference picture shows it; None where it is not known.
            corners: The motion in each frame as measured in the pictures, shape (n, 4, 2), NaN in shots that stand
                still. None where none moves. It is told, by `motion_at` and `corners`, without the lens's distortion.
        """
        self.size = size
        self.shots = tuple(shots)
        self.cameras = tuple(cameras)
        self._corners = None if corners is None else self._straightened(corners)
        self._firsts = np.array([shot.first for shot in shots], dtype=np.int64)
        self._last: tuple[int, CourtCamera | None] = (-1, None)

    def __len__(self) -> int:
        return self.shots[-1].end if self.shots else 0

    def _straightened(self, corners: Corners) -> Corners:
        told = corners.copy()
        for shot in self.shots:
            camera = None if shot.view is None else self.cameras[shot.view]
            if shot.moving and camera is not None:
                told[shot.first : shot.end] = straightened(corners[shot.first : shot.end], camera)
        return told

    def shot_at(self, frame: int) -> int:
        """Number of the shot that a frame belongs to."""
        return int(np.searchsorted(self._firsts, frame, side="right")) - 1

    def view_at(self, frame: int) -> int | None:
        """Number of the view that a frame shows; None where it shows something else than play."""
        return self.shots[self.shot_at(frame)].view

    def motion_at(self, frame: int) -> Matrix | None:
        """How the picture of the frame's view has moved, a homography of pixels; None where it has not."""
        if self._corners is None or not self.shots[self.shot_at(frame)].moving:
            return None
        return motion_from_corners(self._corners[frame], self.size)

    def corners(self, first: int, end: int) -> Corners | None:
        """Where frames from `first` to before `end` show their views' corners, (n, 4, 2); None if nothing moves."""
        if self._corners is None:
            return None
        part = self._corners[first:end]
        moving = np.isfinite(part[:, 0, 0])
        return np.where(moving[:, None, None], part, picture_corners(self.size)) if moving.any() else None

    def camera_at(self, frame: int) -> CourtCamera | None:
        """How a frame shows the court; None where no court is known. The same object throughout a still shot."""
        if frame == self._last[0]:
            return self._last[1]
        shot = self.shots[self.shot_at(frame)]
        camera = None if shot.view is None else self.cameras[shot.view]
        if camera is not None and shot.moving and self._corners is not None:
            camera = camera.moved(motion_from_corners(self._corners[frame], self.size))
        self._last = (frame, camera)
        return camera
