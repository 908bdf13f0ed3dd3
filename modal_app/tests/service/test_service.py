"""The endpoint: who may call it, with what, and what a repeated call does."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import modal
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from modal._utils.async_utils import synchronizer

from modal_app import app as modal_wiring
from modal_app.config import Credentials, WorkerSettings
from modal_app.contract.constants import CONTRACT_VERSION
from modal_app.contract.models import CallbackRefused, InterpretRequest, ProcessAccepted, ProcessRequest, WorkerHealth
from modal_app.requests import JobRequest
from modal_app.service import MemoryClaims, create_app
from modal_app.tests.service.fake_convex import NO_EDITS, FakeConvex

KEY = {"Modal-Key": "key", "Modal-Secret": "secret"}
CONVEX_URL = "https://some.convex.cloud"
SITE_URL = "https://some.convex.site"


def order(**changes: object) -> dict[str, Any]:
    part = {"url": f"{CONVEX_URL}/api/storage/a", "size": 10, "sha256": "0" * 64}
    return {
        "contractVersion": CONTRACT_VERSION,
        "videoId": "video1",
        "videoUrl": part["url"],
        "callbackUrl": SITE_URL,
        "attempt": 1,
        "token": "t" * 43,
        "filename": "final.mp4",
        "size": 10,
        "parts": [part],
        "edits": NO_EDITS,
        **changes,
    }


def with_part_at(url: str) -> dict[str, Any]:
    return order(videoUrl=url, parts=[{"url": url, "size": 10, "sha256": "0" * 64}])


def interpretation(**changes: object) -> dict[str, Any]:
    return {
        "contractVersion": CONTRACT_VERSION,
        "videoId": "video1",
        "callbackUrl": SITE_URL,
        "attempt": 2,
        "token": "t" * 43,
        "observations": {"url": f"{CONVEX_URL}/api/storage/o", "size": 10, "sha256": "0" * 64},
        "edits": {"calibrations": [], "swaps": [{"at": 1.5, "one": 1, "other": 2}], "hits": [], "rallies": []},
        **changes,
    }


def with_observations_at(url: str) -> dict[str, Any]:
    return interpretation(observations={"url": url, "size": 10, "sha256": "0" * 64})


REQUESTS = {"/process": order(), "/interpret": interpretation()}


class Spawned:
    """Collects what is spawned; fails as long as `error` is set."""

    def __init__(self) -> None:
        self.requests: list[JobRequest] = []
        self.error: Exception | None = None

    async def __call__(self, request: JobRequest) -> None:
        if self.error is not None:
            raise self.error
        self.requests.append(request)


@pytest.fixture
def spawned() -> Spawned:
    return Spawned()


@pytest.fixture
def client(spawned: Spawned) -> TestClient:
    settings = WorkerSettings(convex_url=CONVEX_URL, convex_site_url=SITE_URL)
    credentials = Credentials.model_validate({"modal_key": "key", "modal_secret": "secret"})
    return TestClient(create_app(settings, credentials=credentials, spawn=spawned, claims=MemoryClaims()))


@pytest.mark.parametrize(("route", "message"), REQUESTS.items())
def test_a_job_is_accepted_and_spawned(
    client: TestClient, spawned: Spawned, route: str, message: dict[str, Any]
) -> None:
    response = client.post(route, json=message, headers=KEY)
    assert response.status_code == 202
    ProcessAccepted.model_validate_json(response.content)
    assert response.json() == {"accepted": True, "videoId": "video1", "attempt": message["attempt"]}
    assert [request.wire() for request in spawned.requests] == [message]


@pytest.mark.parametrize(("route", "message"), [("/process", interpretation()), ("/interpret", order())])
def test_each_route_takes_its_own_kind_only(
    client: TestClient, spawned: Spawned, route: str, message: dict[str, Any]
) -> None:
    assert client.post(route, json=message, headers=KEY).status_code == 400
    assert spawned.requests == []


@pytest.mark.parametrize("route", REQUESTS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Modal-Key": "key"},
        {"Modal-Secret": "secret"},
        {"Modal-Key": "key", "Modal-Secret": "wrong"},
        {"Modal-Key": "wrong", "Modal-Secret": "secret"},
        {"Modal-Key": "secret", "Modal-Secret": "key"},
        {"Modal-Key": "key", "Modal-Secret": "secret "},
        {"Modal-Key": "k\xe9y", "Modal-Secret": "secret"},
    ],
)
def test_without_the_right_headers_nothing_is_even_read(
    client: TestClient, spawned: Spawned, headers: dict[str, str], route: str
) -> None:
    encoded = {name: value.strip().encode("latin-1") + b"!" * value.endswith(" ") for name, value in headers.items()}
    response = client.post(route, content=b"not JSON", headers=list(encoded.items()))
    assert response.status_code == 401
    assert CallbackRefused.model_validate_json(response.content).code.value == "unauthorized"
    assert spawned.requests == []


@pytest.mark.parametrize(
    ("message", "because"),
    [
        (order(contractVersion=CONTRACT_VERSION + 1), "contractVersion"),
        (order(attempt=0), "attempt"),
        (order(surprise=1), "surprise"),
        (order(parts=[]), "parts"),
        (order(token="short-secret"), "token"),
        ({}, "videoId"),
        (order(callbackUrl="https://evil.example"), "callbackUrl"),
        (order(callbackUrl=f"{SITE_URL}.evil.example"), "callbackUrl"),
        (order(callbackUrl=f"{SITE_URL}/elsewhere"), "callbackUrl"),
        (order(videoUrl=f"{CONVEX_URL}/api/storage/b"), "videoUrl"),
        (order(size=11), "size"),
        (with_part_at("https://evil.example/a"), "Part 0"),
        (with_part_at("http://169.254.169.254/latest/meta-data"), "Part 0"),
        (with_part_at("http://some.convex.cloud/api/storage/a"), "Part 0"),
        (with_part_at("https://some.convex.cloud:8443/api/storage/a"), "Part 0"),
        (with_part_at("https://some.convex.cloud@evil.example/a"), "Part 0"),
        (with_part_at("https://user@some.convex.cloud/a"), "Part 0"),
        (with_part_at("https://some.convex.cloud:port/a"), "Part 0"),
        (with_part_at("https://[/a"), "Part 0"),
        (with_part_at("https:///a"), "Part 0"),
        (interpretation(attempt=0), "attempt"),
        (interpretation(callbackUrl="https://evil.example"), "callbackUrl"),
        (with_observations_at("https://evil.example/o"), "observations"),
        (with_observations_at("http://169.254.169.254/latest/meta-data"), "observations"),
        (with_observations_at("https://user@some.convex.cloud/o"), "observations"),
        (interpretation(edits={"calibrations": [], "swaps": [{"at": -1, "one": 1, "other": 2}]}), "edits.swaps.0.at"),
    ],
)
def test_what_is_not_of_this_deployment_or_not_of_the_contract_is_refused(
    client: TestClient, spawned: Spawned, message: dict[str, Any], because: str
) -> None:
    response = client.post("/interpret" if "observations" in message else "/process", json=message, headers=KEY)
    assert response.status_code == 400
    refused = CallbackRefused.model_validate_json(response.content)
    assert refused.code.value == "invalid_request"
    assert because in refused.message
    assert "short-secret" not in response.text
    assert spawned.requests == []


@pytest.mark.parametrize("route", REQUESTS)
@pytest.mark.parametrize("body", [b"", b"not JSON", b"[1]", b'"' + b"x" * 2**20 + b'"'])
def test_a_body_that_is_no_message_is_refused(client: TestClient, spawned: Spawned, body: bytes, route: str) -> None:
    response = client.post(route, content=body, headers=KEY)
    assert response.status_code == 400
    assert spawned.requests == []


@pytest.mark.parametrize("url", [f"{CONVEX_URL}:443/api/storage/a", "https://SOME.convex.cloud/api/storage/a"])
def test_the_same_origin_may_be_written_differently(client: TestClient, url: str) -> None:
    assert client.post("/process", json=with_part_at(url), headers=KEY).status_code == 202


def test_a_slash_at_the_end_of_the_callback_address_makes_no_difference(client: TestClient) -> None:
    assert client.post("/process", json=order(callbackUrl=f"{SITE_URL}/"), headers=KEY).status_code == 202


@pytest.mark.parametrize(("route", "message"), REQUESTS.items())
def test_a_repeated_request_is_accepted_and_starts_nothing(
    client: TestClient, spawned: Spawned, route: str, message: dict[str, Any]
) -> None:
    statuses = [client.post(route, json=message, headers=KEY).status_code for _ in range(3)]
    assert statuses == [202, 202, 202]
    assert len(spawned.requests) == 1


@pytest.mark.parametrize("other", [order(attempt=2), order(videoId="video2"), order(token="u" * 43)])
def test_another_attempt_video_or_token_is_another_job(
    client: TestClient, spawned: Spawned, other: dict[str, Any]
) -> None:
    client.post("/process", json=order(), headers=KEY)
    assert client.post("/process", json=other, headers=KEY).status_code == 202
    assert len(spawned.requests) == 2


def test_a_job_that_could_not_be_started_can_be_asked_for_again(client: TestClient, spawned: Spawned) -> None:
    spawned.error = RuntimeError("no more processes")
    response = client.post("/process", json=order(), headers=KEY)
    assert response.status_code == 503
    assert "processes" not in response.text
    spawned.error = None
    assert client.post("/process", json=order(), headers=KEY).status_code == 202
    assert len(spawned.requests) == 1


def test_health_needs_no_credentials_and_names_the_model(client: TestClient) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert WorkerHealth.model_validate_json(response.content).pose_model == "yolo11n-pose"


def test_behind_an_authenticating_proxy_the_headers_are_not_asked_for(spawned: Spawned) -> None:
    settings = WorkerSettings(convex_url=CONVEX_URL, convex_site_url=SITE_URL)
    app = create_app(settings, credentials=None, spawn=spawned, claims=MemoryClaims())
    assert TestClient(app).post("/process", json=order()).status_code == 202


def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"CONVEX_URL": CONVEX_URL, "CONVEX_SITE_URL": SITE_URL, "MODAL_KEY": "key", "MODAL_SECRET": "secret"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_modal_serves_the_same_app(monkeypatch: pytest.MonkeyPatch, client: TestClient, spawned: Spawned) -> None:
    environment(monkeypatch)
    claims = MemoryClaims()
    monkeypatch.setattr(modal_wiring, "DictClaims", lambda: claims)

    async def analyze(message: dict[str, Any]) -> None:
        await spawned(ProcessRequest.model_validate(message))

    async def interpret(message: dict[str, Any]) -> None:
        await spawned(InterpretRequest.model_validate(message))

    for name, function in {"process": analyze, "interpret": interpret}.items():
        monkeypatch.setattr(modal_wiring, name, SimpleNamespace(spawn=SimpleNamespace(aio=function)))
    app = modal_wiring.endpoint.local()
    assert isinstance(app, FastAPI)

    def answers(of: TestClient) -> list[tuple[int, Any]]:
        requests: list[Callable[[], Any]] = [
            lambda: of.get("/health"),
            lambda: of.post("/process", json=order()),
            lambda: of.post("/process", json=order(attempt=0), headers=KEY),
            lambda: of.post("/process", json=order(), headers=KEY),
            lambda: of.post("/interpret", json=interpretation(), headers=KEY),
        ]
        return [(response.status_code, response.json()) for response in (ask() for ask in requests)]

    assert answers(TestClient(app)) == answers(client)
    assert [request.wire() for request in spawned.requests] == [order(), interpretation()] * 2


def test_modal_is_asked_for_what_a_job_needs() -> None:
    spec = modal_wiring.process._spec_
    assert spec.gpus == "T4"
    assert list(spec.volumes) == ["/models"]
    assert modal_wiring.JOB_TIME_LIMIT < modal_wiring.JOB_TIMEOUT == 1800
    interpretation_spec = modal_wiring.interpret._spec_
    assert interpretation_spec.gpus is None
    assert list(interpretation_spec.volumes) == []
    assert modal_wiring.INTERPRETATION_TIME_LIMIT < modal_wiring.INTERPRETATION_TIMEOUT
    assert modal_wiring.REQUIREMENTS.is_file()


def test_on_modal_the_baked_model_is_used_unless_the_secret_names_another(monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch)
    assert modal_wiring.worker_settings().pose_model is None
    monkeypatch.setattr(modal, "is_local", lambda: False)
    assert modal_wiring.worker_settings().pose_model == "/opt/models/yolo26n-pose.pt"
    assert modal_wiring.worker_settings().job_timeout_seconds == modal_wiring.JOB_TIME_LIMIT
    assert modal_wiring.worker_settings(60).job_timeout_seconds == 60
    monkeypatch.setenv("POSE_MODEL", "/models/own.pt")
    assert modal_wiring.worker_settings().pose_model == "/models/own.pt"


def test_modals_proxy_asks_for_the_headers_that_the_app_does_not_ask_for_there() -> None:
    translated: Any = synchronizer._translate_in(modal_wiring.endpoint)  # type: ignore[no-untyped-call]
    assert translated._webhook_config.requires_proxy_auth


@pytest.mark.filterwarnings("ignore:The interpret function is executing locally")
@pytest.mark.filterwarnings("ignore:The process function is executing locally")
def test_a_job_on_modal_runs_without_an_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, convex: FakeConvex
) -> None:
    monkeypatch.setenv("CONVEX_URL", convex.url)
    monkeypatch.setenv("CONVEX_SITE_URL", convex.url)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = convex.process_request(b"video")
    del convex.parts["/parts/0"]
    assert modal_wiring.process.local(request) == "failed"
    again = convex.interpret_request(b"seen")
    del convex.parts["/observations/video1"]
    assert modal_wiring.interpret.local(again) == "failed"
    assert [report["code"] for report in convex.bodies("/reportFailure")] == ["source_unavailable"] * 2
    assert list(tmp_path.iterdir()) == []
