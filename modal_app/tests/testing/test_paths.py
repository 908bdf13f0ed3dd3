from itertools import combinations

import numpy as np
import pytest

from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.match.footwork import Walker
from modal_app.testing.match.script import write_script
from modal_app.testing.paths import Noise, Seen, observe

CAMERA = Viewpoint((0.5, -15.0, 5.5), (0.0, -0.5, 0.0), 2.0).camera((1280, 720))
NO_NOISE = Noise(keypoint=0.0, keypoint_part=0.0, box=0.0, missed=0.0)


def seen(noise: Noise | None = None, *, seconds: float = 20.0, doubles: bool = False, **options: float) -> Seen:
    script = write_script(np.random.default_rng(3), seconds, doubles=doubles)
    return observe(script, CAMERA, 25.0, 4, noise, **options)  # type: ignore[arg-type]


def test_a_way_adds_up() -> None:
    walker = Walker((0.0, 0.0))
    walker.go((3.0, 4.0), peak_speed=4.0)
    walker.wait(1.0)
    walker.go((3.0, 2.0), peak_speed=1.0)
    way = walker.way()
    times = np.linspace(0, walker.time + 1, 20001)
    places, speed = way.at(times), way.speed(times)
    assert way.distance == pytest.approx(7.0)
    assert np.sum(np.linalg.norm(np.diff(places, axis=0), axis=1)) == pytest.approx(7.0, rel=1e-4)
    assert speed.max() == pytest.approx(way.peak_speed, rel=1e-4)
    assert way.peak_speed <= 4.0 + 1e-9
    assert np.allclose(np.gradient(places, times, axis=0)[1:-1], way.velocity(times)[1:-1], atol=5e-3)
    assert way.distance_between(0.3, walker.time) == pytest.approx(
        7.0 - np.linalg.norm(way.at(np.array([0.3]))[0]), rel=1e-6
    )


@pytest.mark.parametrize("doubles", [False, True])
def test_players_stay_on_their_half_in_rallies(doubles: bool) -> None:
    script = write_script(np.random.default_rng(1), 120.0, doubles=doubles)
    assert len(script.players) == (4 if doubles else 2)
    for start, end in script.rallies:
        times = np.arange(start, end, 0.1)
        for player in script.players:
            side = -1 if player.name in "AC" else 1
            assert np.all(side * player.way.at(times)[:, 1] > 0)
            assert np.all(np.abs(player.way.at(times)[:, 0]) < 3.2)


def test_a_change_of_ends_takes_everybody_across() -> None:
    script = write_script(np.random.default_rng(2), 120.0, doubles=True, change_ends=[30.0])
    (change,) = script.end_changes
    for player in script.players:
        before, after = player.way.at(np.array([script.rallies[0][0], change]))
        assert before[1] * after[1] < 0


@pytest.mark.parametrize("doubles", [False, True])
def test_nobody_runs_into_another_in_rallies(doubles: bool) -> None:
    script = write_script(np.random.default_rng(7), 120.0, doubles=doubles)
    times = np.concatenate([np.arange(start, end, 0.1) for start, end in script.rallies])
    for one, other in combinations(script.players, 2):
        away = np.linalg.norm(one.way.at(times) - other.way.at(times), axis=1)
        # One who already waits somewhere does not step aside.
        assert np.mean(away < 0.5) < 0.03


def test_feet_are_about_the_true_place() -> None:
    table = seen(NO_NOISE)
    ankles = table.rows["keypoints"][:, 15:17, :2].mean(axis=1)
    for index, player in enumerate(table.script.players):
        mine = table.truth == index
        # Ankles are above the floor, and behind the middle of the soles.
        shown = table.camera.to_floor(ankles[mine].astype(float), height=0.052 * player.tall)
        times = table.times[table.rows["frame"][mine]]
        error = np.linalg.norm(shown - player.way.at(times), axis=1)
        still = player.way.speed(times) < 0.01
        assert still.any()
        assert error[still].max() < 0.09
        # A lifted foot is seen farther off.
        assert error.max() < 0.3


def test_boxes_hold_the_keypoints_and_rows_are_in_order() -> None:
    table = seen(NO_NOISE)
    rows = table.rows
    assert np.all(np.diff(rows["frame"].astype(int)) >= 0)
    joints = rows["keypoints"][..., :2]
    sure = rows["keypoints"][..., 2] > 0.5
    inside = (joints >= rows["box"][:, None, :2] - 0.01) & (joints <= rows["box"][:, None, 2:] + 0.01)
    assert np.all(inside.all(axis=-1) | ~sure)


def test_a_tracklet_shows_one_person_unless_it_is_switched() -> None:
    fair = seen(doubles=True)
    assert all(len(np.unique(fair.truth[fair.tracklets == number])) == 1 for number in np.unique(fair.tracklets))
    unfair = seen(Noise(switched=1.0), doubles=True, seconds=90.0)
    assert any(len(np.unique(unfair.truth[unfair.tracklets == number])) > 1 for number in np.unique(unfair.tracklets))


def test_repeated_frames_hold_no_rows_and_times_rise() -> None:
    table = seen(repeat_every=6, jitter=0.2)
    assert table.repeated[6]
    assert not np.isin(table.rows["frame"], np.flatnonzero(table.repeated)).any()
    assert np.all(np.diff(table.times) > 0)
