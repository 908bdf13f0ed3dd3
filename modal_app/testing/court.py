"""A drawn badminton court, seen by a camera that stands behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Points = NDArray[np.float64]

# Laws of Badminton, section 1 and diagram A: metres, to the outer edges of the lines.
HALF_WIDTH = 3.05
HALF_LENGTH = 6.70
SINGLES_HALF_WIDTH = 2.59
SHORT_SERVICE = 1.98
LONG_SERVICE_DOUBLES = 5.94
LINE_WIDTH = 0.04
POST_HEIGHT = 1.55
NET_DEPTH = 0.76

# Blue, green, red.
FLOOR = (96, 132, 62)
SURROUND = (58, 46, 40)
WALL = (74, 58, 44)
WHITE = (235, 238, 240)
BANNERS = ((150, 96, 30), (52, 64, 150), (40, 110, 120), (120, 52, 96))

SUPERSAMPLING = 2


@dataclass(frozen=True)
class Camera:
    """A pinhole camera.

    World frame: metres, origin at the court's centre under the net, x to the image right, y away from the camera, z up.
    Image frame: pixels, (0, 0) at the centre of the top-left pixel.
    """

    width: int
    height: int
    position: tuple[float, float, float] = (0.0, -18.0, 5.5)
    target: tuple[float, float, float] = (0.0, -0.5, 0.0)

    @property
    def focal(self) -> float:
        """Focal length in pixels: the whole court fits into 16:9 with a margin."""
        return min(self.width * 1.6, self.height * 2.85)

    @cached_property
    def rotation(self) -> NDArray[np.float64]:
        """Rows: the camera's right, down and forward axes in world coordinates, shape (3, 3)."""
        forward = np.asarray(self.target) - np.asarray(self.position)
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, [0.0, 0.0, 1.0])
        right = right / np.linalg.norm(right)
        return np.stack([right, np.cross(forward, right), forward])

    def project(self, world: Points) -> Points:
        """Image position, shape (n, 2), of points of shape (n, 3)."""
        seen = (np.asarray(world, dtype=np.float64) - np.asarray(self.position)) @ self.rotation.T
        centre = np.array([(self.width - 1) / 2, (self.height - 1) / 2])
        return np.asarray(seen[:, :2] / seen[:, 2:] * self.focal + centre)

    def pixels_per_metre(self, ground: tuple[float, float]) -> float:
        """Scale of an upright thing that stands at a point of the floor."""
        x, y = ground
        foot, head = self.project(np.array([[x, y, 0.0], [x, y, 1.0]]))
        return float(np.linalg.norm(head - foot))


def outer_corners(camera: Camera) -> dict[str, list[float]]:
    """Image positions of the court's four outer corners, by the centres of the lines."""
    x, y = HALF_WIDTH - LINE_WIDTH / 2, HALF_LENGTH - LINE_WIDTH / 2
    names = {"near-left": (-x, -y), "near-right": (x, -y), "far-right": (x, y), "far-left": (-x, y)}
    return {
        name: [round(float(value), 2) for value in camera.project(np.array([[*at, 0.0]]))[0]]
        for name, at in names.items()
    }


def painted_lines() -> Iterator[tuple[float, float, float, float]]:
    """Rectangles of paint on the floor: left, near, right, far in metres."""
    width, length, line = HALF_WIDTH, HALF_LENGTH, LINE_WIDTH
    for x in (-width, -SINGLES_HALF_WIDTH, SINGLES_HALF_WIDTH - line, width - line):
        yield x, -length, x + line, length
    for y in (SHORT_SERVICE, LONG_SERVICE_DOUBLES, length - line):
        yield -width, y, width, y + line
        yield -width, -y - line, width, -y
    yield -line / 2, SHORT_SERVICE, line / 2, length
    yield -line / 2, -length, line / 2, -SHORT_SERVICE


def _quad(camera: Camera, corners: Points) -> NDArray[np.int32]:
    """Corners of a polygon in the supersampled picture, in the fixed-point form that OpenCV draws with 1/16 pixel."""
    image = (camera.project(corners) + 0.5) * SUPERSAMPLING - 0.5
    return np.round(image * 16).astype(np.int32)


def _floor_quad(camera: Camera, left: float, near: float, right: float, far: float) -> NDArray[np.int32]:
    return _quad(
        camera, np.array([[left, near, 0], [right, near, 0], [right, far, 0], [left, far, 0]], dtype=np.float64)
    )


def _wall_quad(camera: Camera, left: float, bottom: float, right: float, top: float, y: float) -> NDArray[np.int32]:
    corners = [[left, y, bottom], [right, y, bottom], [right, y, top], [left, y, top]]
    return _quad(camera, np.array(corners, dtype=np.float64))


def _fill(picture: Image, quad: NDArray[np.int32], colour: tuple[int, int, int]) -> None:
    cv2.fillConvexPoly(picture, quad, colour, lineType=cv2.LINE_AA, shift=4)


def _shrink(picture: Image, camera: Camera) -> Image:
    return np.asarray(cv2.resize(picture, (camera.width, camera.height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def draw_background(camera: Camera, seed: int) -> Image:
    """The empty hall without the net, shape (height, width, 3)."""
    size = (camera.height * SUPERSAMPLING, camera.width * SUPERSAMPLING)
    picture = np.full((*size, 3), SURROUND, dtype=np.uint8)
    _fill(picture, _wall_quad(camera, -30, 0, 30, 12, 10.5), WALL)
    for index in range(-5, 6):
        colour = BANNERS[index % len(BANNERS)]
        _fill(picture, _wall_quad(camera, index * 2.4 - 1.15, 0.05, index * 2.4 + 1.15, 0.85, 10.0), colour)
    _fill(picture, _floor_quad(camera, -4.6, -8.2, 4.6, 8.2), FLOOR)
    for rectangle in painted_lines():
        _fill(picture, _floor_quad(camera, *rectangle), WHITE)
    small = _shrink(picture, camera).astype(np.float32)
    # Unevenness of the floor and of the light, coarse and fine.
    rng = np.random.default_rng(seed)
    coarse = rng.normal(0, 3, (camera.height // 40 + 2, camera.width // 40 + 2)).astype(np.float32)
    small += cv2.resize(coarse, (camera.width, camera.height), interpolation=cv2.INTER_CUBIC)[..., None]
    small += rng.normal(0, 2.5, (camera.height, camera.width, 1)).astype(np.float32)
    return np.clip(small, 0, 255).astype(np.uint8)


def draw_net(camera: Camera) -> tuple[Image, NDArray[np.float32]]:
    """Net and posts: colour of shape (height, width, 3) and opacity 0..1 of shape (height, width, 1)."""
    size = (camera.height * SUPERSAMPLING, camera.width * SUPERSAMPLING)
    colour = np.full((*size, 3), (40, 40, 40), dtype=np.uint8)
    opacity = np.zeros((*size, 3), dtype=np.uint8)
    edge = HALF_WIDTH
    _fill(opacity, _wall_quad(camera, -edge, POST_HEIGHT - NET_DEPTH, edge, POST_HEIGHT, 0), (70, 70, 70))
    tape = _wall_quad(camera, -edge, POST_HEIGHT - 0.075, edge, POST_HEIGHT, 0)
    _fill(colour, tape, WHITE)
    _fill(opacity, tape, (255, 255, 255))
    for x in (-edge, edge):
        _fill(opacity, _wall_quad(camera, x - 0.03, 0, x + 0.03, POST_HEIGHT, 0), (255, 255, 255))
    return _shrink(colour, camera), _shrink(opacity, camera)[..., :1].astype(np.float32) / np.float32(255)
