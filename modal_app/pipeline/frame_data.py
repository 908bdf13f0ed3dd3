"""Frame data as files: segments, everybody's way through the video, and what happened in it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import JOINTS, MOTION_STEP, MOTION_VERSION, SHUTTLE_STATES, UNKNOWN_ANGLE
from modal_app.contract.models import Events, Player, SegmentInfo
from modal_app.pipeline import segments
from modal_app.pipeline.metrics.measure import PlayerMotion
from modal_app.pipeline.observations import Detections
from modal_app.pipeline.rows import PlayerRows, Spans
from modal_app.pipeline.segments import PathColumns, SegmentColumns, ShuttleColumns, TrackColumns
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline

_UNKNOWN = 0
_SEEN, _BRIDGED = (SHUTTLE_STATES.index(name) for name in ("seen", "bridged"))


@dataclass(frozen=True)
class Times:
    """The rendition's frames as a browser sees them."""

    time_base: Fraction
    # Ticks, shape (n,).
    pts: NDArray[np.int64]
    # Ticks at which the last frame ends.
    end: int
    # Whether each frame repeats the one before, shape (n,).
    repeated: NDArray[np.bool_]

    @property
    def seconds(self) -> NDArray[np.float64]:
        """Presentation time of each frame, shape (n,)."""
        return np.asarray(self.pts * float(self.time_base), dtype=np.float64)

    @property
    def duration(self) -> float:
        """Seconds to the end of the last frame."""
        return float(self.end * self.time_base)


@dataclass
class _Tally:
    """What the summary says of one player."""

    frames: int = 0
    detections: int = 0
    confidence: float = 0.0
    first: int = 0
    last: int = 0

    def add(self, frames: NDArray[np.int64], people: Detections, repeated: NDArray[np.bool_]) -> None:
        self.first = int(frames[0]) if self.frames == 0 else self.first
        self.last = int(frames[-1])
        self.frames += len(frames)
        self.detections += int(np.count_nonzero(~repeated))
        self.confidence += float(people["confidence"][~repeated].sum())


@dataclass(frozen=True)
class Written:
    """The frame data on disk and what it says."""

    paths: list[Path]
    infos: list[SegmentInfo]
    players: list[Player]
    # The frame that shows the video best.
    poster_frame: int


def write_segments(
    folder: Path,
    rows: PlayerRows,
    times: Times,
    timeline: CourtTimeline,
    ways: dict[int, PlayerMotion],
    shuttle: ShuttleTrack,
    space: NDArray[np.float64],
    on_frame: Callable[[int], None],
) -> Written:
    """Write every segment; poses are carried over to repeated frames.

    Args:
        folder: Where they go.
        rows: Who is where.
        times: The frames.
        timeline: How the camera moves.
        ways: The players' ways over the floor, by the player's id.
        shuttle: Where the shuttle was, k points.
        space: The same in metres, world frame, shape (k, 3); NaN where unknown.
        on_frame: Called with the number of frames that are done; raises to stop.
    """
    tallies: dict[int, _Tally] = {}
    spans = Spans(rows, times.repeated)
    paths: list[Path] = []
    infos: list[SegmentInfo] = []
    best, best_frame = 0.0, len(times.pts) // 2
    for index, (first, end) in enumerate(segments.spans(times.pts, times.time_base)):
        found = spans.take(first, end)
        showing = np.zeros(end - first)
        for player, (frames, people) in found.items():
            tallies.setdefault(player, _Tally()).add(frames, people, times.repeated[frames])
            showing[frames - first] += _showing(people, timeline.size)
        if showing.max() > best:
            best, best_frame = float(showing.max()), first + int(showing.argmax())
        segment = SegmentColumns(
            index=index,
            time_base=times.time_base,
            first_frame=first,
            pts=times.pts[first:end],
            repeated=times.repeated[first:end],
            tracks=[_track(player, *found[player], first, ways.get(player), timeline.size) for player in sorted(found)],
            paths=[way for player in sorted(ways) if (way := _path(player, ways[player], first, end)) is not None],
            motion=_motion(timeline, first, end),
            shuttle=_shuttle(shuttle, space, first, end, timeline.size),
        )
        end_pts = int(times.pts[end]) if end < len(times.pts) else times.end
        path, info = segments.write(folder, segment, end_pts)
        paths.append(path)
        infos.append(info)
        on_frame(end)
    players = [_player(number, tallies[number], times) for number in sorted(tallies)]
    return Written(paths, infos, players, best_frame)


def write_motion(path: Path, times: Times, ways: dict[int, PlayerMotion]) -> None:
    """Write everybody's way in steps of MOTION_STEP seconds: at each the frame that is shown then."""
    moments = np.arange(0.0, times.duration, MOTION_STEP)
    shown = np.maximum(np.searchsorted(times.seconds, moments + 1e-6, side="right") - 1, 0)
    content = {
        "version": MOTION_VERSION,
        "samples": len(moments),
        "paths": [
            {
                "id": player,
                "position": segments.quantise_metres(way.position[shown].astype(np.float64)).tobytes(),
                "speed": segments.quantise_speeds(way.speed[shown].astype(np.float64)).tobytes(),
                "state": way.state[shown].astype(np.uint8).tobytes(),
            }
            for player, way in sorted(ways.items())
        ],
    }
    path.write_bytes(segments.pack_map(content))


def write_events(path: Path, events: Events) -> None:
    """Write what happened in the match."""
    path.write_bytes(segments.pack_map(events.wire()))


def _track(
    player: int,
    frames: NDArray[np.int64],
    people: Detections,
    first: int,
    way: PlayerMotion | None,
    size: tuple[int, int],
) -> TrackColumns:
    scale = np.array(size, dtype=np.float64)
    return TrackColumns(
        id=player,
        frame=frames - first,
        box=people["box"] / np.tile(scale, 2),
        box_confidence=people["confidence"].astype(np.float64),
        keypoints=people["keypoints"][:, :, :2] / scale,
        keypoint_confidence=people["keypoints"][:, :, 2].astype(np.float64),
        angles=np.full((len(frames), len(JOINTS)), UNKNOWN_ANGLE, np.uint8) if way is None else way.angles[frames],
    )


def _path(player: int, way: PlayerMotion, first: int, end: int) -> PathColumns | None:
    known = np.flatnonzero(way.state[first:end] != _UNKNOWN)
    if not len(known):
        return None
    return PathColumns(
        id=player,
        frame=known,
        position=way.position[first + known].astype(np.float64),
        speed=way.speed[first + known].astype(np.float64),
        state=way.state[first + known],
    )


def _shuttle(
    track: ShuttleTrack, space: NDArray[np.float64], first: int, end: int, size: tuple[int, int]
) -> ShuttleColumns | None:
    rows = slice(*np.searchsorted(track.frame, [first, end]))
    if rows.start == rows.stop:
        return None
    return ShuttleColumns(
        frame=track.frame[rows] - first,
        position=track.places[rows] / np.array(size, dtype=np.float64),
        confidence=track.confidence[rows],
        state=np.where(track.seen[rows], _SEEN, _BRIDGED).astype(np.uint8),
        space=space[rows],
    )


def _motion(timeline: CourtTimeline, first: int, end: int) -> NDArray[np.float64] | None:
    """Where each frame shows the view's corners, as fractions, shape (n, 4, 2); None if nothing moves."""
    corners = timeline.corners(first, end)
    return None if corners is None else corners / np.array(timeline.size, dtype=np.float64)


def _player(number: int, tally: _Tally, times: Times) -> Player:
    seconds = times.seconds
    return Player(
        id=number,
        frames_seen=tally.frames,
        presence=tally.frames / len(times.pts),
        first_seen=float(seconds[tally.first]),
        last_seen=float(seconds[tally.last]),
        confidence=min(1.0, tally.confidence / max(1, tally.detections)),
    )


def _showing(people: Detections, size: tuple[int, int]) -> NDArray[np.float64]:
    """How well frames show a player: clearly, and away from the edges."""
    box = people["box"]
    inside = np.all((box[:, :2] > 2) & (box[:, 2:] < np.array(size) - 2), axis=1)
    return np.asarray(1.0 + 0.5 * inside + np.round(people["keypoints"][:, :, 2].mean(axis=1), 2), dtype=np.float64)
