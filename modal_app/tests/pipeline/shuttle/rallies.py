"""Scripted rallies as candidates and detections on disk: what the linker reads, with the truth."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import FrameTable
from modal_app.pipeline.shuttle.blobs import CANDIDATE, Candidates
from modal_app.pipeline.shuttle.link import follow_shuttle
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.testing.halls import viewpoints
from modal_app.testing.rallies.figure import figure, shuttle_at
from modal_app.testing.rallies.quality import GOOD
from modal_app.testing.rallies.script import write_rallies
from modal_app.testing.rallies.seen import SeenMatch, observe

SIZE = (1280, 720)
# Seconds that the shutter is open.
_EXPOSURE = 1 / 120
_KEYPOINTS = 17
# Of the shuttle's skirt, metres.
_WIDTH = 0.065


@dataclass(frozen=True)
class Rally:
    """A rally on disk."""

    seen: SeenMatch
    candidates: Path
    detections: Path
    size: tuple[int, int]

    @property
    def frames(self) -> FrameTable:
        times = self.seen.times
        return FrameTable(times.pts, times.repeated, np.zeros(len(times.pts), dtype=np.bool_))

    def follow(self, frames: FrameTable | None = None) -> ShuttleTrack:
        tick = float(self.seen.times.time_base)
        return follow_shuttle(self.candidates, self.detections, frames or self.frames, tick, self.size)

    @property
    def hits(self) -> list[float]:
        return [hit.time for hit in self.seen.match.hits]


def write_rally(
    folder: Path,
    seed: int,
    *,
    kind: str = "broadcast",
    fps: float = 30.0,
    size: tuple[int, int] = SIZE,
    clutter: int = 12,
    shown: float = 1.0,
) -> Rally:
    """A scripted match: the shuttle where it is, and around everybody things that move with them or by chance.

    Args:
        folder: Where the files go.
        seed: Of everything.
        kind: Of the viewpoint.
        fps: Frames a second.
        size: Of the pictures.
        clutter: Things that move near people, in each frame.
        shown: How often the shuttle is among the candidates while it is in sight.
    """
    rng = np.random.default_rng(seed)
    match = write_rallies(rng, 1, pause=(2.0, 3.0))
    camera = viewpoints.choose(rng, kind, size).camera(size)
    seen = observe(match, camera, fps, seed, GOOD)
    rows = np.concatenate([people for people, _ in seen.rows.chunks()])
    rows.tofile(folder / "detections.bin")
    found = [_shuttle(seen, rng, shown, fps, size), _worn(rows, rng, clutter // 2, size)]
    found.append(_by_chance(rows, rng, clutter - clutter // 2, size))
    every = np.concatenate(found)
    every["steady"] = every["place"]
    every["score"] = np.nan
    every[np.argsort(every["frame"], kind="stable")].tofile(folder / "candidates.bin")
    return Rally(seen, folder / "candidates.bin", folder / "detections.bin", size)


def _shuttle(seen: SeenMatch, rng: np.random.Generator, shown: float, fps: float, size: tuple[int, int]) -> Candidates:
    frames = np.flatnonzero(seen.visible & (rng.random(len(seen.visible)) < shown))
    found = np.zeros(len(frames), dtype=CANDIDATE)
    way = np.gradient(seen.true_places, axis=0)[frames]
    unit = min(size) / 720
    seconds = seen.times.seconds[frames]
    people = {person.name: figure(seen.match, person, seconds) for person in seen.match.people}
    space, _ = shuttle_at(seen.match, people, seconds)
    sides = [seen.camera.project(space + np.array([side * _WIDTH / 2, 0, 0])) for side in (-1, 1)]
    found["frame"] = frames
    found["place"] = seen.true_places[frames] + rng.normal(0, 0.4 * unit, (len(frames), 2))
    found["width"] = np.hypot(np.linalg.norm(sides[1] - sides[0], axis=1), 1.5 * unit)
    found["length"] = found["width"] + np.linalg.norm(way, axis=1) * fps * _EXPOSURE
    found["angle"] = np.arctan(way[:, 1] / np.where(way[:, 0] == 0, 1e-9, way[:, 0]))
    found["contrast"] = 80
    return found


def _worn(rows: NDArray[np.void], rng: np.random.Generator, count: int, size: tuple[int, int]) -> Candidates:
    """Each hangs on one joint of one person for the whole time: lettering, a shoe, a racket's handle."""
    parts = []
    for _ in range(count):
        joint, offset = int(rng.integers(_KEYPOINTS)), rng.normal(0, 0.05, 2)
        chosen = rows[rng.random(len(rows)) < 0.7]
        height = (chosen["box"][:, 3] - chosen["box"][:, 1])[:, None]
        parts.append(_things(chosen, chosen["keypoints"][:, joint, :2] + offset * height, rng, size))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=CANDIDATE)


def _by_chance(rows: NDArray[np.void], rng: np.random.Generator, count: int, size: tuple[int, int]) -> Candidates:
    """Edges of moving limbs: somewhere else in each frame."""
    parts = []
    for _ in range(count):
        box = rows["box"].astype(np.float64)
        parts.append(_things(rows, rng.uniform(box[:, :2], box[:, 2:]), rng, size))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=CANDIDATE)


def _things(
    rows: NDArray[np.void], places: NDArray[np.float64], rng: np.random.Generator, size: tuple[int, int]
) -> Candidates:
    found = np.zeros(len(rows), dtype=CANDIDATE)
    unit = min(size) / 720
    found["frame"], found["place"] = rows["frame"], places
    found["width"] = rng.uniform(2.5, 8, len(rows)) * unit
    found["length"] = found["width"] * rng.uniform(1, 2, len(rows))
    found["angle"] = rng.uniform(-np.pi / 2, np.pi / 2, len(rows))
    found["contrast"] = rng.uniform(15, 120, len(rows))
    found["busy"] = rng.uniform(0, 0.1, len(rows))
    return found
