import numpy as np
import pytest

from modal_app.bench.labels import overlap, pose_inside

BOX = np.array([10.0, 20.0, 30.0, 60.0])


@pytest.mark.parametrize(
    ("other", "expected"),
    [([10, 20, 30, 60], 1.0), ([30, 20, 50, 60], 0.0), ([20, 20, 40, 60], 1 / 3), ([15, 30, 25, 50], 0.25)],
)
def test_overlap_is_intersection_over_union(other: list[int], expected: float) -> None:
    assert overlap(BOX, np.array(other, dtype=float)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("outside", "confidence", "belongs"), [(3, 0.9, True), (4, 0.9, False), (17, 0.4, False), (4, 0.3, True)]
)
def test_a_pose_belongs_where_most_of_its_sure_points_lie(outside: int, confidence: float, belongs: bool) -> None:
    points = np.tile([20.0, 40.0, 0.9], (17, 1))
    points[:outside] = [200.0, 40.0, confidence]
    assert pose_inside(BOX, points) is belongs
