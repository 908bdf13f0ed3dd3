import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from modal_app.pipeline.court.model import crossing_points
from modal_app.pipeline.court.pose import PARAMETERS, project, to_camera, to_pose
from modal_app.pipeline.court.solving import Sightings, from_homography, from_points, on_floor, solve
from modal_app.testing.halls import render
from modal_app.tests.pipeline.court.views import displaced, truth

SIZE = (1280, 720)


def vector(
    turn: tuple[float, float, float] = (0.4, 0.1, -0.02),
    position: tuple[float, float, float] = (0.5, -14.0, 5.0),
    focal: float = 1.6,
    distortion: float = 0.04,
) -> NDArray[np.float64]:
    return np.array([*turn, *position[:2], np.log(position[2]), np.log(focal), 0.01, -0.02, distortion])


@given(
    tilt=st.floats(0.1, 0.7),
    turn=st.floats(-0.5, 0.5),
    height=st.floats(1.2, 12),
    focal=st.floats(0.7, 4),
    distortion=st.floats(-0.1, 0.15),
)
def test_points_are_shown_where_the_camera_shows_them(
    tilt: float, turn: float, height: float, focal: float, distortion: float
) -> None:
    one = vector((tilt, turn, 0.01), (1.0, -13.0, height), focal, distortion)
    world = np.array([[0.0, 0.0, 0.0], [2.0, 3.0, 1.55], [-3.0, -5.0, 0.4]])
    shown, _ = project(SIZE, one, world)
    assert shown == pytest.approx(to_camera(SIZE, one).project(world), nan_ok=True)


@pytest.mark.parametrize("index", range(PARAMETERS))
def test_the_derivatives_are_those_of_the_projection(index: int) -> None:
    world = np.array([[0.0, 0.0, 0.0], [2.0, 3.0, 1.55], [-3.0, -5.0, 0.4]])
    step = 1e-6 * np.eye(PARAMETERS)[index]
    ahead, behind = (project(SIZE, vector() + sign * step, world)[0] for sign in (1, -1))
    assert project(SIZE, vector(), world)[1][..., index] == pytest.approx((ahead - behind) / 2e-6, rel=1e-4, abs=1e-4)


def test_what_is_behind_the_camera_is_not_shown() -> None:
    assert np.isnan(project(SIZE, vector(), np.array([[0.0, -40.0, 0.0]]))[0]).all()


@pytest.mark.parametrize(
    ("one", "plausible"),
    [
        (vector(), True),
        (vector(position=(0.0, -14.0, 0.2)), False),
        (vector(position=(0.0, -140.0, 5.0)), False),
        (vector(focal=0.2), False),
        (vector(turn=(0.4, 0.0, 1.0)), False),
    ],
)
def test_nobody_films_from_under_the_floor_or_from_far_away_or_askew(
    one: NDArray[np.float64], *, plausible: bool
) -> None:
    assert to_pose(one).plausible is plausible


def test_the_roll_is_the_turn_about_the_axis() -> None:
    assert to_pose(vector(turn=(0.3, 0.0, 0.0))).roll == pytest.approx(0.0)
    assert to_pose(vector(turn=(0.0, 0.4, 0.0))).roll == pytest.approx(0.0)
    assert abs(to_pose(vector(turn=(0.0, 0.0, 0.2))).roll) == pytest.approx(0.2)


@pytest.mark.parametrize(("kind", "seed"), [("broadcast", 1), ("high-club", 2), ("low-corner", 3)])
def test_a_homography_tells_the_camera(kind: str, seed: int) -> None:
    camera = truth(render(kind, seed))
    guess = from_homography(camera, 0.5)
    shown = to_camera(camera.size, guess.vector).project_floor(np.array([[0.0, 0.0], [1.0, 2.0]]))
    assert shown == pytest.approx(camera.project_floor(np.array([[0.0, 0.0], [1.0, 2.0]])), abs=1.0)


def test_few_false_points_among_many_do_not_move_the_camera() -> None:
    floor = crossing_points()
    shown = to_camera(SIZE, vector()).project_floor(floor)
    shown[:3] += 60
    seen = Sightings.of_points(on_floor(floor), shown, 1.0)
    start = vector(turn=(0.402, 0.099, -0.02), distortion=0.03)
    trusting, _ = solve(SIZE, start, seen, robust=False)
    wary, _ = solve(SIZE, start, seen, robust=True)
    apart = [np.abs(to_camera(SIZE, found).project_floor(floor)[3:] - shown[3:]).max() for found in (trusting, wary)]
    assert apart[1] < 1.0 < apart[0]


def test_the_covariance_tells_how_far_trials_spread() -> None:
    floor = crossing_points()
    exact = to_camera(SIZE, vector()).project_floor(floor)
    rng = np.random.default_rng(0)
    guesses = [
        from_points(SIZE, vector(), Sightings.of_points(on_floor(floor), exact + rng.normal(0, 2.0, exact.shape), 2.0))
        for _ in range(60)
    ]
    # Where points on the floor are shown, along the picture's rows.
    world = on_floor(np.array([[0.0, 0.0], [-3.0, 6.0], [2.0, -5.0]]))
    shown = np.array([project(SIZE, guess.vector, world)[0][:, 0] for guess in guesses])
    slope = project(SIZE, guesses[0].vector, world)[1][:, 0]
    told = np.sqrt(np.einsum("ni,ij,nj->n", slope, guesses[0].covariance, slope))
    assert shown.std(axis=0) == pytest.approx(told, rel=0.35)


def test_beliefs_keep_the_lens_sane_where_points_are_rough() -> None:
    camera = to_camera(SIZE, vector())
    floor = np.array([[-3.03, -5.92], [3.03, -5.92], [3.03, 2.0], [-3.03, 2.0]])
    seen = Sightings.of_points(on_floor(floor), displaced(camera.project_floor(floor), 12.0, 3), 8.0)
    found = from_points(SIZE, vector(focal=1.2, distortion=0.0), seen).vector
    assert 0.8 < np.exp(found[6]) < 3.2
    assert abs(found[9]) < 0.06
