from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modal_app.contract.models import Swap
from modal_app.pipeline.players.assignment import NOBODY, Assignment, Person, Piece, in_order, swap

FRAMES = 60
TIMES = np.arange(FRAMES) / 25
numbers = st.integers(0, 5)


def person(*pieces: tuple[int, int, int]) -> Person:
    return Person(in_order([Piece(*piece) for piece in pieces]))


def who(people: list[Person]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The player of each tracklet in each frame, shape (6, FRAMES)."""
    tracklets, frames = np.mgrid[0:6, 0:FRAMES]
    return Assignment(people).players_of(tracklets.ravel(), frames.ravel()).reshape(6, FRAMES)


@st.composite
def peoples(draw: st.DrawFn) -> list[Person]:
    """Up to four players; each tracklet is cut into parts that are given to players or to nobody."""
    pieces: dict[int, list[Piece]] = {}
    count = draw(st.integers(1, 4))
    for tracklet in range(6):
        cuts = sorted(draw(st.lists(st.integers(0, FRAMES), min_size=2, max_size=5, unique=True)))
        for first, end in pairwise(cuts):
            owner = draw(st.integers(0, count))
            pieces.setdefault(owner, []).append(Piece(tracklet, first, end))
    return [Person(in_order(pieces[owner])) for owner in range(1, count + 1) if pieces.get(owner)]


def swaps_of(count: int) -> st.SearchStrategy[list[Swap]]:
    at = st.floats(0, FRAMES / 25)
    return st.lists(st.builds(Swap, at=at, one=st.integers(1, 4), other=st.integers(1, 4)), max_size=count)


def test_a_detection_belongs_to_the_piece_that_covers_it() -> None:
    found = who([person((0, 0, 10), (2, 12, 20)), person((0, 10, 30))])
    assert found[0].tolist() == [1] * 10 + [2] * 20 + [NOBODY] * 30
    assert found[2].tolist() == [NOBODY] * 12 + [1] * 8 + [NOBODY] * 40
    assert not found[[1, 3, 4, 5]].any()


def test_without_players_everybody_is_nobody() -> None:
    assert not who([]).any()


def test_the_later_piece_holds_where_two_overlap_and_parts_that_meet_are_one() -> None:
    assert in_order([Piece(1, 5, 9), Piece(0, 0, 7)]) == (Piece(0, 0, 5), Piece(1, 5, 9))
    assert in_order([Piece(0, 4, 9), Piece(0, 0, 4)]) == (Piece(0, 0, 9),)


def test_a_swap_begins_with_the_frame_that_is_shown() -> None:
    people = [person((0, 0, 60)), person((1, 0, 60))]
    # Frame 25 is shown from 1.0 s to 1.04 s.
    for at in (1.0, 1.0301):
        found = who(swap(people, [Swap(at=at, one=1, other=2)], TIMES))
        assert found[0].tolist() == [1] * 25 + [2] * 35
        assert found[1].tolist() == [2] * 25 + [1] * 35


def test_swaps_follow_each_other_as_they_were_made() -> None:
    people = [person((0, 0, 60)), person((1, 0, 60)), person((2, 0, 60))]
    found = who(swap(people, [Swap(at=0.4, one=1, other=2), Swap(at=1.2, one=2, other=3)], TIMES))
    # Who was 1 is 2 since the first swap, and 3 since the second.
    assert found[0].tolist() == [1] * 10 + [2] * 20 + [3] * 30


def test_a_swap_with_nobody_changes_nothing() -> None:
    people = [person((0, 0, 60)), person((1, 0, 60))]
    assert swap(people, [Swap(at=1.0, one=1, other=3), Swap(at=1.0, one=2, other=2)], TIMES) == people


@given(peoples())
def test_nobody_is_in_two_places_at_once(people: list[Person]) -> None:
    found = who(people)
    for number in range(1, len(people) + 1):
        assert np.all((found == number).sum(axis=0) <= 1)


@given(peoples(), swaps_of(5))
def test_a_swap_twice_is_no_swap(people: list[Person], edits: list[Swap]) -> None:
    undone = [*edits, *reversed(edits)]
    assert np.array_equal(who(swap(people, undone, TIMES)), who(people))


@given(peoples(), swaps_of(5))
def test_swaps_lose_and_invent_nothing(people: list[Person], edits: list[Swap]) -> None:
    before, after = who(people), who(swap(people, edits, TIMES))
    assert np.array_equal(before > 0, after > 0)
    for frame in range(FRAMES):
        assert len(set(before[:, frame])) == len(set(after[:, frame]))
