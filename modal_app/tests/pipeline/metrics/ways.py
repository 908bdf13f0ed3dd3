"""Ways of which distance and speed are known, filmed at several frame rates."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.metrics.measure import Measured
from modal_app.tests.pipeline.metrics.scenes import Way, film, frame_times

Vector = NDArray[np.float64]

# A peak is a mean over this many seconds.
WINDOW = 0.2


def line(times: Vector) -> Vector:
    """1.2 m/s, straight."""
    return np.column_stack([-2.5 + 1.2 * times, np.full(len(times), -4.0) + 0.3 * times])


def waves(times: Vector) -> Vector:
    """All over the near half, 0.5 to 4 m/s."""
    return np.column_stack([1.8 * np.sin(1.9 * times), -3.8 + 1.2 * np.sin(1.3 * times + 1)])


def far_waves(times: Vector) -> Vector:
    return waves(times) * [1, -1]


def stop_and_go(times: Vector) -> Vector:
    """2.4 m in 0.9 s without a jerk at the ends, 1.6 s of waiting, and back."""
    turn, phase = np.divmod(times, 2.5)
    part = np.clip((phase - 1.6) / 0.9, 0, 1)
    done = part**3 * (10 - 15 * part + 6 * part**2)
    done = np.where(turn % 2 == 0, done, 1 - done)
    return np.column_stack([-1.2 + 2.4 * done * np.cos(0.6), -3.5 + 2.4 * (done - 0.5) * np.sin(0.6)])


def standing(times: Vector) -> Vector:
    return np.tile([[0.4, 3.2]], (len(times), 1))


def swaying(times: Vector) -> Vector:
    """Weight from foot to foot, 3 cm to each side."""
    return np.column_stack([0.4 + 0.03 * np.sin(2.5 * times), 3.2 + 0.02 * np.sin(1.7 * times)])


WAYS: dict[str, Way] = {"line": line, "waves": waves, "far waves": far_waves, "stop and go": stop_and_go}
# By frames a second: how uneven they are, and every how many-th repeats the one before.
FILMING: dict[int, tuple[float, int | None]] = {10: (0.1, None), 25: (0.0, None), 30: (0.0, 6), 60: (0.15, None)}


def filmed(way: Way, seconds: float, fps: int, view: str, noise: float = 1.0) -> tuple[Measured, Vector]:
    jitter, repeat_every = FILMING[fps]
    times = frame_times(seconds, fps, jitter=jitter)
    return film({1: way}, times, view=view, noise=noise, repeat_every=repeat_every), times


def walked(way: Way, times: Vector) -> float:
    fine = np.arange(times[0], times[-1], 0.002)
    return float(np.linalg.norm(np.diff(way(fine), axis=0), axis=1).sum())


def fastest(way: Way, times: Vector) -> float:
    starts = np.arange(times[0], times[-1] - WINDOW, 0.01)
    return float(np.linalg.norm(way(starts + WINDOW) - way(starts), axis=1).max() / WINDOW)
