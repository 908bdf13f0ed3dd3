"""A clip whose every frame shows its own number, with frame data that says the number too.

python -m modal_app.testing.numbered_clip OUT.mp4 [--vfr --seconds 12 --segment-seconds 2 --tone]

The picture carries frame number n as BITS black (0) or white (1) blocks in one row, the lowest bit at the left, and
the inverted bits in the row below, so that a misread shows. The frame data of frame n holds one player whose box is
centred on cell n of a grid in the lower half of the picture: column n % COLUMNS, row n // COLUMNS. The lower half of
the picture is the court seen straight from above, and the player's place on it the middle of the box. Whoever sees both
can tell whether they belong together.

Beside OUT.mp4 it writes OUT.json (results, pts in ticks), OUT.segment-0000.bin and on, the frame data, and
OUT.motion.bin, the motion file.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import msgpack
import numpy as np

from modal_app.contract.constants import COURT_LENGTH, COURT_WIDTH
from modal_app.testing.court import Image
from modal_app.testing.encode import VideoFormat, write_video

WIDTH, HEIGHT = 640, 360
BITS = 10
COLUMNS, ROWS = 24, 15
RATE = Fraction(30)
TIME_BASE = Fraction(1, 90_000)
# From convex/contract/segment.ts.
COORDINATE_SCALE = 16384
METRE_SCALE = 1000
MOTION_STEP = Fraction(1, 5)
UNKNOWN_ANGLE = 255
SEEN = 1
# Floor metres (x, y, 1) to pixels: the court fills the lower half of the picture, its far end above.
COURT = [
    *[WIDTH / COURT_WIDTH, 0.0, WIDTH / 2],
    *[0.0, -HEIGHT / 2 / COURT_LENGTH, HEIGHT * 3 / 4],
    *[0.0, 0.0, 1.0],
]
# Frame intervals of a phone that slows down in poor light, seconds.
INTERVALS = (Fraction(1, 60), Fraction(1, 30), Fraction(1, 24), Fraction(1, 15))

# A standing person, x and y as fractions of the box, in COCO order.
POSE = np.array(
    [
        *[(0.50, 0.08), (0.54, 0.05), (0.46, 0.05), (0.58, 0.07), (0.42, 0.07)],
        *[(0.68, 0.22), (0.32, 0.22), (0.80, 0.38), (0.20, 0.38), (0.86, 0.52), (0.14, 0.52)],
        *[(0.62, 0.54), (0.38, 0.54), (0.64, 0.76), (0.36, 0.76), (0.66, 0.97), (0.34, 0.97)],
    ]
)


@dataclass(frozen=True)
class Clip:
    """Presentation times in ticks of TIME_BASE, one more than there are frames: the last is the end."""

    pts: list[int]
    per_segment: int

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.pts) - 1


def picture(number: int) -> Image:
    """The frame that says `number`."""
    image = np.full((HEIGHT, WIDTH, 3), 96, np.uint8)
    block = WIDTH // BITS
    for bit in range(BITS):
        level = 255 * (number >> bit & 1)
        image[30:90, bit * block : (bit + 1) * block] = level
        image[90:150, bit * block : (bit + 1) * block] = 255 - level
    return image


def box(number: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the player's box in frame `number`, as fractions of the picture."""
    x = (number % COLUMNS + 0.5) / COLUMNS
    y = 0.5 + (number // COLUMNS + 0.5) / ROWS / 2
    return x - 0.015, y - 0.012, x + 0.015, y + 0.012


def place(number: int) -> tuple[float, float]:
    """Where the player stands in frame `number`: metres on the floor."""
    return (
        ((number % COLUMNS + 0.5) / COLUMNS - 0.5) * COURT_WIDTH,
        (0.5 - (number // COLUMNS + 0.5) / ROWS) * COURT_LENGTH,
    )


def floor_columns(numbers: Iterable[int]) -> dict[str, bytes]:
    """Place, speed (a tenth of a metre a second for each column) and state in each of the frames."""
    frames = list(numbers)
    return {
        "position": np.round(np.array([place(number) for number in frames]) * METRE_SCALE).astype("<i2").tobytes(),
        "speed": np.array([number % COLUMNS * METRE_SCALE // 10 for number in frames], "<u2").tobytes(),
        "state": bytes([SEEN]) * len(frames),
    }


def motion(clip: Clip) -> bytes:
    """The motion file: each sample is the frame that is shown at its time."""
    step = MOTION_STEP / TIME_BASE
    samples = range(int(clip.pts[-1] / step) + 1)
    starts = np.array(clip.pts[:-1])
    shown = [int(np.searchsorted(starts, float(sample * step), side="right")) - 1 for sample in samples]
    content = {"version": 1, "samples": len(samples), "paths": [{"id": 1, **floor_columns(shown)}]}
    return gzip.compress(msgpack.packb(content), mtime=0)


def timing(seconds: float, segment_seconds: float, *, variable: bool) -> Clip:
    """Frame times of a clip that is about `seconds` long and fits the grid."""
    random = np.random.default_rng(7)
    count = min(round(seconds * RATE), COLUMNS * ROWS, 2**BITS)
    times = [Fraction(0)]
    for _ in range(count):
        times.append(times[-1] + (INTERVALS[random.integers(len(INTERVALS))] if variable else 1 / RATE))
    return Clip([round(time / TIME_BASE) for time in times], max(1, round(segment_seconds * RATE)))


def _quantised(values: np.ndarray) -> bytes:
    return np.round(values * COORDINATE_SCALE).astype("<i2").tobytes()


def segments(clip: Clip) -> Iterator[tuple[dict[str, object], bytes]]:
    """Each segment's SegmentInfo and file."""
    for index, first in enumerate(range(0, clip.frames, clip.per_segment)):
        numbers = range(first, min(first + clip.per_segment, clip.frames))
        boxes = np.array([box(number) for number in numbers])
        corner, size = boxes[:, None, :2], boxes[:, None, 2:] - boxes[:, None, :2]
        content = {
            "version": 2,
            "index": index,
            "timeBase": [TIME_BASE.numerator, TIME_BASE.denominator],
            "firstFrame": first,
            "startPts": clip.pts[first],
            "pts": np.array([clip.pts[number] - clip.pts[first] for number in numbers], "<i4").tobytes(),
            "repeated": bytes(len(numbers)),
            "tracks": [
                {
                    "id": 1,
                    "frame": np.arange(len(numbers), dtype="<u2").tobytes(),
                    "box": _quantised(boxes),
                    "boxConfidence": bytes([230]) * len(numbers),
                    "keypoints": _quantised(corner + POSE[None] * size),
                    "keypointConfidence": bytes([230]) * 17 * len(numbers),
                    "angles": bytes([UNKNOWN_ANGLE]) * 8 * len(numbers),
                }
            ],
            "paths": [{"id": 1, "frame": np.arange(len(numbers), dtype="<u2").tobytes(), **floor_columns(numbers)}],
            "motion": b"",
        }
        file = gzip.compress(msgpack.packb(content), mtime=0)
        last = numbers[-1] + 1
        yield (
            {
                "index": index,
                "start": float(clip.pts[first] * TIME_BASE),
                "end": float(clip.pts[last] * TIME_BASE),
                "firstFrame": first,
                "frames": len(numbers),
                "bytes": len(file),
            },
            file,
        )


def results(clip: Clip, segment_infos: list[dict[str, object]], *, variable: bool, tone: bool) -> dict[str, object]:
    """The summary that goes with the clip, as in convex/contract/results.ts."""
    duration = float(clip.pts[-1] * TIME_BASE)
    return {
        "duration": duration,
        "fps": clip.frames / duration,
        "totalFrames": clip.frames,
        "processedFrames": clip.frames,
        "videoWidth": WIDTH,
        "videoHeight": HEIGHT,
        "timeBase": [TIME_BASE.numerator, TIME_BASE.denominator],
        "hasAudio": tone,
        "players": [
            {
                "id": 1,
                "framesSeen": clip.frames,
                "presence": 1.0,
                "firstSeen": 0.0,
                "lastSeen": float(clip.pts[-2] * TIME_BASE),
                "confidence": 0.9,
            }
        ],
        "segments": segment_infos,
        "notes": ["variable_frame_rate"] if variable else [],
        "courtDetection": {
            "views": [
                {
                    "status": "found",
                    "confidence": 1.0,
                    "camera": {"homography": COURT, "distortion": 0.0},
                    "moving": False,
                    "still": 0.0,
                }
            ],
            "shots": [{"first": 0, "end": clip.frames, "view": 0}],
        },
        "poseModel": "numbers",
    }


def write_clip(out: Path, clip: Clip, *, variable: bool, tone: bool) -> None:
    """Write the video and what belongs to it."""
    coded = VideoFormat(
        time_base=TIME_BASE,
        options={"preset": "veryfast", "crf": "18", "bf": "0", "g": "30", "movflags": "+faststart"},
    )
    shown = ((number_pts * TIME_BASE, picture(number)) for number, number_pts in enumerate(clip.pts[:-1]))
    write_video(out, shown, RATE, coded, tone=tone)
    infos = []
    for info, file in segments(clip):
        out.with_suffix(f".segment-{info['index']:04}.bin").write_bytes(file)
        infos.append(info)
    out.with_suffix(".motion.bin").write_bytes(motion(clip))
    described = {"results": results(clip, infos, variable=variable, tone=tone), "pts": clip.pts[:-1]}
    out.with_suffix(".json").write_text(json.dumps(described))


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vfr", action="store_true", help="frames at uneven intervals")
    parser.add_argument("--seconds", type=float, default=12)
    parser.add_argument("--segment-seconds", type=float, default=2)
    parser.add_argument("--tone", action="store_true", help="with a sound track")
    arguments = parser.parse_args()
    clip = timing(arguments.seconds, arguments.segment_seconds, variable=arguments.vfr)
    write_clip(arguments.out, clip, variable=arguments.vfr, tone=arguments.tone)


if __name__ == "__main__":
    main()
