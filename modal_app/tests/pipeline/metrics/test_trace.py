import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.pipeline.metrics.trace import Sightings, Trace, follow

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

RATE = 25.0
# A place is known to 20 cm, of which 5 cm change from picture to picture.
SPREAD, TREMBLING = 0.2, 0.25


def walk(seconds: float = 4.0, speed: float = 1.5) -> tuple[Vector, Vector]:
    times = np.arange(round(seconds * RATE)) / RATE
    return times, np.column_stack([speed * times - 3.0, np.full(len(times), -3.0)])


def follow_with_somebody_else(away: Mask, other: tuple[float, float]) -> list[Trace]:
    """Someone walks evenly; where told, the tracker shows another person who stands elsewhere."""
    times, places = walk()
    places[away] = other
    places += np.random.default_rng(1).normal(0, SPREAD * TREMBLING, places.shape)
    covariance = np.tile(SPREAD**2 * np.eye(2), (len(times), 1, 1))
    return follow(Sightings(times, places, covariance, np.zeros(len(times), dtype=np.bool_)), TREMBLING)


@pytest.mark.parametrize("other", [(-1.0, -0.5), (0.5, -5.5), (3.5, 0.0)])
def test_somebody_else_for_a_moment_is_not_run_to(other: tuple[float, float]) -> None:
    """The tracker went over to another person and came back: the walk goes on, and that moment was not seen."""
    times, _ = walk()
    away = (times > 1.5) & (times < 2.0)
    (trace,) = follow_with_somebody_else(away, other)
    assert trace.path.speeds.max() < 2.0
    assert not trace.seen[away].any()
    assert trace.seen[~away].all()


def test_somebody_else_for_good_is_another_way() -> None:
    """Nobody knows who is right: both ways are told, and nobody ran from one place to the other."""
    times, _ = walk()
    before, after = follow_with_somebody_else(times > 2.0, (3.5, 0.0))
    assert before.path.times[-1] == pytest.approx(2.0)
    assert after.path.times[0] == pytest.approx(2.0 + 1 / RATE)
    assert before.path.speeds.max() < 2.0
    assert after.path.speeds.max() < 0.5


def test_one_mistaken_place_breaks_nothing() -> None:
    times, _ = walk()
    (trace,) = follow_with_somebody_else(times == 2.0, (0.5, 2.0))
    assert len(trace.path.times) == len(times)
    assert trace.path.speeds.max() < 2.0


def test_as_fast_as_anybody_runs_is_one_way() -> None:
    times, places = walk(seconds=1.0, speed=8.0)
    covariance = np.tile(0.05**2 * np.eye(2), (len(times), 1, 1))
    (trace,) = follow(Sightings(times, places, covariance, np.zeros(len(times), dtype=np.bool_)), TREMBLING)
    assert len(trace.path.times) == len(times)
