"""Photographs of halls, made up from a seed, with the truth about the court in them."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import CROSSINGS
from modal_app.testing.halls import furniture, photo, viewpoints
from modal_app.testing.halls.optics import elsewhere
from modal_app.testing.halls.stage import COURT_KINDS, empty_hall, make_plan

Image = NDArray[np.uint8]

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
    # The courts beside and behind it, and those that others' lines make across it.
    neighbours: tuple[CourtCamera, ...]


def render(kind: str, seed: int, size: tuple[int, int] = (1280, 720), *, with_people: bool = True) -> Scene:
    """Draw a hall of a kind: one of COURT_KINDS or NEGATIVE_KINDS.

    Everything follows from the arguments; without people, the rest of the hall stays as it is.
    """
    plan = make_plan(kind, seed, size)
    hall, camera = plan.hall, plan.view.camera(size)
    canvas, things = empty_hall(plan, camera)
    people = furniture.people(hall, plan.rng(4), plan.somebody_at)

    def finished(what: list[furniture.Thing], frames: int) -> Image:
        copy = canvas.copy()
        if plan.backdrop_blur:
            blurred = cv2.GaussianBlur(copy.picture, (0, 0), plan.backdrop_blur * min(size) / 720)
            copy.picture = np.asarray(blurred, dtype=np.float32)
        furniture.draw_all(copy, what, plan.view.position)
        lit = photo.blur(photo.illuminate(copy.picture, hall.photo, plan.rng(5)), hall.photo)
        return photo.develop(lit, hall.photo, plan.rng(6 + frames), frames=frames)

    background = finished(things, _BACKGROUND_FRAMES)
    picture = finished([*things, *people] if with_people else things, 1)
    if kind not in COURT_KINDS:
        return Scene(kind, seed, picture, background, None, {}, ())
    neighbours = tuple(
        elsewhere(camera, paint.x, paint.y, paint.turn)
        for paint in hall.paints
        if paint.sport == "badminton" and (paint.x, paint.y, paint.turn) != (0.0, 0.0, 0.0)
    )
    return Scene(kind, seed, picture, background, camera, viewpoints.visible(camera, CROSSINGS), neighbours)
