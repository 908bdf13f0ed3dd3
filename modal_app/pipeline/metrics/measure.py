"""Everybody's positions, movement and metrics, from what was observed and how the court was seen.

Needs no video and no model: a calibration that is mended later is measured again in seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import JOINTS, MAX_PLAYER_SPEED, PATH_STATES, UNKNOWN_ANGLE
from modal_app.contract.models import MetricsGap, PlayerMetrics
from modal_app.pipeline.metrics.course import Course, course
from modal_app.pipeline.metrics.flights import Stance, flights
from modal_app.pipeline.metrics.noise import trembling
from modal_app.pipeline.metrics.playing import Poses, in_play, on_court, player_metrics
from modal_app.pipeline.metrics.sightings import Gatherer, SightingRows, covariances
from modal_app.pipeline.metrics.trace import Sightings, Trace, follow
from modal_app.pipeline.views.timeline import CourtTimeline

Times = NDArray[np.float64]
Frames = NDArray[np.int64]
Mask = NDArray[np.bool_]

_SEEN, _AIRBORNE, _BRIDGED = (PATH_STATES.index(name) for name in ("seen", "airborne", "bridged"))
# Pictures that follow each other faster tell nothing new of a path, seconds.
_CLOSEST = 1 / 70


@dataclass(frozen=True)
class PlayerMotion:
    """One player in each of the video's n frames: 21 bytes a frame."""

    # Metres, world frame, shape (n, 2); NaN where unknown.
    position: NDArray[np.float32]
    # m/s, shape (n,); NaN where unknown.
    speed: NDArray[np.float32]
    # Index into PATH_STATES, shape (n,).
    state: NDArray[np.uint8]
    # Degrees of each of JOINTS, or UNKNOWN_ANGLE, shape (n, 8).
    angles: NDArray[np.uint8]


@dataclass(frozen=True)
class Measured:
    """Everybody, by the player's id."""

    motion: dict[int, PlayerMotion]
    # Those of whom the place on the court is known for long enough.
    metrics: dict[int, PlayerMetrics]
    # Why nobody has metrics; None when somebody has.
    gap: MetricsGap | None


def measure(
    rows: Iterable[tuple[int, dict[int, np.void]]],
    timeline: CourtTimeline | None,
    seconds: Times,
    repeated: Mask,
    players: int,
) -> Measured:
    """Measure everybody.

    Args:
        rows: Number of a frame, and the detection of each player in it by the player's id, in order of frames. Those of
            frames that repeat the one before are passed over.
        timeline: What the frames show; None where nothing is known of a court.
        seconds: Presentation time of each frame, rising, shape (n,).
        repeated: Whether each frame repeats the one before, shape (n,).
        players: How many players there are; their ids are 1 and on.
    """
    gatherers = {player: Gatherer() for player in range(1, players + 1)}
    for frame, found in rows:
        if repeated[frame]:
            continue
        camera = None if timeline is None else timeline.camera_at(frame)
        for player, row in found.items():
            gatherers[player].add(frame, row, camera)
    film = _Film(timeline, seconds, repeated)
    sightings = {player: gatherer.all() for player, gatherer in gatherers.items()}
    traces = {player: film.follow(seen) for player, seen in sightings.items()}
    playing = in_play(timeline, len(seconds))
    courses = {player: _in_play(course(ways), seconds, playing) for player, ways in traces.items()}
    motion = {player: film.motion(sightings[player], traces[player]) for player in gatherers}
    poses = {player: _poses(sightings[player], seconds, playing) for player in gatherers}
    metrics = {
        player: player_metrics(steps, poses[player], [other for one, other in courses.items() if one != player])
        for player, steps in courses.items()
        if on_court(steps)
    }
    return Measured(motion, metrics, None if metrics else _gap(sightings, timeline))


class _Film:
    """The frames of a video."""

    def __init__(self, timeline: CourtTimeline | None, seconds: Times, repeated: Mask) -> None:
        self._seconds = seconds
        count = len(seconds)
        lengths = [count] if timeline is None else [len(shot) for shot in timeline.shots]
        # The number of each frame's shot.
        self._shot = np.repeat(np.arange(len(lengths)), lengths)
        # The frame whose picture each frame shows.
        self._original = np.maximum.accumulate(np.where(repeated, 0, np.arange(count)))
        self._new = _thinned(np.flatnonzero(~repeated), seconds)

    def follow(self, seen: SightingRows) -> list[Trace]:
        """One player's ways; cuts break them."""
        seen = seen[np.isfinite(seen["place"]).all(axis=1)]
        seen = seen[np.isin(seen["frame"], self._new)]
        if len(seen) == 0:
            return []
        frames = seen["frame"]
        shake = trembling(self._seconds[frames], seen["place"].astype(np.float64), covariances(seen))
        borders = np.flatnonzero(np.diff(self._shot[frames])) + 1
        return [trace for part in np.split(seen, borders) for trace in follow(self._in_shot(part), shake)]

    def motion(self, seen: SightingRows, traces: list[Trace]) -> PlayerMotion:
        """One player in every frame."""
        count = len(self._seconds)
        position = np.full((count, 2), np.nan, dtype=np.float32)
        speed = np.full(count, np.nan, dtype=np.float32)
        state = np.zeros(count, dtype=np.uint8)
        for trace in traces:
            nodes = np.searchsorted(self._seconds, trace.path.times)
            frames = np.arange(nodes[0], nodes[-1] + 1)
            way = trace.path.at(self._seconds[frames])
            position[frames] = way[:, :2]
            speed[frames] = np.minimum(np.hypot(way[:, 2], way[:, 3]), MAX_PLAYER_SPEED)
            state[frames] = _BRIDGED
            state[nodes[trace.seen]] = _SEEN
            state[nodes[trace.flying]] = _AIRBORNE
            # What tells nothing new is as the picture before.
            state[frames] = state[self._new[np.searchsorted(self._new, frames, side="right") - 1]]
        angles = np.full((count, len(JOINTS)), UNKNOWN_ANGLE, dtype=np.uint8)
        angles[seen["frame"]] = seen["angles"]
        return PlayerMotion(position, speed, state, angles[self._original])

    def _in_shot(self, seen: SightingRows) -> Sightings:
        """What is known of the player in each new picture of a shot."""
        first, last = np.searchsorted(self._new, [seen["frame"][0], seen["frame"][-1]])
        nodes = self._new[first : last + 1]
        row = np.searchsorted(seen["frame"], nodes)
        # Where there is no sighting, the next one's numbers stand in; the place says that there is none.
        here = seen[row]
        places = np.where((here["frame"] == nodes)[:, None], here["place"], np.nan).astype(np.float64)
        times = self._seconds[nodes]
        lift, hips, eye = (here[column].astype(np.float64) for column in ("lift", "hips", "eye"))
        return Sightings(times, places, covariances(here), flights(Stance(times, places, hips, lift, eye)))


def _thinned(frames: Frames, seconds: Times) -> Frames:
    """Without frames that follow the one before too fast."""
    if len(frames) < 2 or np.diff(seconds[frames]).min() >= _CLOSEST:
        return frames
    kept = [int(frames[0])]
    for frame in frames.tolist():
        if seconds[frame] - seconds[kept[-1]] >= _CLOSEST:
            kept.append(frame)
    return np.array(kept, dtype=np.int64)


def _in_play(steps: Course, seconds: Times, playing: Mask) -> Course:
    """The steps while there is play."""
    frame = np.searchsorted(seconds, steps.times, side="right") - 1
    return steps.only(playing[np.clip(frame, 0, len(seconds) - 1)])


def _poses(seen: SightingRows, seconds: Times, playing: Mask) -> Poses:
    seen = seen[playing[seen["frame"]]]
    stride, hips = seen["stride"].astype(np.float64), seen["hips"].astype(np.float64)
    return Poses(seconds[seen["frame"]], stride, hips, seen["angles"])


def _gap(sightings: dict[int, SightingRows], timeline: CourtTimeline | None) -> MetricsGap:
    if timeline is None or not any(len(seen) for seen in sightings.values()):
        return MetricsGap.no_court if timeline is None else MetricsGap.no_players
    placed = any(np.isfinite(seen["place"]).any() for seen in sightings.values())
    return MetricsGap.players_off_court if placed else MetricsGap.no_court
