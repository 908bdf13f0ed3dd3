"""What stands on the floor: nets, posts, bags, benches, the umpire's chair, people."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import hypot

import cv2
import numpy as np

from modal_app.pipeline.court.model import LINES
from modal_app.testing.halls.canvas import Canvas, Colour, box, upright
from modal_app.testing.halls.optics import Points
from modal_app.testing.halls.style import Hall
from modal_app.testing.people import Cutout, load_people

Rng = np.random.Generator
Draw = Callable[[Canvas], None]

_TAPE = 0.075
_NET_DEPTH = 0.76
# By how much a badminton net hangs through in the middle.
_SAG = 1.55 - 1.524
# People larger than this many picture heights stand in the lens.
_TOO_NEAR = 2.0


@dataclass(frozen=True)
class Thing:
    """Something to draw: farther things first."""

    # Where it stands on the floor.
    place: tuple[float, float]
    draw: Draw


def net(hall: Hall, x: float, y: float) -> Thing:
    """A net across (x, y): posts, mesh and tape."""
    height = hall.net_height
    assert height is not None
    half = hall.net_width / 2
    at = np.linspace(-half, half, 9)
    # A hanging rope, as good as a parabola.
    tops = height - _SAG * (1 - (at / half) ** 2)

    def band(upper: float, lower: float) -> list[Points]:
        """Between two distances below the net's upper edge."""
        return [
            np.array(
                [
                    [x + at[i], y, tops[i] - upper],
                    [x + at[i + 1], y, tops[i + 1] - upper],
                    [x + at[i + 1], y, tops[i + 1] - lower],
                    [x + at[i], y, tops[i] - lower],
                ]
            )
            for i in range(len(at) - 1)
        ]

    def draw(canvas: Canvas) -> None:
        canvas.fill(band(0, _NET_DEPTH), (35, 35, 40), hall.net_opacity)
        threads = [upright((x + s, y), (x + s + 0.012, y), tops[0] - _NET_DEPTH, tops[0]) for s in at[:-1]]
        canvas.fill(threads, (30, 30, 35), hall.net_opacity)
        canvas.fill(band(_NET_DEPTH - 0.02, _NET_DEPTH), (40, 40, 40), 0.6)
        for side in (-half, half):
            canvas.fill(box(x + side, y, 0.05, 0.05, 0, height), hall.post)
            canvas.fill(box(x + side * 1.03, y, 0.25, 0.45, 0, 0.12), hall.post)
        canvas.fill(band(0, _TAPE), hall.tape)

    return Thing((x, y), draw)


def boxes(hall: Hall, rng: Rng) -> list[Thing]:
    """Bags, benches and tables around the court; some stand on a line."""
    things = []
    for _ in range(hall.boxes):
        aside = rng.random() < 0.7
        x = float(rng.choice([-1, 1]) * rng.uniform(3.1, 5.5)) if aside else float(rng.uniform(-3, 3))
        y = float(rng.uniform(-7, 8)) if aside else float(rng.choice([-1, 1]) * rng.uniform(6.8, 8.5))
        wide, deep, tall = rng.uniform(0.3, 1.2), rng.uniform(0.25, 0.6), rng.uniform(0.2, 0.8)
        faces = box(x, y, float(wide), float(deep), 0.0, float(tall))
        things.append(Thing((x, y), _painter(faces, rng.uniform(15, 220, 3))))
    if hall.umpire:
        side = float(rng.choice([-1, 1])) * 3.9
        faces = [f for dx in (-0.3, 0.3) for f in box(side + dx, 0.0, 0.05, 0.6, 0.0, 1.6)]
        faces += box(side, 0.0, 0.6, 0.6, 1.3, 1.6)
        things.append(Thing((side, 0.0), _painter(faces, rng.uniform(30, 200, 3))))
    return things


def _painter(faces: list[Points], colour: Points) -> Draw:
    # Sides in shadow, the last face, the top, in full light.
    dark: Colour = (float(colour[0]) * 0.6, float(colour[1]) * 0.6, float(colour[2]) * 0.6)
    full: Colour = (float(colour[0]), float(colour[1]), float(colour[2]))

    def draw(canvas: Canvas) -> None:
        canvas.fill(faces[:-1], dark)
        canvas.fill(faces[-1:], full)

    return draw


def people(hall: Hall, rng: Rng, near: tuple[float, float] | None = None) -> list[Thing]:
    """Players on the court, often on a line, and others around it; the first of them stands at `near`."""
    things = []
    for index in range(hall.people):
        if near is not None and index == 0:
            place = near
        elif rng.random() < 0.5:
            line = LINES[int(rng.integers(len(LINES)))]
            place = _between(line.start, line.end, float(rng.random()))
        else:
            place = (float(rng.uniform(-5, 5)), float(rng.uniform(-8, 8)))
        cutout = dressed(int(rng.integers(2)), hall.kits[index % len(hall.kits)], flipped=bool(rng.random() < 0.5))
        things.append(Thing(place, person(cutout, place, float(rng.normal(1.74, 0.08)))))
    return things


def person(cutout: Cutout, place: tuple[float, float], tall: float) -> Draw:
    """Somebody upright on the floor."""

    def draw(canvas: Canvas) -> None:
        ends = canvas.camera.project(np.array([[*place, 0.0], [*place, tall]]))
        if not np.all(np.isfinite(ends)):
            return
        high = float(np.linalg.norm(ends[1] - ends[0]))
        if not 2 <= high <= _TOO_NEAR * canvas.size[1]:
            return
        shown = cutout.resized(high)
        rows, columns = shown.colour.shape[:2]
        blend(canvas, shown, round(ends[0, 0] - columns / 2), round(ends[0, 1] - rows))

    return draw


def blend(canvas: Canvas, shown: Cutout, left: int, top: int) -> None:
    """Put a cutout on the canvas; what lies outside is lost."""
    height, width = canvas.picture.shape[:2]
    rows = slice(max(0, top), min(height, top + shown.colour.shape[0]))
    columns = slice(max(0, left), min(width, left + shown.colour.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    source = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
    under = canvas.picture[rows, columns]
    canvas.picture[rows, columns] = under + (shown.colour[source].astype(np.float32) - under) * shown.opacity[source]


def dressed(which: int, kit: Colour, *, flipped: bool) -> Cutout:
    """One of the photographed persons with clothes of another colour, perhaps mirrored."""
    original = _cutouts()[which]
    lab = cv2.cvtColor(original.colour, cv2.COLOR_BGR2Lab).astype(np.float32)
    wanted = cv2.cvtColor(np.array([[kit]], dtype=np.uint8), cv2.COLOR_BGR2Lab)[0, 0].astype(np.float32)
    rows = lab.shape[0]
    # Clothes reach from the shoulders to the ankles; head and shoes keep their colours.
    part = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    clothed = np.clip((part - 0.15) * 20, 0, 1) * np.clip((0.9 - part) * 20, 0, 1)
    lab += clothed * (wanted - lab.reshape(-1, 3).mean(axis=0)) * np.array([0.6, 0.9, 0.9], dtype=np.float32)
    colour = np.asarray(cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_Lab2BGR), dtype=np.uint8)
    if flipped:
        return Cutout(np.ascontiguousarray(colour[:, ::-1]), np.ascontiguousarray(original.opacity[:, ::-1]))
    return Cutout(colour, original.opacity)


def draw_all(canvas: Canvas, things: list[Thing], eye: tuple[float, float, float]) -> None:
    """Draw things in their order as seen from a camera's place: farther ones first."""
    for thing in sorted(things, key=lambda thing: -hypot(eye[0] - thing.place[0], eye[1] - thing.place[1])):
        thing.draw(canvas)


def _between(start: tuple[float, float], end: tuple[float, float], part: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


@cache
def _cutouts() -> tuple[Cutout, Cutout]:
    return load_people()
