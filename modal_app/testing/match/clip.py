"""A drawn match: frames and, for each, who is where.

python -m modal_app.testing.match.clip OUT.mp4 [--kind broadcast --seed 1 --seconds 20 --fps 25 --size 1280x720
    --doubles --motion shake --close-up --change-ends 12]

Beside OUT.mp4 it writes OUT.players.json, OUT.court.json and OUT.truth.json: see `labels`.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.testing.encode import VideoFormat, write_video
from modal_app.testing.halls.scene import render
from modal_app.testing.match.cast import Costume, Patch
from modal_app.testing.match.script import Script, write_script
from modal_app.testing.match.view import HallView

Image = NDArray[np.uint8]
Matrix = NDArray[np.float64]

MOTIONS = ("still", "shake", "pan")
# Shaking: standard deviation as a part of the picture's width; a slow pan: its reach, and seconds to and fro.
_SHAKE = 0.0025
_PAN = 0.045
_PAN_SECONDS = 11.0
# Whoever shows less than this part of the body is not labelled.
_SHOWN = 0.4
# Somebody shorter than this (pixels) is not drawn.
_MIN_HEIGHT = 12


@dataclass(frozen=True)
class Seen:
    """One player in one frame. Pixels with the origin at the top left corner of the picture."""

    # Left, top, right, bottom, cut off at the picture's edges.
    box: tuple[float, float, float, float]
    # Where the feet are on the floor; None when that is outside the picture.
    ground: tuple[float, float] | None
    # The same in metres.
    place: tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """One picture and who is in it, by the player's name; empty while something else than play is shown."""

    time: Fraction
    picture: Image
    players: dict[str, Seen]
    # How the camera has moved: a homography of pixels.
    motion: Matrix
    play: bool = True


@dataclass(frozen=True)
class Take:
    """How a match is filmed."""

    kind: str
    seed: int
    size: tuple[int, int] = (1280, 720)
    fps: Fraction = Fraction(25)
    motion: str = "still"
    # From when to when a close-up is shown instead, seconds.
    close_up: tuple[float, float] | None = None


class MatchClip:
    """A script, filmed."""

    def __init__(self, script: Script, take: Take) -> None:
        self.script, self.take = script, take
        self.view = HallView(take.kind, take.seed, take.size, moving=take.motion != "still")
        rng = np.random.default_rng([take.seed, 77])
        self._costumes = [
            Costume(int(rng.integers(2)), actor.kit, flipped=bool(rng.random() < 0.5)) for actor in script.actors
        ]
        self._shake = rng.uniform(0, 2 * np.pi, (3, 4))

    def __len__(self) -> int:
        return round(self.script.seconds * self.take.fps)

    def frames(self) -> Iterator[Frame]:
        """All frames in order."""
        close_up = render("close-up", self.take.seed, self.take.size).picture if self.take.close_up else None
        for number in range(len(self)):
            time = Fraction(number) / self.take.fps
            start, end = self.take.close_up or (0.0, 0.0)
            if close_up is not None and start <= time < end:
                # A slowly moving picture, so that no frame repeats another.
                moved = np.roll(close_up, round((float(time) - start) * 40), axis=1)
                yield Frame(time, moved, {}, np.eye(3), play=False)
            else:
                yield self._frame(time)

    def motion_at(self, seconds: float) -> Matrix:
        """How the camera has moved since it stood at rest: a homography of pixels, shape (3, 3)."""
        unit = self.take.size[0] / self.view.focal
        if self.take.motion == "pan":
            swing = _PAN * np.sin(2 * np.pi * seconds / _PAN_SECONDS) * unit
            return self.view.turned(float(swing), 0.15 * float(swing), 0.0)
        if self.take.motion == "shake":
            rates = np.array([0.7, 1.9, 3.7, 5.3])
            weights = np.array([1.0, 0.7, 0.4, 0.25])
            waves = np.sin(2 * np.pi * rates * seconds + self._shake) @ weights * _SHAKE * unit
            return self.view.turned(float(waves[0]), float(waves[1]), 0.3 * float(waves[2]))
        return np.eye(3)

    def _frame(self, time: Fraction) -> Frame:
        seconds = float(time)
        motion = self.motion_at(seconds)
        behind: list[tuple[float, Patch]] = []
        before: list[tuple[float, Patch]] = []
        players: dict[str, Seen] = {}
        eye = np.array(self.view.eye)
        for actor, costume in zip(self.script.actors, self._costumes, strict=True):
            place = actor.way.at(np.array([seconds]))[0]
            ends = self.view.drawn.project(np.array([[*place, 0.0], [*place, actor.tall]]))
            height = float(np.linalg.norm(ends[1] - ends[0]))
            if not np.all(np.isfinite(ends)) or not _MIN_HEIGHT <= height <= 3 * self.take.size[1]:
                continue
            # A camera on the near side has the far half behind the net.
            layer = behind if place[1] > 0 else before
            layer.append((float(np.linalg.norm(place - eye[:2])), costume.shown(ends[0], height)))
            if actor.plays:
                seen = self._seen(costume.box(ends[0], height), ends[0], place, motion)
                if seen is not None:
                    players[actor.name] = seen
        layers = [[patch for _, patch in sorted(layer, key=lambda item: -item[0])] for layer in (behind, before)]
        moving = self.take.motion != "still"
        picture = self.view.compose(layers[0], layers[1], motion if moving else None)
        return Frame(time, picture, players, motion)

    def _seen(self, box: Matrix, ground: Matrix, place: Matrix, motion: Matrix) -> Seen | None:
        turn = motion @ self.view.margin
        corners = np.array([[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]], ground])
        shown = cv2.perspectiveTransform(corners[None], turn)[0]
        low, high = shown[:4].min(axis=0), shown[:4].max(axis=0)
        inside = np.clip([*low, *high], 0, [*self.take.size, *self.take.size])
        if np.prod(inside[2:] - inside[:2]) < _SHOWN * np.prod(high - low):
            return None
        x, y = (float(value) for value in shown[4])
        on_picture = 0 <= x <= self.take.size[0] and 0 <= y <= self.take.size[1]
        left, top, right, bottom = (float(value) for value in inside)
        return Seen((left, top, right, bottom), (x, y) if on_picture else None, (float(place[0]), float(place[1])))


def write_clip(path: Path, clip: MatchClip, video_format: VideoFormat | None = None) -> None:
    """Write the video, and the truth beside it."""
    from modal_app.testing.match.labels import Labels  # noqa: PLC0415 - labels are made of frames

    labels = Labels(clip)

    def pictures() -> Iterator[tuple[Fraction, Image]]:
        for frame in clip.frames():
            labels.add(frame)
            yield frame.time, frame.picture

    write_video(path, pictures(), clip.take.fps, video_format)
    labels.write(path)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Draw a match with its truth.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", default="broadcast")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--fps", type=Fraction, default=Fraction(25))
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--doubles", action="store_true")
    parser.add_argument("--motion", choices=MOTIONS, default="still")
    parser.add_argument("--close-up", action="store_true", help="a cut to a close-up, and back, in the middle")
    parser.add_argument("--change-ends", type=float, help="after this time")
    given = parser.parse_args()
    width, height = (int(part) for part in given.size.split("x"))
    changes = [given.change_ends] if given.change_ends is not None else []
    script = write_script(np.random.default_rng(given.seed), given.seconds, doubles=given.doubles, change_ends=changes)
    middle = given.seconds / 2
    shown = (middle - 1.5, middle + 1.5) if given.close_up else None
    take = Take(given.kind, given.seed, (width, height), given.fps, given.motion, shown)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    write_clip(given.out, MatchClip(script, take))


if __name__ == "__main__":
    main()
