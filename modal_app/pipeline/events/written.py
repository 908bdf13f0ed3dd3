"""What was read of a match as messages of the contract: rounded, and only what lies within its ranges."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import MAX_SHUTTLE_SPEED
from modal_app.contract.models import Flight, Hit, MachineHit, MachineRally, Rally, SpeedInterval, Stroke, Support
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.match import ReadHit, Reading, ReadRally

# Ranges of the contract: a place on the floor, a height, a margin, metres.
_FLOOR, _LOWEST, _HIGHEST = 30.0, -1.0, 30.0


def write_hits(reading: Reading, contacts: Sequence[Contact], machine: Reading) -> list[Hit]:
    """The hits.

    Args:
        reading: What is told.
        contacts: The machine's contacts.
        machine: What the machine makes of them without corrections.
    """
    strokes = {one.said.machine: one.stroke.stroke for one in machine.hits}
    return [_hit(one, _machine_hit(one, contacts, strokes)) for one in reading.hits]


def write_rallies(reading: Reading, machine: Reading) -> list[Rally]:
    """The rallies; arguments as of `write_hits`."""
    return [_rally(one, machine) for one in reading.rallies]


def _machine_hit(hit: ReadHit, contacts: Sequence[Contact], strokes: dict[int | None, Stroke]) -> MachineHit | None:
    if not hit.said.edited or hit.said.machine is None:
        return None
    contact = contacts[hit.said.machine]
    stroke = strokes.get(hit.said.machine, Stroke.unknown)
    return MachineHit.model_validate(_known(time=_seconds(contact.time), hitter=contact.player, stroke=stroke))


def _hit(hit: ReadHit, machine: MachineHit | None) -> Hit:
    contact = hit.contact
    known = contact.player is not None
    return Hit.model_validate(
        _known(
            time=_seconds(contact.time),
            frame=contact.frame,
            confidence=_fraction(contact.confidence),
            support=Support.shuttle if contact.supported else Support.swing,
            hitter=contact.player,
            hitter_confidence=_fraction(contact.player_confidence) if known else None,
            stroke=hit.stroke.stroke,
            stroke_confidence=_fraction(hit.stroke.confidence),
            hand=hit.hand,
            flight=_flight(hit),
            edited=hit.said.edited,
            machine=machine,
        )
    )


def _flight(hit: ReadHit) -> Flight:
    flight, descent = hit.flight, hit.descent
    if flight is None or descent is None:
        return Flight(landed=False)
    highest = flight.places[:, 2].max(initial=max(flight.begin[2], flight.finish[2])) if len(flight.places) else None
    return Flight.model_validate(
        _known(
            speed=_interval(flight.slowest, flight.fastest),
            contact_height=_height(flight.begin[2]),
            net_height=_height(descent.net_height),
            peak_height=_height(highest if highest is not None else descent.peak),
            from_=_floor(flight.begin[:2]),
            to=_floor(flight.finish[:2]),
            landed=flight.landed,
        )
    )


def _rally(rally: ReadRally, machine: Reading) -> Rally:
    span, ending, point = rally.span, rally.ended.ending, rally.point
    said = rally.ended.said
    before = None if said.machine is None else machine.rallies[said.machine]
    landing = None if ending.landing is None else _floor(ending.landing)
    margin = (
        ending.margin if landing is not None and ending.margin is not None and abs(ending.margin) < _FLOOR else None
    )
    return Rally.model_validate(
        _known(
            start=_seconds(span.start),
            end=_seconds(max(span.end, span.start)),
            confidence=_fraction(span.confidence),
            start_unseen=span.start_unseen,
            end_unseen=span.end_unseen,
            first_hit=rally.first_hit,
            hits=rally.hits,
            server=rally.ended.server,
            last_hitter=rally.ended.last,
            ending=ending.kind,
            landing=landing,
            margin=_metres(margin),
            margin_error=_metres(ending.error) if margin is not None else None,
            winner=point.winner,
            winner_confidence=_fraction(point.confidence) if point.winner is not None else None,
            score=point.score,
            game=point.game,
            edited=said.edited,
            machine=None if before is None else _machine_rally(before),
        )
    )


def _machine_rally(rally: ReadRally) -> MachineRally:
    span = rally.span
    return MachineRally.model_validate(
        _known(start=_seconds(span.start), end=_seconds(max(span.end, span.start)), winner=rally.point.winner)
    )


def _known(**values: Any) -> dict[str, Any]:
    """What is known; the rest stays absent."""
    return {name: value for name, value in values.items() if value is not None}


def _seconds(value: float) -> float:
    return round(max(0.0, float(value)), 4)


def _fraction(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 3)


def _metres(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(float(value), 3)


def _height(value: float | None) -> float | None:
    metres = _metres(value)
    return metres if metres is not None and _LOWEST <= metres <= _HIGHEST else None


def _floor(place: NDArray[np.float64]) -> tuple[float, float] | None:
    if not np.isfinite(place).all() or np.abs(place).max() > _FLOOR:
        return None
    return round(float(place[0]), 3), round(float(place[1]), 3)


def _interval(slowest: float, fastest: float) -> SpeedInterval | None:
    # What may have been as fast as anything met the net, or was hardly seen.
    if not np.isfinite([slowest, fastest]).all() or fastest >= MAX_SHUTTLE_SPEED:
        return None
    low, high = (round(min(MAX_SHUTTLE_SPEED, max(0.0, float(value))), 2) for value in (slowest, fastest))
    return SpeedInterval(low=min(low, high), high=max(low, high))
