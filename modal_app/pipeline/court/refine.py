"""From a rough guess of the court to a sub-pixel fit on the centres of the painted lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.capture import capture
from modal_app.pipeline.court.channels import CHANNELS, Channel, Image
from modal_app.pipeline.court.finding import Fit
from modal_app.pipeline.court.model import LINES
from modal_app.pipeline.court.net import NetSighting, find_net, height_deviation
from modal_app.pipeline.court.pose import Pose, Vector, to_camera, to_pose
from modal_app.pipeline.court.profiles import Measurements, Stations, measure, place_stations
from modal_app.pipeline.court.solving import Guess, Sightings, from_homography, on_floor, solve
from modal_app.pipeline.court.support import LineSupport, evidence, shows_line, support_of_lines

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
# Deviation of a guess that was drawn to the lines already.
_NEAR_DEVIATION = 2.0
# Deviation of one that may have been drawn to the wrong lines: a long service line is taken for a baseline.
_ASTRAY_DEVIATION = 14.0
_CONTENT = 0.6
_BLURS = (0.7, 1.0, 1.5, 2.2)
# Paint is uneven and the model of a lens is simple: no station is trusted to better than this, pixels at any size.
_FLOOR_DEVIATION = 0.25
# An inlier lies within this many pixels of the fitted model.
_INLIER = 2.0
_LEAST_INLIERS = 24
_LEAST_SHARE = 0.2
# Heights count as told where those at the net are known to this standard deviation, metres.
_LEAST_SURE_HEIGHT = 0.1


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
    # The net; None where it is out of the picture.
    net: NetSighting | None
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


def refine_from(picture: Image, guess: Guess, channels: Sequence[str] = tuple(CHANNELS)) -> Refinement | None:
    """As `refine_with_support`, from a guess that says how rough it is."""
    size = (picture.shape[1], picture.shape[0])
    unit = min(size) / _LINES
    best: tuple[float, Vector, str] | None = None
    for name in channels:
        channel = CHANNELS[name](picture)
        for start in capture(channel, size, guess, _ANSWERS):
            found = _approach(channel, size, start, guess.seen, unit)
            if found and (best is None or found[0] > best[0]):
                best = (*found, name)
            if best and best[0] > _CONTENT:
                return _finish(picture, size, best[1], guess.seen, name, unit)
    return _finish(picture, size, best[1], guess.seen, best[2], unit) if best else None


def refine_near(picture: Image, guess: CourtCamera, channels: Sequence[str]) -> Refinement | None:
    """As `refine_with_support`, from a guess within 3 px at 720 lines: its lines are where it says, none is searched.

    Args:
        picture: BGR, shape (height, width, 3).
        guess: For a picture of this size.
        channels: Names of `CHANNELS` that may show the lines.
    """
    unit = min(guess.size) / _LINES
    rough = from_homography(guess, _NEAR_DEVIATION * unit)
    best: tuple[float, Vector, str] | None = None
    for name in channels:
        found = _approach(CHANNELS[name](picture), guess.size, rough.vector, rough.seen, unit)
        if found and (best is None or found[0] > best[0]):
            best = (*found, name)
        if best and best[0] > _CONTENT:
            break
    return _finish(picture, guess.size, best[1], rough.seen, best[2], unit) if best else None


def refine_around(picture: Image, guess: CourtCamera, channels: Sequence[str]) -> Refinement | None:
    """As `refine_near`, from a guess that may have taken lines for their neighbours."""
    unit = min(guess.size) / _LINES
    return refine_from(picture, from_homography(guess, _ASTRAY_DEVIATION * unit), channels)


def _approach(
    channel: Channel, size: tuple[int, int], vector: Vector, guess: Sightings, unit: float
) -> tuple[float, Vector] | None:
    """A coarse fit around a start, with the share of the visible model that it finds."""
    for reach in _COARSE_REACHES:
        stations = place_stations(to_camera(size, vector), 2 * _SPACING * unit)
        if len(stations) < _LEAST_INLIERS / 2:
            return None
        measured = measure(channel, stations, reach * unit, _BLURS[1])
        seen = shows_line(stations, measured)
        if np.count_nonzero(seen) < _LEAST_INLIERS / 2:
            return None
        vector, _ = solve(size, vector, _sightings(stations, measured, seen) + guess, robust=True, tolerance=1e-5)
    # What is left of the shifts once the camera has followed them.
    followed = to_camera(size, vector).project_floor(stations.floor) - stations.pixels
    left = np.nan_to_num(measured.shifts - np.sum(followed * stations.normals, axis=1), nan=np.inf)
    return float(np.sum(evidence(replace(measured, shifts=left), unit)[seen])) / len(stations), vector


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
        seen = shows_line(stations, measured)
        if np.count_nonzero(seen) < _LEAST_INLIERS:
            return None
        vector, covariance = solve(size, vector, _sightings(stations, measured, seen) + guess, robust=True)
    return _judge(picture, vector, covariance, name, channel, blur)


def _sightings(stations: Stations, measured: Measurements, chosen: NDArray[np.bool_]) -> Sightings:
    normals = stations.normals[chosen]
    places = np.sum(stations.pixels[chosen] * normals, axis=1) + measured.shifts[chosen]
    deviations = np.hypot(measured.deviations[chosen], _FLOOR_DEVIATION)
    return Sightings(on_floor(stations.floor[chosen]), normals, places, deviations)


def _best_channel(picture: Image, camera: CourtCamera, name: str, unit: float) -> tuple[str, Channel, float]:
    """The channel and the blur that tell the lines' places best, where those of one channel are known."""
    stations = place_stations(camera, 2 * _SPACING * unit)
    best, most = (name, CHANNELS[name](picture), _BLURS[1]), 0.0
    # Grey is sharper than what rests on colour, as videos keep colour at half the resolution.
    for tried in dict.fromkeys((name, "grey")):
        channel = CHANNELS[tried](picture)
        for blur in _BLURS:
            measured = measure(channel, stations, _REACHES[-1] * unit, blur)
            information = float(np.sum(evidence(measured, unit)[shows_line(stations, measured)]))
            if information > 1.02 * most:
                best, most = (tried, channel, blur), information
    return best


def _judge(
    picture: Image, vector: Vector, covariance: NDArray[np.float64], name: str, channel: Channel, blur: float
) -> Refinement | None:
    """The fitted camera with its error and support, all measured once more around it."""
    size = (picture.shape[1], picture.shape[0])
    unit = min(size) / _LINES
    pose, net = to_pose(vector), None
    if pose.plausible and (found := find_net(picture, size, vector, covariance)):
        net, vector, covariance = found
    camera = to_camera(size, vector)
    stations = place_stations(camera, _SPACING * unit)
    measured = measure(channel, stations, _REACHES[0] * unit, blur)
    inlier = shows_line(stations, measured) & (np.abs(measured.shifts) < _INLIER * unit)
    inliers = int(np.count_nonzero(inlier))
    if inliers < _LEAST_INLIERS or inliers < _LEAST_SHARE * len(stations) or not pose.plausible:
        return None
    if not height_deviation(size, vector, covariance) <= _LEAST_SURE_HEIGHT:
        camera = replace(camera, projection=None)
    shifts = measured.shifts[inlier]
    metres = camera.to_floor(stations.pixels[inlier] + shifts[:, None] * stations.normals[inlier])
    along = np.array([line.along for line in LINES])[stations.line[inlier]]
    apart = metres - stations.floor[inlier]
    off_line = np.where(along, apart[:, 0], apart[:, 1])
    fit = Fit(camera, float(np.sqrt(np.mean(shifts**2))), float(100 * np.sqrt(np.nanmean(off_line**2))))
    lines = support_of_lines(stations, measured, inlier)
    return Refinement(fit, pose, name, blur, lines, net, len(stations), inliers, vector, covariance)
