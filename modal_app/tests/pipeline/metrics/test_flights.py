import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.metrics.body import hip_heights
from modal_app.pipeline.metrics.feet import ground_points
from modal_app.pipeline.metrics.flights import Stance, flights
from modal_app.pipeline.metrics.geometry import Lenses
from modal_app.tests.pipeline.metrics.scenes import SIZE, VIEWPOINTS, camera, people

Vector = NDArray[np.float64]

TIMES = np.arange(0, 4, 1 / 30)


def stance(view: str, times: Vector, places: Vector, height: Vector, seed: int) -> Stance:
    seen_by = camera(view)
    rows = people(seen_by, places, noise=1.5, seed=seed, times=times, height=height)
    ground = ground_points(rows, seen_by)
    lenses = Lenses(seen_by, len(rows))
    hips = hip_heights(rows, lenses, ground.points)
    return Stance(times, ground.points, hips, lenses.per_height(ground.points), lenses.eyes[:, 2])


def jump(start: float, end: float, times: Vector) -> Vector:
    return np.where((times > start) & (times < end), 9.81 / 2 * (times - start) * (end - times), 0.0)


@pytest.mark.parametrize("fps", [10, 25, 60])
@pytest.mark.parametrize("view", VIEWPOINTS)
def test_jumps_are_seen(view: str, fps: int) -> None:
    times = np.arange(0, 4, 1 / fps)
    for seed, (start, lasting) in enumerate([(1.2, 0.42), (1.5, 0.5), (2.0, 0.62)]):
        speed = 0.8 * (seed - 1)
        places = np.column_stack([0.5 + speed * np.clip(times - start, -1, 1), np.full(len(times), 3.0 * (-1) ** seed)])
        flying = flights(stance(view, times, places, jump(start, start + lasting, times), seed))
        inside = (times > start + 0.05) & (times < start + lasting - 0.05)
        assert flying[inside].mean() >= 0.6
        assert not flying[(times < start - 0.12) | (times > start + lasting + 0.12)].any()


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_runs_are_none(view: str) -> None:
    for seed, rate in enumerate((0.3, 0.5, 0.8)):
        circle = 2 * np.pi * rate
        reach = min(1.8, 7 / circle**2)
        away = reach * np.sin(circle * TIMES)
        for places in (np.column_stack([0 * TIMES, 3.5 + away]), np.column_stack([away, 0 * TIMES - 3.5])):
            assert not flights(stance(view, TIMES, places, 0 * TIMES, seed)).any()


def test_nobody_flies_who_is_not_seen_or_whose_camera_tells_no_heights() -> None:
    places = np.tile([[0.0, 3.0]], (len(TIMES), 1))
    seen = stance("broadcast", TIMES, places, jump(1, 1.5, TIMES), 1)
    nothing = np.full_like(seen.places, np.nan)
    assert not flights(Stance(TIMES, nothing, seen.hips, seen.lift, seen.eye)).any()
    flat = CourtCamera(SIZE, camera().homography)
    lenses = Lenses(flat, len(TIMES))
    lift = lenses.per_height(seen.places)
    assert not flights(Stance(TIMES, seen.places, seen.hips, lift, lenses.eyes[:, 2])).any()
