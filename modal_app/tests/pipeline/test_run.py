from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from modal_app.contract.models import ErrorCode, ResultNote, Stage
from modal_app.errors import Cancelled, PipelineError
from modal_app.pipeline.patches import Patch
from modal_app.pipeline.run import Analysis, analyze
from modal_app.pipeline.segments import unpack
from modal_app.tests.pipeline.clips import (
    HEIGHT,
    WIDTH,
    BoxDetector,
    even_times,
    match,
    no_court,
    picture,
    player,
    write_clip,
)


def run(source: Path, out: Path, detector: BoxDetector | None = None) -> Analysis:
    out.mkdir()
    return analyze(
        source,
        out,
        progress=lambda *_: None,
        should_stop=lambda: False,
        detector=detector or BoxDetector(),
        find=no_court,
    )


def test_the_players_are_followed_and_the_umpire_is_not(tmp_path: Path) -> None:
    source = tmp_path / "match.mp4"
    write_clip(source, match, even_times(80))
    analysis = run(source, tmp_path / "out")
    assert [found.id for found in analysis.results.players] == [1, 2]
    segment = unpack(analysis.segments[0].read_bytes())
    size = np.array([WIDTH, HEIGHT] * 2)
    truth = [[player(number, frame) for frame in range(80)] for number in range(2)]
    found = {track.id: track for track in segment.tracks}
    # Both appear in the first frame; which is number 1 is not promised.
    near = min(found, key=lambda number: abs(found[number].box[0, 3] * HEIGHT - truth[0][0][3]))
    for number, expected in zip((near, 3 - near), truth, strict=True):
        track = found[number]
        assert len(track.frame) >= 78
        np.testing.assert_allclose(track.box * size, np.array(expected)[track.frame], atol=3)


def test_the_files_belong_together(tmp_path: Path) -> None:
    source = tmp_path / "match.mp4"
    write_clip(source, match, even_times(450))
    analysis = run(source, tmp_path / "out")
    results = analysis.results
    segments = [unpack(path.read_bytes()) for path in analysis.segments]
    with av.open(str(analysis.rendition)) as container:
        shown = [packet.pts for packet in container.demux(video=0) if packet.pts is not None]
    assert [int(pts) for segment in segments for pts in segment.pts] == shown
    assert results.total_frames == len(shown) == 450
    assert [info.frames for info in results.segments] == [400, 50]
    assert all(one.end == other.start for one, other in pairwise(results.segments))
    assert [info.bytes for info in results.segments] == [path.stat().st_size for path in analysis.segments]
    assert analysis.poster.read_bytes()[:2] == b"\xff\xd8"
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left == {
        "rendition.mp4",
        "poster.jpg",
        "observations.zip",
        "motion.bin",
        "events.bin",
        "segment-0000.bin",
        "segment-0001.bin",
    }


def test_repeated_frames_carry_the_pose_and_cost_no_detection(tmp_path: Path) -> None:
    source, detector = tmp_path / "match.mp4", BoxDetector()
    write_clip(source, lambda frame: match(frame - frame // 5), even_times(80))
    analysis = run(source, tmp_path / "out", detector)
    segment = unpack(analysis.segments[0].read_bytes())
    expected = list(range(5, 80, 5))
    assert np.flatnonzero(segment.repeated).tolist() == expected
    assert detector.seen == analysis.results.processed_frames == 80 - len(expected)
    assert ResultNote.repeated_frames in analysis.results.notes
    track = segment.tracks[0]
    for row in np.flatnonzero(np.isin(track.frame, expected)):
        np.testing.assert_array_equal(track.box[row], track.box[row - 1])


def test_a_video_without_people_completes_and_says_so(tmp_path: Path) -> None:
    source = tmp_path / "empty.mp4"
    # A thing too small to be a person moves.
    write_clip(source, lambda frame: [(frame * 3, 100, frame * 3 + 12, 112)], even_times(40))
    analysis = run(source, tmp_path / "out")
    assert analysis.results.players == []
    assert ResultNote.no_people in analysis.results.notes


def test_a_still_that_gives_away_nothing_to_the_probe_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "still.mp4"
    write_clip(source, lambda _: match(0), even_times(40))
    with pytest.raises(PipelineError) as caught:
        run(source, tmp_path / "out")
    assert caught.value.code is ErrorCode.video_still


def test_a_variable_rate_is_noted_and_an_even_one_is_not(tmp_path: Path) -> None:
    even, uneven = tmp_path / "even.mp4", tmp_path / "uneven.mp4"
    times = even_times(60)
    write_clip(even, match, times)
    write_clip(uneven, match, [time + (number // 7) * times[2] for number, time in enumerate(times)])
    assert ResultNote.variable_frame_rate not in run(even, tmp_path / "one").results.notes
    assert ResultNote.variable_frame_rate in run(uneven, tmp_path / "two").results.notes


@pytest.mark.parametrize("name", ["probe", "detect", "track", "encode"])
def test_a_stop_in_any_stage_ends_it_and_leaves_nothing_behind(name: str, tmp_path: Path) -> None:
    stage = Stage(name)
    source, out = tmp_path / "match.mp4", tmp_path / "out"
    write_clip(source, match, even_times(80))
    out.mkdir()
    reached: list[Stage] = []
    with pytest.raises(Cancelled):
        analyze(
            source,
            out,
            progress=lambda now, *_: reached.append(now),
            should_stop=lambda: stage in reached,
            detector=BoxDetector(),
            find=no_court,
        )
    assert reached[-1] is stage
    assert list(out.iterdir()) == []


def test_progress_goes_through_the_stages_in_order(tmp_path: Path) -> None:
    source, out = tmp_path / "match.mp4", tmp_path / "out"
    write_clip(source, match, even_times(80))
    out.mkdir()
    sent: list[tuple[Stage, float]] = []
    analyze(
        source,
        out,
        progress=lambda stage, fraction, _: sent.append((stage, fraction)),
        should_stop=lambda: False,
        detector=BoxDetector(),
        find=no_court,
    )
    order = list(Stage)
    keys = [(order.index(stage), fraction) for stage, fraction in sent]
    assert keys == sorted(keys)
    assert {stage for stage, _ in sent} == {Stage.probe, Stage.detect, Stage.track, Stage.encode}


def test_a_detector_that_fails_ends_the_run_with_its_own_error(tmp_path: Path) -> None:
    class Broken(BoxDetector):
        def detect(self, patches: object) -> list[np.ndarray]:
            raise RuntimeError("out of memory")

    source = tmp_path / "match.mp4"
    write_clip(source, match, even_times(80))
    with pytest.raises(RuntimeError, match="out of memory"):
        run(source, tmp_path / "out", Broken())
    assert list((tmp_path / "out").iterdir()) == []


def test_pictures_are_what_the_helpers_say() -> None:
    found = BoxDetector().detect([Patch(picture(match(10)), (0, 0, WIDTH, HEIGHT), (320, 256))])[0]
    assert sorted(tuple(int(v) for v in row["box"]) for row in found) == sorted(match(10))
