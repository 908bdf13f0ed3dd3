"""Where the pose model looks, with a detector that sees white figures when they are large enough in its input."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.gaze import Gaze
from modal_app.pipeline.observations import Detections
from modal_app.pipeline.patches import Image, Patch, fitting_size
from modal_app.pipeline.regions import court_area, whole
from modal_app.pipeline.settings import PoseSettings
from modal_app.testing.halls.scene import render

SETTINGS = PoseSettings()
SIZE = (1280, 720)


class Figures:
    """Sees who is at least `least` pixels high in the model's input; counts what it costs."""

    def __init__(self, least: float = 70.0) -> None:
        self._least = least
        self.looks: list[tuple[int, int]] = []

    def __call__(self, patches: Sequence[Patch]) -> list[Detections]:
        self.looks += [patch.size for patch in patches]
        return [self._find(patch) for patch in patches]

    def _find(self, patch: Patch) -> Detections:
        _, _, stats, _ = cv2.connectedComponentsWithStats((patch.pixels()[..., 0] > 180).astype(np.uint8))
        rows = [
            [left, top, left + width, top + height, 0.9, *[left, top, 0.9] * 17]
            for left, top, width, height, _ in stats[1:]
            if height >= self._least
        ]
        return patch.to_picture(np.array(rows, dtype=np.float32).reshape(-1, 56))


@pytest.fixture(scope="module")
def camera() -> CourtCamera:
    camera = render("broadcast", 3, SIZE).camera
    assert camera is not None
    return camera


def figures(camera: CourtCamera, places: Sequence[tuple[float, float]]) -> tuple[Image, list[list[float]]]:
    """White figures of 1.75 m on the floor, and their boxes."""
    picture = np.full((SIZE[1], SIZE[0], 3), 60, np.uint8)
    boxes = []
    for place in places:
        foot, head = camera.project(np.array([[*place, 0.0], [*place, 1.75]]))
        half = 0.2 * (foot[1] - head[1])
        box = [foot[0] - half, head[1], foot[0] + half, foot[1]]
        cv2.rectangle(picture, (round(box[0]), round(box[1])), (round(box[2]), round(box[3])), (240, 240, 240), -1)
        boxes.append(box)
    return picture, boxes


def seen(people: Detections, boxes: list[list[float]]) -> list[bool]:
    return [bool(len(people)) and bool(np.abs(people["box"] - box).max(axis=1).min() < 8) for box in boxes]


def test_both_players_are_followed_for_less_than_a_look_at_the_whole_picture(camera: CourtCamera) -> None:
    figure = Figures()
    gaze = Gaze(SETTINGS, figure)
    found = []
    for number in range(60):
        seconds = number / 30
        picture, boxes = figures(camera, [(2 * np.sin(2 * seconds), -4), (-2 * np.sin(2.5 * seconds), 5)])
        found += seen(gaze.see(picture, camera, 0, seconds), boxes)
    assert all(found)
    pixels = sum(width * height for width, height in figure.looks) / 60
    assert pixels < np.prod(whole(picture, None, SETTINGS).size) / 4


def test_somebody_who_comes_onto_the_court_is_noticed_within_a_second(camera: CourtCamera) -> None:
    gaze = Gaze(SETTINGS, Figures())
    noticed = None
    for number in range(90):
        places = [(0.0, -4.0), (0.5, 4.0), *([(-2.0, -3.0)] if number >= 30 else [])]
        picture, boxes = figures(camera, places)
        if noticed is None and len(boxes) == 3 and seen(gaze.see(picture, camera, 0, number / 30), boxes)[2]:
            noticed = number
        elif noticed is None:
            gaze.see(picture, camera, 0, number / 30)
    assert noticed is not None
    assert noticed - 30 <= 30


def test_who_jumps_out_of_the_window_is_looked_for_in_the_same_picture(camera: CourtCamera) -> None:
    gaze = Gaze(SETTINGS, Figures())
    for number in range(20):
        picture, _ = figures(camera, [(0, -4), (0, 4)])
        gaze.see(picture, camera, 0, number / 30)
    picture, boxes = figures(camera, [(2.5, -6), (0, 4)])
    assert all(seen(gaze.see(picture, camera, 0, 20 / 30), boxes))


def test_who_is_too_small_in_a_look_at_the_court_is_kept_through_a_window(camera: CourtCamera) -> None:
    picture, boxes = figures(camera, [(0, -4), (0, 6)])
    height = (boxes[1][3] - boxes[1][1]) * whole(picture, camera, SETTINGS).scale
    figure = Figures(least=0)
    gaze = Gaze(SETTINGS, figure)
    gaze.see(picture, camera, 0, 0.0)
    figure._least = height + 5
    assert all(all(seen(gaze.see(picture, camera, 0, number / 30), boxes)) for number in range(1, 60))


def test_many_windows_give_way_to_a_look_at_the_whole(camera: CourtCamera) -> None:
    figure, settings = Figures(), replace(SETTINGS, window=(320, 480), player_height=260)
    gaze = Gaze(settings, figure)
    picture, boxes = figures(camera, [(x, y) for x in (-2.4, 0.0, 2.4) for y in (-5.0, 5.0)])
    for number in range(10):
        assert all(seen(gaze.see(picture, camera, 0, number / 30), boxes))
    assert settings.window not in figure.looks


def test_without_a_court_everybody_is_looked_for_everywhere() -> None:
    figure = Figures()
    picture = np.full((SIZE[1], SIZE[0], 3), 60, np.uint8)
    picture[100:260, 5:60] = 240
    assert len(Gaze(SETTINGS, figure).see(picture, None, 0, 0.0)) == 1
    assert figure.looks == [(1280, 736)]


def test_the_court_s_area_holds_the_players_and_less_than_the_picture(camera: CourtCamera) -> None:
    left, top, right, bottom = court_area(camera, SIZE)
    for place in [(-3.0, -6.7), (3.0, -6.7), (3.0, 6.7), (-3.0, 6.7)]:
        ends = camera.project(np.array([[*place, 0.0], [*place, 2.2]]))
        inside = (ends >= [left, top]) & (ends <= [right, bottom]) | (ends < 0) | (ends > SIZE)
        assert inside.all()
    assert (right - left) * (bottom - top) < SIZE[0] * SIZE[1]


@pytest.mark.parametrize(
    ("width", "height", "scale", "size"),
    [(640, 360, 1.0, (640, 384)), (641, 360, 1.0, (672, 384)), (100, 100, 0.1, (32, 32)), (1280, 720, 0.5, (640, 384))],
)
def test_the_model_s_input_is_just_large_enough(width: int, height: int, scale: float, size: tuple[int, int]) -> None:
    assert fitting_size(width, height, scale) == size


def test_places_in_a_patch_are_places_in_the_picture() -> None:
    patch = Patch(np.zeros((400, 500, 3), np.uint8), (100, 50, 300, 350), (192, 256))
    row = np.array([[0, 0, *np.array([200, 300]) * patch.scale, 0.9, *[10 * patch.scale, 20 * patch.scale, 0.5] * 17]])
    found = patch.to_picture(row.astype(np.float32))[0]
    np.testing.assert_allclose(found["box"], [100, 50, 300, 350], atol=1.0)
    np.testing.assert_allclose(found["keypoints"][3], [110, 70, 0.5], atol=0.5)
