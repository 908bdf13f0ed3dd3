"""A match of several rallies: who is where, who hits what, where the shuttle is, who wins.

    match = write_rallies(np.random.default_rng(1), 6, doubles=True)

`match.rallies` is the truth; `testing.rallies.figure` tells where arms and rackets are, `testing.rallies.seen` what a
tracker and a pose model would see of it, `testing.rallies.film` draws it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from modal_app.testing.match.footwork import Way
from modal_app.testing.match.script import Actor, Script, bystanders, choose_kits
from modal_app.testing.rallies.exchange import Exchange
from modal_app.testing.rallies.feet import Feet
from modal_app.testing.rallies.idle import Stage, Swing, come_down, fetch
from modal_app.testing.rallies.laws import Game, Sides, court, service_court
from modal_app.testing.rallies.rally import Hit, Person, Rally, Serve
from modal_app.testing.rallies.shuttle import Piece
from modal_app.testing.rallies.strokes import STYLES, Rng

__all__ = ["Hit", "Rally", "RallyMatch", "write_rallies"]

# Strokes of a rally: a gamma distribution's shape and scale, with many short and few long ones, as in matches.
_STROKES_SHAPE, _STROKES_SCALE, _MOST_STROKES = 1.6, 5.5, 40
# A video begins so many seconds before the first serve, and ends so many after the last rally.
_LEAD, _TAIL = (2.0, 3.5), 2.5
# Everybody has stood still for so long when a serve is hit, seconds.
_STILL = 1.0
_LEFT_HANDED = 0.12
# From the outside of the post, metres, when ends are changed.
_POST = 3.9


@dataclass(frozen=True)
class RallyMatch:
    """Everything about a match. Times in seconds, places in metres of the court's world frame."""

    seconds: float
    people: tuple[Person, ...]
    actors: tuple[Actor, ...]
    sides: Sides
    rallies: tuple[Rally, ...]
    # The shuttle's way, without gaps.
    pieces: tuple[Piece, ...]
    swings: dict[str, tuple[Swing, ...]]
    # From which time on each side is where: -1 near, 1 far.
    halves: tuple[tuple[float, tuple[int, int]], ...]
    end_changes: tuple[float, ...] = field(default=())

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Of all rallies, in order."""
        return tuple(hit for rally in self.rallies for hit in rally.hits)

    @cached_property
    def script(self) -> Script:
        """As `testing.match` has it: who goes where."""
        times = tuple((rally.start, rally.end) for rally in self.rallies)
        return Script(self.seconds, self.actors, times, self.end_changes)

    @cached_property
    def ways(self) -> dict[str, Way]:
        """Of the players."""
        return {actor.name: actor.way for actor in self.actors if actor.plays}

    def half_of(self, name: str, time: float) -> int:
        """-1 if a player is on the near half, 1 if on the far one."""
        side = next(person.side for person in self.people if person.name == name)
        return [half for since, half in self.halves if since <= time][-1][side]


def write_rallies(
    rng: Rng,
    rallies: int,
    *,
    doubles: bool = False,
    pause: tuple[float, float] = (6.0, 12.0),
    long_pauses: Sequence[int] = (),
    points: tuple[int, int] = (0, 0),
    lengths: Sequence[int] | None = None,
    others: bool = True,
) -> RallyMatch:
    """A match of so many rallies.

    Args:
        rng: Where chance comes from.
        rallies: How many.
        doubles: Two on each side; else one.
        pause: Dead time between rallies, seconds; what it takes to fetch the shuttle at least.
        long_pauses: Rallies, by number, after which there are 90 s of dead time.
        points: The score that the video begins with; near 21 a new game begins at the other ends in it.
        lengths: How many strokes each rally is to have, in place of chance; it may be less or more.
        others: Whether there are an umpire and line judges.
    """
    names = ("A", "B", "C", "D") if doubles else ("A", "B")
    sides: Sides = (names[0::2], names[1::2])
    people = [
        Person(name, index % 2, float(rng.uniform(1.65, 1.92)), bool(rng.random() < _LEFT_HANDED))
        for index, name in enumerate(names)
    ]
    game = Game(sides, serving=int(rng.integers(2)), points=points)
    half, number = (-1, 1), 1
    stage = Stage(people, {name: Feet((0.0, 0.0)) for name in names}, half)
    _line_up(rng, stage, game)
    for name in names:
        # They begin where they line up.
        stage.feet[name] = Feet((float(stage.feet[name].place[0]), float(stage.feet[name].place[1])))
    stage.then(Piece(0.0, np.inf, holder=game.server))
    halves, changes, played = [(0.0, half)], list[float](), list[Rally]()
    start = float(rng.uniform(*_LEAD))
    for index in range(rallies):
        serve = Serve(
            game.server,
            game.receiver,
            game.from_right,
            service_court(doubles=doubles, from_right=game.from_right),
            court(doubles=doubles),
            doubles,
        )
        length = lengths[index] if lengths is not None else _length(rng)
        rally = Exchange(rng, people, stage.feet, stage.half).play(serve, start, length)
        rally.serving, rally.server, rally.receiver = game.serving, serve.server, serve.receiver
        rally.from_right, rally.game = serve.from_right, number
        _record(stage, rally)
        game.score(rally.winner)
        rally.score = game.points
        played.append(rally)
        if index + 1 == rallies:
            break
        ready = rally.end + (90.0 if index in long_pauses else float(rng.uniform(*pause)))
        if game.over:
            number += 1
            game = Game(sides, serving=rally.winner)
            stage.half = (-stage.half[0], -stage.half[1])
            time = _change_ends(stage, rally.end + 1.0)
            halves.append((time, stage.half))
            changes.append(time)
            ready = max(ready, time + 3.0)
        brought = fetch(rng, stage, game.server, ready)
        start = max(ready, brought, _line_up(rng, stage, game, brought)) + _STILL
    seconds = played[-1].end + _TAIL
    kits = choose_kits(rng, len(names), same_kits=False)
    actors = [Actor(one.name, stage.feet[one.name].way(), kits[i], one.tall) for i, one in enumerate(people)]
    if others:
        # Who walks in drawn matches glides, which nothing in a hall does but a shuttle.
        actors += [one for one in bystanders(rng, seconds) if one.sitting]
    return RallyMatch(
        seconds,
        tuple(people),
        tuple(actors),
        sides,
        tuple(played),
        tuple(stage.pieces),
        {name: tuple(stage.swings.get(name, [])) for name in names},
        tuple(halves),
        tuple(changes),
    )


def _length(rng: Rng) -> int:
    return min(_MOST_STROKES, 1 + int(rng.gamma(_STROKES_SHAPE, _STROKES_SCALE)))


def _record(stage: Stage, rally: Rally) -> None:
    """The shuttle's flights and the rackets' swings of a rally."""
    for number, hit in enumerate(rally.hits):
        stage.then(Piece(hit.time, hit.end, hit.place, hit.velocity, play=True))
        since = hit.time - 1.0 if number == 0 else None
        swing = Swing(hit.time, hit.place, hit.velocity, STYLES[hit.stroke].wrist, hit.stroke, hit.body, since)
        stage.swings.setdefault(hit.hitter, []).append(swing)
    come_down(stage, rally)
    # The hop after it begins where it came down, in the net's case too.
    landing, rally.landed = stage.pieces[-2].place, stage.pieces[-2].start
    assert landing is not None
    rally.landing = np.array([landing[0], landing[1], 0.0])


def _line_up(rng: Rng, stage: Stage, game: Game, server_from: float = 0.0) -> float:
    """Everybody goes where they stand when a serve is hit; returns when the last is there."""
    arrived = 0.0
    for person in stage.people:
        half, serving = stage.half[person.side], person.side == game.serving
        # To one's own right is x > 0 for those near, x < 0 for those far.
        right = -half if game.from_right else half
        first = person.name in {game.server, game.receiver}
        if serving:
            depth = rng.uniform(2.15, 2.5) if first else rng.uniform(3.9, 4.4)
            x = right * rng.uniform(0.35, 0.8) if first else rng.uniform(-0.3, 0.3)
        else:
            depth = rng.uniform(2.5, 3.0) if game.doubles and first else rng.uniform(3.3, 3.8)
            depth = depth if first else rng.uniform(4.2, 4.8)
            x = (right if first else -right) * rng.uniform(0.8, 1.4)
        begin = server_from if person.name == game.server else server_from - 1.5
        arrived = max(arrived, stage.feet[person.name].walk(np.array([x, half * depth]), begin))
    return arrived


def _change_ends(stage: Stage, time: float) -> float:
    """Round the net to the other half, the sides by different posts; returns when all are there."""
    done = time
    for index, person in enumerate(stage.people):
        half, feet = stage.half[person.side], stage.feet[person.name]
        x = (_POST + 0.4 * (index // 2)) * half
        feet.walk(np.array([x, -half * 2.0]), time + 0.4 * index)
        done = max(done, feet.walk(np.array([x, half * 2.0]), feet.free))
    return done
