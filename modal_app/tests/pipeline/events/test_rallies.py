"""Rallies from contacts, by hand-made matches."""

import pytest

from modal_app.pipeline.events.rallies import Span
from modal_app.pipeline.views.timeline import Shot
from modal_app.tests.pipeline.events.stage import FAR, IDLE, NEAR, RATE, Match

GAPS = [0.8, 1.1, 0.9, 1.3, 0.7, 1.0]


def edges(spans: list[Span]) -> list[tuple[float, float]]:
    return [(span.start, span.end) for span in spans]


def close(told: list[tuple[float, float]], true: list[tuple[float, float]]) -> bool:
    """The same rallies, their edges within half a second."""
    return len(told) == len(true) and all(
        abs(one - other) <= 0.5 for pair in zip(told, true, strict=True) for one, other in zip(*pair, strict=True)
    )


def test_rallies_are_told_apart() -> None:
    match = Match().rally(GAPS).wait(6).rally(GAPS[::-1], server=FAR).wait(8).rally(GAPS[:3])
    spans = match.read()
    assert close(edges(spans), match.rallies)
    assert [len(span.contacts) for span in spans] == [6, 6, 3]
    assert all(span.served and not span.start_unseen and not span.end_unseen for span in spans)


def test_what_is_tapped_over_between_rallies_is_none() -> None:
    match = Match().rally(GAPS).walk(IDLE, 3).wait(1).tap(FAR).wait(2).rally(GAPS)
    assert close(edges(match.read()), match.rallies)


def test_a_bounce_on_the_own_racket_is_none() -> None:
    match = Match().rally(GAPS).walk(IDLE, 3)
    for _ in range(6):
        match.hit(match.time, NEAR).wait(0.6)
    match.wait(2).rally(GAPS)
    assert close(edges(match.read()), match.rallies)


@pytest.mark.parametrize("missed", [1, 2, 4])
def test_a_hit_that_was_missed_does_not_part_a_rally(missed: int) -> None:
    match = Match().rally(GAPS, missed=[missed]).wait(6).rally(GAPS)
    spans = match.read()
    assert close(edges(spans), match.rallies)
    assert len(spans[0].contacts) == 5


def test_a_false_contact_within_a_rally_is_left_out() -> None:
    match = Match().rally(GAPS).wait(6)
    start = match.rallies[0][0]
    match.hit(start + 2.0, FAR, confidence=0.3)
    (span,) = match.read()
    assert [match.contacts[one].confidence for one in span.contacts] == [0.9] * 6


def test_a_serve_that_was_missed_is_told_by_when_they_begin_to_move() -> None:
    match = Match().rally(GAPS, missed=[0]).wait(6)
    (span,) = match.read()
    assert close(edges([span]), match.rallies)
    assert not span.served
    assert span.unseen is not None
    assert span.unseen.server == NEAR


def test_a_serve_that_nobody_returns_is_a_rally() -> None:
    match = Match().rally([0.9]).wait(8).rally(GAPS, server=FAR)
    assert close(edges(match.read()), match.rallies)


def test_ninety_seconds_without_play_are_none() -> None:
    match = Match().rally(GAPS).walk(IDLE, 4).wait(90).rally(GAPS)
    assert close(edges(match.read()), match.rallies)


def test_a_cut_ends_a_rally_and_what_is_no_play_has_none() -> None:
    match = Match().rally(GAPS).wait(6).rally(GAPS)
    (first, end), (_, last) = match.rallies
    cut, back = round((first + 3.0) * RATE), round((end + 3.0) * RATE)
    total = int((match.time + 1.0) * RATE)
    scene = match.scene([Shot(0, cut, 0), Shot(cut, back, None), Shot(back, total, 0)])
    one, other = match.read(scene)
    assert one.end_unseen
    assert one.end == pytest.approx(cut / RATE, abs=0.05)
    assert not other.end_unseen
    assert other.end == pytest.approx(last, abs=0.5)


def test_a_video_that_begins_within_a_rally_says_so() -> None:
    match = Match()
    match.rally(GAPS)
    start = match.rallies[0][0]
    scene = match.scene([Shot(0, round((start + 0.3) * RATE), None), Shot(round((start + 0.3) * RATE), 10_000, 0)])
    (span,) = match.read(scene)
    assert span.start_unseen
    assert not span.served


def test_hits_of_one_side_only_are_no_rally() -> None:
    # Shuttles fed by hand.
    match = Match().wait(2)
    for _ in range(12):
        match.hit(match.time, FAR).walk({FAR: (1.0, 5.0)}, 0.8).walk({FAR: IDLE[FAR]}, 0.8)
    assert match.read() == []
