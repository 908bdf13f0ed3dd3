"""The local worker's jobs as processes: turns, crashes, cancellation, and what an end leaves behind."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modal_app.config import WorkerSettings
from modal_app.contract.models import InterpretRequest, ProcessRequest
from modal_app.processes import JobProcess
from modal_app.supervisor import Supervisor
from modal_app.tests.service.fake_convex import ACCEPTED, Answer, FakeConvex, refused

FAKE_JOB = (sys.executable, "-m", "modal_app.tests.service.fake_pipeline")


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "jobs"
    assert list(tmp_path.iterdir()) == []
    assert not any(thread.name.startswith(("report-", "job")) for thread in threading.enumerate())


@pytest.fixture
def supervisor(settings: WorkerSettings, directory: Path) -> Iterator[Supervisor]:
    with Supervisor(settings, directory, command=FAKE_JOB) as one_at_a_time:
        yield one_at_a_time


def spawn(supervisor: Supervisor, convex: FakeConvex, content: bytes, video_id: str = "video1") -> None:
    message = convex.process_request(content, video_id=video_id)
    message["parts"][0]["url"] = message["videoUrl"] = f"{convex.url}/parts/{video_id}"
    convex.parts[f"/parts/{video_id}"] = content
    asyncio.run(supervisor.spawn(ProcessRequest.model_validate(message)))


def spawn_interpretation(
    supervisor: Supervisor, convex: FakeConvex, observations: bytes, video_id: str, attempt: int = 2
) -> None:
    message = convex.interpret_request(observations, video_id=video_id, attempt=attempt)
    message["observations"]["url"] += f"/{attempt}"
    convex.parts[f"/observations/{video_id}/{attempt}"] = observations
    asyncio.run(supervisor.spawn(InterpretRequest.model_validate(message)))


def of(video_id: str) -> Any:
    return lambda body: body["videoId"] == video_id


def at(video_id: str, stage: str) -> Any:
    return lambda body: body["videoId"] == video_id and body["stage"] == stage


def test_a_job_runs_in_its_own_process_to_its_results(supervisor: Supervisor, convex: FakeConvex) -> None:
    spawn(supervisor, convex, b"a video")
    update = convex.await_call("/updateResults")
    assert convex.stored[update["rendition"]] == b"a video"


@pytest.mark.parametrize(("content", "code"), [(b"still", "video_still"), (b"full", "worker_disk_full")])
def test_a_job_that_fails_is_reported_by_itself(
    supervisor: Supervisor, convex: FakeConvex, content: bytes, code: str
) -> None:
    spawn(supervisor, convex, content)
    assert convex.await_call("/reportFailure")["code"] == code


def test_a_job_that_is_killed_is_reported_and_its_files_are_removed(
    supervisor: Supervisor, convex: FakeConvex, directory: Path
) -> None:
    left: list[list[Path]] = []

    def look(_: dict[str, Any]) -> Answer:
        left.append(list(directory.iterdir()))
        return ACCEPTED

    convex.answers["/reportFailure"] = look
    spawn(supervisor, convex, b"crash")
    report = convex.await_call("/reportFailure")
    assert report["code"] == "worker_crashed"
    assert "SIGKILL" in report["detail"]
    # The next job runs all the same.
    spawn(supervisor, convex, b"a video", "video2")
    convex.await_call("/updateResults", of("video2"))
    assert left == [[]]


def test_a_program_that_cannot_even_start_is_reported(
    settings: WorkerSettings, directory: Path, convex: FakeConvex
) -> None:
    with Supervisor(settings, directory, command=(sys.executable, "-c", "raise SystemExit(3)")) as supervisor:
        spawn(supervisor, convex, b"a video")
        report = convex.await_call("/reportFailure")
    assert (report["code"], report["detail"]) == ("worker_crashed", "the job's process ended with status 3")


def test_jobs_wait_their_turn_and_say_so(supervisor: Supervisor, convex: FakeConvex) -> None:
    over = threading.Event()
    convex.answers["/updateStatus"] = lambda body: (
        refused(409, "cancelled") if over.is_set() and body["videoId"] == "first" else ACCEPTED
    )
    spawn(supervisor, convex, b"endless", "first")
    convex.await_call("/updateStatus", at("first", "detect"))
    spawn(supervisor, convex, b"a video", "second")
    spawn(supervisor, convex, b"a video", "third")
    convex.await_call("/updateStatus", at("second", "queue"))
    convex.await_call("/updateStatus", at("third", "queue"))
    assert convex.bodies("/updateResults") == []
    over.set()
    convex.await_call("/updateResults", of("third"))
    assert [body["videoId"] for body in convex.bodies("/updateResults")] == ["second", "third"]
    sequences = [body["sequence"] for body in convex.bodies("/updateStatus") if body["videoId"] == "third"]
    assert sequences == sorted(set(sequences))


def test_two_jobs_run_at_a_time_when_asked_to(settings: WorkerSettings, directory: Path, convex: FakeConvex) -> None:
    with Supervisor(settings, directory, max_jobs=2, command=FAKE_JOB) as supervisor:
        spawn(supervisor, convex, b"endless", "first")
        spawn(supervisor, convex, b"endless", "second")
        convex.await_call("/updateStatus", at("first", "detect"))
        convex.await_call("/updateStatus", at("second", "detect"))


def test_an_interpretation_does_not_wait_for_an_analysis(supervisor: Supervisor, convex: FakeConvex) -> None:
    spawn(supervisor, convex, b"endless", "first")
    convex.await_call("/updateStatus", at("first", "detect"))
    spawn_interpretation(supervisor, convex, b"seen", "second")
    update = convex.await_call("/updateResults", of("second"))
    assert "rendition" not in update


def test_an_interpretation_that_is_superseded_makes_way_for_the_next(
    supervisor: Supervisor, convex: FakeConvex
) -> None:
    convex.answers["/updateStatus"] = lambda body: (
        refused(409, "cancelled") if body["videoId"] == "first" and body["stage"] == "detect" else ACCEPTED
    )
    spawn_interpretation(supervisor, convex, b"endless", "first")
    convex.await_call("/updateStatus", at("first", "detect"))
    spawn_interpretation(supervisor, convex, b"seen", "second")
    convex.await_call("/updateResults", of("second"))
    assert convex.bodies("/reportFailure") == []


def await_spare(supervisor: Supervisor) -> JobProcess:
    """The process that is held ready, once there is one."""
    for _ in range(1000):
        if supervisor._spare is not None:
            return supervisor._spare
        threading.Event().wait(0.02)
    raise AssertionError("no process is held ready")


def test_after_a_job_a_process_is_held_ready_for_an_interpretation(
    supervisor: Supervisor, convex: FakeConvex, directory: Path
) -> None:
    spawn(supervisor, convex, b"a video", "first")
    convex.await_call("/updateResults", of("first"))
    folder = await_spare(supervisor)._directory
    spawn_interpretation(supervisor, convex, b"endless", "second")
    convex.await_call("/updateStatus", at("second", "detect"))
    assert list(directory.iterdir()) == [folder]
    assert (folder / "observations").read_bytes() == b"endless"


def test_a_process_that_died_while_it_was_held_ready_is_not_relied_on(
    supervisor: Supervisor, convex: FakeConvex
) -> None:
    spawn(supervisor, convex, b"a video", "first")
    convex.await_call("/updateResults", of("first"))
    spare = await_spare(supervisor)._process
    spare.kill()
    spare.wait()
    spawn_interpretation(supervisor, convex, b"seen", "second")
    convex.await_call("/updateResults", of("second"))
    assert convex.bodies("/reportFailure") == []


def test_a_newer_attempt_ends_the_older_one_of_the_same_video_at_once(
    supervisor: Supervisor, convex: FakeConvex
) -> None:
    spawn_interpretation(supervisor, convex, b"endless", "first")
    convex.await_call("/updateStatus", at("first", "detect"))
    spawn_interpretation(supervisor, convex, b"seen", "first", attempt=3)
    # The deployment takes every report here: it is the worker that knows.
    assert convex.await_call("/updateResults")["attempt"] == 3
    assert convex.bodies("/reportFailure") == []


def test_an_older_attempt_that_comes_late_ends_nothing(
    settings: WorkerSettings, directory: Path, convex: FakeConvex
) -> None:
    convex.answers["/updateStatus"] = lambda body: refused(409, "superseded") if body["attempt"] == 2 else ACCEPTED

    def beats() -> int:
        return sum(route == "/updateStatus" and body["attempt"] == 3 for route, body in convex.calls)

    with Supervisor(settings, directory, max_jobs=2, command=FAKE_JOB) as supervisor:
        spawn_interpretation(supervisor, convex, b"endless", "first", attempt=3)
        convex.await_call("/updateStatus", lambda body: body["attempt"] == 3 and body["stage"] == "detect")
        spawn_interpretation(supervisor, convex, b"seen", "first", attempt=2)
        convex.await_call("/updateStatus", lambda body: body["attempt"] == 2)
        # A job that is ended reports once more at most.
        enough = beats() + 3
        with convex.changed:
            assert convex.changed.wait_for(lambda: beats() >= enough, timeout=20)


def test_a_job_cancelled_while_it_waits_never_starts(supervisor: Supervisor, convex: FakeConvex) -> None:
    over = threading.Event()

    def answer(body: dict[str, Any]) -> Answer:
        cancelled = body["videoId"] == "second" or over.is_set()
        return refused(409, "cancelled") if cancelled else ACCEPTED

    convex.answers["/updateStatus"] = answer
    spawn(supervisor, convex, b"endless", "first")
    convex.await_call("/updateStatus", at("first", "detect"))
    spawn(supervisor, convex, b"a video", "second")
    convex.await_call("/updateStatus", of("second"))
    over.set()
    convex.answers["/updateStatus"] = lambda body: refused(409, "cancelled") if body["videoId"] == "first" else ACCEPTED
    spawn(supervisor, convex, b"a video", "third")
    convex.await_call("/updateResults", of("third"))
    assert {body["stage"] for body in convex.bodies("/updateStatus") if body["videoId"] == "second"} == {"queue"}


@pytest.mark.parametrize("content", [b"endless", b"deaf"])
def test_a_cancelled_job_makes_way_even_when_it_heeds_no_stop(
    supervisor: Supervisor, convex: FakeConvex, content: bytes
) -> None:
    convex.answers["/updateStatus"] = lambda body: (
        refused(409, "cancelled") if body["videoId"] == "first" and body["stage"] == "detect" else ACCEPTED
    )
    spawn(supervisor, convex, content, "first")
    convex.await_call("/updateStatus", at("first", "detect"))
    spawn(supervisor, convex, b"a video", "second")
    convex.await_call("/updateResults", of("second"))
    assert convex.bodies("/reportFailure") == []


def test_an_end_stops_running_and_waiting_jobs_and_leaves_nothing(
    settings: WorkerSettings, directory: Path, convex: FakeConvex
) -> None:
    with Supervisor(settings, directory, command=FAKE_JOB) as supervisor:
        spawn(supervisor, convex, b"endless", "first")
        convex.await_call("/updateStatus", at("first", "detect"))
        spawn(supervisor, convex, b"a video", "second")
        convex.await_call("/updateStatus", of("second"))
        assert list(directory.iterdir()) != []
    assert not directory.exists()
    assert convex.bodies("/reportFailure") == []
    assert convex.bodies("/updateResults") == []


def test_what_a_killed_worker_left_is_removed_at_the_start(settings: WorkerSettings, directory: Path) -> None:
    (directory / "job-old").mkdir(parents=True)
    (directory / "job-old" / "source").write_bytes(b"x")
    with Supervisor(settings, directory):
        assert list(directory.iterdir()) == []


def test_nothing_is_taken_once_the_end_has_begun(settings: WorkerSettings, directory: Path, convex: FakeConvex) -> None:
    with Supervisor(settings, directory, command=FAKE_JOB) as supervisor:
        pass
    with pytest.raises(RuntimeError, match="ending"):
        spawn(supervisor, convex, b"a video")
