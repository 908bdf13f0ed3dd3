"""Where the painted lines are, to a fraction of a pixel: brightness across the model's lines, at many stations.

At a station the model tells what the brightness along the line's normal should look like: one bright bar, or two where
a neighbouring line comes close, as wide as 40 mm are there, blurred by the lens, on a floor that may differ on both
sides. That pattern is slid along the profile; the place where it explains the profile best is the measurement. Since
the neighbours are part of the pattern, lines that nearly merge at the far end of a low view still measure.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.special import ndtr

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import HALF_LINE, LINES

Points = NDArray[np.float64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
# One channel in which lines are brighter than the floor, shape (height, width).
Channel = NDArray[np.float32]

# Half the samples of a pattern: its window has 2 * 16 + 1.
_HALF_WINDOW = 16
# Least floor on either side of a line that a pattern wants to see, pixels, and as a share of the line's width.
_FLOOR_PX, _FLOOR_SHARE = 3.0, 0.6
# A line is sampled on this many parallels, so that noise averages out, within +- this many pixels.
_PARALLELS, _PARALLEL_REACH = 5, 3.0
# What is nearer to the border of the picture is not sampled, pixels.
_BORDER = 2.0


@dataclass(frozen=True)
class Stations:
    """Places on the model's lines that a picture shows, and what the model paints across each."""

    # Index into LINES, shape (n,).
    line: NDArray[np.intp]
    # Metres, shape (n, 2).
    floor: Points
    # Where the camera shows them, pixels, and the line's unit normal there, shape (n, 2).
    pixels: Points
    normals: Points
    # Width of the line, pixels along the normal, shape (n,).
    widths: Floats
    # Bars of paint, pixels along the normal: from, to; shape (m, 2), and the station of each, shape (m,).
    bars: Points
    bar_station: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.line)


@dataclass(frozen=True)
class Measurements:
    """What the picture shows at each station; all of shape (n,)."""

    # From the model's line to the picture's, pixels along the normal.
    shifts: Floats
    # Standard deviation of the shift from the picture's noise, pixels.
    deviations: Floats
    # Brightness of the paint above the floor's on both sides, grey levels; less where the two sides differ much.
    contrasts: Floats
    # Share of the profile's variation that the pattern explains, 0..1.
    fits: Floats


def place_stations(camera: CourtCamera, spacing: float) -> Stations:
    """Stations every so many pixels on the lines' visible parts."""
    line, floor = _along_lines(camera, spacing)
    pixels = camera.project_floor(floor)
    direction = np.array([(0.0, 1.0) if LINES[index].along else (1.0, 0.0) for index in line]).reshape(-1, 2)
    tangents = camera.project_floor(floor + 0.005 * direction) - camera.project_floor(floor - 0.005 * direction)
    lengths = np.linalg.norm(tangents, axis=1, keepdims=True)
    normals = tangents[:, ::-1] / lengths * (-1.0, 1.0)
    low, high = _edges(camera, pixels, normals)
    own = np.arange(len(line))
    starts, ends = low[own, line], high[own, line]
    # Along the tangent, how far in metres the samples of the parallels reach: crossing paint must be farther than that.
    reach = (_PARALLEL_REACH + 1.5) * 0.01 / lengths[:, 0] + HALF_LINE
    keep = np.isfinite(starts) & np.isfinite(ends) & ~_on_crossing(line, floor, reach)
    widths = np.abs(ends - starts)
    window = widths / 2 + np.maximum(_FLOOR_PX, _FLOOR_SHARE * widths)
    inside = (pixels > _BORDER).all(axis=1) & (pixels < np.array(camera.size) - _BORDER).all(axis=1)
    keep &= inside & (widths > 0.2) & (widths < camera.size[1] / 4)
    near = np.minimum(np.abs(low), np.abs(high)) < 3 * window[:, None]
    station, other = np.nonzero(near & keep[:, None] & np.isfinite(low) & np.isfinite(high))
    bars = np.sort(np.column_stack([low[station, other], high[station, other]]), axis=1)
    renumber = np.cumsum(keep) - 1
    return Stations(line[keep], floor[keep], pixels[keep], normals[keep], widths[keep], bars, renumber[station])


def measure(channel: Channel, stations: Stations, reach: float, blur: float) -> Measurements:
    """Shifts of the lines within a reach of the model, in pixels.

    Args:
        channel: The picture, lines brighter than the floor.
        stations: Where to look.
        reach: Farthest shift to consider, pixels.
        blur: Standard deviation of the picture's blur, pixels.
    """
    if not len(stations):
        return Measurements(*[np.zeros(0)] * 4)
    half = stations.widths / 2 + np.maximum(_FLOOR_PX, _FLOOR_SHARE * stations.widths) + blur
    steps = half / _HALF_WINDOW
    moves = int(np.ceil(reach / steps.min()))
    profiles = _sample(channel, stations, steps, _HALF_WINDOW + moves)
    basis = _basis(stations, steps, blur)
    ortho, _ = np.linalg.qr(basis)
    windows = sliding_window_view(profiles, 2 * _HALF_WINDOW + 1, axis=1)
    parts = np.einsum("nmw,nwk->nmk", windows, ortho, optimize=True)
    energy = np.einsum("nmw,nmw->nm", windows, windows)
    # Columns of the basis: a constant and a step of the floor, then the paint, then the paint's displacement.
    floor_only = np.maximum(energy - np.sum(parts[..., :2] ** 2, axis=-1), 1e-6)
    paint = parts[..., 2] * np.sign(np.einsum("nw,nw->n", ortho[..., 2], basis[..., 2]))[:, None]
    score = np.where(paint > 0, paint**2, 0.0) * np.sqrt(paint**2 / floor_only)
    offsets = np.arange(-moves, moves + 1) * steps[:, None]
    score = np.where(np.abs(offsets) <= np.maximum(reach, steps[:, None]), score, -1.0)
    best = np.argmax(score, axis=1)
    rows = np.arange(len(stations))
    fits = paint[rows, best] ** 2 / floor_only[rows, best]
    return _at_best(windows[rows, best], basis, offsets[rows, best], steps, fits)


def _at_best(window: Floats, basis: Floats, offset: Floats, steps: Floats, fits: Floats) -> Measurements:
    """One linear step from the best sampled shift to the exact one."""
    gram = np.einsum("nwi,nwj->nij", basis, basis) + 1e-9 * np.eye(4)
    inverse = np.linalg.inv(gram)
    amounts = np.einsum("nij,nwj,nw->ni", inverse, basis, window, optimize=True)
    rest = np.maximum(np.sum((window - np.einsum("nwi,ni->nw", basis, amounts)) ** 2, axis=1), 1e-9)
    contrasts = np.maximum(amounts[:, 2], 1e-6)
    shifts = np.clip(-amounts[:, 3] / contrasts, -steps, steps)
    noise = np.sqrt(rest / (2 * _HALF_WINDOW - 3))
    deviations = noise * np.sqrt(inverse[:, 3, 3]) / contrasts
    # Beside an edge, a bar and a step of the floor together explain what is no bar. Paint stands out on both sides, by
    # a quarter of the step at least.
    above = amounts[:, 2] - 0.75 * np.abs(amounts[:, 1])
    return Measurements(offset + shifts, deviations, above, np.clip(fits, 0.0, 1.0))


def _basis(stations: Stations, steps: Floats, blur: float) -> Floats:
    """What a profile is made of, shape (n, window, 4): a constant, a step of the floor, paint, its displacement."""
    at = np.arange(-_HALF_WINDOW, _HALF_WINDOW + 1) * steps[:, None]
    paint, slope = np.zeros_like(at), np.zeros_like(at)
    for edge, sign in ((0, 1.0), (1, -1.0)):
        distance = (at[stations.bar_station] - stations.bars[:, edge, None]) / blur
        np.add.at(paint, stations.bar_station, sign * ndtr(distance))
        np.add.at(slope, stations.bar_station, sign * np.exp(-0.5 * distance**2) / (blur * np.sqrt(2 * np.pi)))
    return np.stack([np.ones_like(at), ndtr(at / blur) - 0.5, paint, slope], axis=-1)


def _sample(channel: Channel, stations: Stations, steps: Floats, half: int) -> Floats:
    """Brightness along the normals, averaged over parallels, shape (n, 2 * half + 1)."""
    along = np.arange(-half, half + 1) * steps[:, None]
    tangents = stations.normals[:, ::-1] * (1.0, -1.0)
    places = stations.pixels[:, None, :] + along[..., None] * stations.normals[:, None, :] - 0.5
    total = np.zeros(along.shape)
    for shift in np.linspace(-_PARALLEL_REACH, _PARALLEL_REACH, _PARALLELS):
        at = (places + shift * tangents[:, None, :]).astype(np.float32)
        total += cv2.remap(channel, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return total / _PARALLELS


def _along_lines(camera: CourtCamera, spacing: float) -> tuple[NDArray[np.intp], Points]:
    """Line and floor point, at steps of so many pixels, of what lies inside the picture."""
    share = np.linspace(0.0, 1.0, 241)
    lines, floors = [], []
    for index, line in enumerate(LINES):
        floor = np.array(line.start) + share[:, None] * (np.array(line.end) - np.array(line.start))
        shown = camera.project_floor(floor)
        step = np.linalg.norm(np.diff(shown, axis=0), axis=1)
        seen = np.isfinite(step) & (shown[1:] > 0).all(axis=1) & (shown[1:] < camera.size).all(axis=1)
        travelled = np.concatenate([[0.0], np.cumsum(np.where(seen, step, 0.0))])
        count = int(travelled[-1] / spacing)
        if count < 1:
            continue
        wanted = (np.arange(count) + 0.5) * travelled[-1] / count
        places = np.interp(wanted, travelled, share)
        floors.append(np.array(line.start) + places[:, None] * (np.array(line.end) - np.array(line.start)))
        lines.append(np.full(count, index, dtype=np.intp))
    if not lines:
        return np.zeros(0, dtype=np.intp), np.zeros((0, 2))
    return np.concatenate(lines), np.concatenate(floors)


def _edges(camera: CourtCamera, pixels: Points, normals: Points) -> tuple[Floats, Floats]:
    """Where each line's two edges cross each station's normal, pixels, shape (n, lines); NaN where they do not."""
    ideal, ahead = camera.without_distortion(pixels), camera.without_distortion(pixels + normals)
    direction = ahead - ideal
    inverse = np.asarray(np.linalg.inv(camera.homography), dtype=np.float64)
    ends = []
    for sign in (-1.0, 1.0):
        offset = np.array([line.offset for line in LINES]) + sign * HALF_LINE
        axis = np.array([(1.0, 0.0) if line.along else (0.0, 1.0) for line in LINES])
        # A floor line a . X = offset is the image line (a, -offset) H^-1.
        image = np.column_stack([axis, -offset]) @ inverse
        steepness = direction @ image[:, :2].T
        distance = -(ideal @ image[:, :2].T + image[:, 2]) / np.where(np.abs(steepness) > 1e-12, steepness, 1e-12)
        meeting = ideal[:, None, :] + distance[..., None] * direction[:, None, :]
        floor = _to_floor(inverse, meeting)
        low = np.array([np.minimum(line.start, line.end) for line in LINES]) - HALF_LINE - 1e-6
        high = np.array([np.maximum(line.start, line.end) for line in LINES]) + HALF_LINE + 1e-6
        on_line = ((floor >= low) & (floor <= high)).all(axis=-1)
        ends.append(np.where(on_line, distance, np.nan))
    return ends[0], ends[1]


def _to_floor(inverse: Floats, points: Points) -> Points:
    mapped = points @ inverse[:, :2].T + inverse[:, 2]
    return np.asarray(mapped[..., :2] / np.where(mapped[..., 2:] > 0, mapped[..., 2:], np.nan))


def _on_crossing(line: NDArray[np.intp], floor: Points, reach: Floats) -> Mask:
    """Whether a station lies where another line's paint crosses, shape (n,)."""
    hit = np.zeros(len(line), dtype=bool)
    along = np.array([one.along for one in LINES])
    for other in LINES:
        crosses = along[line] != other.along
        axis = 0 if other.along else 1
        near = np.abs(floor[:, axis] - other.offset) < reach
        low, high = sorted((other.start[1 - axis], other.end[1 - axis]))
        between = (floor[:, 1 - axis] >= low - 2 * HALF_LINE) & (floor[:, 1 - axis] <= high + 2 * HALF_LINE)
        hit |= crosses & near & between
    return hit
