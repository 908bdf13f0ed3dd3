"""A job of the second kind: from stored observations and edits to a new motion file and new segments."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modal_app.config import WorkerSettings
from modal_app.contract.models import ErrorCode, FailureReport, InterpretRequest, ResultsUpdate
from modal_app.errors import PipelineError
from modal_app.job import Outcome, run_job
from modal_app.pipelines import Pipelines
from modal_app.tests.service.fake_convex import FakeConvex, refused
from modal_app.tests.service.fake_pipeline import (
    RESULTS,
    FakeAnalyze,
    failing_with,
    interpreting_with,
    run_until_stopped,
    succeed,
)

SEEN = b"what was seen " * 1000
EDITS: dict[str, Any] = {"calibrations": [], "swaps": [{"at": 1.5, "one": 1, "other": 2}], "hits": [], "rallies": []}


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """Where the job's files go: gone after every test, however the job ended."""
    yield tmp_path / "job"
    assert list(tmp_path.iterdir()) == []


def run(convex: FakeConvex, directory: Path, interpret: FakeAnalyze = succeed, **changes: object) -> Outcome:
    message = convex.interpret_request(SEEN, edits=EDITS)
    message["observations"].update(changes)
    settings = WorkerSettings(convex_url=convex.url, convex_site_url=convex.url)
    pipelines = Pipelines(failing_with(AssertionError("no analysis was asked for")), interpreting_with(interpret))
    return run_job(InterpretRequest.model_validate(message), directory, settings, pipelines=pipelines)


def test_only_what_edits_change_is_made_anew(convex: FakeConvex, directory: Path) -> None:
    assert run(convex, directory) is Outcome.completed
    (update,) = convex.bodies("/updateResults")
    ResultsUpdate.model_validate(update)
    assert update["results"] == RESULTS
    assert update["attempt"] == 2
    assert {"rendition", "poster", "observations"}.isdisjoint(update)
    assert json.loads(convex.stored[update["motion"]]) == EDITS
    assert convex.stored[update["events"]] == b"events.bin"
    assert [convex.stored[storage_id] for storage_id in update["segments"]] == [b"0.seg", b"1.seg"]
    assert convex.content_types == ["application/gzip"] * 4


def test_the_observations_are_those_that_were_stored(convex: FakeConvex, directory: Path) -> None:
    seen: list[bytes] = []

    def look(source: Path, *arguments: Any, **options: Any) -> Any:
        seen.append(source.read_bytes())
        return succeed(source, *arguments, **options)

    run(convex, directory, look)
    assert seen == [SEEN]


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"size": len(SEEN) - 1}, {"size": len(SEEN) + 1}])
def test_other_observations_than_were_stored_are_none(
    convex: FakeConvex, directory: Path, change: dict[str, object]
) -> None:
    assert run(convex, directory, failing_with(AssertionError("it must not get so far")), **change) is Outcome.failed
    assert [report["code"] for report in convex.bodies("/reportFailure")] == ["observations_missing"]


def test_observations_that_cannot_be_fetched_may_be_there_later(convex: FakeConvex, directory: Path) -> None:
    convex.serve_part = lambda handler, _: handler.send_error(503)
    assert run(convex, directory) is Outcome.failed
    assert [report["code"] for report in convex.bodies("/reportFailure")] == ["source_unavailable"]


@pytest.mark.parametrize("code", [code for code in ErrorCode if code.value.startswith("calibration_")])
def test_what_is_wrong_with_a_calibration_reaches_convex(convex: FakeConvex, directory: Path, code: ErrorCode) -> None:
    assert run(convex, directory, failing_with(PipelineError(code, "view 0"))) is Outcome.failed
    (report,) = convex.bodies("/reportFailure")
    FailureReport.model_validate(report)
    assert (report["code"], report["attempt"]) == (code.value, 2)


def test_a_newer_edit_ends_the_job_quietly(convex: FakeConvex, directory: Path) -> None:
    convex.answers["/updateStatus"] = lambda _: refused(409, "cancelled")
    assert run(convex, directory, run_until_stopped) is Outcome.stopped
    assert {route for route, _ in convex.calls} == {"/updateStatus"}


def test_an_attempt_that_is_over_at_its_results_gives_its_files_back(convex: FakeConvex, directory: Path) -> None:
    convex.answers["/updateResults"] = lambda _: refused(409, "cancelled")
    convex.answers["/reportFailure"] = lambda _: refused(409, "cancelled")
    assert run(convex, directory) is Outcome.stopped
    update = convex.bodies("/updateResults")[0]
    assert [body["outputs"] for body in convex.bodies("/reportFailure")] == [
        [update["motion"], update["events"], *update["segments"]]
    ]
