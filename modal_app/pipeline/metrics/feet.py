"""Where people stand, from what the pose model saw of them, with the uncertainty of it.

The pose model marks ankle joints. They are a foot's height above the floor and behind the middle of the sole, so they
are projected to the floor at that height and moved forward by what is seen of the body's direction. Both feet count:
the model's errors of the two largely cancel (it draws them to each other), and the middle between them is where a
person stands. Where the ankles are hidden, the hips are projected down, or the lower edge of the box is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.metrics.geometry import Lenses
from modal_app.pipeline.observations import Detections

Points = NDArray[np.float64]

# Keypoints in COCO order, left and right.
_SHOULDERS, _HIPS, _ANKLES = [5, 6], [11, 12], [15, 16]
# Below this confidence a keypoint is a guess of the model's.
SEEN = 0.5

# Lengths of a body of 1.75 m, after Drillis and Contini's segment lengths (parts of the height H): ankle 0.039 H above
# the sole, hip 0.530 H, foot 0.152 H long, shoulders 0.259 H apart. A shoe's sole adds 2.5 cm under the ankle.
_BODY = 1.75
ANKLE_HEIGHT = 0.039 * _BODY + 0.025
_ANKLE_SPREAD = 0.02
# A quarter of the foot lies behind the ankle, so that its middle is a quarter ahead.
_SOLE_AHEAD = 0.152 * _BODY / 4
_SHOULDER_WIDTH = 0.259 * _BODY
# Players bend their knees: hips are between those of one who stands and those of one who lunges (half of it).
_HIP_HEIGHT = 0.8 * 0.530 * _BODY
_HIP_SPREAD = 0.12
# Two feet farther apart are not both on the floor: two legs of 0.53 H at a right angle.
_LONGEST_STRIDE = 1.3
# Where one foot alone is seen, the other is about so far to any side.
_HALF_STANCE = 0.2
# The middle between two feet, where the sole is, and which of them carry the weight.
_STANCE_SPREAD = 0.06

# Errors of keypoints and edges, parts of a person's size (the root of the area, which is 0.53 of the box): for ankles
# and hips the spread of human annotators in COCO's keypoint evaluation.
_AREA = 0.53
_ANKLE_ERROR, _HIP_ERROR, _EDGE_ERROR = 0.089, 0.107, 0.06


class Kind(IntEnum):
    """What a place was told from."""

    UNKNOWN = 0
    FEET = 1
    FOOT = 2
    HIPS = 3
    BOX = 4


@dataclass(frozen=True)
class Ground:
    """Where n people stand."""

    # Metres, world frame, shape (n, 2); NaN where unknown.
    points: Points
    # Of the error of each point, square metres, shape (n, 2, 2).
    covariance: NDArray[np.float64]
    # Kind of each, shape (n,).
    kind: NDArray[np.uint8]
    # Where the soles of the left and of the right foot would be on the floor, metres, shape (2, n, 2); NaN where not
    # seen. A lifted foot seems to be farther from the camera.
    soles: Points

    @property
    def sigma(self) -> Points:
        """Standard deviation along the worst direction, metres, shape (n,); NaN where unknown."""
        known = self.kind != Kind.UNKNOWN
        sigma = np.full(len(self.kind), np.nan)
        sigma[known] = np.sqrt(np.linalg.eigvalsh(self.covariance[known])[:, -1])
        return sigma


def ground_points(rows: Detections, camera: CourtCamera | Sequence[CourtCamera]) -> Ground:
    """Where people stand.

    Args:
        rows: Detections, shape (n,).
        camera: The camera of all rows, or of each.
    """
    people = _People(rows, Lenses(camera, len(rows)))
    points = np.full((len(rows), 2), np.nan)
    covariance = np.full((len(rows), 2, 2), np.nan)
    kind = np.zeros(len(rows), dtype=np.uint8)
    # The best evidence last: it replaces what stands there.
    for told, (place, error) in (
        (Kind.BOX, people.from_box()),
        (Kind.HIPS, people.from_hips()),
        (Kind.FOOT, people.from_one_foot()),
        (Kind.FEET, people.from_feet()),
    ):
        better = np.isfinite(place).all(axis=1) & np.isfinite(error).all(axis=(1, 2))
        points[better], covariance[better], kind[better] = place[better], error[better], told
    return Ground(points, covariance, kind, people.soles)


Placed = tuple[Points, NDArray[np.float64]]


class _People:
    """Each of the ways to tell where n people stand: places, NaN where it cannot tell, and their covariance."""

    def __init__(self, rows: Detections, lenses: Lenses) -> None:
        self._lenses = lenses
        self._box = rows["box"].astype(np.float64)
        keypoints = rows["keypoints"].astype(np.float64)
        extent = np.maximum(1.0, self._box[:, 2:] - self._box[:, :2])
        self._height = extent[:, 1]
        self._size = np.sqrt(_AREA * np.prod(extent, axis=1))
        pixels = keypoints[:, :, :2]
        # What lies outside the picture was not seen, whatever the model says.
        inside = np.all((pixels > 0) & (pixels < lenses.sizes[:, None]), axis=2)
        self._seen = (keypoints[:, :, 2] >= SEEN) & inside
        self._ideal = lenses.ideal(pixels)
        ahead = self._ahead_of_ankles()
        feet = [self._foot(side) for side in (0, 1)]
        # Where each sole would be on the floor, shape (2, n, 2), and its covariance, shape (2, n, 2, 2).
        self.soles = np.stack([place for place, _ in feet]) + ahead
        self._errors = np.stack([error for _, error in feet])

    def from_feet(self) -> Placed:
        """The middle between both feet; the nearer one where they are too far apart to stand on the floor."""
        middle = self.soles.mean(axis=0)
        # Two independent feet: half the variance, and what they share.
        error = self._errors.mean(axis=0) / 2 + _STANCE_SPREAD**2 * np.eye(2)
        lifted = np.linalg.norm(self.soles[0] - self.soles[1], axis=1) > _LONGEST_STRIDE
        if lifted.any():
            far = [np.linalg.norm(self._lenses.per_height(place), axis=1) for place in self.soles]
            nearer, every = np.argmin(far, axis=0), np.arange(len(middle))
            middle[lifted] = self.soles[nearer, every][lifted]
            error[lifted] = (self._errors[nearer, every] + _HALF_STANCE**2 * np.eye(2))[lifted]
        return middle, error

    def from_one_foot(self) -> Placed:
        """The foot that is seen."""
        first = np.isfinite(self.soles[0]).all(axis=1)
        error = np.where(first[:, None, None], self._errors[0], self._errors[1])
        return np.where(first[:, None], self.soles[0], self.soles[1]), error + _HALF_STANCE**2 * np.eye(2)

    def from_hips(self) -> Placed:
        """The middle of the hips, projected down from a usual height."""
        hips = self._ideal[:, _HIPS].mean(axis=1)
        hips[~self._seen[:, _HIPS].all(axis=1)] = np.nan
        return self._place(hips, _HIP_HEIGHT, _HIP_ERROR / np.sqrt(2), _HIP_SPREAD, _HALF_STANCE)

    def from_box(self) -> Placed:
        """The middle of the box's lower edge, where the picture does not cut it off.

        The edge is that of the foot nearer to the camera; the middle between both is farther away.
        """
        edge = np.column_stack([self._box[:, [0, 2]].mean(axis=1), self._box[:, 3]])
        edge[edge[:, 1] >= self._lenses.sizes[:, 1] - 1] = np.nan
        place, error = self._place(self._lenses.ideal(edge), 0.0, _EDGE_ERROR, _ANKLE_SPREAD, _HALF_STANCE)
        return place + _HALF_STANCE * self._lenses.away(place), error

    def _foot(self, side: int) -> Placed:
        """Below one ankle, as if the foot were on the floor."""
        ankle = self._ideal[:, _ANKLES[side]].copy()
        ankle[~self._seen[:, _ANKLES[side]]] = np.nan
        return self._place(ankle, ANKLE_HEIGHT, _ANKLE_ERROR, _ANKLE_SPREAD, _SOLE_AHEAD)

    def _place(self, ideal: Points, height: float, pixel_error: float, height_error: float, spread: float) -> Placed:
        """Points of bodies, shape (n, 2), undistorted pixels, at a height over the floor.

        Args:
            ideal: The points.
            height: Metres over the floor.
            pixel_error: Standard deviation in the picture, parts of the person's size.
            height_error: Standard deviation of the height, metres.
            spread: Standard deviation on the floor, in any direction, metres.
        """
        # A camera that tells no heights: the same length as a part of the body in the picture.
        lowered = np.where(self._lenses.tells_heights, 0.0, height / _BODY * self._height)
        place, slope = self._lenses.to_floor(ideal + lowered[:, None] * np.array([0.0, 1.0]), height)
        pixels = (pixel_error * self._size)[:, None, None] * slope
        tilt = height_error * self._lenses.per_height(place)
        error = pixels @ pixels.transpose(0, 2, 1) + tilt[:, :, None] * tilt[:, None, :] + spread**2 * np.eye(2)
        return place, error

    def _ahead_of_ankles(self) -> Points:
        """From the ankles to the middle of the soles, metres on the floor, shape (n, 2).

        Shoulders as wide in the picture as shoulders are say that the body faces straight to the camera or away, and
        which of them is on the right says which of both. A turn to the side is not told from a picture: no move there.
        """
        shoulders = self._ideal[:, _SHOULDERS]
        middle, slope = self._lenses.to_floor(self._ideal[:, _ANKLES].mean(axis=1))
        away = self._lenses.away(middle)
        # Lateral metres for a pixel: the floor's scale across the line of sight.
        across = np.column_stack([away[:, 1], -away[:, 0]])
        scale = np.linalg.norm(np.einsum("nij,ni->nj", slope, across), axis=1)
        width = scale * (shoulders[:, 1, 0] - shoulders[:, 0, 0])
        facing = np.clip(width / _SHOULDER_WIDTH, -1.0, 1.0)
        facing[~self._seen[:, _SHOULDERS].all(axis=1) | ~np.isfinite(facing)] = 0.0
        return np.asarray(_SOLE_AHEAD * facing[:, None] * away)
