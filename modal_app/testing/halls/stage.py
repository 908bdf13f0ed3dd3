"""What is drawn before a pixel is: which hall, seen from where; and the hall itself, without people."""

from dataclasses import dataclass, replace

import numpy as np

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.testing.halls import furniture, viewpoints
from modal_app.testing.halls.canvas import Canvas
from modal_app.testing.halls.floors import NETS, SIZES
from modal_app.testing.halls.optics import Viewpoint, focal_of_hfov
from modal_app.testing.halls.room import draw_room
from modal_app.testing.halls.style import Hall, draw_hall
from modal_app.testing.halls.surface import Ground, draw_floor, mirror_lamps

COURT_KINDS = ("broadcast", "high-club", "low-corner")
OTHER_SPORTS = ("volleyball", "basketball", "handball", "futsal", "tennis", "pickleball")
# Pictures in which no court is to be found.
NEGATIVE_KINDS = ("close-up", "replay", "crowd", "empty-hall", *OTHER_SPORTS)


@dataclass(frozen=True)
class Plan:
    """A hall and a place for the camera. Everything follows from kind, seed and the picture's shape."""

    kind: str
    seed: int

    hall: Hall
    view: Viewpoint
    # Extra blur of everything but the people, pixels at 720 lines.
    backdrop_blur: float = 0.0
    # Where somebody stands for sure.
    somebody_at: tuple[float, float] | None = None

    def rng(self, stage: int) -> np.random.Generator:
        """Chance for one part of the drawing, so that the parts do not depend on each other."""
        return np.random.default_rng([self.seed, (*COURT_KINDS, *NEGATIVE_KINDS).index(self.kind), stage])


def make_plan(kind: str, seed: int, size: tuple[int, int]) -> Plan:
    """A plan of a kind: one of COURT_KINDS or NEGATIVE_KINDS."""
    number = (*COURT_KINDS, *NEGATIVE_KINDS).index(kind)
    rng = np.random.default_rng([seed, number, 0])
    hall, view = _hall_and_view(kind, rng, size)
    if kind != "close-up":
        return Plan(kind, seed, hall, view)
    at = (view.target[0], view.target[1])
    return Plan(kind, seed, hall, view, backdrop_blur=float(rng.uniform(1, 8)), somebody_at=at)


def empty_hall(plan: Plan, camera: CourtCamera) -> tuple[Canvas, list[furniture.Thing]]:
    """The room and its floor, and what stands on the floor, not drawn yet; the first of it is the main court's net."""
    hall = plan.hall
    canvas = Canvas(camera, hall.wall)
    shining = draw_room(canvas, hall, np.array(plan.view.position), plan.rng(1))
    draw_floor(canvas, hall, Ground(camera), plan.rng(2))
    mirror_lamps(canvas, hall, shining)
    things = furniture.boxes(hall, plan.rng(3))
    if hall.net_height is not None:
        things = [*(furniture.net(hall, x, y) for x, y in ((0.0, 0.0), *hall.neighbours)), *things]
    return canvas, things


def _hall_and_view(kind: str, rng: np.random.Generator, size: tuple[int, int]) -> tuple[Hall, Viewpoint]:
    if kind in COURT_KINDS:
        view = viewpoints.choose(rng, kind, size)
        stage = kind == "broadcast" and rng.random() < 0.85
        return _around_camera(draw_hall(rng, stage=bool(stage)), view), view
    if kind in OTHER_SPORTS:
        place = str(rng.choice(list(viewpoints.PLACES)))
        view = viewpoints.PLACES[place](rng, size, kind)
        hall = _without_badminton(draw_hall(rng, stage=place == "broadcast", main=kind))
        return _around_camera(_roomy(hall, kind), view), view
    if kind == "empty-hall":
        view = viewpoints.PLACES[str(rng.choice(["high-club", "low-corner"]))](rng, size)
        hall = _without_badminton(draw_hall(rng, stage=False, main=None))
        return _around_camera(hall, view), view
    hall = draw_hall(rng, stage=bool(rng.random() < 0.7))
    if kind == "crowd":
        return replace(hall, crowd=True), _at_the_stand(rng, size, hall)
    return hall, viewpoints.choose_part(rng, size, at_least=1 if kind == "replay" else 0)


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
