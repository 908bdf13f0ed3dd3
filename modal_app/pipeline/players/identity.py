"""Who is who: the likeliest way to give the stints to the players of two teams, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.players.floor import Values
from modal_app.pipeline.players.lattice import NOBODY, Lattice, Node
from modal_app.pipeline.players.looks import Wardrobe, sight
from modal_app.pipeline.players.stints import Stint


@dataclass(frozen=True)
class Named:
    """Who each of n stints shows."""

    # Player of each stint, or NOBODY; players of the first team first. Shape (n,).
    players: NDArray[np.int64]
    # Which team was near at each stint, shape (n,).
    near: NDArray[np.int64]
    # Probability of each player for each stint, shape (n, number of players).
    shares: Values
    # Probability that `near` is right, shape (n,).
    near_share: Values


def name(stints: Sequence[Stint], team_size: int) -> Named:
    """Say who is who: first with looks that are learnt on the way, then with those of the whole video.

    Args:
        stints: In order of time.
        team_size: Most players on one half.
    """
    if not stints:
        nobody = np.zeros(0, dtype=np.int64)
        return Named(nobody, nobody, np.zeros((0, 2 * team_size)), np.zeros(0))
    sights = [sight(stint) for stint in stints]
    count = 2 * team_size
    first = _name(Lattice(stints, sights, team_size, None).layers, count)
    wardrobe = Wardrobe(sights, first.players.tolist(), count)
    fits = [wardrobe.likeness(index) for index in range(len(stints))]
    return _name(Lattice(stints, sights, team_size, fits).layers, count)


def _name(layers: list[list[Node]], count: int) -> Named:
    players, near = _cheapest(layers)
    shares, near_share = _posterior(layers, count)
    every = np.arange(len(near))
    return Named(players, near, shares, near_share[every, near])


def _cheapest(layers: list[list[Node]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Players and near teams on the cheapest way."""
    at = int(np.argmin([node.cost for node in layers[-1]]))
    players: list[int] = []
    near: list[int] = []
    for layer in reversed(layers[1:]):
        near.append(layer[at].near)
        players.append(layer[at].best.player)
        at = layer[at].best.source
    return np.array(players[::-1], dtype=np.int64), np.array(near[::-1], dtype=np.int64)


def _posterior(layers: list[list[Node]], count: int) -> tuple[Values, Values]:
    """Probabilities of players, shape (n, count), and of the near team, shape (n, 2): forward and backward sums."""
    tables = [
        np.array(
            [(edge.source, number, edge.player, edge.cost) for number, node in enumerate(layer) for edge in node.edges]
        )
        for layer in layers[1:]
    ]
    forward = [np.zeros(1)]
    for table, layer in zip(tables, layers[1:], strict=True):
        forward.append(_sum_by(table[:, 1], forward[-1][table[:, 0].astype(int)] - table[:, 3], len(layer)))
    shares, near_share = np.zeros((len(tables), count)), np.zeros((len(tables), 2))
    backward = np.zeros(len(layers[-1]))
    total = np.logaddexp.reduce(forward[-1])
    for index in range(len(tables) - 1, -1, -1):
        table = tables[index]
        source, target = table[:, 0].astype(int), table[:, 1].astype(int)
        onward = backward[target] - table[:, 3]
        share = np.exp(forward[index][source] + onward - total)
        given = table[:, 2] != NOBODY
        np.add.at(shares[index], table[given, 2].astype(int), share[given])
        np.add.at(near_share[index], np.array([node.near for node in layers[index + 1]])[target], share)
        backward = _sum_by(source, onward, len(layers[index]))
    return shares, near_share


def _sum_by(groups: Values, logs: Values, count: int) -> Values:
    """Logarithms of the sums of what the logarithms stand for, by group, shape (count,)."""
    sums = np.full(count, -np.inf)
    np.logaddexp.at(sums, groups.astype(int), logs)
    return sums
