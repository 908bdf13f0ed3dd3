"""One reading of a match: from contacts to rallies, flights, strokes, endings and points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from modal_app.contract.models import EndChange, Hand, RallyEdit
from modal_app.pipeline.events.checks import is_served, without_floor
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.corrections import SaidContact, carry_over, correct_rallies
from modal_app.pipeline.events.ends import Ended, Flown, end_rallies, rally_points
from modal_app.pipeline.events.features import Descent, descents, hit_features
from modal_app.pipeline.events.hands import tell_hands
from modal_app.pipeline.events.points import ToldPoint
from modal_app.pipeline.events.rallies import Span, find_rallies
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.serves import serve_evidence
from modal_app.pipeline.events.sides import side_of
from modal_app.pipeline.events.slowing import slows_like_a_shuttle
from modal_app.pipeline.events.strokes import ToldStroke, tell_strokes
from modal_app.pipeline.flight.fit import fit_flights
from modal_app.pipeline.flight.fitted import FittedFlight


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

    ended: Ended
    # Its hits: `hits` of them from `first_hit` on.
    first_hit: int
    hits: int
    point: ToldPoint

    @property
    def span(self) -> Span:
        """From when to when."""
        return self.ended.said.span


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
        return [rally.span for rally in self.rallies]

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
    machine: Reading | None = None,
) -> Reading:
    """Read a match from its contacts.

    Args:
        scene: What was seen.
        sides: Who plays with whom.
        contacts: All contacts in order of time.
        changes: When the players changed ends.
        edits: What people say of rallies.
        machine: What the machine reads, where the contacts or rallies are corrected.
    """
    plain = [one.contact for one in contacts]
    serves = [serve_evidence(scene, sides, contact) for contact in plain]
    certain = frozenset(number for number, one in enumerate(contacts) if one.edited)
    flights: dict[int, FittedFlight | None] = {}
    if machine is None:
        # Without a court of badminton, it may be another game.
        shuttle = scene.timeline is not None or slows_like_a_shuttle(scene)
        spans = find_rallies(scene, plain, serves, sides) if shuttle else []
        flights = _fit(scene, plain, sorted(one for span in spans for one in span.contacts))
        spans = _checked(scene, plain, spans, flights)
    else:
        found = find_rallies(scene, plain, serves, sides, certain) if certain else []
        spans = carry_over(scene, machine.spans, [_whole(span, certain) for span in found], contacts)
    rallies, unused = correct_rallies(scene, spans, contacts, machine.spans if machine else (), edits)
    kept = sorted(certain.union(*(rally.span.contacts for rally in rallies)))
    if machine is None:
        flights |= _fit(scene, plain, [one for one in kept if one not in flights])
    else:
        flights = _fit_changed(scene, contacts, kept, machine)
    downs = descents([flights[one] for one in kept])
    flown = {one: Flown(flights[one], down) for one, down in zip(kept, downs, strict=True)}
    ended = end_rallies(scene, sides, rallies, plain, flown, serves)
    strokes = _strokes(scene, sides, contacts, kept, ended, flown)
    hands = tell_hands([plain[one] for one in kept], scene.poses)
    hits = [
        ReadHit(contacts[one], flown[one].flight, flown[one].descent, strokes[one], hand)
        for one, hand in zip(kept, hands, strict=True)
    ]
    points = rally_points(sides, ended, changes)
    read = [
        ReadRally(one, _first(one.said.span, plain, kept), len(one.said.span.contacts), point)
        for one, point in zip(ended, points, strict=True)
    ]
    return Reading(hits, read, unused)


def _whole(span: Span, certain: frozenset[int]) -> Span:
    """The rally with all hits in it that somebody has put there."""
    between = {one for one in certain if span.contacts[0] < one < span.contacts[-1]}
    return replace(span, contacts=tuple(sorted(between.union(span.contacts))))


def _fit(scene: Scene, contacts: Sequence[Contact], numbers: Sequence[int]) -> dict[int, FittedFlight | None]:
    """The flights after some of the contacts, by their numbers."""
    chosen = [contacts[one] for one in numbers]
    found = fit_flights(
        scene.track, chosen, scene.timeline, scene.measured, scene.seconds, scene.size, scene.times.repeated
    )
    return dict(zip(numbers, found, strict=True))


def _fit_changed(
    scene: Scene, contacts: Sequence[SaidContact], kept: Sequence[int], machine: Reading
) -> dict[int, FittedFlight | None]:
    """The flights after contacts; those between contacts that are as the machine has them are taken from it."""
    before = dict(zip(_between([hit.said for hit in machine.hits]), machine.hits, strict=True))
    between = _between([contacts[one] for one in kept])
    flights = {
        one: before[key].flight for one, key in zip(kept, between, strict=True) if None not in key and key in before
    }
    changed = [place for place, one in enumerate(kept) if one not in flights]
    # Neighbours tell where a flight begins and ends.
    around = sorted({near for place in changed for near in range(max(0, place - 1), min(len(kept), place + 2))})
    fitted = _fit(scene, [one.contact for one in contacts], [kept[place] for place in around])
    return flights | {kept[place]: fitted[kept[place]] for place in changed}


def _between(said: Sequence[SaidContact]) -> list[tuple[int | None, int | None, int | None]]:
    """Of each contact: numbers of the machine's contacts before, of it, and after; None for one that was corrected."""
    numbers = [-1, *(None if one.edited else one.machine for one in said), -1]
    return list(zip(numbers, numbers[1:], numbers[2:], strict=False))


def _checked(
    scene: Scene,
    contacts: Sequence[Contact],
    spans: Sequence[Span],
    flights: dict[int, FittedFlight | None],
) -> list[Span]:
    """The rallies that their flights do not speak against; flights that go on longer by that are fitted anew."""
    told = sum(flight is not None for flight in flights.values()) > len(flights) / 2
    kept = []
    for span in spans:
        if not is_served(scene, span, contacts, flights, known=told):
            continue
        shorter = without_floor(span, contacts, flights)
        if shorter is not span:
            flights |= _fit(scene, contacts, shorter.contacts[-1:])
        kept.append(shorter)
    return kept


def _strokes(
    scene: Scene,
    sides: list[list[int]],
    contacts: Sequence[SaidContact],
    kept: Sequence[int],
    ended: Sequence[Ended],
    flown: Mapping[int, Flown],
) -> dict[int, ToldStroke]:
    """The stroke of each contact that is kept."""
    groups = [
        (one.said.span.contacts, one.said.span.served, one.ending.netted) for one in ended if one.said.span.contacts
    ]
    inside = {one for group, _, _ in groups for one in group}
    groups += [((one,), False, False) for one in kept if one not in inside]
    told: dict[int, ToldStroke] = {}
    for group, served, netted in groups:
        after = [*(contacts[one].contact for one in group[1:]), None]
        features = [
            hit_features(
                scene,
                contacts[one].contact,
                flown[one].flight,
                flown[one].descent,
                following,
                netted=netted and following is None,
            )
            for one, following in zip(group, after, strict=False)
        ]
        teams = [side_of(sides, contacts[one].contact.player) for one in group]
        answers = [False] + [one is not None and one != other for one, other in zip(teams[1:], teams, strict=False)]
        forced = [contacts[one].stroke for one in group]
        told.update(zip(group, tell_strokes(features, answers, served=served, forced=forced), strict=True))
    return told


def _first(span: Span, contacts: Sequence[Contact], kept: Sequence[int]) -> int:
    """Which of the contacts that are kept is the rally's first, or would be if it had any."""
    if span.contacts:
        return kept.index(span.contacts[0])
    return sum(contacts[one].time < span.start for one in kept)
