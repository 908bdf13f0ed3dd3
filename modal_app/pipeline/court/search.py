"""Cameras that could explain a picture's lines as a court's."""

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.alignment import align_to_lines, align_to_ridges
from modal_app.pipeline.court.evidence import Evidence
from modal_app.pipeline.court.lines import Lines
from modal_app.pipeline.court.matching import ACROSS, ALONG, Matches, match
from modal_app.pipeline.court.pinhole import Pinholes, from_homographies
from modal_app.pipeline.court.stations import make_stations, show
from modal_app.pipeline.court.vanishing import Pencils, normalised

Values = NDArray[np.float64]

# A line may miss its place by this many pixels before the camera is solved again from all lines.
_TOLERANCE = 4.0
# Matches for each direction, and pairs of them for each pair of vanishing points.
_JOINED = 3
_MATCHES = 140
_PAIRS = 500
# Sine by which two directions may miss a right angle, and factor by which their scales may differ, before the camera is
# solved again.
_SKEW = 0.12
_STRETCH = 1.35
# Cameras that are solved again from lines, and that are moved onto the ridges then.
_SOLVED = 220
_ALIGNED = 90
# How far a homography may be from any camera with square pixels before it is solved again.
_MOST_OFF = 0.35
# Bounds of a plausible camera: focal length in longer sides of the picture, height in metres, roll in radians, and
# distance from the court's middle in metres.
_FOCAL = (0.3, 7.0)
_HEIGHT = (0.5, 30.0)
_ROLL = np.deg2rad(28.0)
_DISTANCE = 70.0

# Where neighbouring courts are looked for, metres from the middle of one to that of the other: side by side or end to
# end, at least as far apart as they are large.
_NEIGHBOURS = 6
_ROWS = np.array(
    [(sign * step, 0.0) for sign in (-1, 1) for step in np.arange(6.3, 20.0, 0.08)]
    + [(0.0, sign * step) for sign in (-1, 1) for step in np.arange(13.6, 20.0, 0.08)]
)

_SPARSE = make_stations(2.0)
_COARSE = make_stations(0.8)
_MIDDLE = make_stations(0.45)


def candidates(lines: Lines, pencils: Pencils, evidence: Evidence, most: int) -> Pinholes:
    """Cameras by the paint they find where they expect it, the best first; each differs from the others."""
    pairs = permutations(range(len(pencils.points)), 2)
    tried = (_of_pair(lines, pencils, along, across, evidence.size) for along, across in pairs)
    homographies = [found for found in tried if found is not None]
    if not homographies:
        return Pinholes(evidence.size, np.zeros(0), np.zeros((0, 3, 3)), np.zeros((0, 3)), np.zeros(0))
    cameras, off = from_homographies(np.concatenate(homographies), evidence.size)
    cameras = cameras[(off < _MOST_OFF) & plausible(cameras)]
    cameras = _best(cameras, evidence, 6.0, _SOLVED, 3.0)
    cameras = align_to_lines(cameras, lines, _SPARSE, (30.0, 24.0, 18.0, 12.0))
    cameras = _best(cameras[plausible(cameras)], evidence, 4.0, _ALIGNED, 3.0)
    cameras = align_to_ridges(cameras, evidence, _COARSE, (10.0, 8.0, 6.0, 5.0, 4.0))
    cameras = cameras[plausible(cameras)]
    cameras = _best(cameras, evidence, 3.0, 3 * most, 4.0)
    cameras = align_to_ridges(cameras, evidence, _MIDDLE, (6.0, 5.0, 4.0, 4.0, 4.0), bend=True)
    return _best(cameras[plausible(cameras)], evidence, 2.0, most, 4.0)


def with_neighbours(cameras: Pinholes, evidence: Evidence) -> Pinholes:
    """Cameras and, for the first, those that see the courts beside and behind its court where it sees that one.

    Courts of a hall lie in rows, and people stand on the one that matters: the court that stands out most is often its
    empty neighbour.
    """
    first = cameras[:1]
    places = np.zeros((len(_ROWS), 3))
    places[:, :2] = _ROWS
    moved = Pinholes(
        cameras.size,
        np.repeat(first.focals, len(places)),
        np.repeat(first.rotations, len(places), axis=0),
        first.translations + places @ first.rotations[0].T,
        np.repeat(first.distortions, len(places)),
    )
    moved = _best(moved, evidence, 4.0, _NEIGHBOURS, 40.0)
    moved = align_to_ridges(moved, evidence, _MIDDLE, (6.0, 5.0, 4.0, 4.0), bend=True)
    return cameras.joined(moved[plausible(moved)])


def settled(cameras: Pinholes, evidence: Evidence) -> Pinholes:
    """Cameras that are known well, moved onto the ridges."""
    return align_to_ridges(cameras, evidence, _MIDDLE, (4.0, 3.0, 3.0), bend=True)


def plausible(cameras: Pinholes) -> NDArray[np.bool_]:
    """Whether somebody would stand a camera there, shape (b,)."""
    positions = cameras.positions
    focals = cameras.focals / max(cameras.size)
    return np.asarray(
        (focals > _FOCAL[0])
        & (focals < _FOCAL[1])
        & (positions[:, 2] > _HEIGHT[0])
        & (positions[:, 2] < _HEIGHT[1])
        & (cameras.rolls < _ROLL)
        & (np.hypot(positions[:, 0], positions[:, 1]) < _DISTANCE)
    )


def _of_pair(lines: Lines, pencils: Pencils, along: int, across: int, size: tuple[int, int]) -> Values | None:
    """Homographies, shape (b, 3, 3), for lines along the court towards one point and across it towards another."""
    first, second = pencils.points[along], pencils.points[across]
    ratios = _ratios(first, second)
    if ratios is None:
        return None
    aspect = size[1] / size[0]
    horizon = np.cross(first, second)
    horizon = horizon * np.sign(horizon[1])
    # The horizon, as a x + b y + c = 0, with the floor below it on the positive side.
    if abs(horizon[0]) > np.tan(_ROLL) * abs(horizon[1]) + 1e-9:
        return None
    ground = np.array([0.0, aspect / 2, 1.0])
    if ground @ horizon <= 0.02 * np.hypot(horizon[0], horizon[1]):
        return None
    frame = np.column_stack([second, first, ground])
    back = np.linalg.inv(frame)
    matched = []
    for pencil, other, row, model in ((along, across, 0, ALONG), (across, along, 1, ACROSS)):
        met = lines.crossings()[:, pencils.members[other]].sum(axis=1)
        found = _places(lines, pencils.members[pencil], met, back, row, horizon, size)
        if found is None:
            return None
        result = match(*found, model, _MATCHES)
        if not len(result.scores):
            return None
        matched.append(result)
    return _combined(frame, matched[0], matched[1], ratios, size)


def _ratios(first: Values, second: Values) -> tuple[float, float] | None:
    """Least and most scale along the court for one across it; None if no camera sees the two at a right angle.

    Some plausible focal length must make two vanishing points those of perpendicular directions, and a metre one way
    as long as a metre the other way.
    """
    focals = np.geomspace(*_FOCAL, 40)
    ones = np.ones_like(focals)
    rays = [np.stack([p[0] / focals, p[1] / focals, p[2] * ones]) for p in (first, second)]
    lengths = [np.linalg.norm(ray, axis=0) for ray in rays]
    square = np.abs(np.sum(rays[0] * rays[1], axis=0)) < _SKEW * lengths[0] * lengths[1]
    if not square.any():
        return None
    ratios = (lengths[1] / lengths[0])[square]
    return float(ratios.min()) / _STRETCH, float(ratios.max()) * _STRETCH


def _places(
    lines: Lines,
    members: NDArray[np.bool_],
    met: NDArray[np.int64],
    back: Values,
    row: int,
    horizon: Values,
    size: tuple[int, int],
) -> tuple[Values, Values, Values] | None:
    """Places of a pencil's lines on the floor, how far off each may be, and its support; None for fewer than two."""
    equations, middles, _ = normalised(lines, size)
    points = np.column_stack([middles, np.ones(len(middles))])
    below = points @ horizon > 0.02 * np.hypot(horizon[0], horizon[1])
    chosen = members & below
    if chosen.sum() < 2:
        return None
    points = points[chosen]
    normals = np.column_stack([equations[chosen, :2], np.zeros(chosen.sum())])

    def place(at: Values) -> Values:
        seen = at @ back.T
        return np.asarray(seen[:, row] / seen[:, 2])

    places = place(points)
    reach = _TOLERANCE / size[0]
    tolerances = np.abs(place(points + reach * normals) - place(points - reach * normals)) / 2
    # Lines of a court meet several of its others; what hangs on a wall or sits on a stand meets none.
    joined = 0.2 + 0.8 * np.minimum(met[chosen], _JOINED) / _JOINED
    weights = (np.minimum(lines.support[chosen] / size[0], 0.4) + 0.02) * joined
    return places, np.maximum(tolerances, 1e-9), weights


def _combined(
    frame: Values, along: Matches, across: Matches, ratios: tuple[float, float], size: tuple[int, int]
) -> Values:
    """Homographies, shape (b, 3, 3), of the pairs of matches with the most support that a camera may show."""
    scores = along.scores[:, None] + across.scores
    # Lines along the court are told apart by places across it, and the other way round.
    ratio = across.scales / along.scales[:, None]
    scores[(ratio < ratios[0]) | (ratio > ratios[1])] = -1.0
    best = np.argsort(-scores, axis=None, kind="stable")[:_PAIRS]
    best = best[scores.ravel()[best] > 0]
    one, other = np.unravel_index(best, scores.shape)
    laid = np.zeros((len(best), 3, 3))
    laid[:, 0, 0], laid[:, 0, 2] = along.scales[one], along.shifts[one]
    laid[:, 1, 1], laid[:, 1, 2] = across.scales[other], across.shifts[other]
    laid[:, 2, 2] = 1
    pixels = np.array([[size[0], 0, size[0] / 2], [0, size[0], size[1] / 2], [0, 0, 1.0]])
    return np.asarray(pixels @ frame @ laid)


def _best(cameras: Pinholes, evidence: Evidence, tolerance: float, most: int, apart: float) -> Pinholes:
    """The cameras that find the most paint, without near copies of better ones."""
    if not len(cameras):
        return cameras
    scores = quick_scores(cameras, evidence, tolerance)
    order = np.argsort(-scores, kind="stable")[: 6 * most]
    signs = signatures(cameras[order])
    kept: list[int] = []
    for index in range(len(order)):
        if len(kept) == most:
            break
        if not kept or np.abs(signs[kept] - signs[index]).mean(axis=(1, 2)).min() > apart:
            kept.append(index)
    return cameras[order[kept]]


def quick_scores(cameras: Pinholes, evidence: Evidence, tolerance: float) -> Values:
    """Paint found less what chance would find, shape (b,)."""
    scores = np.zeros(len(cameras))
    for start in range(0, len(cameras), 1024):
        chosen = slice(start, start + 1024)
        shown = show(cameras[chosen], _COARSE)
        support = evidence.support(shown, tolerance)
        scores[chosen] = np.sum(shown.weights * (support - 0.3), axis=1)
    return scores


_GRID = np.array([[x, y, 0.0] for x in (-3.03, 0.0, 3.03) for y in (-6.68, -2.0, 2.0, 6.68)])


def signatures(cameras: Pinholes) -> Values:
    """Where cameras show a few places of the court, shape (b, 12, 2): cameras are alike if these are.

    Places outside the picture are drawn to its margin, so that they do not tell cameras apart. Both ends of the court
    give the same.
    """
    shown, depth = cameras.project(_GRID)
    width, height = cameras.size
    margin = np.array([width, height]) * 0.15
    shown = np.where(depth[..., None] > 0.1, shown, -margin)
    shown = np.clip(shown, -margin, np.array([width, height]) + margin)
    # The nearer end first.
    far = cameras.positions[:, 1] > 0
    return np.asarray(np.where(far[:, None, None], shown[:, ::-1], shown))
