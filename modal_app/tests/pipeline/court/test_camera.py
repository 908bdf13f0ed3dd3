import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import CROSSINGS, LINES, crossing_points


def camera(distortion: float = 0.0) -> CourtCamera:
    """A phone 5 m high, 8 m behind the baseline, that looks at the net."""
    focal = 1100.0
    position = np.array([0.5, -15.0, 5.0])
    forward = np.array([0.0, 0.0, 0.0]) - position
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(forward, right), forward])
    inner = np.array([[focal, 0, 640], [0, focal, 360], [0, 0, 1.0]])
    projection = inner @ np.column_stack([rotation, -rotation @ position])
    return CourtCamera((1280, 720), projection[:, [0, 1, 3]], distortion, projection)


@given(x=st.floats(-6, 6), y=st.floats(-8, 8), distortion=st.floats(-0.1, 0.15))
def test_pixels_and_metres_are_each_others_inverse(x: float, y: float, distortion: float) -> None:
    shown = camera(distortion).project_floor(np.array([[x, y]]))
    assert camera(distortion).to_floor(shown) == pytest.approx(np.array([[x, y]]), abs=1e-4)


@given(z=st.floats(0, 2))
def test_a_raised_point_is_found_at_its_height(z: float) -> None:
    shown = camera(0.05).project(np.array([[1.0, 2.0, z]]))
    assert camera(0.05).to_floor(shown, height=z) == pytest.approx(np.array([[1.0, 2.0]]), abs=1e-4)


def test_what_is_behind_the_camera_or_above_the_horizon_has_no_place() -> None:
    assert np.isnan(camera().project_floor(np.array([[0.0, -30.0]]))).all()
    assert np.isnan(camera().to_floor(np.array([[640.0, -900.0]]))).all()


def test_a_message_keeps_the_camera() -> None:
    one = camera(0.07)
    other = CourtCamera.from_contract(one.to_contract(), one.size)
    assert other.project_floor(crossing_points()) == pytest.approx(one.project_floor(crossing_points()))
    world = np.array([[1.0, 2.0, 1.5]])
    assert other.project(world) == pytest.approx(one.project(world))


def test_a_resized_picture_shows_the_same() -> None:
    large = camera(0.07).resized((1920, 1080))
    assert large.project_floor(crossing_points()) == pytest.approx(1.5 * camera(0.07).project_floor(crossing_points()))


def test_the_jacobian_tells_metres_per_pixel() -> None:
    floor = np.array([[1.0, 3.0]])
    shown = camera().project_floor(floor)
    moved = camera().to_floor(shown + np.array([[0.2, -0.1]]))
    predicted = floor + camera().metres_per_pixel(floor)[0] @ np.array([0.2, -0.1])
    assert moved == pytest.approx(predicted, abs=1e-3)


def test_the_model_has_the_lines_and_crossings_of_the_laws() -> None:
    assert len(LINES) == 12
    assert len(CROSSINGS) == 30
    assert CROSSINGS["near-base x left-doubles"] == pytest.approx((-3.03, -6.68))
    assert CROSSINGS["far-short x centre-far"] == pytest.approx((0.0, 2.0))
    assert CROSSINGS["far-long x right-singles"] == pytest.approx((2.57, 5.92))
