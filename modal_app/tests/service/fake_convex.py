"""A Convex deployment as the worker sees it, on a loopback port: stored parts, callback routes and file storage."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from modal_app.contract.constants import CONTRACT_VERSION

TOKEN = "t" * 43
NO_EDITS: dict[str, Any] = {"calibrations": [], "swaps": [], "hits": [], "rallies": []}

Answer = tuple[int, Any]
ACCEPTED: Answer = (200, {"accepted": True})


def refused(status: int, code: str) -> Answer:
    return status, {"code": code, "message": f"This is {code}."}


@dataclass
class FakeConvex:
    """Records what it is sent. A route in `answers` is answered by the function there, from the body it gets."""

    parts: dict[str, bytes] = field(default_factory=dict)
    serve_part: Callable[[BaseHTTPRequestHandler, bytes], None] | None = None
    answers: dict[str, Callable[[dict[str, Any]], Answer]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    stored: dict[str, bytes] = field(default_factory=dict)
    content_types: list[str] = field(default_factory=list)
    upload_statuses: list[int] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def process_request(self, *contents: bytes, video_id: str = "video1", attempt: int = 1) -> dict[str, Any]:
        """A request to analyse a video of these parts, which are stored here."""
        parts = []
        for index, content in enumerate(contents):
            path = f"/parts/{index}"
            self.parts[path] = content
            digest = hashlib.sha256(content).hexdigest()
            parts.append({"url": self.url + path, "size": len(content), "sha256": digest})
        return {
            "contractVersion": CONTRACT_VERSION,
            "videoId": video_id,
            "videoUrl": parts[0]["url"],
            "callbackUrl": self.url,
            "attempt": attempt,
            "token": TOKEN,
            "filename": "../final “set”.mp4",
            "size": sum(map(len, contents)),
            "parts": parts,
            "edits": NO_EDITS,
        }

    def interpret_request(
        self, observations: bytes, *, video_id: str = "video1", attempt: int = 2, edits: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A request to interpret these observations, which are stored here."""
        path = f"/observations/{video_id}"
        self.parts[path] = observations
        digest = hashlib.sha256(observations).hexdigest()
        return {
            "contractVersion": CONTRACT_VERSION,
            "videoId": video_id,
            "callbackUrl": self.url,
            "attempt": attempt,
            "token": TOKEN,
            "observations": {"url": self.url + path, "size": len(observations), "sha256": digest},
            "edits": edits or NO_EDITS,
        }

    def bodies(self, route: str) -> list[dict[str, Any]]:
        with self.changed:
            return [body for path, body in self.calls if path == route]

    def await_call(self, route: str, wanted: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """The first call of the route that is wanted, once it has come."""

        def found() -> dict[str, Any] | None:
            return next((body for path, body in self.calls if path == route and wanted(body)), None)

        with self.changed:
            assert self.changed.wait_for(lambda: found() is not None, timeout=20), f"no {route} among {self.calls}"
            body = found()
        assert body is not None
        return body

    def answer(self, route: str, body: dict[str, Any], authorization: str | None) -> Answer:
        with self.changed:
            self.calls.append((route, body))
            self.changed.notify_all()
        if authorization != f"Bearer {TOKEN}":
            return refused(401, "unauthorized")
        if route in self.answers:
            return self.answers[route](body)
        if route == "/generateUploadUrl":
            return 200, {"uploadUrl": f"{self.url}/upload?token=upload-secret"}
        return ACCEPTED

    def store(self, content: bytes, content_type: str) -> Answer:
        with self.changed:
            status = self.upload_statuses.pop(0) if self.upload_statuses else 200
            if status != 200:
                return status, {}
            storage_id = f"stored{len(self.stored)}"
            self.stored[storage_id] = content
            self.content_types.append(content_type)
        return 200, {"storageId": storage_id}


def _handler_of(convex: FakeConvex) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = convex.parts.get(self.path)
            if content is None:
                self.send_error(404)
            elif convex.serve_part is not None:
                convex.serve_part(self, content)
            else:
                send(self, content)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.startswith("/upload"):
                status, answer = convex.store(body, self.headers["Content-Type"])
            else:
                status, answer = convex.answer(self.path, json.loads(body), self.headers["Authorization"])
            send(self, answer if isinstance(answer, bytes) else json.dumps(answer).encode(), status)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def send(handler: BaseHTTPRequestHandler, content: bytes, status: int = 200) -> None:
    """Answers in full."""
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)
