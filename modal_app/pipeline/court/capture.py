"""Bringing a rough guess near enough to the painted lines that each line can only be taken for itself.

Side lines are 46 cm apart, baseline and long service line 76 cm: less than a rough guess is off at the far end of a
court. So no line is drawn to whatever is nearest. Each visible line of the model gets a table: how much paint a segment
shows whose two ends are shifted by so many pixels. Its peaks say where the line could be; two or three lines' peaks at
once say how the whole camera would have to be, within what the guess leaves open; and of all these the camera
whose every line is on paint is taken.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.channels import Channel
from modal_app.pipeline.court.model import LINES
from modal_app.pipeline.court.pose import Vector, to_camera
from modal_app.pipeline.court.profiles import Stations, place_stations
from modal_app.pipeline.court.solving import Guess, Sightings, from_points, on_floor, slopes

Floats = NDArray[np.float64]

# Pixels at 720 lines from here on.
_SPACING = 12.0
# How much of what the guess leaves open is searched: deviations, and bounds in pixels.
_GATE = 2.5
_LEAST_REACH, _MOST_REACH = 6, 36
_ALWAYS = 5
# Peaks of one line's table that are tried, and their least distance from each other.
_PEAKS = 5
_PEAK_RADIUS = 3
# A line with fewer stations does not lead, as too much looks like it.
_LEAST_STATIONS = 5
# Deviation of a peak from the line that it stands for.
_PEAK_DEVIATION = 1.0
# How many hypotheses are drawn to the paint, how often, and how far each line may move each time.
_KEPT = 40
_CONSIDERED = 2000
_SETTLING = 2
_SETTLING_REACH = 5
# A line whose best place near a hypothesis shows less paint says nothing.
_LEAST_SUPPORT = 0.25
# Answers that differ by less, in the mean over the lines' ends, are one.
_SAME = 2.5


@dataclass(frozen=True)
class _Segment:
    """One model line's visible part, with how much paint lies under it when its ends are shifted."""

    # Its two ends where the guess shows them.
    ends: Sightings
    # How the ends move with the parameters, pixels along the normal, shape (2, 10).
    slopes: Floats
    # Support by shift of the first and of the second end, in whole pixels, 0..1; shape (2 * reach + 1,) * 2.
    table: Floats
    reach: int
    stations: int


def capture(channel: Channel, size: tuple[int, int], guess: Guess, answers: int) -> list[Vector]:
    """Parameters near a guess that put the model's lines on paint, shape (10,) each; best first.

    Args:
        channel: The picture, lines brighter than the floor.
        size: Its width and height.
        guess: Where to look.
        answers: How many different answers to give at most.
    """
    unit = min(size) / 720
    seen = guess.seen
    if unit > 1.2:
        size = (round(size[0] / unit), round(size[1] / unit))
        channel = np.asarray(cv2.resize(channel, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
        seen = replace(seen, places=seen.places / unit, deviations=seen.deviations / unit)
        unit = 1.0
    first = Guess(guess.vector, guess.covariance, seen)
    # What the nearer lines settle lets the second round look at those that the guess left wide open.
    found = [
        answer
        for one, _ in _search(channel, size, first, unit, (2, 3), answers)
        for answer in _search(channel, size, replace(one, seen=seen), unit, (1,), 1)
    ]
    return [answer.vector for answer, _ in sorted(found, key=lambda pair: -pair[1])]


def _search(
    channel: Channel, size: tuple[int, int], guess: Guess, unit: float, together: tuple[int, ...], answers: int
) -> list[tuple[Guess, float]]:
    """Cameras near a guess, with the share of the visible model that they put on paint."""
    segments = _segments(channel, size, guess, unit)
    if len(segments) < 2:
        return []
    lever = np.stack([segment.slopes for segment in segments])
    belief = np.asarray(np.linalg.pinv(guess.covariance, hermitian=True), dtype=np.float64)
    moves = _distinct(segments, lever, belief, _hypotheses(segments, lever, guess.covariance, together), _KEPT, unit)
    for _ in range(_SETTLING):
        moves = _settle(segments, lever, belief, moves, unit)
    chosen = _distinct(segments, lever, belief, moves, answers, unit)
    total = sum(segment.stations for segment in segments)
    scores = _score(segments, chosen @ lever.reshape(-1, lever.shape[-1]).T) / total
    return [
        (_bent(size, guess, segments, move @ lever.transpose(0, 2, 1), unit), float(score))
        for move, score in zip(chosen, scores, strict=True)
    ]


def _bent(size: tuple[int, int], guess: Guess, segments: list[_Segment], ends: Floats, unit: float) -> Guess:
    """The camera that has lines on paint where shifts of their ends put them, shape (segments, 2).

    The shifts were found as if they grew evenly with the parameters; over a long way they do not.
    """
    seen = guess.seen
    for segment, shift in zip(segments, ends, strict=True):
        at = np.rint(shift).astype(np.intp) + segment.reach
        if not ((at >= 0) & (at <= 2 * segment.reach)).all() or segment.table[*at] < _LEAST_SUPPORT:
            continue
        deviation = _PEAK_DEVIATION * unit / segment.table[*at]
        seen = seen + replace(segment.ends, places=segment.ends.places + shift, deviations=np.full(2, deviation))
    return from_points(size, guess.vector, seen, robust=True)


def _distinct(
    segments: list[_Segment], lever: Floats, belief: Floats, moves: Floats, count: int, unit: float
) -> Floats:
    """The best of many changes, none like another, shape (count or fewer, 10)."""
    ends = moves @ lever.reshape(-1, lever.shape[-1]).T
    # What the guess makes unlikely has to show more: a deviation squared counts as half a station.
    merit = _score(segments, ends) - 0.5 * np.einsum("ni,ij,nj->n", moves, belief, moves)
    order = np.argsort(-merit)[:_CONSIDERED]
    kept: list[int] = []
    while len(order) and len(kept) < count:
        kept.append(int(order[0]))
        apart = np.abs(ends[order] - ends[order[0]]).mean(axis=1)
        order = order[apart > _SAME * unit]
    return moves[kept]


def _settle(segments: list[_Segment], lever: Floats, belief: Floats, moves: Floats, unit: float) -> Floats:
    """The changes drawn to all lines' paint at once, shape (n, 10)."""
    known = np.repeat(belief[None], len(moves), axis=0)
    wanted = np.zeros_like(moves)
    step = max(round(_SETTLING_REACH * unit), 2)
    window = np.stack(np.meshgrid(*[np.arange(-step, step + 1)] * 2, indexing="ij"), axis=-1).reshape(-1, 2)
    # Of two like places the nearer one.
    price = 0.02 * np.linalg.norm(window, axis=1) / unit
    for segment, slope in zip(segments, lever, strict=True):
        at = np.rint(moves @ slope.T).astype(np.intp)[:, None, :] + window + segment.reach
        inside = ((at >= 0) & (at <= 2 * segment.reach)).all(axis=-1)
        clipped = np.clip(at, 0, 2 * segment.reach)
        merit = np.where(inside, segment.table[clipped[..., 0], clipped[..., 1]] - price, -1.0)
        best = np.argmax(merit, axis=1)
        rows = np.arange(len(moves))
        shift = (at[rows, best] - segment.reach).astype(np.float64)
        weight = np.maximum(merit[rows, best], 0.0) ** 2 * segment.stations / (_PEAK_DEVIATION * unit) ** 2
        weight *= merit[rows, best] > _LEAST_SUPPORT
        known += weight[:, None, None] * (slope.T @ slope)
        wanted += weight[:, None] * (shift @ slope)
    return np.asarray(np.linalg.solve(known, wanted[..., None])[..., 0], dtype=np.float64)


def _segments(channel: Channel, size: tuple[int, int], guess: Guess, unit: float) -> list[_Segment]:
    camera = to_camera(size, guess.vector)
    stations = place_stations(camera, _SPACING * unit)
    if not len(stations):
        return []
    world = on_floor(stations.floor)
    rows = slopes(size, guess.vector, world, stations.normals)
    spreads = np.sqrt(np.maximum(np.einsum("ni,ij,nj->n", rows, guess.covariance, rows), 0))
    gates = np.array([_GATE * spreads[stations.line == index].max(initial=0.0) for index in range(len(LINES))])
    # Lines that could be anywhere wait for the next round, except that a few are always needed.
    open_to = max(_MOST_REACH * unit, float(np.sort(gates[np.unique(stations.line)])[:_ALWAYS][-1]))
    limits = np.clip(np.ceil(gates), _LEAST_REACH * unit, 2 * _MOST_REACH * unit).astype(int)
    paint = paint_by_shift(channel, stations, int(limits[np.unique(stations.line)].max()), unit)
    found = []
    for index in np.unique(stations.line):
        mine = np.flatnonzero(stations.line == index)
        if len(mine) < 2 or gates[index] > open_to:
            continue
        reach = int(limits[index])
        middle = paint.shape[1] // 2
        table = support_by_shift(paint[mine, middle - reach : middle + reach + 1], reach)
        tips = mine[[0, -1]]
        places = np.sum(stations.pixels[tips] * stations.normals[tips], axis=1)
        ends = Sightings(world[tips], stations.normals[tips], places, np.ones(2))
        found.append(_Segment(ends, rows[tips], table, reach, len(mine)))
    return found


def paint_by_shift(channel: Channel, stations: Stations, reach: int, unit: float) -> Floats:
    """How surely paint as wide as the line lies at each whole shift, 0..1, shape (n, 2 * reach + 1)."""
    shifts = np.arange(-reach, reach + 1, dtype=np.float64)
    inner = stations.widths / 2 + 1.5 * unit
    levels = []
    for side in (-1.0, 0.0, 1.0):
        along = shifts + side * inner[:, None]
        places = stations.pixels[:, None, :] + along[..., None] * stations.normals[:, None, :] - 0.5
        at = places.astype(np.float32)
        levels.append(cv2.remap(channel, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    rise = np.minimum(levels[1] - levels[0], levels[1] - levels[2]).astype(np.float64)
    # Half of what the best place of a usual station shows is plainly paint.
    usual = max(0.5 * float(np.percentile(rise.max(axis=1), 70)), 2.0)
    sure = np.clip(rise / usual, 0.0, 1.0)
    # A peak is sampled at whole pixels and may be missed by one.
    return np.asarray(cv2.dilate(sure, np.ones((1, 3))))


def support_by_shift(paint: Floats, reach: int) -> Floats:
    """Mean paint along a line by shifts of its ends, shape (2 * reach + 1,) * 2."""
    count, width = paint.shape
    share = np.linspace(0.0, 1.0, count)
    ends = np.arange(width)
    table = np.zeros((width, width))
    for row, part in enumerate(share):
        at = np.rint((1 - part) * ends[:, None] + part * ends[None, :]).astype(np.intp)
        table += paint[row][at]
    return np.asarray(table / count)


def _peaks(segment: _Segment) -> Floats:
    """The best shifts of a line's ends, pixels, shape (n, 2)."""
    size = 2 * _PEAK_RADIUS + 1
    crest = cv2.dilate(segment.table, np.ones((size, size))) - 1e-9 <= segment.table
    first, second = np.nonzero(crest)
    best = np.argsort(-segment.table[first, second])[:_PEAKS]
    return np.column_stack([first[best], second[best]]).astype(np.float64) - segment.reach


def _hypotheses(segments: list[_Segment], lever: Floats, covariance: Floats, together: tuple[int, ...]) -> Floats:
    """Changes of the parameters that put so many lines on peaks together, shape (n, 10); the first changes nothing."""
    peaks = [_peaks(segment) if segment.stations >= _LEAST_STATIONS else np.zeros((0, 2)) for segment in segments]
    leading = [index for index, places in enumerate(peaks) if len(places)]
    moves = [np.zeros((1, lever.shape[-1]))]
    for count in together:
        for chosen in combinations(leading, count):
            rows = lever[list(chosen)].reshape(2 * count, -1)
            picks = np.indices([len(peaks[index]) for index in chosen]).reshape(count, -1)
            wanted = np.concatenate([peaks[index][pick] for index, pick in zip(chosen, picks, strict=True)], axis=1)
            inside = rows @ covariance @ rows.T + _PEAK_DEVIATION**2 * np.eye(len(rows))
            moves.append(wanted @ np.linalg.solve(inside, rows @ covariance))
    return np.concatenate(moves)


def _score(segments: list[_Segment], ends: Floats) -> Floats:
    """Stations on paint when the lines' ends are shifted, shape (n,), for shifts of shape (n, 2 * segments)."""
    total = np.zeros(len(ends))
    for index, segment in enumerate(segments):
        at = np.rint(ends[:, 2 * index : 2 * index + 2]).astype(np.intp) + segment.reach
        inside = ((at >= 0) & (at <= 2 * segment.reach)).all(axis=1)
        at = np.clip(at, 0, 2 * segment.reach)
        total += np.where(inside, segment.table[at[:, 0], at[:, 1]], 0.0) * segment.stations
    return total
