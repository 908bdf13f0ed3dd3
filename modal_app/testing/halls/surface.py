"""The floor itself: boards, speckles, mats, what is mirrored in it, and how paint wears off."""

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.testing.halls.canvas import Canvas, Colour, Plane, rectangle
from modal_app.testing.halls.floors import SPORTS, placed
from modal_app.testing.halls.optics import Points
from modal_app.testing.halls.style import Hall, Paint

Rng = np.random.Generator

# A tile of texture: so many samples of so many metres.
_TILE = 512
_TILE_SAMPLE = 0.01
# Floor coordinates are computed on every so many-th pixel and interpolated: textures need no more.
_COARSE = 8
# Beyond this, floor textures are not followed, metres.
_FAR = 80.0


class Ground:
    """Floor coordinates of every pixel."""

    def __init__(self, camera: CourtCamera) -> None:
        width, height = camera.size
        xs, ys = np.arange(0, width + _COARSE, _COARSE), np.arange(0, height + _COARSE, _COARSE)
        grid = np.stack(np.meshgrid(xs + 0.5, ys + 0.5), axis=-1).reshape(-1, 2).astype(np.float64)
        # Without the homography's division, which is not smooth near the horizon.
        flat = CourtCamera(camera.size, np.eye(3), camera.distortion).to_floor(grid).astype(np.float32)
        coarse = flat.reshape(len(ys), len(xs), 2)
        columns = np.arange(width, dtype=np.float32) / _COARSE
        rows = np.arange(height, dtype=np.float32) / _COARSE
        at = np.meshgrid(columns, rows)
        ideal = cv2.remap(coarse, at[0], at[1], cv2.INTER_LINEAR)
        back = np.linalg.inv(camera.homography).astype(np.float32)
        mapped = ideal @ back[:, :2].T + back[:, 2]
        depth = mapped[..., 2]
        # The camera's inverse is positive in front of it, up to the horizon.
        safe = np.where(depth > 1e-6, depth, np.float32(1e-6))
        self.x: Plane = np.clip(mapped[..., 0] / safe, -_FAR, _FAR)
        self.y: Plane = np.clip(mapped[..., 1] / safe, -_FAR, _FAR)
        # Metres that a pixel spans along the line of sight, roughly.
        self.footprint: Plane = np.abs(np.gradient(self.y, axis=0)) + np.abs(np.gradient(self.x, axis=0))

    def texture(self, tile: Plane, sample: float) -> Plane:
        """A repeating tile on the floor, `sample` metres a sample; where it is too fine to see, its mean."""
        side = np.float32(tile.shape[0])
        across, along = (self.x / np.float32(sample)) % side, (self.y / np.float32(sample)) % side
        shown = cv2.remap(tile, across, along, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        sharp = np.clip(np.float32(2 * sample) / (self.footprint + np.float32(1e-6)), 0, 1)
        mean = np.float32(tile.mean())
        return np.asarray(mean + (shown - mean) * sharp, dtype=np.float32)


def draw_floor(canvas: Canvas, hall: Hall, ground: Ground, rng: Rng) -> None:
    """Floor, mats and all painted lines."""
    left, near, right, far, _ = hall.room
    roughness = ground.texture(_tile(hall.texture, rng), _TILE_SAMPLE) * np.float32(hall.texture_strength)
    # Stains, coarser than the boards.
    stains = ground.texture(_blobs(rng, 12.0), 0.06) * np.float32(rng.uniform(0, 6))
    canvas.fill([rectangle(left, near, right, far)], _toned(hall.floor, roughness + stains))
    if hall.mat is not None:
        side, end = hall.mat_margin
        courts = ((0.0, 0.0), *hall.neighbours)
        mats = [rectangle(x - 3.05 - side, y - 6.7 - end, x + 3.05 + side, y + 6.7 + end) for x, y in courts]
        canvas.fill(mats, _toned(hall.mat, stains))
    # Worn where many feet go, and scuffed.
    worn = ground.texture(_blobs(rng, 14.0), 0.05) + ground.texture(_blobs(rng, 1.0), 0.02)
    for paint in hall.paints:
        canvas.fill(_outlines(paint), paint.colour, _left_over(paint, worn))


def mirror_lamps(canvas: Canvas, hall: Hall, places: list[Points]) -> None:
    """Add the lamps' and windows' images below a glossy floor. `places`: polygons in space that shine."""
    if hall.gloss == 0.0 or not places:
        return
    floor = canvas.cover([rectangle(*hall.room[:4])])
    if floor is None:
        return
    below = [place * np.array([1.0, 1.0, -1.0]) for place in places]
    shine = np.zeros((canvas.size[1], canvas.size[0], 1), dtype=np.float32)
    mirrored = canvas.cover(below)
    if mirrored is None:
        return
    shine[mirrored[0]] = mirrored[1]
    # A floor is no mirror: images are drawn out towards the camera.
    lines = canvas.size[1] / 720
    soft = cv2.GaussianBlur(shine, (0, 0), sigmaX=7 * lines, sigmaY=22 * lines)
    where, parts = floor
    canvas.picture[where] += soft[where[0], where[1], None] * parts * np.float32(hall.gloss * 255)


def _toned(colour: Colour, tone: Plane) -> Plane:
    return np.array(colour, dtype=np.float32) + tone[..., None]


def _outlines(paint: Paint) -> list[Points]:
    return placed(SPORTS[paint.sport](), paint.x, paint.y, paint.turn)


def _left_over(paint: Paint, worn: Plane) -> Plane | float:
    """What is left of the paint at each pixel, 0..1, shape (height, width, 1)."""
    if paint.wear == 0.0:
        return 1.0
    # At a wear of 1 the paint is gone but for the best places.
    level = np.clip(np.float32(1.3 - 1.6 * paint.wear) + np.float32(0.3) * worn, 0.0, 1.0)
    return np.asarray(level * np.float32(1 - 0.3 * paint.wear), dtype=np.float32)[..., None]


def _tile(texture: str, rng: Rng) -> Plane:
    """Zero mean, a standard deviation of about one."""
    if texture == "plain":
        return _blobs(rng, 20.0)
    if texture == "speckle":
        return rng.normal(0, 1, (_TILE, _TILE)).astype(np.float32)
    # Boards 7 cm wide and about 2.5 m long, laid along or across, with grain and dark joints.
    wide, long = 8, 256
    boards = _TILE // wide
    tones = rng.normal(0, 0.8, (boards, _TILE // long)).astype(np.float32)
    tile = np.repeat(np.repeat(tones, wide, axis=0), long, axis=1)
    starts = rng.integers(0, _TILE, boards)
    for board in range(boards):
        rows = slice(board * wide, (board + 1) * wide)
        tile[rows] = np.roll(tile[rows], int(starts[board]), axis=1)
        tile[rows, starts[board]] -= 2
    tile[::wide] -= 0.8
    grain = cv2.GaussianBlur(rng.normal(0, 1, (_TILE, _TILE)).astype(np.float32), (0, 0), sigmaX=14, sigmaY=0.7)
    tile += grain * 3
    tile -= tile.mean()
    return tile if rng.random() < 0.5 else np.ascontiguousarray(tile.T)


def _blobs(rng: Rng, size: float) -> Plane:
    """Soft noise with blobs of so many samples, standard deviation 1, tiling."""
    noise = rng.normal(0, 1, (_TILE, _TILE)).astype(np.float32)
    reach = int(3 * size)
    wrapped: NDArray[np.float32] = np.pad(noise, reach, mode="wrap")
    soft = cv2.GaussianBlur(wrapped, (0, 0), size)[reach:-reach, reach:-reach]
    return np.asarray((soft - soft.mean()) / soft.std(), dtype=np.float32)
