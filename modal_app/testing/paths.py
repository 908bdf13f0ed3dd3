"""What a detector would see of a scripted match, without drawing a picture: fast tests of players and metrics.

    script = write_script(np.random.default_rng(1), 60.0, doubles=True)
    seen = observe(script, camera, fps=25.0, seed=2)

`seen.rows` and `seen.tracklets` are what detection and tracking leave behind; `seen.truth` says who each row shows.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.testing.match.body import keypoints
from modal_app.testing.match.script import Actor, Rgb, Script

# Somebody is hidden where this part of the box lies behind a nearer one's.
_HIDDEN = 0.75
# A tracker forgets whoever was not seen for so long, seconds.
_PATIENCE = 1.0
# People whose boxes overlap by this part may be mistaken for each other.
_CONFUSED = 0.45


@dataclass(frozen=True)
class Noise:
    """How badly the detector sees."""

    # Standard deviation of a keypoint, pixels, and in addition a part of the box's height.
    keypoint: float = 0.8
    keypoint_part: float = 0.006
    box: float = 1.0
    # Probability that somebody is missed in a frame, and that two who overlap leave it with each other's tracklet.
    missed: float = 0.02
    switched: float = 0.0


@dataclass(frozen=True)
class Seen:
    """Rows in order of frames, and what is true of them."""

    rows: Detections
    # Number of each row's tracklet, shape (n,).
    tracklets: NDArray[np.int32]
    # Index into `script.actors` of whom each row shows, shape (n,).
    truth: NDArray[np.int64]
    # Time of each frame, seconds, shape (frames,), and whether it repeats the one before.
    times: NDArray[np.float64]
    repeated: NDArray[np.bool_]
    script: Script
    camera: CourtCamera


def observe(
    script: Script,
    camera: CourtCamera,
    fps: float,
    seed: int,
    noise: Noise | None = None,
    *,
    jitter: float = 0.0,
    repeat_every: int | None = None,
) -> Seen:
    """Look at a script through a camera.

    Args:
        script: Who is where.
        camera: With a projection.
        fps: Frames a second.
        seed: Of the noise.
        noise: What the detector does wrong.
        jitter: Standard deviation of the frames' times, in parts of their distance.
        repeat_every: Every so many-th frame repeats the one before; nothing is detected in it.
    """
    rng, noise = np.random.default_rng(seed), noise or Noise()
    count = max(1, round(script.seconds * fps))
    times = (np.arange(count) + np.clip(rng.normal(0, jitter, count), -0.4, 0.4) * (jitter > 0)) / fps
    times -= times[0]
    repeated = np.zeros(count, dtype=np.bool_)
    if repeat_every:
        repeated[repeat_every::repeat_every] = True
    tracker = _Tracker(rng, noise)
    everybody = [_detect(camera, actor, times, rng, noise) for actor in script.actors]
    rows: list[Detections] = []
    numbers: list[int] = []
    truth: list[int] = []
    for frame in np.flatnonzero(~repeated):
        found = [
            _Found(index, float(seen.distance[frame]), seen.rows[frame : frame + 1])
            for index, seen in enumerate(everybody)
            if seen.visible[frame]
        ]
        kept = [one for one in _unhidden(found) if rng.random() >= noise.missed]
        rows += [one.row for one in kept]
        truth += [one.index for one in kept]
        numbers += tracker.follow(float(times[frame]), kept)
    table = np.concatenate(rows) if rows else np.zeros(0, dtype=DETECTION)
    return Seen(table, np.array(numbers, np.int32), np.array(truth, np.int64), times, repeated, script, camera)


@dataclass(frozen=True)
class _Alone:
    """One person in every frame, as if nobody else were there: detections, whether in the picture, away in metres."""

    rows: Detections
    visible: NDArray[np.bool_]
    distance: NDArray[np.float64]


@dataclass(frozen=True)
class _Found:
    """Somebody in one frame: number of the actor, metres to the camera, the detection in a table of one row."""

    index: int
    distance: float
    row: Detections

    @property
    def box(self) -> NDArray[np.float32]:
        """Left, top, right, bottom."""
        return np.asarray(self.row["box"][0])


def _detect(
    camera: CourtCamera, actor: Actor, times: NDArray[np.float64], rng: np.random.Generator, noise: Noise
) -> _Alone:
    places, speeds, count = actor.way.at(times), actor.way.speed(times), len(times)
    # Players face the net, everybody else the court.
    facing = np.arctan2(-places[:, 1], np.zeros(count) if actor.plays else -places[:, 0])
    joints, bounds = keypoints(places, facing, actor.tall, speeds, times, sitting=actor.sitting)
    shown = camera.project(joints.reshape(-1, 3)).reshape(count, 17, 2)
    around = np.concatenate([shown, camera.project(bounds.reshape(-1, 3)).reshape(count, -1, 2)], axis=1)
    ahead = np.all(np.isfinite(around), axis=(1, 2))
    shown, around = np.where(ahead[:, None, None], shown, 0.0), np.where(ahead[:, None, None], around, 0.0)
    box = np.concatenate([around.min(axis=1), around.max(axis=1)], axis=1) + rng.normal(0, noise.box, (count, 4))
    width, height = camera.size
    inside = np.clip(box, 0, [width, height, width, height])
    error = noise.keypoint + noise.keypoint_part * (box[:, 3] - box[:, 1])
    seen = shown + rng.normal(0, 1, shown.shape) * error[:, None, None]
    within = np.all((seen >= 0) & (seen <= [width, height]), axis=-1)
    rows = np.zeros(count, dtype=DETECTION)
    rows["frame"] = np.arange(count)
    rows["box"] = inside
    rows["confidence"] = rng.uniform(0.6, 0.95, count)
    rows["keypoints"][..., :2] = np.clip(seen, 0, [width, height])
    rows["keypoints"][..., 2] = np.where(within, rng.uniform(0.7, 1.0, (count, 17)), rng.uniform(0, 0.3, (count, 17)))
    rows["colours"] = np.stack([_lab(colour, count, rng) for colour in actor.kit], axis=1)
    # Whoever is mostly outside the picture is not found.
    visible = ahead & (_area(inside) > 0.25 * np.maximum(1.0, _area(box)))
    return _Alone(rows, visible, np.linalg.norm(places - _eye(camera), axis=1))


def _area(box: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1]))


def _unhidden(found: list[_Found]) -> list[_Found]:
    """Without those who stand behind somebody nearer."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: one.distance):
        if all(_covered(one.box, nearer.box) < _HIDDEN for nearer in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.index)


def _covered(box: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """What part of a box another one covers."""
    left, top, right, bottom = (float(value) for value in box)
    other_left, other_top, other_right, other_bottom = (float(value) for value in other)
    wide = max(0.0, min(right, other_right) - max(left, other_left))
    high = max(0.0, min(bottom, other_bottom) - max(top, other_top))
    return wide * high / max(1.0, (right - left) * (bottom - top))


class _Tracker:
    """Numbers tracklets as a tracker would: a new one after every long absence, now and then the wrong one."""

    def __init__(self, rng: np.random.Generator, noise: Noise) -> None:
        self._rng, self._noise = rng, noise
        self._numbers: dict[int, int] = {}
        self._last: dict[int, float] = {}
        self._next = 0
        self._together: set[tuple[int, int]] = set()

    def follow(self, time: float, found: list[_Found]) -> list[int]:
        """The number of each one's tracklet."""
        for one in found:
            if one.index not in self._numbers or time - self._last[one.index] > _PATIENCE:
                self._numbers[one.index] = self._next
                self._next += 1
            self._last[one.index] = time
        together = {
            (one.index, other.index)
            for one in found
            for other in found
            if one.index < other.index and _covered(one.box, other.box) > _CONFUSED
        }
        for left, right in sorted(self._together - together):
            if self._rng.random() < self._noise.switched:
                self._numbers[left], self._numbers[right] = self._numbers[right], self._numbers[left]
        self._together = together
        return [self._numbers[one.index] for one in found]


def _lab(colour: Rgb, count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Red, green, blue as CIE L*a*b* in OpenCV's bytes, in the varying light of a hall, shape (count, 3)."""
    lit = np.array(colour) * rng.normal(0.85, 0.05, (count, 1)) + rng.normal(0, 6, (count, 3))
    bytes_ = np.clip(lit, 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(bytes_[None], cv2.COLOR_RGB2Lab)[0], dtype=np.uint8)


def _eye(camera: CourtCamera) -> NDArray[np.float64]:
    """Where the camera stands over the floor, shape (2,)."""
    assert camera.projection is not None
    position = -np.linalg.solve(camera.projection[:, :3], camera.projection[:, 3])
    return np.asarray(position[:2], dtype=np.float64)
