import numpy as np
import pytest

from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.views.standpoint import Glance, Standpoint, displacement
from modal_app.tests.pipeline.views.scenes import SIZE, error, filmed, luma, scene, turn, with_people

TURNS = [
    turn(),
    turn(dx=3.3, dy=-2.1),
    turn(dx=60, dy=12),
    turn(zoom=1.3, dx=10),
    turn(zoom=0.75),
    turn(degrees=6, dx=-20),
]


@pytest.mark.parametrize("motion", TURNS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_scene_is_known_again_to_a_part_of_a_pixel(motion: Matrix, seed: int) -> None:
    hall = scene(seed)
    people = with_people(hall, [(150, 120), (420, 200)])
    found = Standpoint(luma(hall), SIZE).search(Glance(luma(filmed(people, motion, seed=3))))
    assert found is not None
    assert error(found, motion) < 0.6


def test_a_camera_is_followed_from_near_its_last_place() -> None:
    hall, motion = scene(4), turn(dx=25, dy=-8, zoom=1.05, degrees=1)
    found = Standpoint(luma(hall), SIZE).follow(luma(filmed(hall, motion, seed=5)), turn(dx=22, dy=-7, zoom=1.05))
    assert found is not None
    assert error(found, motion) < 0.3


def test_noise_does_not_move_a_camera_that_stands_still() -> None:
    hall = scene(6)
    place = Standpoint(luma(hall), SIZE)
    moved = [place.follow(luma(filmed(hall, np.eye(3), seed=seed))) for seed in range(12)]
    assert max(displacement(motion, SIZE) for motion in moved if motion is not None) < 0.2
    assert all(motion is not None for motion in moved)


@pytest.mark.parametrize("seed", range(10, 16))
def test_another_scene_is_not_known(seed: int) -> None:
    assert Standpoint(luma(scene(seed)), SIZE).search(Glance(luma(scene(seed + 100)))) is None


def test_a_scoreboard_that_two_scenes_share_does_not_make_them_one() -> None:
    one, other = scene(20), scene(21)
    other[:70, :300] = one[:70, :300]
    assert Standpoint(luma(one), SIZE).search(Glance(luma(other))) is None


def test_a_bare_wall_is_compared_as_a_whole() -> None:
    wall = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    place = Standpoint(luma(wall), SIZE)
    assert place.follow(luma(with_people(wall, [(100, 100)]))) is not None
    assert place.follow(luma(np.full_like(wall, 160))) is None
