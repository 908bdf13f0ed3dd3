"""Photographs of halls, made up from a seed, with the truth about the court in them."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import CROSSINGS
from modal_app.testing.halls import furniture, photo, viewpoints
from modal_app.testing.halls.canvas import Canvas
from modal_app.testing.halls.floors import NETS, SIZES
from modal_app.testing.halls.optics import Viewpoint, focal_of_hfov, shifted
from modal_app.testing.halls.room import draw_room
from modal_app.testing.halls.style import Hall, draw_hall
from modal_app.testing.halls.surface import Ground, draw_floor, mirror_lamps

Image = NDArray[np.uint8]

COURT_KINDS = ("broadcast", "high-club", "low-corner")
OTHER_SPORTS = ("volleyball", "basketball", "handball", "futsal", "tennis", "pickleball")
# Pictures in which no court is to be found.
NEGATIVE_KINDS = ("close-up", "replay", "crowd", "empty-hall", *OTHER_SPORTS)

# A background is what is left of so many frames once people are removed.
_BACKGROUND_FRAMES = 12


@dataclass(frozen=True)
class Scene:
    """A picture of a hall and what is true of it."""

    kind: str
    seed: int
    # Blue, green, red, shape (height, width, 3).
    picture: Image
    # The same view without people, and with less noise.
    background: Image
    # None: no court is to be found here.
    camera: CourtCamera | None
    # Crossings of the court's lines that lie in the picture, pixels; whoever stands before them does not matter.
    visible: dict[str, tuple[float, float]]
    # The courts beside and behind it.
    neighbours: tuple[CourtCamera, ...]


@dataclass(frozen=True)
class _Plan:
    """What is to be drawn, before a pixel is."""

    hall: Hall
    view: Viewpoint
    # Extra blur of everything but the people, pixels at 720 lines.
    backdrop_blur: float = 0.0
    # Where somebody stands for sure.
    somebody_at: tuple[float, float] | None = None


def render(kind: str, seed: int, size: tuple[int, int] = (1280, 720), *, with_people: bool = True) -> Scene:
    """Draw a hall of a kind: one of COURT_KINDS or NEGATIVE_KINDS.

    Everything follows from the arguments; without people, the rest of the hall stays as it is.
    """
    number = (*COURT_KINDS, *NEGATIVE_KINDS).index(kind)
    plan = _plan(kind, np.random.default_rng([seed, number, 0]), size)
    hall, camera = plan.hall, plan.view.camera(size)
    eye = np.array(plan.view.position)

    def rng(stage: int) -> np.random.Generator:
        return np.random.default_rng([seed, number, stage])

    canvas = Canvas(camera, hall.wall)
    shining = draw_room(canvas, hall, eye, rng(1))
    draw_floor(canvas, hall, Ground(camera), rng(2))
    mirror_lamps(canvas, hall, shining)
    things = furniture.boxes(hall, rng(3))
    if hall.net_height is not None:
        things += [furniture.net(hall, x, y) for x, y in ((0.0, 0.0), *hall.neighbours)]
    people = furniture.people(hall, rng(4), plan.somebody_at)

    def finished(what: list[furniture.Thing], frames: int) -> Image:
        copy = canvas.copy()
        if plan.backdrop_blur:
            blurred = cv2.GaussianBlur(copy.picture, (0, 0), plan.backdrop_blur * min(size) / 720)
            copy.picture = np.asarray(blurred, dtype=np.float32)
        for thing in sorted(what, key=lambda thing: -furniture.distance(eye, thing)):
            thing.draw(copy)
        lit = photo.blur(photo.illuminate(copy.picture, hall.photo, rng(5)), hall.photo)
        return photo.develop(lit, hall.photo, rng(6 + frames), frames=frames)

    background = finished(things, _BACKGROUND_FRAMES)
    picture = finished([*things, *people] if with_people else things, 1)
    if kind not in COURT_KINDS:
        return Scene(kind, seed, picture, background, None, {}, ())
    neighbours = tuple(shifted(camera, x, y) for x, y in hall.neighbours)
    return Scene(kind, seed, picture, background, camera, viewpoints.visible(camera, CROSSINGS), neighbours)


def _plan(kind: str, rng: np.random.Generator, size: tuple[int, int]) -> _Plan:
    if kind in COURT_KINDS:
        view = viewpoints.choose(rng, kind, size)
        stage = kind == "broadcast" and rng.random() < 0.85
        return _Plan(_around_camera(draw_hall(rng, stage=bool(stage)), view), view)
    if kind in OTHER_SPORTS:
        place = str(rng.choice(list(viewpoints.PLACES)))
        view = viewpoints.PLACES[place](rng, size, kind)
        hall = _without_badminton(draw_hall(rng, stage=place == "broadcast", main=kind))
        return _Plan(_around_camera(_roomy(hall, kind), view), view)
    if kind == "empty-hall":
        view = viewpoints.PLACES[str(rng.choice(["high-club", "low-corner"]))](rng, size)
        hall = _without_badminton(draw_hall(rng, stage=False, main=None))
        return _Plan(_around_camera(hall, view), view)
    hall = draw_hall(rng, stage=bool(rng.random() < 0.7))
    if kind == "crowd":
        return _Plan(replace(hall, crowd=True), _at_the_stand(rng, size, hall))
    view = viewpoints.choose_part(rng, size, at_least=1 if kind == "replay" else 0)
    if kind == "replay":
        return _Plan(hall, view)
    at = (view.target[0], view.target[1])
    return _Plan(hall, view, backdrop_blur=float(rng.uniform(1, 8)), somebody_at=at)


def _at_the_stand(rng: np.random.Generator, size: tuple[int, int], hall: Hall) -> Viewpoint:
    focal = focal_of_hfov(float(rng.uniform(15, 50)), max(size) / min(size))
    target = (float(rng.uniform(-6, 6)), hall.room[3], float(rng.uniform(2.5, 5)))
    return Viewpoint((float(rng.uniform(-2, 2)), float(rng.uniform(0, 6)), float(rng.uniform(1.5, 4))), target, focal)


def _without_badminton(hall: Hall) -> Hall:
    return replace(hall, paints=tuple(paint for paint in hall.paints if paint.sport != "badminton"))


def _roomy(hall: Hall, sport: str) -> Hall:
    """The hall of another sport: a floor large enough for it, its own net, its own area of another colour."""
    width, length = SIZES[sport]
    left, near, right, far, top = hall.room
    x, y = width / 2 - 3.05, length / 2 - 6.7
    room = (left - x, near - y, right + x, far + y, top)
    margin = (hall.mat_margin[0] + x, hall.mat_margin[1] + y)
    return replace(hall, room=room, mat_margin=margin, net_height=NETS.get(sport), net_width=width)


def _around_camera(hall: Hall, view: Viewpoint) -> Hall:
    """The hall enlarged, if need be, so that the camera stands in it; broadcast cameras look in from a stand."""
    x, y, z = view.position
    left, near, right, far, top = hall.room
    return replace(hall, room=(min(left, x - 0.3), min(near, y - 0.3), max(right, x + 0.3), far, max(top, z + 1.5)))
