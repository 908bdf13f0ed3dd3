"""Walls, ceiling and what hangs on them: banners, windows, doors, spectators, lamps."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.testing.halls.canvas import Canvas, Colour, upright
from modal_app.testing.halls.optics import Points
from modal_app.testing.halls.style import Hall

Rng = np.random.Generator
Image = NDArray[np.uint8]
_Floor = tuple[float, float]
# The part of a wall between two distances along it and two heights: its corners.
_Piece = Callable[[float, float, float, float], Points]

_WORDS = ("BADMINTON", "OPEN 2024", "CITY CLUB", "YONEX", "SPORT", "TOTAL", "VICTOR", "LI-NING", "HSBC", "1. BC 06")


def draw_room(canvas: Canvas, hall: Hall, eye: Points, rng: Rng) -> list[Points]:
    """Ceiling and the walls that the camera sees from inside. Returns what shines: lamps and windows."""
    left, near, right, far, top = hall.room
    ceiling = np.array([[left, near, top], [right, near, top], [right, far, top], [left, far, top]])
    canvas.fill([ceiling], hall.ceiling)
    shining = _lamps(canvas, hall, rng)
    walls: list[tuple[bool, _Floor, _Floor, Colour]] = [
        (bool(eye[0] > left), (left, near), (left, far), hall.wall),
        (bool(eye[0] < right), (right, far), (right, near), hall.wall),
        (bool(eye[1] < far), (left, far), (right, far), hall.far_wall),
        (bool(eye[1] > near), (right, near), (left, near), hall.wall),
    ]
    for seen, start, end, colour in walls:
        if seen:
            shining += _wall(canvas, hall, start, end, colour, rng)
    return shining


def _lamps(canvas: Canvas, hall: Hall, rng: Rng) -> list[Points]:
    left, near, right, far, top = hall.room
    lamps = []
    for x in np.linspace(left, right, hall.lamps + 2)[1:-1]:
        for y in np.linspace(near, far, 5)[:-1]:
            long = float(rng.uniform(1.0, 1.6))
            z = top - 0.1
            corners = [[x - 0.15, y, z], [x + 0.15, y, z], [x + 0.15, y + long, z], [x - 0.15, y + long, z]]
            lamps.append(np.array(corners))
    canvas.fill(lamps, (250, 252, 252))
    return lamps


def _wall(canvas: Canvas, hall: Hall, start: _Floor, end: _Floor, colour: Colour, rng: Rng) -> list[Points]:
    top = hall.room[4]
    length = float(np.hypot(end[0] - start[0], end[1] - start[1]))

    def piece(low: float, high: float, bottom: float, upper: float) -> Points:
        """From `low` to `high` metres along the wall."""
        (x1, y1), (x2, y2) = start, end
        at = [(x1 + (x2 - x1) * part / length, y1 + (y2 - y1) * part / length) for part in (low, high)]
        return upright(at[0], at[1], bottom, upper)

    canvas.fill([piece(0, length, 0, top)], colour)
    tone = np.array(colour)
    if rng.random() < 0.5:
        lower = float(rng.uniform(1.5, 3.0))
        paint = np.clip(tone * rng.uniform(0.6, 1.3) + rng.normal(0, 15, 3), 0, 255)
        canvas.fill([piece(0, length, 0, lower)], _colour(paint))
    if rng.random() < 0.5:
        canvas.fill([piece(0, length, 0, 0.1)], _colour(np.clip(tone * rng.choice([0.4, 1.4]), 0, 255)))
    if rng.random() < 0.3:
        # Wall bars, folding doors or curtains: upright stripes.
        step = float(rng.uniform(0.4, 2.5))
        stripes = [piece(at, at + 0.06, 0.1, 2.6) for at in np.arange(0.2, length - 0.2, step)]
        canvas.fill(stripes, _colour(np.clip(tone * rng.uniform(0.6, 1.4), 0, 255)))
    if hall.crowd:
        canvas.put(_spectators(rng), piece(0, length, 1.2, min(top, 6.0)))
    for _ in range(int(rng.integers(0, 3))):
        at = float(rng.uniform(0, max(0.1, length - 2)))
        canvas.fill([piece(at, at + rng.uniform(0.9, 1.8), 0, 2.1)], _colour(rng.uniform(20, 200, 3)))
    _banners(canvas, hall, piece, length, rng)
    return _windows(canvas, hall, piece, length, rng)


def _banners(canvas: Canvas, hall: Hall, piece: _Piece, length: float, rng: Rng) -> None:
    if not hall.banners:
        return
    wide = max(1.5, length / hall.banners)
    for index in range(hall.banners):
        if rng.random() < 0.25:
            continue
        low = index * wide
        canvas.put(_banner(rng), piece(low, min(length, low + wide * 0.92), 0.05, float(rng.uniform(0.7, 1.1))))


def _windows(canvas: Canvas, hall: Hall, piece: _Piece, length: float, rng: Rng) -> list[Points]:
    top = hall.room[4]
    if not hall.windows or rng.random() < 0.5:
        return []
    panes = [
        piece(low, low + length / hall.windows * 0.7, top * 0.55, top * 0.85)
        for low in np.linspace(0.5, length - 0.5, hall.windows + 1)[:-1]
    ]
    canvas.fill(panes, (250, 245, 240), float(rng.uniform(0.6, 1.0)))
    return panes


def _banner(rng: Rng) -> Image:
    """White or coloured words on a coloured ground, with stripes."""
    picture = np.empty((60, 240, 3), dtype=np.uint8)
    picture[:] = rng.integers(0, 230, 3)
    ink = (250, 250, 250) if rng.random() < 0.7 else tuple(int(value) for value in rng.integers(0, 255, 3))
    word = _WORDS[int(rng.integers(len(_WORDS)))]
    cv2.putText(picture, word, (10, 44), cv2.FONT_HERSHEY_SIMPLEX, float(rng.uniform(0.9, 1.3)), ink, 3, cv2.LINE_AA)
    if rng.random() < 0.3:
        picture[int(rng.integers(2, 8)) :: 52] = ink
    return picture


def _spectators(rng: Rng) -> Image:
    """Rows of blobs in all colours."""
    rows, columns = int(rng.integers(6, 14)), int(rng.integers(40, 120))
    people = rng.integers(15, 200, (rows, columns, 3)).astype(np.uint8)
    picture = np.asarray(cv2.resize(people, None, fx=8, fy=12, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
    picture[::12] = 20
    heads = rng.random((rows, columns)) < 0.8
    for row, column in np.argwhere(heads):
        cv2.circle(picture, (int(column) * 8 + 4, int(row) * 12 + 4), 3, (110, 140, 190), -1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.0) // 2, dtype=np.uint8)


def _colour(values: NDArray[np.float64]) -> Colour:
    blue, green, red = values
    return float(blue), float(green), float(red)
