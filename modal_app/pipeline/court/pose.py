"""Where the camera stands and what lens it has: the cameras that a fit may choose from.

A homography has eight degrees of freedom, a camera with square pixels whose axis meets the picture's middle has seven.
The fits search cameras, with mild beliefs about what a plain homography would leave open: the axis is near the middle
unless lines say otherwise, the lens is between a wide phone and a broadcast zoom, and bends lines little. So a picture
that shows few lines still gives a sane court, heights come with it, and where many lines are seen they decide.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import LINES

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

_BELIEF_WEIGHTS = 1 / np.array([np.inf] * _FOCAL + [_LOG_FOCAL[1], _AXIS_SPREAD, _AXIS_SPREAD, _DISTORTION_SPREAD]) ** 2

_FIRST_FOCALS = (0.6, 0.9, 1.3, 1.8, 2.6, 3.8, 5.5)
# Beyond these a camera is not one that films a match.
_FOCAL_RANGE = (0.4, 12.0)
_HEIGHT_RANGE = (0.5, 40.0)
_FARTHEST = 90.0
_STEEPEST_ROLL = np.radians(30)


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
    position = np.array([vector[3], vector[4], np.exp(vector[5])])
    unit = float(np.hypot(*size)) / 2
    focal = np.exp(vector[_FOCAL]) * unit
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
    """Residuals of what is believed before a line is seen, in standard deviations, shape (4,)."""
    return np.array(
        [
            (vector[_FOCAL] - _LOG_FOCAL[0]) / _LOG_FOCAL[1],
            *(vector[_AXIS] / _AXIS_SPREAD),
            vector[_DISTORTION] / _DISTORTION_SPREAD,
        ]
    )


def jacobian(size: tuple[int, int], vector: Vector, floor: Vector, normals: Vector) -> NDArray[np.float64]:
    """How far floor points move along normals in the picture, pixels for one unit of each parameter, shape (n, 10)."""
    columns = []
    for index in range(PARAMETERS):
        step = np.zeros(PARAMETERS)
        step[index] = 1e-5
        ahead = to_camera(size, vector + step).project_floor(floor)
        behind = to_camera(size, vector - step).project_floor(floor)
        columns.append(np.sum((ahead - behind) * normals, axis=1) / 2e-5)
    return np.stack(columns, axis=1)


def spread_of_guess(size: tuple[int, int], vector: Vector, deviation: float) -> NDArray[np.float64]:
    """Covariance of parameters, shape (10, 10), that rest on four places seen to within a deviation in pixels."""
    camera = to_camera(size, vector)
    floor = _visible_floor(camera)
    axes = (np.tile((1.0, 0.0), (len(floor), 1)), np.tile((0.0, 1.0), (len(floor), 1)))
    slopes = np.concatenate([jacobian(size, vector, floor, axis) for axis in axes]) / deviation
    known = slopes.T @ slopes * (4 / len(floor)) + np.diag(_BELIEF_WEIGHTS)
    return np.asarray(np.linalg.pinv(known))


def solve(start: Vector, residuals: Callable[[Vector], Vector], *, robust: bool) -> tuple[Vector, Vector]:
    """The vector that explains residuals (in standard deviations) and beliefs best, and its covariance, shape (10, 10).

    Args:
        start: Where to begin, shape (10,).
        residuals: From a vector to residuals in standard deviations, shape (n,), finite.
        robust: Whether some residuals may be false.
    """

    def scaled(vector: Vector) -> Vector:
        # The loss below weighs all residuals alike; beliefs are few and small, so that it leaves them nearly untouched.
        return np.concatenate([residuals(vector), beliefs(vector)])

    loss = "cauchy" if robust else "linear"
    result = least_squares(scaled, start, loss=loss, f_scale=2.0, x_scale="jac", max_nfev=40)
    # Moments of the Gauss-Newton matrix: the robust loss has scaled the Jacobian's rows by each residual's weight.
    covariance = np.linalg.pinv(result.jac.T @ result.jac)
    return np.asarray(result.x), np.asarray(covariance)


def from_homography(camera: CourtCamera) -> Vector:
    """The parameter vector, shape (10,), whose camera shows the visible lines nearest to where the given one does."""
    floor = _visible_floor(camera)
    shown = camera.project_floor(floor)
    starts = [_decomposed(camera, focal) for focal in _FIRST_FOCALS]

    def residuals(vector: Vector) -> Vector:
        offset = to_camera(camera.size, vector).project_floor(floor) - shown
        # A point behind a tried camera is as wrong as one a whole picture away.
        return np.nan_to_num(offset, nan=float(camera.size[0])).ravel()

    best = min(starts, key=lambda start: float(np.sum(np.minimum(np.abs(residuals(start)), 100.0))))
    return solve(best, residuals, robust=False)[0]


def _visible_floor(camera: CourtCamera) -> Vector:
    """Points on the model's lines that the picture shows, shape (n, 2); all in front if it shows few."""
    share = np.linspace(0.0, 1.0, 15)[:, None]
    floor = np.concatenate([np.array(line.start) * (1 - share) + np.array(line.end) * share for line in LINES])
    shown = camera.project_floor(floor)
    in_front = np.isfinite(shown).all(axis=1)
    inside = in_front & (np.nan_to_num(shown, nan=-1.0) >= 0).all(axis=1) & (shown <= camera.size).all(axis=1)
    return floor[inside] if np.count_nonzero(inside) >= 8 else floor[in_front]


def _decomposed(camera: CourtCamera, focal: float) -> Vector:
    """The camera of a given focal length that is nearest to a homography, as a vector."""
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
