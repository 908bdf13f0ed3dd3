"""Cameras from what was seen: the parameters that explain sightings and beliefs best."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import LINES
from modal_app.pipeline.court.pose import BELIEF_WEIGHTS, Vector, beliefs, decompose, project, to_camera

Points = NDArray[np.float64]
Floats = NDArray[np.float64]

# Half diagonals: from a phone's widest lens to a long zoom.
_FIRST_FOCALS = (0.6, 0.9, 1.3, 1.8, 2.6, 3.8, 5.5)
# Standard deviations from which on a sighting counts less and less.
_DOUBT = 2.0


@dataclass(frozen=True)
class Sightings:
    """Places that were seen, each along one direction in the picture."""

    # Metres, shape (n, 3).
    world: Points
    # Unit vectors in the picture, shape (n, 2).
    directions: Points
    # Where each was seen: its pixel's component along the direction, and its standard deviation, shape (n,).
    places: Floats
    deviations: Floats

    @classmethod
    def of_points(cls, world: Points, pixels: Points, deviation: float) -> Self:
        """Points, shape (n, 3), seen at pixels, shape (n, 2): two sightings each."""
        count = len(world)
        directions = np.concatenate([np.tile((1.0, 0.0), (count, 1)), np.tile((0.0, 1.0), (count, 1))])
        return cls(np.tile(world, (2, 1)), directions, pixels.T.ravel(), np.full(2 * count, deviation))

    def __add__(self, other: "Sightings") -> "Sightings":
        """Both."""
        return Sightings(
            np.concatenate([self.world, other.world]),
            np.concatenate([self.directions, other.directions]),
            np.concatenate([self.places, other.places]),
            np.concatenate([self.deviations, other.deviations]),
        )


def on_floor(floor: Points) -> Points:
    """Floor points, shape (n, 2), as points in space, shape (n, 3)."""
    return np.column_stack([floor, np.zeros(len(floor))])


def slopes(size: tuple[int, int], vector: Vector, world: Points, directions: Points) -> Floats:
    """How far points move along directions in the picture, pixels for one unit of each parameter, shape (n, 10)."""
    return np.asarray(np.einsum("ni,nik->nk", directions, project(size, vector, world)[1]))


def solve(
    size: tuple[int, int], start: Vector, seen: Sightings, *, robust: bool, tolerance: float = 1e-6
) -> tuple[Vector, Floats]:
    """The parameters, shape (10,), that explain sightings and beliefs best, and their covariance, shape (10, 10).

    Args:
        size: Width and height of the picture.
        start: Where to begin, shape (10,).
        seen: What was seen.
        robust: Whether some sightings may be false.
        tolerance: Relative change at which to stop.
    """

    def residuals(vector: Vector) -> Floats:
        shown, _ = project(size, vector, seen.world)
        offset = np.sum(shown * seen.directions, axis=1) - seen.places
        # A point behind a tried camera is as wrong as one a whole picture away.
        offset = np.nan_to_num(offset, nan=float(max(size)))
        return np.concatenate([offset / seen.deviations, beliefs(vector)])

    def derivatives(vector: Vector) -> Floats:
        rows = slopes(size, vector, seen.world, seen.directions) / seen.deviations[:, None]
        return np.concatenate([np.nan_to_num(rows), np.diag(BELIEF_WEIGHTS)])

    result = least_squares(
        residuals,
        start,
        derivatives,
        loss="cauchy" if robust else "linear",
        f_scale=_DOUBT,
        x_scale="jac",
        ftol=tolerance,
        xtol=tolerance,
        max_nfev=40,
    )
    # The loss has scaled the rows of this Jacobian by each residual's weight.
    return np.asarray(result.x), np.asarray(np.linalg.pinv(result.jac.T @ result.jac))


@dataclass(frozen=True)
class Guess:
    """A camera that is known roughly."""

    # Parameters, shape (10,), their covariance, shape (10, 10), and what they rest on.
    vector: Vector
    covariance: Floats
    seen: Sightings


def from_points(size: tuple[int, int], start: Vector, seen: Sightings, *, robust: bool = False) -> Guess:
    """The camera that sightings of points most likely mean."""
    vector, covariance = solve(size, start, seen, robust=robust)
    return Guess(vector, covariance, seen)


def from_homography(camera: CourtCamera, deviation: float) -> Guess:
    """The camera that a rough one most likely means.

    Args:
        camera: May be one that beliefs speak against, as a homography through four rough points is.
        deviation: Standard deviation of what it shows, pixels, as if it rested on four points.
    """
    floor = _visible_floor(camera)
    shown = camera.project_floor(floor)

    def apart(vector: Vector) -> float:
        distance = np.linalg.norm(to_camera(camera.size, vector).project_floor(floor) - shown, axis=1)
        return float(np.sum(np.minimum(np.nan_to_num(distance, nan=np.inf), 100.0)))

    start = min((decompose(camera, focal) for focal in _FIRST_FOCALS), key=apart)
    seen = Sightings.of_points(on_floor(floor), shown, deviation * np.sqrt(len(floor) / 4))
    return from_points(camera.size, start, seen)


def _visible_floor(camera: CourtCamera) -> Points:
    """Points on the model's lines that the picture shows, metres, shape (n, 2); all in front if it shows few."""
    share = np.linspace(0.0, 1.0, 15)[:, None]
    floor = np.concatenate([np.array(line.start) * (1 - share) + np.array(line.end) * share for line in LINES])
    shown = camera.project_floor(floor)
    in_front = np.isfinite(shown).all(axis=1)
    inside = in_front & (np.nan_to_num(shown, nan=-1.0) >= 0).all(axis=1) & (shown <= camera.size).all(axis=1)
    return floor[inside] if np.count_nonzero(inside) >= 8 else floor[in_front]
