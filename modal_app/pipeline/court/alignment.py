"""Moving cameras so that the court's lines fall on those of a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.evidence import Evidence
from modal_app.pipeline.court.lines import Lines
from modal_app.pipeline.court.model import LINES
from modal_app.pipeline.court.pinhole import Pinholes, rotated
from modal_app.pipeline.court.stations import Shown, Stations, show

Values = NDArray[np.float64]

# A line of the picture can be one of the court's if their directions differ by less, sine, and if it reaches along so
# much of it.
_TURN = 0.12
_ALONG = 0.25


@dataclass(frozen=True)
class Priors:
    """What is known of cameras before looking, as standard deviations."""

    log_focal: float = 0.8
    distortion: float = 0.05


def align_to_lines(cameras: Pinholes, lines: Lines, stations: Stations, radii: tuple[float, ...]) -> Pinholes:
    """Cameras solved again from all lines of the picture that can be taken for lines of the court.

    Args:
        cameras: Where to begin.
        lines: Lines of the picture.
        stations: Places on the court's lines.
        radii: For each step, how far off a line of the picture may be, pixels.
    """
    start = np.log(cameras.focals)
    of_line = (stations.lines[:, None] == np.arange(len(LINES))).astype(np.float64)
    for radius in radii:
        shown = show(cameras, stations)
        off, weights = _assigned(shown, lines, stations, of_line, radius)
        cameras = _step(cameras, stations, shown, off, weights, (0.3 * radius) ** 2, start, False)
    return cameras


def _assigned(shown: Shown, lines: Lines, stations: Stations, of_line: Values, radius: float) -> tuple[Values, Values]:
    """How far to the left of stations their lines in the picture lie, and how much these count, shape (b, s) each."""
    middles, directions = (lines.ends[:, 0] + lines.ends[:, 1]) / 2, lines.directions
    halves = np.linalg.norm(lines.ends[:, 1] - lines.ends[:, 0], axis=1) / 2
    # Distance along the normal of the station to the line of the picture.
    normals = lines.equations[:, :2]
    distance = shown.points @ normals.T + lines.equations[:, 2]
    left = np.stack([-shown.tangents[..., 1], shown.tangents[..., 0]], axis=-1)
    facing = left @ normals.T
    turn = shown.tangents @ normals.T
    off = np.clip(-distance / np.where(np.abs(facing) < 0.5, np.inf, facing), -1e3, 1e3)
    along = np.abs(shown.points @ directions.T - np.sum(middles * directions, axis=1))
    reach = (along < halves + radius) & (np.abs(turn) < _TURN) & (np.abs(facing) > 0.5)
    weighted = shown.weights[..., None] * reach
    total = shown.weights @ of_line
    covered = of_line.T @ weighted
    square = of_line.T @ (weighted * off**2) / np.maximum(covered, 1e-9)
    fits = (covered > _ALONG * total[..., None]) & (covered > 0) & (square < radius**2)
    cost = np.where(fits, square, np.inf)
    best = np.argmin(cost, axis=2)
    least = np.take_along_axis(cost, best[..., None], axis=2)[..., 0]
    # A line of the picture is one line of the court: the nearest.
    rivals = np.where(best[:, :, None] == best[:, None, :], least[:, None, :], np.inf)
    taken = np.isfinite(least) & (least <= rivals.min(axis=2))
    chosen = best[:, stations.lines]
    here = np.take_along_axis(off, chosen[..., None], axis=2)[..., 0]
    valid = np.take_along_axis(reach, chosen[..., None], axis=2)[..., 0] & taken[:, stations.lines]
    pull = (1 - np.minimum(np.abs(here) / (2 * radius), 1.0) ** 2) ** 2
    return here, np.where(valid, shown.weights * pull, 0.0)


def align_to_ridges(
    cameras: Pinholes, evidence: Evidence, stations: Stations, radii: tuple[float, ...], bend: bool = False
) -> Pinholes:
    """Cameras moved onto the ridges near their lines, by damped Gauss-Newton steps.

    Args:
        cameras: Where to begin.
        evidence: The picture.
        stations: Places on the court's lines.
        radii: For each step, how far away ridges may be, pixels.
        bend: Whether the radial term is free too.
    """
    start = np.log(cameras.focals)
    for radius in radii:
        shown = show(cameras, stations)
        off, nearest = evidence.nearest(shown.points, shown.tangents)
        near = np.abs(off) < radius
        pull = np.where(near, (1 - (np.nan_to_num(off) / radius) ** 2) ** 2, 0.0)
        weights = shown.weights * evidence.ridges.strengths[nearest] * pull
        cameras = _step(cameras, stations, shown, off, weights, (0.3 * radius) ** 2, start, bend)
    return cameras


def _step(
    cameras: Pinholes,
    stations: Stations,
    shown: Shown,
    off: Values,
    weights: Values,
    unit: float,
    start: Values,
    bend: bool,
) -> Pinholes:
    """One damped Gauss-Newton step towards places to the left of stations; `unit` is the variance of one of these."""
    priors = Priors()
    jacobian = _jacobian(cameras, stations, shown)
    if not bend:
        jacobian[..., 7] = 0.0
    weighted = jacobian * weights[..., None]
    turned = weighted.transpose(0, 2, 1)
    normal = turned @ jacobian
    right = (turned @ np.nan_to_num(off)[..., None])[..., 0]
    normal[:, 0, 0] += unit / priors.log_focal**2
    right[:, 0] += unit / priors.log_focal**2 * (start - np.log(cameras.focals))
    normal[:, 7, 7] += unit / priors.distortion**2
    right[:, 7] -= unit / priors.distortion**2 * cameras.distortions
    normal[:, np.arange(8), np.arange(8)] += 1e-3 * np.einsum("bii->bi", normal) + 1e-9
    step = np.clip(np.linalg.solve(normal, right[..., None])[..., 0], -1.0, 1.0)
    return _moved(cameras, step, bend)


def _moved(cameras: Pinholes, step: Values, bend: bool) -> Pinholes:
    turned = rotated(np.broadcast_to(np.eye(3), (len(cameras), 3, 3)), 0.3 * step[:, 1:4])
    return Pinholes(
        cameras.size,
        cameras.focals * np.exp(step[:, 0]),
        turned @ cameras.rotations,
        cameras.translations + 3.0 * step[:, 4:7],
        cameras.distortions + (0.1 * step[:, 7] if bend else 0.0),
    )


def _jacobian(cameras: Pinholes, stations: Stations, shown: Shown) -> Values:
    """How far stations move to the left of their lines for a unit of each parameter, shape (b, s, 8).

    The parameters: logarithm of the focal length, turn of the camera (0.3 rad), translation (3 m), radial term (0.1).
    """
    places = np.column_stack([stations.places, np.zeros(len(stations.places))])
    turned = places @ cameras.rotations.transpose(0, 2, 1)
    seen = turned + cameras.translations[:, None]
    depth = np.maximum(seen[..., 2], 0.05)
    left = np.stack([-shown.tangents[..., 1], shown.tangents[..., 0]], axis=-1)
    scale = cameras.focals[:, None] / depth
    # Gradient of the movement to the left by the point before the camera.
    flat = seen[..., :2] / depth[..., None]
    gradient = np.concatenate([left, -np.sum(left * flat, axis=-1, keepdims=True)], axis=-1) * scale[..., None]
    ideal = flat * cameras.focals[:, None, None]
    radius = np.sum(ideal**2, axis=-1) / (np.hypot(*cameras.size) / 2) ** 2
    outward = np.sum(left * ideal, axis=-1)
    columns = [
        outward[..., None],
        0.3 * np.cross(turned, gradient),
        3.0 * gradient,
        0.1 * (outward * radius)[..., None],
    ]
    return np.asarray(np.nan_to_num(np.concatenate(columns, axis=-1)))
