"""Straight lines among ridge points."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.ridges import CELL, Ridges

Values = NDArray[np.float64]

_ANGLE_BINS = 180
_SPREAD = 5  # Degrees by which a point's direction may be off its line's when it votes.
_RHO_STEP = 2.0
# Distance from a line, pixels at 720 lines, within which points belong to it. Lenses bend lines by a few pixels.
_NEAR = 2.5
_ANGLE_TOLERANCE = np.deg2rad(11.0)
# A gap wider than this ends a stretch of a line, pixels: a player standing on it leaves less.
_GAP = 45.0
# Lines meet if they end no further than this from where they would, pixels.
_MEETING = 20.0
# Cells that turn out to hold no line before the search is given up.
_TRIES = 60


@dataclass(frozen=True)
class Lines:
    """Lines of a picture, n of them, the best supported first."""

    # Unit normals (a, b) and offset c of a x + b y + c = 0, shape (n, 3).
    equations: Values
    # Ends of the supported stretch, shape (n, 2, 2), and its middle by support, shape (n, 2); pixels.
    ends: Values
    middles: Values
    # Pixels of the line that have points on them, times how much these stand out, shape (n,).
    support: Values

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.support)

    @property
    def directions(self) -> Values:
        """Unit vectors along the lines, shape (n, 2)."""
        return np.stack([-self.equations[:, 1], self.equations[:, 0]], axis=1)

    def crossings(self) -> NDArray[np.bool_]:
        """Which lines meet within their supported stretches, or nearly so, shape (n, n)."""
        points = np.cross(self.equations[:, None], self.equations[None])
        with np.errstate(divide="ignore", invalid="ignore"):
            points = points[..., :2] / points[..., 2:]
        starts, along = self.ends[:, 0], self.directions
        lengths = np.sum((self.ends[:, 1] - starts) * along, axis=1)
        place = np.einsum("ijk,ik->ij", points - starts[:, None], along) * np.sign(lengths)[:, None]
        within = (place > -_MEETING) & (place < np.abs(lengths)[:, None] + _MEETING)
        return np.asarray(within & within.T)


_NONE = Lines(np.zeros((0, 3)), np.zeros((0, 2, 2)), np.zeros((0, 2)), np.zeros(0))


def find_lines(ridges: Ridges, size: tuple[int, int], most: int = 60) -> Lines:
    """The best supported lines, by an oriented Hough transform whose points vote once.

    Args:
        ridges: Points on lines.
        size: Width and height of the picture.
        most: The largest number of lines.
    """
    if not len(ridges):
        return _NONE
    least = 0.035 * float(np.hypot(*size))
    middle = np.array(size) / 2
    # Sorted by angle, so that those with a line's direction lie in a row.
    order = np.argsort(ridges.angles, kind="stable")
    points, angles, strengths = ridges.points[order] - middle, ridges.angles[order], ridges.strengths[order]
    weights = CELL * strengths
    votes = _Votes(points, angles, weights, float(np.hypot(*size)) / 2, least)
    rows: list[tuple[Values, Values, Values, float]] = []
    while len(rows) < most:
        found = votes.take()
        if found is None:
            break
        equation, members = found
        rows.append((equation, *_extent(equation, points[members], strengths[members])))
    rows.sort(key=lambda row: -row[3])
    if not rows:
        return _NONE
    equations = np.stack([row[0] for row in rows])
    equations[:, 2] -= equations[:, :2] @ middle
    return Lines(
        equations,
        np.stack([row[1] for row in rows]) + middle,
        np.stack([row[2] for row in rows]) + middle,
        np.array([row[3] for row in rows]),
    )


class _Votes:
    """The accumulator: which (angle, offset) the points that are left vote for."""

    def __init__(self, points: Values, angles: Values, weights: Values, radius: float, least: float) -> None:
        self._points, self._angles, self._weights = points, angles, weights
        self._rho_bins = int(2 * radius / _RHO_STEP) + 3
        self._radius = radius
        self._least = least
        spread = np.arange(-_SPREAD, _SPREAD + 1)
        bins = np.floor(np.rad2deg(angles)).astype(np.int64)[:, None] + spread
        theta = np.deg2rad((bins % _ANGLE_BINS) + 0.5)
        rho = -np.sin(theta) * points[:, :1] + np.cos(theta) * points[:, 1:]
        # A smooth vote over the two nearest offsets keeps a line between two bins whole.
        at = (rho + radius) / _RHO_STEP + 0.5
        low = np.floor(at).astype(np.int64)
        share = at - low
        base = (bins % _ANGLE_BINS) * self._rho_bins
        self._cells = np.stack([base + low, base + low + 1], axis=-1).reshape(len(points), -1)
        nearness = 1 - 0.5 * np.abs(spread) / (_SPREAD + 1)
        self._shares = np.stack([(1 - share) * nearness, share * nearness], axis=-1).reshape(len(points), -1)
        self._counts = np.zeros(_ANGLE_BINS * self._rho_bins)
        self._vote(np.arange(len(points)), 1.0)

    def _vote(self, members: NDArray[np.int64], sign: float) -> None:
        votes = self._shares[members] * (sign * self._weights[members])[:, None]
        self._counts += np.bincount(self._cells[members].ravel(), votes.ravel(), minlength=len(self._counts))[
            : len(self._counts)
        ]

    def take(self) -> tuple[Values, NDArray[np.int64]] | None:
        """The line with the most votes and the points on it, which vote no more; None when little is left."""
        for _ in range(_TRIES):
            best = int(np.argmax(self._counts))
            if self._counts[best] < self._least / 2:
                return None
            theta = np.deg2rad(best // self._rho_bins + 0.5)
            rho = (best % self._rho_bins - 0.5) * _RHO_STEP - self._radius
            equation = np.array([-np.sin(theta), np.cos(theta), -rho])
            members = self._members(equation, 1.6 * _NEAR)
            for tolerance in (1.3 * _NEAR, _NEAR):
                members = _longest(equation, self._points, members)
                if len(members) < 6:
                    break
                equation = _fitted(self._points[members], self._weights[members])
                members = self._members(equation, tolerance)
            members = _longest(equation, self._points, members)
            if len(members) * CELL >= self._least:
                self._vote(members, -1.0)
                self._weights[members] = 0.0
                self._counts[best] = min(self._counts[best], 0.0)
                return equation, members
            # Bits and pieces in a row: silence the cell alone.
            self._counts[best] = 0.0
        return None

    def _members(self, equation: Values, tolerance: float) -> NDArray[np.int64]:
        theta = float(np.mod(np.arctan2(-equation[0], equation[1]), np.pi))
        # Directions are the same after half a turn.
        windows = [(theta + turn - _ANGLE_TOLERANCE, theta + turn + _ANGLE_TOLERANCE) for turn in (-np.pi, 0, np.pi)]
        found = []
        for low, high in windows:
            first, last = np.searchsorted(self._angles, (low, high))
            near = np.abs(self._points[first:last] @ equation[:2] + equation[2]) < tolerance
            found.append(first + np.flatnonzero(near & (self._weights[first:last] > 0)))
        return np.concatenate(found)


def _fitted(points: Values, weights: Values) -> Values:
    """Line through weighted points by total least squares: unit normal and offset, shape (3,)."""
    middle = np.average(points, axis=0, weights=weights)
    offset = points - middle
    spread = (offset * weights[:, None]).T @ offset
    normal = np.linalg.eigh(spread)[1][:, 0]
    return np.array([*normal, -normal @ middle])


def _runs(place: Values) -> tuple[Values, Values]:
    """First and last place of each stretch without a gap wider than `_GAP`, shape (m,) each; places in order."""
    breaks = np.flatnonzero(np.diff(place) > _GAP)
    return place[np.concatenate([[0], breaks + 1])], place[np.concatenate([breaks, [len(place) - 1]])]


def _longest(equation: Values, points: Values, members: NDArray[np.int64]) -> NDArray[np.int64]:
    """The members on the stretch with the most of them."""
    if not len(members):
        return members
    place = points[members] @ np.array([-equation[1], equation[0]])
    order = np.argsort(place)
    starts, stops = _runs(place[order])
    first, last = np.searchsorted(place[order], starts), np.searchsorted(place[order], stops, side="right")
    best = int(np.argmax(last - first))
    return members[order[first[best] : last[best]]]


def _extent(equation: Values, points: Values, strengths: Values) -> tuple[Values, Values, float]:
    """Ends, middle and covered length, weighted by strength, of what is painted of a line."""
    along = np.array([-equation[1], equation[0]])
    foot = -equation[:2] * equation[2]
    place = points @ along
    ends = foot + np.outer([place.min(), place.max()], along)
    covered = len(np.unique(np.floor(place / CELL))) * CELL * float(np.mean(strengths))
    return ends, foot + float(np.median(place)) * along, covered
