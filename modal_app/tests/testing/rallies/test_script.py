"""A scripted match keeps to physics and to the laws of the game."""

from itertools import pairwise

import numpy as np
import pytest

from modal_app.pipeline.flight.drag import simulate
from modal_app.testing.rallies.laws import SERVICE_HEIGHT, Game, court, net_top, service_court
from modal_app.testing.rallies.script import RallyMatch, write_rallies

SINGLES = write_rallies(np.random.default_rng(11), 8, points=(18, 19))
DOUBLES = write_rallies(np.random.default_rng(12), 8, doubles=True)
BOTH = pytest.mark.parametrize("match", [SINGLES, DOUBLES], ids=["singles", "doubles"])


def test_the_server_changes_courts_by_the_parity_of_the_points() -> None:
    game = Game((("A",), ("B",)))
    assert (game.server, game.receiver, game.from_right) == ("A", "B", True)
    game.score(0)
    assert (game.server, game.from_right) == ("A", False)
    game.score(1)
    assert (game.server, game.from_right) == ("B", False)
    game.score(1)
    assert game.points == (1, 2)
    assert (game.server, game.from_right) == ("B", True)


def test_in_doubles_only_who_wins_while_serving_changes_courts() -> None:
    # The example below law 11 of the laws of the game: A and B against C and D; A serves to C first.
    game = Game((("A", "B"), ("C", "D")))
    told = [(game.server, game.receiver, game.from_right)]
    for winner in (0, 1, 0, 1, 1):
        game.score(winner)
        told.append((game.server, game.receiver, game.from_right))
    assert told == [
        ("A", "C", True),
        ("A", "D", False),
        ("D", "A", False),
        ("B", "C", True),
        ("C", "B", True),
        ("C", "A", False),
    ]


def test_a_game_is_won_by_two_points_or_at_thirty() -> None:
    def over(*points: int) -> bool:
        return Game((("A",), ("B",)), points=(points[0], points[1])).over

    assert not over(20, 20)
    assert not over(21, 20)
    assert over(22, 20)
    assert over(21, 19)
    assert not over(29, 28)
    assert over(30, 29)


def test_lines_are_in() -> None:
    area = court(doubles=False)
    assert area.margin(0.0, 6.6) == pytest.approx(0.1)
    assert area.margin(2.59 + 0.3, 6.7 + 0.4) == pytest.approx(-0.5)
    assert service_court(doubles=True, from_right=True).margin(-1.0, 5.93) > 0
    assert service_court(doubles=True, from_right=True).margin(-1.0, 5.96) < 0
    assert service_court(doubles=False, from_right=True).margin(1.0, 4.0) < 0


@BOTH
def test_points_go_to_who_wins_and_the_winner_serves_next(match: RallyMatch) -> None:
    for before, after in pairwise(match.rallies):
        gained = np.subtract(after.score, before.score if after.game == before.game else (0, 0))
        assert gained.tolist() == [int(after.winner == 0), int(after.winner == 1)]
        assert after.serving == before.winner
        assert after.from_right == (sum(side * points for side, points in zip(
            (after.serving == 0, after.serving == 1),
            before.score if after.game == before.game else (0, 0), strict=True)) % 2 == 0)  # fmt: skip


@BOTH
def test_serves_are_low_and_cross_to_the_court_opposite(match: RallyMatch) -> None:
    for rally in match.rallies:
        serve = rally.hits[0]
        assert serve.stroke.startswith("serve")
        assert serve.hitter == rally.server
        assert serve.place[2] < SERVICE_HEIGHT
        half = match.half_of(rally.server, rally.start)
        server, receiver = (
            match.ways[name].at(np.array([rally.start]))[0] * -half for name in (rally.server, rally.receiver)
        )
        # As the server sees it: x to the right, the net at y = 0.
        assert server[1] < -1.98
        assert receiver[1] > 1.98
        assert (server[0] > 0) == rally.from_right
        assert (receiver[0] < 0) == rally.from_right


@BOTH
def test_flights_pass_over_the_net_or_end_there(match: RallyMatch) -> None:
    for rally in match.rallies:
        for hit in rally.hits:
            times = np.linspace(0, hit.end - hit.time, 400)
            way = simulate(hit.place, hit.velocity, times)
            assert np.linalg.norm(way[-1] - hit.finish) < 0.02
            passed = np.flatnonzero(np.diff(np.sign(way[:-1, 1])))
            in_net = hit is rally.hits[-1] and rally.ending == "net"
            assert len(passed) == (0 if in_net else 1)
            if in_net:
                assert abs(hit.finish[1]) < 1e-6
                assert hit.finish[2] < net_top(hit.finish[0])
            else:
                assert way[passed[0], 2] > net_top(way[passed[0], 0])


@BOTH
def test_the_shuttle_is_hit_where_it_is_by_somebody_else_each_time(match: RallyMatch) -> None:
    for rally in match.rallies:
        for before, after in pairwise(rally.hits):
            assert after.time == pytest.approx(before.end)
            assert np.allclose(after.place, before.finish)
            assert (before.hitter in "AC") != (after.hitter in "AC")


@BOTH
def test_endings_are_what_they_are_called(match: RallyMatch) -> None:
    assert {rally.ending for rally in SINGLES.rallies + DOUBLES.rallies} == {"in", "out", "net"}
    for rally in match.rallies:
        last = rally.hits[-1]
        side = 0 if last.hitter in "AC" else 1
        assert rally.winner == (side if rally.ending == "in" else 1 - side)
        assert rally.landing[2] == 0
        half = match.half_of(last.hitter, last.time)
        area = court(doubles=len(match.people) > 2)
        if len(rally.hits) > 1 and rally.ending != "net":
            margin = area.margin(*(rally.landing[:2] * -half))
            assert rally.margin == pytest.approx(margin)
            assert (margin > 0) == (rally.ending == "in")
        if rally.ending == "net":
            assert rally.landing[1] * half > 0


@BOTH
def test_the_shuttle_is_somewhere_at_every_moment(match: RallyMatch) -> None:
    assert match.pieces[0].start == 0
    assert match.pieces[-1].end == np.inf
    assert all(before.end == after.start > before.start for before, after in pairwise(match.pieces))


def test_a_game_that_is_over_ends_with_a_change_of_ends() -> None:
    games = [rally.game for rally in SINGLES.rallies]
    assert games[0] == 1
    assert games[-1] == 2
    (change,) = SINGLES.end_changes
    first = next(rally for rally in SINGLES.rallies if rally.game == 2)
    assert change < first.start
    for name, way in SINGLES.ways.items():
        before, after = way.at(np.array([SINGLES.rallies[0].start, first.start]))
        assert before[1] * after[1] < 0
        assert np.sign(after[1]) == SINGLES.half_of(name, first.start)


def test_the_same_seed_gives_the_same_match() -> None:
    again = write_rallies(np.random.default_rng(12), 8, doubles=True)
    assert [(hit.time, hit.hitter, hit.stroke) for hit in again.hits] == [
        (hit.time, hit.hitter, hit.stroke) for hit in DOUBLES.hits
    ]


def test_dead_time_can_be_long() -> None:
    match = write_rallies(np.random.default_rng(3), 2, long_pauses=[0], lengths=[2, 2])
    assert match.rallies[1].start - match.rallies[0].end > 90
