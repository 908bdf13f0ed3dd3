"""The worker's HTTP endpoint: takes a job, answers at once, and leaves the work to others."""

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from modal_app.config import Credentials, WorkerSettings, origin_of
from modal_app.contract.constants import CONTRACT_VERSION
from modal_app.contract.models import (
    CallbackRefused,
    ErrorCode,
    InterpretRequest,
    ProcessAccepted,
    ProcessRequest,
    WorkerHealth,
)
from modal_app.requests import JobRequest

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 2**20
"""More than the contract's largest request: parts with addresses of 2048 characters come to 0.3 MB, edits to 0.2 MB."""

Spawn = Callable[[JobRequest], Awaitable[None]]
"""Starts a job, or queues it, and returns without waiting for it."""


class Claims(Protocol):
    """Remembers which attempts were taken, so that a repeated request starts no second job."""

    async def claim(self, attempt: str) -> bool:
        """Takes an attempt. False when it was taken before."""
        ...

    async def release(self, attempt: str) -> None:
        """Gives an attempt back whose job could not be started."""
        ...


class MemoryClaims:
    """Claims of a worker that is one process."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    async def claim(self, attempt: str) -> bool:
        """Takes an attempt. False when it was taken before."""
        if attempt in self._taken:
            return False
        self._taken.add(attempt)
        return True

    async def release(self, attempt: str) -> None:
        """Gives an attempt back whose job could not be started."""
        self._taken.discard(attempt)


class _RefusalError(Exception):
    def __init__(self, status: HTTPStatus, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def create_app(settings: WorkerSettings, *, credentials: Credentials | None, spawn: Spawn, claims: Claims) -> FastAPI:
    """The endpoint.

    Args:
        settings: The deployment that is served: nothing is fetched from, or reported to, any other.
        credentials: What callers have to show. None where an authenticating proxy stands before the endpoint and keeps
            the headers to itself, as Modal's does.
        spawn: Starts a job.
        claims: Makes repeated requests harmless.
    """
    app = FastAPI(title="badminton-analyzer worker", openapi_url=None)

    @app.exception_handler(_RefusalError)
    async def refuse(_: Request, refusal: _RefusalError) -> JSONResponse:
        body = CallbackRefused(code=refusal.code, message=refusal.message)
        return JSONResponse(body.wire(), refusal.status)

    @app.get("/health")
    async def health() -> JSONResponse:
        return JSONResponse(
            WorkerHealth(ok=True, contract_version=CONTRACT_VERSION, pose_model=settings.pose_model_name).wire()
        )

    @app.post("/process")
    async def process(request: Request) -> JSONResponse:
        return await take(request, ProcessRequest)

    @app.post("/interpret")
    async def interpret(request: Request) -> JSONResponse:
        return await take(request, InterpretRequest)

    async def take(request: Request, kind: type[ProcessRequest] | type[InterpretRequest]) -> JSONResponse:
        if credentials is not None:
            _authenticate(request, credentials)
        job = _parse(kind, await _read_body(request))
        _check_addresses(job, settings)
        attempt = _name_of(job)
        if await claims.claim(attempt):
            try:
                await spawn(job)
            except Exception as error:
                await claims.release(attempt)
                logger.exception("video %s: the job could not be started", job.video_id)
                message = "The job could not be started."
                raise _RefusalError(HTTPStatus.SERVICE_UNAVAILABLE, ErrorCode.worker_unavailable, message) from error
            logger.info("video %s: attempt %d accepted", job.video_id, job.attempt)
        accepted = ProcessAccepted(accepted=True, video_id=job.video_id, attempt=job.attempt)
        return JSONResponse(accepted.wire(), HTTPStatus.ACCEPTED)

    return app


def _name_of(job: JobRequest) -> str:
    """What makes two requests the same job.

    The token belongs to it: when Convex never got an answer, it asks again with a new one, and the job that runs with
    the old one hears at its next report that it no longer counts.
    """
    return f"{job.video_id}/{job.attempt}/{hashlib.sha256(job.token.encode()).hexdigest()}"


def _authenticate(request: Request, credentials: Credentials) -> None:
    # Both are always compared, and in constant time: the time taken says nothing of which was wrong, or how much of it.
    key = _same(request.headers.get("modal-key"), credentials.modal_key.get_secret_value())
    secret = _same(request.headers.get("modal-secret"), credentials.modal_secret.get_secret_value())
    if not (key & secret):
        raise _RefusalError(
            HTTPStatus.UNAUTHORIZED, ErrorCode.unauthorized, "Modal-Key and Modal-Secret are missing or wrong."
        )


def _same(given: str | None, expected: str) -> bool:
    return hmac.compare_digest((given or "").encode(), expected.encode())


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise _refused("The request is too large.")
    return bytes(body)


def _parse(kind: type[ProcessRequest] | type[InterpretRequest], body: bytes) -> JobRequest:
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        # Where and why, but never the values: one of them is a token.
        wrong = "; ".join(f"{'.'.join(map(str, at['loc'])) or 'body'}: {at['type']}" for at in error.errors()[:5])
        raise _refused(f"The request is not of the contract's shape: {wrong}.") from None


def _check_addresses(job: JobRequest, settings: WorkerSettings) -> None:
    if job.callback_url.rstrip("/") != settings.convex_site_url:
        raise _refused("callbackUrl is not this worker's CONVEX_SITE_URL.")
    if isinstance(job, InterpretRequest):
        files = {"The file of observations": job.observations.url}
    else:
        _check_parts(job)
        files = {f"Part {index}": part.url for index, part in enumerate(job.parts)}
    for name, url in files.items():
        if not _is_at(url, settings.convex_url):
            raise _refused(f"{name} is not on the origin of this worker's CONVEX_URL.")


def _check_parts(job: ProcessRequest) -> None:
    if job.video_url != job.parts[0].url:
        raise _refused("videoUrl is not the address of the first part.")
    if job.size != sum(part.size for part in job.parts):
        raise _refused("size is not the sum of the parts' sizes.")


def _is_at(url: str, base: str) -> bool:
    try:
        return origin_of(url) == origin_of(base)
    except ValueError:
        return False


def _refused(message: str) -> _RefusalError:
    return _RefusalError(HTTPStatus.BAD_REQUEST, ErrorCode.invalid_request, message)
