"""From a rough guess of the court to a sub-pixel fit on the centres of the painted lines."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.capture import capture
from modal_app.pipeline.court.channels import CHANNELS, Channel, Image
from modal_app.pipeline.court.finding import Fit
from modal_app.pipeline.court.model import LINES
from modal_app.pipeline.court.pose import Pose, Vector, to_camera, to_pose
from modal_app.pipeline.court.profiles import Measurements, Stations, measure, place_stations
from modal_app.pipeline.court.solving import Guess, Sightings, from_homography, on_floor, solve

# Lengths in pixels are meant at 720 lines.
_LINES = 720
_SPACING = 8.0
# How far from the model a line is looked for, round by round.
_COARSE_REACHES = (5.0, 3.0)
_REACHES = (3.0, 2.0, 1.5)
# Deviation of a guess that is within 15 px, and how many places for it are tried in each channel. Where this share of
# the model is found, nothing else is tried.
_GUESS_DEVIATION = 8.0
_ANSWERS = 4
_CONTENT = 0.6
_BLURS = (0.7, 1.0, 1.5, 2.2)
# Paint is uneven and the model of a lens is simple: no station is trusted to better than this, pixels at any size.
_FLOOR_DEVIATION = 0.25
# A station counts as showing its line where the pattern explains this share of the profile and the paint
# is this much brighter than the floor: in grey levels, and as a share of what is usual on the same line.
_LEAST_FIT = 0.5
_LEAST_CONTRAST = 3.0
_LEAST_CONTRAST_SHARE = 0.25
# Logarithm of how much better paint explains a profile than a bare floor does, from which on a station says no more.
_FULL_EVIDENCE = 3.0
# An inlier lies within this many pixels of the fitted model.
_INLIER = 2.0
_LEAST_INLIERS = 24
_LEAST_SHARE = 0.2


@dataclass(frozen=True)
class LineSupport:
    """What a picture shows of one line of the model."""

    name: str
    # Stations inside the picture, about one every 8 px at 720 lines, away from crossings.
    stations: int
    # Share of them where paint was found within 2 px (at 720 lines) of the fitted model, 0..1.
    share: float
    # Median brightness of that paint above the floor's, grey levels of the channel that shows the lines best.
    contrast: float
    # Median distance of the paint from the model, signed along the line's normal, pixels.
    offset: float


@dataclass(frozen=True)
class Refinement:
    """A fit and what it rests on."""

    fit: Fit
    pose: Pose
    # Name of the channel the lines were measured in.
    channel: str
    # Standard deviation of the picture's blur across lines, pixels.
    blur: float
    # Lines with at least one station in the picture, in the model's order.
    lines: tuple[LineSupport, ...]
    # Stations in the picture, and how many of them support the model.
    stations: int
    inliers: int
    # The fitted parameters (see pose.py), shape (10,), and their covariance, shape (10, 10).
    vector: Vector
    covariance: NDArray[np.float64]

    @property
    def share(self) -> float:
        """Share of the visible model that the picture shows, 0..1."""
        return self.inliers / self.stations


def refine(picture: Image, guess: CourtCamera) -> Fit | None:
    """The court's lines to sub-pixel, from a guess within about 15 px at 720 lines, if it shows any.

    Args:
        picture: BGR, shape (height, width, 3).
        guess: For a picture of this size.
    """
    refinement = refine_with_support(picture, guess)
    return refinement.fit if refinement else None


def refine_with_support(picture: Image, guess: CourtCamera) -> Refinement | None:
    """As `refine`, with what the fit rests on."""
    height, width = picture.shape[:2]
    if (width, height) != guess.size:
        raise ValueError(f"a guess for {guess.size} cannot start a fit in a picture of {(width, height)}")
    unit = min(height, width) / _LINES
    return refine_from(picture, from_homography(guess, _GUESS_DEVIATION * unit))


def refine_from(picture: Image, guess: Guess) -> Refinement | None:
    """As `refine_with_support`, from a guess that says how rough it is."""
    size = (picture.shape[1], picture.shape[0])
    unit = min(size) / _LINES
    best: tuple[float, Vector, str] | None = None
    for name, make in CHANNELS.items():
        channel = make(picture)
        for start in capture(channel, size, guess, _ANSWERS):
            found = _approach(channel, size, start, guess.seen, unit)
            if found and (best is None or found[0] > best[0]):
                best = (*found, name)
            if best and best[0] > _CONTENT:
                return _finish(picture, size, best[1], guess.seen, name, unit)
    return _finish(picture, size, best[1], guess.seen, best[2], unit) if best else None


def _approach(
    channel: Channel, size: tuple[int, int], vector: Vector, guess: Sightings, unit: float
) -> tuple[float, Vector] | None:
    """A coarse fit around a start, with the share of the visible model that it finds."""
    for reach in _COARSE_REACHES:
        stations = place_stations(to_camera(size, vector), 2 * _SPACING * unit)
        if len(stations) < _LEAST_INLIERS / 2:
            return None
        measured = measure(channel, stations, reach * unit, _BLURS[1] * max(unit, 1.0))
        seen = _shows_line(stations, measured)
        if np.count_nonzero(seen) < _LEAST_INLIERS / 2:
            return None
        vector, _ = solve(size, vector, _sightings(stations, measured, seen) + guess, robust=True, tolerance=1e-5)
    return float(np.sum(_evidence(measured, unit)[seen])) / len(stations), vector


def _finish(
    picture: Image, size: tuple[int, int], vector: Vector, guess: Sightings, name: str, unit: float
) -> Refinement | None:
    name, channel, blur = _best_channel(picture, to_camera(size, vector), name, unit)
    covariance = np.zeros((len(vector), len(vector)))
    for reach in _REACHES:
        stations = place_stations(to_camera(size, vector), _SPACING * unit)
        if len(stations) < _LEAST_INLIERS:
            return None
        measured = measure(channel, stations, reach * unit, blur)
        seen = _shows_line(stations, measured)
        if np.count_nonzero(seen) < _LEAST_INLIERS:
            return None
        vector, covariance = solve(size, vector, _sightings(stations, measured, seen) + guess, robust=True)
    return _judge(size, vector, covariance, name, channel, blur, unit)


def _sightings(stations: Stations, measured: Measurements, chosen: NDArray[np.bool_]) -> Sightings:
    normals = stations.normals[chosen]
    places = np.sum(stations.pixels[chosen] * normals, axis=1) + measured.shifts[chosen]
    deviations = np.hypot(measured.deviations[chosen], _FLOOR_DEVIATION)
    return Sightings(on_floor(stations.floor[chosen]), normals, places, deviations)


def _shows_line(stations: Stations, measured: Measurements) -> NDArray[np.bool_]:
    """Stations where paint of the line's usual brightness is seen, shape (n,)."""
    good = (measured.fits > _LEAST_FIT) & (measured.contrasts > _LEAST_CONTRAST)
    if not good.any():
        return good
    usual = np.percentile(measured.contrasts[good], 70)
    return good & (measured.contrasts > _LEAST_CONTRAST_SHARE * usual)


def _best_channel(picture: Image, camera: CourtCamera, name: str, unit: float) -> tuple[str, Channel, float]:
    """The channel and the blur that tell the lines' places best, where those of one channel are known."""
    stations = place_stations(camera, 2 * _SPACING * unit)
    best, most = (name, CHANNELS[name](picture), _BLURS[1]), 0.0
    # Grey is sharper than what rests on colour, as videos keep colour at half the resolution.
    for tried in dict.fromkeys((name, "grey")):
        channel = CHANNELS[tried](picture)
        for blur in _BLURS:
            measured = measure(channel, stations, _REACHES[-1] * unit, blur)
            information = float(np.sum(_evidence(measured, unit)[_shows_line(stations, measured)]))
            if information > 1.02 * most:
                best, most = (tried, channel, blur), information
    return best


def _evidence(measured: Measurements, unit: float) -> NDArray[np.float64]:
    """How surely each station shows its line where the model has it, 0..1, shape (n,)."""
    better = np.minimum(-np.log1p(-np.minimum(measured.fits, 0.999)), _FULL_EVIDENCE) / _FULL_EVIDENCE
    return np.asarray(better * np.exp(-0.5 * (measured.shifts / unit) ** 2))


def _judge(
    size: tuple[int, int],
    vector: Vector,
    covariance: NDArray[np.float64],
    name: str,
    channel: Channel,
    blur: float,
    unit: float,
) -> Refinement | None:
    """The fitted camera with its error and support, all measured once more around it."""
    camera = to_camera(size, vector)
    stations = place_stations(camera, _SPACING * unit)
    if not len(stations):
        return None
    measured = measure(channel, stations, _REACHES[0] * unit, blur)
    inlier = _shows_line(stations, measured) & (np.abs(measured.shifts) < _INLIER * unit)
    inliers = int(np.count_nonzero(inlier))
    pose = to_pose(vector)
    if inliers < _LEAST_INLIERS or inliers < _LEAST_SHARE * len(stations) or not pose.plausible:
        return None
    shifts = measured.shifts[inlier]
    metres = camera.to_floor(stations.pixels[inlier] + shifts[:, None] * stations.normals[inlier])
    along = np.array([line.along for line in LINES])[stations.line[inlier]]
    apart = metres - stations.floor[inlier]
    off_line = np.where(along, apart[:, 0], apart[:, 1])
    fit = Fit(camera, float(np.sqrt(np.mean(shifts**2))), float(100 * np.sqrt(np.nanmean(off_line**2))))
    lines = tuple(
        LineSupport(
            line.name,
            int(np.count_nonzero(mine)),
            float(np.mean(inlier[mine])),
            float(np.median(measured.contrasts[mine & inlier])) if (mine & inlier).any() else 0.0,
            float(np.median(measured.shifts[mine & inlier])) if (mine & inlier).any() else 0.0,
        )
        for index, line in enumerate(LINES)
        if (mine := stations.line == index).any()
    )
    return Refinement(fit, pose, name, blur, lines, len(stations), inliers, vector, covariance)
