from collections.abc import Callable

import numpy as np

from modal_app.pipeline.observations import DETECTION
from modal_app.pipeline.players.joining import Followed, join
from modal_app.pipeline.players.moving import choose
from modal_app.pipeline.tracklets import Tracklet

RATE = 25.0
BLUE, WHITE = (60, 130, 90), (220, 128, 128)
Path = Callable[[float], tuple[float, float]]


def tracklet(
    number: int,
    start: float,
    end: float,
    path: Path,
    *,
    height: float = 150.0,
    colour: tuple[int, int, int] = BLUE,
    legs: float = 0.9,
    shot: int = 0,
) -> Tracklet:
    """Somebody whose feet are at `path(seconds)`."""
    made = Tracklet(number, shot)
    for time in np.arange(start, end, 1 / RATE):
        x, y = path(time)
        seen = np.zeros(1, dtype=DETECTION)
        seen["box"] = x - height / 5, y - height, x + height / 5, y
        seen["confidence"] = 0.8
        seen["keypoints"][..., 2] = legs
        seen["colours"][:] = colour
        made.add(float(time), seen[0])
    return made


def runner(y: float, phase: float = 0.0) -> Path:
    return lambda time: (600 + 200 * np.sin(1.5 * time + phase), y)


def sitter(x: float, y: float) -> Path:
    return lambda time: (x + 2 * np.sin(3 * time), y)


def numbers(people: list[Followed]) -> list[list[int]]:
    return [[tracklet.number for tracklet in person.tracklets] for person in people]


def test_somebody_hidden_for_a_moment_stays_the_same_person() -> None:
    path = runner(500)
    assert numbers(join([tracklet(0, 0, 4, path), tracklet(1, 4.8, 9, path)])) == [[0, 1]]


def test_two_people_at_once_are_never_one() -> None:
    assert len(join([tracklet(0, 0, 4, runner(500)), tracklet(1, 1, 5, runner(510, 0.1))])) == 2


def test_kits_tell_two_people_apart_who_vanish_together() -> None:
    left, right = sitter(500, 500), sitter(560, 500)
    before = [tracklet(0, 0, 3, left, colour=BLUE), tracklet(1, 0, 3, right, colour=WHITE)]
    after = [tracklet(2, 4, 7, right, colour=BLUE), tracklet(3, 4, 7, left, colour=WHITE)]
    assert numbers(join(before + after)) == [[0, 2], [1, 3]]


def test_people_are_found_again_after_a_cut() -> None:
    near, far = runner(600), runner(330, 1.0)
    first = [tracklet(0, 0, 5, near, height=170), tracklet(1, 0, 5, far, height=105, colour=WHITE)]
    replay = [tracklet(2, 5.2, 8, runner(700), height=500, shot=1)]
    again = [
        tracklet(3, 8.2, 14, far, height=105, colour=WHITE, shot=2),
        tracklet(4, 8.2, 14, near, height=170, shot=2),
    ]
    assert numbers(join(first + replay + again)) == [[0, 4], [1, 3], [2]]


def test_players_are_those_who_move() -> None:
    people = join(
        [
            tracklet(0, 0, 20, runner(600), height=170),
            tracklet(1, 0, 20, sitter(100, 400), height=110),
            tracklet(2, 0, 20, runner(330, 1.0), height=110, colour=WHITE),
            tracklet(3, 0, 20, sitter(1000, 330), height=120),
        ]
    )
    assert numbers(choose(people, 20.0)) == [[0], [2]]


def test_spectators_who_walk_past_are_no_players() -> None:
    walk = [tracklet(2, 3, 5, lambda time: (80 * time, 700), height=160, legs=0.1)]
    players = [tracklet(0, 0, 20, runner(600), height=170), tracklet(1, 0, 20, runner(330, 1.0), height=110)]
    assert numbers(choose(join(players + walk), 20.0)) == [[0], [1]]


def test_doubles_have_four_players_and_no_fifth() -> None:
    five = [tracklet(number, 0, 20, runner(300 + 80 * number, number), height=120) for number in range(5)]
    assert len(choose(join(five), 20.0)) == 4


def test_nobody_plays_where_nobody_moves() -> None:
    assert choose(join([tracklet(0, 0, 20, sitter(100, 400))]), 20.0) == []


def test_noise_is_nobody() -> None:
    assert join([tracklet(0, 0, 0.2, sitter(100, 400))]) == []


def test_many_fragments_are_joined_in_reasonable_work() -> None:
    path = runner(500)
    fragments = [tracklet(number, number, number + 0.8, path) for number in range(300)]
    assert len(join(fragments)) == 1
