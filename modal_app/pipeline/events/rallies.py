"""Rallies: from the serve until the shuttle is dead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

from modal_app.pipeline.events.chains import LONGEST_FLIGHT, Chain, best_chains
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.serves import ServeEvidence, UnseenServe

# Where nothing is seen of the last flight, the shuttle is dead so long after the last hit, seconds; so long where it
# left the picture at the top.
_USUAL_FLIGHT, _HIGH_FLIGHT = 0.45, 2.0
# A rally is not over before the shuttle is down: a shot that ends so soon after the last hit does not show it.
_SOONEST_END = 0.4


@dataclass(frozen=True)
class Span:
    """One rally."""

    # Its contacts, numbers in the order of time; false ones in between are left out.
    contacts: tuple[int, ...]
    start: float
    end: float
    confidence: float
    start_unseen: bool
    end_unseen: bool
    # Whether its first contact is the serve.
    served: bool
    # Else the serve as the players tell it, where they do.
    unseen: UnseenServe | None = None
    # When the shuttle was seen to come to the floor.
    dead: float | None = None


def find_rallies(
    scene: Scene,
    contacts: Sequence[Contact],
    serves: Sequence[ServeEvidence],
    sides: list[list[int]],
    certain: frozenset[int] = frozenset(),
) -> list[Span]:
    """The rallies in order of time.

    Args:
        scene: What was seen.
        contacts: All contacts in order of time.
        serves: What speaks for each being a serve.
        sides: Who plays with whom.
        certain: Numbers of contacts that somebody has put there.
    """
    chains = best_chains(scene, contacts, serves, sides, certain)
    spans: list[Span] = []
    for chain in chains[::-1]:
        spans.append(_span(scene, contacts, chain, spans[-1].start if spans else scene.times.duration))
    return spans[::-1]


def _span(scene: Scene, contacts: Sequence[Contact], chain: Chain, limit: float) -> Span:
    """The rally of a chain; `limit` is when the next one begins."""
    first, last = contacts[chain.contacts[0]].time, contacts[chain.contacts[-1]].time
    begin, cut = scene.stretch(first) or (0.0, scene.times.duration)
    start, start_unseen = first, False
    if chain.unseen is not None:
        start = chain.unseen.time
    elif not chain.served:
        # The flight to the first contact began with the serve.
        since = scene.flown_since(first, max(begin, first - LONGEST_FLIGHT))
        start = first if since is None else since
        start_unseen = start - begin < _SOONEST_END
    end, end_unseen = _end(scene, last, min(cut, limit), cut)
    sure = 1 / (1 + exp(-min(30.0, chain.weight) / 2))
    return Span(chain.contacts, start, end, sure, start_unseen, end_unseen, chain.served, chain.unseen)


def with_hits(scene: Scene, span: Span, contacts: Sequence[Contact], hits: tuple[int, ...], *, served: bool) -> Span:
    """The rally with other hits, numbers of contacts: it begins with the first if that is its serve.

    Its end moves if it now ends with another hit than before, or later.
    """
    first, last = contacts[hits[0]].time, contacts[hits[-1]].time
    start = first if served else min(span.start, first)
    told = replace(span, contacts=hits, start=start, served=served, unseen=None if served else span.unseen)
    _, cut = scene.stretch(last) or (0.0, scene.times.duration)
    end, end_unseen = _end(scene, last, cut, cut)
    return replace(told, end=end, end_unseen=end_unseen, dead=None)


def _end(scene: Scene, last: float, limit: float, cut: float) -> tuple[float, bool]:
    """When the shuttle is dead after the last hit, and whether the shot ends, with `cut`, before that is seen."""
    until = scene.flown_until(last, min(limit, last + LONGEST_FLIGHT))
    end = last + _USUAL_FLIGHT if until is None else max(until, last + 0.1)
    if until is not None and scene.above(last, until):
        end = max(until, last + _HIGH_FLIGHT)
    end = max(last, min(limit, end))
    return end, cut - end < _SOONEST_END / 2 or cut - last < _SOONEST_END
