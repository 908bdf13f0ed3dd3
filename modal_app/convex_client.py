"""The worker's calls to Convex: the four routes of the HTTP actions, with one attempt's token."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Self, TypeVar

import httpx
from pydantic import ValidationError
from tenacity import Retrying
from tenacity.nap import sleep_using_event
from tenacity.stop import stop_after_attempt, stop_base, stop_when_event_set

from modal_app.config import WorkerSettings, is_loopback
from modal_app.contract.base import Message
from modal_app.contract.models import (
    CallbackAccepted,
    CallbackRefused,
    ErrorCode,
    FailureReport,
    Results,
    ResultsUpdate,
    StatusUpdate,
    UploadUrlAnswer,
    UploadUrlRequest,
)
from modal_app.errors import MAX_DETAIL_LENGTH, Cancelled, PipelineError, Superseded
from modal_app.requests import JobRequest
from modal_app.retrying import BACKOFF, RETRY_TRANSIENT, TransientError, is_transient
from modal_app.stopping import StopSignal

logger = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(10, connect=5)
ATTEMPTS = 8
"""Tries of one call before it is given up: with the backoff, about 45 seconds of an unreachable deployment."""

Answer = TypeVar("Answer", bound=Message)


class CallRejectedError(Exception):
    """Convex understood a call and will not take it: it is of the wrong shape or comes at the wrong moment."""

    def __init__(self, route: str, status: int, message: str) -> None:
        super().__init__(f"{route} was answered {status}: {message}")


class ConvexClient:
    """Speaks for one attempt of one video. Safe to use from several threads.

    Every call raises Superseded or Cancelled when the attempt no longer counts, CallRejectedError when Convex refuses
    what was sent, and TransientError when it could not be reached within the tries that the call is worth.

    Args:
        request: The attempt; its token is sent with each call and never written to a log.
        settings: Where the deployment is.
        stop: Ends waiting between tries.
        transport: Replaces the network in tests.
    """

    def __init__(
        self,
        request: JobRequest,
        settings: WorkerSettings,
        stop: StopSignal,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._attempt = {"videoId": request.video_id, "attempt": request.attempt}
        self._stop = stop
        self._http = httpx.Client(
            base_url=settings.convex_site_url,
            headers={"Authorization": f"Bearer {request.token}"},
            timeout=TIMEOUT,
            transport=transport,
            # Proxies that the environment names are no way to this very machine.
            trust_env=not is_loopback(settings.convex_site_url),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def update_status(self, update: StatusUpdate) -> None:
        """Sends progress once, untried again: the next heartbeat says more than a repeated one."""
        self._post("/updateStatus", update, CallbackAccepted)

    def generate_upload_url(self) -> str:
        """An address to which one output file can be sent."""
        message = UploadUrlRequest.model_validate(self._attempt)
        try:
            return self._post_retried("/generateUploadUrl", message, UploadUrlAnswer).upload_url
        except CallRejectedError as error:
            raise PipelineError(ErrorCode.internal_error, str(error)) from error

    def update_results(self, results: Results, files: Mapping[str, str], segments: Sequence[str]) -> None:
        """Ends the attempt with success.

        Args:
            results: The summary.
            files: Storage ids by the names of ResultsUpdate.
            segments: Storage ids of the segments, in order.

        Raises:
            PipelineError: `results_rejected`, when Convex does not take the results.
        """
        message = ResultsUpdate.model_validate(
            {**self._attempt, **files, "results": results, "segments": list(segments)}
        )
        try:
            self._post_retried("/updateResults", message, CallbackAccepted)
        except CallRejectedError as error:
            raise PipelineError(ErrorCode.results_rejected, str(error)) from error

    def report_failure(self, code: ErrorCode, detail: str, outputs: Sequence[str] = ()) -> None:
        """Ends the attempt without a result, and has the files deleted that were stored for it."""
        message = FailureReport.model_validate(
            {**self._attempt, "code": code, "detail": detail[:MAX_DETAIL_LENGTH], "outputs": list(outputs)}
        )
        # What is reported may be the very reason of the stop, so that the stop must not end the report.
        self._post_retried("/reportFailure", message, CallbackAccepted, heed_stop=False)

    def _post_retried(self, route: str, message: Message, answer: type[Answer], *, heed_stop: bool = True) -> Answer:
        enough: stop_base = stop_after_attempt(ATTEMPTS)
        retrying = Retrying(retry=RETRY_TRANSIENT, wait=BACKOFF, stop=enough, reraise=True)
        if heed_stop:
            event = self._stop.event
            retrying = retrying.copy(stop=enough | stop_when_event_set(event), sleep=sleep_using_event(event))
        for attempt in retrying:
            with attempt:
                return self._post(route, message, answer)
        raise AssertionError("the loop returns or raises")

    def _post(self, route: str, message: Message, answer: type[Answer]) -> Answer:
        try:
            response = self._http.post(route, json=message.wire())
        except httpx.HTTPError as error:
            raise TransientError(f"{route}: {type(error).__name__} {error}") from error
        if is_transient(response.status_code):
            raise TransientError(f"{route} was answered {response.status_code}")
        if response.status_code == HTTPStatus.OK:
            try:
                return answer.model_validate_json(response.content)
            except ValidationError as error:
                raise TransientError(f"{route} was answered with what is not {answer.__name__}") from error
        raise self._refusal(route, response)

    def _refusal(self, route: str, response: httpx.Response) -> Exception:
        try:
            refused = CallbackRefused.model_validate_json(response.content)
        except ValidationError:
            if response.status_code == HTTPStatus.BAD_REQUEST:
                return CallRejectedError(route, response.status_code, "it gave no reason")
            # Whoever answered, it was not Convex.
            return TransientError(f"{route} was answered {response.status_code}")
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            # Tokens die with their attempt, so this is how an attempt that ended long ago is told.
            logger.warning("video %s: %s no longer takes this attempt's token", self._attempt["videoId"], route)
            return Superseded(refused.message)
        if response.status_code == HTTPStatus.CONFLICT:
            return Cancelled(refused.message) if refused.code is ErrorCode.cancelled else Superseded(refused.message)
        return CallRejectedError(route, response.status_code, refused.message)
