"""The court from points that somebody placed: as they are, and drawn to the painted lines."""

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.channels import Image
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.court.pose import to_camera, to_pose
from modal_app.pipeline.court.refine import refine_with_support
from modal_app.pipeline.court.shapes import ImpossibleCourtError, Reason, check_shape
from modal_app.pipeline.court.solving import Sightings, from_homography, on_floor, solve

Points = NDArray[np.float64]

__all__ = ["ImpossibleCourtError", "Reason", "fit_points", "refine_points"]

_LINES = 720
# How well points are placed with a magnifier, pixels at 720 lines.
_DEVIATION = 4.0
# Farther off than this, in the mean over the points, no camera explains them.
_WORST = 40.0


def fit_points(size: tuple[int, int], floor: Points, pixels: Points) -> CourtCamera:
    """The camera that shows floor points nearest to where they were placed.

    Where near and far were exchanged, and left and right with them, the same court comes back the right way round.

    Args:
        size: Width and height of the picture.
        floor: Metres, shape (n, 2), n at least 4.
        pixels: Where each is shown, shape (n, 2); may lie outside the picture.

    Raises:
        ImpossibleCourtError: With what is wrong with the points.
    """
    unit = min(size) / _LINES
    floor, pixels = np.asarray(floor, dtype=np.float64), np.asarray(pixels, dtype=np.float64)
    check_shape(floor, pixels, unit)
    start = from_homography(CourtCamera(size, _homography(floor, pixels)), _DEVIATION * unit)
    placed = Sightings.of_points(on_floor(floor), pixels, _DEVIATION * unit)
    vector, _ = solve(size, start.vector, placed, robust=len(floor) > 4)
    camera, pose = to_camera(size, vector), to_pose(vector)
    typical = float(np.median(np.linalg.norm(camera.project_floor(floor) - pixels, axis=1)))
    if not typical <= _WORST * unit or not pose.plausible:
        raise ImpossibleCourtError(Reason.implausible)
    # The court looks the same after half a turn; its near half is by definition the one on the camera's side.
    return camera.turned() if pose.position[1] > 0 else camera


def refine_points(picture: Image, floor: Points, pixels: Points) -> CourtFinding:
    """The court from points placed on a picture, drawn to its painted lines where they bear it out.

    Args:
        picture: BGR, shape (height, width, 3).
        floor: Metres, shape (n, 2), n at least 4.
        pixels: Where somebody placed each, shape (n, 2).

    Raises:
        ImpossibleCourtError: With what is wrong with the points.
    """
    height, width = picture.shape[:2]
    camera = fit_points((width, height), floor, pixels)
    refinement = refine_with_support(picture, camera)
    if refinement is None:
        return CourtFinding(CourtStatus.manual, 0.5, _as_placed(camera, floor, pixels))
    return CourtFinding(CourtStatus.manual, 0.9, refinement.fit)


def _as_placed(camera: CourtCamera, floor: Points, pixels: Points) -> Fit:
    offset = camera.project_floor(floor) - pixels
    metres = np.einsum("nij,nj->ni", camera.metres_per_pixel(floor), offset)
    return Fit(
        camera,
        float(np.sqrt(np.mean(np.sum(offset**2, axis=1)))),
        float(100 * np.sqrt(np.nanmean(np.sum(metres**2, axis=1)))),
    )


def _homography(floor: Points, pixels: Points) -> NDArray[np.float64]:
    """A first homography, positive in front of the camera.

    Raises:
        ImpossibleCourtError: Some points would be behind the camera.
    """
    found, _ = cv2.findHomography(floor, pixels, cv2.RHO if len(floor) > 8 else 0, 10.0)
    if found is None:
        raise ImpossibleCourtError(Reason.flat)
    homography = np.asarray(found, dtype=np.float64)
    scale = floor @ homography[2, :2] + homography[2, 2]
    if (scale > 0).any() and (scale < 0).any():
        raise ImpossibleCourtError(Reason.crossed)
    return np.asarray(homography * np.sign(scale[0]))
