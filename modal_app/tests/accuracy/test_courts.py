import numpy as np
import pytest

from modal_app.accuracy.courts import Verdict, score_clicks, score_court, spread_out
from modal_app.accuracy.media import CourtLabels
from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.court.model import CORNERS, CROSSINGS
from modal_app.testing.halls.canvas import Canvas
from modal_app.testing.halls.floors import badminton
from modal_app.testing.halls.optics import Viewpoint

SIZE = (960, 540)
CAMERA = Viewpoint((1.0, -15.0, 5.0), (0.0, -0.5, 0.0), 1.6).camera(SIZE)


def labels(camera: CourtCamera = CAMERA, *, crossings: bool = True) -> CourtLabels:
    corners, floor = np.array(list(CORNERS.values())), np.array(list(CROSSINGS.values()))
    if not crossings:
        floor = np.zeros((0, 2))
    return CourtLabels(True, "line centres", corners, camera.project_floor(corners), floor, camera.project_floor(floor))


def found(camera: CourtCamera, status: CourtStatus = CourtStatus.found) -> CourtFinding:
    return CourtFinding(status, 0.9, Fit(camera, 0.1, 0.1))


def shifted(pixels: float) -> CourtCamera:
    return CAMERA.moved(np.array([[1, 0, pixels], [0, 1, 0], [0, 0, 1.0]]))


def turned(camera: CourtCamera) -> CourtCamera:
    return CourtCamera(camera.size, camera.homography @ np.diag([-1.0, -1.0, 1.0]))


def test_errors_are_told_at_720_lines() -> None:
    score = score_court(found(shifted(3.0)), SIZE, labels())
    assert score.verdict == Verdict.right
    assert np.allclose(score.visible, 4.0)
    assert np.allclose(score.corners, 4.0)


@pytest.mark.parametrize("crossings", [True, False])
def test_the_court_turned_by_half_is_the_same_court(crossings: bool) -> None:
    score = score_court(found(turned(CAMERA)), SIZE, labels(crossings=crossings))
    assert score.verdict == Verdict.right
    assert max(score.visible) < 1e-6


def test_corners_named_by_the_sides_of_the_picture_are_the_same_corners() -> None:
    names = labels(crossings=False)
    beside = CourtLabels(True, "", names.corner_floor, np.roll(names.corner_pixels, 1, axis=0))
    assert score_court(found(CAMERA), SIZE, beside).verdict == Verdict.right


def test_a_court_that_is_off_at_one_crossing_is_wrong() -> None:
    assert score_court(found(shifted(8.0)), SIZE, labels()).verdict == Verdict.wrong


@pytest.mark.parametrize(
    ("status", "there", "not_there"),
    [
        (CourtStatus.found, Verdict.right, Verdict.wrong),
        (CourtStatus.unsure, Verdict.asked, Verdict.asked),
        (CourtStatus.none, Verdict.missed, Verdict.none),
    ],
)
def test_what_a_search_came_to(status: CourtStatus, there: Verdict, not_there: Verdict) -> None:
    assert score_court(found(CAMERA, status), SIZE, labels()).verdict == there
    assert score_court(found(CAMERA, status), SIZE, CourtLabels(there=False)).verdict == not_there


def test_corners_outside_the_picture_are_told_apart() -> None:
    camera = Viewpoint((2.6, -8.2, 1.8), (0.0, 0.0, 0.5), 0.85).camera(SIZE)
    score = score_court(found(camera), SIZE, labels(camera, crossings=False))
    assert len(score.hidden_corners) > 0
    assert len(score.corners) + len(score.hidden_corners) <= 4


def test_four_clicks_are_drawn_to_the_lines() -> None:
    canvas = Canvas(CAMERA, (70, 110, 60))
    canvas.fill(badminton(), (235, 240, 240))
    errors = score_clicks(canvas.picture.astype(np.uint8), labels(), seed=3, tries=2)
    assert len(errors) == 2
    assert max(errors) < 3.0


def test_nothing_to_click_on_is_no_score() -> None:
    picture = np.zeros((540, 960, 3), dtype=np.uint8)
    few = CourtLabels(True, "", np.array([[3.03, 6.68]]), np.array([[100.0, 100.0]]))
    assert score_clicks(picture, few, seed=1) == []


def test_spread_points_are_the_corners_of_a_square() -> None:
    grid = np.array([[x, y] for x in range(5) for y in range(5)], dtype=float)
    assert sorted(map(tuple, grid[spread_out(grid, 4)])) == [(0, 0), (0, 4), (4, 0), (4, 4)]
