"""One reading of a match: from contacts to rallies, flights, strokes, endings and points."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from modal_app.contract.models import EndChange, Hand, RallyEdit
from modal_app.pipeline.events.checks import is_served, without_floor
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.corrections import SaidContact, SaidRally, correct_rallies
from modal_app.pipeline.events.endings import NOT_SEEN, Area, Ending, court, service_court, tell_ending
from modal_app.pipeline.events.features import Descent, descents, hit_features
from modal_app.pipeline.events.hands import tell_hands
from modal_app.pipeline.events.nets import find_net_fall
from modal_app.pipeline.events.points import RallyEvidence, ToldPoint, tell_points
from modal_app.pipeline.events.rallies import Span, find_rallies
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.serves import ServeEvidence, serve_evidence
from modal_app.pipeline.events.sides import side_of
from modal_app.pipeline.events.strokes import ToldStroke, tell_strokes
from modal_app.pipeline.flight.fit import fit_flights
from modal_app.pipeline.flight.fitted import FittedFlight

# A fall at the net is looked for from so soon after the last hit on, and for so long at least, seconds.
_AFTER, _LONGEST_FALL = 0.02, 1.5
# No flight lasts longer than this, seconds.
_LONGEST_END = 3.5


@dataclass(frozen=True)
class ReadHit:
    """A hit with all that is known of it."""

    said: SaidContact
    flight: FittedFlight | None
    descent: Descent | None
    stroke: ToldStroke
    hand: Hand | None

    @property
    def contact(self) -> Contact:
        """When and where, and whose."""
        return self.said.contact


@dataclass(frozen=True)
class ReadRally:
    """A rally with all that is known of it."""

    said: SaidRally
    # Its hits: `hits` of them from `first_hit` on.
    first_hit: int
    hits: int
    ending: Ending
    point: ToldPoint


@dataclass(frozen=True)
class Reading:
    """Hits and rallies in order of time."""

    hits: list[ReadHit]
    rallies: list[ReadRally]
    # Whether a correction of a rally found nothing to correct.
    unused: bool

    @property
    def spans(self) -> list[Span]:
        """The rallies as such."""
        return [rally.said.span for rally in self.rallies]

    @property
    def flights(self) -> list[FittedFlight]:
        """All flights that are known in space."""
        return [hit.flight for hit in self.hits if hit.flight is not None]


def read_rallies(
    scene: Scene,
    sides: list[list[int]],
    contacts: Sequence[SaidContact],
    changes: Sequence[EndChange],
    edits: Sequence[RallyEdit] = (),
    machine: Sequence[Span] = (),
) -> Reading:
    """Read a match from its contacts.

    Args:
        scene: What was seen.
        sides: Who plays with whom.
        contacts: All contacts in order of time.
        changes: When the players changed ends.
        edits: What people say of rallies.
        machine: The machine's rallies, which these edits are about.
    """
    plain = [one.contact for one in contacts]
    serves = [serve_evidence(scene, sides, contact) for contact in plain]
    certain = frozenset(number for number, one in enumerate(contacts) if one.edited)
    spans = [_whole(span, certain) for span in find_rallies(scene, plain, serves, sides, certain)]
    flights = _fit(scene, plain, sorted(certain.union(*(span.contacts for span in spans))))
    spans = _checked(scene, plain, spans, flights, certain)
    rallies, unused = correct_rallies(scene, spans, contacts, machine, edits)
    kept = sorted(certain.union(*(rally.span.contacts for rally in rallies)))
    flights |= _fit(scene, plain, [one for one in kept if one not in flights])
    known = [flights[one] for one in kept]
    downs = descents(known)
    strokes = _strokes(scene, sides, contacts, kept, rallies, known, downs)
    hands = tell_hands([plain[one] for one in kept], scene.poses)
    hits = [
        ReadHit(contacts[one], flight, down, strokes[one], hand)
        for one, flight, down, hand in zip(kept, known, downs, hands, strict=True)
    ]
    places = {one: place for place, one in enumerate(kept)}
    return Reading(hits, _ended(scene, sides, rallies, hits, places, serves, changes), unused)


def _whole(span: Span, certain: frozenset[int]) -> Span:
    """The rally with all hits in it that somebody has put there."""
    between = {one for one in certain if span.contacts[0] < one < span.contacts[-1]}
    return replace(span, contacts=tuple(sorted(between.union(span.contacts))))


def _fit(scene: Scene, contacts: Sequence[Contact], numbers: Sequence[int]) -> dict[int, FittedFlight | None]:
    """The flights after some of the contacts, by their numbers."""
    chosen = [contacts[one] for one in numbers]
    found = fit_flights(scene.track, chosen, scene.timeline, scene.measured, scene.seconds, scene.size)
    return dict(zip(numbers, found, strict=True))


def _checked(
    scene: Scene,
    contacts: Sequence[Contact],
    spans: Sequence[Span],
    flights: dict[int, FittedFlight | None],
    certain: frozenset[int],
) -> list[Span]:
    """The rallies that their flights do not speak against; flights that go on longer by that are fitted anew."""
    told = sum(flight is not None for flight in flights.values()) > len(flights) / 2
    kept = []
    for span in spans:
        if certain.isdisjoint(span.contacts) and not is_served(scene, span, contacts, flights, known=told):
            continue
        shorter = without_floor(span, contacts, flights, certain)
        if shorter is not span:
            flights |= _fit(scene, contacts, shorter.contacts[-1:])
        kept.append(shorter)
    return kept


def _strokes(
    scene: Scene,
    sides: list[list[int]],
    contacts: Sequence[SaidContact],
    kept: list[int],
    rallies: list[SaidRally],
    flights: Sequence[FittedFlight | None],
    downs: Sequence[Descent | None],
) -> dict[int, ToldStroke]:
    """The stroke of each contact that is kept."""
    flown = dict(zip(kept, zip(flights, downs, strict=True), strict=True))
    groups = [(rally.span.contacts, rally.span.served) for rally in rallies if rally.span.contacts]
    inside = {one for group, _ in groups for one in group}
    groups += [((one,), False) for one in kept if one not in inside]
    told: dict[int, ToldStroke] = {}
    for group, served in groups:
        after = [contacts[one].contact for one in group[1:]]
        features = [
            hit_features(scene, contacts[one].contact, *flown[one], following)
            for one, following in zip(group, [*after, None], strict=True)
        ]
        teams = [side_of(sides, contacts[one].contact.player) for one in group]
        answers = [False] + [one is not None and one != other for one, other in zip(teams[1:], teams, strict=False)]
        forced = [contacts[one].stroke for one in group]
        told.update(zip(group, tell_strokes(features, answers, served=served, forced=forced), strict=True))
    return told


def _ended(
    scene: Scene,
    sides: list[list[int]],
    rallies: list[SaidRally],
    hits: list[ReadHit],
    places: dict[int, int],
    serves: list[ServeEvidence],
    changes: Sequence[EndChange],
) -> list[ReadRally]:
    """The rallies with their ends and points."""
    doubles = any(len(side) > 1 for side in sides) or (not sides and len(scene.players) > 2)
    endings, evidence, said = [], [], []
    for number, rally in enumerate(rallies):
        own = [hits[places[one]] for one in rally.span.contacts]
        ending = NOT_SEEN
        right = serves[rally.span.contacts[0]].right if own and rally.span.served else None
        if own and not rally.span.end_unseen:
            area = _area(len(own), right, doubles=doubles)
            ending = _ending(scene, own[-1], rally.span, area)
        limit = rallies[number + 1].span.start if number + 1 < len(rallies) else scene.times.duration
        moved = rally if rally.edited or not own else _until(rally, own[-1], ending, limit)
        side = side_of(sides, own[-1].contact.player) if own else None
        won = 0.5 if side is None else ending.hitter_won if side == 0 else 1 - ending.hitter_won
        serving = side_of(sides, own[0].contact.player) if own and rally.span.served else None
        sure = own[0].contact.player_confidence * rally.span.confidence if own else 0.0
        winner = rally.winner if len(sides) == 2 else None
        evidence.append(RallyEvidence(moved.span.start, moved.span.end, serving, sure, right, won, winner))
        endings.append(ending)
        said.append(moved)
    points = tell_points(evidence, changes) if len(sides) == 2 else [ToldPoint(None, 0.0, None, None)] * len(said)
    read = []
    for rally, ending, point in zip(said, endings, points, strict=True):
        first = places[rally.span.contacts[0]] if rally.span.contacts else _place(hits, rally.span.start)
        read.append(ReadRally(rally, first, len(rally.span.contacts), ending, point))
    return read


def _area(hits: int, right: float | None, *, doubles: bool) -> Area:
    """Where the last flight of a rally of so many hits has to come down."""
    if hits == 1 and right is not None:
        # A serve from the right is played to what the server sees on the left.
        return service_court(doubles=doubles, left=right > 0.5)
    return court(doubles=doubles)


def _ending(scene: Scene, last: ReadHit, span: Span, area: Area) -> Ending:
    """How the last flight of a rally ends."""
    fall = find_net_fall(scene, last.contact.time + _AFTER, max(span.end, last.contact.time + _LONGEST_FALL))
    return tell_ending(last.flight, last.descent, fall, area, last.contact.player_confidence)


def _until(rally: SaidRally, last: ReadHit, ending: Ending, limit: float) -> SaidRally:
    """The rally up to the moment at which the shuttle was dead, where that is known."""
    if (
        rally.span.end_unseen
        or rally.span.dead is not None
        or ending.time is None
        or ending.time - last.contact.time > _LONGEST_END
    ):
        return rally
    return replace(rally, span=replace(rally.span, end=max(last.contact.time, min(ending.time, limit))))


def _place(hits: list[ReadHit], time: float) -> int:
    return sum(hit.contact.time < time for hit in hits)
