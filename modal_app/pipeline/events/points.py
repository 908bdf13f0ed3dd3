"""Who won each point, and the running score, from everything that tells of it at once.

Where the shuttle came down tells of the rally itself. Who serves next tells of it, too: the winner does (Laws of
Badminton 10.3 and 11.3). From which service court tells whether the server's points are even (laws 10.1 and 11.1). All
of it is joined over the whole video by forward and backward passes over the states that a match can be in: game, points
of both sides, and who serves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import EndChange

Chances = NDArray[np.float64]

# Scoring: laws 7.2 to 7.5, and the change of ends in the third game, law 8.1.3.
_GAMES, _WIN, _LEAD, _CAP, _MIDDLE = 3, 21, 2, 30, 11
# A winner is named, and a score given, where they are at least so likely.
WINNER_SURE, SCORE_SURE = 0.6, 0.8
# Fewer rallies are a clip, which seldom begins with a game.
_LEAST_RALLIES = 5
# A recording begins with the first point of a match so often; else it may begin anywhere.
_FROM_THE_START = 0.85
# A rally is played again (a let), or was overlooked, before one that follows after a usual, and after a long, pause:
# so often.
_LET, _OVERLOOKED, _LONG_PAUSE = 0.005, 0.01, 45.0
# Who is said to serve did, and the service court is right, so often, where they are told for sure.
_SERVER_RIGHT, _COURT_RIGHT = 0.97, 0.95
# A change of ends that is told is one so often, and one that is due is told so often.
_CHANGE_RIGHT, _CHANGE_TOLD = 0.95, 0.7
# Somebody's word on the winner.
_WORD = 0.999


@dataclass(frozen=True)
class RallyEvidence:
    """What one rally tells of the score."""

    start: float
    end: float
    # Side that serves, and how sure that is; None where the serve was not seen.
    serving: int | None
    serving_sure: float
    # Probability that the serve is from the right service court; None where not known.
    right: float | None
    # Probability, by how it ends, that side 0 won.
    first_won: float
    # Side that won as somebody says.
    said: int | None = None


@dataclass(frozen=True)
class ToldPoint:
    """A rally's winner, and the score after it, as far as they are sure."""

    winner: int | None
    confidence: float
    score: tuple[int, int] | None
    game: int | None


def tell_points(rallies: Sequence[RallyEvidence], changes: Sequence[EndChange]) -> list[ToldPoint]:
    """The points of all rallies in order of time.

    Args:
        rallies: What each tells.
        changes: When the players changed ends.
    """
    if not rallies:
        return []
    seen = [_seen(rally) * _ends(rallies, index, changes) for index, rally in enumerate(rallies)]
    moves = [_moves(rally) for rally in rallies]
    overlooked = [_overlooked(rallies, index) for index in range(len(rallies))]
    before = _forward(seen, moves, overlooked)
    after = _backward(seen, moves, overlooked)
    told = []
    for index, rally in enumerate(rallies):
        here = before[index] * seen[index]
        ways = [move * here * after[index][following] for move, following in zip(moves[index], _FOLLOWING, strict=True)]
        won = ways[0].sum() / max(ways[0].sum() + ways[1].sum(), 1e-300)
        winner = rally.said if rally.said is not None else int(won < 0.5)
        sure = float(max(won, 1 - won)) if rally.said is None else 1.0
        score, game = _score(ways) if len(rallies) >= _LEAST_RALLIES else (None, None)
        told.append(ToldPoint(winner if sure >= WINNER_SURE else None, sure, score, game))
    return told


def _states() -> tuple[NDArray[np.int64], ...]:
    """Game, points of both sides, and who serves, of every state; each of shape (m,)."""
    grid = np.meshgrid(np.arange(_GAMES), np.arange(_CAP + 1), np.arange(_CAP + 1), np.arange(2), indexing="ij")
    return tuple(part.ravel().astype(np.int64) for part in grid)


_GAME, _FIRST, _SECOND, _SERVING = _states()


def _following(winner: int) -> NDArray[np.int64]:
    """The state that follows each where a side wins the point, shape (m,). After a match the next begins."""
    points = [np.minimum(_CAP, _FIRST + (winner == 0)), np.minimum(_CAP, _SECOND + (winner == 1))]
    high, low = np.maximum(*points), np.minimum(*points)
    over = (high == _CAP) | ((high >= _WIN) & (high - low >= _LEAD))
    game = np.where(over, (_GAME + 1) % _GAMES, _GAME)
    first, second = (np.where(over, 0, own) for own in points)
    return np.asarray(((game * (_CAP + 1) + first) * (_CAP + 1) + second) * 2 + winner)


# States after a point of side 0, of side 1, and after a let.
_FOLLOWING = (_following(0), _following(1), np.arange(len(_GAME)))
_NEW_GAME = (_FIRST == 0) & (_SECOND == 0)
# States in which ends have just been changed; those at eleven in the third game last until the next point.
_CHANGED = (_NEW_GAME & (_GAME > 0)) | ((_GAME == _GAMES - 1) & (np.maximum(_FIRST, _SECOND) == _MIDDLE))


def _begin() -> Chances:
    """How likely each state is at the first rally of a video."""
    fresh = _NEW_GAME & (_GAME == 0)
    running = (np.maximum(_FIRST, _SECOND) < _WIN) & ~fresh
    return np.asarray(_FROM_THE_START * fresh / fresh.sum() + (1 - _FROM_THE_START) * running / running.sum())


def _seen(rally: RallyEvidence) -> Chances:
    """How likely what is seen of the serve is in each state."""
    seen = np.ones(len(_GAME))
    if rally.serving is not None:
        right = 0.5 + (_SERVER_RIGHT - 0.5) * rally.serving_sure
        seen *= np.where(rally.serving == _SERVING, right, 1 - right)
        if rally.right is not None:
            even = np.where(_SERVING == 0, _FIRST, _SECOND) % 2 == 0
            from_right = 0.5 + (rally.right - 0.5) * (2 * _COURT_RIGHT - 1) * rally.serving_sure
            seen *= np.where(even, from_right, 1 - from_right)
    return seen


def _ends(rallies: Sequence[RallyEvidence], index: int, changes: Sequence[EndChange]) -> Chances:
    """How likely it is in each state that ends were changed, or not, before a rally."""
    if index == 0:
        return np.ones(len(_GAME))
    low, high = rallies[index - 1].start, rallies[index].start
    sure = max((change.confidence for change in changes if low < change.at <= high), default=0.0)
    told = np.where(_CHANGED, _CHANGE_TOLD, 1 - _CHANGE_RIGHT)
    return np.asarray(sure * told + (1 - sure) * np.where(_CHANGED, 1 - _CHANGE_TOLD, 1.0))


def _moves(rally: RallyEvidence) -> tuple[float, float, float]:
    """Probabilities of a point of side 0, of side 1, and of a let."""
    won = rally.first_won
    if rally.said is not None:
        return (_WORD, 1 - _WORD, 0.0) if rally.said == 0 else (1 - _WORD, _WORD, 0.0)
    return (1 - _LET) * won, (1 - _LET) * (1 - won), _LET


def _overlooked(rallies: Sequence[RallyEvidence], index: int) -> float:
    """Probability that a rally was overlooked between this one and the next."""
    if index + 1 == len(rallies):
        return 0.0
    pause = rallies[index + 1].start - rallies[index].end
    return _OVERLOOKED * (1 + max(0.0, pause) / _LONG_PAUSE)


def _forward(seen: list[Chances], moves: list[tuple[float, float, float]], overlooked: list[float]) -> list[Chances]:
    """How likely each state is before each rally, by what came before."""
    states = [_begin()]
    for index in range(len(seen) - 1):
        here = states[-1] * seen[index]
        after = sum(
            (_moved(here * move, following) for move, following in zip(moves[index], _FOLLOWING, strict=True)),
            start=np.zeros_like(here),
        )
        one = 0.5 * (_moved(after, _FOLLOWING[0]) + _moved(after, _FOLLOWING[1]))
        after = (1 - min(0.5, overlooked[index])) * after + min(0.5, overlooked[index]) * one
        states.append(after / after.sum())
    return states


def _backward(seen: list[Chances], moves: list[tuple[float, float, float]], overlooked: list[float]) -> list[Chances]:
    """How likely what comes after each rally is, in each state right after it."""
    after = [np.ones(len(_GAME))]
    for index in range(len(seen) - 1, 0, -1):
        here = seen[index] * sum(
            (move * after[-1][following] for move, following in zip(moves[index], _FOLLOWING, strict=True)),
            start=np.zeros(len(_GAME)),
        )
        missed = min(0.5, overlooked[index - 1])
        here = (1 - missed) * here + missed * 0.5 * (here[_FOLLOWING[0]] + here[_FOLLOWING[1]])
        after.append(here / here.max())
    return after[::-1]


def _moved(chances: Chances, following: NDArray[np.int64]) -> Chances:
    return np.asarray(np.bincount(following, weights=chances, minlength=len(chances)), dtype=np.float64)


def _score(ways: list[Chances]) -> tuple[tuple[int, int] | None, int | None]:
    """The likeliest score after a rally, and its game, where it is sure enough."""
    scores = np.zeros((_GAMES, _CAP + 2, _CAP + 2))
    for way, (one, other) in zip(ways, ((1, 0), (0, 1), (0, 0)), strict=True):
        np.add.at(scores, (_GAME, _FIRST + one, _SECOND + other), way)
    best = np.unravel_index(int(scores.argmax()), scores.shape)
    if scores[best] < SCORE_SURE * scores.sum():
        return None, None
    return (int(best[1]), int(best[2])), int(best[0]) + 1
