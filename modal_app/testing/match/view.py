"""An empty hall in layers, ready to be filled with people frame by frame."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.testing.halls import photo
from modal_app.testing.halls.furniture import draw_all
from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.halls.stage import empty_hall, make_plan
from modal_app.testing.halls.style import Hall
from modal_app.testing.match.cast import Patch

Image = NDArray[np.uint8]
Plane = NDArray[np.float32]

# A moving camera sees this much more than it shows, each way.
_MARGIN = 0.12
# Fields of noise, shifted at random from frame to frame.
_NOISES = 3


class HallView:
    """A hall of a kind of COURT_KINDS without people. A camera that will move has no distortion and draws a margin."""

    def __init__(
        self,
        kind: str,
        seed: int,
        size: tuple[int, int],
        *,
        moving: bool = False,
        restyle: Callable[[Hall], Hall] = lambda hall: hall,
    ) -> None:
        """Draw it; `restyle` may change how the hall of this kind and seed looks."""
        plan = make_plan(kind, seed, size)
        hall = restyle(replace(plan.hall, net_height=plan.hall.net_height or 1.55))
        view = replace(plan.view, distortion=0.0) if moving else plan.view
        self.size, self.photo = size, hall.photo
        self.camera = view.camera(size)
        self._wide = _widened(view, size) if moving else self.camera
        self.eye = view.position
        canvas, (net, *things) = empty_hall(replace(plan, hall=hall, view=view), self._wide)
        draw_all(canvas, things, view.position)
        over_black, over_white = canvas.copy(), canvas.copy()
        over_black.picture[:], over_white.picture[:] = 0, 255
        net.draw(over_black)
        net.draw(over_white)
        light = photo.illuminate(np.ones_like(canvas.picture), hall.photo, plan.rng(5))
        self._light: Plane = light
        self._floor = photo.blur(canvas.picture * light, hall.photo)
        self._net = photo.blur(over_black.picture * light, hall.photo)
        veil = 1 - (over_white.picture - over_black.picture) / np.float32(255)
        self._net_opacity = photo.blur(veil, hall.photo)
        # What a camera at rest shows of the hall without people, once that is wanted.
        self._empty: Image | None = None
        self._random = plan.rng(50)
        self._noise = [self._grain() for _ in range(_NOISES)]
        steps = np.arange(256, dtype=np.float32) / 255
        self._gamma = np.clip(255 * steps ** np.float32(hall.photo.gamma) + 0.5, 0, 255).astype(np.uint8)

    def compose(self, behind: list[Patch], before: list[Patch], motion: NDArray[np.float64] | None = None) -> Image:
        """A frame: people behind the net and before it, farther ones first. Patches are in pixels of the drawn picture.

        `motion` turns the camera: see `turned`.
        """
        if motion is None:
            return self._grainy(self._still(behind, before))
        everywhere = (0, 0, self._floor.shape[1], self._floor.shape[0])
        picture = self._layered(everywhere, behind, before)
        # OpenCV counts pixels from the centre of the first.
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        turn = np.linalg.inv(half) @ motion @ self.margin @ half
        moved = np.asarray(cv2.warpPerspective(picture, turn, self.size, flags=cv2.INTER_LINEAR), dtype=np.float32)
        return self._grainy(self._developed(moved))

    def _still(self, behind: list[Patch], before: list[Patch]) -> Image:
        """The frame of a camera at rest: only what people cover is drawn anew."""
        if self._empty is None:
            self._empty = self._developed(self._layered((0, 0, *self.size), [], []))
        shown = self._empty.copy()
        for patch in (*behind, *before):
            height, width = patch.opacity.shape[:2]
            area = (
                max(0, patch.left),
                max(0, patch.top),
                min(self.size[0], patch.left + width),
                min(self.size[1], patch.top + height),
            )
            if area[0] < area[2] and area[1] < area[3]:
                part = self._developed(self._layered(area, behind, before))
                shown[area[1] : area[3], area[0] : area[2]] = part
        return shown

    def _layered(self, area: tuple[int, int, int, int], behind: list[Patch], before: list[Patch]) -> Plane:
        """Floor, people, net, people of an area: left, top, right, bottom."""
        left, top, right, bottom = area
        where = (slice(top, bottom), slice(left, right))
        picture = self._floor[where].copy()
        for patch in behind:
            self._put(picture, patch, left, top)
        picture *= 1 - self._net_opacity[where]
        picture += self._net[where]
        for patch in before:
            self._put(picture, patch, left, top)
        return picture

    def _developed(self, picture: Plane) -> Image:
        return np.asarray(cv2.LUT(np.clip(picture, 0, 255).astype(np.uint8), self._gamma), dtype=np.uint8)

    def _grainy(self, shown: Image) -> Image:
        noise = self._noise[int(self._random.integers(_NOISES))]
        shift = int(self._random.integers(self.size[0]))
        part = noise[:, shift : shift + self.size[0]]
        return np.asarray(cv2.add(shown, part, dtype=cv2.CV_8U), dtype=np.uint8)

    @property
    def margin(self) -> NDArray[np.float64]:
        """From pixels of what is drawn to pixels of what is shown while the camera has not moved, shape (3, 3)."""
        away = (np.array(self.size) - np.array(self._wide.size)) / 2
        return np.array([[1, 0, away[0]], [0, 1, away[1]], [0, 0, 1.0]])

    @property
    def drawn(self) -> CourtCamera:
        """The camera of what is drawn, margin included."""
        return self._wide

    def turned(self, pan: float, tilt: float, roll: float) -> NDArray[np.float64]:
        """What turning the camera by small angles (radians) does to the shown picture: a homography of pixels."""
        focal = self.focal
        inner = np.array([[focal, 0, self.size[0] / 2], [0, focal, self.size[1] / 2], [0, 0, 1]])
        turn, _ = cv2.Rodrigues(np.array([tilt, pan, roll]))
        return np.asarray(inner @ turn @ np.linalg.inv(inner))

    @property
    def focal(self) -> float:
        """Focal length, pixels."""
        assert self.camera.projection is not None
        return float(np.linalg.norm(np.cross(self.camera.projection[0, :3], self.camera.projection[2, :3])))

    def _put(self, picture: Plane, patch: Patch, left: int, top: int) -> None:
        """Into a part of the picture that begins at a pixel."""
        height, width = picture.shape[:2]
        x, y = patch.left - left, patch.top - top
        rows = slice(max(0, y), min(height, y + patch.colour.shape[0]))
        columns = slice(max(0, x), min(width, x + patch.colour.shape[1]))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        part = (slice(rows.start - y, rows.stop - y), slice(columns.start - x, columns.stop - x))
        light = self._light[rows.start + top : rows.stop + top, columns.start + left : columns.stop + left]
        picture[rows, columns] *= 1 - patch.opacity[part]
        picture[rows, columns] += patch.colour[part] * light

    def _grain(self) -> NDArray[np.int16]:
        """A field of noise, twice as wide as the picture so that it can be shifted."""
        height, width = self.size[1], self.size[0]
        noise = self._random.standard_normal((height, width, 3), dtype=np.float32)
        if self.photo.grain:
            noise = cv2.GaussianBlur(noise, (0, 0), self.photo.grain) * np.float32(1 + 2 * self.photo.grain)
        grain = np.round(noise * np.float32(self.photo.noise * 0.8)).astype(np.int16)
        return np.concatenate([grain, grain], axis=1)


def _widened(view: Viewpoint, size: tuple[int, int]) -> CourtCamera:
    """The same camera with a larger picture around the same middle."""
    wide = (2 * round(size[0] * (1 + 2 * _MARGIN) / 2), 2 * round(size[1] * (1 + 2 * _MARGIN) / 2))
    return replace(view, focal=view.focal * float(np.hypot(*size) / np.hypot(*wide))).camera(wide)
