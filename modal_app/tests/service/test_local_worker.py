"""The local worker as a program: what it says, how it ends, and what it leaves behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

from modal_app.tests.service.fake_convex import FakeConvex

KEY = {"Modal-Key": "key", "Modal-Secret": "secret"}


def environment(**values: str) -> dict[str, str]:
    names = ("CONVEX_URL", "CONVEX_SITE_URL", "MODAL_KEY", "MODAL_SECRET")
    return {**{name: value for name, value in os.environ.items() if name not in names}, **values}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "modal_app.local_worker", *arguments]


def never_answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Keeps a job in its download until it goes away."""
    handler.rfile.read()


@contextmanager
def worker(convex: FakeConvex, work_dir: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    settings = environment(CONVEX_URL=convex.url, CONVEX_SITE_URL=convex.url, MODAL_KEY="key", MODAL_SECRET="secret")
    process = subprocess.Popen(
        command("--port", "0", "--work-dir", str(work_dir)), env=settings, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Worker ready on http://127.0.0.1:")
        yield process, line.split()[-1]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_a_signal_ends_it_and_its_jobs(
    convex: FakeConvex, tmp_path: Path, number: signal.Signals
) -> None:
    convex.serve_part = never_answer
    with worker(convex, tmp_path) as (process, url):
        assert httpx.get(f"{url}/health", trust_env=False).json()["ok"] is True
        request = convex.process_request(b"a video")
        assert httpx.post(f"{url}/process", json=request, trust_env=False).status_code == 401
        assert httpx.post(f"{url}/process", json=request, headers=KEY, trust_env=False).status_code == 202
        convex.await_call("/updateStatus", lambda body: body["stage"] == "download")
        assert list(tmp_path.glob("*/job-*"))
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    assert list(tmp_path.iterdir()) == []
    assert convex.bodies("/reportFailure") == []


def test_a_job_does_not_outlive_a_worker_that_is_killed(convex: FakeConvex, tmp_path: Path) -> None:
    convex.serve_part = never_answer
    with worker(convex, tmp_path) as (process, url):
        httpx.post(f"{url}/process", json=convex.process_request(b"a video"), headers=KEY, trust_env=False)
        convex.await_call("/updateStatus", lambda body: body["stage"] == "download")
        process.kill()
        # The job's process holds the same standard output: it ends when that does.
        process.communicate(timeout=20)
    assert list(tmp_path.glob("*/*")) == []


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    settings = environment(
        CONVEX_URL="http://127.0.0.1:1", CONVEX_SITE_URL="http://127.0.0.1:1", MODAL_KEY="k", MODAL_SECRET="s"
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = command("--port", port, "--work-dir", str(tmp_path))
        result = subprocess.run(arguments, env=settings, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == (
        f"The worker cannot listen on port {port} (Address already in use): choose another one with --port.\n"
    )


def test_missing_settings_are_named_in_one_sentence(tmp_path: Path) -> None:
    settings = environment(CONVEX_URL="nonsense")
    result = subprocess.run(
        command("--work-dir", str(tmp_path)), env=settings, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "CONVEX_SITE_URL and CONVEX_URL" in result.stderr
