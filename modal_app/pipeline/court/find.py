"""The court in pictures of one view, without a click."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.evidence import Evidence
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.court.lines import find_lines
from modal_app.pipeline.court.pinhole import Pinholes
from modal_app.pipeline.court.refine import refine
from modal_app.pipeline.court.ridges import find_ridges
from modal_app.pipeline.court.search import candidates
from modal_app.pipeline.court.stations import make_stations, show
from modal_app.pipeline.court.vanishing import find_pencils

Image = NDArray[np.uint8]

# Pictures are searched at about this many pixels, 1280 x 720: larger ones show no more lines.
_PIXELS = 1280 * 720
_CANDIDATES = 12
# A camera this close to beside the net's line has no nearer half, metres.
_BESIDE = 0.5

_FINE = make_stations(0.25)


def find_court(pictures: Sequence[Image]) -> CourtFinding:
    """The badminton court that pictures of one view show.

    The near half is the one on the camera's side of the net. A camera exactly beside the net has none: then y points to
    the picture's right.

    Args:
        pictures: BGR, shape (height, width, 3), all of one size; the clean background first.
    """
    picture = pictures[0]
    height, width = picture.shape[:2]
    small = _resized(picture)
    size = (small.shape[1], small.shape[0])
    ridges = find_ridges(small)
    lines = find_lines(ridges, size)
    evidence = Evidence(ridges, size)
    cameras = candidates(lines, find_pencils(lines, size), evidence, _CANDIDATES)
    if not len(cameras):
        return CourtFinding(CourtStatus.none, 0.99)
    shown = show(cameras, _FINE)
    support = evidence.support(shown, 2.0)
    share = np.sum(shown.weights * support, axis=1) / np.maximum(shown.weights.sum(axis=1), 1e-9)
    guess = as_camera(cameras[:1]).resized((width, height))
    fit = refine(picture, guess)
    confidence = float(np.clip(share[0], 0, 1))
    if fit is None:
        return CourtFinding(
            CourtStatus.none if confidence < 0.4 else CourtStatus.unsure, confidence, Fit(guess, 0.0, 0.0)
        )
    if confidence < 0.4:
        return CourtFinding(CourtStatus.none, confidence)
    return CourtFinding(CourtStatus.found if confidence > 0.7 else CourtStatus.unsure, confidence, fit)


def as_camera(cameras: Pinholes) -> CourtCamera:
    """One camera, with the court the way round that is agreed."""
    x, y, _ = cameras.positions[0]
    if y > _BESIDE or (abs(y) <= _BESIDE and x < 0):
        cameras = cameras.turned()
    matrix = cameras.matrices()[0]
    return CourtCamera(cameras.size, matrix[:, [0, 1, 3]], float(cameras.distortions[0]), matrix)


def _resized(picture: Image) -> Image:
    height, width = picture.shape[:2]
    scale = min((_PIXELS / (height * width)) ** 0.5, 2.0)
    if abs(scale - 1) < 0.02:
        return picture
    shape = (round(width * scale), round(height * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, shape, interpolation=method), dtype=np.uint8)
