import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modal_app.pipeline.players.evidence import inside, is_far, is_visit, steady
from modal_app.pipeline.players.floor import FloorPath, excess
from modal_app.pipeline.players.meetings import meetings_of
from modal_app.pipeline.players.stints import stints


def path(
    places: list[tuple[float, float]], number: int = 0, sigma: float = 0.1, colour: float = 100.0, start: int = 0
) -> FloorPath:
    """Somebody at these places, five a second."""
    count = len(places)
    steps = np.arange(start, start + count)
    where = np.array(places, dtype=np.float64)
    return FloorPath(
        tracklet=number,
        shot=0,
        end=int(steps[-1]) * 5 + 5,
        frames=steps * 5,
        times=steps / 5,
        steps=steps,
        places=where,
        sigma=np.full((count, 2), sigma),
        boxes=np.concatenate([where * 100, where * 100 + 20], axis=1),
        colours=np.full((count, 2, 3), colour),
    )


@pytest.mark.parametrize(
    ("place", "plays"),
    [
        ((0.0, -3.5), True),
        ((2.9, 5.0), True),
        # The last step of a clear.
        ((0.0, 7.2), True),
        # The umpire's chair, line judges, the court beside.
        ((3.7, 0.0), False),
        ((3.4, 0.1), False),
        ((-3.2, 9.0), False),
        ((4.1, -3.0), False),
    ],
)
def test_where_players_run(place: tuple[float, float], plays: bool) -> None:
    share = inside(path([place] * 3))
    assert np.all(share > 0.8) if plays else np.all(share < 0.2)


def test_somebody_beside_the_court_pays_no_visit_by_errors_alone() -> None:
    rng = np.random.default_rng(1)
    onlooker = path([(float(rng.normal(3.9, 0.2)), 2.0) for _ in range(200)], sigma=0.25)
    assert not is_visit(inside(onlooker))
    assert is_visit(inside(path([(0.0, 2.0)] * 5)))


def test_a_half_is_not_left_for_a_moment() -> None:
    lunge = [(0.0, -1.0)] * 20 + [(0.0, 0.2)] * 2 + [(0.0, -1.0)] * 20
    assert not is_far(path(lunge)).any()
    across = is_far(path([(3.6, -1.5)] * 20 + [(3.6, 1.5)] * 20))
    assert not across[:20].any()
    assert across[20:].all()


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=30))
def test_the_steady_sequence_is_the_likeliest(evidence: list[float]) -> None:
    """Compared with all sequences of one change at most."""

    def score(states: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
        gains = np.clip(evidence, -1.5, 1.5)
        return float(gains[states].sum()) - 6.0 * int(np.abs(np.diff(states.astype(int))).sum())

    best = score(steady(np.array(evidence)))
    count = len(evidence)
    for change in range(count + 1):
        for first in (True, False):
            assert best >= score(np.where(np.arange(count) < change, first, not first)) - 1e-9


def test_nobody_runs_faster_than_anybody_can() -> None:
    places = np.array([[0.0, 0.0], [1.5, 0.0], [6.5, 0.0]])
    too_far = excess(np.array([0.0, 0.2, 0.4]), places, np.full((3, 2), 0.05))
    assert too_far[0] < 0 < too_far[1]


def test_a_tracklet_that_jumps_to_another_is_cut_there() -> None:
    jumping = path([(0.0, -4.0)] * 20 + [(0.5, 3.0)] * 20)
    assert [(stint.first, stint.end, stint.far) for stint in stints([jumping])] == [(0, 100, False), (100, 200, True)]


def test_people_who_cross_are_cut_where_they_may_have_been_exchanged() -> None:
    moves = np.linspace(-2, 2, 21)
    one = path([(float(x), -3.0) for x in moves], 0)
    other = path([(float(-x), -3.2) for x in moves], 1)
    assert all(8 <= sample <= 13 for _, sample in meetings_of([one, other]))
    # Exchanged right after they met: there, not where they were nearest.
    mixed = [
        path([tuple(place) for place in np.concatenate([a.places[:12], b.places[12:]])], number)
        for number, (a, b) in enumerate([(one, other), (other, one)])
    ]
    assert {sample for _, sample in meetings_of(mixed)} == {12}


def test_people_far_apart_do_not_meet() -> None:
    assert list(meetings_of([path([(0.0, -3.0)] * 10, 0), path([(2.0, -3.0)] * 10, 1)])) == []
