import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.contract.constants import JOINTS, UNKNOWN_ANGLE
from modal_app.pipeline.metrics.body import hip_heights, joint_angles
from modal_app.pipeline.metrics.geometry import Lenses
from modal_app.pipeline.metrics.lunges import lunges
from modal_app.pipeline.observations import DETECTION
from modal_app.tests.pipeline.metrics.scenes import VIEWPOINTS, camera, people


def pose(**points: tuple[float, float]) -> NDArray[np.void]:
    """One row, 100 pixels high, with some of the left side's keypoints."""
    numbers = {"shoulder": 5, "elbow": 7, "wrist": 9, "hip": 11, "knee": 13, "ankle": 15}
    row = np.zeros(1, dtype=DETECTION)
    row["box"] = (0, 0, 40, 100)
    for name, place in points.items():
        row["keypoints"][0, numbers[name]] = (*place, 0.9)
    return row


def angle(row: NDArray[np.void], joint: str) -> int:
    return int(joint_angles(row)[0, JOINTS.index(joint)])


def test_joints_are_angles_in_the_picture() -> None:
    assert angle(pose(hip=(20, 50), knee=(20, 75), ankle=(20, 99)), "left_knee") == 180
    assert angle(pose(hip=(20, 50), knee=(20, 75), ankle=(44, 75)), "left_knee") == 90
    assert angle(pose(shoulder=(20, 20), elbow=(20, 40), wrist=(34, 26)), "left_elbow") == 45
    assert angle(pose(shoulder=(20, 20), hip=(20, 50), knee=(45, 50)), "left_hip") == 90
    assert angle(pose(shoulder=(20, 20), hip=(20, 50), elbow=(40, 20)), "left_shoulder") == 90


def test_what_is_not_seen_has_no_angle() -> None:
    row = pose(hip=(20, 50), knee=(20, 75), ankle=(20, 99))
    assert angle(row, "right_knee") == UNKNOWN_ANGLE
    row["keypoints"][0, 15, 2] = 0.3
    assert angle(row, "left_knee") == UNKNOWN_ANGLE
    # A shin that points at the camera is short, and its direction chance.
    assert angle(pose(hip=(20, 50), knee=(20, 75), ankle=(24, 77)), "left_knee") == UNKNOWN_ANGLE


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_hips_have_their_height(view: str) -> None:
    places = np.array([[0.5, -3.0], [-1.0, 4.0]])
    for tall in (1.6, 1.9):
        rows = people(camera(view), places, tall=tall)
        heights = hip_heights(rows, Lenses(camera(view), 2), places)
        assert heights == pytest.approx([0.53 * tall] * 2, abs=0.04)


def test_lunges_are_long_steps_with_low_hips() -> None:
    times = np.arange(0, 30, 1 / 25)
    strides, hips = np.full(len(times), 0.4), np.full(len(times), 0.92)
    for start, lasting, stride in ((5, 0.5, 1.1), (12, 0.8, 1.25), (20, 0.08, 1.2), (24, 4.0, 1.1)):
        during = (times >= start) & (times < start + lasting)
        strides[during], hips[during] = stride, 0.75
    # A lifted foot seems far away, but leaves the hips where they are.
    strides[(times >= 8) & (times < 8.5)] = 1.2
    found = lunges(times, strides, hips)
    assert found.count == 2
    assert found.deepest == pytest.approx(1.25)


def test_no_lunges_without_poses() -> None:
    assert lunges(np.zeros(0), np.zeros(0), np.zeros(0)).count == 0
    assert lunges(np.arange(99.0), np.full(99, np.nan), np.full(99, np.nan)).deepest is None
