"""Where cameras stand: broadcast, a gallery, a phone low behind or beside the court."""

from collections.abc import Callable
from math import hypot

import numpy as np

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import CORNERS, CROSSINGS
from modal_app.testing.halls.floors import SIZES
from modal_app.testing.halls.optics import Viewpoint, focal_of_hfov

Rng = np.random.Generator
Size = tuple[int, int]

# Crossings that a picture must show to count as one of the court: what a person needs to place it, too.
MIN_CROSSINGS = 8
# What a picture that shows "no court" may show of it at most.
MAX_STRAY_CROSSINGS = 6
_TRIES = 400


def broadcast(rng: Rng, size: Size, sport: str = "badminton") -> Viewpoint:
    """High behind the court, a long lens, the whole court in the picture."""
    width, length = SIZES[sport]
    scale = length / 13.4
    distance, height = rng.uniform(6.0, 20.0) * scale, rng.uniform(3.5, 10.0) * scale
    position = (float(rng.normal(0, 0.8) * scale), -length / 2 - distance, height)
    target = (float(rng.normal(0, 0.25)), float(rng.uniform(-1.5, 1.0)) * scale, 0.0)
    # The near edge's width, or the court's depth, fills this part of the picture.
    filling = rng.uniform(0.4, 0.8)
    away = hypot(distance, height)
    narrow = filling * size[0] / (width / away)
    deep = filling * size[1] / (height * length / (distance * (distance + length)))
    return Viewpoint(
        position,
        target,
        focal=float(min(narrow, deep) / (hypot(*size) / 2)),
        roll=float(np.radians(rng.normal(0, 0.4))),
        distortion=float(rng.choice([0.0, rng.uniform(-0.02, 0.06)])),
    )


def high_club(rng: Rng, size: Size, sport: str = "badminton") -> Viewpoint:
    """From a gallery or a tall tripod: 3.5 to 7 m up, behind a baseline, at a corner or beside the court."""
    return _around(rng, size, sport, height=(3.5, 7.0), away=(1.0, 8.0), hfov=(48, 82))


def low_corner(rng: Rng, size: Size, sport: str = "badminton") -> Viewpoint:
    """A phone 1.1 to 2.2 m up on a tripod, a bench or a bag, close to the court."""
    return _around(rng, size, sport, height=(1.1, 2.2), away=(0.8, 4.5), hfov=(60, 84))


def part_of_court(rng: Rng, size: Size) -> Viewpoint:
    """As in a replay or a close-up from the stand: a long lens on some place over the court."""
    bearing = rng.uniform(0, 2 * np.pi)
    away, height = rng.uniform(6, 22), rng.uniform(0.6, 7)
    target = (float(rng.uniform(-3, 3)), float(rng.uniform(-6, 6)), float(rng.uniform(0.3, 1.6)))
    position = (target[0] + away * np.cos(bearing), target[1] + away * np.sin(bearing), height)
    focal = focal_of_hfov(float(rng.uniform(6, 30)), _aspect(size))
    return Viewpoint(position, target, focal, roll=float(np.radians(rng.normal(0, 1.0))))


PLACES: dict[str, Callable[..., Viewpoint]] = {"broadcast": broadcast, "high-club": high_club, "low-corner": low_corner}


def choose(rng: Rng, kind: str, size: Size) -> Viewpoint:
    """A viewpoint of the kind that shows enough of the court.

    broadcast: all four corners lie in the picture; high-club and low-corner: two at least, and MIN_CROSSINGS crossings.
    """
    wanted = 4 if kind == "broadcast" else 2
    for _ in range(_TRIES):
        view = PLACES[kind](rng, size)
        camera = view.camera(size)
        if count_visible(camera, CORNERS) >= wanted and count_visible(camera, CROSSINGS) >= MIN_CROSSINGS:
            return view
    raise ValueError(f"no viewpoint of kind {kind} for a picture of {size}")


def choose_part(rng: Rng, size: Size, at_least: int) -> Viewpoint:
    """A viewpoint that shows too little of the court to know it, but so many crossings at least."""
    while True:
        view = part_of_court(rng, size)
        if at_least <= count_visible(view.camera(size), CROSSINGS) <= MAX_STRAY_CROSSINGS:
            return view


def count_visible(camera: CourtCamera, places: dict[str, tuple[float, float]]) -> int:
    """How many of these places on the floor lie in the picture."""
    return len(visible(camera, places))


def visible(camera: CourtCamera, places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Those places on the floor that lie in the picture, as pixels."""
    shown = camera.project_floor(np.array(list(places.values())))
    inside = np.all((shown >= 0) & (shown <= np.array(camera.size)), axis=1)
    return {name: (float(x), float(y)) for name, (x, y), is_in in zip(places, shown, inside, strict=True) if is_in}


def _aspect(size: Size) -> float:
    return max(size) / min(size)


def _around(
    rng: Rng,
    size: Size,
    sport: str,
    height: tuple[float, float],
    away: tuple[float, float],
    hfov: tuple[float, float],
) -> Viewpoint:
    """Somewhere around the court: behind (40 %), at a corner (35 %) or beside it, mostly looking at its middle."""
    width, length = SIZES[sport]
    scale = length / 13.4
    gap = rng.uniform(*away) * scale
    where = rng.choice(["behind", "corner", "beside"], p=[0.4, 0.35, 0.25])
    side = float(rng.choice([-1.0, 1.0]))
    if where == "behind":
        x, y = rng.uniform(-0.5, 0.5) * width, -length / 2 - gap
    elif where == "corner":
        x, y = side * (width / 2 + rng.uniform(0.3, 2.5) * scale), -length / 2 - gap * rng.uniform(0.2, 1.0)
    else:
        x, y = side * (width / 2 + gap), rng.uniform(-0.45, -0.02) * length
    target = (rng.normal(0, 0.7), y * -0.1 + rng.normal(0, 1.0) * scale, rng.uniform(-0.2, 1.0))
    # Phones are held with their horizon level, more or less.
    return Viewpoint(
        (float(x), float(y), float(rng.uniform(*height) * max(1.0, scale**0.5))),
        (float(target[0]), float(target[1]), float(target[2])),
        focal_of_hfov(float(rng.uniform(*hfov)), _aspect(size)),
        roll=float(np.radians(rng.normal(0, 1.2))),
        distortion=float(rng.choice([0.0, rng.uniform(-0.05, 0.03), rng.uniform(0.0, 0.12)], p=[0.3, 0.4, 0.3])),
    )
