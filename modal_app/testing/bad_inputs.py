"""Files that a visitor may send and that must not break anything.

python -m modal_app.testing.bad_inputs OUT_DIR

Writes one file per kind of trouble, and index.json: what each is, by file name. The oversize file is sparse: it
takes no room.
"""

import argparse
import json
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np

from modal_app.contract.constants import MAX_VIDEO_BYTES
from modal_app.testing.court import Image
from modal_app.testing.encode import VideoFormat, write_sound, write_video
from modal_app.testing.sample import Match, frame_times, write_match

FPS = Fraction(15)
SECONDS = 2.0
STILL_SECONDS = 20 * 60

# Names that a file system holds and a careless program does not. A path separator cannot stand in a name on disk: a
# test hands such a name to the browser itself.
STRANGE_NAMES = ('it\'s "quoted" & <b>bold.mp4', "🏸 final 決勝 - שער.mp4", "..%2f..%2fetc%2fpasswd.mp4")


def write_empty(path: Path) -> None:
    """No byte at all."""
    path.write_bytes(b"")


def write_text(path: Path) -> None:
    """Words under a video's name."""
    path.write_text("This is not a video.\n" * 50, encoding="utf-8")


def write_without_index(path: Path) -> None:
    """A recording that was cut off: the index at its end is missing."""
    _write_match(path, seed=1)
    _keep(path, 2 / 3)


def write_without_end(path: Path) -> None:
    """A copy that was cut off: the index says more than there is."""
    _write_match(path, seed=1, video_format=VideoFormat(muxing={"movflags": "faststart"}))
    _keep(path, 1 / 2)


def _keep(path: Path, part: float) -> None:
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * part))


def write_audio_only(path: Path) -> None:
    """Sound without a picture."""
    write_sound(path, 3.0)


def write_one_pixel(path: Path) -> None:
    """A picture of 1 x 1 pixels."""
    frames = (
        (time, np.full((1, 1, 3), 10 * number, dtype=np.uint8)) for number, time in enumerate(frame_times(1, FPS))
    )
    write_video(path, frames, FPS, VideoFormat(pixels="yuv444p"))


def write_still(path: Path) -> None:
    """Twenty minutes in which nothing moves, at one frame a second."""
    picture = Match(320, 180, seed=1).frame(0)[0]
    frames = ((time, picture) for time in frame_times(STILL_SECONDS, Fraction(1)))
    write_video(path, frames, Fraction(1))


def write_no_people(path: Path) -> None:
    """A moving picture of an empty hall: the camera pans."""
    wide = Match(960, 360, seed=1, with_people=False).frame(0)[0]
    frames = ((time, wide[:, 4 * number : 4 * number + 640]) for number, time in enumerate(frame_times(SECONDS, FPS)))
    write_video(path, frames, FPS)


def write_variable_rate(path: Path) -> None:
    """Frame times as a phone makes them: between 20 and 100 ms apart."""
    gaps = np.random.default_rng(1).integers(20, 100, 40)
    times = [Fraction(int(time), 1000) for time in np.concatenate([[0], np.cumsum(gaps)])]
    write_match(path, Match(640, 360, seed=2), times, Fraction(30))


def write_rotated(path: Path, quarters: int = 1) -> None:
    """Stored lying on its side or head, with the note that it is to be turned clockwise by so many times 90 degrees."""
    _write_match(path, seed=3, stored_as=lambda picture: np.ascontiguousarray(np.rot90(picture, quarters)))
    path.write_bytes(turn_clockwise(path.read_bytes(), quarters))


def turn_clockwise(mp4: bytes, quarters: int = 1) -> bytes:
    """The same MP4 with a display matrix in its first track that turns it clockwise (ISO/IEC 14496-12, 8.3.2)."""
    header = mp4.index(b"tkhd") + 4
    # Version 0: flags 4, times and id 20, reserved 8, layer to volume 8; then nine 16.16 or 2.30 numbers.
    matrix = header + 4 + 20 + 8 + 8
    cosine, sine = [(1, 0), (0, 1), (-1, 0), (0, -1)][quarters % 4]
    turned = struct.pack(">9i", cosine << 16, sine << 16, 0, -sine << 16, cosine << 16, 0, 0, 0, 1 << 30)
    return mp4[:matrix] + turned + mp4[matrix + len(turned) :]


def write_odd_size(path: Path) -> None:
    """Odd width and odd height."""
    _write_match(path, seed=4, size=(641, 361), video_format=VideoFormat(pixels="yuv444p"))


def write_hevc_10_bit(path: Path) -> None:
    """HEVC with ten bits a sample, as phones record."""
    options = {"preset": "ultrafast", "x265-params": "log-level=error"}
    _write_match(path, seed=5, video_format=VideoFormat(codec="libx265", pixels="yuv420p10le", options=options))


def write_oversize(path: Path) -> None:
    """One byte more than is taken, none of it on the disk."""
    with path.open("wb") as file:
        file.truncate(MAX_VIDEO_BYTES + 1)


MAKERS: dict[str, Callable[[Path], None]] = {
    "empty.mp4": write_empty,
    "text.mp4": write_text,
    "no-index.mp4": write_without_index,
    "cut-off.mp4": write_without_end,
    "audio-only.mp4": write_audio_only,
    "one-pixel.mp4": write_one_pixel,
    "still.mp4": write_still,
    "no-people.mp4": write_no_people,
    "variable-rate.mp4": write_variable_rate,
    "rotated.mp4": write_rotated,
    "odd-size.mp4": write_odd_size,
    "hevc-10-bit.mp4": write_hevc_10_bit,
    "oversize.mp4": write_oversize,
}


def _write_match(
    path: Path,
    seed: int,
    size: tuple[int, int] = (640, 360),
    video_format: VideoFormat | None = None,
    stored_as: Callable[[Image], Image] = lambda picture: picture,
) -> None:
    times = frame_times(SECONDS, FPS)
    write_match(path, Match(*size, seed), times, FPS, video_format, stored_as=stored_as)


def write_all(folder: Path) -> None:
    """Write every file, and the index."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MAKERS.items():
        make(folder / name)
    _write_match(folder / "match.mp4", seed=1)
    for name in STRANGE_NAMES:
        (folder / name).write_bytes((folder / "match.mp4").read_bytes())
    index = {name: (make.__doc__ or "").strip() for name, make in MAKERS.items()}
    (folder / "index.json").write_text(
        json.dumps({"files": index, "strange_names": STRANGE_NAMES}) + "\n", encoding="utf-8"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make files that a visitor may send and that must not break anything.")
    parser.add_argument("folder", type=Path)
    write_all(parser.parse_args().folder)


if __name__ == "__main__":
    main()
