"""Courts that were found, scored against where they are."""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modal_app.accuracy.media import CourtLabels, Points
from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.court.manual import ImpossibleCourtError, refine_points

Image = NDArray[np.uint8]

# Errors are told in pixels of a picture with so many lines, whatever its size.
LINES = 720
# A court whose visible crossings are all this close is the right one, pixels.
RIGHT_WITHIN = 10.0
# Rough clicks: root mean square of their distance from the place that is meant, pixels.
CLICK_NOISE = 15.0
_CLICK_TRIES = 8
# Numbers of labelled points beyond which an error is that of an outlier, not of the court.
_CLICKS = 4


class Verdict(StrEnum):
    """What a search came to."""

    right = "right"
    # The court is there, and somebody is asked for four clicks.
    asked = "asked"
    # The court is there, and the search says that none is.
    missed = "missed"
    # Found where it is not: the silent error.
    wrong = "wrong"
    # There is no court, and none was found.
    none = "none"


@dataclass(frozen=True)
class CourtScore:
    """One picture or view. Errors in pixels at 720 lines."""

    status: str
    confidence: float
    verdict: Verdict
    seconds: float | None = None
    # Distances of labelled crossings (or, where none are labelled, corners) in the picture from where they were found;
    # of a guess too, when the search was unsure and had one.
    visible: list[float] = field(default_factory=list)
    # Of the outer corners that lie in the picture, and of those outside.
    corners: list[float] = field(default_factory=list)
    hidden_corners: list[float] = field(default_factory=list)
    convention: str = ""
    # How far the visible points are off after four rough clicks, the worst of each try.
    clicks: list[float] = field(default_factory=list)


def score_court(
    finding: CourtFinding, size: tuple[int, int], labels: CourtLabels, seconds: float | None = None
) -> CourtScore:
    """Compare what was found with the labels.

    The court looks the same after half a turn: errors are taken in whichever of the two is nearer; those of all four
    corners, which may have been named by the picture's sides, in whichever order is nearest.
    """
    camera = finding.fit.camera if finding.fit else None
    status, confidence = finding.status, finding.confidence
    if not labels.there:
        verdict = {CourtStatus.found: Verdict.wrong, CourtStatus.unsure: Verdict.asked}.get(status, Verdict.none)
        return CourtScore(status.value, confidence, verdict, seconds)
    unit = LINES / min(size)
    corners = _nearest_corners(camera, labels) * unit
    crossings = _nearest(camera, labels.crossing_floor, labels.crossing_pixels) * unit
    inside = _inside(labels.corner_pixels, size)
    crossings_inside = crossings[_inside(labels.crossing_pixels, size)]
    visible = next((errors for errors in (crossings_inside, corners[inside]) if len(errors)), corners)
    return CourtScore(
        status.value,
        confidence,
        judge(status, visible),
        seconds,
        visible.tolist() if camera else [],
        corners[inside].tolist() if camera else [],
        corners[~inside].tolist() if camera else [],
        labels.convention,
    )


def judge(status: CourtStatus, visible: Points) -> Verdict:
    """The verdict on a picture that shows a court, from the errors at its visible points."""
    if status in {CourtStatus.found, CourtStatus.manual}:
        return Verdict.right if len(visible) and float(np.max(visible)) <= RIGHT_WITHIN else Verdict.wrong
    return Verdict.asked if status == CourtStatus.unsure else Verdict.missed


def score_clicks(picture: Image, labels: CourtLabels, seed: int, tries: int = _CLICK_TRIES) -> list[float]:
    """Place four rough clicks, several times over, and let them be refined.

    Clicks go to the outer corners where all four are in the picture, else to four crossings far apart. Each is off by
    CLICK_NOISE in the root mean square, in any direction.

    Returns:
        The largest error at a visible labelled point after each try, pixels at 720 lines; infinite where the clicks
        were refused. Empty where fewer than four points are labelled in the picture.
    """
    size = (picture.shape[1], picture.shape[0])
    unit = LINES / min(size)
    chosen = _clicked(labels, size)
    if chosen is None:
        return []
    floor, pixels = chosen
    checked = _inside(labels.crossing_pixels, size)
    check_floor, check_pixels = labels.crossing_floor[checked], labels.crossing_pixels[checked]
    if not len(check_floor):
        check_floor, check_pixels = floor, pixels
    rng = np.random.default_rng(seed)
    errors = []
    for _ in range(tries):
        noise = rng.normal(0, CLICK_NOISE / np.sqrt(2) / unit, pixels.shape)
        try:
            finding = refine_points(picture, floor, pixels + noise)
        except ImpossibleCourtError:
            errors.append(float("inf"))
            continue
        camera = finding.fit.camera if finding.fit else None
        errors.append(float(np.max(_nearest(camera, check_floor, check_pixels))) * unit)
    return errors


def spread_out(pixels: Points, count: int) -> list[int]:
    """Indices of so many points that lie far apart: each next one is the farthest from those before."""
    chosen = [int(np.argmin(pixels @ np.array([1.0, -1.0])))]
    while len(chosen) < count:
        away = np.linalg.norm(pixels[:, None] - pixels[chosen][None], axis=2).min(axis=1)
        chosen.append(int(np.argmax(away)))
    return chosen


def _clicked(labels: CourtLabels, size: tuple[int, int]) -> tuple[Points, Points] | None:
    inside = _inside(labels.corner_pixels, size)
    if len(inside) == _CLICKS and inside.all():
        return labels.corner_floor, labels.corner_pixels
    floor = np.concatenate([labels.corner_floor[inside], labels.crossing_floor])
    pixels = np.concatenate([labels.corner_pixels[inside], labels.crossing_pixels])
    shown = _inside(pixels, size)
    floor, pixels = floor[shown], pixels[shown]
    if len(np.unique(floor.round(1), axis=0)) < _CLICKS:
        return None
    chosen = spread_out(pixels, _CLICKS)
    if _flat(floor[chosen]):
        return None
    return floor[chosen], pixels[chosen]


def _flat(floor: Points) -> bool:
    """Whether three of four points lie on a line."""
    for left_out in range(len(floor)):
        (x1, y1), (x2, y2) = (later - earlier for earlier, later in pairwise(np.delete(floor, left_out, axis=0)))
        if abs(x1 * y2 - y1 * x2) < 0.1:
            return True
    return False


def _inside(pixels: Points, size: tuple[int, int]) -> NDArray[np.bool_]:
    return np.asarray(np.all((pixels >= 0) & (pixels <= np.array(size)), axis=1), dtype=np.bool_)


def _nearest(camera: CourtCamera | None, floor: Points, pixels: Points) -> Points:
    """Distances of points in the better of the court's two orientations; infinite without a camera."""
    if camera is None or not len(floor):
        return np.full(len(floor), np.inf)
    return min((_errors(camera, turn * floor, pixels) for turn in (1, -1)), key=lambda errors: float(np.sum(errors)))


def _nearest_corners(camera: CourtCamera | None, labels: CourtLabels) -> Points:
    """The same for corners, in the better of all four orders when all are labelled."""
    floor, pixels = labels.corner_floor, labels.corner_pixels
    if camera is None or len(floor) < _CLICKS:
        return _nearest(camera, floor, pixels)
    orders = (_errors(camera, np.roll(floor, shift, axis=0), pixels) for shift in range(_CLICKS))
    return min(orders, key=lambda errors: float(np.sum(errors)))


def _errors(camera: CourtCamera, floor: Points, pixels: Points) -> Points:
    errors = np.linalg.norm(camera.project_floor(floor) - pixels, axis=1)
    return np.asarray(np.nan_to_num(errors, nan=np.inf))
