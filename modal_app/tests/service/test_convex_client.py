"""Calls to Convex: what is tried again, and what each refusal means."""

import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from modal_app.config import WorkerSettings
from modal_app.contract.constants import CONTRACT_VERSION
from modal_app.contract.models import ErrorCode, ProcessRequest, Results, StatusUpdate
from modal_app.convex_client import ATTEMPTS, CallRejectedError, ConvexClient
from modal_app.errors import Cancelled, PipelineError, Superseded
from modal_app.logs import set_up_logging
from modal_app.retrying import TransientError
from modal_app.stopping import StopSignal
from modal_app.tests.service.fake_convex import NO_EDITS, TOKEN
from modal_app.tests.service.fake_pipeline import RESULTS

SITE = "https://some.convex.site"
ACCEPTED = httpx.Response(200, json={"accepted": True})
UPLOAD_URL = httpx.Response(200, json={"uploadUrl": "https://some.convex.cloud/api/storage/upload?token=hidden"})


def refusal(status: int, code: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": f"This is {code}."})


class Deployment:
    """Answers in turn; the last answer, or failure, goes on."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.stop = StopSignal()

    def client(self) -> ConvexClient:
        request = ProcessRequest.model_validate(
            {
                "contractVersion": CONTRACT_VERSION,
                "videoId": "video1",
                "videoUrl": "https://some.convex.cloud/a",
                "callbackUrl": SITE,
                "attempt": 2,
                "token": TOKEN,
                "filename": "a.mp4",
                "size": 1,
                "parts": [{"url": "https://some.convex.cloud/a", "size": 1, "sha256": "0" * 64}],
                "edits": NO_EDITS,
            }
        )
        settings = WorkerSettings(convex_url="https://some.convex.cloud", convex_site_url=SITE)
        return ConvexClient(request, settings, self.stop, transport=httpx.MockTransport(self._answer))

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def heartbeat(client: ConvexClient) -> None:
    client.update_status(
        StatusUpdate.model_validate(
            {"videoId": "video1", "attempt": 2, "sequence": 1, "stage": "detect", "progress": 0.5, "etaSeconds": 3}
        )
    )


def results(client: ConvexClient) -> None:
    client.update_results(Results.model_validate(RESULTS), {"rendition": "r", "motion": "m"}, ["a", "b"])


def failure(client: ConvexClient) -> None:
    client.report_failure(ErrorCode.video_still, "nothing moves", ["a"])


def upload_url(client: ConvexClient) -> None:
    client.generate_upload_url()


CALLS: list[Callable[[ConvexClient], None]] = [heartbeat, upload_url, results, failure]
RETRIED: list[Callable[[ConvexClient], None]] = [upload_url, results, failure]


@pytest.mark.parametrize(
    ("call", "route", "body"),
    [
        (heartbeat, "/updateStatus", {"sequence": 1, "stage": "detect", "progress": 0.5, "etaSeconds": 3}),
        (results, "/updateResults", {"results": RESULTS, "rendition": "r", "motion": "m", "segments": ["a", "b"]}),
        (failure, "/reportFailure", {"code": "video_still", "detail": "nothing moves", "outputs": ["a"]}),
    ],
)
def test_each_call_goes_to_its_route_with_the_attempts_token(
    call: Callable[[ConvexClient], None], route: str, body: dict[str, Any]
) -> None:
    deployment = Deployment(ACCEPTED)
    with deployment.client() as client:
        call(client)
    (request,) = deployment.requests
    assert str(request.url) == SITE + route
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert deployment.bodies() == [{"videoId": "video1", "attempt": 2, **body}]


def test_an_upload_address_is_handed_on() -> None:
    deployment = Deployment(UPLOAD_URL)
    with deployment.client() as client:
        assert client.generate_upload_url() == "https://some.convex.cloud/api/storage/upload?token=hidden"
    assert deployment.bodies() == [{"videoId": "video1", "attempt": 2}]


@pytest.mark.parametrize(
    "passing",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("silence"),
        httpx.RemoteProtocolError("broke off"),
        httpx.Response(500),
        httpx.Response(503, text="<html>"),
        httpx.Response(429),
        httpx.Response(404, text="no such deployment"),
        httpx.Response(302, headers={"Location": "https://evil.example"}),
        httpx.Response(200, text="<html>a captive portal</html>"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("call", RETRIED)
def test_what_may_pass_is_tried_again(
    call: Callable[[ConvexClient], None], passing: httpx.Response | Exception
) -> None:
    deployment = Deployment(passing, passing, UPLOAD_URL if call is upload_url else ACCEPTED)
    with deployment.client() as client:
        call(client)
    assert len(deployment.requests) == 3
    assert {request.url.host for request in deployment.requests} == {"some.convex.site"}


@pytest.mark.parametrize("call", RETRIED)
def test_tries_are_limited(call: Callable[[ConvexClient], None]) -> None:
    deployment = Deployment(httpx.ConnectError("refused"))
    with deployment.client() as client, pytest.raises(TransientError):
        call(client)
    assert len(deployment.requests) == ATTEMPTS


def test_a_heartbeat_is_not_repeated() -> None:
    deployment = Deployment(httpx.ConnectError("refused"))
    with deployment.client() as client, pytest.raises(TransientError):
        heartbeat(client)
    assert len(deployment.requests) == 1


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (refusal(409, "superseded"), Superseded),
        (refusal(409, "cancelled"), Cancelled),
        (refusal(401, "unauthorized"), Superseded),
    ],
)
def test_an_attempt_that_no_longer_counts_stops_at_once(
    call: Callable[[ConvexClient], None], answer: httpx.Response, reason: type[Exception]
) -> None:
    deployment = Deployment(answer)
    with deployment.client() as client, pytest.raises(reason):
        call(client)
    assert len(deployment.requests) == 1


@pytest.mark.parametrize("answer", [refusal(400, "invalid_request"), httpx.Response(400, text="nonsense")])
@pytest.mark.parametrize(
    ("call", "code"), [(upload_url, ErrorCode.internal_error), (results, ErrorCode.results_rejected)]
)
def test_a_refused_shape_ends_the_job_with_its_code(
    call: Callable[[ConvexClient], None], code: ErrorCode, answer: httpx.Response
) -> None:
    deployment = Deployment(answer)
    with deployment.client() as client, pytest.raises(PipelineError) as caught:
        call(client)
    assert caught.value.code is code
    assert len(deployment.requests) == 1


@pytest.mark.parametrize("call", [heartbeat, failure])
def test_a_refused_report_is_an_error_of_its_own(call: Callable[[ConvexClient], None]) -> None:
    with Deployment(refusal(400, "invalid_request")).client() as client, pytest.raises(CallRejectedError):
        call(client)


def test_a_stop_ends_the_tries() -> None:
    deployment = Deployment(httpx.ConnectError("refused"))
    deployment.stop.set(Cancelled())
    with deployment.client() as client, pytest.raises(TransientError):
        upload_url(client)
    assert len(deployment.requests) == 1


def test_a_failure_is_reported_even_though_the_job_was_told_to_stop() -> None:
    deployment = Deployment(httpx.Response(500), ACCEPTED)
    deployment.stop.set(PipelineError(ErrorCode.worker_timeout, "too long"))
    with deployment.client() as client:
        failure(client)
    assert len(deployment.requests) == 2


def test_a_long_detail_is_cut_to_what_the_contract_takes() -> None:
    deployment = Deployment(ACCEPTED)
    with deployment.client() as client:
        client.report_failure(ErrorCode.internal_error, "x" * 5000)
    assert len(deployment.bodies()[0]["detail"]) == 2000


def test_no_log_holds_a_token(caplog: pytest.LogCaptureFixture) -> None:
    set_up_logging()
    with Deployment(refusal(401, "unauthorized")).client() as client, pytest.raises(Superseded):
        upload_url(client)
    with Deployment(UPLOAD_URL).client() as client:
        upload_url(client)
    assert "no longer takes" in caplog.text
    assert TOKEN not in caplog.text
    assert "hidden" not in caplog.text
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
