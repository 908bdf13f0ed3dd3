"""What the flights in space say against a rally as it was told from the picture.

A shuttle that comes down to the floor near to somebody looks like a hit in the picture; one that is tapped over to the
server, or a racket that is waved, looks like a serve.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log

import numpy as np

from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.features import Descent, descents, hit_features
from modal_app.pipeline.events.nets import find_net_fall
from modal_app.pipeline.events.rallies import Span
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.strokes import serve_weight
from modal_app.pipeline.flight.fitted import FittedFlight

# Nobody hits a shuttle lower than this, metres, where that is known to the second.
_FLOOR, _FLOOR_ERROR = 0.12, 0.25
# So far from the net, metres, hardly anything that would have been down so soon, seconds, is hit and then does not fly.
_FRONT, _FALLS = 1.0, 0.2
# A shuttle that came to the floor hops: it goes no farther than this, metres, as far as it can be followed for so many
# seconds, without so long a pause. So many sights tell.
_HOP, _HOPS, _LOST, _SIGHTS = 0.6, 0.4, 0.15, 3
# The shuttle has to be seen so shortly before it comes to the floor, seconds.
_SEEN_TO_COME = 0.25
# A flight that ends farther from a contact than this, seconds, does not tell where that was.
_AT_CONTACT = 0.15
# Whoever hits a shuttle hits it towards the net, or hardly farther from it, metres.
_AWAY = 1.0
# A person's height, for metres as far as this needs them.
_TALL = 1.75
# After the floor, no more than so many contacts are told of hops, of who picks it up, and of rackets.
_LAST = 3
# Rallies of up to so many hits are looked at, and dropped where what speaks for them, chances as logarithms, is less
# than nothing with the serve's flight. That a flight cannot be told in space is rarer after serves than after anything
# else.
_FEW = 2
_NOT_TOLD = log(0.08 / 0.8)
# The net is looked at from so soon after a serve until so long after it, seconds.
_AFTER, _LONGEST = 0.02, 1.6
# Where the serve was missed, the net itself may be taken for it: its flight began so long before, seconds.
_NET_TAKEN = 0.15
# Lower than the first of these heights, metres, a shuttle is as good as on the floor; between the others it is caught,
# beyond the net. A serve that nobody hits is seen to land in 8 of 10
# cases, one that is tapped over in 1 of 10; the flight ends at a hand's height in 1 of 10, and in 7 of 10.
_DOWN, _IN_HAND, _REACHED = 0.3, 0.4, 2.0
_LANDS, _CAUGHT = log(0.8 / 0.1), log(0.1 / 0.7)


def without_bend(span: Span, contacts: Sequence[Contact], flights: Mapping[int, FittedFlight | None]) -> Span:
    """The rally without a last contact after which the shuttle flies away from the net: it flew that way before."""
    if len(span.contacts) < 2:
        return span
    flight = flights[span.contacts[-1]]
    if flight is None:
        return span
    away = abs(float(flight.finish[1])) - abs(float(flight.begin[1]))
    same = flight.begin[1] * flight.finish[1] > 0
    if not same or away < _AWAY + 2 * float(np.hypot(flight.begin_error[1], flight.finish_error[1])):
        return span
    if not flight.landed:
        return replace(span, contacts=span.contacts[:-1])
    return replace(span, contacts=span.contacts[:-1], end=flight.end, dead=flight.end, end_unseen=False)


def without_floor(
    scene: Scene, span: Span, contacts: Sequence[Contact], flights: Mapping[int, FittedFlight | None]
) -> Span:
    """The rally up to the contact that was the floor's, where one of the last was."""
    hits = span.contacts
    for at in range(max(1, len(hits) - _LAST), len(hits)):
        contact = contacts[hits[at]]
        if _on_floor(scene, contact, flights[hits[at - 1]], flights[hits[at]]):
            dead = contact.time
            return replace(span, contacts=hits[:at], end=dead, dead=dead, end_unseen=False)
    return span


def _on_floor(scene: Scene, contact: Contact, before: FittedFlight | None, after: FittedFlight | None) -> bool:
    """Whether the shuttle came to the floor at a contact, and stayed there."""
    if before is None or before.finish_error[2] > _FLOOR_ERROR or abs(before.end - contact.time) > _AT_CONTACT:
        return False
    came = scene.shuttle_path(contact.time - _SEEN_TO_COME, contact.time + _AFTER)
    if not len(came) or _flies_on(scene, contact):
        return False
    if before.finish[2] < _FLOOR:
        return True
    # What is hit up at the net, from low, and into it has no flight that is told, either.
    if after is not None or abs(before.finish[1]) < _FRONT:
        return False
    down = descents([before])[0]
    return down is not None and down.time - contact.time < _FALLS


def _flies_on(scene: Scene, contact: Contact) -> bool:
    """Whether the shuttle is seen to go farther after a contact than it hops on the floor."""
    own = None if contact.player is None else scene.poses.get(contact.player)
    row = None if own is None else own.nearest(contact.time)
    if own is None or row is None:
        return False
    path = scene.shuttle_path(contact.time + _AFTER, contact.time + _HOP)
    # Only what goes on from the contact: soon after, there is something else to be seen.
    pauses = np.flatnonzero(np.diff(path[:, 0], prepend=contact.time) > _LOST)
    path = path[: pauses[0]] if len(pauses) else path
    if len(path) < _SIGHTS:
        return False
    way = np.linalg.norm(path[:, 1:] - contact.place, axis=1).max() / float(own.height[row]) * _TALL
    return bool(way > _HOPS)


def is_served(
    scene: Scene, span: Span, contacts: Sequence[Contact], flights: Mapping[int, FittedFlight | None], *, known: bool
) -> bool:
    """Whether a short rally's first flight is that of a serve.

    Args:
        scene: What was seen.
        span: The rally.
        contacts: All contacts.
        flights: The flights after them.
        known: Whether flights are mostly told in this video.
    """
    if len(span.contacts) > _FEW or not span.contacts:
        return True
    first = span.contacts[0]
    flight = flights[first]
    weight = log(span.confidence / max(1e-9, 1 - span.confidence)) * 2
    if flight is None:
        # One hit whose flight is not told, where others are, is nothing to build a rally on, but a serve into the net.
        if len(span.contacts) > 1 or not known:
            return weight + (_NOT_TOLD if known else 0.0) > 0
        time = contacts[first].time
        return find_net_fall(scene, time - _NET_TAKEN, time + _LONGEST) is not None
    descent: Descent | None = descents([flight])[0]
    if span.served:
        weight += serve_weight(hit_features(scene, contacts[first], flight, descent, None))
    return weight + (_came_down(flight) if len(span.contacts) == 1 else 0.0) > 0


def _came_down(flight: FittedFlight) -> float:
    """What it weighs how the only flight of a rally ends: a serve that nobody hits comes down, a tap is caught."""
    if not len(flight.places):
        return 0.0
    # Where it was last seen: fits may go on from there to the floor.
    last = flight.places[-1]
    if last[2] < _DOWN:
        return _LANDS
    beyond = flight.begin[1] * last[1] < 0 and abs(last[1]) > _FRONT
    if beyond and last[2] - 2 * flight.finish_error[2] > _IN_HAND and last[2] < _REACHED:
        return _CAUGHT
    return 0.0
