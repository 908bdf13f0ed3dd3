"""One reading of a match: from contacts to rallies, flights, strokes, endings and points."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from modal_app.contract.models import EndChange, Hand, RallyEdit
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.corrections import SaidContact, SaidRally, correct_rallies
from modal_app.pipeline.events.endings import NOT_SEEN, Area, Ending, court, service_court, tell_ending
from modal_app.pipeline.events.features import Descent, descents, hit_features
from modal_app.pipeline.events.hands import tell_hands
from modal_app.pipeline.events.points import RallyEvidence, ToldPoint, tell_points
from modal_app.pipeline.events.rallies import Span, find_rallies
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.serves import ServeEvidence, serve_evidence
from modal_app.pipeline.events.sides import side_of
from modal_app.pipeline.events.strokes import ToldStroke, tell_strokes
from modal_app.pipeline.flight.fit import fit_flights
from modal_app.pipeline.flight.fitted import FittedFlight

# A shuttle that was lost in the air comes down so long after at most for a rally's end to be told by it, seconds.
_LONGEST_FALL = 2.0


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
    rallies, unused = correct_rallies(scene, spans, contacts, machine, edits)
    kept = sorted(certain.union(*(rally.span.contacts for rally in rallies)))
    flights = fit_flights(
        scene.track, [plain[one] for one in kept], scene.timeline, scene.measured, scene.seconds, scene.size
    )
    downs = descents(flights)
    strokes = _strokes(scene, sides, contacts, kept, rallies, flights, downs)
    hands = tell_hands([plain[one] for one in kept], scene.poses)
    hits = [
        ReadHit(contacts[one], flight, down, strokes[one], hand)
        for one, flight, down, hand in zip(kept, flights, downs, hands, strict=True)
    ]
    places = {one: place for place, one in enumerate(kept)}
    return Reading(hits, _ended(scene, sides, rallies, hits, places, serves, changes), unused)


def _whole(span: Span, certain: frozenset[int]) -> Span:
    """The rally with all hits in it that somebody has put there."""
    between = {one for one in certain if span.contacts[0] < one < span.contacts[-1]}
    return replace(span, contacts=tuple(sorted(between.union(span.contacts))))


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
            ending = tell_ending(own[-1].flight, own[-1].descent, area, own[-1].contact.player_confidence)
        limit = rallies[number + 1].span.start if number + 1 < len(rallies) else scene.times.duration
        moved = rally if rally.edited or not own else replace(rally, span=_until(rally.span, own[-1], limit))
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


def _until(span: Span, last: ReadHit, limit: float) -> Span:
    """The rally up to the moment at which its last flight came down, where that is known."""
    if span.end_unseen or last.flight is None or last.descent is None:
        return span
    falling = last.descent.time - last.flight.end
    if not last.flight.landed and not 0 <= falling <= _LONGEST_FALL:
        return span
    return replace(span, end=max(last.contact.time, min(last.descent.time, limit)))


def _place(hits: list[ReadHit], time: float) -> int:
    return sum(hit.contact.time < time for hit in hits)
