"""Winners and the score, from matches played by the laws and told with gaps."""

import numpy as np

from modal_app.contract.models import EndChange
from modal_app.pipeline.events.points import RallyEvidence, ToldPoint, tell_points
from modal_app.testing.rallies.laws import Game

SIDES = (("A",), ("B",))
Truth = list[tuple[int, tuple[int, int]]]


def play(
    count: int,
    seed: int,
    *,
    landing: float = 1.0,
    serve: float = 1.0,
    court: float = 1.0,
    sure: float = 0.95,
    points: tuple[int, int] = (0, 0),
) -> tuple[list[RallyEvidence], Truth, list[EndChange]]:
    """What is seen of so many rallies, and each one's winner and score; how often landing, server and court are; how
    sure the landing says who won."""
    rng = np.random.default_rng(seed)
    game = Game(SIDES, points=points)
    seen: list[RallyEvidence] = []
    truth: Truth = []
    changes: list[EndChange] = []
    for number in range(count):
        winner, start = int(rng.random() < 0.5), 25.0 * number
        right = 0.95 if game.from_right else 0.05
        seen.append(
            RallyEvidence(
                start,
                start + 8,
                game.serving if rng.random() < serve else None,
                0.95,
                right if rng.random() < court else None,
                (1 - sure if winner else sure) if rng.random() < landing else 0.5,
            )
        )
        game.score(winner)
        truth.append((winner, game.points))
        if game.over:
            game = Game(SIDES, serving=winner)
            changes.append(EndChange(at=start + 16, confidence=0.9))
    return seen, truth, changes


def winners(told: list[ToldPoint], truth: Truth) -> float:
    return float(np.mean([one.winner == winner for one, (winner, _) in zip(told, truth, strict=True)]))


def test_landings_alone_tell_winners_and_the_score() -> None:
    seen, truth, _ = play(15, 1, serve=0, court=0)
    told = tell_points(seen, [])
    assert winners(told, truth) == 1
    assert all(one.score in {None, score} for one, (_, score) in zip(told, truth, strict=True))
    assert told[0].score == truth[0][1]
    assert told[0].game == 1


def test_whoever_serves_next_has_won() -> None:
    seen, truth, _ = play(30, 2, landing=0)
    told = tell_points(seen, [])
    # Nothing tells of the last.
    assert winners(told[:-1], truth[:-1]) == 1
    assert told[-1].winner is None
    assert [one.score for one in told[:-1]] == [score for _, score in truth[:-1]]


def test_games_are_told_where_ends_are_changed() -> None:
    seen, truth, changes = play(70, 3, landing=0.6, serve=0.9, court=0.7)
    told = tell_points(seen, changes)
    assert len(changes) >= 1
    assert winners(told, truth) > 0.97
    right = [one.score == score for one, (_, score) in zip(told, truth, strict=True) if one.score is not None]
    assert len(right) > 50
    assert np.mean(right) > 0.97
    assert told[-5].game == 1 + len(changes)


def test_a_video_that_begins_within_a_game_has_no_score() -> None:
    # The servers' points are odd and even at other times than they would be from 0 : 0 on.
    seen, truth, _ = play(16, 4, points=(8, 5))
    told = tell_points(seen, [])
    assert winners(told, truth) == 1
    assert all(one.score is None or one.score == score for one, (_, score) in zip(told, truth, strict=True))
    assert sum(one.score is None for one in told) > 10


def test_a_clip_of_few_rallies_has_winners_but_no_score() -> None:
    seen, truth, _ = play(3, 5)
    told = tell_points(seen, [])
    assert winners(told, truth) == 1
    assert [one.score for one in told] == [None] * 3


def test_somebodys_word_changes_the_score_of_what_follows() -> None:
    seen, truth, _ = play(12, 6, serve=0, court=0, sure=0.995)
    other = 1 - truth[1][0]
    before, seen[1] = tell_points(seen, []), RallyEvidence(25, 33, None, 0.0, None, seen[1].first_won, said=other)
    after = tell_points(seen, [])
    assert (after[1].winner, after[1].confidence) == (other, 1.0)
    assert before[2].score is not None
    assert after[2].score is not None
    moved = np.subtract(after[2].score, before[2].score)
    assert moved.tolist() == ([1, -1] if other == 0 else [-1, 1])


def test_nothing_seen_is_nothing_told() -> None:
    seen, _, _ = play(8, 7, landing=0, serve=0, court=0)
    assert all(one.winner is None and one.score is None for one in tell_points(seen, []))
    assert tell_points([], []) == []
