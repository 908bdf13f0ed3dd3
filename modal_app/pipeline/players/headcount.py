"""How many play: singles, doubles, somebody alone, or a crowd."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import MAX_PLAYERS
from modal_app.pipeline.players.evidence import inside
from modal_app.pipeline.players.floor import FloorPath

# Two samples of one moment that are nearer than this are one person, seen twice.
_TWICE = 0.35
# Partners are both on their half in most moments; in singles a second person there is passing.
_DOUBLES = 0.33
# More people than can play, for more than this part of the time in which anybody is on the court.
_CROWD = 0.25


@dataclass(frozen=True)
class Headcount:
    """How many people use the court."""

    # Most players on one half: 1 in singles, 2 in doubles.
    team_size: int
    crowded: bool


def count_heads(paths: list[FloorPath]) -> Headcount:
    """Tell singles from doubles by how many people are on each half, moment by moment."""
    places, steps = [np.zeros((0, 2))], [np.zeros(0, dtype=np.int64)]
    for path in paths:
        on_court = inside(path) > 0.5
        places.append(path.places[on_court])
        steps.append(path.steps[on_court])
    everywhere, when = np.concatenate(places), np.concatenate(steps)
    if not len(when):
        return Headcount(1, crowded=False)
    order = np.argsort(when, kind="stable")
    moments = np.split(everywhere[order], np.flatnonzero(np.diff(when[order])) + 1)
    counts = np.array([_on_halves(people) for people in moments])
    pairs = [_share(counts[:, half] >= 2, counts[:, half] >= 1) for half in range(2)]
    # More than a match has: in all, or on one half.
    crowd = float(np.mean((counts.sum(axis=1) > MAX_PLAYERS) | (counts.max(axis=1) > MAX_PLAYERS // 2)))
    return Headcount(2 if max(pairs) >= _DOUBLES else 1, crowded=crowd >= _CROWD)


def _on_halves(people: NDArray[np.float64]) -> tuple[int, int]:
    """People on the near and on the far half."""
    apart = np.linalg.norm(people[:, None] - people[None], axis=2)
    again = np.triu(apart < _TWICE, 1).any(axis=0)
    far = people[:, 1] > 0
    return int(np.sum(~far & ~again)), int(np.sum(far & ~again))


def _share(some: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    return float(some.sum() / max(1, of.sum()))
