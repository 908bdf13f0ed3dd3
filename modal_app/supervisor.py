"""Runs the local worker's jobs: each in a process of its own, a few at a time, the others waiting in order."""

import logging
import shutil
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from modal_app.config import WorkerSettings
from modal_app.contract.models import ErrorCode, InterpretRequest, Stage
from modal_app.convex_client import CallRejectedError, ConvexClient
from modal_app.errors import JobStopped
from modal_app.processes import JOB_COMMAND, JobProcess
from modal_app.reporting import Reporter
from modal_app.requests import JobRequest
from modal_app.retrying import TransientError
from modal_app.stopping import StopSignal

logger = logging.getLogger(__name__)


class Supervisor:
    """Takes jobs, and answers for what becomes of them. Use it as a context manager: its end ends every job.

    Args:
        settings: Given to every job.
        directory: Where the jobs' folders go. It is this supervisor's alone: what it holds at the start is left over
            from a worker that was killed, and is removed.
        max_jobs: How many analyses run at a time. Interpretations have places of their own: somebody watches for them.
        command: Program that runs a job (modal_app.job_process).
    """

    def __init__(
        self, settings: WorkerSettings, directory: Path, *, max_jobs: int = 1, command: Sequence[str] = JOB_COMMAND
    ) -> None:
        self._settings = settings
        self._directory = directory
        self._command = command
        self._analyses = ThreadPoolExecutor(max_jobs, thread_name_prefix="job")
        self._interpretations = ThreadPoolExecutor(max_jobs, thread_name_prefix="job-interpret")
        self._lock = threading.Lock()
        self._closing = False
        self._waiting: set[_Waiting] = set()
        self._running: dict[JobProcess, JobRequest] = {}
        self._spare: JobProcess | None = None

    def __enter__(self) -> Self:
        shutil.rmtree(self._directory, ignore_errors=True)
        self._directory.mkdir(parents=True, mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closing = True
            waiting, self._waiting = self._waiting, set()
            if self._spare is not None:
                self._spare.kill()
            for process in self._running:
                process.end()
        for job in waiting:
            job.end()
        for executor in (self._analyses, self._interpretations):
            executor.shutdown(cancel_futures=True)
        shutil.rmtree(self._directory, ignore_errors=True)

    async def spawn(self, request: JobRequest) -> None:
        """Queues a job. It reports itself as waiting until its turn comes."""
        with self._lock:
            if self._closing:
                raise RuntimeError("the worker is ending")
            waiting = _Waiting(request, self._settings)
            self._waiting.add(waiting)
            for process, other in self._running.items():
                # A newer attempt means that the older one is over; it would hear of it with its next report.
                if other.video_id == request.video_id and other.attempt < request.attempt:
                    process.end()
            executor = self._interpretations if isinstance(request, InterpretRequest) else self._analyses
            executor.submit(self._take, waiting)

    def _take(self, waiting: "_Waiting") -> None:
        with self._lock:
            self._waiting.discard(waiting)
        waiting.end()
        if waiting.stop.is_set():
            return
        status = self._run(waiting.request)
        if status != 0 and not self._closing:
            self._report_crash(waiting.request, status)
        self._keep_spare()

    def _run(self, request: JobRequest) -> int:
        with self._lock:
            if self._closing:
                return 0
            if isinstance(request, InterpretRequest) and self._spare is not None and self._spare.is_alive:
                process, self._spare = self._spare, None
            else:
                process = JobProcess(self._command, self._directory)
            self._running[process] = request
        process.give(request, self._settings)
        try:
            return process.wait(lambda: self._closing)
        finally:
            with self._lock:
                del self._running[process]

    def _keep_spare(self) -> None:
        """Holds a process ready: once there are results, their owner may edit them, and waits for the answer."""
        with self._lock:
            if self._spare is not None and not self._spare.is_alive:
                self._spare.kill()
                self._spare = None
            if self._spare is None and not self._closing:
                self._spare = JobProcess(self._command, self._directory, ready=True)

    def _report_crash(self, request: JobRequest, status: int) -> None:
        how = f"by {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
        logger.error("video %s: the job's process ended %s", request.video_id, how)
        try:
            with ConvexClient(request, self._settings, StopSignal()) as client:
                client.report_failure(ErrorCode.worker_crashed, f"the job's process ended {how}")
        except (JobStopped, CallRejectedError, TransientError) as error:
            logger.warning("video %s: the crash was not taken, %s", request.video_id, error)


class _Waiting:
    """A job whose turn has not come: keeps its lease, and hears of a cancellation."""

    def __init__(self, request: JobRequest, settings: WorkerSettings) -> None:
        self.request = request
        self.stop = StopSignal()
        self._stack = ExitStack()
        client = self._stack.enter_context(ConvexClient(request, settings, self.stop))
        self._stack.enter_context(Reporter(request, client.update_status, self.stop, stage=Stage.queue))

    def end(self) -> None:
        """Ends the reports of waiting."""
        self._stack.close()
