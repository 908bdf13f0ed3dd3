"""All ways worth thinking of to give the stints to the players of two teams.

A state says which team is on the near half, and in which stint each player was last seen. Stints are taken in order of
time; each is given to a player or to nobody, and before it the teams may have changed ends. Of the ways that lead to
the same state the cheapest goes on, so that the search is exact but for the states that are dropped as hopeless.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import inf

from modal_app.pipeline.players import costs
from modal_app.pipeline.players.looks import Look, Sight, likeness
from modal_app.pipeline.players.stints import Stint

NOBODY = -1
# Instead of a stint: a player who was not seen yet, or so long ago that the place tells nothing.
_UNSEEN, _LONG_AGO = -1, -2
# Cost of one more player.
_NEW_PLAYER = 3.0
# Short clips are short: it is not more than so much for a second in which the court is seen.
_NEW_PLAYER_RATE = 0.3
# A change of ends is thought of where somebody is on the court for so long, seconds.
_SETTLED = 1.0
# States that cost so much more than the best are hopeless, and so are those beyond a number.
_HOPELESS, _MOST_STATES = 12.0, 24

# Which team is near, and the last stint of each player, the first team's players first.
Key = tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Edge:
    """The step to a state: from which state of the stint before, at which cost, and whom the stint shows."""

    source: int
    cost: float
    player: int


@dataclass
class Node:
    """A state after some stint, reached by its edges."""

    key: Key
    edges: list[Edge] = field(default_factory=list)
    # The last step of the cheapest way here, and the cost of all of it.
    best: Edge = Edge(-1, 0.0, NOBODY)
    cost: float = inf
    # On that way: what was learnt of the players' looks, and when and in which shot somebody played last.
    looks: tuple[Look, ...] = ()
    played: float = -inf
    shot: int = -1

    @property
    def near(self) -> int:
        """The team on the near half."""
        return self.key[0]


class Lattice:
    """The states after each of n stints; `layers[0]` is the start, `layers[i + 1]` those after stint i."""

    def __init__(
        self, stints: Sequence[Stint], sights: Sequence[Sight], team_size: int, fits: Sequence[Sequence[float]] | None
    ) -> None:
        """Search.

        Args:
            stints: In order of time.
            sights: What each shows of somebody's clothes.
            team_size: Most players on one half.
            fits: How well the clothes of each stint fit each player; None to learn that on the way.
        """
        self._stints, self._sights, self._fits, self._learning = stints, sights, fits or [], fits is None
        self._team_size, self._count = team_size, 2 * team_size
        seen = stints[-1].leave.time - stints[0].entry.time if stints else 0.0
        self._new_player = min(_NEW_PLAYER, _NEW_PLAYER_RATE * seen)
        self._follow = cache(self._uncached_follow)
        start = Node((0, (_UNSEEN,) * self._count), cost=0.0, looks=(Look(),) * self._count)
        self.layers = [[start]]
        for index in range(len(stints)):
            self.layers.append(self._next(index))

    def _next(self, index: int) -> list[Node]:
        stint = self._stints[index]
        gain = costs.gain(stint)
        grown: dict[Key, Node] = {}
        fit = cache(lambda look: likeness(look, self._sights[index]))
        for source, node in enumerate(self.layers[-1]):
            fits = [fit(look) for look in node.looks] if self._learning else self._fits[index]
            last = self._forget(node.key[1], stint.entry.time)
            holder = NOBODY if stint.before is None or stint.before not in last else last.index(stint.before)
            self._step(grown, node, (node.near, last), Edge(source, self._stranger(index, holder), NOBODY))
            for near, change in self._ends(node, stint):
                for player in self._possible(last):
                    cost = self._arrival(last[player], index) + change - gain - fits[player]
                    if player != holder:
                        cost += stint.loyalty
                    if (player // self._team_size == near) == stint.far:
                        cost += costs.wrong_half(stint)
                    if cost < inf:
                        seen = (*last[:player], index, *last[player + 1 :])
                        self._step(grown, node, (near, seen), Edge(source, cost, player))
        best = min(node.cost for node in grown.values())
        kept = sorted(grown.values(), key=lambda node: node.cost)[:_MOST_STATES]
        kept = [node for node in kept if node.cost <= best + _HOPELESS]
        for node in kept:
            self._remember(node, index)
        return kept

    def _step(self, grown: dict[Key, Node], node: Node, key: Key, edge: Edge) -> None:
        reached = grown.get(key)
        if reached is None:
            reached = grown[key] = Node(key)
        reached.edges.append(edge)
        if node.cost + edge.cost < reached.cost:
            reached.cost, reached.best = node.cost + edge.cost, edge

    def _remember(self, node: Node, index: int) -> None:
        """Fill in what is known on the cheapest way to a state."""
        source, player, stint = self.layers[-1][node.best.source], node.best.player, self._stints[index]
        node.looks, node.played, node.shot = source.looks, source.played, source.shot
        if player != NOBODY:
            if self._learning:
                look = source.looks[player].after(self._sights[index])
                node.looks = (*source.looks[:player], look, *source.looks[player + 1 :])
            if stint.inside >= _SETTLED:
                node.played, node.shot = max(source.played, stint.leave.time), stint.shot

    def _forget(self, last: tuple[int, ...], time: float) -> tuple[int, ...]:
        horizon = time - costs.LONGEST_CARRY
        return tuple(_LONG_AGO if i >= 0 and self._stints[i].leave.time < horizon else i for i in last)

    def _ends(self, node: Node, stint: Stint) -> Iterator[tuple[int, float]]:
        """Which team may be near from this stint on, and the cost of it."""
        yield node.near, 0.0
        if stint.inside >= _SETTLED and node.shot >= 0:
            cut = stint.shot != node.shot
            yield 1 - node.near, costs.change_of_ends(stint.entry.time - node.played, cut=cut)

    def _possible(self, last: tuple[int, ...]) -> Iterator[int]:
        """Players who may be seen; of those of a team who never were, the first, as they are all the same yet."""
        for team in range(2):
            for player in range(team * self._team_size, (team + 1) * self._team_size):
                yield player
                if last[player] == _UNSEEN:
                    break

    def _arrival(self, last: int, index: int) -> float:
        """Cost of a player's being seen here after the last stint."""
        if last == _UNSEEN:
            return self._new_player
        return 0.0 if last == _LONG_AGO else self._follow(last, index)

    def _stranger(self, index: int, holder: int) -> float:
        """Cost of somebody's being seen who does not play; the tracklet showed this player, or nobody, before."""
        stint = self._stints[index]
        if stint.before is None:
            return 0.0
        stays = inf if holder != NOBODY else self._follow(stint.before, index)
        return min(stays, stint.loyalty)

    def _uncached_follow(self, before: int, after: int) -> float:
        return costs.follow(self._stints[before], self._stints[after])
