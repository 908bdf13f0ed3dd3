"""Last stage: the players' frame data, the poster and the summary."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import JOINTS, UNKNOWN_ANGLE
from modal_app.contract.models import Player, SegmentInfo
from modal_app.pipeline import segments
from modal_app.pipeline.observations import DETECTION, Detections, FrameTable, read_frames
from modal_app.pipeline.players.assignment import NOBODY, Assignment
from modal_app.pipeline.progress import Reporter
from modal_app.pipeline.segments import SegmentColumns, TrackColumns

_POSTER_WIDTH = 1280
_POSTER_QUALITY = 85


@dataclass(frozen=True)
class Timeline:
    """The rendition's frames as a browser sees them."""

    time_base: Fraction
    # Ticks, shape (n,).
    pts: NDArray[np.int64]
    # Ticks at which the last frame ends.
    end: int
    width: int
    height: int

    def seconds(self, frame: int) -> float:
        """Presentation time of a frame."""
        return float(int(self.pts[frame]) * self.time_base)


class PlayerRows:
    """Reads the players' detections, frame by frame."""

    def __init__(self, observations: Path, assignments: Path, players: Assignment) -> None:
        self._observations = observations
        self._assignments = assignments
        self._players = players

    def read(self) -> Iterator[tuple[int, dict[int, np.void]]]:
        """Number of a frame, and the detection of each player in it by the player's id. Frames without are left out."""
        with self._assignments.open("rb") as file:
            for people in read_frames(self._observations):
                numbers = np.frombuffer(file.read(4 * len(people)), dtype="<i4")
                found = self._pick(people, numbers)
                if found:
                    yield int(people["frame"][0]), found

    def _pick(self, people: Detections, numbers: NDArray[np.int32]) -> dict[int, np.void]:
        found: dict[int, np.void] = {}
        players = self._players.players_of(numbers, people["frame"])
        for detection, player in zip(people, players.tolist(), strict=True):
            if player != NOBODY and (player not in found or detection["confidence"] > found[player]["confidence"]):
                found[player] = detection
        return found


@dataclass
class _Tally:
    """What the summary says of one player."""

    frames: int = 0
    detections: int = 0
    confidence: float = 0.0
    first: int = 0
    last: int = 0

    def add(self, frame: int, detection: np.void, *, repeated: bool) -> None:
        self.first = frame if self.frames == 0 else self.first
        self.last = frame
        self.frames += 1
        if not repeated:
            self.detections += 1
            self.confidence += float(detection["confidence"])


@dataclass(frozen=True)
class Written:
    """The frame data on disk and what it says."""

    paths: list[Path]
    infos: list[SegmentInfo]
    players: list[Player]
    # The frame that shows the video best.
    poster_frame: int


def write_frame_data(
    folder: Path, rows: PlayerRows, frames: FrameTable, timeline: Timeline, players: int, reporter: Reporter
) -> Written:
    """Write every segment; poses are carried over to repeated frames."""
    tallies = {number: _Tally() for number in range(1, players + 1)}
    carried = _carry(rows.read(), frames)
    paths: list[Path] = []
    infos: list[SegmentInfo] = []
    best = (-1.0, 0)
    for index, (first, end) in enumerate(segments.spans(timeline.pts, timeline.time_base)):
        columns: dict[int, list[tuple[int, np.void]]] = {number: [] for number in tallies}
        for number in range(first, end):
            found = next(carried)
            for player, detection in found.items():
                columns[player].append((number - first, detection))
                tallies[player].add(number, detection, repeated=bool(frames.repeated[number]))
            best = max(best, (_showing(found, timeline), -number))
        segment = SegmentColumns(
            index=index,
            time_base=timeline.time_base,
            first_frame=first,
            pts=timeline.pts[first:end],
            repeated=frames.repeated[first:end],
            tracks=[_track(number, found, timeline) for number, found in columns.items() if found],
        )
        end_pts = int(timeline.pts[end]) if end < len(timeline.pts) else timeline.end
        path, info = segments.write(folder, segment, end_pts)
        paths.append(path)
        infos.append(info)
        reporter.update(0.2 + 0.8 * end / len(timeline.pts))
    summaries = [_player(number, tally, timeline) for number, tally in tallies.items() if tally.frames]
    return Written(paths, infos, summaries, -best[1] if players else len(timeline.pts) // 2)


def _carry(rows: Iterator[tuple[int, dict[int, np.void]]], frames: FrameTable) -> Iterator[dict[int, np.void]]:
    """The players in every frame, repeated frames included."""
    current = next(rows, None)
    last: dict[int, np.void] = {}
    for number in range(len(frames)):
        if not frames.repeated[number]:
            last = {}
            if current is not None and current[0] == number:
                last = current[1]
                current = next(rows, None)
        yield last


def _track(player: int, found: list[tuple[int, np.void]], timeline: Timeline) -> TrackColumns:
    rows = np.array([detection for _, detection in found], dtype=DETECTION)
    size = np.array([timeline.width, timeline.height], dtype=np.float64)
    return TrackColumns(
        id=player,
        frame=np.array([offset for offset, _ in found], dtype=np.int64),
        box=rows["box"] / np.tile(size, 2),
        box_confidence=rows["confidence"].astype(np.float64),
        keypoints=rows["keypoints"][:, :, :2] / size,
        keypoint_confidence=rows["keypoints"][:, :, 2].astype(np.float64),
        angles=np.full((len(rows), len(JOINTS)), UNKNOWN_ANGLE, dtype=np.uint8),
    )


def _player(number: int, tally: _Tally, timeline: Timeline) -> Player:
    return Player(
        id=number,
        frames_seen=tally.frames,
        presence=tally.frames / len(timeline.pts),
        first_seen=timeline.seconds(tally.first),
        last_seen=timeline.seconds(tally.last),
        confidence=min(1.0, tally.confidence / max(1, tally.detections)),
    )


def _showing(found: dict[int, np.void], timeline: Timeline) -> float:
    """How well a frame shows the match: everybody on it, clearly, away from the edges."""
    total = 0.0
    for detection in found.values():
        left, top, right, bottom = detection["box"]
        inside = left > 2 and top > 2 and right < timeline.width - 2 and bottom < timeline.height - 2
        total += 1.0 + (0.5 if inside else 0.0) + float(detection["keypoints"][:, 2].mean())
    return round(total, 2)


def write_poster(path: Path, rendition: Path, time: int) -> None:
    """Write a frame of the rendition as JPEG.

    Args:
        path: The JPEG.
        rendition: The video.
        time: Presentation time of the frame in ticks.
    """
    with av.open(str(rendition)) as container:
        stream = container.streams.video[0]
        container.seek(time, stream=stream)
        frame = next(frame for frame in container.decode(stream) if frame.pts is not None and frame.pts >= time)
    picture: NDArray[np.uint8] = np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8)
    scale = min(1.0, _POSTER_WIDTH / picture.shape[1])
    if scale < 1:
        picture = np.asarray(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _POSTER_QUALITY])
    if not done:
        raise OSError("the poster cannot be encoded")
    path.write_bytes(data.tobytes())
