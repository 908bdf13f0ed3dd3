"""What is painted on the floors of sports halls: convex polygons in metres around each court's centre.

Sizes are those of the games' own rules (BWF, FIVB, FIBA, IHF, FIFA futsal, ITF, USA Pickleball), to the outer edges of
the boundary lines.
"""

from collections.abc import Callable

import numpy as np

from modal_app.contract.constants import LINE_WIDTH
from modal_app.pipeline.court.model import LINES
from modal_app.testing.halls.canvas import rectangle
from modal_app.testing.halls.optics import Points

_WIDE = 0.05


def badminton() -> list[Points]:
    """The court of the pipeline's model, doubles and singles."""
    half = LINE_WIDTH / 2
    painted = []
    for line in LINES:
        (x1, y1), (x2, y2) = line.start, line.end
        painted.append(rectangle(x1 - half, y1 - half, x2 + half, y2 + half))
    return painted


def volleyball() -> list[Points]:
    """18 x 9 m, attack lines 3 m from the middle."""
    return [*_frame(9.0, 18.0), *(_across(y, 4.5) for y in (0.0, 3.0 - _WIDE / 2, -3.0 + _WIDE / 2))]


def tennis() -> list[Points]:
    """23.77 x 10.97 m, singles 8.23 m, service lines 6.40 m from the net."""
    service, singles = 6.40, 4.115 - _WIDE / 2
    return [
        *_frame(10.97, 23.77),
        *(_along(x, -11.885, 11.885) for x in (-singles, singles)),
        *(_across(y, 4.115) for y in (-service, service)),
        _along(0.0, -service, service),
    ]


def pickleball() -> list[Points]:
    """13.41 x 6.10 m like badminton's outline; the no-volley line 2.13 m from the net."""
    volley = 2.134 - _WIDE / 2
    return [
        *_frame(6.10, 13.41),
        *(_across(y, 3.05) for y in (-volley, volley)),
        _along(0.0, -6.705, -volley),
        _along(0.0, volley, 6.705),
    ]


def basketball() -> list[Points]:
    """28 x 15 m with keys, circles and three-point lines."""
    painted = [*_frame(15.0, 28.0), _across(0.0, 7.5), *_arc(0, 0, 1.8, 0, 360)]
    for side in (-1, 1):
        end = side * 14.0
        basket, line = end - side * 1.575, end - side * 5.8
        painted += [_along(x, *sorted((end, line))) for x in (-2.45, 2.45)]
        painted += [_across(line, 2.45), *_arc(0, line, 1.8, 0, 360), *_arc(0, basket, 1.25, 0, -180 * side)]
        straight = end - side * 2.99
        painted += [_along(x, *sorted((end, straight))) for x in (-6.6, 6.6)]
        angle = float(np.degrees(np.arcsin((abs(basket) - abs(straight)) / 6.75)))
        painted += _arc(0, basket, 6.75, -side * angle, -side * (180 - angle))
    return painted


def handball() -> list[Points]:
    """40 x 20 m with goal areas, dashed free-throw lines and penalty marks."""
    painted = [*_frame(20.0, 40.0), _across(0.0, 10.0)]
    for side in (-1, 1):
        goal = side * 20.0
        painted += _goal_area(goal, side, 6.0, dashed=False) + _goal_area(goal, side, 9.0, dashed=True)
        painted.append(_across(goal - side * 7.0, 0.5))
    return painted


def futsal() -> list[Points]:
    """40 x 20 m with penalty areas and a circle."""
    painted = [*_frame(20.0, 40.0), _across(0.0, 10.0), *_arc(0, 0, 3.0, 0, 360)]
    for side in (-1, 1):
        painted += _goal_area(side * 20.0, side, 6.0, dashed=False)
        painted.append(_across(side * 10.0, 0.1))
    return painted


SPORTS: dict[str, Callable[[], list[Points]]] = {
    "badminton": badminton,
    "volleyball": volleyball,
    "basketball": basketball,
    "handball": handball,
    "futsal": futsal,
    "tennis": tennis,
    "pickleball": pickleball,
}

# Width and length, metres.
SIZES: dict[str, tuple[float, float]] = {
    "badminton": (6.1, 13.4),
    "volleyball": (9.0, 18.0),
    "basketball": (15.0, 28.0),
    "handball": (20.0, 40.0),
    "futsal": (20.0, 40.0),
    "tennis": (10.97, 23.77),
    "pickleball": (6.1, 13.41),
}

# Height of the net's upper edge, metres, where there is one.
NETS: dict[str, float] = {"badminton": 1.55, "volleyball": 2.43, "tennis": 1.0, "pickleball": 0.9}


def placed(polygons: list[Points], x: float, y: float, turn: float) -> list[Points]:
    """The same paint moved to (x, y) and turned by radians."""
    cosine, sine = np.cos(turn), np.sin(turn)
    rotation = np.array([[cosine, -sine], [sine, cosine]])
    return [polygon @ rotation.T + np.array([x, y]) for polygon in polygons]


def _along(x: float, low: float, high: float) -> Points:
    return rectangle(x - _WIDE / 2, low, x + _WIDE / 2, high)


def _across(y: float, half: float) -> Points:
    return rectangle(-half, y - _WIDE / 2, half, y + _WIDE / 2)


def _frame(width: float, length: float) -> list[Points]:
    x, y = (width - _WIDE) / 2, (length - _WIDE) / 2
    sides = [_along(side, -length / 2, length / 2) for side in (-x, x)]
    return [*sides, *(_across(end, width / 2) for end in (-y, y))]


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[Points]:
    """A band along a circle, as short pieces; degrees."""
    pieces = max(6, int(abs(end - start) * radius / 25))
    angles = np.radians(np.linspace(start, end, pieces + 1))
    rim = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    inner, outer = (np.array([x, y]) + rim * (radius + step) for step in (-_WIDE / 2, _WIDE / 2))
    return [np.array([inner[i], outer[i], outer[i + 1], inner[i + 1]]) for i in range(pieces)]


def _goal_area(goal: float, side: int, radius: float, *, dashed: bool) -> list[Points]:
    """A line at a distance around a goal 3 m wide: two quarter circles and a straight piece."""
    painted = _arc(1.5, goal, radius, 0, -90 * side) + _arc(-1.5, goal, radius, 180, 180 + 90 * side)
    pieces = 20
    ends = np.linspace(-1.5, 1.5, pieces + 1)
    line = goal - side * radius
    painted += [rectangle(ends[i], line - _WIDE / 2, ends[i + 1], line + _WIDE / 2) for i in range(pieces)]
    return painted[::2] if dashed else painted
