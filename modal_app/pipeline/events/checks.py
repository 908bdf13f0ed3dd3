"""What the flights in space say against a rally as it was told from the picture.

A shuttle that comes down to the floor near to somebody looks like a hit in the picture; one that is tapped over to the
server, or a racket that is waved, looks like a serve.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log

from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.features import Descent, descents, hit_features
from modal_app.pipeline.events.nets import find_net_fall
from modal_app.pipeline.events.rallies import Span
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.strokes import serve_weight
from modal_app.pipeline.flight.fitted import FittedFlight

# Nobody hits a shuttle lower than this, metres, where that is known to the second.
_FLOOR, _FLOOR_ERROR = 0.12, 0.25
# So far from the net, metres, hardly anything is hit so low that then does not fly.
_FRONT, _LOW = 1.2, 0.3
# Rallies of up to so many hits are looked at, and dropped where what speaks for them, chances as logarithms, is less
# than nothing with the serve's flight. That a flight cannot be told in space is rarer after serves than after anything
# else.
_FEW = 2
_NOT_TOLD = log(0.08 / 0.8)
# The net is looked at from so soon after a serve until so long after it, seconds.
_AFTER, _LONGEST = 0.02, 1.6


def without_floor(span: Span, contacts: Sequence[Contact], flights: Mapping[int, FittedFlight | None]) -> Span:
    """The rally without a last contact that was the floor's."""
    if len(span.contacts) < 2:
        return span
    flight = flights[span.contacts[-2]]
    if flight is None or flight.finish_error[2] > _FLOOR_ERROR:
        return span
    # What is hit up at the net, from low, and into it has no flight that is told, either.
    lies = flights[span.contacts[-1]] is None and abs(flight.finish[1]) > _FRONT
    if flight.finish[2] > (_LOW if lies else _FLOOR):
        return span
    time = contacts[span.contacts[-1]].time
    return replace(span, contacts=span.contacts[:-1], end=time, dead=time, end_unseen=False)


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
        return find_net_fall(scene, time + _AFTER, time + _LONGEST) is not None
    descent: Descent | None = descents([flight])[0]
    return weight + serve_weight(hit_features(scene, contacts[first], flight, descent, None)) > 0
