"""A job from request to end, against a deployment on a loopback port and a pipeline that only pretends."""

import errno
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modal_app.config import WorkerSettings
from modal_app.contract.models import ErrorCode, FailureReport, ProcessRequest, ResultsUpdate, StatusUpdate
from modal_app.errors import Cancelled, JobStopped, PipelineError
from modal_app.job import Outcome, failure_of, run_job
from modal_app.pipelines import Analyze, Pipelines
from modal_app.stopping import StopSignal
from modal_app.tests.service.fake_convex import NO_EDITS, TOKEN, Answer, FakeConvex, refused
from modal_app.tests.service.fake_pipeline import RESULTS, failing_with, run_until_stopped, succeed

VIDEO = (b"first part " * 100, b"second part " * 100)


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """Where the job's files go: gone after every test, however the job ended."""
    yield tmp_path / "job"
    assert list(tmp_path.iterdir()) == []


def run(
    convex: FakeConvex,
    directory: Path,
    analyze: Analyze = succeed,
    *,
    parts: tuple[bytes, ...] = VIDEO,
    stop: StopSignal | None = None,
    time_limit: float | None = None,
) -> Outcome:
    request = ProcessRequest.model_validate(convex.process_request(*parts))
    settings = WorkerSettings(convex_url=convex.url, convex_site_url=convex.url, job_timeout_seconds=time_limit)
    return run_job(request, directory, settings, pipelines=Pipelines(analyze), stop=stop)


def test_a_video_becomes_stored_files_and_results(convex: FakeConvex, directory: Path) -> None:
    assert run(convex, directory) is Outcome.completed
    (update,) = convex.bodies("/updateResults")
    ResultsUpdate.model_validate(update)
    assert update["results"] == RESULTS
    assert convex.stored[update["rendition"]] == b"".join(VIDEO)
    assert convex.stored[update["poster"]] == b"poster.jpg"
    assert json.loads(convex.stored[update["observations"]]) == NO_EDITS
    assert convex.stored[update["motion"]] == b"motion.bin"
    assert convex.stored[update["events"]] == b"events.bin"
    assert [convex.stored[storage_id] for storage_id in update["segments"]] == [b"0.seg", b"1.seg"]
    assert convex.content_types == ["video/mp4", "image/jpeg", "application/zip", *["application/gzip"] * 4]
    assert len(convex.bodies("/generateUploadUrl")) == 7
    assert convex.bodies("/reportFailure") == []


def test_progress_is_reported_and_nothing_comes_after_the_results(convex: FakeConvex, directory: Path) -> None:
    seen = threading.Event()

    def wait_until_seen(*args: Any, **kwargs: Any) -> Any:
        kwargs["progress"]("detect", 0.5, 10.0)
        convex.await_call("/updateStatus", lambda body: body["stage"] == "detect")
        seen.set()
        return succeed(*args, **kwargs)

    run(convex, directory, wait_until_seen)
    assert seen.is_set()
    updates = [StatusUpdate.model_validate(body) for body in convex.bodies("/updateStatus")]
    assert updates[0].stage == "download"
    progresses = [update.progress for update in updates]
    assert progresses == sorted(progresses)
    assert 0 < progresses[-1] <= 1
    assert convex.calls[-1][0] == "/updateResults"


@pytest.mark.parametrize("code", list(ErrorCode))
def test_each_code_of_the_pipeline_reaches_convex(convex: FakeConvex, directory: Path, code: ErrorCode) -> None:
    assert run(convex, directory, failing_with(PipelineError(code, "the reason"))) is Outcome.failed
    (report,) = convex.bodies("/reportFailure")
    FailureReport.model_validate(report)
    assert (report["videoId"], report["attempt"]) == ("video1", 1)
    assert (report["code"], report["detail"]) == (code.value, "the reason")
    assert convex.stored == {}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PipelineError(ErrorCode.video_still, "nothing moves"), ErrorCode.video_still),
        (OSError(errno.ENOSPC, "No space left on device"), ErrorCode.worker_disk_full),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), ErrorCode.worker_disk_full),
        (OSError(errno.EACCES, "Permission denied"), ErrorCode.internal_error),
        (MemoryError(), ErrorCode.worker_crashed),
        (ValueError("a mistake in the program"), ErrorCode.internal_error),
    ],
)
def test_whatever_goes_wrong_has_a_code(convex: FakeConvex, directory: Path, error: Exception, code: ErrorCode) -> None:
    assert failure_of(error).code is code
    assert run(convex, directory, failing_with(error)) is Outcome.failed
    assert [body["code"] for body in convex.bodies("/reportFailure")] == [code.value]


def test_a_source_that_is_gone_is_reported(convex: FakeConvex, directory: Path) -> None:
    convex.serve_part = lambda handler, _: handler.send_error(404)
    assert run(convex, directory) is Outcome.failed
    assert [body["code"] for body in convex.bodies("/reportFailure")] == ["source_unavailable"]


@pytest.mark.parametrize("code", ["cancelled", "superseded"])
def test_an_attempt_that_is_over_ends_quietly(convex: FakeConvex, directory: Path, code: str) -> None:
    over = threading.Event()

    def answer(body: dict[str, Any]) -> Answer:
        if body["stage"] != "detect":
            return 200, {"accepted": True}
        over.set()
        return refused(409, code)

    convex.answers["/updateStatus"] = answer
    assert run(convex, directory, run_until_stopped) is Outcome.stopped
    assert over.is_set()
    assert {route for route, _ in convex.calls} == {"/updateStatus"}


def test_an_attempt_that_is_over_at_its_results_gives_its_files_back(convex: FakeConvex, directory: Path) -> None:
    convex.answers["/updateResults"] = lambda _: refused(409, "superseded")
    convex.answers["/reportFailure"] = lambda _: refused(409, "superseded")
    assert run(convex, directory) is Outcome.stopped
    results = convex.bodies("/updateResults")[0]
    singles = (results[name] for name in ("rendition", "poster", "observations", "motion", "events"))
    uploaded = [*singles, *results["segments"]]
    assert [body["outputs"] for body in convex.bodies("/reportFailure")] == [uploaded]


def test_refused_results_are_reported_as_such(convex: FakeConvex, directory: Path) -> None:
    convex.answers["/updateResults"] = lambda _: refused(400, "invalid_request")
    assert run(convex, directory) is Outcome.failed
    assert len(convex.bodies("/updateResults")) == 1
    [report] = convex.bodies("/reportFailure")
    assert report["code"] == "results_rejected"
    assert report["outputs"][0] == convex.bodies("/updateResults")[0]["rendition"]


def test_a_failure_that_nobody_takes_ends_the_job_all_the_same(convex: FakeConvex, directory: Path) -> None:
    convex.answers["/reportFailure"] = lambda _: refused(400, "invalid_request")
    assert run(convex, directory, failing_with(ValueError("x"))) is Outcome.unreported


def test_a_deployment_that_vanishes_ends_the_job_unreported(convex: FakeConvex, directory: Path) -> None:
    convex.answers["/updateResults"] = lambda _: (502, {})
    assert run(convex, directory) is Outcome.unreported
    assert convex.bodies("/reportFailure") == []


def test_an_upload_that_fails_is_sent_again_to_a_new_address(convex: FakeConvex, directory: Path) -> None:
    convex.upload_statuses = [200, 503, 200]
    assert run(convex, directory) is Outcome.completed
    assert len(convex.bodies("/generateUploadUrl")) == 8
    assert len(convex.stored) == 7


def test_an_upload_that_is_refused_ends_the_job(convex: FakeConvex, directory: Path) -> None:
    convex.upload_statuses = [413]
    assert run(convex, directory) is Outcome.failed
    assert [body["code"] for body in convex.bodies("/reportFailure")] == ["internal_error"]


def test_nothing_is_uploaded_to_another_origin(convex: FakeConvex, directory: Path) -> None:
    with FakeConvex() as other:
        convex.answers["/generateUploadUrl"] = lambda _: (200, {"uploadUrl": f"{other.url}/upload"})
        assert run(convex, directory) is Outcome.failed
        assert other.stored == {}


def test_a_job_that_takes_too_long_says_so(convex: FakeConvex, directory: Path) -> None:
    assert run(convex, directory, run_until_stopped, time_limit=0.1) is Outcome.failed
    assert [body["code"] for body in convex.bodies("/reportFailure")] == ["worker_timeout"]


def test_a_stop_from_outside_is_not_reported(convex: FakeConvex, directory: Path) -> None:
    stop = StopSignal()
    stop.set(JobStopped("the worker ended"))
    assert run(convex, directory, run_until_stopped, stop=stop) is Outcome.stopped
    assert convex.bodies("/reportFailure") == []


def test_a_pipeline_that_stops_for_no_reason_is_not_reported_either(convex: FakeConvex, directory: Path) -> None:
    assert run(convex, directory, failing_with(Cancelled())) is Outcome.stopped


def test_neither_log_nor_report_holds_the_token(
    convex: FakeConvex, directory: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "modal_app")
    run(convex, directory, failing_with(ValueError(f"a message that quotes {TOKEN}")))
    (report,) = convex.bodies("/reportFailure")
    assert report["detail"] == "ValueError: a message that quotes [token]"
    assert "video1: failed" in caplog.text
    assert TOKEN not in caplog.text
