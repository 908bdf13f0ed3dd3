from itertools import pairwise

import numpy as np
import pytest

from modal_app.pipeline.shuttle.programme import Links, Nodes, Pairs, best_ways


def make(seed: int) -> tuple[Nodes, Pairs, Links]:
    """A small problem: two candidates in each of five pictures, some pairs, some smooth."""
    rng = np.random.default_rng(seed)
    slot = np.repeat(np.arange(5), 2)
    count = len(slot)
    nodes = Nodes(
        slot, 5, rng.normal(0, 1, count), rng.uniform(1, 3, count), rng.uniform(0, 1, count), rng.uniform(0, 2, count)
    )
    able = [(i, j) for j in range(count) for i in range(count) if 1 <= slot[j] - slot[i] <= 2 and rng.random() < 0.7]
    pairs = Pairs(
        np.array([one for one, _ in able]), np.array([other for _, other in able]), rng.normal(0, 1, len(able))
    )
    smooth = [
        (p, q) for q in range(len(able)) for p in range(len(able)) if able[p][1] == able[q][0] and rng.random() < 0.5
    ]
    return (
        nodes,
        pairs,
        Links(np.array([p for p, _ in smooth]), np.array([q for _, q in smooth]), rng.normal(1, 1, len(smooth))),
    )


def sums(nodes: Nodes, pairs: Pairs, links: Links) -> dict[tuple[int, ...], float]:
    """Every possible set of ways, by its candidates, with the best sum of any way of turning through it."""
    smooth = {(int(p), int(q)): float(w) for p, q, w in zip(links.before, links.after, links.worth, strict=True)}
    starts = [range(p, p + 1) for p in range(len(pairs.first))]
    found: dict[tuple[int, ...], float] = {(): 0.0}

    def through(way: list[int]) -> float:
        """The best sum of a way of pairs: at each joint smooth, a turn, or a turn right after one."""
        first = pairs.first[way[0]]
        total = -nodes.begin[first] + nodes.worth[first]
        states = {False: total + pairs.worth[way[0]] + nodes.worth[pairs.second[way[0]]]}
        for before, after in pairwise(way):
            node = pairs.first[after]
            gain = pairs.worth[after] + nodes.worth[pairs.second[after]]
            # Keys: whether the pair before began with a full turn.
            best = max(states.values())
            options = [best + smooth[before, after]] if (before, after) in smooth else []
            if True in states:
                options.append(states[True] - nodes.again[node])
            turned = best - nodes.turn[node]
            states = {True: turned + gain}
            if options:
                states[False] = max(options) + gain
        return float(max(states.values()))

    def extend(way: list[int], done: tuple[int, ...], before: float) -> None:
        chosen = (*done, int(pairs.first[way[0]]), *(int(pairs.second[p]) for p in way))
        total = before + through(way)
        found[chosen] = max(found.get(chosen, -np.inf), total)
        last = pairs.second[way[-1]]
        for pair in range(len(pairs.first)):
            if pairs.first[pair] == last:
                extend([*way, pair], done, before)
            elif nodes.slot[pairs.first[pair]] > nodes.slot[last]:
                extend([pair], chosen, total)

    for start in starts:
        extend(list(start), (), 0.0)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_best_ways_are_those_of_all_that_are_possible(seed: int) -> None:
    nodes, pairs, links = make(seed)
    every = sums(nodes, pairs, links)
    best = max(every, key=lambda chosen: every[chosen])
    way = best_ways(nodes, pairs, links)
    assert tuple(way.nodes.tolist()) == best
    for node, margin in zip(way.nodes.tolist(), way.margin.tolist(), strict=True):
        without = max(total for chosen, total in every.items() if node not in chosen)
        assert margin == pytest.approx(every[best] - without)


def test_nothing_is_followed_where_nothing_is_worth_it() -> None:
    nodes, pairs, links = make(1)
    dear = Nodes(nodes.slot, nodes.slots, nodes.worth, nodes.turn, nodes.again, np.full(len(nodes.slot), 1000.0))
    assert len(best_ways(dear, pairs, links).nodes) == 0
