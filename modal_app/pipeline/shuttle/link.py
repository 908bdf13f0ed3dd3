"""Which of the candidates are the shuttle."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.observations import DETECTION, FrameTable
from modal_app.pipeline.shuttle.blobs import CANDIDATE, Candidates
from modal_app.pipeline.shuttle.bodies import Nearness, nearness
from modal_app.pipeline.shuttle.clock import capture_seconds
from modal_app.pipeline.shuttle.evidence import Scene, links_of, nodes_of, pairs_of, scene_of, worths
from modal_app.pipeline.shuttle.flights import Points, confidences, to_track
from modal_app.pipeline.shuttle.judge import impossible
from modal_app.pipeline.shuttle.programme import best_ways
from modal_app.pipeline.shuttle.stored import StoredRows
from modal_app.pipeline.shuttle.track import ShuttleTrack

# Stretches that are solved at a time, seconds, and how much more is looked at on either side of each: a flight, so
# that what lies beyond would change nothing.
_STRETCH, _MARGIN = 12.0, 2.5
# Candidates of a picture that are looked at, the likeliest first, and how unlikely they may be.
_MOST, _LEAST_WORTH = 24, -1.5
# Candidates of flights that no shuttle flies are taken out, and the rest solved again, so many times.
_REFUSED, _ROUNDS = -8.0, 6
# What is seen before somebody may be a part of that person after all: so much surer must a way be, to so far from the
# body, heights.
_DOUBT, _BEFORE = 0.8, 0.2
# A second shuttle is farther than that from the first, heights of a person, is that surely one, flies so long,
# seconds, and at some time so far from everybody, heights of whoever is nearest: farther than rackets reach.
_COMPANY, _SURELY, _LONG, _OPEN = 0.3, 0.8, 0.3, 0.5
# Somebody whose wrist is that near, in heights, tells how large people are there.
_CLOSE = 1.0


def follow_shuttle(
    candidates: Path,
    detections: Path,
    frames: FrameTable,
    seconds_per_tick: float,
    size: tuple[int, int],
    on_frame: Callable[[int], None] = lambda _: None,
) -> ShuttleTrack:
    """Join candidates into flights.

    Args:
        candidates: The file that a CandidateFinder wrote.
        detections: The detector's file of people.
        frames: The video's frames.
        seconds_per_tick: Length of a tick of the frame table.
        size: Width and height of the pictures, pixels.
        on_frame: Called with the numbers of frames that are done; raises to stop.
    """
    linker = _Linker(
        StoredRows(candidates, CANDIDATE, len(frames)),
        StoredRows(detections, DETECTION, len(frames)),
        size,
        capture_seconds(frames, seconds_per_tick),
        frames,
    )
    for first, end, low, high in _stretches(frames, linker.seconds):
        linker.solve(first, end, low, high)
        on_frame(end)
    new = np.flatnonzero(~frames.repeated)
    return replace(to_track(linker.points(), new, linker.seconds[new]), several=linker.several)


def _stretches(frames: FrameTable, seconds: NDArray[np.float64]) -> Iterator[tuple[int, int, int, int]]:
    """First frame of each stretch and the one after its last, and the same of what is looked at around it."""
    cuts = np.flatnonzero(frames.cut)
    begins = np.unique(np.concatenate([[0], cuts]))
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(frames)], strict=True):
        parts = max(1, round((seconds[end - 1] - seconds[begin]) / _STRETCH))
        edges = np.linspace(begin, end, parts + 1).round().astype(int).tolist()
        for first, after in pairwise(edges):
            low = int(np.searchsorted(seconds, seconds[first] - _MARGIN))
            high = int(np.searchsorted(seconds, seconds[after - 1] + _MARGIN))
            yield first, after, max(begin, low), min(end, high)


Vector = NDArray[np.float64]
Index = NDArray[np.int64]


class _Linker:
    """Solves stretch after stretch and gathers the points."""

    def __init__(
        self,
        candidates: StoredRows,
        people: StoredRows,
        size: tuple[int, int],
        seconds: NDArray[np.float64],
        frames: FrameTable,
    ) -> None:
        self._candidates, self._people, self._size = candidates, people, size
        self.seconds = seconds
        self._repeated = frames.repeated
        self._found: list[Points] = []
        # The last point, by its frame and place, and its flight.
        self._last: tuple[int, tuple[float, float], int] | None = None
        self._flight = 0
        # Frames in which a second one flies beside it.
        self._beside = 0

    def solve(self, first: int, end: int, low: int, high: int) -> None:
        """Find the points of the frames from `first` to before `end`, from those from `low` to before `high`."""
        rows = self._candidates.between(low, high)
        new = low + np.flatnonzero(~self._repeated[low:high])
        if len(new) < 3 or not len(rows):
            return
        times = self.seconds[new]
        near = nearness(rows, self._people.between(low, high), self.seconds[low:high], low)
        step = float(np.median(np.diff(times)))
        scene = scene_of(self._size, near.height[near.wrist < _CLOSE], step)
        rows, near, worth = _likely(rows, near, scene)
        nodes = nodes_of(rows, worth, near, np.searchsorted(new, rows["frame"]), len(new), scene)
        pairs = pairs_of(rows, nodes, times, near, scene)
        links = links_of(rows, nodes, pairs, times, scene)

        def possible() -> tuple[Index, Vector, NDArray[np.bool_]]:
            """The best ways that a shuttle can fly: their candidates, margins, and where flights begin."""
            for _ in range(_ROUNDS):
                way = best_ways(nodes, pairs, links)
                # A flight ends at a turn, and includes it.
                begins = np.diff(way.way, prepend=-1) > 0
                begins[1:] |= way.turned[:-1]
                place = rows["steady"][way.nodes].astype(np.float64)
                wrong = impossible(times[nodes.slot[way.nodes]], place, near.body[way.nodes], np.cumsum(begins), scene)
                if not wrong.any():
                    break
                nodes.worth[way.nodes[wrong]] = _REFUSED
            return way.nodes[~wrong], way.margin[~wrong], begins[~wrong]

        chosen, margin, begins = possible()
        doubt = _DOUBT * np.exp(-((near.body[chosen] / _BEFORE) ** 2))
        self._gather(first, end, rows[chosen], margin - doubt, begins)
        # What is left without it, and what lies that near to it.
        nodes.worth[_around(rows, chosen, _COMPANY * scene.people[1])] = _REFUSED
        other, margin, begins = possible()
        free = confidences(margin - _DOUBT * np.exp(-((near.body[other] / _BEFORE) ** 2))) >= _SURELY
        flying = other[free & _lasting(times[nodes.slot[other]], near.body[other], np.cumsum(begins))]
        both = np.intersect1d(rows["frame"][flying], rows["frame"][chosen])
        self._beside += int(np.count_nonzero((both >= first) & (both < end)))

    def _gather(
        self, first: int, end: int, chosen: Candidates, margin: NDArray[np.float64], begins: NDArray[np.bool_]
    ) -> None:
        frame = chosen["frame"].astype(np.int64)
        own = np.flatnonzero((frame >= first) & (frame < end))
        if not len(own):
            return
        flight = np.cumsum(begins)
        at = int(own[0])
        joined = (
            at > 0
            and not begins[at]
            and self._last is not None
            and self._last[:2] == (int(frame[at - 1]), tuple(chosen["place"][at - 1].tolist()))
        )
        flight = flight - flight[at] + self._flight + (0 if joined else 1)
        self._flight = int(flight[own[-1]])
        last = int(own[-1])
        self._last = (int(frame[last]), tuple(chosen["place"][last].tolist()), self._flight)
        self._found.append(
            Points(
                frame[own],
                self.seconds[frame[own]],
                chosen["place"][own].astype(np.float64),
                chosen["steady"][own].astype(np.float64),
                margin[own],
                flight[own].astype(np.int64),
            )
        )

    @property
    def several(self) -> float:
        """Share of the frames with a point in which something else flies like a second shuttle."""
        return self._beside / max(1, sum(len(part.frame) for part in self._found))

    def points(self) -> Points:
        """All points so far."""
        if not self._found:
            none = np.zeros(0, np.int64)
            return Points(none, np.zeros(0), np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0), none)
        return Points(*(np.concatenate([getattr(part, one.name) for part in self._found]) for one in fields(Points)))


def _around(rows: Candidates, chosen: Index, reach: float) -> Index:
    """Which candidates lie so near, pixels, to those chosen of the same frame; themselves included."""
    near = [chosen]
    for one in chosen.tolist():
        low, high = np.searchsorted(rows["frame"], [rows["frame"][one], rows["frame"][one] + 1])
        apart = np.linalg.norm(rows["place"][low:high] - rows["place"][one], axis=1)
        near.append(low + np.flatnonzero(apart <= reach))
    return np.concatenate(near)


def _lasting(time: Vector, away: Vector, flight: Index) -> NDArray[np.bool_]:
    """Whether each point belongs to a long flight out of everybody's reach, as no racket or limb makes one.

    Args:
        time: Of each point, seconds, shape (k,).
        away: From the nearest body, heights of that person, shape (k,).
        flight: Which flight each belongs to, rising, shape (k,).
    """
    found = np.zeros(len(time), dtype=np.bool_)
    for points in np.split(np.arange(len(time)), np.flatnonzero(np.diff(flight)) + 1):
        if len(points):
            found[points] = time[points[-1]] - time[points[0]] >= _LONG and away[points].max() >= _OPEN
    return found


def _likely(rows: Candidates, near: Nearness, scene: Scene) -> tuple[Candidates, Nearness, NDArray[np.float64]]:
    """The likeliest candidates of each frame, in order of frames."""
    worth = worths(rows, near, scene)
    order = np.lexsort((-worth, rows["frame"]))
    frame = rows["frame"][order]
    rank = np.arange(len(rows)) - np.searchsorted(frame, frame)
    kept = np.sort(order[(rank < _MOST) & (worth[order] > _LEAST_WORTH * scene.part)])
    return rows[kept], near.of(kept), worth[kept]
