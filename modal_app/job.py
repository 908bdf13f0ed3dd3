"""One job from its request to its end: do the work, upload what came out, report."""

import errno
import logging
import shutil
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from modal_app.config import WorkerSettings
from modal_app.contract.models import ErrorCode, Stage
from modal_app.convex_client import CallRejectedError, ConvexClient
from modal_app.errors import JobStopped, PipelineError
from modal_app.pipeline.progress import OverallProgress
from modal_app.pipelines import Pipelines, Progress
from modal_app.reporting import Reporter
from modal_app.requests import JobRequest
from modal_app.retrying import TransientError
from modal_app.stopping import StopSignal, run_interruptibly
from modal_app.upload import Uploader
from modal_app.work import Made, Work

logger = logging.getLogger(__name__)

REDACTED = "[token]"


class Outcome(Enum):
    """How a job ended."""

    completed = "completed"
    failed = "failed"
    """Convex knows why."""
    stopped = "stopped"
    """Cancelled, or taken over by a newer attempt."""
    unreported = "unreported"
    """Convex could not be told; it notices that the heartbeat stopped, and starts another attempt."""


def run_job(
    request: JobRequest,
    directory: Path,
    settings: WorkerSettings,
    *,
    pipelines: Pipelines | None = None,
    stop: StopSignal | None = None,
) -> Outcome:
    """Runs one job to its end. Whatever happens, `directory` is gone afterwards, and no exception gets out.

    Args:
        request: The attempt to run.
        directory: Where the job's files go; made here.
        settings: Where the deployment is, and the job's limits.
        pipelines: What the job runs; the real ones by default.
        stop: Ends the job from outside, without a report, when set with a JobStopped.
    """
    stop = stop or StopSignal()
    outputs: list[str] = []
    with ConvexClient(request, settings, stop) as client:
        try:
            with _temporary(directory), _time_limit(settings.job_timeout_seconds, stop):
                _Job(request, directory, settings, client, pipelines or Pipelines(), stop, outputs).run()
        except Exception as error:
            return _conclude(request, client, error, outputs)
    logger.info("video %s: completed", request.video_id)
    return Outcome.completed


def failure_of(error: Exception) -> PipelineError:
    """The contract's code for whatever ended a job."""
    if isinstance(error, PipelineError):
        return error
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return PipelineError(ErrorCode.worker_disk_full, str(error))
    if isinstance(error, MemoryError):
        return PipelineError(ErrorCode.worker_crashed, "out of memory")
    return PipelineError(ErrorCode.internal_error, f"{type(error).__name__}: {error}")


def _conclude(request: JobRequest, client: ConvexClient, error: Exception, outputs: list[str]) -> Outcome:
    if isinstance(error, JobStopped):
        if outputs:
            # The attempt is over, so the answer is a refusal; it takes the files away all the same.
            with suppress(JobStopped, TransientError, CallRejectedError):
                client.report_failure(ErrorCode.cancelled, "stopped while uploading", outputs)
        logger.info("video %s: stopped, %s", request.video_id, type(error).__name__)
        return Outcome.stopped
    if isinstance(error, TransientError):
        logger.error("video %s: given up, %s", request.video_id, error)
        return Outcome.unreported
    failure = failure_of(error)
    story = "".join(traceback.format_exception(error)) if failure.code is ErrorCode.internal_error else str(failure)
    logger.error("video %s: failed, %s", request.video_id, story.replace(request.token, REDACTED))
    try:
        client.report_failure(failure.code, failure.detail.replace(request.token, REDACTED), outputs)
    except JobStopped:
        return Outcome.stopped
    except (TransientError, CallRejectedError) as refusal:
        logger.error("video %s: the failure could not be reported, %s", request.video_id, refusal)  # noqa: TRY400
        return Outcome.unreported
    return Outcome.failed


@contextmanager
def _temporary(directory: Path) -> Iterator[None]:
    directory.mkdir(parents=True, mode=0o700, exist_ok=True)
    try:
        yield
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def _time_limit(seconds: float | None, stop: StopSignal) -> Iterator[None]:
    if seconds is None:
        yield
        return
    reason = PipelineError(ErrorCode.worker_timeout, f"not done after {seconds:.0f} s")
    timer = threading.Timer(seconds, stop.set, [reason])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@dataclass(frozen=True)
class _Job:
    request: JobRequest
    directory: Path
    settings: WorkerSettings
    client: ConvexClient
    pipelines: Pipelines
    stop: StopSignal
    outputs: list[str]
    """Storage ids of what has been uploaded so far: files, then segments."""

    def run(self) -> None:
        try:
            self._run()
        except (JobStopped, TransientError):
            # Where the work broke off only knows that it had to stop; the signal knows why.
            self.stop.raise_if_set()
            raise

    def _run(self) -> None:
        with Reporter(self.request, self.client.update_status, self.stop, stage=Stage.download) as reporter:
            overall = OverallProgress()

            def progress(stage: Stage, fraction: float, stage_eta: float | None) -> None:
                now = overall.update(stage, fraction, stage_eta)
                reporter.update(stage, now.progress, now.eta_seconds)

            made = Work(self.directory, self.settings, self.pipelines, self.stop, progress).do(self.request)
            self._upload(made, progress)
        # No heartbeat may follow the results: they end the attempt, and its token with it.
        self.stop.raise_if_set()
        single, segments = self.outputs[: len(made.files)], self.outputs[len(made.files) :]
        self.client.update_results(made.results, dict(zip(made.files, single, strict=True)), segments)

    def _upload(self, made: Made, progress: Progress) -> None:
        progress(Stage.publish, 0, None)
        uploader = Uploader(self.settings, self.client.generate_upload_url, self.outputs)
        files = [*made.files.values(), *made.segments]
        work = uploader.send_all(files, on_progress=lambda fraction: progress(Stage.publish, fraction, None))
        run_interruptibly(work, self.stop)
