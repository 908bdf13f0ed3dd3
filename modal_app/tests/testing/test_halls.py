import cv2
import numpy as np
import pytest

from modal_app.pipeline.court.model import CROSSINGS, SIDE_DOUBLES
from modal_app.testing.halls import COURT_KINDS, NEGATIVE_KINDS, render
from modal_app.testing.halls.canvas import Canvas
from modal_app.testing.halls.floors import badminton
from modal_app.testing.halls.optics import Viewpoint, elsewhere

SMALL = (480, 270)


@pytest.mark.parametrize("kind", [*COURT_KINDS, *NEGATIVE_KINDS])
def test_every_kind_draws_and_knows_its_court(kind: str) -> None:
    scene = render(kind, 3, SMALL)
    assert scene.picture.shape == scene.background.shape == (270, 480, 3)
    assert scene.picture.std() > 3
    if kind in NEGATIVE_KINDS:
        assert scene.camera is None
        assert not scene.visible
        return
    assert scene.camera is not None
    assert len(scene.visible) >= 8
    for name, (x, y) in scene.visible.items():
        assert 0 <= x <= 480
        assert 0 <= y <= 270
        assert np.allclose(scene.camera.project_floor(np.array([CROSSINGS[name]])), [[x, y]])


def test_the_same_seed_gives_the_same_picture_and_another_another() -> None:
    first, again, other = (render("high-club", seed, SMALL).picture for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_people_are_all_that_with_people_changes() -> None:
    full, empty = render("broadcast", 8, SMALL), render("broadcast", 8, SMALL, with_people=False)
    assert np.array_equal(full.background, empty.background)
    assert not np.array_equal(full.picture, empty.picture)


@pytest.mark.parametrize("distortion", [0.0, -0.05, 0.12])
def test_lines_lie_where_the_camera_says(distortion: float) -> None:
    view = Viewpoint((2.5, -13.0, 4.0), (0.2, -0.5, 0.0), 1.0, roll=0.03, distortion=distortion)
    camera = view.camera((1280, 720))
    canvas = Canvas(camera, (0, 0, 0))
    canvas.fill(badminton(), (255, 255, 255))
    painted = canvas.picture[..., 0] / 255
    # The right side line away from crossings, sampled: the paint's centre of gravity along the picture's rows.
    offsets = []
    for y in [*np.linspace(-5.2, -2.6, 8), *np.linspace(-1.5, 1.5, 8), *np.linspace(2.7, 5.2, 8)]:
        x0, y0 = camera.project_floor(np.array([[SIDE_DOUBLES, y]]))[0]
        if not (12 < x0 < 1268 and 2 < y0 < 718):
            continue
        row = int(y0)
        # The line's place in the middle of this row.
        along = np.linspace(y - 0.4, y + 0.4, 801)
        shown = camera.project_floor(np.column_stack([np.full(801, SIDE_DOUBLES), along]))
        expected = shown[np.argmin(np.abs(shown[:, 1] - row - 0.5)), 0]
        columns = np.arange(int(expected) - 7, int(expected) + 8)
        weight = painted[row, columns]
        offsets.append(np.sum(weight * (columns + 0.5)) / np.sum(weight) - expected)
    assert len(offsets) >= 16
    assert abs(np.mean(offsets)) < 0.05
    assert np.abs(offsets).max() < 0.3


def test_projection_and_homography_agree_on_the_floor() -> None:
    scene = render("broadcast", 2, (1280, 720), with_people=False)
    assert scene.camera is not None
    assert scene.camera.projection is not None
    floor = np.array([[1.0, 2.0], [-2.0, -5.0]])
    assert np.allclose(scene.camera.project(np.column_stack([floor, np.zeros(2)])), scene.camera.project_floor(floor))


def test_other_courts_lie_beside_and_across() -> None:
    view = Viewpoint((0.0, -14.0, 5.0), (0.0, 0.0, 0.0), 1.0)
    camera = view.camera((640, 360))
    beside = elsewhere(camera, 8.0, 1.0, np.pi / 2)
    across = beside.project_floor(np.array([[1.0, 0.0]]))
    assert np.allclose(across, camera.project_floor(np.array([[8.0, 2.0]])))
    assert np.allclose(beside.project_floor(np.array([[0.0, 0.0]])), camera.project_floor(np.array([[8.0, 1.0]])))


def test_a_larger_picture_shows_the_same_hall() -> None:
    small, large = render("low-corner", 4, (640, 360)), render("low-corner", 4, (1280, 720))
    assert small.camera is not None
    assert large.camera is not None
    assert np.allclose(small.camera.resized((1280, 720)).homography, large.camera.homography)
    shrunk = cv2.resize(large.background, (640, 360), interpolation=cv2.INTER_AREA).astype(float)
    assert np.corrcoef(shrunk.ravel(), small.background.astype(float).ravel())[0, 1] > 0.9
