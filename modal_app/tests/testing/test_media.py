import json
from fractions import Fraction
from pathlib import Path

import av
import pytest

from modal_app.contract.constants import MAX_VIDEO_BYTES
from modal_app.testing import bad_inputs
from modal_app.testing.sample import Match, frame_times, write_match


def make(folder: Path, name: str, seed: int = 1) -> Path:
    path = folder / name
    write_match(path, Match(320, 180, seed), frame_times(0.5, Fraction(10)), Fraction(10), tone=True)
    return path


def test_the_match_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    first, again, other = make(tmp_path, "a.mp4"), make(tmp_path, "b.mp4"), make(tmp_path, "c.mp4", seed=2)
    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes() != other.read_bytes()


def test_the_truth_covers_every_frame_and_lies_inside_the_picture(tmp_path: Path) -> None:
    path = make(tmp_path, "a.mp4")
    truth = json.loads(path.with_suffix(".players.json").read_text())["frames"]
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    assert list(truth) == [str(number) for number in range(len(frames))]
    for players in truth.values():
        for left, top, right, bottom in (players[name]["box"] for name in ("near", "far")):
            assert 0 <= left < right < 320
            assert 0 <= top < bottom < 180
        assert players["near"]["ground"][1] > players["far"]["ground"][1]


def test_a_person_stands_where_the_truth_says() -> None:
    empty = Match(320, 180, 1, with_people=False).frame(1.0)[0].astype(int)
    picture, shown = Match(320, 180, 1).frame(1.0)
    differs = abs(picture.astype(int) - empty).max(axis=2) > 40
    for who in shown.values():
        left, top, right, bottom = (int(value) for value in who.box)
        inside = differs[top : bottom + 1, left : right + 1]
        assert inside.mean() > 0.2
        differs[top : bottom + 1, left : right + 1] = False
    assert not differs.any()


def test_the_rotated_clip_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rotated.mp4"
    bad_inputs.write_rotated(path)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    assert (frame.width, frame.height, frame.rotation) == (360, 640, -90)


@pytest.mark.parametrize("name", ["empty.mp4", "text.mp4", "no-index.mp4"])
def test_a_broken_file_cannot_be_opened(tmp_path: Path, name: str) -> None:
    bad_inputs.MAKERS[name](tmp_path / name)
    with pytest.raises(av.FFmpegError):
        av.open(str(tmp_path / name))


def test_the_cut_off_copy_ends_early(tmp_path: Path) -> None:
    path = tmp_path / "cut-off.mp4"
    bad_inputs.write_without_end(path)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert 0 < len(packets) < stream.frames


def test_the_oversize_file_takes_no_room(tmp_path: Path) -> None:
    path = tmp_path / "oversize.mp4"
    bad_inputs.write_oversize(path)
    assert path.stat().st_size == MAX_VIDEO_BYTES + 1
    assert path.stat().st_blocks == 0
