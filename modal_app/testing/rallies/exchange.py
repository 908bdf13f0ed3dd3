"""Plays a rally: hit after hit, each where somebody can get to, each flight as a shuttle flies."""

from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from modal_app.testing.rallies.feet import Feet
from modal_app.testing.rallies.laws import SERVICE_HEIGHT
from modal_app.testing.rallies.rally import Hit, Person, Rally, Serve
from modal_app.testing.rallies.reach import Reach, reach
from modal_app.testing.rallies.strokes import FINE, STYLES, Array, Flown, Rng, Style, aim, into_net
from modal_app.testing.rallies.tactics import HIGH, base, choices

# From the opponent's contact until somebody moves, and from the last step to the own contact, seconds.
_REACTION, _SETTLE = 0.13, 0.03
# Contacts earlier after the last are out of anybody's reach.
_SOONEST = 0.3
# Flights that are tried for one that somebody gets to; the later half of them go no farther past somebody than this,
# metres.
_ATTEMPTS, _ASIDE = 8, 0.9
# No flight lasts so long, seconds.
_LONGEST = 9.0
# A rally is given up after so many flights.
_PATIENCE = 200
_MISHIT = Style((-4, 60), (3, 24), (0, 0), (0, 0), 0)
# Strokes are hit overhead so much rather than after waiting for the shuttle to fall.
_OVERHEAD = 12.0
# A winner comes down at least so far from every receiver, metres.
_OUT_OF_REACH = 1.0


@dataclass(frozen=True)
class _Next:
    """A contact that can be made."""

    person: Person
    stroke: str
    hand: str
    time: float
    place: Array
    stand: Array
    body: Reach


class Exchange:
    """Plays a rally. Halves: -1 near, 1 far, by the player's side."""

    def __init__(self, rng: Rng, people: list[Person], feet: dict[str, Feet], half: tuple[int, int]) -> None:
        self._rng, self._feet, self._half = rng, feet, half
        self._people = {person.name: person for person in people}

    def play(self, serve: Serve, start: float, length: int) -> Rally:
        """A rally that begins at a time and ends at about so many strokes."""
        hits = list[Hit]()
        coming = self._serving(serve, start)
        for _ in range(_PATIENCE):
            if len(hits) + 1 >= length:
                ended = self._ending(serve, coming, hits)
                if ended is not None:
                    return ended
            found = self._exchange(serve, coming)
            if found is None:
                coming = self._other_way(coming)
                found = self._exchange(serve, coming)
            if found is None:
                # Nobody gets there: the rally is to end here, by this stroke or by another one.
                length = len(hits) + 1
                ended = self._ending(serve, coming, hits)
                if ended is not None:
                    return ended
                continue
            flown, answer = found
            hits.append(self._hit(coming, flown, answer.time, answer.place))
            self._move(hits[-1], answer)
            coming = answer
        raise RuntimeError("a rally that does not end")

    def _exchange(self, serve: Serve, coming: _Next) -> tuple[Flown, _Next] | None:
        """A flight that lands in, and who hits it before; None where there is none."""
        for attempt in range(_ATTEMPTS):
            flown = self._flight(serve, coming, at_somebody=2 * attempt >= _ATTEMPTS)
            answer = None if flown is None else self._answer(flown, coming)
            if flown is not None and answer is not None:
                return flown, answer
        return None

    def _serving(self, serve: Serve, start: float) -> _Next:
        rng, person = self._rng, self._people[serve.server]
        stroke = "serve-short" if rng.random() < (0.85 if serve.doubles else 0.55) else "serve-long"
        hand = "backhand" if stroke == "serve-short" and rng.random() < 0.8 else "forehand"
        height = rng.uniform(0.85, SERVICE_HEIGHT - 0.05) if hand == "backhand" else rng.uniform(0.7, 0.95)
        body = reach(stroke, hand, height, person.tall, left_handed=person.left_handed)
        assert body is not None
        stand = self._feet[person.name].place
        return _Next(person, stroke, hand, start, self._at(person, stand, body, height), stand, body)

    def _turn(self, person: Person) -> float:
        """1 where the person looks along y, -1 where against it: what turns the world into the person's frame."""
        return -float(self._half[person.side])

    def _at(self, person: Person, stand: Array, body: Reach, height: float) -> Array:
        return np.array([*(stand + self._turn(person) * body.offset), height])

    def _own(self, person: Person, place: Array) -> Array:
        """A place as the person sees it: the net at y = 0, the own half below."""
        return np.asarray(place * [self._turn(person), self._turn(person), 1.0])

    def _flight(self, serve: Serve, coming: _Next, *, at_somebody: bool) -> Flown | None:
        """A flight that lands in, near somebody's line if wanted."""
        style, contact = STYLES[coming.stroke], self._own(coming.person, coming.place)
        area = serve.box if coming.stroke.startswith("serve") else serve.half
        far = min(style.depth[1], area.far - 0.15)
        x = (area.left + 0.2, area.right - 0.2)
        if at_somebody:
            others = [self._feet[one.name].place[0] for one in self._people.values() if one.side != coming.person.side]
            at = self._turn(coming.person) * float(self._rng.choice(others))
            x = (float(np.clip(at - _ASIDE, *x)), float(np.clip(at + _ASIDE, *x)))
        return aim(self._rng, style, contact, x, (style.depth[0], far))

    def _other_way(self, coming: _Next) -> _Next:
        """The same contact with another stroke."""
        if coming.stroke.startswith("serve"):
            return coming
        others = [name for name in choices(coming.place, _LONGEST, "") if name != coming.stroke]
        for stroke in self._rng.permutation(others).tolist() if others else []:
            person = coming.person
            body = reach(stroke, coming.hand, coming.place[2], person.tall, left_handed=person.left_handed)
            if body is not None:
                return replace(coming, stroke=stroke)
        return coming

    def _hit(self, coming: _Next, flown: Flown, end: float, finish: Array) -> Hit:
        turn = self._turn(coming.person)
        return Hit(
            coming.time,
            coming.person.name,
            coming.stroke,
            coming.hand,
            coming.place,
            flown.velocity * [turn, turn, 1.0],
            end,
            finish,
            coming.stand,
            coming.body,
        )

    def _answer(self, flown: Flown, coming: _Next) -> _Next | None:
        """Somebody on the other side who gets to the shuttle, and what he or she does with it."""
        rng = self._rng
        receivers = [one for one in self._people.values() if one.side != coming.person.side]
        turn = self._turn(coming.person)
        soonest = int(_SOONEST / FINE)
        steps = np.arange(soonest, len(flown.places), 10)
        places = flown.places[steps] * [turn, turn, 1.0]
        falling = np.gradient(flown.places[:, 2], FINE)[steps] < 0
        chances: list[tuple[float, _Next]] = []
        for step, place, falls in zip(steps.tolist(), places, falling, strict=True):
            if flown.places[step, 1] < 0.25:
                continue
            incoming = coming.stroke
            options = choices(place, float(step * FINE), incoming) if falls or place[2] < HIGH else {}
            for stroke, weight in options.items():
                person = receivers[int(rng.integers(len(receivers)))]
                answer = self._try(person, stroke, coming.time, float(step * FINE), place)
                if answer is not None:
                    chances.append((weight, answer))
        if not chances:
            return None
        # What can be hit overhead mostly is. A stroke first, by its weight; then one of the moments at which it is
        # possible, early ones rather.
        kinds = {answer.stroke: weight * (_OVERHEAD if answer.place[2] > HIGH else 1) for weight, answer in chances}
        names = list(kinds)
        weights = np.array([kinds[name] for name in names])
        stroke = str(rng.choice(names, p=weights / weights.sum()))
        moments = [answer for _, answer in chances if answer.stroke == stroke]
        return moments[int(len(moments) * rng.random() ** 2)]

    def _try(self, person: Person, stroke: str, since: float, after: float, place: Array) -> _Next | None:
        feet, turn = self._feet[person.name], self._turn(person)
        aside = (place[0] - feet.place[0]) * turn * (-1 if person.left_handed else 1)
        overhead = stroke in {"clear", "drop", "smash"}
        # What comes at the body is taken with the backhand; now and then somebody runs round.
        hand = "forehand" if overhead or aside > self._rng.normal(0.1, 0.25) else "backhand"
        body = reach(stroke, hand, float(place[2]), person.tall, left_handed=person.left_handed)
        if body is None:
            return None
        stand = place[:2] - turn * body.offset
        depth = stand[1] * self._half[person.side]
        if not (0.45 <= depth <= 7.6 and abs(stand[0]) <= 3.7):
            return None
        if not feet.can_reach(stand, since + _REACTION, since + after - _SETTLE):
            return None
        return _Next(person, stroke, hand, since + after, place, stand, body)

    def _move(self, hit: Hit, answer: _Next) -> None:
        """Everybody's steps between a hit and the next."""
        begin, until = hit.time + _REACTION, answer.time - _SETTLE
        self._feet[answer.person.name].go(answer.stand, begin, until)
        for person in self._people.values():
            if person.name == answer.person.name:
                continue
            feet, half = self._feet[person.name], self._half[person.side]
            partner = next((p for p in self._people.values() if p.side == person.side and p is not person), None)
            beside = None
            if partner is not None:
                beside = answer.stand if partner.name == answer.person.name else self._feet[partner.name].place
            target = base(half, beside) + self._rng.normal(0, 0.15, 2)
            feet.go_towards(target, begin, answer.time + 0.1)

    def _ending(self, serve: Serve, coming: _Next, hits: list[Hit]) -> Rally | None:
        """The rally's last stroke: a winner, out, or into the net; None where that cannot be from here."""
        rng = self._rng
        serving = coming.stroke.startswith("serve")
        weights = np.array([0.02, 0.3, 0.68]) if serving else np.array([0.55, 0.25, 0.2])
        for ending in rng.choice(["in", "out", "net"], 3, replace=False, p=weights).tolist():
            flown = self._last_flight(serve, coming, ending)
            if flown is not None:
                break
        else:
            # A mishit ends in the net from anywhere.
            ending, flown = "net", into_net(rng, _MISHIT, self._own(coming.person, coming.place))
            if flown is None:
                return None
        turn, person = self._turn(coming.person), coming.person
        finish = flown.finish * [turn, turn, 1.0]
        hits.append(self._hit(coming, flown, coming.time + flown.seconds, finish))
        area = serve.box if serving else serve.half
        margin = None if ending == "net" else area.margin(float(flown.finish[0]), float(flown.finish[1]))
        self._stop(hits[-1])
        winner = person.side if ending == "in" else 1 - person.side
        return Rally(hits, ending, finish, hits[-1].end, winner, margin)

    def _last_flight(self, serve: Serve, coming: _Next, ending: str) -> Flown | None:
        rng, style_of = self._rng, STYLES[coming.stroke]
        contact = self._own(coming.person, coming.place)
        area = serve.box if coming.stroke.startswith("serve") else serve.half
        if ending == "net":
            return into_net(rng, style_of, contact)
        for _ in range(12):
            low, high = style_of.depth
            x, depth = (area.left + 0.05, area.right - 0.05), (low, min(high, area.far - 0.03))
            if ending == "out":
                beyond = rng.uniform(0.03, 0.8)
                side = 1 if rng.random() < 0.5 else -1
                edge = area.right if side > 0 else area.left
                if high > area.far - 0.7 and rng.random() < 0.7:
                    depth = (area.far + beyond, area.far + beyond + 0.02)
                else:
                    x = (edge + side * beyond - 0.01, edge + side * beyond + 0.01)
            flown = aim(rng, style_of, contact, x, depth)
            if flown is None:
                continue
            if ending == "out" and area.margin(float(flown.finish[0]), float(flown.finish[1])) < 0:
                return flown
            if ending == "in" and self._beyond_reach(coming.person, flown):
                return flown
        return None

    def _beyond_reach(self, hitter: Person, flown: Flown) -> bool:
        turn = self._turn(hitter)
        landing = flown.finish[:2] * turn
        away = [
            hypot(*(self._feet[one.name].place - landing)) for one in self._people.values() if one.side != hitter.side
        ]
        return min(away) - 3.0 * max(0.0, flown.seconds - 0.45) > _OUT_OF_REACH

    def _stop(self, hit: Hit) -> None:
        """Whoever could have got to the last shuttle starts for it; all stop where they are after that."""
        for person in self._people.values():
            feet = self._feet[person.name]
            if person.side != self._people[hit.hitter].side:
                part = feet.place + 0.45 * (hit.finish[:2] - feet.place)
                part[1] = self._half[person.side] * np.clip(abs(part[1]), 0.8, 6.6)
                begin = hit.time + _REACTION + 0.04
                feet.go_towards(part, begin, hit.end + 0.3)
