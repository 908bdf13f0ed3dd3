"""Cameras and pictures of courts for the tests of the fits."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import CROSSINGS, crossing_points
from modal_app.testing.halls.scene import Scene

Points = NDArray[np.float64]


def visible(camera: CourtCamera) -> tuple[Points, Points]:
    """Crossings that lie in the picture: metres and pixels, shape (n, 2) each."""
    shown = camera.project_floor(crossing_points())
    with np.errstate(invalid="ignore"):
        inside = (shown > 0).all(axis=1) & (shown < camera.size).all(axis=1)
    return crossing_points()[inside], shown[inside]


def truth(scene: Scene) -> CourtCamera:
    assert scene.camera is not None
    return scene.camera


def errors(found: CourtCamera, scene: Scene) -> Points:
    """Distances of the visible crossings from the truth, pixels, shape (n,); the names may be half a turn off."""
    shown = np.array(list(scene.visible.values()))
    floor = np.array([CROSSINGS[name] for name in scene.visible])
    both = [np.linalg.norm(camera.project_floor(floor) - shown, axis=1) for camera in (found, found.turned())]
    return min(both, key=lambda distances: float(np.median(distances)))


def spread_crossings(camera: CourtCamera) -> tuple[Points, Points]:
    """Four visible crossings that span much of the picture: metres and pixels, shape (4, 2) each."""
    floor, shown = visible(camera)

    def span(chosen: tuple[int, ...]) -> float:
        """Area of the least triangle."""
        return min(
            abs(float(np.linalg.det(np.stack([shown[b] - shown[a], shown[c] - shown[a]]))))
            for a, b, c in combinations(chosen, 3)
        )

    candidates: list[tuple[int, ...]] = list(combinations(range(0, len(floor), 1 + len(floor) // 12), 4))
    best = max(candidates, key=span)
    return floor[list(best)], shown[list(best)]


def displaced(points: Points, distance: float, seed: int) -> Points:
    """Points moved by just this distance, each its own way."""
    angles = np.random.default_rng(seed).uniform(0, 2 * np.pi, len(points))
    return points + distance * np.column_stack([np.cos(angles), np.sin(angles)])
