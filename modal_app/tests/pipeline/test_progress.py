from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modal_app.contract.models import Stage
from modal_app.errors import Cancelled
from modal_app.pipeline.progress import WEIGHTS, OverallProgress, Reporter

reports = st.tuples(st.sampled_from(list(Stage)), st.floats(-0.5, 1.5), st.none() | st.floats(0, 1e6))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_weights_cover_every_stage_and_make_one() -> None:
    assert list(WEIGHTS) == list(Stage)
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


@given(st.lists(reports))
def test_overall_progress_never_goes_back(sent: list[tuple[Stage, float, float | None]]) -> None:
    overall = OverallProgress()
    seen = [overall.update(*report).progress for report in sent]
    assert all(0 <= value <= 1 for value in seen)
    assert all(before <= after for before, after in pairwise(seen))


def test_the_last_stage_ends_at_one() -> None:
    assert OverallProgress().update(Stage.publish, 1.0, 0.0).progress == pytest.approx(1.0)


def test_detection_knows_of_the_stages_after_it() -> None:
    eta = OverallProgress().update(Stage.detect, 0.5, 44.0).eta_seconds
    assert eta is not None
    assert 44.0 < eta < 60.0


def test_reports_come_at_most_four_times_a_second() -> None:
    clock, times = Clock(), []
    reporter = Reporter(lambda *_: times.append(clock.now), lambda: False, clock)
    reporter.begin(Stage.detect)
    for step in range(1000):
        clock.now = step * 0.01
        reporter.update(step / 1000)
    assert all(after - before >= 0.25 for before, after in pairwise(times))
    assert all(after - before <= 1.0 for before, after in pairwise(times))


@given(st.lists(st.floats(0, 1), min_size=1))
def test_a_stage_never_reports_less_than_before(fractions: list[float]) -> None:
    clock, sent = Clock(), list[float]()
    reporter = Reporter(lambda _stage, fraction, _eta: sent.append(fraction), lambda: False, clock)
    reporter.begin(Stage.track)
    for fraction in fractions:
        clock.now += 1.0
        reporter.update(fraction)
    assert sent == sorted(sent)


def test_a_steady_pace_gives_the_time_left() -> None:
    clock, etas = Clock(), list[float | None]()
    reporter = Reporter(lambda _stage, _fraction, eta: etas.append(eta), lambda: False, clock)
    reporter.begin(Stage.detect)
    clock.now = 10.0
    reporter.update(0.25)
    assert etas[-1] == pytest.approx(30.0)


def test_a_stop_ends_the_next_report() -> None:
    reporter = Reporter(lambda *_: None, lambda: True)
    with pytest.raises(Cancelled):
        reporter.begin(Stage.probe)
