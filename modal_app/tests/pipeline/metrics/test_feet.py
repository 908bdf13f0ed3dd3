import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.metrics.feet import Kind, ground_points
from modal_app.pipeline.observations import DETECTION
from modal_app.tests.pipeline.metrics.scenes import SIZE, VIEWPOINTS, camera, people

PLACES = np.array([[x, y] for x in (-2.5, 0.0, 2.0) for y in (-5.0, -3.5, 3.0, 6.0)])


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_people_stand_where_their_soles_are(view: str) -> None:
    found = ground_points(people(camera(view), PLACES), camera(view))
    off = np.linalg.norm(found.points - PLACES, axis=1)
    seen = found.kind == Kind.FEET
    assert seen.mean() > 0.7
    # From the side the direction of the feet is not told: a quarter of a foot's length.
    assert off[seen].max() < (0.09 if view == "side" else 0.07)


def test_the_ankles_height_counts() -> None:
    """As if ankles were on the floor, the far player would stand a third of a metre farther away."""
    rows = people(camera(), PLACES)
    naive = camera().to_floor(rows["keypoints"][:, [15, 16], :2].mean(axis=1).astype(np.float64))
    assert np.abs(naive - PLACES)[:, 1].min() > 0.15
    assert np.abs(ground_points(rows, camera()).points - PLACES).max() < 0.05


def test_feet_are_ahead_of_ankles_whichever_way_the_body_turns() -> None:
    for facing in (np.pi / 2, -np.pi / 2):
        rows = people(camera(), PLACES, facing=facing)
        assert ground_points(rows, camera()).points == pytest.approx(PLACES, abs=0.05)


def test_one_camera_for_all_or_one_for_each() -> None:
    moved = [camera().moved(np.array([[1, 0, shift], [0, 1, -shift], [0, 0, 1.0]])) for shift in range(len(PLACES))]
    rows = np.concatenate([people(one, PLACES[index : index + 1]) for index, one in enumerate(moved)])
    each = ground_points(rows, moved)
    alone = [ground_points(rows[index : index + 1], one).points[0] for index, one in enumerate(moved)]
    assert each.points == pytest.approx(np.array(alone), abs=1e-9)
    assert each.points == pytest.approx(PLACES, abs=0.05)


def test_hidden_ankles_leave_the_hips_and_then_the_box() -> None:
    rows = people(camera(), PLACES)
    rows["keypoints"][:, 16, 2] = 0.1
    one = ground_points(rows, camera())
    rows["keypoints"][:, 15, 2] = 0.1
    hips = ground_points(rows, camera())
    rows["keypoints"][:, :, 2] = 0.0
    box = ground_points(rows, camera())
    rows["box"][:, 3] = SIZE[1]
    nothing = ground_points(rows, camera())
    assert set(one.kind) == {Kind.FOOT}
    assert set(hips.kind) == {Kind.HIPS}
    assert set(box.kind) == {Kind.BOX}
    assert set(nothing.kind) == {Kind.UNKNOWN}
    assert np.isnan(nothing.points).all()
    assert np.isnan(nothing.sigma).all()
    for found in (one, hips, box):
        off = np.linalg.norm(found.points - PLACES, axis=1)
        assert (off < 2.5 * found.sigma).all()


def test_ankles_outside_the_picture_are_not_believed() -> None:
    rows = people(camera(), PLACES)
    rows["keypoints"][:, [15, 16], 1] = SIZE[1] + 5
    assert set(ground_points(rows, camera()).kind) <= {Kind.HIPS}


def test_a_foot_high_in_the_air_does_not_count() -> None:
    rows = people(camera(), PLACES)
    rows["keypoints"][:, 16, 1] -= 60
    found = ground_points(rows, camera())
    assert np.linalg.norm(found.points - PLACES, axis=1).max() < 0.25


def test_without_heights_the_body_is_the_measure() -> None:
    flat = CourtCamera(SIZE, camera().homography, camera().distortion)
    found = ground_points(people(camera(), PLACES), flat)
    assert np.linalg.norm(found.points - PLACES, axis=1).max() < 0.25


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_the_stated_uncertainty_covers_errors_of_annotators_size(view: str) -> None:
    places = np.tile([[0.5, 2.5]], (400, 1))
    rows = people(camera(view), places)
    extent = rows["box"][:, 2:] - rows["box"][:, :2]
    size = np.sqrt(0.53 * np.prod(extent, axis=1))
    shake = np.random.default_rng(1).normal(0, 0.089, (400, 2, 2)) * size[:, None, None]
    rows["keypoints"][:, [15, 16], :2] += shake
    found = ground_points(rows, camera(view))
    off = found.points - places
    square = np.einsum("ni,nij,nj->n", off, np.linalg.inv(found.covariance), off)
    assert 1.0 < square.mean() < 2.6


@given(x=st.floats(-4, 4), y=st.floats(-7.5, 7.5), seed=st.integers(0, 99))
def test_uncertainty_is_a_covariance(x: float, y: float, seed: int) -> None:
    found = ground_points(people(camera(), np.array([[x, y]]), noise=3.0, seed=seed), camera())
    assert np.linalg.eigvalsh(found.covariance[0])[0] > 0
    assert found.sigma[0] >= 0.05


def test_nobody() -> None:
    found = ground_points(np.zeros(0, dtype=DETECTION), camera())
    assert found.points.shape == (0, 2)
    assert found.sigma.shape == (0,)


def test_rubbish_has_no_place() -> None:
    rows = np.zeros(3, dtype=DETECTION)
    rows["keypoints"][:, :, 2] = 0.9
    # Above the horizon.
    rows["keypoints"][:, :, :2] = (600, 1)
    rows["box"] = (500, -50, 700, -20)
    assert set(ground_points(rows, camera("corner")).kind) == {Kind.UNKNOWN}
