"""Small grey scenes with features everywhere, and a camera that turns over them."""

import cv2
import numpy as np

from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.motion import Luma, small_grey
from modal_app.pipeline.patches import Image

SIZE = (640, 360)


def scene(seed: int) -> Image:
    """A hall of coloured boxes, shape (360, 640, 3)."""
    rng = np.random.default_rng(seed)
    picture = np.full((SIZE[1], SIZE[0], 3), rng.integers(60, 150, 3), np.uint8)
    for _ in range(150):
        x, y = rng.integers(0, SIZE[0]), rng.integers(0, SIZE[1])
        width, height = rng.integers(8, 60, 2)
        colour = tuple(int(value) for value in rng.integers(0, 255, 3))
        cv2.rectangle(picture, (int(x), int(y)), (int(x + width), int(y + height)), colour, -1)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8), dtype=np.uint8)


def with_people(picture: Image, places: list[tuple[int, int]]) -> Image:
    """The scene with somebody in one colour at each place."""
    shown = picture.copy()
    for x, y in places:
        cv2.rectangle(shown, (x, y), (x + 30, y + 90), (40, 200, 240), -1)
    return shown


def turn(dx: float = 0.0, dy: float = 0.0, zoom: float = 1.0, degrees: float = 0.0) -> Matrix:
    """A motion about the picture's middle, a homography of pixels."""
    angle = np.deg2rad(degrees)
    middle = np.array([[1, 0, SIZE[0] / 2], [0, 1, SIZE[1] / 2], [0, 0, 1.0]])
    turned = np.array(
        [
            [zoom * np.cos(angle), -zoom * np.sin(angle), dx],
            [zoom * np.sin(angle), zoom * np.cos(angle), dy],
            [2e-6 * dx, 2e-6 * dy, 1.0],
        ]
    )
    return np.asarray(middle @ turned @ np.linalg.inv(middle))


def filmed(picture: Image, motion: Matrix, seed: int | None = None) -> Image:
    """The picture after a motion, with noise from the seed."""
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    moved = cv2.warpPerspective(
        picture, np.linalg.inv(half) @ motion @ half, SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    if seed is None:
        return np.asarray(moved, dtype=np.uint8)
    noise = np.random.default_rng(seed).normal(0, 3, moved.shape)
    return np.asarray(np.clip(moved + noise, 0, 255), dtype=np.uint8)


def luma(picture: Image) -> Luma:
    return small_grey(picture)


def error(found: Matrix, truth: Matrix) -> float:
    """Greatest distance between what two motions do to places all over the picture's inner part, pixels."""
    x, y = np.meshgrid(np.linspace(0.1, 0.9, 5) * SIZE[0], np.linspace(0.1, 0.9, 5) * SIZE[1])
    places = np.stack([x.ravel(), y.ravel()], axis=1)[None]
    return float(
        np.hypot(*(cv2.perspectiveTransform(places, found) - cv2.perspectiveTransform(places, truth))[0].T).max()
    )
