"""Draw a match of several rallies with its truth.

python -m modal_app.testing.rallies OUT.mp4 [--kind broadcast --seed 1 --rallies 4 --fps 30 --size 1280x720
    --strokes 8,5,11,3 --exposure 1/120 --look white-walls --crf 23 --doubles --long-pause]

Beside OUT.mp4 it writes OUT.court.json, OUT.players.json, OUT.shuttle.json, OUT.events.json and OUT.truth.json: see
`labels`.
"""

import argparse
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from modal_app.testing.encode import VideoFormat, write_video
from modal_app.testing.halls import COURT_KINDS
from modal_app.testing.match.clip import Take
from modal_app.testing.match.view import Image
from modal_app.testing.rallies.film import LOOKS, RallyClip
from modal_app.testing.rallies.labels import RallyLabels
from modal_app.testing.rallies.script import write_rallies


def write_clip(path: Path, clip: RallyClip, video_format: VideoFormat | None = None) -> None:
    """Write the video, and the truth beside it."""
    labels = RallyLabels(clip)

    def pictures() -> Iterator[tuple[Fraction, Image]]:
        for seen in clip.frames():
            labels.add(seen)
            yield seen.frame.time, seen.frame.picture

    write_video(path, pictures(), clip.take.fps, video_format)
    labels.write(path)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="rallies", description="Draw a match of several rallies with its truth.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", choices=COURT_KINDS, default="broadcast")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rallies", type=int, default=4)
    parser.add_argument("--strokes", help="how long each rally is to be, about, such as 8,5,11,3")
    parser.add_argument("--fps", type=Fraction, default=Fraction(30))
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--exposure", type=Fraction, default=Fraction(1, 120), help="seconds that the shutter is open")
    parser.add_argument("--look", choices=LOOKS, default="plain")
    parser.add_argument("--crf", type=int, default=20, help="H.264's quality, 18 to 34: less is better")
    parser.add_argument("--doubles", action="store_true")
    parser.add_argument("--long-pause", action="store_true", help="90 s of dead time after the first rally")
    given = parser.parse_args()
    width, height = (int(part) for part in given.size.split("x"))
    pauses = [0] if given.long_pause else []
    lengths = [int(part) for part in given.strokes.split(",")] if given.strokes else None
    match = write_rallies(
        np.random.default_rng(given.seed),
        len(lengths) if lengths else given.rallies,
        doubles=given.doubles,
        long_pauses=pauses,
        pause=(5.0, 7.0),
        lengths=lengths,
    )
    take = Take(given.kind, given.seed, (width, height), given.fps)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    clip = RallyClip(match, take, exposure=float(given.exposure), look=given.look)
    write_clip(given.out, clip, VideoFormat(options={"preset": "veryfast", "crf": str(given.crf)}))


if __name__ == "__main__":
    main()
