import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from modal_app.contract.constants import HEATMAP_CELL, HEATMAP_COLUMNS, HEATMAP_ROWS, MAX_PLAYER_SPEED
from modal_app.pipeline.metrics.course import STEP, Course, halves, own_frame
from modal_app.pipeline.metrics.places import base, heatmap, returns, zone_shares
from modal_app.pipeline.metrics.speeds import speeds

Vector = NDArray[np.float64]

ANY_PLACES = arrays(np.float64, st.tuples(st.integers(1, 60), st.just(2)), elements=st.floats(-12, 12))


def course(places: Vector, first: int = 0) -> Course:
    """A course through places, one after each step."""
    count = len(places) - 1
    return Course(np.arange(first, first + count), places[:-1], places[1:], np.zeros(count, np.bool_))


@given(ANY_PLACES)
def test_zones_are_shares(places: Vector) -> None:
    shares = zone_shares(places)
    assert len(shares) == 9
    assert sum(shares) == pytest.approx(1)
    assert min(shares) >= 0


def test_zones_lie_as_the_player_sees_them() -> None:
    corners = {0: (-2, 1), 2: (2, 1), 4: (0, 3), 6: (-2, 6), 8: (2, 6)}
    for zone, place in corners.items():
        assert zone_shares(np.array([place], dtype=np.float64))[zone] == 1
    # Off the court counts to the zone beside it, also over the net.
    assert zone_shares(np.array([[-4.0, 8.0]]))[6] == 1
    assert zone_shares(np.array([[0.0, -0.3]]))[1] == 1


def test_right_is_right_on_both_halves() -> None:
    places = np.array([[2.0, -5.0], [2.0, 5.0]])
    assert own_frame(places, np.array([-1.0, 1.0])) == pytest.approx(np.array([[2.0, 5.0], [-2.0, 5.0]]))


def test_halves_change_with_the_ends_and_not_with_a_foot_over_the_net() -> None:
    deep = np.where(np.arange(2000) < 1000, -3.0, 3.0)
    deep[200:210] = 0.3
    half = halves(course(np.column_stack([0 * deep, deep])))
    assert (half[:990] == -1).all()
    assert (half[1010:] == 1).all()


@given(ANY_PLACES)
def test_a_heatmap_is_a_picture(places: Vector) -> None:
    cells = np.array(heatmap(places)).reshape(HEATMAP_ROWS, HEATMAP_COLUMNS)
    assert cells.min() >= 0
    assert cells.max() in {0, 255}


def test_the_hottest_place_is_where_the_player_was() -> None:
    cells = np.array(heatmap(np.tile([[1.1, 4.1]], (50, 1)))).reshape(HEATMAP_ROWS, HEATMAP_COLUMNS)
    row, column = np.unravel_index(cells.argmax(), cells.shape)
    assert ((column + 0.5) * HEATMAP_CELL - 3.5, (row + 0.5) * HEATMAP_CELL) == (1.125, 4.125)


def test_the_base_is_where_the_player_waits() -> None:
    rng = np.random.default_rng(2)
    waiting = rng.normal([0.2, 3.6], 0.15, (300, 2))
    running = rng.uniform([-2.5, 0.5], [2.5, 6.5], (600, 2))
    pace = np.concatenate([np.full(300, 0.3), np.full(600, 3.0)])
    found = base(np.concatenate([waiting, running]), pace)
    assert found == pytest.approx((0.2, 3.6), abs=0.05)
    assert base(waiting[:50], pace[:50]) is None
    assert base(running, pace[300:]) is None


def test_returns_are_counted_and_timed() -> None:
    def trip(far: float, seconds: float) -> Vector:
        part = np.arange(round(seconds / STEP)) * STEP / seconds
        return np.asarray(far * np.sin(np.pi * part))

    away = np.concatenate([trip(2.0, 2.0), trip(1.2, 2.0), trip(3.0, 3.0), trip(2.0, 20.0)])
    found = returns([np.column_stack([0 * away, 3.5 + away])], (0.0, 3.5))
    # The second is too near, the last too slow.
    assert found.count == 2
    expected = [2.0 * (1 - 2 * np.arcsin(0.75 / 2.0) / np.pi), 3.0 * (1 - 2 * np.arcsin(0.75 / 3.0) / np.pi)]
    assert found.seconds == pytest.approx(np.median(expected), abs=0.1)
    # A way that is cut off has no return.
    assert returns([np.array([[0.0, 3.5], [0.0, 6.0]])], (0.0, 3.5)).count == 0


@given(ANY_PLACES.filter(lambda places: len(places) > 1), st.integers(0, 9))
def test_speeds_agree_with_each_other(places: Vector, hole: int) -> None:
    places = np.cumsum(np.clip(places, -0.2, 0.2), axis=0)
    steps = course(places)
    steps = steps.only(steps.index != hole) if len(steps) > 1 else steps
    found = speeds(steps)
    assert sum(found.bands) == pytest.approx(steps.seconds)
    assert found.distance == pytest.approx(found.average * steps.seconds)
    assert 0 <= found.peak <= MAX_PLAYER_SPEED
    assert found.high <= MAX_PLAYER_SPEED
    assert found.acceleration >= 0
    for piece in steps.pieces():
        straight = np.linalg.norm(steps.end[piece][-1] - steps.start[piece][0])
        assert steps.speeds[piece].sum() * STEP >= straight - 1e-9


def test_a_peak_is_kept_up() -> None:
    """A leap of one step counts for what it is over 0.2 s; what is bridged does not count."""
    places = np.zeros((100, 2))
    places[50:, 0] = 0.4
    assert speeds(course(places)).peak == pytest.approx(2.0)
    bridged = course(places)
    bridged.bridged[49] = True
    assert speeds(bridged).peak == 0


def test_known_accelerations() -> None:
    times = np.arange(0, 20, STEP)
    circle = np.column_stack([2 * np.cos(1.3 * times), 2 * np.sin(1.3 * times)])
    found = speeds(course(circle))
    assert found.peak == pytest.approx(2.6, rel=0.01)
    assert found.acceleration == pytest.approx(2 * 1.3**2, rel=0.03)
    assert found.bands == pytest.approx([0, 0, 20, 0, 0], abs=0.06)
