"""Sends output files to the deployment's file storage, streamed from disk."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx
from pydantic import BaseModel, Field, ValidationError
from tenacity import AsyncRetrying
from tenacity.stop import stop_after_attempt

from modal_app.config import WorkerSettings, is_loopback, origin_of
from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.retrying import BACKOFF, RETRY_TRANSIENT, TransientError, is_transient

ATTEMPTS = 4
CHUNK_BYTES = 256 * 2**10

TIMEOUT = httpx.Timeout(30, connect=5, read=130)
"""Convex ends an upload after two minutes, and answers only once it has all."""


class _StoredFile(BaseModel):
    """Answer of the file storage to an upload."""

    storage_id: str = Field(alias="storageId", min_length=1, max_length=128)


@dataclass(frozen=True)
class OutputFile:
    """A file to upload, and its media type."""

    path: Path
    content_type: str


class Uploader:
    """Uploads files one after another, each to an address of its own.

    Args:
        settings: Where the deployment is; a file goes to no other origin.
        new_address: Asks Convex for the next upload address. It blocks.
        stored: Gets the storage id of each file as soon as it has one, so that it is known whatever happens after.
    """

    def __init__(self, settings: WorkerSettings, new_address: Callable[[], str], stored: list[str]) -> None:
        self._settings = settings
        self._new_address = new_address
        self._stored = stored

    async def send_all(self, files: Sequence[OutputFile], *, on_progress: Callable[[float], None]) -> None:
        """Uploads the files in order; each try of one begins with a new address and its first byte.

        Args:
            files: What to send.
            on_progress: Gets the share of all bytes that has been sent, 0 to 1; lower again when a file is tried again.

        Raises:
            PipelineError: `internal_error`, when the storage refuses a file.
            TransientError: The storage could not be reached.
        """
        sizes = await asyncio.to_thread(lambda: [file.path.stat().st_size for file in files])
        total = sum(sizes)

        def share_after(before: int) -> Callable[[int], None]:
            return lambda sent: on_progress((before + sent) / total)

        trust_env = not is_loopback(self._settings.convex_url)
        async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=trust_env) as http:
            for index, file in enumerate(files):
                retrying = AsyncRetrying(
                    retry=RETRY_TRANSIENT, wait=BACKOFF, stop=stop_after_attempt(ATTEMPTS), reraise=True
                )
                upload = _Upload(file, sizes[index], share_after(sum(sizes[:index])))
                self._stored.append(await retrying(self._send, http, upload))

    async def _send(self, http: httpx.AsyncClient, upload: "_Upload") -> str:
        name = upload.file.path.name
        address = await asyncio.to_thread(self._new_address)
        if origin_of(address) != origin_of(self._settings.convex_url):
            raise PipelineError(ErrorCode.internal_error, "the upload address is not on CONVEX_URL's origin")
        headers = {"Content-Type": upload.file.content_type, "Content-Length": str(upload.size)}
        try:
            response = await http.post(address, content=upload.chunks(), headers=headers)
        except httpx.HTTPError as error:
            raise TransientError(f"upload of {name}: {type(error).__name__} {error}") from error
        if is_transient(response.status_code):
            raise TransientError(f"upload of {name} was answered {response.status_code}")
        if response.status_code != HTTPStatus.OK:
            detail = f"upload of {name} was answered {response.status_code}"
            raise PipelineError(ErrorCode.internal_error, detail)
        try:
            return _StoredFile.model_validate_json(response.content).storage_id
        except ValidationError as error:
            raise TransientError(f"upload of {name} was answered with no storage id") from error


@dataclass(frozen=True)
class _Upload:
    """One file on its way."""

    file: OutputFile
    size: int
    on_bytes: Callable[[int], None]

    async def chunks(self) -> AsyncIterator[bytes]:
        sent = 0
        with self.file.path.open("rb") as source:
            while chunk := source.read(CHUNK_BYTES):
                yield chunk
                sent += len(chunk)
                self.on_bytes(sent)
