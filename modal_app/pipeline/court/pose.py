"""Where the camera stands and what lens it has: the cameras that a fit may choose from.

A homography has eight degrees of freedom, a camera with square pixels whose axis meets the picture's middle has seven.
The fits search cameras, with mild beliefs about what a plain homography would leave open: the axis is near the middle
unless lines say otherwise, the lens is between a wide phone and a broadcast zoom, and bends lines little. So a picture
that shows few lines still gives a sane court, heights come with it, and where many lines are seen they decide.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera

Vector = NDArray[np.float64]

# Rotation vector, x, y, log z of the position in metres, log focal length, axis x, y, distortion. Lengths in
# the picture are in half diagonals, the axis from the middle.
PARAMETERS = 10
_FOCAL, _AXIS, _DISTORTION = 6, slice(7, 9), 9

# A level camera that looks along y: rows are its right, down and forward axes.
_LEVEL = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])

# Beliefs, as mean and standard deviation. Focal length: from 0.55 (a phone's wide lens, 120 degrees over the diagonal)
# to 5.9 (a broadcast zoom, 19 degrees) within two deviations. Axis: stabilisation and trimming move it a little.
# Distortion: broadcast lenses show 0.03 to 0.06 (0.05 to 0.11 for r in 1000 px at 720 lines); phones bend either way.
_LOG_FOCAL = (np.log(1.8), 0.6)
_AXIS_SPREAD = 0.03
_DISTORTION_SPREAD = 0.06

_BELIEF_MEANS = np.array([0.0] * 6 + [_LOG_FOCAL[0], 0.0, 0.0, 0.0])
BELIEF_WEIGHTS = 1 / np.array([np.inf] * 6 + [_LOG_FOCAL[1], _AXIS_SPREAD, _AXIS_SPREAD, _DISTORTION_SPREAD])

# Logarithms are kept within this, so that a search which strays meets no overflow.
_BOUND = 12.0
# Beyond these a camera is not one that films a match.
_FOCAL_RANGE = (0.4, 12.0)
_HEIGHT_RANGE = (0.5, 40.0)
_FARTHEST = 90.0
_STEEPEST_ROLL = float(np.radians(30))


@dataclass(frozen=True)
class Pose:
    """A camera in space."""

    # Metres, world frame.
    position: tuple[float, float, float]
    # Half diagonals of the picture.
    focal: float
    # Turn about the axis, radians: 0 where the horizon is level.
    roll: float

    @property
    def plausible(self) -> bool:
        """Whether somebody could film a match like this."""
        return (
            _HEIGHT_RANGE[0] <= self.position[2] <= _HEIGHT_RANGE[1]
            and bool(np.hypot(*self.position[:2]) <= _FARTHEST)
            and _FOCAL_RANGE[0] <= self.focal <= _FOCAL_RANGE[1]
            and abs(self.roll) <= _STEEPEST_ROLL
        )


def to_camera(size: tuple[int, int], vector: Vector) -> CourtCamera:
    """The camera of a parameter vector, shape (10,)."""
    rotation = np.asarray(cv2.Rodrigues(vector[:3])[0]) @ _LEVEL
    unit = float(np.hypot(*size)) / 2
    height, focal = np.exp(np.clip(vector[5:7], -_BOUND, _BOUND)) * (1.0, unit)
    position = np.array([vector[3], vector[4], height])
    middle = np.array(size) / 2 + vector[_AXIS] * unit
    inner = np.array([[focal, 0.0, middle[0]], [0.0, focal, middle[1]], [0.0, 0.0, 1.0]])
    projection = inner @ np.column_stack([rotation, -rotation @ position])
    return CourtCamera(size, projection[:, [0, 1, 3]], float(vector[_DISTORTION]), projection)


def to_pose(vector: Vector) -> Pose:
    """What a parameter vector, shape (10,), says in words."""
    rotation = np.asarray(cv2.Rodrigues(vector[:3])[0]) @ _LEVEL
    roll = float(np.arctan2(-rotation[0, 2], -rotation[1, 2]))
    return Pose((float(vector[3]), float(vector[4]), float(np.exp(vector[5]))), float(np.exp(vector[_FOCAL])), roll)


def beliefs(vector: Vector) -> Vector:
    """Residuals of what is believed before a line is seen, in standard deviations, shape (10,)."""
    return np.asarray((vector - _BELIEF_MEANS) * BELIEF_WEIGHTS)


def project(size: tuple[int, int], vector: Vector, world: Vector) -> tuple[Vector, Vector]:
    """Where a camera shows points, and how that changes with its parameters.

    Args:
        size: Width and height of the picture.
        vector: The camera's parameters, shape (10,).
        world: Metres, shape (n, 3).

    Returns:
        Pixels, shape (n, 2), and their derivatives, shape (n, 2, 10); NaN for points behind the camera or
        far aside.
    """
    turn, turn_by = (np.asarray(part) for part in cv2.Rodrigues(vector[:3]))
    rotation = turn @ _LEVEL
    height, focal = np.exp(np.clip(vector[5:7], -_BOUND, _BOUND))
    away = world - np.array([vector[3], vector[4], height])
    seen = away @ rotation.T
    depth = np.where(seen[:, 2] > 1e-6, seen[:, 2], np.nan)[:, None]
    seen_by = np.empty((len(world), 3, 6))
    seen_by[..., :3] = np.einsum("kij,nj->nik", turn_by.reshape(3, 3, 3), away @ _LEVEL.T)
    seen_by[..., 3:] = -rotation * (1.0, 1.0, height)
    flat = seen[:, :2] / depth
    bend = vector[_DISTORTION]
    offset = focal * flat + vector[_AXIS]
    offset_by = np.zeros((len(world), 2, PARAMETERS))
    offset_by[..., :6] = focal * (seen_by[:, :2] - flat[..., None] * seen_by[:, 2:]) / depth[..., None]
    offset_by[..., _FOCAL] = focal * flat
    offset_by[..., _AXIS] = np.eye(2)
    square = np.sum(offset**2, axis=1)[:, None]
    # Farther out the lens model would bend points back into the picture.
    square = np.where(1 + 3 * bend * square > 0, square, np.nan)
    shown_by = offset_by * (1 + bend * square)[..., None]
    shown_by += 2 * bend * offset[..., None] * np.einsum("ni,nik->nk", offset, offset_by)[:, None]
    shown_by[..., _DISTORTION] = offset * square
    unit = float(np.hypot(*size)) / 2
    return np.array(size) / 2 + offset * (1 + bend * square) * unit, shown_by * unit


def looking(position: tuple[float, float, float], target: tuple[float, float], focal: float) -> Vector:
    """The parameters, shape (10,), of a level camera at a position that looks at a point of the floor, metres."""
    forward = np.array([*target, 0.0]) - position
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(forward, right), forward])
    turn = np.asarray(cv2.Rodrigues(rotation @ _LEVEL.T)[0]).ravel()
    return np.array([*turn, *position[:2], np.log(position[2]), np.log(focal), 0.0, 0.0, 0.0])


def decompose(camera: CourtCamera, focal: float) -> Vector:
    """The parameters, shape (10,), of the camera of a given focal length that is nearest to a homography."""
    unit = float(np.hypot(*camera.size)) / 2
    inner = np.array([[focal * unit, 0, camera.size[0] / 2], [0, focal * unit, camera.size[1] / 2], [0, 0, 1.0]])
    columns = np.linalg.solve(inner, camera.homography)
    columns /= np.sqrt(np.linalg.norm(columns[:, 0]) * np.linalg.norm(columns[:, 1]))
    left, _, right = np.linalg.svd(np.column_stack([columns[:, 0], columns[:, 1]]), full_matrices=False)
    first, second = (left @ right).T
    rotation = np.stack([first, second, np.cross(first, second)], axis=1)
    position = -rotation.T @ columns[:, 2]
    turn = np.asarray(cv2.Rodrigues(rotation @ _LEVEL.T)[0]).ravel()
    height = np.log(np.clip(position[2], *_HEIGHT_RANGE))
    return np.array([*turn, position[0], position[1], height, np.log(focal), 0.0, 0.0, camera.distortion])
