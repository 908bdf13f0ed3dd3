"""What a watch makes of a video, and the shots that come of it."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import CourtCamera, Matrix
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.motion import MotionWatch
from modal_app.pipeline.patches import Image
from modal_app.pipeline.views.shots import Settled, settle
from modal_app.pipeline.views.standpoint import Standpoint
from modal_app.pipeline.views.timeline import CourtTimeline, Shot, motion_from_corners
from modal_app.pipeline.views.watch import Sightings, SightingsBuilder, ViewWatch
from modal_app.tests.pipeline.views.scenes import SIZE, error, filmed, luma, scene, turn, with_people

RATE = 10.0
FOUND = CourtFinding(CourtStatus.found, 0.9, Fit(CourtCamera(SIZE, np.eye(3)), 0.1, 1.0))
MAIN, CLOSE_UP = scene(1), scene(2)


def watch(pictures: Iterable[Image], folder: Path, surveyed: list[Image]) -> tuple[Sightings, ViewWatch]:
    views = ViewWatch([Standpoint(luma(picture), SIZE) for picture in surveyed], SIZE, folder)
    motion, builder = MotionWatch(), SightingsBuilder(SIZE)
    for number, picture in enumerate(pictures):
        repeated, cut = motion.update(luma(picture))
        known = repeated and not views.in_doubt
        builder.add(views.repeat() if known else views.update(luma(picture), picture, number / RATE, cut=cut))
    return builder.build(), views


def shots(pictures: list[Image], folder: Path, known: list[Image]) -> Settled:
    sightings, views = watch(pictures, folder, known)
    findings: dict[int, CourtFinding | None] = dict.fromkeys(range(len(known)), FOUND)
    findings |= dict.fromkeys(views.new_views)
    return settle(sightings, np.arange(len(pictures)) / RATE, findings, SIZE)


def play(count: int, motion: Matrix | None = None) -> list[Image]:
    """Somebody walks through the main view."""
    return [
        filmed(with_people(MAIN, [(20 + 5 * number % 500, 150)]), np.eye(3) if motion is None else motion, seed=number)
        for number in range(count)
    ]


def other(count: int, picture: Image = CLOSE_UP) -> list[Image]:
    return [filmed(picture, turn(dx=number), seed=number) for number in range(count)]


def spans(settled: Settled) -> list[tuple[int, int, int | None]]:
    return [(shot.first, shot.end, shot.view) for shot in settled.shots]


def test_a_close_up_between_two_rallies_is_no_play(tmp_path: Path) -> None:
    settled = shots([*play(40), *other(15), *play(40)], tmp_path, [MAIN])
    assert spans(settled) == [(0, 40, 0), (40, 55, None), (55, 95, 0)]
    assert [shot.cut for shot in settled.shots][1:] == [True, True]
    assert not any(shot.moving for shot in settled.shots)


def test_a_flash_is_no_cut(tmp_path: Path) -> None:
    pictures = play(40)
    pictures[20] = np.minimum(pictures[20].astype(int) + 120, 255).astype(np.uint8)
    assert spans(shots(pictures, tmp_path, [MAIN])) == [(0, 40, 0)]


def test_a_fade_into_the_main_view_begins_a_shot(tmp_path: Path) -> None:
    before, after = other(20), play(40)
    fade = [cv2.addWeighted(CLOSE_UP, 1 - part, MAIN, part, 0) for part in np.linspace(0.1, 0.9, 6)]
    settled = shots([*before, *[np.asarray(picture, dtype=np.uint8) for picture in fade], *after], tmp_path, [MAIN])
    assert [shot.view for shot in settled.shots] == [None, 0]
    # Searched every half second.
    assert 18 <= settled.shots[1].first <= 31


def test_a_view_that_the_survey_missed_is_found_again(tmp_path: Path) -> None:
    pictures = [*other(40, MAIN), *other(12), *other(40, MAIN)]
    sightings, views = watch(pictures, tmp_path, [])
    assert len(views.new_views) == 1
    assert len(set(sightings.view[:40]) | set(sightings.view[52:])) == 1
    new = next(iter(views.new_views.values())).pictures()
    assert len(new) > 5
    settled = settle(sightings, np.arange(len(pictures)) / RATE, dict.fromkeys(views.new_views), SIZE)
    assert spans(settled) == [(0, 40, 0), (40, 52, None), (52, 92, 0)]


def test_a_camera_that_falls_over_goes_on_to_another_view_without_a_cut(tmp_path: Path) -> None:
    floor = scene(9)
    fall = [filmed(MAIN, turn(dx=-60 * step, degrees=-9 * step)) for step in range(1, 7)]
    settled = shots([*play(50), *fall, *other(50, floor)], tmp_path, [MAIN])
    views = [shot.view for shot in settled.shots]
    assert views[0] == 0
    assert views[-1] == 1
    assert settled.shots[-1].end == 106


def test_a_still_picture_after_a_fall_is_not_the_view_before(tmp_path: Path) -> None:
    fall = [filmed(MAIN, turn(dx=-60 * step, degrees=-9 * step)) for step in range(1, 7)]
    settled = shots([*play(50), *fall, *[scene(9)] * 30], tmp_path, [MAIN])
    assert settled.shots[-1].view is None
    # The camera falls for six frames, and is believed for two more.
    assert settled.shots[-1].first <= 59


def test_a_shaken_camera_is_followed(tmp_path: Path) -> None:
    truth = [
        turn(dx=7 * np.sin(number / 2), dy=4 * np.sin(number / 3), degrees=np.sin(number / 5)) for number in range(50)
    ]
    sightings, _ = watch([filmed(MAIN, motion, seed=n) for n, motion in enumerate(truth)], tmp_path, [MAIN])
    settled = settle(sightings, np.arange(50) / RATE, {0: FOUND}, SIZE)
    assert [shot.moving for shot in settled.shots] == [True]
    found = [motion_from_corners(corners, SIZE) for corners in sightings.corners]
    assert np.median([error(one, other) for one, other in zip(found, truth, strict=True)]) < 0.2
    assert max(error(one, other) for one, other in zip(found, truth, strict=True)) < 1.0
    still = settled.stills[0]
    assert error(truth[still], np.eye(3)) == min(error(motion, np.eye(3)) for motion in truth)


def test_a_court_that_is_hardly_shown_is_a_replay(tmp_path: Path) -> None:
    pictures = [*play(60), *other(8), *play(60)]
    sightings, _ = watch(pictures, tmp_path, [MAIN, CLOSE_UP])
    settled = settle(sightings, np.arange(128) / RATE, {0: FOUND, 1: FOUND}, SIZE)
    assert settled.views == [0]
    assert [shot.view for shot in settled.shots] == [0, None, 0]


def test_the_timeline_moves_the_court_with_the_camera() -> None:
    camera = CourtCamera(SIZE, np.array([[30.0, 0, 320], [0, -20, 180], [0, 0, 1]]))
    settled = [(0, 5, 0, False), (5, 9, None, False), (9, 12, 0, True)]
    corners = np.full((12, 4, 2), np.nan, dtype=np.float32)
    corners[9:] = np.array([[10, 5], [650, 5], [650, 365], [10, 365]])
    timeline = CourtTimeline(SIZE, [Shot(*shot) for shot in settled], [camera], corners)
    assert [timeline.shot_at(frame) for frame in (0, 4, 5, 8, 9, 11)] == [0, 0, 1, 1, 2, 2]
    assert timeline.camera_at(3) is camera
    assert timeline.camera_at(6) is None
    moved = timeline.camera_at(10)
    assert moved is not None
    centre = np.zeros((1, 2))
    np.testing.assert_allclose(moved.project_floor(centre), camera.project_floor(centre) + np.array([10, 5]), atol=1e-3)
    shown = timeline.corners(8, 10)
    assert shown is not None
    np.testing.assert_allclose(shown[0], [[0, 0], [640, 0], [640, 360], [0, 360]])
