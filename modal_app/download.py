"""Fetches stored files, one after another, into one file: the parts of a source, or observations."""

import errno
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

import httpx
from tenacity import AsyncRetrying, RetryCallState

from modal_app.config import WorkerSettings, is_loopback
from modal_app.contract.models import ErrorCode, SourcePart, StoredObservations
from modal_app.errors import PipelineError
from modal_app.retrying import BACKOFF, RETRY_TRANSIENT, TransientError, is_transient

ATTEMPTS = 3
"""Tries of one part before the source counts as stalled or unavailable."""

CONNECTION_ATTEMPTS = 7
"""The same where nobody answers at all: with the backoff, about 25 seconds, in which a deployment has started again."""

CONNECT_SECONDS = 5.0


StoredPart = SourcePart | StoredObservations
"""A stored file whose size and digest are known."""


class _InterruptedError(TransientError):
    """A part did not arrive this time; `code` is what it means should it never do."""

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code


async def download(
    parts: Sequence[StoredPart],
    destination: Path,
    settings: WorkerSettings,
    *,
    on_progress: Callable[[float], None],
) -> None:
    """Streams the parts into `destination`, checking the size and the SHA-256 of each as it arrives.

    Never follows a redirect: only the addresses themselves were checked to be the deployment's.

    Args:
        parts: Parts of the file, in order.
        destination: File to write.
        settings: Where the deployment is, and how long a silence is a stall.
        on_progress: Gets the share of all bytes that has arrived, 0 to 1; lower again while a part is tried again.

    Raises:
        PipelineError: `source_unavailable`, `source_stalled`, `source_mismatch` or `worker_disk_full`.
    """
    total = sum(part.size for part in parts)
    timeout = httpx.Timeout(
        settings.stall_timeout_seconds, connect=min(CONNECT_SECONDS, settings.stall_timeout_seconds)
    )
    trust_env = not is_loopback(settings.convex_url)
    async with httpx.AsyncClient(timeout=timeout, follow_redirects=False, trust_env=trust_env) as http:
        with _disk_full_named(), destination.open("wb") as file:
            start = 0
            for index, part in enumerate(parts):
                fetch = _PartDownload(http, index, part, file, start, lambda done: on_progress(done / total))
                await fetch.run()
                start += part.size


class _PartDownload:
    """One part on its way into its place in the file."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        index: int,
        part: StoredPart,
        file: BinaryIO,
        start: int,
        on_bytes: Callable[[int], None],
    ) -> None:
        self._http = http
        self._name = f"part {index}"
        self._part = part
        self._file = file
        self._start = start
        self._on_bytes = on_bytes

    async def run(self) -> None:
        retrying = AsyncRetrying(retry=RETRY_TRANSIENT, wait=BACKOFF, stop=_is_enough, reraise=True)
        try:
            await retrying(self._fetch)
        except _InterruptedError as error:
            raise PipelineError(error.code, str(error)) from error

    async def _fetch(self) -> None:
        self._file.seek(self._start)
        try:
            # Compression would make Content-Length speak of other bytes than the part's.
            headers = {"Accept-Encoding": "identity"}
            async with self._http.stream("GET", self._part.url, headers=headers) as response:
                self._check_status(response.status_code)
                await self._receive(response)
        except httpx.ReadTimeout as error:
            raise _InterruptedError(ErrorCode.source_stalled, f"{self._name}: nothing more came") from error
        except httpx.HTTPError as error:
            detail = f"{self._name}: {type(error).__name__} {error}"
            raise _InterruptedError(ErrorCode.source_unavailable, detail) from error

    def _check_status(self, status: int) -> None:
        detail = f"{self._name} was answered {status}"
        if is_transient(status):
            raise _InterruptedError(ErrorCode.source_unavailable, detail)
        if status != HTTPStatus.OK:
            raise PipelineError(ErrorCode.source_unavailable, detail)

    async def _receive(self, response: httpx.Response) -> None:
        digest = hashlib.sha256()
        received = 0
        async for chunk in response.aiter_raw():
            received += len(chunk)
            if received > self._part.size:
                raise PipelineError(ErrorCode.source_mismatch, f"{self._name} is longer than {self._part.size} bytes")
            digest.update(chunk)
            self._file.write(chunk)
            self._on_bytes(self._start + received)
        if received < self._part.size:
            detail = f"{self._name} has {received} of {self._part.size} bytes"
            raise PipelineError(ErrorCode.source_mismatch, detail)
        if digest.hexdigest() != self._part.sha256:
            raise PipelineError(ErrorCode.source_mismatch, f"{self._name} has another SHA-256")


def _is_enough(state: RetryCallState) -> bool:
    error = state.outcome.exception() if state.outcome else None
    is_refused = error is not None and isinstance(error.__cause__, httpx.ConnectError)
    return state.attempt_number >= (CONNECTION_ATTEMPTS if is_refused else ATTEMPTS)


@contextmanager
def _disk_full_named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise PipelineError(ErrorCode.worker_disk_full, str(error)) from error
        raise
