"""One job from its request to its end: fetch the source, analyse it, upload what came out, report."""

import errno
import logging
import shutil
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from modal_app.config import WorkerSettings
from modal_app.contract.models import ErrorCode, ProcessRequest, Results, Stage
from modal_app.convex_client import CallRejectedError, ConvexClient
from modal_app.download import download
from modal_app.errors import JobStopped, PipelineError
from modal_app.pipeline.progress import OverallProgress
from modal_app.pipeline.settings import PipelineSettings, PoseSettings
from modal_app.reporting import Reporter
from modal_app.retrying import TransientError
from modal_app.stopping import StopSignal, run_interruptibly
from modal_app.upload import OutputFile, Uploader

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


class Analysis(Protocol):
    """What came out of the pipeline: the summary, and files that still lie in the job's directory."""

    @property
    def results(self) -> Results: ...  # noqa: D102
    @property
    def rendition(self) -> Path: ...  # noqa: D102
    @property
    def poster(self) -> Path: ...  # noqa: D102
    @property
    def segments(self) -> list[Path]: ...  # noqa: D102


class Analyze(Protocol):
    """The pipeline's entry, `modal_app.pipeline.run.analyze`."""

    def __call__(  # noqa: D102
        self,
        source: Path,
        out_dir: Path,
        *,
        progress: Callable[[Stage, float, float | None], None],
        should_stop: Callable[[], bool],
        settings: PipelineSettings,
    ) -> Analysis: ...


def real_analyze(
    source: Path,
    out_dir: Path,
    *,
    progress: Callable[[Stage, float, float | None], None],
    should_stop: Callable[[], bool],
    settings: PipelineSettings,
) -> Analysis:
    """The pipeline, loaded only once it is needed: importing the models' libraries takes seconds."""
    from modal_app.pipeline.run import analyze  # noqa: PLC0415

    return analyze(source, out_dir, progress=progress, should_stop=should_stop, settings=settings)


def run_job(
    request: ProcessRequest,
    directory: Path,
    settings: WorkerSettings,
    *,
    analyze: Analyze = real_analyze,
    stop: StopSignal | None = None,
) -> Outcome:
    """Runs one job to its end. Whatever happens, `directory` is gone afterwards, and no exception gets out.

    Args:
        request: The attempt to run.
        directory: Where the job's files go; made here.
        settings: Where the deployment is, and the job's limits.
        analyze: The pipeline.
        stop: Ends the job from outside, without a report, when set with a JobStopped.
    """
    stop = stop or StopSignal()
    outputs: list[str] = []
    with ConvexClient(request, settings, stop) as client:
        try:
            with _temporary(directory), _time_limit(settings.job_timeout_seconds, stop):
                _Job(request, directory, settings, client, analyze, stop, outputs).run()
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


def _conclude(request: ProcessRequest, client: ConvexClient, error: Exception, outputs: list[str]) -> Outcome:
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
    request: ProcessRequest
    directory: Path
    settings: WorkerSettings
    client: ConvexClient
    analyze: Analyze
    stop: StopSignal
    outputs: list[str]
    """Storage ids of what has been uploaded so far: rendition, poster, segments."""

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

            source = self._download(progress)
            analysis = self._analyze(source, progress)
            self._upload(analysis, progress)
        # No heartbeat may follow the results: they end the attempt, and its token with it.
        self.stop.raise_if_set()
        rendition, poster, *segments = self.outputs
        self.client.update_results(analysis.results, rendition=rendition, poster=poster, segments=segments)

    def _download(self, progress: Callable[[Stage, float, float | None], None]) -> Path:
        source = self.directory / "source"
        work = download(
            self.request.parts,
            source,
            self.settings,
            on_progress=lambda fraction: progress(Stage.download, fraction, None),
        )
        run_interruptibly(work, self.stop)
        return source

    def _analyze(self, source: Path, progress: Callable[[Stage, float, float | None], None]) -> Analysis:
        out_dir = self.directory / "out"
        out_dir.mkdir()
        pipeline_settings = PipelineSettings(
            pose=PoseSettings(model=self.settings.pose_model), cache_dir=self.settings.cache_dir
        )
        analysis = self.analyze(
            source, out_dir, progress=progress, should_stop=self.stop.is_set, settings=pipeline_settings
        )
        source.unlink()
        self.stop.raise_if_set()
        return analysis

    def _upload(self, analysis: Analysis, progress: Callable[[Stage, float, float | None], None]) -> None:
        files = [
            OutputFile(analysis.rendition, "video/mp4"),
            OutputFile(analysis.poster, "image/jpeg"),
            *(OutputFile(segment, "application/gzip") for segment in analysis.segments),
        ]
        progress(Stage.publish, 0, None)
        uploader = Uploader(self.settings, self.client.generate_upload_url, self.outputs)
        work = uploader.send_all(files, on_progress=lambda fraction: progress(Stage.publish, fraction, None))
        run_interruptibly(work, self.stop)
