"""Corrections of hits and rallies: which they mean, whatever the order, also after a new analysis."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modal_app.contract.constants import CORRECTION_REACH
from modal_app.contract.models import HitEdit, RallyEdit, Stroke
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.corrections import SaidContact, SaidRally, correct_contacts, correct_rallies
from modal_app.tests.pipeline.events.stage import FAR, NEAR, Match

MATCH = Match().rally([0.9, 1.1, 0.9, 1.3]).wait(6).rally([0.8, 1.0, 1.2]).wait(2)
SCENE, CONTACTS, SPANS = MATCH.scene(), MATCH.contacts, MATCH.read()
SHOWN = frozenset(range(len(CONTACTS)))
TIMES = [contact.time for contact in CONTACTS]
UNTOUCHED = [SaidContact(contact, number) for number, contact in enumerate(CONTACTS)]


def corrected(*edits: HitEdit, contacts: list[Contact] = CONTACTS) -> list[SaidContact]:
    said, unused = correct_contacts(SCENE, contacts, SHOWN, edits)
    assert not unused
    return said


def rallies(*edits: RallyEdit) -> list[SaidRally]:
    told, unused = correct_rallies(SCENE, SPANS, UNTOUCHED, SPANS, edits)
    assert not unused
    return told


def test_a_hit_is_moved_and_given_to_somebody_else() -> None:
    said = corrected(HitEdit(was=TIMES[2], at=TIMES[2] + 0.2, hitter=FAR, stroke=Stroke.drop))
    (edited,) = [one for one in said if one.edited]
    assert edited.machine == 2
    assert edited.stroke is Stroke.drop
    assert (edited.contact.time, edited.contact.player) == (TIMES[2] + 0.2, FAR)
    assert edited.contact.frame == SCENE.frame(TIMES[2] + 0.2)
    assert len(said) == len(CONTACTS)


def test_what_is_not_said_stays_as_the_machine_has_it() -> None:
    (edited,) = [one for one in corrected(HitEdit(was=TIMES[1], at=TIMES[1], stroke=Stroke.clear)) if one.edited]
    assert edited.contact.player == CONTACTS[1].player
    assert edited.contact.time == TIMES[1]


def test_a_hit_that_was_none_is_removed() -> None:
    said = corrected(HitEdit(was=TIMES[3]))
    assert [one.machine for one in said] == [number for number in range(len(CONTACTS)) if number != 3]


def test_a_hit_that_was_missed_is_added() -> None:
    said = corrected(HitEdit(at=TIMES[1] + 0.5, hitter=NEAR))
    (edited,) = [one for one in said if one.edited]
    assert edited.machine is None
    assert edited.contact.confidence == 1.0
    assert [one.contact.time for one in said] == sorted([*TIMES, TIMES[1] + 0.5])


def test_corrections_find_their_hits_after_a_new_analysis() -> None:
    # Times are a little different, and one hit more is found.
    later = [replace(contact, time=contact.time + 0.06) for contact in CONTACTS]
    later.insert(1, replace(later[0], time=later[0].time + 0.4))
    said = corrected(HitEdit(was=TIMES[2], at=TIMES[2], stroke=Stroke.drop), HitEdit(was=TIMES[4]), contacts=later)
    assert [one.machine for one in said if one.edited] == [3]
    assert 5 not in [one.machine for one in said]


def test_a_hit_that_a_new_analysis_no_longer_has_is_put_there_all_the_same() -> None:
    fewer = [contact for number, contact in enumerate(CONTACTS) if number != 2]
    said = corrected(HitEdit(was=TIMES[2], at=TIMES[2], hitter=NEAR), contacts=fewer)
    (edited,) = [one for one in said if one.edited]
    assert edited.machine is None
    assert edited.contact.time == TIMES[2]


def test_one_that_the_machine_has_found_by_now_is_not_there_twice() -> None:
    said = corrected(HitEdit(at=TIMES[2] + 0.05, hitter=NEAR))
    assert len(said) == len(CONTACTS)
    assert [one.machine for one in said if one.edited] == [2]


@pytest.mark.parametrize(
    "edit",
    [HitEdit(was=TIMES[0] - 2), HitEdit(at=SCENE.times.duration + 1, hitter=NEAR), HitEdit(at=3.0, hitter=4)],
    ids=["no hit there", "after the video", "nobody's"],
)
def test_corrections_of_what_is_not_there_are_left_out(edit: HitEdit) -> None:
    said, unused = correct_contacts(SCENE, CONTACTS, SHOWN, [edit])
    assert unused
    assert said == UNTOUCHED


MOMENTS = st.floats(0, SCENE.times.duration).map(lambda time: round(time, 2))
NEAR_HITS = st.builds(lambda time, off: max(0.0, round(time + off, 2)), st.sampled_from(TIMES), st.floats(-0.2, 0.2))
EDITS = st.lists(
    st.one_of(
        st.builds(HitEdit, was=NEAR_HITS),
        st.builds(
            HitEdit,
            was=NEAR_HITS,
            at=st.one_of(NEAR_HITS, MOMENTS),
            hitter=st.sampled_from([NEAR, FAR]),
            stroke=st.sampled_from([Stroke.smash, Stroke.lift]),
        ),
        st.builds(HitEdit, at=MOMENTS, hitter=st.sampled_from([NEAR, FAR])),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(EDITS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(edits: list[HitEdit], chance: Random) -> None:
    said = correct_contacts(SCENE, CONTACTS, SHOWN, edits)
    shuffled = [*edits, *edits]
    chance.shuffle(shuffled)
    assert _plain(correct_contacts(SCENE, CONTACTS, SHOWN, shuffled)[0]) == _plain(said[0])


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_hits_stay_in_order_and_apart_from_what_somebody_said(edits: list[HitEdit]) -> None:
    said, _ = correct_contacts(SCENE, CONTACTS, SHOWN, edits)
    times = [one.contact.time for one in said]
    assert times == sorted(times)
    machine = [one.machine for one in said if one.machine is not None]
    assert len(machine) == len(set(machine))
    words = [one.contact.time for one in said if one.edited]
    assert all(abs(one.contact.time - word) >= CORRECTION_REACH for one in said if not one.edited for word in words)


def _plain(said: list[SaidContact]) -> list[object]:
    return [(one.contact.time, one.contact.player, one.machine, one.edited, one.stroke) for one in said]


def test_a_rallys_edges_are_moved_and_take_its_hits_along() -> None:
    span = SPANS[0]
    told = rallies(RallyEdit(was=(span.start, span.end), is_=(span.start, TIMES[2] + 0.3)))
    assert told[0].edited
    assert told[0].machine == 0
    assert told[0].span.contacts == (0, 1, 2)
    assert (told[0].span.start, told[0].span.end) == (span.start, TIMES[2] + 0.3)
    assert told[1] == SaidRally(SPANS[1])


def test_a_rally_that_was_none_is_removed() -> None:
    span = SPANS[0]
    assert rallies(RallyEdit(was=(span.start + 0.2, span.end + 0.3))) == [SaidRally(SPANS[1])]


def test_a_rally_that_was_missed_is_added() -> None:
    told = rallies(RallyEdit(is_=(SPANS[0].end + 1, SPANS[0].end + 3), winner=1))
    assert [one.edited for one in told] == [False, True, False]
    assert told[1].winner == 1
    assert told[1].span.contacts == ()


def test_two_rallies_become_one() -> None:
    told = rallies(RallyEdit(was=(SPANS[0].start, SPANS[0].end), is_=(SPANS[0].start, SPANS[1].end)))
    assert len(told) == 1
    assert told[0].span.contacts == tuple(range(len(CONTACTS)))


def test_one_rally_becomes_two() -> None:
    span, middle = SPANS[0], (TIMES[1] + TIMES[2]) / 2
    told = rallies(
        RallyEdit(was=(span.start, span.end), is_=(span.start, middle)), RallyEdit(is_=(middle, span.end), winner=0)
    )
    assert [one.span.contacts for one in told] == [(0, 1), (2, 3), SPANS[1].contacts]


def test_a_correction_of_a_rally_that_is_not_there_is_left_out() -> None:
    told, unused = correct_rallies(SCENE, SPANS, UNTOUCHED, SPANS, [RallyEdit(was=(0.0, 1.0))])
    assert unused
    assert told == [SaidRally(span) for span in SPANS]


STARTS = st.floats(0, SCENE.times.duration - 1).map(lambda time: round(time, 1))
RALLY_EDITS = st.lists(
    st.one_of(
        st.builds(lambda span: RallyEdit(was=(span.start, span.end)), st.sampled_from(SPANS)),
        st.builds(
            lambda span, start, length, winner: RallyEdit(
                was=(span.start, span.end), is_=(start, round(start + length, 1)), winner=winner
            ),
            st.sampled_from(SPANS),
            STARTS,
            st.floats(0.5, 6),
            st.sampled_from([None, 0, 1]),
        ),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(RALLY_EDITS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_rallies_matters(edits: list[RallyEdit], chance: Random) -> None:
    shuffled = [*edits, *edits]
    chance.shuffle(shuffled)
    one, other = (correct_rallies(SCENE, SPANS, UNTOUCHED, SPANS, said)[0] for said in (edits, shuffled))
    assert one == other
