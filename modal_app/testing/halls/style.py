"""How a hall looks: drawn from a seed, as different as halls are."""

from dataclasses import dataclass

import numpy as np

from modal_app.testing.halls.canvas import Colour

Rng = np.random.Generator
# Left, near, right, far, top; metres.
Room = tuple[float, float, float, float, float]

# Blue, green, red.
_WOODS: tuple[Colour, ...] = ((105, 160, 200), (90, 140, 185), (120, 175, 215), (70, 115, 160), (140, 180, 205))
_FLOORS: tuple[Colour, ...] = (
    (90, 120, 60), (120, 140, 70), (150, 100, 50), (165, 125, 70), (60, 60, 150), (70, 80, 170), (120, 120, 120),
    (155, 155, 150), (80, 80, 85), (60, 150, 190), (110, 85, 120), (90, 110, 100), (40, 90, 40), (130, 70, 40),
)  # fmt: skip
_BRIGHT_LINES: tuple[Colour, ...] = ((245, 245, 245), (235, 240, 240), (215, 220, 222))
_COLOURED_LINES: tuple[Colour, ...] = (
    (40, 200, 235), (60, 170, 240), (200, 140, 40), (60, 60, 210), (70, 160, 60), (225, 190, 120), (30, 30, 30),
    (170, 60, 120), (150, 220, 150),
)  # fmt: skip
_WALLS: tuple[Colour, ...] = (
    (190, 200, 205), (150, 160, 165), (120, 150, 175), (100, 110, 115), (140, 120, 90), (60, 60, 65), (45, 35, 30),
    (130, 160, 140), (60, 90, 140), (205, 215, 220),
)  # fmt: skip
_KITS: tuple[Colour, ...] = (
    (30, 30, 200), (200, 80, 30), (40, 160, 40), (30, 200, 230), (235, 235, 235), (30, 30, 30), (180, 60, 180),
    (30, 130, 240), (160, 160, 30),
)  # fmt: skip


@dataclass(frozen=True)
class Paint:
    """One sport's lines on the floor."""

    sport: str
    colour: Colour
    x: float = 0.0
    y: float = 0.0
    # Radians.
    turn: float = 0.0
    # 0: fresh, 1: hardly left.
    wear: float = 0.0


@dataclass(frozen=True)
class Photo:
    """What camera and coding do to the picture. Lengths in pixels of a picture of 720 lines."""

    # Standard deviations of blur out of focus, and length and direction (radians) of blur by motion.
    defocus: float
    motion: float
    motion_angle: float
    # Exposure factor, gamma, and the light's unevenness (standard deviation of a factor).
    exposure: float
    gamma: float
    unevenness: float
    # Of blue, green and red.
    tint: Colour
    # Grey levels, and the noise's grain in pixels (phones smooth it into blobs).
    noise: float
    grain: float
    # Unsharp mask.
    sharpening: float
    # "jpeg", "h264" or "", and its quality: 1..100, or the quantiser 18..36.
    coding: str
    quality: int


@dataclass(frozen=True)
class Hall:
    """Everything about a hall but the camera's place."""

    floor: Colour
    # "wood", "speckle" or "plain", its strength (grey levels).
    texture: str
    texture_strength: float
    # A mat of another colour under the court: its margins around the lines (sides, ends), metres.
    mat: Colour | None
    mat_margin: tuple[float, float]
    paints: tuple[Paint, ...]
    # Where the neighbouring courts' centres lie.
    neighbours: tuple[tuple[float, float], ...]
    # Nets, between posts so high and so far apart, stand on the main court and its neighbours; None: no net is up.
    net_height: float | None
    net_width: float
    net_opacity: float
    tape: Colour
    post: Colour
    wall: Colour
    far_wall: Colour
    ceiling: Colour
    room: Room
    banners: int
    crowd: bool
    windows: int
    lamps: int
    # How strongly lamps and windows are mirrored in the floor, 0..1.
    gloss: float
    boxes: int
    umpire: bool
    people: int
    kits: tuple[Colour, ...]
    photo: Photo


def _pick(rng: Rng, colours: tuple[Colour, ...], spread: float = 10.0) -> Colour:
    base = np.array(colours[rng.integers(len(colours))])
    blue, green, red = np.clip(base + rng.normal(0, spread, 3) + rng.normal(0, spread), 5, 250)
    return float(blue), float(green), float(red)


def line_colour(rng: Rng) -> Colour:
    """White mostly; every sixth court has another colour."""
    return _pick(rng, _BRIGHT_LINES, 5) if rng.random() < 0.84 else _pick(rng, _COLOURED_LINES)


def draw_hall(rng: Rng, *, stage: bool, main: str | None = "badminton") -> Hall:
    """A hall. `stage`: a tournament's, with one game's lines on a mat, banners and spectators."""
    wood = not stage and rng.random() < 0.5
    floor = _pick(rng, _WOODS if wood else _FLOORS)
    mat = _pick(rng, _FLOORS) if rng.random() < (0.85 if stage else 0.25) else None
    paints: list[Paint] = []
    neighbours: tuple[tuple[float, float], ...] = ()
    if main is not None:
        colour = line_colour(rng)
        wear = 0.0 if stage else float(rng.choice([0.0, rng.uniform(0, 0.3), rng.uniform(0.2, 0.7)]))
        if main == "badminton":
            neighbours = _neighbours(rng, stage=stage)
        paints = [Paint(main, colour, x, y, 0.0, wear) for x, y in ((0.0, 0.0), *neighbours)]
    if not stage:
        for _ in range(int(rng.choice([0, 1, 2, 3, 4], p=[0.2, 0.25, 0.25, 0.2, 0.1]))):
            # Painted before badminton's: where they cross, the later paint lies on top.
            paints.insert(int(rng.integers(0, len(paints) + 1)), _other_sport(rng))
    dark = stage and rng.random() < 0.5
    return Hall(
        floor=floor,
        texture="wood" if wood else str(rng.choice(["speckle", "plain"])),
        texture_strength=float(rng.uniform(4, 16) if wood else rng.uniform(1, 6)),
        mat=mat,
        mat_margin=(float(rng.uniform(0.3, 2.5)), float(rng.uniform(0.3, 2.5))),
        paints=tuple(paints),
        neighbours=neighbours,
        net_height=1.55 if main == "badminton" and rng.random() < 0.93 else None,
        net_width=6.1,
        net_opacity=float(rng.uniform(0.1, 0.45)),
        tape=_pick(rng, _BRIGHT_LINES, 5) if rng.random() < 0.9 else _pick(rng, _COLOURED_LINES),
        post=_pick(rng, _WALLS),
        wall=_pick(rng, _WALLS) if not dark else (30.0, 25.0, 22.0),
        far_wall=_pick(rng, _WALLS) if not dark else (25.0, 22.0, 20.0),
        ceiling=_pick(rng, _WALLS),
        room=_room(rng, neighbours, stage=stage),
        banners=int(rng.integers(4, 12)) if stage else int(rng.choice([0, 0, 2, 5])),
        crowd=stage and bool(rng.random() < 0.7),
        windows=0 if stage else int(rng.choice([0, 3, 6])),
        lamps=int(rng.integers(2, 7)),
        gloss=float(rng.choice([0.0, rng.uniform(0.05, 0.2), rng.uniform(0.15, 0.45)])),
        boxes=int(rng.integers(0, 7)),
        umpire=bool(rng.random() < (0.9 if stage else 0.15)),
        people=int(rng.choice([2, 4])) + int(rng.integers(0, 5)),
        kits=tuple(_pick(rng, _KITS, 15) for _ in range(16)),
        photo=_photo(rng, stage=stage),
    )


def _neighbours(rng: Rng, *, stage: bool) -> tuple[tuple[float, float], ...]:
    if rng.random() < (0.75 if stage else 0.35):
        return ()
    aside = 6.1 + rng.uniform(0.5, 3.0)
    behind = 13.4 + rng.uniform(1.2, 4.0)
    places = [(-aside, 0.0), (aside, 0.0), (2 * aside, 0.0), (0.0, behind), (-aside, behind), (aside, behind)]
    count = int(rng.integers(1, 5))
    return tuple(places[index] for index in sorted(rng.choice(len(places), count, replace=False)))


def _other_sport(rng: Rng) -> Paint:
    sport = str(rng.choice(["volleyball", "basketball", "handball", "futsal", "tennis", "pickleball", "badminton"],
                           p=[0.27, 0.27, 0.2, 0.1, 0.05, 0.05, 0.06]))  # fmt: skip
    turned = rng.random() < 0.5 or sport == "badminton"
    # Halls are laid out in parallel; centres often coincide in one direction.
    x = 0.0 if rng.random() < 0.3 else float(rng.uniform(-8, 8))
    y = 0.0 if rng.random() < 0.3 else float(rng.uniform(-9, 9))
    colour = _pick(rng, _BRIGHT_LINES, 5) if rng.random() < 0.2 else _pick(rng, _COLOURED_LINES)
    return Paint(sport, colour, x, y, np.pi / 2 if turned else 0.0, float(rng.uniform(0, 0.6)))


def _room(rng: Rng, neighbours: tuple[tuple[float, float], ...], *, stage: bool) -> Room:
    ends = np.array([(0.0, 0.0), *neighbours])
    half = np.array([3.05, 6.7])
    low = ends.min(axis=0) - half - rng.uniform([1.2, 1.5], [12.0, 12.0])
    high = ends.max(axis=0) + half + rng.uniform([1.2, 1.5], [12.0, 12.0])
    top = rng.uniform(9, 16) if stage else rng.uniform(5.5, 10)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1]), float(top)


def _photo(rng: Rng, *, stage: bool) -> Photo:
    dim = not stage and rng.random() < 0.3
    coding = str(rng.choice(["", "jpeg", "h264"], p=[0.1, 0.4, 0.5]))
    return Photo(
        defocus=float(abs(rng.normal(0.35, 0.35))),
        motion=float(rng.choice([0.0, rng.uniform(0.5, 4.0)], p=[0.8, 0.2])),
        motion_angle=float(rng.uniform(0, np.pi)),
        exposure=float(rng.uniform(0.4, 0.7) if dim else rng.uniform(0.75, 1.15)),
        gamma=float(rng.uniform(0.85, 1.2)),
        unevenness=float(rng.uniform(0.01, 0.15)),
        tint=tuple(rng.normal(1.0, 0.05, 3).tolist()),
        noise=float(rng.uniform(3, 11) if dim else rng.uniform(0.5, 5)),
        grain=float(rng.choice([0.0, rng.uniform(0.5, 1.2)])),
        sharpening=float(rng.choice([0.0, rng.uniform(0.3, 1.2)])),
        coding=coding,
        quality=int(rng.integers(18, 35) if coding == "h264" else rng.integers(35, 96)),
    )
