import numpy as np
import pytest

from modal_app.pipeline.court.camera import CourtCamera, Matrix
from modal_app.pipeline.views.straighten import Corners, straightened
from modal_app.pipeline.views.timeline import CourtTimeline, Shot, motion_from_corners, picture_corners

SIZE = (1280, 720)
FLOOR = np.stack(np.meshgrid(np.linspace(-3, 3, 7), np.linspace(-6, 6, 9)), axis=-1).reshape(-1, 2)


def court(distortion: float) -> CourtCamera:
    return CourtCamera(SIZE, np.array([[110.0, 0, 640], [0, -30, 380], [0, -0.01, 1]]), distortion)


def pan(share: float, focal: float = 1100.0) -> Matrix:
    """What a camera that turns by a share of its picture's width does to a picture that no lens bends."""
    angle = np.arctan(share * SIZE[0] / focal)
    inner = np.array([[focal, 0, SIZE[0] / 2], [0, focal, SIZE[1] / 2], [0, 0, 1]])
    turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    return np.asarray(inner @ turn @ np.linalg.inv(inner))


def measured(camera: CourtCamera, motion: Matrix) -> Corners:
    """The homography nearest to what pictures show of a motion, least squares over the part in view, (4, 2)."""
    x, y = np.meshgrid(np.linspace(0, SIZE[0], 40), np.linspace(0, SIZE[1], 24))
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    ideal = CourtCamera(SIZE, motion, camera.distortion)
    shown = ideal.project_floor(camera.without_distortion(places))
    inside = ((shown > 0) & (shown < SIZE)).all(axis=1)
    (x, y), (u, v) = places[inside].T, shown[inside].T
    one, none = np.ones_like(x), np.zeros_like(x)
    rows = np.concatenate(
        [
            np.stack([x, y, one, none, none, none, -u * x, -u * y], axis=1),
            np.stack([none, none, none, x, y, one, -v * x, -v * y], axis=1),
        ]
    )
    solved = np.linalg.lstsq(rows, np.concatenate([u, v]), rcond=None)[0]
    nearest = CourtCamera(SIZE, np.append(solved, 1.0).reshape(3, 3))
    return np.asarray(nearest.project_floor(picture_corners(SIZE).astype(np.float64)), dtype=np.float32)


def errors(camera: CourtCamera, corners: Corners, motion: Matrix) -> Matrix:
    """How far off the court is shown, pixels, where it is in the picture."""
    truth = camera.moved(motion).project_floor(FLOOR)
    shown = camera.moved(motion_from_corners(corners, SIZE)).project_floor(FLOOR)
    inside = ((truth > 0) & (truth < SIZE)).all(axis=1)
    return np.asarray(np.linalg.norm(shown - truth, axis=1)[inside])


@pytest.mark.parametrize(("distortion", "share"), [(0.1, 0.05), (0.05, 0.1), (-0.05, 0.1)])
def test_the_court_stays_on_its_lines_where_a_bent_picture_moves(distortion: float, share: float) -> None:
    camera, motion = court(distortion), pan(share)
    corners = measured(camera, motion)
    told = straightened(corners[None], camera)[0]
    assert errors(camera, told, motion).max() < 2.0
    assert errors(camera, told, motion).max() < errors(camera, corners, motion).max() / 4


def test_a_still_camera_stays_still() -> None:
    np.testing.assert_allclose(
        straightened(picture_corners(SIZE)[None], court(0.1))[0], picture_corners(SIZE), atol=1e-3
    )


def test_without_distortion_nothing_changes() -> None:
    corners = measured(court(0.0), pan(0.1))[None]
    assert straightened(corners, court(0.0)) is corners


def test_a_timeline_tells_each_frame_by_the_lens_of_its_own_view() -> None:
    cameras, motion = [court(0.1), court(0.0)], pan(0.05)
    corners = np.full((6, 4, 2), np.nan, dtype=np.float32)
    corners[2:4], corners[4:] = measured(cameras[0], motion), measured(cameras[1], motion)
    shots = [Shot(0, 2, 0), Shot(2, 4, 0, moving=True), Shot(4, 6, 1, moving=True)]
    timeline = CourtTimeline(SIZE, shots, cameras, corners)
    for frame, camera in ((3, cameras[0]), (5, cameras[1])):
        moved = timeline.camera_at(frame)
        assert moved is not None
        off = np.linalg.norm(moved.project_floor(FLOOR) - camera.moved(motion).project_floor(FLOOR), axis=1)
        assert np.nanmax(off) < 2.0
    told = timeline.corners(0, 6)
    assert told is not None
    np.testing.assert_allclose(told[0], picture_corners(SIZE))
    np.testing.assert_array_equal(told[5], corners[5])
