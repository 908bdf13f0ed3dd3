"""A synthetic match: two people on a drawn court, on known paths.

python -m modal_app.testing.sample OUT.mp4 [--seconds 6 --fps 30 --width 1280 --height 720 --seed 1]

Beside OUT.mp4 it writes OUT.players.json and OUT.court.json: the truth, in pixels of the clip with (0, 0) at the
centre of the top-left pixel. A box is [left, top, right, bottom]; the ground point is the middle of its lower edge;
`times` are the frames' presentation times in seconds.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from modal_app.testing.court import Camera, Image, draw_background, draw_net, outer_corners
from modal_app.testing.encode import VideoFormat, write_video
from modal_app.testing.people import Cutout, load_people, paste

# Standing height in metres; the photograph's persons fill the whole cutout.
PERSON_HEIGHT = 1.80
# Standard deviation of the camera's noise, grey levels.
NOISE = 2.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Walk:
    """A smooth path on the floor: metres, seconds."""

    centre: tuple[float, float]
    reach: tuple[float, float]
    period: tuple[float, float]
    phase: float

    def at(self, seconds: float) -> tuple[float, float]:
        """Where the person stands, (x, y) in the world frame."""
        x = self.centre[0] + self.reach[0] * math.sin(2 * math.pi * seconds / self.period[0] + self.phase)
        y = self.centre[1] + self.reach[1] * math.sin(2 * math.pi * seconds / self.period[1] + 1.7 * self.phase)
        return x, y


@dataclass(frozen=True)
class Shown:
    """One person in one frame."""

    box: Box
    ground: tuple[float, float]


class Match:
    """Draws the frames of a synthetic match. Everything follows from the size and the seed."""

    def __init__(self, width: int, height: int, seed: int, *, with_people: bool = True) -> None:
        self.camera = Camera(width, height)
        self._background = draw_background(self.camera, seed)
        self._net_colour, self._net_opacity = draw_net(self.camera)
        self._noise = np.random.default_rng(seed + 1)
        self._people: dict[str, tuple[Cutout, Walk]] = {}
        if with_people:
            light, dark = load_people()
            phase = np.random.default_rng(seed + 2).uniform(0, 2 * math.pi, 2)
            self._people = {
                "far": (light, Walk((0.0, 4.0), (1.7, 1.2), (4.3, 3.1), float(phase[0]))),
                "near": (dark, Walk((0.0, -4.0), (1.9, 1.2), (3.7, 4.9), float(phase[1]))),
            }

    def frame(self, seconds: float) -> tuple[Image, dict[str, Shown]]:
        """The picture at a time, shape (height, width, 3), and who is where in it."""
        picture = self._background.copy()
        shown: dict[str, Shown] = {}
        if "far" in self._people:
            shown["far"] = self._put(picture, "far", seconds)
        mixed = self._net_colour * self._net_opacity + picture * (1 - self._net_opacity)
        picture = np.round(mixed).astype(np.uint8)
        if "near" in self._people:
            shown["near"] = self._put(picture, "near", seconds)
        # One grey noise for the three channels: it survives the chroma subsampling, and is three times cheaper.
        noise = self._noise.normal(0, NOISE, (*picture.shape[:2], 1)).astype(np.float32)
        return np.clip(picture + noise, 0, 255).astype(np.uint8), shown

    def _put(self, picture: Image, name: str, seconds: float) -> Shown:
        cutout, walk = self._people[name]
        x, y = walk.at(seconds)
        person = cutout.resized(self.camera.pixels_per_metre((x, y)) * PERSON_HEIGHT)
        height, width = person.colour.shape[:2]
        foot_x, foot_y = self.camera.project(np.array([[x, y, 0.0]]))[0]
        left, top = round(foot_x - (width - 1) / 2), round(foot_y - (height - 1))
        paste(picture, person, left, top)
        box = (float(left), float(top), float(left + width - 1), float(top + height - 1))
        return Shown(box, ((box[0] + box[2]) / 2, box[3]))


def frame_times(seconds: float, fps: Fraction) -> list[Fraction]:
    """Presentation times of a clip of constant rate."""
    return [Fraction(number) / fps for number in range(round(seconds * fps))]


def write_match(
    path: Path,
    match: Match,
    times: list[Fraction],
    fps: Fraction,
    video_format: VideoFormat | None = None,
    *,
    tone: bool = False,
    stored_as: Callable[[Image], Image] = lambda picture: picture,
) -> None:
    """Write the clip, and its truth beside it. `stored_as` turns an upright picture into the one that is coded."""
    truth: dict[str, dict[str, object]] = {}

    def frames() -> Iterator[tuple[Fraction, Image]]:
        for number, seconds in enumerate(times):
            picture, shown = match.frame(float(seconds))
            truth[str(number)] = {name: {"box": who.box, "ground": who.ground} for name, who in shown.items()}
            yield seconds, stored_as(picture)

    write_video(path, frames(), fps, video_format, tone=tone)
    size = [match.camera.width, match.camera.height]
    _write_json(
        path.with_suffix(".players.json"),
        {"image_size": size, "times": [float(time) for time in times], "frames": truth},
    )
    corners = outer_corners(match.camera)
    _write_json(path.with_suffix(".court.json"), {"image_size": size, "outer_corners_line_centre": corners})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make a short synthetic match with its truth.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--fps", type=Fraction, default=Fraction(30))
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    match = Match(given.width, given.height, given.seed)
    write_match(given.out, match, frame_times(given.seconds, given.fps), given.fps, tone=True)


if __name__ == "__main__":
    main()
