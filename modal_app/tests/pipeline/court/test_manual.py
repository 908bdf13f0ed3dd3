import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.manual import ImpossibleCourtError, Reason, fit_points, refine_points
from modal_app.pipeline.court.model import CORNERS, crossing_points
from modal_app.pipeline.court.pose import to_camera
from modal_app.testing.halls import render
from modal_app.tests.pipeline.court.views import displaced, errors, spread_crossings, truth

SIZE = (1280, 720)
FLOOR = np.array(list(CORNERS.values()))
# A camera behind the court, 5 m high.
CAMERA = to_camera(SIZE, np.array([0.32, 0.02, 0.0, 0.3, -15.0, np.log(5.0), np.log(1.8), 0.0, 0.0, 0.03]))


def shown() -> NDArray[np.float64]:
    return CAMERA.project_floor(FLOOR)


def test_exact_points_give_the_camera_and_its_heights() -> None:
    found = fit_points(SIZE, FLOOR, shown())
    assert found.project_floor(crossing_points()) == pytest.approx(CAMERA.project_floor(crossing_points()), abs=3)
    top = np.array([[0.0, 0.0, 1.55]])
    assert found.project(top) == pytest.approx(CAMERA.project(top), abs=8)


@pytest.mark.parametrize(
    ("order", "reason"),
    [([1, 0, 2, 3], Reason.crossed), ([0, 1, 3, 2], Reason.crossed), ([1, 0, 3, 2], Reason.mirrored)],
)
def test_points_in_a_wrong_order_are_refused(order: list[int], reason: Reason) -> None:
    with pytest.raises(ImpossibleCourtError) as refused:
        fit_points(SIZE, FLOOR, shown()[order])
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("pixels", "reason"),
    [
        ([[300, 600], [600, 601], [900, 599], [1200, 600]], Reason.flat),
        ([[300, 600], [301, 600], [300, 601], [301, 601]], Reason.flat),
        # Wider at the far end.
        ([[438, 644], [843, 643], [979, 267], [306, 268]], Reason.implausible),
    ],
)
def test_shapes_that_no_camera_sees_are_refused(pixels: list[list[float]], reason: Reason) -> None:
    with pytest.raises(ImpossibleCourtError) as refused:
        fit_points(SIZE, FLOOR, np.array(pixels, dtype=np.float64))
    assert refused.value.reason is reason


def test_the_same_place_twice_is_no_fourth_point() -> None:
    with pytest.raises(ImpossibleCourtError) as refused:
        fit_points(SIZE, FLOOR[[0, 1, 2, 2]], shown()[[0, 1, 2, 2]])
    assert refused.value.reason is Reason.points


def test_places_in_a_row_on_the_floor_are_flat() -> None:
    floor = np.array([[-3.03, -6.68], [0.0, -6.68], [3.03, -6.68], [2.57, -6.68]])
    with pytest.raises(ImpossibleCourtError) as refused:
        fit_points(SIZE, floor, CAMERA.project_floor(floor))
    assert refused.value.reason is Reason.flat


def test_both_ends_exchanged_are_the_same_court() -> None:
    found = fit_points(SIZE, -FLOOR, shown())
    near = found.project_floor(np.array([[0.0, -6.0]]))[0]
    far = found.project_floor(np.array([[0.0, 6.0]]))[0]
    assert near[1] > far[1]


def test_points_may_lie_outside_the_picture() -> None:
    close = to_camera(SIZE, np.array([0.3, 0.0, 0.0, 0.3, -9.0, np.log(3.0), np.log(1.2), 0.0, 0.0, 0.0]))
    placed = close.project_floor(FLOOR)
    assert (placed < 0).any()
    found = fit_points(SIZE, FLOOR, placed)
    assert found.project_floor(FLOOR) == pytest.approx(placed, abs=8)


def test_one_false_point_among_many_hardly_counts() -> None:
    floor = crossing_points()[::3]
    placed = CAMERA.project_floor(floor)
    placed[4] += (45.0, -30.0)
    found = fit_points(SIZE, floor, placed)
    others = np.arange(len(floor)) != 4
    assert np.abs(found.project_floor(floor) - placed)[others].max() < 5


@pytest.mark.parametrize(("kind", "seed"), [("broadcast", 5), ("high-club", 2), ("low-corner", 5), ("low-corner", 8)])
def test_rough_points_are_drawn_to_the_lines(kind: str, seed: int) -> None:
    scene = render(kind, seed)
    floor, pixels = spread_crossings(truth(scene))
    finding = refine_points(scene.picture, floor, displaced(pixels, 15.0, seed))
    assert finding.status is CourtStatus.manual
    assert finding.fit is not None
    assert finding.confidence > 0.8
    assert errors(finding.fit.camera, scene).max() < 3


def test_points_stay_where_the_picture_shows_no_line() -> None:
    worn = np.full((720, 1280, 3), 120, np.uint8)
    finding = refine_points(worn, FLOOR, shown())
    assert finding.status is CourtStatus.manual
    assert finding.confidence <= 0.5
    assert finding.fit is not None
    assert finding.fit.camera.project_floor(FLOOR) == pytest.approx(shown(), abs=3)
    # Points placed by hand are no better than a hand.
    assert finding.fit.error_px >= 4
    assert finding.fit.error_cm > 2
