"""The people of a drawn match: photographed persons in kits of their own, put exactly where they stand."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.testing.match.script import Rgb
from modal_app.testing.people import Cutout, load_people

Plane = NDArray[np.float32]

# Where the photographed persons touch the floor: the mean of the middles of the soles on it, in parts of the cutout's
# width and height. The second one has one foot in the air. Read by eye.
_ANCHORS = ((0.48, 0.965), (0.43, 0.975))
# Where shirt and trousers begin and end, in parts of the height.
_SHIRT = ((0.13, 0.60), (0.15, 0.63))
_TROUSERS_END = 0.90
# Each stored size is this part of the next larger one.
_STEP = 0.75
_SMALLEST = 24


@dataclass(frozen=True)
class Patch:
    """A piece of a picture with somebody on it: its top left corner, whole pixels; colours times opacity; opacity."""

    left: int
    top: int
    colour: Plane
    opacity: Plane


class Costume:
    """One photographed person in a kit, ready to be shown at any size."""

    def __init__(self, which: int, kit: tuple[Rgb, Rgb], *, flipped: bool) -> None:
        """`which`: 0 or 1; `kit`: colours of shirt and trousers, red, green, blue."""
        cutout = _dressed(_cutouts()[which], kit, _SHIRT[which])
        x, y = _ANCHORS[which]
        self._anchor = np.array([1 - x if flipped else x, y])
        opacity = cutout.opacity[..., 0]
        # A frame of nothing, so that the edges are drawn smoothly.
        layers = np.dstack([cutout.colour.astype(np.float32) * cutout.opacity, opacity])
        if flipped:
            layers = layers[:, ::-1]
        self.aspect = layers.shape[1] / layers.shape[0]
        self._sizes = [np.ascontiguousarray(layers)]
        while self._sizes[-1].shape[0] * _STEP >= _SMALLEST:
            rows, columns = (max(2, round(side * _STEP)) for side in self._sizes[-1].shape[:2])
            smaller = cv2.resize(layers, (columns, rows), interpolation=cv2.INTER_AREA)
            self._sizes.append(np.asarray(smaller, dtype=np.float32))

    def box(self, ground: NDArray[np.float64], height: float) -> NDArray[np.float64]:
        """Left, top, right, bottom of the person who stands at a pixel and is so many pixels tall."""
        size = np.array([height * self.aspect, height])
        corner = ground - self._anchor * size
        return np.concatenate([corner, corner + size])

    def shown(self, ground: NDArray[np.float64], height: float) -> Patch:
        """The person at a pixel (of a picture whose top left corner is the origin), so many pixels tall."""
        source = next((s for s in reversed(self._sizes) if s.shape[0] >= height), self._sizes[0])
        box = self.box(ground, height)
        left, top = (int(value) for value in np.floor(box[:2]) - 1)
        right, bottom = (int(value) for value in np.ceil(box[2:]) + 1)
        scale = np.array([box[2] - box[0], box[3] - box[1]]) / np.array(source.shape[1::-1])
        # From pixels of the source to pixels of the patch, both with the first pixel's centre at 0 as OpenCV has it.
        shift = box[:2] - [left, top] + 0.5 * scale - 0.5
        turn = np.array([[scale[0], 0.0, shift[0]], [0.0, scale[1], shift[1]]])
        patch = cv2.warpAffine(source, turn, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
        layers = np.asarray(patch, dtype=np.float32)
        return Patch(left, top, layers[..., :3], layers[..., 3:])


def _dressed(cutout: Cutout, kit: tuple[Rgb, Rgb], shirt: tuple[float, float]) -> Cutout:
    """The person with shirt and trousers of these colours: folds and shadows stay."""
    lab = cv2.cvtColor(cutout.colour, cv2.COLOR_BGR2Lab).astype(np.float32)
    rows = lab.shape[0]
    inside = cutout.opacity[..., 0] > 0.5
    parts = ((shirt, kit[0]), ((shirt[1], _TROUSERS_END), kit[1]))
    for (start, end), colour in parts:
        band = slice(round(start * rows), round(end * rows))
        wanted = cv2.cvtColor(np.array([[colour]], dtype=np.uint8), cv2.COLOR_RGB2Lab)[0, 0].astype(np.float32)
        usual = np.median(lab[band][inside[band]], axis=0)
        # Lightness keeps most of its contrast, colour little of its own.
        lab[band] = wanted + (lab[band] - usual) * np.array([0.7, 0.25, 0.25], dtype=np.float32)
    shown = cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_Lab2BGR)
    return Cutout(np.asarray(shown, dtype=np.uint8), cutout.opacity)


@cache
def _cutouts() -> tuple[Cutout, Cutout]:
    return load_people()
