import numpy as np

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.channels import Image
from modal_app.pipeline.court.net import find_net, height_deviation
from modal_app.pipeline.court.refine import Refinement, refine_with_support
from modal_app.testing.court import Camera, draw_background, draw_net

# Looks from the gallery, behind and a little beside the court.
VIEW = Camera(1280, 720, position=(1.5, -20.0, 8.0))


def exact() -> CourtCamera:
    """The drawn camera; the drawing counts from pixel centres."""
    inner = np.array([[VIEW.focal, 0, 640], [0, VIEW.focal, 360], [0, 0, 1.0]])
    projection = inner @ np.column_stack([VIEW.rotation, -VIEW.rotation @ np.array(VIEW.position)])
    return CourtCamera((1280, 720), projection[:, [0, 1, 3]], 0.0, projection)


def pictures() -> tuple[Image, Image]:
    """The hall without and with its net."""
    hall = draw_background(VIEW, 1)
    colour, opacity = draw_net(VIEW)
    return hall, np.asarray(hall * (1 - opacity) + colour * opacity, dtype=np.uint8)


def fitted(picture: Image) -> Refinement:
    refinement = refine_with_support(picture, exact())
    assert refinement is not None
    return refinement


def test_the_tape_is_seen_where_there_is_a_net() -> None:
    without, with_net = (fitted(picture).net for picture in pictures())
    assert with_net is not None
    assert with_net.seen
    # Drawn level at the height of the posts.
    assert abs(with_net.height - 1.55) < 0.03
    assert without is not None
    assert not without.seen


def test_the_tape_settles_what_the_lines_leave_open() -> None:
    _, picture = pictures()
    refinement = fitted(picture)
    # As if the lines had left the heights open by a quarter of a metre: the camera's pitch against its axis.
    loose = refinement.covariance.copy()
    before = height_deviation((1280, 720), refinement.vector, loose)
    loose += np.diag([0, 0, 0, 0, 0.5**2, 0.05**2, 0, 0, 0, 0])
    opened = height_deviation((1280, 720), refinement.vector, loose)
    found = find_net(picture, (1280, 720), refinement.vector, loose)
    assert found is not None
    _, vector, covariance = found
    settled = height_deviation((1280, 720), vector, covariance)
    assert before < settled < 0.5 * opened


def test_heights_follow_the_camera() -> None:
    camera = fitted(pictures()[1]).fit.camera
    tops = np.array([[-3.05, 0.0, 1.55], [0.0, 0.0, 1.524], [3.05, 0.0, 1.55]])
    assert np.linalg.norm(camera.project(tops) - exact().project(tops), axis=1).max() < 1.5


def test_a_net_above_the_picture_is_not_looked_for() -> None:
    _, picture = pictures()
    refinement = fitted(picture)
    vector = refinement.vector.copy()
    # The axis, moved up by a whole picture.
    vector[8] -= 1.5
    assert find_net(picture, (1280, 720), vector, refinement.covariance) is None
