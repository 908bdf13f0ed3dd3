"""Who is in the hall during a match, and where they go: players, officials, people of the court beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from modal_app.testing.match.footwork import Place, Walker, Way, standing

Rng = np.random.Generator
Rgb = tuple[int, int, int]

# Greatest speed of an official's or spectator's walk and of a player's between rallies, m/s.
_WALK = 1.4
# Length of a rally and of the pause after it, seconds.
_RALLY = (5.0, 12.0)
_PAUSE = (3.0, 7.0)
# From the end of a rally to the first rally at the other ends.
_CHANGE_SECONDS = 14.0
# Partners keep so far from each other, metres.
_BODY = 0.6
_KITS: tuple[tuple[Rgb, Rgb], ...] = (
    ((200, 30, 40), (30, 30, 35)),
    ((40, 80, 200), (235, 235, 235)),
    ((240, 215, 40), (30, 60, 140)),
    ((40, 150, 70), (25, 25, 25)),
    ((235, 235, 235), (200, 40, 45)),
    ((60, 200, 210), (70, 30, 110)),
)


@dataclass(frozen=True)
class Actor:
    """A person in the hall."""

    # "A", "B" (and "C", "D"): players of this match, A and C near at first. Others are called by their part.
    name: str
    way: Way
    # Colours of shirt and shorts: red, green, blue.
    kit: tuple[Rgb, Rgb]
    # Height, metres.
    tall: float
    sitting: bool = False

    @property
    def plays(self) -> bool:
        """Whether the person plays this match."""
        return len(self.name) == 1


@dataclass(frozen=True)
class Script:
    """Everybody, for so many seconds."""

    seconds: float
    actors: tuple[Actor, ...]
    # From when to when rallies are played.
    rallies: tuple[tuple[float, float], ...]
    # When everybody has arrived at the other end.
    end_changes: tuple[float, ...] = ()
    players: tuple[Actor, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(actor for actor in self.actors if actor.plays))


def write_script(
    rng: Rng,
    seconds: float,
    *,
    doubles: bool = False,
    change_ends: Sequence[float] = (),
    same_kits: bool = False,
    others: bool = True,
    towel_after: float | None = None,
) -> Script:
    """A match of so many seconds.

    Args:
        rng: Where chance comes from.
        seconds: Length.
        doubles: Two on each side; else one.
        change_ends: Times after which, at the end of the rally, the players change ends.
        same_kits: Whether partners in doubles wear the same.
        towel_after: Time after which, at the end of the rally, player A goes far off to the side, and comes back.
        others: Whether there are officials, spectators and a match on the court beside.
    """
    names = ["A", "B", "C", "D"] if doubles else ["A", "B"]
    sides = dict(zip(names, [-1, 1, -1, 1], strict=False))
    kits = choose_kits(rng, len(names), same_kits=same_kits)
    walkers = {name: Walker(_serve_place(side, index // 2)) for index, (name, side) in enumerate(sides.items())}
    rallies: list[tuple[float, float]] = []
    changes: list[float] = []
    waiting = sorted(change_ends)
    time = float(rng.uniform(0.5, 2.0))
    while time < seconds:
        end = time + float(rng.uniform(*_RALLY))
        for index, (name, walker) in enumerate(walkers.items()):
            walker.wait_until(time)
            partner = walkers[names[index - 2]].way() if index >= 2 else None
            _rally(rng, walker, sides[name], end, index // 2 if doubles else None, partner)
        rallies.append((time, min(end, seconds)))
        time = max(walker.time for walker in walkers.values())
        if waiting and time >= waiting[0]:
            waiting.pop(0)
            for index, (name, walker) in enumerate(walkers.items()):
                _change_ends(walker, sides[name], index)
            sides = {name: -side for name, side in sides.items()}
            time = max(time + _CHANGE_SECONDS, *(walker.time for walker in walkers.values()))
            changes.append(time)
        else:
            time += float(rng.uniform(*_PAUSE))
            if towel_after is not None and time >= towel_after:
                towel_after = None
                _fetch_towel(walkers["A"], sides["A"])
        for index, (name, walker) in enumerate(walkers.items()):
            walker.go(_serve_place(sides[name], index // 2), _WALK)
        time = max(time, *(walker.time for walker in walkers.values()))
    actors = [
        Actor(name, walkers[name].way(), kits[index], float(rng.uniform(1.65, 1.9))) for index, name in enumerate(names)
    ]
    if others:
        actors += bystanders(rng, seconds)
    return Script(seconds, tuple(actors), tuple(rallies), tuple(change for change in changes if change < seconds))


def _rally(rng: Rng, walker: Walker, side: int, end: float, place: int | None, partner: Way | None) -> None:
    """Strokes all over one's half, back to the base after each.

    `place` in doubles is 0 for the one on the left, 1 for the other; `partner` is where the partner goes.
    """
    left, right = (-2.5, 2.5) if place is None else [(-2.6, 0.9), (-0.9, 2.6)][place]
    base_x = 0.0 if place is None else (left + right) / 2
    while walker.time < end:
        deep = float(rng.choice([rng.uniform(0.9, 2.4), rng.uniform(3, 6.2)]))
        _go_clear(rng, walker, (float(rng.uniform(left, right)), side * deep), float(rng.uniform(2.0, 5.0)), partner)
        base = (base_x + float(rng.normal(0, 0.3)), side * float(rng.normal(3.5, 0.3)))
        _go_clear(rng, walker, base, float(rng.uniform(1.5, 3.5)), partner)
        if place is not None and rng.random() < 0.15:
            # Partners now and then change sides, or one waits while the other plays.
            left, right = -right, -left
            base_x = -base_x
            walker.wait(float(rng.uniform(0.3, 1.5)))


def _go_clear(rng: Rng, walker: Walker, target: Place, peak_speed: float, partner: Way | None) -> None:
    """Go and wait a little; elsewhere or not at all where that would run into the partner."""
    linger = float(rng.uniform(0.1, 0.5))
    if partner is not None:
        aside = [(target[0] + float(x), target[1] + float(y)) for x, y in rng.uniform(-1.2, 1.2, (6, 2))]
        inside = [(x, y) for x, y in aside if abs(x) < 2.8 and 0.6 < abs(y) < 6.4 and y * target[1] > 0]
        for place in (target, walker.place, *inside):
            # Until the partner has passed.
            if walker.clearance(place, peak_speed, linger + 1.0, partner) >= _BODY:
                target = place
                break
    walker.go(target, peak_speed)
    walker.wait(linger)


def _change_ends(walker: Walker, side: int, index: int) -> None:
    """Round the net, the sides by different posts, to the other half."""
    post = 3.9 + 0.4 * (index // 2)
    x = post if side < 0 else -post
    walker.wait(0.4 * index)
    for corner in ((x, side * 2.0), (x, -side * 2.0)):
        walker.go(corner, _WALK)


def _fetch_towel(walker: Walker, side: int) -> None:
    walker.go((13.0, side * 8.0), 2.0)
    walker.wait(4.0)


def _serve_place(side: int, partner: int) -> Place:
    """Where somebody waits for the rally; each in a half of one's own in doubles."""
    return (-0.9 * side, side * 2.9) if partner == 0 else (1.1 * side, side * 4.4)


def choose_kits(rng: Rng, count: int, *, same_kits: bool) -> list[tuple[Rgb, Rgb]]:
    """Colours of shirt and shorts of so many players, whose sides alternate."""
    order = [int(index) for index in rng.permutation(len(_KITS))]
    return [_KITS[order[index % 2 if same_kits else index]] for index in range(count)]


def bystanders(rng: Rng, seconds: float) -> list[Actor]:
    """An umpire, line judges, a coach, a passer-by and two on the court beside."""

    def somebody(name: str, way: Way, *, sitting: bool = False) -> Actor:
        grey = int(rng.integers(20, 120))
        kit = ((grey, grey, grey + 10), (20, 20, 25)) if sitting else _KITS[int(rng.integers(len(_KITS)))]
        return Actor(name, way, kit, float(rng.uniform(1.6, 1.85)), sitting=sitting)

    side = float(rng.choice([-1.0, 1.0]))
    people = [
        somebody("umpire", standing((4.0 * side, 0.0)), sitting=True),
        somebody("judge-far-left", standing((-3.4, 9.0)), sitting=True),
        somebody("judge-far-right", standing((3.4, 9.0)), sitting=True),
        somebody("judge-near", standing((-5.2, -6.4)), sitting=True),
    ]
    coach = Walker((1.5 * side, 9.6))
    passing = Walker((-7.5, 10.2))
    beside = {name: Walker((8.5 * side, 3.0 * end)) for name, end in (("beside-far", 1), ("beside-near", -1))}
    while coach.time < seconds:
        coach.wait(float(rng.uniform(3, 12)))
        coach.go((float(rng.uniform(-1.5, 3)) * side, float(rng.uniform(9.2, 10.0))), _WALK)
    while passing.time < seconds:
        passing.wait(float(rng.uniform(5, 25)))
        passing.go((-passing.place[0], float(rng.uniform(9.8, 10.6))), _WALK)
    while beside["beside-far"].time < seconds:
        for name, walker in beside.items():
            end = 1 if name == "beside-far" else -1
            walker.go(
                (8.5 * side + float(rng.uniform(-2, 2)), end * float(rng.uniform(1, 6))), float(rng.uniform(1.5, 4))
            )
            walker.wait(float(rng.uniform(0.2, 1.5)))
    people += [somebody("coach", coach.way()), somebody("passer-by", passing.way())]
    return [*people, *(somebody(name, walker.way()) for name, walker in beside.items())]
