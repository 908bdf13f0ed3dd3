from collections.abc import Iterator

import pytest
from tenacity.wait import wait_none

from modal_app import convex_client, download, upload
from modal_app.config import WorkerSettings
from modal_app.tests.service.fake_convex import FakeConvex


@pytest.fixture
def convex() -> Iterator[FakeConvex]:
    with FakeConvex() as fake:
        yield fake


@pytest.fixture
def settings(convex: FakeConvex) -> WorkerSettings:
    return WorkerSettings(convex_url=convex.url, convex_site_url=convex.url)


@pytest.fixture(autouse=True)
def _no_waiting_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (convex_client, download, upload):
        monkeypatch.setattr(module, "BACKOFF", wait_none())
