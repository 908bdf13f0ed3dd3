"""Frame data as files: see docs/frame-data.md."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import (
    CONFIDENCE_SCALE,
    COORDINATE_SCALE,
    JOINTS,
    METRE_SCALE,
    SEGMENT_SECONDS,
    SEGMENT_VERSION,
    UNKNOWN_METRES,
)
from modal_app.contract.models import Segment, SegmentInfo, SegmentPath, SegmentShuttle

# The player's poses are offsets of 16 bits into a segment.
MAX_FRAMES = 2**16
# Of gzip.
COMPRESSION = 6


@dataclass(frozen=True)
class TrackColumns:
    """One player in one segment; m frames.

    Places are fractions of the picture's width and height, confidences 0..1.
    """

    id: int
    # Offsets into the segment, rising, shape (m,).
    frame: NDArray[np.int64]
    # Left, top, right, bottom, shape (m, 4).
    box: NDArray[np.float64]
    # Shape (m,).
    box_confidence: NDArray[np.float64]
    # Shape (m, 17, 2).
    keypoints: NDArray[np.float64]
    # Shape (m, 17).
    keypoint_confidence: NDArray[np.float64]
    # Whole degrees of each of JOINTS, or UNKNOWN_ANGLE, shape (m, 8).
    angles: NDArray[np.uint8]


@dataclass(frozen=True)
class PathColumns:
    """One player's way over the floor in one segment; k frames in which the place is known."""

    id: int
    # Offsets into the segment, rising, shape (k,).
    frame: NDArray[np.int64]
    # x and y, metres, shape (k, 2).
    position: NDArray[np.float64]
    # m/s, shape (k,).
    speed: NDArray[np.float64]
    # Indices into PATH_STATES, shape (k,).
    state: NDArray[np.uint8]


@dataclass(frozen=True)
class ShuttleColumns:
    """The shuttle in one segment; k frames in which its place is known."""

    # Offsets into the segment, rising, shape (k,).
    frame: NDArray[np.int64]
    # x and y of its middle as fractions of the picture, shape (k, 2).
    position: NDArray[np.float64]
    # 0..1, shape (k,).
    confidence: NDArray[np.float64]
    # Indices into SHUTTLE_STATES, shape (k,).
    state: NDArray[np.uint8]
    # Metres, world frame, shape (k, 3); NaN where unknown.
    space: NDArray[np.float64]


@dataclass(frozen=True)
class SegmentColumns:
    """One segment before it is packed; n frames."""

    index: int
    time_base: Fraction
    first_frame: int
    # Presentation times in ticks, rising, shape (n,).
    pts: NDArray[np.int64]
    # Shape (n,).
    repeated: NDArray[np.bool_]
    tracks: list[TrackColumns]
    paths: list[PathColumns] = field(default_factory=list)
    # Where each frame shows the corners of its view, as fractions, shape (n, 4, 2); None where the camera stood still.
    motion: NDArray[np.float64] | None = None
    # None where the shuttle was not seen.
    shuttle: ShuttleColumns | None = None


def quantise_places(fractions: NDArray[np.float64]) -> NDArray[np.int16]:
    """Fractions of the picture as 16-bit integers; what lies beyond -2..2 is clipped to that."""
    scaled = np.round(np.clip(np.nan_to_num(fractions), -4, 4) * COORDINATE_SCALE)
    return np.clip(scaled, -(2**15), 2**15 - 1).astype("<i2")


def quantise_confidences(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Confidences 0..1 as bytes."""
    return np.round(np.clip(np.nan_to_num(values), 0, 1) * CONFIDENCE_SCALE).astype(np.uint8)


def quantise_metres(values: NDArray[np.float64]) -> NDArray[np.int16]:
    """Metres as 16-bit integers; what lies beyond 32 metres is clipped to that."""
    return np.clip(np.round(np.nan_to_num(values) * METRE_SCALE), -(2**15), 2**15 - 1).astype("<i2")


def quantise_space(values: NDArray[np.float64]) -> NDArray[np.int16]:
    """Metres as `quantise_metres`; points of which any is NaN are unknown."""
    known = np.isfinite(values).all(axis=-1, keepdims=True)
    return np.where(known, np.maximum(quantise_metres(values), UNKNOWN_METRES + 1), UNKNOWN_METRES).astype("<i2")


def quantise_speeds(values: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Metres a second as unsigned 16-bit integers."""
    return np.clip(np.round(np.nan_to_num(values) * METRE_SCALE), 0, 2**16 - 1).astype("<u2")


def pack(segment: SegmentColumns) -> bytes:
    """The segment as a file: gzip over MessagePack, the same bytes for the same data.

    Raises:
        ValueError: The times do not rise, or the segment holds more than 65,536 frames or 2^31 ticks.
    """
    if not 1 <= len(segment.pts) <= MAX_FRAMES or np.any(np.diff(segment.pts) <= 0):
        raise ValueError("a segment has 1 to 65536 frames whose times rise")
    offsets = segment.pts - segment.pts[0]
    if offsets[-1] >= 2**31:
        raise ValueError("a segment spans less than 2^31 ticks")
    content = {
        "version": SEGMENT_VERSION,
        "index": segment.index,
        "timeBase": [segment.time_base.numerator, segment.time_base.denominator],
        "firstFrame": segment.first_frame,
        "startPts": int(segment.pts[0]),
        "pts": offsets.astype("<i4").tobytes(),
        "repeated": segment.repeated.astype(np.uint8).tobytes(),
        "tracks": [
            {
                "id": track.id,
                "frame": track.frame.astype("<u2").tobytes(),
                "box": quantise_places(track.box).tobytes(),
                "boxConfidence": quantise_confidences(track.box_confidence).tobytes(),
                "keypoints": quantise_places(track.keypoints).tobytes(),
                "keypointConfidence": quantise_confidences(track.keypoint_confidence).tobytes(),
                "angles": track.angles.astype(np.uint8).tobytes(),
            }
            for track in segment.tracks
        ],
        "paths": [
            {
                "id": path.id,
                "frame": path.frame.astype("<u2").tobytes(),
                "position": quantise_metres(path.position).tobytes(),
                "speed": quantise_speeds(path.speed).tobytes(),
                "state": path.state.astype(np.uint8).tobytes(),
            }
            for path in segment.paths
        ],
        "motion": b"" if segment.motion is None else quantise_places(segment.motion).tobytes(),
    }
    if segment.shuttle is not None:
        content["shuttle"] = {
            "frame": segment.shuttle.frame.astype("<u2").tobytes(),
            "position": quantise_places(segment.shuttle.position).tobytes(),
            "confidence": quantise_confidences(segment.shuttle.confidence).tobytes(),
            "state": segment.shuttle.state.astype(np.uint8).tobytes(),
            "space": quantise_space(segment.shuttle.space).tobytes(),
        }
    return pack_map(content)


def pack_map(content: dict[str, Any]) -> bytes:
    """A map as a file."""
    return gzip.compress(msgpack.packb(content), compresslevel=COMPRESSION, mtime=0)


def unpack(data: bytes) -> SegmentColumns:
    """The segment in a file.

    Raises:
        ValueError: The file is no segment (pydantic.ValidationError is one), or its columns disagree in length.
    """
    raw: Any = msgpack.unpackb(gzip.decompress(data))
    segment = Segment.model_validate(raw)
    pts = np.frombuffer(segment.pts, "<i4").astype(np.int64) + segment.start_pts
    tracks = []
    for track in segment.tracks:
        frame = np.frombuffer(track.frame, "<u2").astype(np.int64)
        count = len(frame)
        tracks.append(
            TrackColumns(
                id=track.id,
                frame=frame,
                box=np.frombuffer(track.box, "<i2").reshape(count, 4) / COORDINATE_SCALE,
                box_confidence=np.frombuffer(track.box_confidence, np.uint8).reshape(count) / CONFIDENCE_SCALE,
                keypoints=np.frombuffer(track.keypoints, "<i2").reshape(count, 17, 2) / COORDINATE_SCALE,
                keypoint_confidence=np.frombuffer(track.keypoint_confidence, np.uint8).reshape(count, 17)
                / CONFIDENCE_SCALE,
                angles=np.frombuffer(track.angles, np.uint8).reshape(count, len(JOINTS)),
            )
        )
    motion = np.frombuffer(segment.motion, "<i2").reshape(-1, 4, 2) / COORDINATE_SCALE
    if len(motion) not in {0, len(pts)}:
        raise ValueError("motion is told for every frame or for none")
    return SegmentColumns(
        index=segment.index,
        time_base=Fraction(*segment.time_base),
        first_frame=segment.first_frame,
        pts=pts,
        repeated=np.frombuffer(segment.repeated, np.uint8).astype(np.bool_).reshape(len(pts)),
        tracks=tracks,
        paths=[_unpack_path(path) for path in segment.paths],
        motion=motion if len(motion) else None,
        shuttle=None if segment.shuttle is None else _unpack_shuttle(segment.shuttle),
    )


def _unpack_path(path: SegmentPath) -> PathColumns:
    frame = np.frombuffer(path.frame, "<u2").astype(np.int64)
    return PathColumns(
        id=path.id,
        frame=frame,
        position=np.frombuffer(path.position, "<i2").reshape(len(frame), 2) / METRE_SCALE,
        speed=np.frombuffer(path.speed, "<u2").reshape(len(frame)) / METRE_SCALE,
        state=np.frombuffer(path.state, np.uint8).reshape(len(frame)),
    )


def _unpack_shuttle(shuttle: SegmentShuttle) -> ShuttleColumns:
    frame = np.frombuffer(shuttle.frame, "<u2").astype(np.int64)
    space = np.frombuffer(shuttle.space, "<i2").reshape(len(frame), 3)
    return ShuttleColumns(
        frame=frame,
        position=np.frombuffer(shuttle.position, "<i2").reshape(len(frame), 2) / COORDINATE_SCALE,
        confidence=np.frombuffer(shuttle.confidence, np.uint8).reshape(len(frame)) / CONFIDENCE_SCALE,
        state=np.frombuffer(shuttle.state, np.uint8).reshape(len(frame)),
        space=np.where(space == UNKNOWN_METRES, np.nan, space / METRE_SCALE),
    )


def spans(pts: NDArray[np.int64], time_base: Fraction, seconds: float = SEGMENT_SECONDS) -> Iterator[tuple[int, int]]:
    """First frame and end (exclusive) of each segment: at most `seconds` and MAX_FRAMES long, never empty."""
    first = 0
    while first < len(pts):
        limit = pts[first] + Fraction(seconds) / time_base
        end = int(np.searchsorted(pts, float(limit), side="left"))
        end = min(max(end, first + 1), first + MAX_FRAMES)
        yield first, end
        first = end


def write(folder: Path, segment: SegmentColumns, end_pts: int) -> tuple[Path, SegmentInfo]:
    """Write one segment's file.

    Args:
        folder: Where the file goes, as segment-0000.bin and on.
        segment: The data.
        end_pts: Ticks at which the last frame ends.
    """
    data = pack(segment)
    path = folder / f"segment-{segment.index:04}.bin"
    path.write_bytes(data)
    return path, SegmentInfo(
        index=segment.index,
        start=float(segment.pts[0] * segment.time_base),
        end=float(end_pts * segment.time_base),
        first_frame=segment.first_frame,
        frames=len(segment.pts),
        bytes=len(data),
    )
