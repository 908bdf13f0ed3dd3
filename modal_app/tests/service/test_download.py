"""Fetching the parts of a source from a server that does what servers do."""

import errno
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from modal_app.config import WorkerSettings
from modal_app.contract.models import ErrorCode, ProcessRequest
from modal_app.download import ATTEMPTS, CONNECTION_ATTEMPTS, download
from modal_app.errors import Cancelled, PipelineError
from modal_app.stopping import StopSignal, run_interruptibly
from modal_app.tests.service.fake_convex import FakeConvex, send

Serve = Callable[[BaseHTTPRequestHandler, bytes], None]

PARTS = (b"first part " * 1000, b"second part " * 700, b"x")


def fetch(
    convex: FakeConvex, destination: Path, *parts: bytes, stop: StopSignal | None = None, stall: float = 5
) -> list[float]:
    request = ProcessRequest.model_validate(convex.process_request(*parts))
    return fetch_request(convex, request, destination, stop=stop, stall=stall)


def fetch_request(
    convex: FakeConvex, request: ProcessRequest, destination: Path, *, stop: StopSignal | None = None, stall: float = 5
) -> list[float]:
    settings = WorkerSettings(convex_url=convex.url, convex_site_url=convex.url, stall_timeout_seconds=stall)
    progress: list[float] = []
    work = download(request.parts, destination, settings, on_progress=progress.append)
    run_interruptibly(work, stop or StopSignal())
    return progress


def code_of(convex: FakeConvex, destination: Path, *parts: bytes, stall: float = 5) -> ErrorCode:
    with pytest.raises(PipelineError) as caught:
        fetch(convex, destination, *parts, stall=stall)
    return caught.value.code


def in_turn(*serves: Serve) -> Serve:
    """The first answers as the first of `serves` does, and so on; the last one goes on answering."""
    left = list(serves)

    def serve(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        now(handler, content)

    return serve


def status(code: int) -> Serve:
    return lambda handler, _: handler.send_error(code)


def breaking_off(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Half of what was announced, and then the end of the connection."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])


def silent_until(released: threading.Event) -> Serve:
    """Half of what was announced, and then nothing."""

    def serve(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        breaking_off(handler, content)
        handler.wfile.flush()
        released.wait(20)

    return serve


def test_parts_become_one_file_and_progress_reaches_the_end(convex: FakeConvex, tmp_path: Path) -> None:
    progress = fetch(convex, tmp_path / "source", *PARTS)
    assert (tmp_path / "source").read_bytes() == b"".join(PARTS)
    assert progress == sorted(progress)
    assert progress[-1] == 1


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=5))
def test_any_parts_become_one_file(convex: FakeConvex, tmp_path: Path, parts: list[bytes]) -> None:
    fetch(convex, tmp_path / "source", *parts)
    assert (tmp_path / "source").read_bytes() == b"".join(parts)


@pytest.mark.parametrize(
    ("serve", "code"),
    [
        (status(404), ErrorCode.source_unavailable),
        (status(410), ErrorCode.source_unavailable),
        (status(403), ErrorCode.source_unavailable),
        (status(500), ErrorCode.source_unavailable),
        (status(429), ErrorCode.source_unavailable),
        (breaking_off, ErrorCode.source_unavailable),
        (lambda handler, content: send(handler, content[:-1]), ErrorCode.source_mismatch),
        (lambda handler, content: send(handler, content + b"x"), ErrorCode.source_mismatch),
        (lambda handler, content: send(handler, b"X" + content[1:]), ErrorCode.source_mismatch),
    ],
)
def test_a_source_that_does_not_come_as_it_was_sent(
    convex: FakeConvex, tmp_path: Path, serve: Serve, code: ErrorCode
) -> None:
    convex.serve_part = serve
    assert code_of(convex, tmp_path / "source", *PARTS) is code


@pytest.mark.parametrize("first", [status(503), breaking_off])
def test_a_part_that_fails_once_is_fetched_again(convex: FakeConvex, tmp_path: Path, first: Serve) -> None:
    convex.serve_part = in_turn(send, first, send)
    fetch(convex, tmp_path / "source", *PARTS)
    assert (tmp_path / "source").read_bytes() == b"".join(PARTS)


def test_what_is_gone_is_asked_for_once_only(convex: FakeConvex, tmp_path: Path) -> None:
    asked: list[int] = []

    def gone(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        asked.append(1)
        handler.send_error(404)

    convex.serve_part = gone
    code_of(convex, tmp_path / "source", *PARTS)
    assert len(asked) == 1


def test_silence_is_a_stall_after_every_try(convex: FakeConvex, tmp_path: Path) -> None:
    released = threading.Event()
    asked: list[int] = []

    def serve(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        asked.append(1)
        silent_until(released)(handler, content)

    convex.serve_part = serve
    try:
        assert code_of(convex, tmp_path / "source", *PARTS, stall=0.05) is ErrorCode.source_stalled
    finally:
        released.set()
    assert len(asked) == ATTEMPTS


def test_a_stop_ends_even_a_download_that_is_stalled(convex: FakeConvex, tmp_path: Path) -> None:
    released = threading.Event()
    stop = StopSignal()

    def serve(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        stop.set(Cancelled())
        silent_until(released)(handler, content)

    convex.serve_part = serve
    try:
        with pytest.raises(Cancelled):
            fetch(convex, tmp_path / "source", *PARTS, stop=stop, stall=3600)
    finally:
        released.set()


def test_a_redirect_is_not_followed(convex: FakeConvex, tmp_path: Path) -> None:
    convex.parts["/elsewhere"] = PARTS[0]

    def redirect(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        if handler.path == "/elsewhere":
            send(handler, content)
            return
        handler.send_response(302)
        handler.send_header("Location", f"{convex.url}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    convex.serve_part = redirect
    assert code_of(convex, tmp_path / "source", *PARTS) is ErrorCode.source_unavailable


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with FakeConvex() as gone:
        request = ProcessRequest.model_validate(gone.process_request(*PARTS))
    with pytest.raises(PipelineError) as caught:
        fetch_request(gone, request, tmp_path / "source")
    assert caught.value.code is ErrorCode.source_unavailable


def test_a_deployment_that_starts_again_meanwhile_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, convex: FakeConvex, tmp_path: Path
) -> None:
    original, tries = httpx.AsyncHTTPTransport.handle_async_request, 0

    async def refuse_at_first(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        nonlocal tries
        tries += 1
        if tries < CONNECTION_ATTEMPTS:
            raise httpx.ConnectError("connection refused", request=request)
        return await original(transport, request)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", refuse_at_first)
    fetch(convex, tmp_path / "source", *PARTS)
    assert (tmp_path / "source").read_bytes() == b"".join(PARTS)
    assert tries == CONNECTION_ATTEMPTS - 1 + len(PARTS)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a device that is always full")
def test_a_full_disk_has_its_own_code(convex: FakeConvex) -> None:
    assert code_of(convex, Path("/dev/full"), *PARTS) is ErrorCode.worker_disk_full


def test_another_error_of_the_disk_is_not_called_a_full_one(convex: FakeConvex, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as caught:
        fetch(convex, tmp_path / "missing" / "source", *PARTS)
    assert caught.value.errno == errno.ENOENT
