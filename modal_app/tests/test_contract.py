"""The generated models agree with the zod schemas on the golden messages (convex/contract/fixtures)."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from modal_app.contract import models
from modal_app.contract.base import Message

FIXTURES = Path(__file__).parents[2] / "convex" / "contract" / "fixtures"
VALID: dict[str, Any] = json.loads((FIXTURES / "valid.json").read_text())
INVALID: list[dict[str, Any]] = json.loads((FIXTURES / "invalid.json").read_text())


def model_of(name: str) -> type[Message]:
    model: type[Message] = getattr(models, name)
    assert issubclass(model, Message)
    return model


@pytest.mark.parametrize("name", VALID)
def test_a_valid_message_is_read_and_written_unchanged(name: str) -> None:
    assert model_of(name).model_validate(VALID[name]).wire() == VALID[name]


@pytest.mark.parametrize("case", INVALID, ids=lambda case: f"{case['schema']}: {case['because']}")
def test_an_invalid_message_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model_of(case["schema"]).model_validate(case["message"])


def test_an_optional_field_that_is_none_stays_absent_and_a_nullable_one_is_null() -> None:
    player = models.Player.model_validate({**VALID["Results"]["players"][0], "identity": None, "metrics": None})
    assert {"identity", "metrics"}.isdisjoint(player.wire())
    results = models.Results.model_validate({**VALID["Results"], "players": [player], "metricsGap": None})
    assert "metricsGap" not in results.wire()
    assert results.wire()["players"] == [player.wire()]
    assert models.StatusUpdate.model_validate(VALID["StatusUpdate"]).wire()["etaSeconds"] is None
