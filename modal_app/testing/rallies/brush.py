"""Shaded capsules into a transparent patch, smoothly at the edges."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modal_app.testing.match.cast import Patch

Array = NDArray[np.float64]
Plane = NDArray[np.float32]

# Where the light comes from: right, down, towards the camera.
_LIGHT = np.array([-0.35, -0.65, 0.67])
_SHADE, _LIT = 0.6, 0.48
# Thinner things are drawn this thick (radius, pixels) and fainter instead.
_THINNEST = 0.6


class Brush:
    """A patch in the making; pixels are those of the picture, its top left corner the origin."""

    def __init__(self, low: Array, high: Array, limits: tuple[int, int]) -> None:
        """A patch around places from `low` to `high`, shape (2,) each, as far as a picture of this size shows it."""
        size = np.array(limits)
        low, high = np.clip(np.floor(low), -8, size + 8), np.clip(np.ceil(high), -8, size + 8)
        self.left, self.top = (int(value) for value in low)
        columns, rows = (max(1, int(value)) for value in high - low)
        self.colour: Plane = np.zeros((rows, columns, 3), dtype=np.float32)
        self.opacity: Plane = np.zeros((rows, columns, 1), dtype=np.float32)

    def capsule(
        self, start: Array, end: Array, radii: tuple[float, float], colour: Array, *, opacity: float = 1.0,
        shaded: bool = True,
    ) -> None:  # fmt: skip
        """From one place to another, shape (2,), with a radius at each; blue, green, red."""
        found = self._distance(start, end, radii)
        if found is None:
            return
        where, off, across, down, radius = found
        thick = np.maximum(radius, _THINNEST)
        cover = np.minimum(np.maximum(0.5 + thick - off, 0), 1) * (radius / thick) * opacity
        paint: Array = np.broadcast_to(colour, (*off.shape, 3))
        if shaded:
            x, y = across / thick, down / thick
            towards = np.sqrt(np.maximum(1 - x**2 - y**2, 0))
            light = _SHADE + _LIT * np.maximum(x * _LIGHT[0] + y * _LIGHT[1] + towards * _LIGHT[2], 0)
            paint = paint * light[..., None]
        self._mix(where, paint, cover)

    def ring(self, centre: Array, first: Array, second: Array, thick: float, colour: Array) -> None:
        """An ellipse's outline with these half axes, shape (2,) each; its inside is veiled a little."""
        angle = np.linspace(0, 2 * np.pi, 17)
        around = centre + np.cos(angle)[:, None] * first + np.sin(angle)[:, None] * second
        self.capsule(centre - 0.5 * first, centre + 0.5 * first, (float(np.linalg.norm(second)) * 0.8,) * 2, colour,
                     opacity=0.12, shaded=False)  # fmt: skip
        for one, other in pairwise(around):
            self.capsule(one, other, (thick, thick), colour, shaded=False)

    def patch(self) -> Patch:
        """What was painted."""
        return Patch(self.left, self.top, self.colour, self.opacity)

    def _mix(self, where: tuple[slice, slice], paint: Array, cover: Array) -> None:
        part = cover[..., None].astype(np.float32)
        self.colour[where] += (paint.astype(np.float32) - self.colour[where]) * part
        # Colours are kept times their opacity: what was there shines through where the new is thin.
        self.opacity[where] += (1 - self.opacity[where]) * part

    def _distance(
        self, start: Array, end: Array, radii: tuple[float, float]
    ) -> tuple[tuple[slice, slice], Array, Array, Array, Array] | None:
        reach = max(*radii, _THINNEST) + 1
        corner = np.array([self.left, self.top])
        size = np.array(self.opacity.shape[1::-1])
        low = np.clip(np.floor(np.minimum(start, end) - reach - corner), 0, size).astype(int)
        high = np.clip(np.ceil(np.maximum(start, end) + reach - corner), 0, size).astype(int)
        if np.any(high <= low):
            return None
        x = np.arange(low[0], high[0]) + 0.5 + self.left - start[0]
        y = (np.arange(low[1], high[1]) + 0.5 + self.top - start[1])[:, None]
        way = end - start
        length = float(way @ way)
        along = np.minimum(np.maximum((x * way[0] + y * way[1]) / max(length, 1e-9), 0), 1)
        across, down = x - along * way[0], y - along * way[1]
        radius = radii[0] + (radii[1] - radii[0]) * along
        where = (slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0])))
        return where, np.hypot(across, down), across, down, radius


def averaged(patches: list[Patch]) -> Patch:
    """What is seen while the shutter is open: the mean of patches of one size at one place."""
    first = patches[0]
    if len(patches) == 1:
        return first
    colour, opacity = (np.stack([getattr(patch, part) for patch in patches]) for part in ("colour", "opacity"))
    mean = [np.asarray(layers.mean(axis=0), dtype=np.float32) for layers in (colour, opacity)]
    return Patch(first.left, first.top, mean[0], mean[1])
