"""Between rallies: somebody walks to the shuttle, picks it up, brings it or taps it over to whoever serves next."""

from dataclasses import dataclass, field, replace

import numpy as np

from modal_app.pipeline.flight.drag import simulate_motion
from modal_app.testing.rallies.feet import Feet
from modal_app.testing.rallies.rally import Person, Rally
from modal_app.testing.rallies.reach import Reach, reach
from modal_app.testing.rallies.shuttle import Piece, fallen
from modal_app.testing.rallies.strokes import FINE, Array, Rng, Style, aim

# A shuttle that is tapped over the net to somebody: soft and high.
_TAP = Style((28, 66), (4.5, 45), (0.1, 9.0), (1.0, 6.5), 1.8)
# The height at which it is caught, metres.
_CATCH = 1.1
# Nobody taps it from nearer to the net than this, metres.
_NET_ROOM = 0.5


@dataclass(frozen=True)
class Swing:
    """A movement of somebody's racket, or, without a body, a bend down to the floor with the other hand."""

    time: float
    # Where the strings, or the hand, are then, shape (3,).
    place: Array
    # Where the shuttle flies, a direction, shape (3,).
    ahead: Array
    wrist: float
    stroke: str
    body: Reach | None = None
    # From when on the other hand holds the shuttle before the strings.
    held_since: float | None = None


@dataclass
class Stage:
    """Everything that is being written of a match."""

    people: list[Person]
    feet: dict[str, Feet]
    # -1 near, 1 far, of each side.
    half: tuple[int, int]
    pieces: list[Piece] = field(default_factory=list)
    swings: dict[str, list[Swing]] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """By name."""
        return next(one for one in self.people if one.name == name)

    def turn(self, name: str) -> float:
        """1 for who looks along y, -1 for who looks against it."""
        return -float(self.half[self.person(name).side])

    def then(self, *pieces: Piece) -> None:
        """The shuttle's next pieces: each ends the one before."""
        for piece in pieces:
            if self.pieces:
                self.pieces[-1] = replace(self.pieces[-1], end=piece.start)
            self.pieces.append(piece)


def come_down(stage: Stage, rally: Rally) -> None:
    """After the last stroke: the shuttle comes to rest."""
    hit = rally.hits[-1]
    _, motion = simulate_motion(hit.place, hit.velocity, np.array([hit.end - hit.time]))
    stage.then(*fallen(hit.finish, motion[0], hit.end, net=rally.ending == "net"))


def fetch(rng: Rng, stage: Stage, server: str, ready: float) -> float:
    """Bring the shuttle to the server, who holds it then; returns when, at the latest at about `ready` where it can be.

    Args:
        rng: Chance.
        stage: The match so far; the shuttle lies on the floor.
        server: Who serves next.
        ready: When the next rally may begin.
    """
    lying = stage.pieces[-1]
    assert lying.place is not None
    place = lying.place
    start = lying.start + float(rng.uniform(0.6, 1.6))
    near = [one.name for one in stage.people if stage.half[one.side] * place[1] >= 0]
    fetcher = min(near, key=lambda name: float(np.linalg.norm(stage.feet[name].place - place[:2])))
    turn = stage.turn(fetcher)
    # One stands a little behind it.
    beside = place[:2] - turn * np.array([0.1, 0.55])
    beside[1] = stage.half[stage.person(fetcher).side] * max(0.6, abs(beside[1]))
    arrived = stage.feet[fetcher].walk(beside, start, float(rng.uniform(1.3, 2.2))) + 0.35
    stage.swings.setdefault(fetcher, []).append(Swing(arrived, place, np.array([0.0, turn, 0.0]), 0.0, "pick-up"))
    stage.then(Piece(arrived, np.inf, holder=fetcher))
    if fetcher == server:
        return arrived + 0.6
    if stage.person(fetcher).side == stage.person(server).side:
        # Handed over.
        meet = stage.feet[server].place + turn * np.array([0.7, 0.0])
        given = stage.feet[fetcher].walk(meet, arrived + 0.6)
        stage.then(Piece(given, np.inf, holder=server))
        return given + 0.2
    return _tap(rng, stage, fetcher, server, max(arrived + 1.2, min(ready - 4.0, arrived + 4.0)))


def _tap(rng: Rng, stage: Stage, fetcher: str, server: str, time: float) -> float:
    """Hit it over, high; the server catches it. Who stands where that cannot be done goes to the middle first."""
    person, feet, turn = stage.person(fetcher), stage.feet[fetcher], stage.turn(fetcher)
    body = reach("lift", "forehand", 0.8, person.tall, left_handed=person.left_handed)
    assert body is not None
    target = stage.feet[server].place * turn
    while True:
        contact = np.array([*(turn * feet.place + body.offset), 0.8])
        near_net = contact[1] > -_NET_ROOM
        flown = (
            None
            if near_net
            else aim(rng, _TAP, contact, (target[0] - 0.4, target[0] + 0.4), (target[1] - 0.1, target[1] + 0.8))
        )
        if flown is not None:
            break
        middle = np.array([float(rng.normal(0, 0.4)), -turn * float(rng.uniform(2.5, 4.0))])
        time = max(time, feet.walk(middle, feet.free + 0.1) + 0.8)
    velocity = flown.velocity * [turn, turn, 1.0]
    place = contact * [turn, turn, 1.0]
    stage.swings.setdefault(fetcher, []).append(Swing(time, place, velocity, _TAP.wrist, "lift", body, time - 0.7))
    caught = int(np.flatnonzero(flown.places[:, 2] > _CATCH)[-1]) * FINE
    stage.then(Piece(time, time + caught, place, velocity), Piece(time + caught, np.inf, holder=server))
    return time + caught + 0.3
