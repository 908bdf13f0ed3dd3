"""The real pose model, on people that the project composites itself."""

from pathlib import Path

from modal_app.bench.labels import load_labels, score
from modal_app.config import WorkerSettings
from modal_app.pipeline.probe import probe
from modal_app.pipeline.run import analyze
from modal_app.pipeline.settings import PipelineSettings
from modal_app.testing.sample import Match, frame_times, write_match
from modal_app.tests.pipeline.clips import RATE


def test_both_players_are_found_in_a_synthetic_match(tmp_path: Path) -> None:
    source, out = tmp_path / "match.mp4", tmp_path / "out"
    write_match(source, Match(640, 360, seed=1), frame_times(1.5, RATE), RATE)
    out.mkdir()
    settings = PipelineSettings(cache_dir=WorkerSettings.model_fields["cache_dir"].default)
    analysis = analyze(source, out, progress=lambda *_: None, should_stop=lambda: False, settings=settings)
    labels = load_labels(source)
    assert labels is not None
    result = score(analysis, labels, probe(source).upright_size)
    assert result.share >= 0.9
    assert {name: len(ids) for name, ids in result.identities.items()} == {"near": 1, "far": 1}
