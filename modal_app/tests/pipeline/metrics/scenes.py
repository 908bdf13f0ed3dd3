"""Cameras all round the court, and people on exactly known ways, as a pose model would see them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.metrics.measure import Measured, measure
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.views.timeline import CourtTimeline, Shot
from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.match.body import keypoints

Vector = NDArray[np.float64]
# Places, shape (n, 2), at seconds, shape (n,).
Way = Callable[[Vector], Vector]

SIZE = (1280, 720)
VIEWPOINTS = {
    "broadcast": Viewpoint((0, -25, 8.3), (0, -0.5, 0), 2.97, distortion=0.05),
    "balcony": Viewpoint((0.5, -13, 4), (0, -1, 0), 1.0, distortion=-0.03),
    "corner": Viewpoint((-5.5, -10, 2.6), (0, 0, 0.5), 0.85, roll=0.04),
    "side": Viewpoint((-11, 0.5, 4), (0, 0, 0), 0.75),
}


def camera(name: str = "broadcast") -> CourtCamera:
    return VIEWPOINTS[name].camera(SIZE)


def people(
    seen_by: CourtCamera,
    places: Vector,
    *,
    noise: float = 0.0,
    seed: int = 0,
    times: Vector | None = None,
    stepping: bool = False,
    height: Vector | float = 0.0,
    facing: float | None = None,
    tall: float = 1.75,
) -> Detections:
    """What a pose model sees of somebody at places, shape (n, 2), metres over the floor; pixel noise of each keypoint.

    Facing the net, unless told otherwise; feet swing when stepping.
    """
    count = len(places)
    times = np.zeros(count) if times is None else times
    speeds = np.zeros(count)
    if stepping:
        speeds = np.hypot(*np.gradient(places, times, axis=0).T)
    look = np.arctan2(-places[:, 1], np.zeros(count)) if facing is None else np.full(count, facing)
    body, outline = keypoints(places, look, tall, speeds, times)
    up = np.broadcast_to(np.asarray(height, dtype=np.float64), (count,))[:, None]
    body[..., 2] += up
    outline[..., 2] += up
    shown = seen_by.project(body.reshape(-1, 3)).reshape(count, 17, 2)
    around = np.concatenate(
        [shown, seen_by.project(outline.reshape(-1, 3)).reshape(count, outline.shape[1], 2)], axis=1
    )
    rows = np.zeros(count, dtype=DETECTION)
    rows["frame"] = np.arange(count)
    rows["box"] = np.concatenate([around.min(axis=1), around.max(axis=1)], axis=1)
    rows["confidence"] = 0.9
    rows["keypoints"][..., :2] = shown + np.random.default_rng(seed).normal(0, 1, shown.shape) * noise
    rows["keypoints"][..., 2] = 0.9
    return rows


def frame_times(seconds: float, fps: float, *, jitter: float = 0.0, seed: int = 0) -> Vector:
    """Presentation times of frames, jittered by a part of their distance to each side."""
    count = round(seconds * fps)
    return (np.arange(count) + np.random.default_rng(seed).uniform(-jitter, jitter, count) + jitter) / fps


def film(
    ways: dict[int, Way],
    times: Vector,
    *,
    view: str = "broadcast",
    noise: float = 0.0,
    repeat_every: int | None = None,
    hidden: dict[int, list[tuple[float, float]]] | None = None,
    shots: list[Shot] | None = None,
    stepping: bool = False,
) -> Measured:
    """Film people on ways, and measure them.

    Args:
        ways: By player's id.
        times: Of the frames, seconds.
        view: Which camera.
        noise: Of keypoints, pixels.
        repeat_every: Every so many-th frame shows the picture before again.
        hidden: By player's id, from when to when the player is not seen.
        shots: What the frames show; one shot of play otherwise.
        stepping: Whether feet swing.
    """
    seen_by = camera(view)
    repeated = np.zeros(len(times), dtype=np.bool_)
    if repeat_every:
        repeated[repeat_every::repeat_every] = True
    rows: dict[int, dict[int, np.void]] = {}
    for player, way in ways.items():
        table = people(seen_by, way(times), noise=noise, seed=player, times=times, stepping=stepping)
        for frame in range(len(times)):
            away = any(start <= times[frame] < end for start, end in (hidden or {}).get(player, []))
            if not repeated[frame] and not away:
                rows.setdefault(frame, {})[player] = table[frame]
    timeline = CourtTimeline(SIZE, shots or [Shot(0, len(times), 0)], [seen_by])
    return measure(sorted(rows.items(), key=lambda item: item[0]), timeline, times, repeated, len(ways))
