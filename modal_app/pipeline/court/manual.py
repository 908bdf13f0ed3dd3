"""The court from points that somebody placed: as they are, and drawn to the painted lines."""

from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.channels import Image
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.court.pose import Vector, beliefs, looking, to_camera, to_pose
from modal_app.pipeline.court.refine import Refinement, refine_from
from modal_app.pipeline.court.shapes import ImpossibleCourtError, Reason, check_shape
from modal_app.pipeline.court.solving import Sightings, from_homography, from_points, on_floor, solve

Points = NDArray[np.float64]

__all__ = ["ImpossibleCourtError", "Reason", "fit_points", "refine_points"]

_LINES = 720
# How well points are placed with a magnifier, pixels at 720 lines.
_DEVIATION = 4.0
# How well they are placed at a glance: within 15 px.
_ROUGH = 8.0
# The painted lines may lie this far from where somebody placed the points.
_FARTHEST = 30.0
# Of 236 refinements from points off by 15 px in rendered halls, the 3 that ended more than 10 px off had merits of
# 0.16 to 0.22; only one of the others had less than 0.25.
_ERROR_WEIGHT, _EVEN_MERIT, _MERIT_SPREAD = 0.5, 0.22, 0.05
# Confidence in points that the picture does not bear out.
_UNCONFIRMED = 0.5
# Farther off than this, in the median over the points, no camera explains them; nor does one that is so unlike any that
# is believed in, in standard deviations squared. A picture whose upper half was cut off strains beliefs by 80.
_WORST = 30.0
_MOST_STRAIN = 150.0


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
    return _fit(size, np.asarray(floor, dtype=np.float64), np.asarray(pixels, dtype=np.float64))[0]


def refine_points(picture: Image, floor: Points, pixels: Points) -> CourtFinding:
    """The court from points placed on a picture, drawn to its painted lines where they bear it out.

    Args:
        picture: BGR, shape (height, width, 3).
        floor: Metres, shape (n, 2), n at least 4.
        pixels: Where somebody placed each, shape (n, 2).

    Raises:
        ImpossibleCourtError: With what is wrong with the points.
    """
    size = (picture.shape[1], picture.shape[0])
    unit = min(size) / _LINES
    floor, pixels = np.asarray(floor, dtype=np.float64), np.asarray(pixels, dtype=np.float64)
    camera, floor = _fit(size, floor, pixels)
    placed = Sightings.of_points(on_floor(floor), pixels, _ROUGH * unit)
    start = from_homography(camera, _ROUGH * unit).vector
    refinement = refine_from(picture, from_points(size, start, placed, robust=len(floor) > 4))
    if refinement and _typical(refinement.fit.camera, floor, pixels) <= _FARTHEST * unit:
        confidence = _confidence(refinement, unit)
        if confidence > _UNCONFIRMED:
            return CourtFinding(CourtStatus.manual, confidence, refinement.fit)
    return CourtFinding(CourtStatus.manual, _UNCONFIRMED, _as_placed(camera, floor, pixels, unit))


def _fit(size: tuple[int, int], floor: Points, pixels: Points) -> tuple[CourtCamera, Points]:
    """The camera through points, and the points' places in its frame.

    Raises:
        ImpossibleCourtError: With what is wrong with the points.
    """
    unit = min(size) / _LINES
    check_shape(floor, pixels, unit)
    start = from_homography(CourtCamera(size, _homography(floor, pixels)), _DEVIATION * unit).vector
    placed = Sightings.of_points(on_floor(floor), pixels, _DEVIATION * unit)
    # A homography through rough points may be far from any camera's, so that the search ends in a wrong one.
    for first in (start, *_standpoints(floor)):
        vector, _ = solve(size, first, placed, robust=len(floor) > 4)
        camera, pose = to_camera(size, vector), to_pose(vector)
        usual = float(np.sum(beliefs(vector) ** 2)) <= _MOST_STRAIN
        if pose.plausible and usual and _typical(camera, floor, pixels) <= _WORST * unit:
            break
    else:
        raise ImpossibleCourtError(Reason.implausible)
    # The court looks the same after half a turn; its near half is by definition the one on the camera's side.
    return (camera.turned(), -floor) if pose.position[1] > 0 else (camera, floor)


def _standpoints(floor: Points) -> Iterator[Vector]:
    """Where people put cameras, looking at the points: shape (10,) each."""
    x, y = np.mean(floor, axis=0)
    for bearing, height, focal in product(np.radians((0, 35, -35, 70, -70)), (2.0, 6.0), (1.2, 2.5)):
        away = 9.0 * focal
        position = (float(away * np.sin(bearing)), float(-away * np.cos(bearing)), height)
        yield looking(position, (float(x), float(y)), focal)


def _typical(camera: CourtCamera, floor: Points, pixels: Points) -> float:
    """Median distance in pixels from where points were placed; NaN where some are behind the camera."""
    return float(np.median(np.linalg.norm(camera.project_floor(floor) - pixels, axis=1)))


def _confidence(refinement: Refinement, unit: float) -> float:
    """How surely a refined court is within 10 px: much of the model is seen, and close to where the model has it."""
    merit = refinement.share - _ERROR_WEIGHT * refinement.fit.error_px / unit
    return float(1 / (1 + np.exp((_EVEN_MERIT - merit) / _MERIT_SPREAD)))


def _as_placed(camera: CourtCamera, floor: Points, pixels: Points, unit: float) -> Fit:
    """The fit through points alone. Four points always meet a camera nearly: no error is below that of placing them."""
    offset = camera.project_floor(floor) - pixels
    error = max(float(np.sqrt(np.mean(np.sum(offset**2, axis=1)))), _DEVIATION * unit)
    # Length on the floor of a step of one pixel, over the directions of the step.
    metres = np.sqrt(np.nanmean(np.sum(camera.metres_per_pixel(floor) ** 2, axis=(1, 2))) / 2)
    return Fit(camera, error, float(100 * metres * error))


def _homography(floor: Points, pixels: Points) -> NDArray[np.float64]:
    """A first homography, positive in front of the camera.

    Raises:
        ImpossibleCourtError: Some points would be behind the camera.
    """
    found, _ = cv2.findHomography(floor, pixels, cv2.LMEDS if len(floor) > 4 else 0)
    if found is None:
        raise ImpossibleCourtError(Reason.flat)
    homography = np.asarray(found, dtype=np.float64)
    scale = floor @ homography[2, :2] + homography[2, 2]
    if (scale > 0).any() and (scale < 0).any():
        raise ImpossibleCourtError(Reason.crossed)
    return np.asarray(homography * np.sign(scale[0]))
