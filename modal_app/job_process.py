"""A job in a process of its own: `python -m modal_app.job_process`, with the order on standard input.

The process lives no longer than the one that started it: it ends when its standard input does.
"""

import logging
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import BinaryIO, NoReturn

from pydantic import BaseModel, ConfigDict

from modal_app.config import WorkerSettings
from modal_app.errors import JobStopped
from modal_app.job import run_job
from modal_app.logs import set_up_logging
from modal_app.pipelines import Pipelines
from modal_app.requests import JobRequest
from modal_app.stopping import StopSignal

READY = "--ready"
"""Has the process load what an interpretation needs before it reads its order."""

GRACE_SECONDS = 0.8
"""Time that a job has to end by itself once nobody waits for it: together with a heartbeat, less than two seconds."""


class JobOrder(BaseModel):
    """What the process is to do: one line of JSON."""

    model_config = ConfigDict(hide_input_in_errors=True)

    request: JobRequest
    directory: Path
    settings: WorkerSettings

    def to_line(self) -> bytes:
        """The order as it goes over the pipe. It holds the job's token: pass it no other way."""
        return self.model_dump_json(by_alias=True).encode() + b"\n"


def main(pipelines: Pipelines | None = None) -> None:
    """Runs the job that standard input names, to its end or to the end of standard input."""
    # A terminal's Ctrl-C goes to this process too; the worker alone decides, by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    set_up_logging()
    pipelines = pipelines or Pipelines()
    if READY in sys.argv[1:]:
        pipelines.load()
    line = sys.stdin.buffer.readline()
    if not line:
        return  # It was held ready in vain.
    order = JobOrder.model_validate_json(line)
    stop = StopSignal()
    threading.Thread(target=_end_with, args=[sys.stdin.buffer, stop], daemon=True).start()
    threading.Thread(target=_insist, args=[stop, order.directory], daemon=True).start()
    run_job(order.request, order.directory, order.settings, pipelines=pipelines, stop=stop)
    _leave()


def _end_with(pipe: BinaryIO, stop: StopSignal) -> None:
    pipe.read()
    stop.set(JobStopped("the worker ended"))


def _insist(stop: StopSignal, directory: Path) -> None:
    """Ends a job that nobody waits for, and that does not heed the stop: a library loads, or computes for long."""
    stop.event.wait()
    if isinstance(stop.reason, JobStopped):
        threading.Event().wait(GRACE_SECONDS)
        shutil.rmtree(directory, ignore_errors=True)
        _leave()


def _leave() -> NoReturn:
    # An orderly end of the interpreter would wait for the thread that reads standard input.
    logging.shutdown()
    os._exit(0)


if __name__ == "__main__":
    main()
