"""The second phase, from a first one on a drawn match."""

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import msgpack
import numpy as np
import pytest

from modal_app.contract.models import (
    Calibration,
    CalibrationPoint,
    CourtStatus,
    Edits,
    ErrorCode,
    MetricsGap,
    ResultNote,
    Swap,
)
from modal_app.errors import PipelineError
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.patches import Image
from modal_app.pipeline.run import Analysis, Interpretation, analyze, interpret
from modal_app.pipeline.segments import unpack
from modal_app.testing.court import Camera
from modal_app.testing.sample import Match, frame_times, write_match
from modal_app.tests.pipeline.clips import TruthDetector

SIZE = (640, 360)
RATE = Fraction(20)
NO_EDITS = Edits(calibrations=[], swaps=[], hits=[], rallies=[])
CORNERS = [(-3.03, -6.68), (3.03, -6.68), (3.03, 6.68), (-3.03, 6.68)]


def drawn_camera() -> CourtCamera:
    camera = Camera(*SIZE)
    rotation, position = camera.rotation, np.array(camera.position)
    lens = np.array([[camera.focal, 0, SIZE[0] / 2], [0, camera.focal, SIZE[1] / 2], [0, 0, 1]])
    projection = lens @ np.column_stack([rotation, -rotation @ position])
    return CourtCamera(SIZE, projection[:, [0, 1, 3]], projection=projection)


def found(_: Sequence[Image]) -> CourtFinding:
    return CourtFinding(CourtStatus.found, 0.95, Fit(drawn_camera(), 0.1, 0.5))


def missing(_: Sequence[Image]) -> CourtFinding:
    return CourtFinding(CourtStatus.unsure, 0.4)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "match.mp4"
    write_match(path, Match(*SIZE, seed=4), frame_times(4.0, RATE), RATE)
    return path


def run(clip: Path, out: Path, find: object) -> Analysis:
    out.mkdir()
    return analyze(
        clip,
        out,
        progress=lambda *_: None,
        should_stop=lambda: False,
        detector=TruthDetector(clip),
        find=find,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def analysis(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return run(clip, tmp_path_factory.mktemp("found") / "out", found)


@pytest.fixture(scope="module")
def without_court(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return run(clip, tmp_path_factory.mktemp("unsure") / "out", missing)


def again(analysis: Analysis, edits: Edits, out: Path) -> Interpretation:
    out.mkdir()
    return interpret(analysis.observations, edits, out, progress=lambda *_: None, should_stop=lambda: False)


def calibration(view: int = 0, size: tuple[int, int] = SIZE, off: float = 4.0) -> Calibration:
    """The four corners, each some pixels off."""
    rng = np.random.default_rng(5)
    places = drawn_camera().project_floor(np.array(CORNERS)) + rng.uniform(-off, off, (4, 2))
    points = [
        CalibrationPoint(floor=floor, picture=(float(x) / SIZE[0], float(y) / SIZE[1]))
        for floor, (x, y) in zip(CORNERS, places, strict=True)
    ]
    return Calibration(view=view, size=size, points=points)


def test_interpreting_again_without_edits_changes_nothing(analysis: Analysis, tmp_path: Path) -> None:
    told = again(analysis, NO_EDITS, tmp_path / "out")
    assert told.results == analysis.results
    assert told.motion.read_bytes() == analysis.motion.read_bytes()
    assert [path.read_bytes() for path in told.segments] == [path.read_bytes() for path in analysis.segments]


def test_the_players_ways_are_those_that_they_went(analysis: Analysis, clip: Path) -> None:
    truth = json.loads(clip.with_suffix(".players.json").read_text())["frames"]
    camera, segment = drawn_camera(), unpack(analysis.segments[0].read_bytes())
    assert len(segment.paths) == 2
    ways = {}
    for name in ("near", "far"):
        ground = np.array([truth[str(frame)][name]["ground"] for frame in range(80)]) + 0.5
        ways[name] = camera.to_floor(ground)
    for path in segment.paths:
        name = "far" if path.position[0, 1] > 0 else "near"
        off = np.hypot(*(path.position - ways[name][path.frame]).T)
        assert np.median(off) < 0.25
        assert len(path.frame) > 70


def test_a_calibration_gives_metres_where_there_were_none(without_court: Analysis, tmp_path: Path) -> None:
    before = without_court.results
    assert before.metrics_gap is MetricsGap.court_unsure
    assert ResultNote.court_unsure in before.notes
    assert all(player.metrics is None for player in before.players)
    told = again(
        without_court, Edits(calibrations=[calibration()], swaps=[], hits=[], rallies=[]), tmp_path / "out"
    ).results
    assert told.court_detection is not None
    view = told.court_detection.views[0]
    assert view.status is CourtStatus.manual
    assert view.camera is not None
    shown = CourtCamera.from_contract(view.camera, SIZE).project_floor(np.array(CORNERS))
    assert np.abs(shown - drawn_camera().project_floor(np.array(CORNERS))).max() < 2.0
    assert told.metrics_gap is None
    assert all(player.metrics is not None for player in told.players)


def test_a_swap_exchanges_the_players_from_then_on(analysis: Analysis, tmp_path: Path) -> None:
    told = again(
        analysis, Edits(calibrations=[], swaps=[Swap(at=2.0, one=1, other=2)], hits=[], rallies=[]), tmp_path / "out"
    )
    before, after = (unpack(files[0].read_bytes()) for files in (analysis.segments, told.segments))
    one, other = ({track.id: track for track in segment.tracks} for segment in (before, after))
    for player in (1, 2):
        early, late = one[player].frame < 40, one[player].frame >= 40
        np.testing.assert_array_equal(other[player].box[early], one[player].box[early])
        np.testing.assert_array_equal(other[player].box[late], one[3 - player].box[late])


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (calibration(view=3), ErrorCode.calibration_view),
        (calibration(size=(360, 640)), ErrorCode.calibration_size),
        (
            calibration().model_copy(update={"points": [calibration().points[at] for at in (0, 2, 1, 3)]}),
            None,
        ),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(
    edit: Calibration, code: ErrorCode | None, analysis: Analysis, tmp_path: Path
) -> None:
    if code is None:
        floors = [point.floor for point in calibration().points]
        crossed = [point.model_copy(update={"floor": floor}) for point, floor in zip(edit.points, floors, strict=True)]
        edit, code = edit.model_copy(update={"points": crossed}), ErrorCode.calibration_crossed
    with pytest.raises(PipelineError) as caught:
        again(analysis, Edits(calibrations=[edit], swaps=[], hits=[], rallies=[]), tmp_path / "out")
    assert caught.value.code is code
    assert list((tmp_path / "out").iterdir()) == []


def test_the_motion_file_samples_the_whole_video(analysis: Analysis) -> None:

    raw = msgpack.unpackb(gzip.decompress(analysis.motion.read_bytes()))
    assert raw["samples"] == 20
    assert [len(path["position"]) for path in raw["paths"]] == [80, 80]


def test_damaged_observations_are_told(tmp_path: Path) -> None:
    path = tmp_path / "observations.zip"
    path.write_bytes(b"nothing")
    with pytest.raises(PipelineError) as caught:
        interpret(path, NO_EDITS, tmp_path, progress=lambda *_: None, should_stop=lambda: False)
    assert caught.value.code is ErrorCode.observations_missing


def test_neither_video_nor_model_libraries_are_loaded(analysis: Analysis, tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from modal_app.pipeline.run import NO_EDITS, interpret
interpret(Path({str(analysis.observations)!r}), NO_EDITS, Path({str(tmp_path)!r}),
    progress=lambda *_: None, should_stop=lambda: False)
print(sorted({{"torch", "ultralytics", "openvino", "av"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
