"""The net in the picture: whether it is seen where the court says, and how high things are.

Floor lines alone tell heights through the camera's pose, which a nearly frontal view leaves uncertain. The tape along
the net's top is a white bar at a known height above a known line, so it settles what the lines leave open; and where a
supposed court has a tape at the right height, it is hardly another pattern of lines.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import NET_MIDDLE_HEIGHT, NET_POST_HEIGHT
from modal_app.pipeline.court.capture import paint_by_shift, support_by_shift
from modal_app.pipeline.court.channels import CHANNELS, Channel, Image
from modal_app.pipeline.court.model import HALF_WIDTH, LINES, SIDE_DOUBLES
from modal_app.pipeline.court.pose import Vector, project, to_camera
from modal_app.pipeline.court.profiles import Stations, measure

Points = NDArray[np.float64]
Floats = NDArray[np.float64]

# Laws of Badminton, 1.8: the tape is 75 mm wide and doubled over the cord, so that half of it is seen. Some nets show
# more.
_TAPES = (0.0375, 0.075)
_STATIONS = 80
# Nets hang and posts stand a little off, together over the whole net: standard deviation of the tape's height, metres.
_HEIGHT_DEVIATION = 0.02
# Deviation of one station of the tape, pixels at 720 lines.
_STATION_DEVIATION = 0.5
# How far from its expected height the tape is looked for, metres: at least, and at most.
_LEAST_REACH, _MOST_REACH = 0.08, 0.45
_BLUR = 1.0
_LEAST_FIT, _LEAST_CONTRAST = 0.5, 5.0
# What the tape has to show to change the camera: share of its stations, and how many.
_LEAST_SHARE, _LEAST_SEEN = 0.45, 15


@dataclass(frozen=True)
class NetSighting:
    """The tape, looked for around where the floor's lines put it."""

    # Share of the tape's stations, off the floor's lines, that show a white bar, all on one straight line, 0..1.
    support: float
    # The same for the best line that is not the tape's: how easily anything looks like a tape here, 0..1.
    rival: float
    # Median brightness of the bar above both sides, grey levels.
    contrast: float
    # Height of the tape's top in the middle by the lines alone, metres: 1.524 where everything agrees.
    height: float
    # Standard deviation of that height from the lines alone, metres.
    height_deviation: float

    @property
    def seen(self) -> bool:
        """Whether there is a tape."""
        return self.support >= _LEAST_SHARE


def find_net(
    picture: Image, size: tuple[int, int], vector: Vector, covariance: Floats
) -> tuple[NetSighting, Vector, Floats] | None:
    """Looks for the tape, and settles the camera's heights by it.

    Args:
        picture: BGR, shape (height, width, 3).
        size: Its width and height.
        vector: Parameters of a camera fitted to the floor's lines, shape (10,).
        covariance: What the lines leave open, shape (10, 10).

    Returns:
        What was seen, and the parameters and covariance with the tape taken into account where it is seen; None where
        the picture does not show where the net is.
    """
    unit = min(size) / 720
    channel = CHANNELS["grey"](picture)
    looks = [look for tape in _TAPES if (look := _look(channel, size, vector, covariance, tape, unit))]
    if not looks:
        return None
    look = max(looks, key=lambda look: look.evidence)
    if not look.sighting.seen:
        return look.sighting, vector, covariance
    return look.sighting, *_updated(vector, covariance, look.slope, look.offset, look.rise, unit)


def height_deviation(size: tuple[int, int], vector: Vector, covariance: Floats) -> float:
    """How well a camera tells heights: standard deviation in metres at the top of the posts and of the net's middle."""
    world = np.array(
        [[-HALF_WIDTH, 0.0, NET_POST_HEIGHT], [0.0, 0.0, NET_MIDDLE_HEIGHT], [HALF_WIDTH, 0.0, NET_POST_HEIGHT]]
    )
    shown, slope = project(size, vector, world)
    up = shown - project(size, vector, world * (1.0, 1.0, 0.0))[0]
    rise = np.linalg.norm(up, axis=1)
    along = np.einsum("ni,nik->nk", up / rise[:, None], slope)
    pixels = np.sqrt(np.einsum("ni,ij,nj->n", along, covariance, along))
    return float(np.nanmedian(pixels / rise * world[:, 2]))


@dataclass(frozen=True)
class _Look:
    """What is seen of a tape of a certain width."""

    sighting: NetSighting
    evidence: float
    # Of the stations that show it: derivatives by the parameters, shape (n, 10); the distance from where it was
    # expected, pixels, and pixels per metre of height, shape (n,).
    slope: Floats
    offset: Floats
    rise: Floats


def _look(
    channel: Channel, size: tuple[int, int], vector: Vector, covariance: Floats, tape: float, unit: float
) -> _Look | None:
    stations, world, rise = _tape(size, vector, tape)
    if len(stations) < _LEAST_SEEN:
        return None
    slope = np.einsum("ni,nik->nk", stations.normals, project(size, vector, world)[1])
    # A tape's place is as uncertain as the camera, and as real nets are.
    spread = np.sqrt(np.einsum("ni,ij,nj->n", slope, covariance, slope) + (_HEIGHT_DEVIATION * rise) ** 2)
    reach = int(np.ceil(np.clip(3 * spread, _LEAST_REACH * rise, _MOST_REACH * rise).max())) + 1
    free = ~_over_lines(size, vector, stations, reach)
    shifts, support, rival = _best_line(channel, stations, free, reach, unit)
    moved = replace(stations, pixels=stations.pixels + shifts[:, None] * stations.normals)
    measured = measure(channel, moved, 2 * unit, _BLUR * max(unit, 0.7))
    shown = free & (measured.fits > _LEAST_FIT) & (measured.contrasts > _LEAST_CONTRAST)
    offset = (shifts + measured.shifts)[shown]
    share = float(np.count_nonzero(shown)) / max(int(np.count_nonzero(free)), 1)
    many = len(offset) >= _LEAST_SEEN
    sighting = NetSighting(
        support=min(support, share) if many else 0.0,
        rival=rival,
        contrast=float(np.median(measured.contrasts[shown])) if many else 0.0,
        height=NET_MIDDLE_HEIGHT + float(np.median(offset / rise[shown])) if many else np.nan,
        height_deviation=float(np.median(spread / rise)),
    )
    return _Look(sighting, float(np.sum(measured.fits[shown])), slope[shown], offset, rise[shown])


def _updated(
    vector: Vector, covariance: Floats, slope: Floats, offset: Floats, rise: Floats, unit: float
) -> tuple[Vector, Floats]:
    """The camera after seeing the tape at offsets from where it was expected: one step of a Kalman filter."""
    noise = _STATION_DEVIATION * unit
    inside = slope @ covariance @ slope.T + noise**2 * np.eye(len(offset)) + _HEIGHT_DEVIATION**2 * np.outer(rise, rise)
    gain = np.linalg.solve(inside, slope @ covariance).T
    return np.asarray(vector + gain @ offset), np.asarray(covariance - gain @ slope @ covariance)


def _tape(size: tuple[int, int], vector: Vector, tape: float) -> tuple[Stations, Points, Floats]:
    """Stations along the tape's middle, their places in metres, shape (n, 3), and pixels per metre of height there."""
    across = np.linspace(-SIDE_DOUBLES + 0.1, SIDE_DOUBLES - 0.1, _STATIONS)
    sag = NET_MIDDLE_HEIGHT + (NET_POST_HEIGHT - NET_MIDDLE_HEIGHT) * (across / HALF_WIDTH) ** 2
    world = np.column_stack([across, np.zeros(_STATIONS), sag - tape / 2])
    shown, _ = project(size, vector, world)
    along, _, up = (
        project(size, vector, world + step)[0] - project(size, vector, world - step)[0] for step in 0.05 * np.eye(3)
    )
    normals = along[:, ::-1] * (1.0, -1.0)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    rise = np.sum(up * normals, axis=1) / 0.1
    inside = (shown > 2).all(axis=1) & (shown < np.array(size) - 2).all(axis=1) & (np.abs(rise) > 5)
    shown, world, normals, rise = shown[inside], world[inside], normals[inside], rise[inside]
    normals, rise = normals * np.sign(rise)[:, None], np.abs(rise)
    widths = tape * rise
    count = len(shown)
    bars = np.column_stack([-widths / 2, widths / 2])
    none = np.zeros(count, dtype=np.intp)
    return Stations(none, world[:, :2], shown, normals, widths, bars, np.arange(count)), world, rise


def _over_lines(size: tuple[int, int], vector: Vector, stations: Stations, reach: int) -> NDArray[np.bool_]:
    """Whether a line on the floor shows through where a station's tape is looked for, shape (n,)."""
    camera = to_camera(size, vector)
    covered = np.zeros(len(stations), dtype=bool)
    # Lines that run steeply across the tape hide little of it; those along it could be taken for it.
    for line in (line for line in LINES if not line.along):
        share = np.linspace(0.0, 1.0, 60)[:, None]
        shown = camera.project_floor(np.array(line.start) * (1 - share) + np.array(line.end) * share)
        shown = shown[np.isfinite(shown).all(axis=1)]
        if len(shown) < 2:
            continue
        apart = stations.pixels[:, None] - shown
        nearest = np.argmin(np.sum(apart**2, axis=-1), axis=1)
        offset = np.sum(apart[np.arange(len(stations)), nearest] * stations.normals, axis=1)
        covered |= np.abs(offset) < np.minimum(1.5 * stations.widths + 1.5, reach)
    return covered


def _best_line(
    channel: Channel, stations: Stations, free: NDArray[np.bool_], reach: int, unit: float
) -> tuple[Floats, float, float]:
    """Shifts that put a straight line on paint, shape (n,), its support, and that of the best other line."""
    paint = paint_by_shift(channel, stations, reach, unit) * free[:, None]
    table = support_by_shift(paint, reach) * len(free) / max(int(np.count_nonzero(free)), 1)
    first, second = divmod(int(np.argmax(table)), table.shape[1])
    share = np.linspace(0.0, 1.0, len(stations))
    ends = np.indices(table.shape)
    apart = np.maximum(np.abs(ends[0] - first), np.abs(ends[1] - second))
    other = apart > 4 * unit + float(np.median(stations.widths))
    rival = float(table[other].max()) if other.any() else 0.0
    shifts = (1 - share) * float(first) + share * float(second) - reach
    return np.asarray(shifts), float(table[first, second]), rival
