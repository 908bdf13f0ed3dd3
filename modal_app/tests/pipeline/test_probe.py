import struct
from pathlib import Path

import pytest

from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.pipeline.containers import is_cut_off
from modal_app.pipeline.probe import probe
from modal_app.testing import bad_inputs

REFUSED = {
    "empty.mp4": ErrorCode.file_empty,
    "text.mp4": ErrorCode.video_unreadable,
    "no-index.mp4": ErrorCode.video_truncated,
    "cut-off.mp4": ErrorCode.video_truncated,
    "audio-only.mp4": ErrorCode.video_no_picture,
    "one-pixel.mp4": ErrorCode.video_too_small,
    "still.mp4": ErrorCode.video_still,
}


@pytest.mark.parametrize(("kind", "code"), REFUSED.items())
def test_each_bad_input_has_its_own_code(kind: str, code: ErrorCode, tmp_path: Path) -> None:
    path = tmp_path / kind
    bad_inputs.MAKERS[kind](path)
    with pytest.raises(PipelineError) as caught:
        probe(path)
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("kind", "rotation", "size"),
    [("rotated.mp4", 90, (640, 360)), ("odd-size.mp4", 0, (641, 361)), ("variable-rate.mp4", 0, (640, 360))],
)
def test_good_inputs_are_described(kind: str, rotation: int, size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / kind
    bad_inputs.MAKERS[kind](path)
    info = probe(path)
    assert (info.rotation, info.upright_size) == (rotation, size)


def test_a_playlist_under_a_videos_name_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "list.mp4"
    path.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/segment.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(PipelineError) as caught:
        probe(path)
    assert caught.value.code is ErrorCode.video_unreadable


def box(name: bytes, size: int, payload: bytes = b"") -> bytes:
    return struct.pack(">I", size) + name + payload


FTYP, MOOV = box(b"ftyp", 16, b"isom0000"), box(b"moov", 8)


@pytest.mark.parametrize(
    ("content", "cut"),
    [
        (FTYP + MOOV + box(b"mdat", 12, b"1234"), False),
        (FTYP + MOOV + box(b"mdat", 100, b"1234"), True),
        (FTYP + box(b"mdat", 12, b"1234"), True),
        (FTYP + MOOV + struct.pack(">I4sQ", 1, b"mdat", 20) + b"1234", False),
        (FTYP + MOOV + struct.pack(">I4sQ", 1, b"mdat", 2**40) + b"1234", True),
        (FTYP + MOOV + box(b"mdat", 0, b"anything to the end"), False),
        (FTYP + MOOV + b"\0\0\0\0\0\0", False),
        (b"RIFF" + struct.pack("<I", 4) + b"AVI ", False),
        (b"RIFF" + struct.pack("<I", 5000) + b"AVI ", True),
        (b"not a container at all", False),
    ],
)
def test_the_outer_structure_tells_whether_the_end_is_missing(content: bytes, cut: bool, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert is_cut_off(path) is cut
