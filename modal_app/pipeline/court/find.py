"""The court in pictures of one view, without a click."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.confidence import LIKELIHOOD_SCALE, Signs, confidence
from modal_app.pipeline.court.evidence import Evidence
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.court.lines import find_lines
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH, LINES
from modal_app.pipeline.court.pinhole import Pinholes, from_camera
from modal_app.pipeline.court.refine import Refinement, refine_around, refine_near
from modal_app.pipeline.court.ridges import COLOURED, WHITE, find_ridges
from modal_app.pipeline.court.score import Scores, score
from modal_app.pipeline.court.search import candidates, settled, signatures, with_neighbours
from modal_app.pipeline.court.vanishing import find_pencils

Image = NDArray[np.uint8]
Values = NDArray[np.float64]

# Pictures are searched at about this many pixels, 1280 x 720: larger ones show no more lines.
_PIXELS = 1280 * 720
_CANDIDATES = 12
# Pictures that are searched for a court that is not sure in the first: others of the same view show hardly more.
_SEARCHED = 2
# Candidates that explain so little are not fitted: logarithm of the likelihood against chance.
_LEAST_LIKELIHOOD = 40.0
# Fewer lines than two each way are no court.
_LEAST_LINES = 4
# Candidates that are fitted to sub-pixel, the best first, until one is sure: where other sports' lines leave two places
# for a line, the fit and the net decide. Those with less of the best one's likelihood are no match for it.
_FITTED = 4
_SERIOUS = 0.7
# Around the first so many others are tried, unless the fit finds such a share of the visible paint.
_AROUND = 1
_CONVINCING = 0.7
# A camera this close to beside the net's line has no nearer half, metres.
_BESIDE = 0.5
# Confidence from which a court is taken as found, and from which it is worth showing as a start for clicks.
FOUND = 0.75
WORTH_SHOWING = 0.2
# A picture that shows less of the court's floor than the first is no view of play, but of a corner of the court, a
# player or the hall; one that shows less than the second may be.
LEAST_SEEN = 0.5
_WELL_SEEN = 0.6
# Any two lines can be taken for some two of the court's: a third one each way is the first that tells, unless all else
# agrees, as the net does.
_FREE_LINES = 2
_SURE_ANYWAY = 0.85
# Courts further apart than this are rivals, pixels in the mean over the court.
_RIVAL = 12.0
# Places beside a sure court that are looked at more closely for a second one, and from which confidence there is one:
# where it is likelier than not.
_LOOKED_AT = 4
_COMPANY = 0.5
# How far from the picture's middle a court in play usually is, standard deviation in widths.
_ASIDE = 0.35
# Places all over the court's floor, metres, shape (n, 2).
_FLOOR = np.array(
    [(x, y) for x in np.linspace(-HALF_WIDTH, HALF_WIDTH, 9) for y in np.linspace(-HALF_LENGTH, HALF_LENGTH, 19)]
)
# A line is met if this share of what is visible of it is, and it shows this many stations.
_MET_SHARE = 0.35
_MET_STATIONS = 2.5
# The fit finds a line as surely as can be where this share of its stations bear it out: worn paint has gaps, people and
# nets hide some. Lines with fewer stations tell nothing.
_FOUND_SHARE = 0.7
_FOUND_STATIONS = 3


@dataclass(frozen=True)
class Judged:
    """A court found in one picture."""

    fit: Fit
    signs: Signs
    confidence: float
    # Share of the court's floor that is inside the picture, 0..1.
    seen: float
    # Whether a second court is in the picture; only looked for beside one that is sure.
    several: bool = False

    @property
    def sure(self) -> bool:
        """Whether metres may rest on it."""
        enough = min(self.signs.across * 6, self.signs.along * 5) > _FREE_LINES + 0.5
        return self.seen >= _WELL_SEEN and self.confidence >= (FOUND if enough else _SURE_ANYWAY)


def find_court(pictures: Sequence[Image]) -> CourtFinding:
    """The badminton court that pictures of one view show.

    The near half is the one on the camera's side of the net. A camera exactly beside the net has none: then y points to
    the picture's right.

    Args:
        pictures: BGR, shape (height, width, 3), all of one size; the clean background first.
    """
    best: Judged | None = None
    for picture in pictures[:_SEARCHED]:
        for channels in (WHITE, COLOURED):
            judged = search_picture(picture, channels)
            if judged and judged.seen >= LEAST_SEEN and (best is None or judged.confidence > best.confidence):
                best = judged
            if best and best.sure:
                return CourtFinding(CourtStatus.found, best.confidence, best.fit, best.several)
        if best is None or best.confidence < WORTH_SHOWING:
            break
    if best is None or best.confidence < WORTH_SHOWING:
        return CourtFinding(CourtStatus.none, best.confidence if best else 0.0)
    return CourtFinding(CourtStatus.unsure, best.confidence, best.fit)


def search_picture(picture: Image, channels: Sequence[str]) -> Judged | None:
    """The likeliest court in one picture, by paint that stands out in some channels; None without any."""
    best: Judged | None = None
    for judged in judged_courts(picture, channels):
        if best is None or judged.confidence > best.confidence:
            best = judged
    return best


def judged_courts(picture: Image, channels: Sequence[str]) -> Iterator[Judged]:
    """Courts that one picture may show, the likeliest first, until one is sure."""
    small = _resized(picture)
    size = (small.shape[1], small.shape[0])
    ridges = find_ridges(small, channels)
    lines = find_lines(ridges, size)
    if len(lines) < _LEAST_LINES:
        return
    evidence = Evidence(ridges, size)
    cameras = candidates(lines, find_pencils(lines, size), evidence, _CANDIDATES)
    if not len(cameras):
        return
    cameras = with_neighbours(cameras[np.argsort(-score(cameras, evidence).likelihoods)], evidence)
    scores = score(cameras, evidence)
    standing = scores.likelihoods * _prominence(cameras)
    for place, index in enumerate(np.argsort(-standing)[:_FITTED]):
        serious = standing[index] >= _SERIOUS * standing.max() and scores.likelihoods[index] >= _LEAST_LIKELIHOOD
        if not serious:
            return
        for camera, refined in _fits(picture, cameras[index : index + 1], evidence, channels, around=place < _AROUND):
            judged = _judged(camera, cameras, evidence, refined)
            if judged.sure:
                yield replace(judged, several=_has_company(camera.joined(cameras), evidence, picture, channels))
                return
            yield judged


def _fits(
    picture: Image, camera: Pinholes, evidence: Evidence, channels: Sequence[str], *, around: bool
) -> Iterator[tuple[Pinholes, Refinement]]:
    """Fits to sub-pixel from a candidate, each with the camera that it rests on.

    A fit that shows little of the court may have taken lines for their neighbours: where told, others around it are
    tried.
    """
    size = (picture.shape[1], picture.shape[0])
    guess = as_camera(camera).resized(size)
    refined = refine_near(picture, guess, channels)
    if refined is None:
        return
    yield camera, refined
    if around and refined.share < _CONVINCING:
        other = refine_around(picture, guess, (refined.channel,))
        if other and other.share > refined.share:
            yield settled(from_camera(other.fit.camera.resized(camera.size)), evidence), other


def _judged(camera: Pinholes, cameras: Pinholes, evidence: Evidence, refined: Refinement) -> Judged:
    """One camera and its fit, beside all other cameras."""
    everything = camera.joined(cameras)
    signs = _signs(0, everything, score(everything, evidence), refined)
    return Judged(refined.fit, signs, confidence(signs), seen_share(refined.fit.camera))


def as_camera(cameras: Pinholes) -> CourtCamera:
    """One camera, with the court the way round that is agreed."""
    x, y, _ = cameras.positions[0]
    if y > _BESIDE or (abs(y) <= _BESIDE and x < 0):
        cameras = cameras.turned()
    matrix = cameras.matrices()[0]
    return CourtCamera(cameras.size, matrix[:, [0, 1, 3]], float(cameras.distortions[0]), matrix)


def seen_share(camera: CourtCamera) -> float:
    """Share of the court's floor inside the picture, 0..1."""
    shown = camera.project_floor(_FLOOR)
    with np.errstate(invalid="ignore"):
        return float(np.mean(((shown > 0) & (shown < camera.size)).all(axis=1)))


def _prominence(cameras: Pinholes) -> Values:
    """How much each court is what its picture is of, shape (b,): it is large, in the middle, and all of it is seen."""
    shown, depth = cameras.project(np.column_stack([_FLOOR, np.zeros(len(_FLOOR))]))
    inside = (depth > 0) & ((shown > 0) & (shown < cameras.size)).all(axis=2)
    middle = np.sum(shown[..., 0] * inside, axis=1) / np.maximum(inside.sum(axis=1), 1)
    aside = middle / cameras.size[0] - 0.5
    # Pixels of the picture for a square metre of the floor there, and so for all that is seen of the court.
    scale = (cameras.focals**2 * cameras.positions[:, 2])[:, None] / np.maximum(depth, 0.3) ** 3
    area = (2 * HALF_WIDTH) * (2 * HALF_LENGTH) * np.mean(scale * inside, axis=1) / np.prod(cameras.size)
    return np.asarray(
        inside.mean(axis=1) ** 0.5 * np.exp(-0.5 * (aside / _ASIDE) ** 2) * np.clip(area, 1e-3, 1.0) ** 0.25
    )


def _has_company(cameras: Pinholes, evidence: Evidence, picture: Image, channels: Sequence[str]) -> bool:
    """Whether a second court can be made out beside or behind the first camera's: judged by itself, it is likely one.

    The first one's floor is taken: what lies partly on it is no rival.
    """
    found = with_neighbours(cameras[:1], evidence).joined(cameras)
    others = found[_beside(0, found)]
    if not len(others):
        return False
    scores, places = score(others, evidence), signatures(others)
    tried: list[int] = []
    for other in np.argsort(-scores.likelihoods).tolist():
        if len(tried) == _LOOKED_AT or scores.likelihoods[other] <= 0:
            break
        if tried and np.abs(places[tried] - places[other]).mean(axis=(1, 2)).min() <= _RIVAL:
            continue
        tried.append(other)
        guess = as_camera(others[other : other + 1]).resized((picture.shape[1], picture.shape[0]))
        refined = refine_near(picture, guess, channels)
        if refined and confidence(_signs(other, others, scores, refined)) >= _COMPANY:
            return True
    return False


def _beside(index: int, cameras: Pinholes) -> NDArray[np.bool_]:
    """Which cameras see a court on other floor than one camera does, shape (b,)."""
    centres, depth = cameras.project(np.zeros((1, 3)))
    away = np.abs(as_camera(cameras[index : index + 1]).to_floor(centres[:, 0]))
    return np.asarray((away > (HALF_WIDTH * 1.9, HALF_LENGTH * 1.9)).any(axis=1) & (depth[:, 0] > 0))


def _rivals(index: int, cameras: Pinholes) -> NDArray[np.bool_]:
    """Which cameras see another court where one sees its own, shape (b,): courts may lie side by side, not overlap."""
    places = signatures(cameras)
    apart = np.abs(places - places[index]).mean(axis=(1, 2)) > _RIVAL
    return np.asarray(apart & ~_beside(index, cameras))


def _signs(index: int, cameras: Pinholes, scores: Scores, refined: Refinement) -> Signs:
    apart = _rivals(index, cameras)
    likelihood = max(float(scores.likelihoods[index]), 1.0)
    rival = float(np.max(scores.likelihoods, where=apart, initial=0.0)) / likelihood
    shares, weights = scores.lines[index], scores.weights[index]
    met = (shares > _MET_SHARE) & (weights > _MET_STATIONS)
    offsets = {(line.along, line.offset) for line, here in zip(LINES, met, strict=True) if here}
    along = sum(1 for direction, _ in offsets if direction)
    return Signs(
        likelihood=float(np.log(likelihood)) / LIKELIHOOD_SCALE,
        fitted=refined.share,
        across=(len(offsets) - along) / 6,
        along=along / 5,
        lead=1.0 - min(rival, 1.5),
        net=max(refined.net.support - refined.net.rival, 0.0) if refined.net else 0.0,
        complete=_complete(refined),
    )


def _complete(refined: Refinement) -> float:
    """How many of the lines that the picture shows the fit finds, as a share: each counts alike, long or short."""
    found = [min(line.share / _FOUND_SHARE, 1.0) for line in refined.lines if line.stations >= _FOUND_STATIONS]
    return float(np.mean(found)) if found else 0.0


def _resized(picture: Image) -> Image:
    height, width = picture.shape[:2]
    scale = min((_PIXELS / (height * width)) ** 0.5, 2.0)
    if abs(scale - 1) < 0.02:
        return picture
    shape = (round(width * scale), round(height * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, shape, interpolation=method), dtype=np.uint8)
