"""How and when rallies end, who served, and who won."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from modal_app.contract.models import EndChange
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.corrections import SaidRally
from modal_app.pipeline.events.endings import NOT_SEEN, Area, Ending, court, service_court, tell_ending
from modal_app.pipeline.events.features import Descent
from modal_app.pipeline.events.nets import find_net_fall
from modal_app.pipeline.events.points import RallyEvidence, ToldPoint, tell_points
from modal_app.pipeline.events.rallies import Span
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.serves import ServeEvidence
from modal_app.pipeline.events.sides import side_of
from modal_app.pipeline.flight.fitted import FittedFlight

# A fall at the net is looked for from so soon after the last hit on, and for so long at least, seconds.
_AFTER, _LONGEST_FALL = 0.02, 1.5
# No flight lasts longer than this, seconds.
_LONGEST_END = 3.5
# How far to trust a serve that only the players tell of.
_UNSEEN_SURE = 0.8


@dataclass(frozen=True)
class Flown:
    """A flight, and how it comes down; None where not known."""

    flight: FittedFlight | None
    descent: Descent | None


@dataclass(frozen=True)
class Ended:
    """A rally with its ends."""

    said: SaidRally
    ending: Ending
    # Who serves and who hits last; None where not known.
    server: int | None
    last: int | None
    # How sure the server is, and how likely the serve is from the right service court.
    server_sure: float
    right: float | None


def end_rallies(
    scene: Scene,
    sides: list[list[int]],
    rallies: Sequence[SaidRally],
    contacts: Sequence[Contact],
    flown: Mapping[int, Flown],
    serves: Sequence[ServeEvidence],
) -> list[Ended]:
    """The rallies with their ends.

    Args:
        scene: What was seen.
        sides: Who plays with whom.
        rallies: The rallies in order of time.
        contacts: All contacts.
        flown: The flights after those of the rallies.
        serves: What speaks for each contact being a serve.
    """
    doubles = any(len(side) > 1 for side in sides) or (not sides and len(scene.players) > 2)
    ended = []
    for number, rally in enumerate(rallies):
        span = rally.span
        server, right, sure = _serving(span, contacts, serves)
        if not span.contacts:
            ended.append(Ended(rally, NOT_SEEN, server, None, sure, right))
            continue
        last = contacts[span.contacts[-1]]
        ending = NOT_SEEN
        if not span.end_unseen:
            area = _area(len(span.contacts), right, doubles=doubles)
            ending = _ending(scene, last, flown[span.contacts[-1]], span, area)
        limit = rallies[number + 1].span.start if number + 1 < len(rallies) else scene.times.duration
        told = rally if rally.edited else _until(rally, last, ending, limit)
        ended.append(Ended(told, ending, server, last.player, sure, right))
    return ended


def rally_points(sides: list[list[int]], ended: Sequence[Ended], changes: Sequence[EndChange]) -> list[ToldPoint]:
    """The winner of each rally, and the score after it."""
    if len(sides) != 2:
        return [ToldPoint(None, 0.0, None, None)] * len(ended)
    evidence = []
    for one in ended:
        side = side_of(sides, one.last)
        won = 0.5 if side is None else one.ending.hitter_won if side == 0 else 1 - one.ending.hitter_won
        span, serving = one.said.span, side_of(sides, one.server)
        evidence.append(RallyEvidence(span.start, span.end, serving, one.server_sure, one.right, won, one.said.winner))
    return tell_points(evidence, changes)


def _serving(
    span: Span, contacts: Sequence[Contact], serves: Sequence[ServeEvidence]
) -> tuple[int | None, float | None, float]:
    """Who serves, how likely from the right service court, and how sure that is."""
    if not span.contacts:
        return None, None, 0.0
    first = contacts[span.contacts[0]]
    if span.served:
        return first.player, serves[span.contacts[0]].right, first.player_confidence * span.confidence
    if span.unseen is None:
        return None, None, 0.0
    sure = first.player_confidence * span.confidence * _UNSEEN_SURE
    return span.unseen.server, span.unseen.evidence.right, sure


def _area(hits: int, right: float | None, *, doubles: bool) -> Area:
    """Where the last flight of a rally of so many hits has to come down."""
    if hits == 1 and right is not None:
        # A serve from the right is played to what the server sees on the left.
        return service_court(doubles=doubles, left=right > 0.5)
    return court(doubles=doubles)


def _ending(scene: Scene, last: Contact, flown: Flown, span: Span, area: Area) -> Ending:
    """How the last flight of a rally ends."""
    fall = find_net_fall(scene, last.time + _AFTER, max(span.end, last.time + _LONGEST_FALL))
    until = scene.flown_until(last.time, last.time + _LONGEST_END)
    above = until is not None and scene.above(last.time, until)
    return tell_ending(flown.flight, flown.descent, fall, area, last.player_confidence, above=above)


def _until(rally: SaidRally, last: Contact, ending: Ending, limit: float) -> SaidRally:
    """The rally up to the moment at which the shuttle was dead, where that is known."""
    span, time = rally.span, ending.time
    if span.end_unseen or span.dead is not None or time is None or time - last.time > _LONGEST_END:
        return rally
    return replace(rally, span=replace(span, end=max(last.time, min(time, limit))))
