"""What an analysis says of each frame, read from its results and frame data as the element reads them."""

from dataclasses import dataclass, field

import numpy as np

from modal_app.accuracy.media import Points, Size
from modal_app.contract.models import CourtStatus, PlayerMetrics, Results
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.segments import SegmentColumns, unpack
from modal_app.pipeline.views.timeline import motion_from_corners

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


@dataclass(frozen=True)
class Outcome:
    """A whole analysis."""

    # Width and height of the rendition.
    size: Size
    results: Results
    frames: dict[int, FrameResult]

    @property
    def metrics(self) -> dict[int, PlayerMetrics]:
        """By the player's id."""
        return {player.id: player.metrics for player in self.results.players if player.metrics is not None}


def read_outcome(results: Results, segments: list[bytes]) -> Outcome:
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
    first = min((frame.time for frame in frames.values()), default=0.0)
    for frame in frames.values():
        frame.time -= first
    return Outcome(size, results, frames)


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
