"""Follows the camera through a video, frame by frame: which view it shows, how it has moved, where shots begin."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import MAX_VIEWS
from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.court.channels import Image
from modal_app.pipeline.motion import Luma
from modal_app.pipeline.views.background import aligned
from modal_app.pipeline.views.standpoint import Glance, Standpoint
from modal_app.pipeline.views.timeline import Corners, picture_corners

# A blurred or flashed picture or two do not end a shot, seconds.
_PATIENCE = 0.2
# A scene of no known view is compared with the views this often, and is itself looked for after so long, seconds.
_SEARCH_INTERVAL = 0.5
_OWN_AFTER = 3.0
# Pictures of a new view for its background: first one a second, then ever fewer.
_PICTURES = 15
_PICTURE_INTERVAL = 1.0
_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]


@dataclass(frozen=True)
class Sighting:
    """What one frame shows."""

    # Number of the view.
    view: int
    # How the view's picture has moved, a homography of pixels.
    motion: Matrix
    # Whether the picture changes as only a cut can.
    cut: bool
    # Rises with each cut and each change of the view.
    scene: int


class NewView:
    """A view that the survey missed: its pictures for a background, on disk."""

    def __init__(self, reference: Image, folder: Path) -> None:
        self._reference = reference
        self._folder = folder
        self._numbers: list[int] = []
        self._interval = _PICTURE_INTERVAL
        self._next = 0.0
        folder.mkdir()

    def offer(self, seconds: float, picture: Image, motion: Matrix) -> None:
        """Keep a picture now and then, as the reference's camera shows it."""
        if seconds < self._next:
            return
        self._next = seconds + self._interval
        number = self._numbers[-1] + 1 if self._numbers else 0
        cv2.imwrite(str(self._path(number)), aligned(picture, motion, self._reference), _QUALITY)
        self._numbers.append(number)
        if len(self._numbers) == 2 * _PICTURES:
            for dropped in self._numbers[1::2]:
                self._path(dropped).unlink()
            self._numbers, self._interval = self._numbers[::2], 2 * self._interval

    def pictures(self) -> list[Image]:
        """Up to 15 pictures from all over the time in which the view was shown, the reference first."""
        chosen = np.linspace(0, len(self._numbers) - 1, min(len(self._numbers), _PICTURES - 1)).round().astype(int)
        read = [cv2.imread(str(self._path(self._numbers[place]))) for place in chosen]
        return [self._reference, *(np.asarray(picture, dtype=np.uint8) for picture in read)]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number}.jpg"


class ViewWatch:
    """Says what each frame shows.

    A scene of no known view is a view of its own, by a new number; it is only looked for later if it lasts.
    """

    def __init__(self, standpoints: Sequence[Standpoint], size: tuple[int, int], folder: Path) -> None:
        """Set up.

        Args:
            standpoints: Those of the survey's views.
            size: Width and height of the pictures.
            folder: Where pictures of new views are kept.
        """
        self._size = size
        self._folder = folder
        # Views to look for, the latest seen first.
        self._known = dict(enumerate(standpoints))
        # New views that lasted.
        self.new_views: dict[int, NewView] = {}
        self._count = len(standpoints)
        self._standpoint: Standpoint | None = None
        self._reference: Image | None = None
        self._sighting = Sighting(0, np.eye(3), cut=False, scene=0)
        # When the view came into sight, was last made out, and when others were last looked for, seconds.
        self._since = self._seen = self._searched = self._latest = 0.0

    @property
    def in_doubt(self) -> bool:
        """Whether the view was not made out in the latest frame, so that the next must be looked at, new or not."""
        return self._seen < self._latest

    def repeat(self) -> Sighting:
        """The frame repeats the one before, of which there was no doubt."""
        self._sighting = replace(self._sighting, cut=False)
        return self._sighting

    def update(self, luma: Luma, picture: Image, seconds: float, *, cut: bool) -> Sighting:
        """Look at the next frame.

        Args:
            luma: Its small grey picture.
            picture: Its picture in colour.
            seconds: Its time.
            cut: Whether it differs from the frame before as much as after a cut.
        """
        before, self._latest = self._sighting, seconds
        motion = None if self._standpoint is None else self._standpoint.follow(luma, before.motion)
        if motion is not None:
            self._seen = seconds
            # Whatever flashed, the camera films what it filmed before.
            self._sighting = replace(before, motion=motion, cut=False)
            self._settle_in(luma, picture, seconds)
        elif self._standpoint is not None and not cut and seconds - self._seen <= _PATIENCE:
            self._sighting = replace(before, cut=False)
        else:
            begun = self._standpoint is not None
            if not self._recognise(luma, seconds):
                self._enter(self._count, Standpoint(luma, self._size), np.eye(3), seconds)
                self._count, self._reference = self._count + 1, picture
            self._sighting = replace(self._sighting, cut=cut and begun, scene=before.scene + int(begun))
        if self._sighting.view in self.new_views:
            self.new_views[self._sighting.view].offer(seconds, picture, self._sighting.motion)
        return self._sighting

    def _settle_in(self, luma: Luma, picture: Image, seconds: float) -> None:
        """A scene of no known view may still turn out to be one, after a fade; else it becomes one."""
        view, scene = self._sighting.view, self._sighting.scene
        if view in self._known:
            return
        if seconds - self._searched >= _SEARCH_INTERVAL and self._recognise(luma, seconds):
            self._sighting = replace(self._sighting, cut=False, scene=scene + 1)
        elif seconds - self._since >= _OWN_AFTER and len(self._known) < MAX_VIEWS and self._standpoint is not None:
            self._known[view] = self._standpoint
            self.new_views[view] = NewView(
                picture if self._reference is None else self._reference, self._folder / f"view-{view}"
            )
            self._reference = None

    def _recognise(self, luma: Luma, seconds: float) -> bool:
        self._searched = seconds
        glance = Glance(luma)
        for view, standpoint in self._known.items():
            motion = standpoint.search(glance)
            if motion is not None:
                self._known = {view: standpoint, **self._known}
                self._enter(view, standpoint, motion, seconds)
                return True
        return False

    def _enter(self, view: int, standpoint: Standpoint, motion: Matrix, seconds: float) -> None:
        self._standpoint, self._reference = standpoint, None
        self._since = self._seen = self._searched = seconds
        self._sighting = replace(self._sighting, view=view, motion=motion)


@dataclass(frozen=True)
class Sightings:
    """What every frame of the video shows."""

    # Number of the view of each frame, shape (n,).
    view: NDArray[np.int32]
    # Whether the picture changes as only a cut can, shape (n,).
    cut: NDArray[np.bool_]
    # Where it shows the corners of the view's picture, shape (n, 4, 2).
    corners: Corners


class SightingsBuilder:
    """Collects the sightings: 37 bytes a frame."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._corners = picture_corners(size).astype(np.float64)[None]
        self._views = array("i")
        self._cuts = array("b")
        self._places = array("f")

    def add(self, sighting: Sighting) -> None:
        """Append one frame."""
        self._views.append(sighting.view)
        self._cuts.append(sighting.cut)
        self._places.frombytes(cv2.perspectiveTransform(self._corners, sighting.motion).astype(np.float32).tobytes())

    def build(self) -> Sightings:
        """The sightings so far."""
        places = np.array(self._places, dtype=np.float32).reshape(-1, 4, 2)
        return Sightings(np.array(self._views, dtype=np.int32), np.array(self._cuts, dtype=np.bool_), places)
