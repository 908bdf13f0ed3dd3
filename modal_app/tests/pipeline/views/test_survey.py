from collections.abc import Sequence

import numpy as np
import pytest

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.patches import Image
from modal_app.pipeline.views.background import aligned, median
from modal_app.pipeline.views.samples import Sample, make_sample
from modal_app.pipeline.views.survey import survey
from modal_app.tests.pipeline.views.scenes import SIZE, filmed, luma, scene, turn, with_people


def sample(number: int, picture: Image) -> Sample:
    return make_sample(float(number), luma(picture), picture)


def nothing(_: Sequence[Image]) -> CourtFinding:
    return CourtFinding(CourtStatus.none, 0.99)


def test_pictures_from_two_places_are_two_views_without_people() -> None:
    main, replay = scene(1), scene(2)
    rng = np.random.default_rng(3)
    samples = [
        sample(
            number,
            replay
            if number % 4 == 3
            else with_people(main, [(int(rng.integers(20, 590)), int(rng.integers(20, 250))) for _ in range(3)]),
        )
        for number in range(24)
    ]
    views = survey(samples, SIZE, nothing)
    assert [view.samples for view in views] == [18, 6]
    # But for what coding does to the sharp edges of this scene.
    assert np.mean(np.abs(views[0].background.astype(int) - main) > 20) < 0.01


def test_pictures_of_a_turning_camera_are_one_view_in_register() -> None:
    hall = scene(4)
    motions = [turn(dx=6 * np.sin(number), dy=3 * np.cos(2 * number)) for number in range(12)]
    views = survey([sample(n, filmed(hall, motion)) for n, motion in enumerate(motions)], SIZE, nothing)
    assert [view.samples for view in views] == [12]
    # As sharp as one picture: pictures out of register would wash out.
    sharpness = np.abs(np.diff(views[0].background.astype(float), axis=1)).mean()
    assert sharpness > 0.85 * np.abs(np.diff(filmed(hall, motions[0]).astype(float), axis=1)).mean()


def test_once_a_court_is_found_views_that_are_hardly_shown_are_not_searched() -> None:
    searched: list[int] = []

    def find(pictures: Sequence[Image]) -> CourtFinding:
        searched.append(len(pictures))
        return CourtFinding(CourtStatus.found, 0.9, Fit(CourtCamera(SIZE, np.eye(3)), 0.1, 1.0))

    samples = [sample(number, scene(1)) for number in range(30)] + [
        sample(30 + number, scene(5)) for number in range(2)
    ]
    views = survey(samples, SIZE, find)
    assert [view.finding.status for view in views] == [CourtStatus.found, CourtStatus.none]
    assert len(searched) == 1


def test_one_picture_is_a_view() -> None:
    views = survey([sample(0, scene(1))], SIZE, nothing)
    assert [view.samples for view in views] == [1]


@pytest.mark.parametrize("count", range(1, 17))
def test_the_median_is_that_of_each_pixel(count: int) -> None:
    pictures = list(np.random.default_rng(count).integers(0, 256, (count, 35, 20, 3), dtype=np.uint8))
    np.testing.assert_array_equal(median(pictures), np.sort(np.stack(pictures), axis=0)[(count - 1) // 2])


def test_what_a_moved_picture_does_not_show_is_taken_from_the_reference() -> None:
    hall = scene(7)
    moved = turn(dx=40)
    back = aligned(filmed(hall, moved), moved, np.zeros_like(hall))
    assert np.mean(np.abs(back[20:-20, 60:-60].astype(int) - hall[20:-20, 60:-60]) > 30) < 0.03
    assert not back[:, -30:].any()
