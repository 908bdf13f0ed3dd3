"""What a tracker and a pose model would tell of a scripted match, by numbers: no picture is drawn.

    seen = observe(match, camera, fps=30.0, seed=2, quality=GOOD)

`seen.track`, `seen.rows`, `seen.timeline` and `seen.times` are what the second phase reads; `seen.match` is the truth,
and `seen.ids` says which player has which id.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.frame_data import Times
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline, Shot
from modal_app.testing.rallies.figure import Figure, figure, shuttle_at
from modal_app.testing.rallies.quality import GOOD, Quality
from modal_app.testing.rallies.script import RallyMatch
from modal_app.testing.rallies.tracker import track_shuttle

Array = NDArray[np.float64]

TIME_BASE = Fraction(1, 90_000)
_LEFT_WRIST, _RIGHT_WRIST = 9, 10
# Around the joints, parts of the height of the box.
_PAD = 0.02


class SeenRows:
    """A stand-in for `PlayerRows`."""

    def __init__(self, rows: Detections, owners: NDArray[np.int64]) -> None:
        """Detections in order of frames, each player once a frame, and the ids of whose they are."""
        self._rows, self._owners = rows, owners

    def chunks(self) -> Iterator[tuple[Detections, NDArray[np.int64]]]:
        """All at once."""
        yield self._rows, self._owners

    def __iter__(self) -> Iterator[tuple[int, dict[int, np.void]]]:
        """Number of a frame, and the detection of each player in it by the player's id."""
        frames = self._rows["frame"]
        for group in np.split(np.arange(len(frames)), np.flatnonzero(np.diff(frames)) + 1):
            if len(group):
                yield int(frames[group[0]]), {int(self._owners[row]): self._rows[row] for row in group}


@dataclass(frozen=True)
class SeenMatch:
    """A match as seen through one camera."""

    match: RallyMatch
    camera: CourtCamera
    track: ShuttleTrack
    rows: SeenRows
    timeline: CourtTimeline
    times: Times
    # The player's id, by name.
    ids: dict[str, int]
    # Where the shuttle truly is in each frame, pixels, shape (n, 2), and whether it flies there in sight, shape (n,).
    true_places: Array
    visible: NDArray[np.bool_]


def observe(
    match: RallyMatch,
    camera: CourtCamera,
    fps: float,
    seed: int,
    quality: Quality = GOOD,
    *,
    repeat_every: int | None = None,
) -> SeenMatch:
    """Look at a match.

    Args:
        match: The truth.
        camera: With a projection.
        fps: Frames a second.
        seed: Of all that goes wrong.
        quality: How much goes wrong.
        repeat_every: Every so many-th frame repeats the one before, as where 25 were made 30.
    """
    rng = np.random.default_rng(seed)
    count = max(1, int(match.seconds * fps))
    pts = np.round(np.arange(count) / fps / float(TIME_BASE)).astype(np.int64)
    repeated = np.zeros(count, dtype=np.bool_)
    if repeat_every:
        repeated[repeat_every::repeat_every] = True
    times = Times(TIME_BASE, pts, round(count / fps / TIME_BASE), repeated)
    seconds = times.seconds
    figures = {person.name: figure(match, person, seconds) for person in match.people}
    places, flies = shuttle_at(match, figures, seconds)
    shown = camera.project(places)
    inside = np.all((shown > 0) & (shown < np.array(camera.size)), axis=1)
    ids = {person.name: number + 1 for number, person in enumerate(match.people)}
    tables = {name: _poses(one, camera, seconds, rng, quality) for name, one in figures.items()}
    boxes = {name: np.asarray(rows["box"], dtype=np.float64) for name, (rows, _) in tables.items()}
    rows, owners = _joined(tables, ids, rng, repeated, quality)
    track = track_shuttle(rng, match, camera, times, shown, inside & flies, boxes, quality)
    timeline = CourtTimeline(camera.size, [Shot(0, count, 0)], [camera])
    return SeenMatch(match, camera, track, SeenRows(rows, owners), timeline, times, ids, shown, inside & flies)


def _poses(
    one: Figure, camera: CourtCamera, seconds: Array, rng: np.random.Generator, quality: Quality
) -> tuple[Detections, NDArray[np.bool_]]:
    """One player in every frame, and whether enough of the body is in the picture."""
    count = len(seconds)
    shown = camera.project(one.joints.reshape(-1, 3)).reshape(count, 17, 2)
    bounds = camera.project(one.bounds.reshape(-1, 3)).reshape(count, -1, 2)
    around = np.concatenate([shown, bounds], axis=1)
    ahead = np.all(np.isfinite(around), axis=(1, 2))
    shown, around = np.where(ahead[:, None, None], shown, 0.0), np.where(ahead[:, None, None], around, 0.0)
    low, high = around.min(axis=1), around.max(axis=1)
    tall = (high - low)[:, 1:]
    box = np.concatenate([low - _PAD * tall, high + _PAD * tall], axis=1) + rng.normal(0, quality.box, (count, 4))
    limits = np.tile(np.array(camera.size, dtype=np.float64), 2)
    inside = np.clip(box, 0, limits)
    error = quality.keypoint + quality.keypoint_part * tall
    seen = shown + rng.normal(0, 1, shown.shape) * error[:, :, None]
    sure = rng.uniform(0.75, 1.0, (count, 17))
    for wrist in (_LEFT_WRIST, _RIGHT_WRIST):
        speed = np.linalg.norm(np.gradient(one.joints[:, wrist], seconds, axis=0), axis=1)
        # A fast wrist is blurred over what it moves while the shutter is open, and the model less sure of it.
        blur = np.linalg.norm(np.gradient(shown[:, wrist], seconds, axis=0), axis=1) * quality.exposure
        seen[:, wrist] += rng.normal(0, 1, (count, 2)) * quality.blurred * blur[:, None]
        sure[:, wrist] *= np.clip(1.1 - 0.11 * speed, 0.2, 1.0)
        # Now and then it is taken for something else near the elbow.
        lost = rng.random(count) < quality.wrist_lost * np.clip(speed / 3, 0.2, 2.0)
        seen[lost, wrist] = seen[lost, wrist - 2] + rng.normal(0, 1, (int(lost.sum()), 2)) * 0.06 * tall[lost]
        sure[lost, wrist] *= 0.4
    within = np.all((seen >= 0) & (seen <= limits[:2]), axis=-1)
    rows = np.zeros(count, dtype=DETECTION)
    rows["frame"] = np.arange(count)
    rows["box"] = inside
    rows["confidence"] = rng.uniform(0.6, 0.95, count)
    rows["keypoints"][..., :2] = np.clip(seen, 0, limits[:2])
    rows["keypoints"][..., 2] = np.where(within, sure, rng.uniform(0, 0.3, (count, 17)))
    area = np.prod(inside[:, 2:] - inside[:, :2], axis=1) / np.maximum(1.0, np.prod(box[:, 2:] - box[:, :2], axis=1))
    return rows, ahead & (area > 0.4)


def _joined(
    tables: dict[str, tuple[Detections, NDArray[np.bool_]]],
    ids: dict[str, int],
    rng: np.random.Generator,
    repeated: NDArray[np.bool_],
    quality: Quality,
) -> tuple[Detections, NDArray[np.int64]]:
    """Everybody's rows in order of frames, without those that were missed, and whose they are."""
    kept, owners = [], []
    for name, (rows, visible) in tables.items():
        chosen = visible & ~repeated & (rng.random(len(rows)) >= quality.missed)
        kept.append(rows[chosen])
        owners.append(np.full(int(chosen.sum()), ids[name], dtype=np.int64))
    table, whose = np.concatenate(kept), np.concatenate(owners)
    order = np.argsort(table["frame"], kind="stable")
    return table[order], whose[order]
