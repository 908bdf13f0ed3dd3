from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from modal_app.errors import PipelineError
from modal_app.pipeline.shuttle.blobs import CANDIDATE
from modal_app.pipeline.shuttle.candidates import CandidateFinder
from modal_app.pipeline.shuttle.heatmap import HeatmapDetector, joined


class Brightest(torch.nn.Module):
    """Says that the shuttle is where the middle picture is nearly white."""

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return torch.clamp((pictures[:, 1:2] - 0.8) * 8, 0.0, 1.0)


class Wrong(torch.nn.Module):
    """Answers in another size."""

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return pictures[:, :1, ::2, ::2]


def save(network: torch.nn.Module, path: Path) -> None:
    script: Any = torch.jit.script(network)
    script.save(str(path))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "brightest.torchscript"
    save(Brightest(), path)
    return path


def picture(spot: tuple[int, int] | None = None) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    luma = np.full((576, 1024), 60, dtype=np.uint8)
    if spot is not None:
        luma[spot[1] - 4 : spot[1] + 4, spot[0] - 4 : spot[0] + 4] = 255
    return luma


def test_peaks_are_candidates_at_their_place(model: Path) -> None:
    found = HeatmapDetector(model).look(picture(), picture((300, 200)), picture())
    assert len(found) == 1
    assert found["place"][0] == pytest.approx([300, 200], abs=1.0)
    assert found["score"][0] > 0.9


def test_a_shuttle_that_does_not_move_is_a_candidate_through_the_network_alone(tmp_path: Path, model: Path) -> None:
    for detector, expected in ((None, 0), (HeatmapDetector(model), 5)):
        finder = CandidateFinder(tmp_path / "candidates.bin", (1024, 576), detector)
        for number in range(5):
            finder.add(number, number / 30, picture((300, 200)), cut=False)
        finder.close()
        assert len(np.fromfile(tmp_path / "candidates.bin", CANDIDATE)) == expected


def test_a_blob_at_a_peak_has_its_score() -> None:
    blobs, peaks = np.zeros(2, dtype=CANDIDATE), np.zeros(2, dtype=CANDIDATE)
    blobs["place"], blobs["score"] = [[10, 10], [100, 100]], np.nan
    peaks["place"], peaks["score"] = [[11, 10], [300, 20]], [0.8, 0.6]
    both = joined(blobs, peaks, 640)
    assert both["place"].tolist() == [[10, 10], [100, 100], [300, 20]]
    assert both["score"][[0, 2]] == pytest.approx([0.8, 0.6])
    assert np.isnan(both["score"][1])


def test_what_is_no_such_model_is_refused_by_name(tmp_path: Path) -> None:
    save(Wrong(), tmp_path / "small.torchscript")
    (tmp_path / "text.torchscript").write_text("no model")
    (tmp_path / "text.onnx").write_text("no model")
    for name, words in (
        ("absent.onnx", "there is no file"),
        ("small.torchscript", "answers"),
        ("text.torchscript", "cannot be used"),
        ("text.onnx", "cannot be used"),
    ):
        with pytest.raises(PipelineError, match=f"SHUTTLE_MODEL: .*{words}"):
            HeatmapDetector(tmp_path / name)
