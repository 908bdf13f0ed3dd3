"""The processes of jobs, as the worker that starts them sees them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from modal_app.config import WorkerSettings
from modal_app.job_process import READY, JobOrder
from modal_app.requests import JobRequest

JOB_COMMAND = (sys.executable, "-m", "modal_app.job_process")
GRACE_SECONDS = 6.0
"""Time that a job's process has to end once the worker does, before it is killed."""


class JobProcess:
    """A process that does one job, in a folder of its own. Whoever starts one has to wait for it.

    Args:
        command: Program that runs a job (modal_app.job_process).
        parent: Where the job's folder goes.
        ready: Whether it loads what an interpretation needs while there is no order yet.
    """

    def __init__(self, command: Sequence[str], parent: Path, *, ready: bool = False) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="job-", dir=parent))
        environment = {**os.environ, "TMPDIR": str(self._directory)}
        arguments = [*command, READY] if ready else command
        self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, env=environment)

    @property
    def is_alive(self) -> bool:
        """Whether it can still take an order."""
        return self._process.poll() is None

    def give(self, request: JobRequest, settings: WorkerSettings) -> None:
        """Orders the job."""
        order = JobOrder(request=request, directory=self._directory, settings=settings)
        pipe = self._process.stdin
        assert pipe is not None
        with suppress(BrokenPipeError, ValueError):  # The process, or the worker, ended already.
            pipe.write(order.to_line())
            pipe.flush()

    def end(self) -> None:
        """Has the process end soon, whatever it is doing."""
        pipe = self._process.stdin
        assert pipe is not None
        with suppress(BrokenPipeError):
            pipe.close()

    def kill(self) -> None:
        """Ends a process that has no order, at once."""
        self._process.kill()
        self.wait(lambda: True)

    def wait(self, is_ending: Callable[[], bool]) -> int:
        """Waits for the end, and removes the job's folder.

        Args:
            is_ending: Whether the worker ends; then the process is killed if it does not end in time.

        Returns:
            The exit status, negative for a signal.
        """
        try:
            return self._wait(is_ending)
        finally:
            self.end()
            shutil.rmtree(self._directory, ignore_errors=True)

    def _wait(self, is_ending: Callable[[], bool]) -> int:
        grace = GRACE_SECONDS
        while True:
            try:
                return self._process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                if is_ending():
                    grace -= 0.5
                if grace <= 0:
                    self._process.kill()
