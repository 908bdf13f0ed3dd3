"""What people say of hits and rallies, put in the place of what the machine says.

Corrections name the machine's hits and rallies by their times, so they find them again after a new analysis, whatever
it numbers them. They are matched all at once, the closest first, so that the order in which they were made does not
matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from modal_app.contract.constants import CORRECTION_REACH
from modal_app.contract.models import HitEdit, RallyEdit, Stroke
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.rallies import Span, with_hits
from modal_app.pipeline.events.scene import Scene

# Two hits closer than this are one, seconds.
_SAME = 0.05
# A contact outside of every rally belongs to one that somebody has drawn over it where it is at least so sure.
_SURE = 0.5
# A hit that somebody has put so soon before a rally's start, or after its end, belongs to it, seconds: no flight is
# longer.
_REACH = 2.6
# The serve is the hit so soon after the start that somebody has given, seconds.
_AT_START = 0.5


@dataclass(frozen=True)
class SaidContact:
    """A contact, with what somebody says of it."""

    contact: Contact
    # Which of the machine's contacts it is; None for one that the machine missed.
    machine: int | None
    edited: bool = False
    stroke: Stroke | None = None


@dataclass(frozen=True)
class SaidRally:
    """A rally, with what somebody says of it."""

    span: Span
    edited: bool = False
    # Which of the machine's rallies it is in the place of.
    machine: int | None = None
    # Side that won.
    winner: int | None = None


def correct_contacts(
    scene: Scene, contacts: Sequence[Contact], shown: frozenset[int], edits: Sequence[HitEdit]
) -> tuple[list[SaidContact], bool]:
    """The contacts after corrections, in order of time; and whether a correction found nothing to correct.

    Args:
        scene: What was seen.
        contacts: The machine's contacts in order of time.
        shown: Numbers of those that the machine takes for hits of rallies, which people see and correct.
        edits: What people say.
    """
    edits = sorted(set(edits), key=_hit_order)
    owners = _matched(contacts, shown, edits)
    unused = False
    said: list[SaidContact] = []
    for number, edit in enumerate(edits):
        machine = owners.get(number)
        if edit.at is None:
            unused |= machine is None
        elif edit.at > scene.times.duration or (edit.hitter is not None and edit.hitter not in scene.players):
            unused = True
        elif not any(abs(other.contact.time - edit.at) < _SAME for other in said):
            base = None if machine is None else contacts[machine]
            said.append(SaidContact(_corrected(scene, base, edit.at, edit.hitter), machine, True, edit.stroke))
    taken = set(owners.values())
    left = [
        SaidContact(contact, number)
        for number, contact in enumerate(contacts)
        if number not in taken and not any(abs(one.contact.time - contact.time) < CORRECTION_REACH for one in said)
    ]
    return sorted([*said, *left], key=lambda one: one.contact.time), unused


def carry_over(
    scene: Scene, machine: Sequence[Span], found: Sequence[Span], contacts: Sequence[SaidContact]
) -> list[Span]:
    """The machine's rallies with the corrected hits in them: a corrected hit does not part or move a rally.

    Args:
        scene: What was seen.
        machine: The machine's rallies, with numbers of the machine's contacts.
        found: What the corrected contacts would make by themselves; counts where somebody has put hits and the machine
            has no rally.
        contacts: The corrected contacts.
    """
    numbers = {one.machine: number for number, one in enumerate(contacts) if one.machine is not None}
    plain = [one.contact for one in contacts]
    added = [number for number, one in enumerate(contacts) if one.edited]
    carried = []
    for index, span in enumerate(machine):
        own = {numbers[one] for one in span.contacts if one in numbers}
        low = machine[index - 1].end if index else 0.0
        high = machine[index + 1].start if index + 1 < len(machine) else scene.times.duration
        low, high = max(low, span.start - _REACH), min(high, span.end + _REACH)
        hits = tuple(sorted(own.union(number for number in added if low <= plain[number].time <= high)))
        if not hits:
            continue
        same = [contacts[one].machine for one in hits] == list(span.contacts)
        moved = any(contacts[one].edited for one in (hits[0], hits[-1]))
        if same and not moved:
            carried.append(replace(span, contacts=hits))
            continue
        first = contacts[hits[0]]
        served = first.edited if first.machine not in span.contacts[:1] else span.served
        told = with_hits(scene, span, plain, hits, served=served)
        if contacts[hits[-1]].machine == span.contacts[-1] and not contacts[hits[-1]].edited:
            told = replace(told, end=span.end, end_unseen=span.end_unseen, dead=span.dead)
        carried.append(told)
    for span in found:
        if any(contacts[one].edited for one in span.contacts) and not any(
            _shared((span.start, span.end), (other.start, other.end)) > 0 for other in carried
        ):
            carried.append(span)
    return sorted(carried, key=lambda one: one.start)


def correct_rallies(
    scene: Scene,
    spans: Sequence[Span],
    contacts: Sequence[SaidContact],
    machine: Sequence[Span],
    edits: Sequence[RallyEdit],
) -> tuple[list[SaidRally], bool]:
    """The rallies after corrections, in order of time; and whether a correction found nothing to correct.

    Args:
        scene: What was seen.
        spans: The rallies that the contacts make, with their corrections.
        contacts: These contacts.
        machine: The rallies that the machine found without any corrections.
        edits: What people say.
    """
    edits = sorted(set(edits), key=_rally_order)
    owners = _owned(machine, edits)
    unused = False
    rallies = [SaidRally(span) for span in spans]
    for number, edit in enumerate(edits):
        own = owners.get(number)
        gone = [] if own is None else [(machine[own].start, machine[own].end)]
        told = None if edit.is_ is None else (edit.is_[0], min(edit.is_[1], scene.times.duration))
        if told is None or told[0] >= told[1]:
            unused |= own is None or told is not None
        else:
            gone.append(told)
        kept = [one for one in rallies if one.edited or not any(_mostly(one.span, span) for span in gone)]
        if told is not None and told[0] < told[1]:
            # Rallies that somebody gave are never cut by others; the deployment refuses those that overlap.
            kept = [one if one.edited else _without(one, told, contacts) for one in kept]
            kept = [one for one in kept if one.span.contacts or one.edited]
            kept.append(SaidRally(_drawn(told, spans, contacts), True, own, edit.winner))
        rallies = kept
    return sorted(rallies, key=lambda one: one.span.start), unused


def _hit_order(edit: HitEdit) -> tuple[float, float, int, str]:
    return (
        -1.0 if edit.was is None else edit.was,
        -1.0 if edit.at is None else edit.at,
        edit.hitter or 0,
        edit.stroke or "",
    )


def _rally_order(edit: RallyEdit) -> tuple[tuple[float, float], tuple[float, float], int]:
    nowhere = (-1.0, -1.0)
    return edit.is_ or nowhere, edit.was or nowhere, -1 if edit.winner is None else edit.winner


def _matched(contacts: Sequence[Contact], shown: frozenset[int], edits: Sequence[HitEdit]) -> dict[int, int]:
    """The contact that each correction is about, by the correction's number; the closest first."""
    times = np.array([contact.time for contact in contacts])
    pairs = []
    for number, edit in enumerate(edits):
        for meant, rank in ((edit.was, 0), (edit.at, 1)):
            if meant is None:
                continue
            low, high = np.searchsorted(times, [meant - CORRECTION_REACH, meant + CORRECTION_REACH]).tolist()
            pairs += [
                (rank, one not in shown, abs(contacts[one].time - meant), number, one) for one in range(low, high)
            ]
    owners: dict[int, int] = {}
    for _, _, _, number, one in sorted(pairs):
        if number not in owners and one not in owners.values():
            owners[number] = one
    return owners


def _corrected(scene: Scene, base: Contact | None, at: float, hitter: int | None) -> Contact:
    """The contact as somebody says that it was."""
    path = scene.shuttle_path(at - CORRECTION_REACH, at + CORRECTION_REACH)
    nearest = path[np.argmin(np.abs(path[:, 0] - at)), 1:] if len(path) else None
    if base is None:
        place = np.array(scene.size) / 2 if nearest is None else nearest
        base = Contact(0, at, 1.0, nearest is not None, None, 0.0, place)
        hitter = _nearest_player(scene, at, place) if hitter is None and nearest is not None else hitter
    elif abs(base.time - at) > _SAME and nearest is not None:
        base = replace(base, place=nearest)
    if hitter is not None:
        base = replace(base, player=hitter, player_confidence=1.0)
    return replace(base, frame=scene.frame(at), time=at, confidence=1.0)


def _nearest_player(scene: Scene, at: float, place: np.ndarray) -> int | None:
    """Whose wrist is nearest to the shuttle, in heights of the player."""
    apart = {
        player: float(np.nanmin(np.append(np.linalg.norm(own.wrists[row] - place, axis=1) / own.height[row], np.inf)))
        for player, own in scene.poses.items()
        if (row := own.nearest(at)) is not None
    }
    return min(apart, key=lambda player: apart[player]) if apart else None


def _owned(machine: Sequence[Span], edits: Sequence[RallyEdit]) -> dict[int, int]:
    """The machine's rally that each correction is about: the one that shares most time with it."""
    pairs = [
        (-shared, number, one)
        for number, edit in enumerate(edits)
        if edit.was is not None
        for one, span in enumerate(machine)
        if (shared := _shared((span.start, span.end), edit.was)) > 0
    ]
    owners: dict[int, int] = {}
    for _, number, one in sorted(pairs):
        if number not in owners and one not in owners.values():
            owners[number] = one
    return owners


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _mostly(span: Span, other: tuple[float, float]) -> bool:
    """Whether two share more than half of the shorter one's time."""
    shorter = min(span.end - span.start, other[1] - other[0])
    return _shared((span.start, span.end), other) > shorter / 2


def _without(rally: SaidRally, told: tuple[float, float], contacts: Sequence[SaidContact]) -> SaidRally:
    """A rally that ends, or begins, where another does that somebody gave."""
    span = rally.span
    if _shared((span.start, span.end), told) <= 0:
        return rally
    before = span.start + span.end < sum(told)
    start, end = (span.start, told[0]) if before else (told[1], span.end)
    inside = tuple(one for one in span.contacts if start <= contacts[one].contact.time <= end)
    served = span.served and bool(inside) and inside[0] == span.contacts[0]
    return replace(rally, span=replace(span, start=start, end=end, contacts=inside, served=served))


def _drawn(told: tuple[float, float], spans: Sequence[Span], contacts: Sequence[SaidContact]) -> Span:
    """The rally that somebody gave."""
    hits = {one for span in spans for one in span.contacts}
    # What a rally's chain leaves out is no hit.
    false = {one for span in spans if span.contacts for one in range(span.contacts[0], span.contacts[-1] + 1)} - hits
    inside = tuple(
        number
        for number, one in enumerate(contacts)
        if told[0] - CORRECTION_REACH <= one.contact.time <= told[1] + CORRECTION_REACH
        and (number in hits or one.edited or (number not in false and one.contact.confidence >= _SURE))
    )
    served = bool(inside) and contacts[inside[0]].contact.time - told[0] <= _AT_START
    return Span(inside, *told, 1.0, False, False, served)
