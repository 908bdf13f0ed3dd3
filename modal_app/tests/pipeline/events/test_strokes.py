"""Strokes by hand-made flights: from where, how high, how steep, how fast, how far."""

from math import log

import pytest

from modal_app.contract.models import Stroke
from modal_app.pipeline.events.features import HitFeatures, Value
from modal_app.pipeline.events.strokes import tell_strokes

UNKNOWN = HitFeatures()


def hit(height: float, depth: float, rise: float, speed: float, reach: float) -> HitFeatures:
    """Metres, degrees, m/s, as well known as fits in space tell them."""
    return HitFeatures(
        Value(height, 0.1), Value(depth, 0.2), Value(rise, 4.0), Value(log(speed), 0.1), Value(reach, 0.3)
    )


# Speeds are those with which a shuttle with drag gets from the contact to where it comes down.
HITS = {
    Stroke.clear: hit(2.6, 6.0, 20, 41, 6.0),
    Stroke.lift: hit(0.5, 1.5, 50, 23, 6.0),
    Stroke.drop: hit(2.6, 6.0, -5, 28, 2.0),
    Stroke.smash: hit(2.7, 5.5, -8, 62, 5.0),
    Stroke.drive: hit(1.5, 4.0, 3, 41, 6.0),
    Stroke.net_shot: hit(1.0, 0.8, 50, 3.9, 0.8),
    Stroke.push: hit(1.4, 1.3, 12, 14, 4.5),
}


@pytest.mark.parametrize("stroke", HITS)
def test_each_stroke_is_told_by_its_flight(stroke: Stroke) -> None:
    (told,) = tell_strokes([HITS[stroke]], [False], served=False, forced=[None])
    assert told.stroke is stroke
    assert told.confidence > 0.8


@pytest.mark.parametrize(
    ("served", "stroke"),
    [(hit(1.1, 2.2, 12, 10.3, 2.3), Stroke.serve_short), (hit(1.0, 3.0, 45, 30, 6.0), Stroke.serve_long)],
)
def test_the_first_stroke_of_a_rally_whose_serve_was_seen_is_a_serve(served: HitFeatures, stroke: Stroke) -> None:
    first, second = tell_strokes([served, served], [False, True], served=True, forced=[None, None])
    assert first.stroke is stroke
    assert second.stroke not in {Stroke.serve_short, Stroke.serve_long}


def test_the_same_soft_stroke_is_a_block_after_a_smash_and_a_net_shot_after_one() -> None:
    soft = hit(0.9, 2.2, 25, 8.5, 1.2)
    _, after_smash = tell_strokes([HITS[Stroke.smash], soft], [False, True], served=False, forced=[None, None])
    _, after_net = tell_strokes([HITS[Stroke.net_shot], soft], [False, True], served=False, forced=[None, None])
    assert after_smash.stroke is Stroke.block
    assert after_net.stroke is Stroke.net_shot


def test_what_is_not_known_is_unknown() -> None:
    (told,) = tell_strokes([UNKNOWN], [False], served=False, forced=[None])
    assert told.stroke is Stroke.unknown
    assert told.confidence < 0.5


def test_somebodys_word_counts_and_tells_of_the_next_stroke() -> None:
    soft = hit(0.9, 2.2, 25, 8.5, 1.2)
    said, after = tell_strokes([UNKNOWN, soft], [False, True], served=False, forced=[Stroke.smash, None])
    assert (said.stroke, said.confidence) == (Stroke.smash, 1.0)
    assert after.stroke is Stroke.block


def test_without_space_places_and_times_tell_what_is_clear() -> None:
    # Low at the net, and the shuttle was far back nearly two seconds later.
    lifted = HitFeatures(height=Value(0.5, 0.3), depth=Value(1.2, 0.7), reach=Value(6.5, 1.2), pace=Value(4.0, 0.6))
    (told,) = tell_strokes([lifted], [False], served=False, forced=[None])
    assert told.stroke is Stroke.lift
