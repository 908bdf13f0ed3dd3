"""What the outer structure of a file says about its completeness, before anything is decoded."""

import struct
from pathlib import Path

# Top-level boxes with which MP4 and MOV files begin (ISO/IEC 14496-12; QuickTime File Format).
_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_HEADER = 8
_LONG_HEADER = 16
# Deeper nesting of top-level boxes than any recorder writes; a longer list is not a video.
_MAX_BOXES = 1_000_000


def is_cut_off(path: Path) -> bool:
    """Whether the file is an MP4, MOV or AVI whose end is missing. False for every other kind of file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return bool(struct.unpack("<I", head[4:8])[0] + _HEADER > size)
    if head[4:8] not in _FIRST_BOXES:
        return False
    return _mp4_is_cut_off(path, size)


def _mp4_is_cut_off(path: Path, size: int) -> bool:
    """Walk the top-level boxes: the last must end with the file, and the index `moov` must be among them."""
    position, has_index = 0, False
    with path.open("rb") as file:
        for _ in range(_MAX_BOXES):
            if position + _HEADER > size:
                break
            file.seek(position)
            header = file.read(_LONG_HEADER)
            length, name = struct.unpack(">I", header[:4])[0], header[4:8]
            if length == 1 and len(header) == _LONG_HEADER:
                length = struct.unpack(">Q", header[8:])[0]
            elif length == 0:
                # The box reaches to the end of the file.
                length = size - position
            if length < _HEADER:
                # Trailing bytes that are no box: cameras pad with them.
                break
            has_index = has_index or name == b"moov"
            position += length
            if position > size:
                return name in {b"mdat", b"moov", b"moof"}
    return not has_index
