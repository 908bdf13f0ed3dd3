"""What an analysis says of each frame, read from its results and frame data as the element reads them."""

import gzip
from dataclasses import dataclass, field

import msgpack
import numpy as np

from modal_app.accuracy.media import Points, Size
from modal_app.accuracy.shuttle import ToldPoint
from modal_app.contract.constants import SHUTTLE_STATES
from modal_app.contract.models import CourtStatus, Events, PlayerMetrics, Results
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.segments import SegmentColumns, unpack
from modal_app.pipeline.views.timeline import motion_from_corners

# A player who is not told in a frame is where he or she is so many seconds before or after.
_NEARBY = 0.5
_TRUSTED = {CourtStatus.found, CourtStatus.manual}


@dataclass
class FrameResult:
    """One frame. Players by id."""

    # Since the first frame, seconds.
    time: float
    # How it shows the court, motion included; None where that is not known.
    camera: CourtCamera | None = None
    # Pixels, shape (4,).
    boxes: dict[int, Points] = field(default_factory=dict)
    # Metres, shape (2,), and m/s.
    places: dict[int, Points] = field(default_factory=dict)
    speeds: dict[int, float] = field(default_factory=dict)
    shuttle: ToldPoint | None = None


@dataclass(frozen=True)
class Outcome:
    """A whole analysis."""

    # Width and height of the rendition.
    size: Size
    results: Results
    frames: dict[int, FrameResult]
    events: Events

    @property
    def shuttle(self) -> dict[int, ToldPoint]:
        """Where the shuttle is, by frame."""
        return {number: frame.shuttle for number, frame in self.frames.items() if frame.shuttle is not None}

    @property
    def seconds(self) -> list[float]:
        """Time of each frame since the first."""
        return [self.frames[number].time for number in sorted(self.frames)]

    def half_of(self, player: int, frame: int) -> int | None:
        """-1 where a player is on the near half in a frame or at most half a second before or after, 1 for the far one.

        By the place on the floor; where no court is known, the nearer of those in the picture stands lower in it.
        """
        reach = round(_NEARBY * self.results.fps)
        for away in sorted(range(-reach, reach + 1), key=abs):
            seen = self.frames.get(frame + away)
            if seen is None:
                continue
            if player in seen.places:
                return -1 if seen.places[player][1] < 0 else 1
            if seen.camera is None and player in seen.boxes and len(seen.boxes) > 1:
                feet = sorted(box[3] for box in seen.boxes.values())
                return -1 if seen.boxes[player][3] >= feet[len(feet) // 2] else 1
        return None

    @property
    def metrics(self) -> dict[int, PlayerMetrics]:
        """By the player's id."""
        return {player.id: player.metrics for player in self.results.players if player.metrics is not None}


def read_outcome(results: Results, segments: list[bytes], events: bytes) -> Outcome:
    """Put results and frame data together."""
    size = (results.video_width, results.video_height)
    frames: dict[int, FrameResult] = {}
    cameras = _cameras(results, size)
    for data in segments:
        segment = unpack(data)
        seconds = segment.pts * float(segment.time_base)
        for offset, time in enumerate(seconds):
            number = segment.first_frame + offset
            camera = cameras[number] if number < len(cameras) else None
            frames[number] = FrameResult(float(time), _moved(camera, segment, offset, size))
        _add_players(frames, segment, size)
        _add_shuttle(frames, segment, size)
    first = min((frame.time for frame in frames.values()), default=0.0)
    for frame in frames.values():
        frame.time -= first
    told = Events.model_validate(msgpack.unpackb(gzip.decompress(events)))
    return Outcome(size, results, frames, told)


def _cameras(results: Results, size: Size) -> list[CourtCamera | None]:
    """The court of each frame's view, as the view's own picture shows it."""
    detection = results.court_detection
    if detection is None:
        return []
    views = [
        CourtCamera.from_contract(view.camera, size) if view.camera and view.status in _TRUSTED else None
        for view in detection.views
    ]
    found: list[CourtCamera | None] = []
    for shot in detection.shots:
        found += [views[shot.view] if shot.view is not None else None] * (shot.end - shot.first)
    return found


def _moved(camera: CourtCamera | None, segment: SegmentColumns, offset: int, size: Size) -> CourtCamera | None:
    if camera is None or segment.motion is None:
        return camera
    corners = (segment.motion[offset] * np.array(size)).astype(np.float32)
    return camera.moved(motion_from_corners(corners, size))


def _add_players(frames: dict[int, FrameResult], segment: SegmentColumns, size: Size) -> None:
    for track in segment.tracks:
        for row, offset in enumerate(track.frame):
            frames[segment.first_frame + int(offset)].boxes[track.id] = track.box[row] * np.tile(size, 2)
    for path in segment.paths:
        for row, offset in enumerate(path.frame):
            frame = frames[segment.first_frame + int(offset)]
            frame.places[path.id] = path.position[row]
            frame.speeds[path.id] = float(path.speed[row])


def _add_shuttle(frames: dict[int, FrameResult], segment: SegmentColumns, size: Size) -> None:
    shuttle = segment.shuttle
    if shuttle is None:
        return
    for row, offset in enumerate(shuttle.frame):
        x, y = shuttle.position[row] * np.array(size)
        frames[segment.first_frame + int(offset)].shuttle = ToldPoint(
            (float(x), float(y)), float(shuttle.confidence[row]), SHUTTLE_STATES[int(shuttle.state[row])] == "seen"
        )
