"""The worker on this machine: `python -m modal_app.local_worker`. Serves the same endpoint as Modal does."""

import argparse
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import uvicorn
from pydantic import ValidationError

from modal_app.config import Credentials, WorkerSettings
from modal_app.logs import set_up_logging
from modal_app.service import MemoryClaims, create_app
from modal_app.supervisor import Supervisor

HOST = "127.0.0.1"
DEFAULT_PORT = 8787
DEFAULT_WORK_DIR = Path(__file__).parents[1] / ".local" / "worker"


def main(arguments: list[str] | None = None) -> None:
    """Serves until a signal ends it."""
    options = _parse(arguments)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _exit)
    set_up_logging()
    settings, credentials = _settings()
    listener = _listen(options.port)
    port = listener.getsockname()[1]
    # Whoever has the port has the directory: no other worker is at work in it.
    with listener, Supervisor(settings, options.work_dir / str(port), max_jobs=options.jobs) as supervisor:
        app = create_app(settings, credentials=credentials, spawn=supervisor.spawn, claims=MemoryClaims())
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2)
        )
        print(f"Worker ready on http://{HOST}:{port}", flush=True)
        try:
            server.run(sockets=[listener])
        finally:
            # A second signal must not break off the cleaning up.
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m modal_app.local_worker", description=__doc__)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes any free port (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=1, help="videos analysed at a time (default: %(default)s)")
    parser.add_argument("--work-dir", type=Path, default=DEFAULT_WORK_DIR, help="folder for the files of running jobs")
    return parser.parse_args(arguments)


def _settings() -> tuple[WorkerSettings, Credentials]:
    try:
        return WorkerSettings.from_environment(), Credentials.from_environment()
    except ValidationError as error:
        names = sorted({str(at["loc"][0]).upper() for at in error.errors()})
        _fail(f"The worker cannot start: set {' and '.join(names)} in the environment (see docs/deploy.md).")


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        _fail(f"The worker cannot listen on port {port} ({reason}): choose another one with --port.")


def _fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def _exit(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
