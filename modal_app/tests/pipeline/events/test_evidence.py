"""The parts that contacts are told by, one by one."""

import numpy as np
import pytest

from modal_app.pipeline.events.clock import Clock
from modal_app.pipeline.events.evidence import reached, swung
from modal_app.pipeline.events.glide import Glide
from modal_app.pipeline.events.sequence import choose, pairs
from modal_app.pipeline.events.steady import Steady
from modal_app.pipeline.events.turns import find_turns
from modal_app.pipeline.views.timeline import CourtTimeline, Shot, picture_corners

NEAR, FAR = 1, 2


def picked(hits: list[tuple[float, float, int]]) -> list[int]:
    """Which of (time, weight, player) are chosen."""
    times, weights = (np.array([hit[part] for hit in hits]) for part in (0, 1))
    players = [hit[2] for hit in hits]
    flights = np.zeros(len(pairs(times)[0]))
    return choose(times, weights, players, np.array(players, dtype=np.float64), flights).picked


def test_sides_hit_by_turns() -> None:
    assert picked([(0.0, 3.0, NEAR), (1.0, 3.0, FAR), (2.0, 3.0, NEAR)]) == [0, 1, 2]
    # Of two in a row by one side, the likelier one.
    assert picked([(0.0, 3.0, NEAR), (0.6, 2.0, NEAR), (1.2, 3.0, FAR)]) == [0, 2]
    # A weak one in between is made where the row has a hole without it, and nowhere else.
    assert picked([(0.0, 4.0, NEAR), (1.0, -1.5, FAR), (2.0, 4.0, NEAR)]) == [0, 1, 2]
    assert picked([(0.0, 4.0, NEAR), (1.0, -1.5, NEAR), (2.0, 4.0, FAR)]) == [0, 2]


def test_a_new_rally_may_begin_with_the_same_side() -> None:
    assert picked([(0.0, 3.0, NEAR), (6.0, 3.0, NEAR)]) == [0, 1]


def test_one_moment_has_one_hit() -> None:
    assert picked([(1.0, 3.0, NEAR), (1.02, 3.5, FAR)]) == [1]


def test_a_flight_that_cannot_have_been_speaks_against_its_hits() -> None:
    times, players = np.array((0.0, 1.0, 2.0)), [NEAR, FAR, NEAR]
    first, _ = pairs(times)
    flown = np.where(first == 1, -9.0, 0.0)
    assert choose(times, np.full(3, 2.0), players, np.array(players, dtype=np.float64), flown).picked == [0, 1]


def test_how_likely_each_is_adds_up_over_what_excludes_each_other() -> None:
    times = np.array((1.0, 1.02))
    chosen = choose(times, np.array((2.0, 2.0)), [NEAR, FAR], np.array((1.0, 2.0)), np.zeros(len(pairs(times)[0])))
    # Neither, the one, or the other: 1 : e² : e².
    each = np.exp(2) / (1 + 2 * np.exp(2))
    assert chosen.likely == pytest.approx([each, each])


def test_near_wrists_and_fast_ones_speak_for_a_hit() -> None:
    told = reached(np.array((0.2, 0.5, 0.8, 2.0)), np.full(4, 0.02))
    assert np.all(np.diff(told) < 0)
    assert told[0] > 2
    assert told[-1] < -3
    assert np.all(np.diff(swung(np.array((0.2, 1.0, 4.0)))) > 0)


def test_a_way_is_carried_on_as_a_shuttle_falls() -> None:
    times = np.arange(6) / 30
    metre = 100 / 1.75
    fall = np.column_stack([50 * times, metre * 9.81 * times**2 / 2])
    glide = Glide.along(times, fall, float(times[-1]), 1.0, 100.0)
    ahead, variance = glide.at(np.array((times[-1], 0.3)))
    assert ahead[1] == pytest.approx((15, metre * 9.81 * 0.045), abs=3)
    assert 3 * np.sqrt(variance[1]) > np.linalg.norm(ahead[1] - (15, metre * 9.81 * 0.045))
    assert variance[1] > variance[0]


def test_turns_are_between_flights_in_gaps_and_at_bends() -> None:
    times = np.arange(30) / 30
    x = np.where(times < 0.5, times, 1 - times) * 900
    places = np.column_stack([x, np.full(30, 100.0)])
    bends = [
        turn for turn in find_turns(times, places, np.zeros(30, np.int64), 720) if len(turn.before) and len(turn.after)
    ]
    assert len(bends) == 1
    assert times[bends[0].before[-1]] == pytest.approx(0.5, abs=0.04)
    told_apart = find_turns(times, places, (times > 0.7).astype(np.int64), 720)
    assert any(len(turn.before) and len(turn.after) and times[turn.after[0]] == times[22] for turn in told_apart)
    gap = np.abs(times - 0.2) > 0.09
    broken = find_turns(times[gap], places[gap], np.zeros(int(gap.sum()), np.int64), 720)
    assert any(len(turn.before) and len(turn.after) and times[gap][turn.after[0]] > 0.29 for turn in broken)


def test_a_panning_camera_does_not_move_the_shuttle() -> None:
    size = (1280, 720)
    corners = np.repeat(picture_corners(size)[None], 10, axis=0)
    corners[:, :, 0] += 7 * np.arange(10, dtype=np.float32)[:, None]
    steady = Steady(CourtTimeline(size, [Shot(0, 10, 0, moving=True)], [None], corners))
    frames = np.arange(10)
    shown = np.column_stack([300 + 7.0 * frames, np.full(10, 200.0)])
    still = steady.steady(shown, frames)
    assert np.abs(still - (300, 200)).max() < 0.01
    assert np.abs(steady.shown(still, frames) - shown).max() < 0.01


def test_films_with_repeated_frames_keep_their_own_time() -> None:
    shown = np.arange(120) / 30
    repeated = np.arange(120) % 6 == 5
    clock = Clock(shown, repeated)
    new = clock.taken[~repeated]
    assert np.diff(new[10:-10]) == pytest.approx(np.full(79, 0.04), abs=0.003)
    assert clock.to_shown(clock.to_taken(2.02)) == pytest.approx(2.02, abs=1e-6)
    plain = Clock(shown, None)
    assert plain.to_taken(1.234) == 1.234
