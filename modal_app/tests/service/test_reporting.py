"""When progress is posted, and with what: on a clock that the test moves."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modal_app.contract.models import ErrorCode, ProcessRequest, Stage, StatusUpdate
from modal_app.convex_client import CallRejectedError
from modal_app.errors import Cancelled, PipelineError, Superseded
from modal_app.reporting import Reporter
from modal_app.retrying import TransientError
from modal_app.stopping import StopSignal
from modal_app.tests.service.test_service import order


class Desk:
    """A reporter, the clock it looks at, and what it posted when."""

    def __init__(self, *, wall_clock: float = 1_000_000.0) -> None:
        self.now = 50.0
        self.wall = wall_clock
        self.posted: list[tuple[float, StatusUpdate]] = []
        self.answer: Exception | None = None
        self.stop = StopSignal()
        self.reporter = Reporter(
            ProcessRequest.model_validate(order(attempt=4)),
            self._post,
            self.stop,
            stage=Stage.download,
            monotonic=lambda: self.now,
            wall_clock=lambda: self.wall,
        )

    def _post(self, update: StatusUpdate) -> None:
        self.posted.append((self.now, update))
        if self.answer is not None:
            raise self.answer

    def pass_time(self, seconds: float, step: float = 0.01) -> None:
        """Lets the reporter look at the clock every `step` seconds."""
        for _ in range(round(seconds / step)):
            self.reporter.step()
            self.now += step
            self.wall += step

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.posted]

    @property
    def gaps(self) -> list[float]:
        return [later - earlier for earlier, later in zip(self.times, self.times[1:], strict=False)]


def test_the_first_post_goes_out_at_once() -> None:
    desk = Desk()
    desk.reporter.step()
    ((_, update),) = desk.posted
    assert (update.stage, update.progress, update.eta_seconds) == (Stage.download, 0, None)
    assert (update.video_id, update.attempt) == ("video1", 4)


def test_nothing_new_is_still_posted_at_least_once_a_second() -> None:
    desk = Desk()
    desk.pass_time(10)
    assert len(desk.posted) >= 10
    assert max(desk.gaps) <= 1


def test_constant_news_are_posted_four_times_a_second_at_most() -> None:
    desk = Desk()
    for step in range(1000):
        desk.reporter.update(Stage.detect, step / 1000, 100 - step / 10)
        desk.pass_time(0.01)
    assert min(desk.gaps) >= 0.25
    assert len(desk.posted) >= 30


def test_it_tells_how_long_to_wait() -> None:
    desk = Desk()
    assert desk.reporter.step() == pytest.approx(0.9)
    desk.reporter.update(Stage.detect, 0.5, None)
    assert desk.reporter.step() == pytest.approx(0.25)


@given(st.lists(st.floats(-1, 2), max_size=50))
def test_progress_never_goes_back_and_sequence_always_rises(reported: list[float]) -> None:
    desk = Desk()
    for progress in reported:
        desk.reporter.update(Stage.detect, progress, None)
        desk.pass_time(0.3, step=0.1)
    progresses = [update.progress for _, update in desk.posted]
    assert progresses == sorted(progresses)
    sequences = [update.sequence for _, update in desk.posted]
    assert sequences == sorted(set(sequences))


def test_a_later_process_continues_the_sequence_of_an_earlier_one() -> None:
    waiting, running = Desk(wall_clock=1_000_000.0), Desk(wall_clock=1_000_002.0)
    waiting.pass_time(1.5)
    running.reporter.step()
    assert running.posted[0][1].sequence > waiting.posted[-1][1].sequence


def test_a_clock_that_is_set_back_does_not_set_the_sequence_back() -> None:
    desk = Desk()
    desk.reporter.step()
    desk.wall -= 3600
    desk.now += 1
    desk.reporter.step()
    first, second = (update.sequence for _, update in desk.posted)
    assert second == first + 1


@pytest.mark.parametrize("reason", [Cancelled(), Superseded()])
def test_the_answer_that_the_attempt_is_over_stops_the_job(reason: Exception) -> None:
    desk = Desk()
    desk.answer = reason
    desk.reporter.step()
    with pytest.raises(type(reason)):
        desk.stop.raise_if_set()


def test_a_refused_update_is_a_fault_of_the_program() -> None:
    desk = Desk()
    desk.answer = CallRejectedError("/updateStatus", 400, "wrong shape")
    desk.reporter.step()
    with pytest.raises(PipelineError) as caught:
        desk.stop.raise_if_set()
    assert caught.value.code is ErrorCode.internal_error


def test_a_silent_deployment_is_asked_less_and_less_often_and_then_again_as_before() -> None:
    desk = Desk()
    desk.answer = TransientError("no answer")
    desk.pass_time(60, step=0.05)
    assert not desk.stop.is_set()
    assert len(desk.posted) < 30
    assert max(desk.gaps) <= 5.1
    desk.answer = None
    desk.pass_time(6, step=0.05)
    desk.posted.clear()
    desk.pass_time(3, step=0.05)
    assert len(desk.posted) >= 3


def test_the_thread_posts_until_it_is_left() -> None:
    posted = threading.Semaphore(0)
    reporter = Reporter(
        ProcessRequest.model_validate(order()), lambda _: posted.release(), StopSignal(), stage=Stage.queue
    )
    with reporter:
        assert posted.acquire(timeout=10)
        reporter.update(Stage.detect, 0.5, 1)
        assert posted.acquire(timeout=10)
    assert not any(thread.name == "report-video1" for thread in threading.enumerate())
