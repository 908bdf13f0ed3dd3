"""First stage: is this a video in which players can be found, and how is it to be shown?"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.container
import numpy as np

from modal_app.contract.constants import MAX_DURATION_SECONDS, MIN_PICTURE_SIDE
from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.pipeline.containers import is_cut_off
from modal_app.pipeline.motion import MOVING_SHARE, changed_share, luma_of, small

# Only these demuxers are tried. Playlists and scripts, which name other files and addresses, are not among them.
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegvideo,mpegts,mpegtsraw,asf,flv,ogg,h264,hevc,m4v,mjpeg"
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}

# Transfer characteristics of high dynamic range in ITU-T H.273: SMPTE ST 2084 (PQ) and ARIB STD-B67 (HLG).
_HDR_TRANSFERS = {16, 18}

# 8K; larger pictures would take more memory than a worker has.
_MAX_PIXELS = 8192 * 4608

# A still is looked for in keyframes from this many places of the video; enough of them must be different frames, and
# they must span enough seconds, before sameness says anything.
_STILL_SAMPLES = 12
_STILL_MIN_SAMPLES = 3
_STILL_MIN_SPAN = 30.0


@dataclass(frozen=True)
class MediaInfo:
    """What is known of a source before its frames are read."""

    path: Path
    container: str
    codec: str
    pixel_format: str
    # Stored size, pixels.
    width: int
    height: int
    # Clockwise turn that brings the picture upright: 0, 90, 180 or 270 degrees.
    rotation: int
    # Width of one pixel in units of its height.
    pixel_aspect: Fraction
    # Seconds; None when the file does not say.
    duration: float | None
    # Frames a second as the file declares them, 0 when unknown. Never used to compute a frame's time.
    declared_rate: float
    time_base: Fraction
    hdr: bool
    audio_codec: str | None

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height with square pixels after the turn, before any scaling."""
        width = max(1, round(self.width * self.pixel_aspect))
        return (self.height, width) if self.rotation in {90, 270} else (width, self.height)


def open_media(path: Path) -> av.container.InputContainer:
    """Open a local file with the allowed demuxers only."""
    return av.open(str(path), mode="r", options=_OPTIONS, metadata_errors="replace")


def probe(path: Path, check: Callable[[], None] = lambda: None) -> MediaInfo:
    """Read the headers, decode the first picture, and refuse what cannot be analysed.

    Args:
        path: The source.
        check: Called between steps; raises to stop.

    Raises:
        PipelineError: file_empty, video_truncated, video_unreadable, video_no_picture, video_codec_unsupported,
            video_too_small, video_too_long or video_still.
    """
    if path.stat().st_size == 0:
        raise PipelineError(ErrorCode.file_empty, "the file has no bytes")
    if is_cut_off(path):
        raise PipelineError(ErrorCode.video_truncated, "the container says more than the file holds")
    try:
        container = open_media(path)
    except (av.error.FFmpegError, ValueError) as error:
        raise PipelineError(ErrorCode.video_unreadable, f"cannot be opened: {error}") from error
    with container:
        check()
        info = _describe(path, container)
        _refuse_size(info)
        check()
        if _is_still(container, info, check):
            raise PipelineError(ErrorCode.video_still, "pictures from all over the video are the same")
    return info


def picture_stream(container: av.container.InputContainer) -> av.VideoStream | None:
    """The video's moving picture; cover art does not count."""
    streams = [stream for stream in container.streams.video if not _is_cover(stream)]
    return max(streams, key=lambda stream: (stream.width or 0) * (stream.height or 0), default=None)


def _is_cover(stream: av.VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _describe(path: Path, container: av.container.InputContainer) -> MediaInfo:
    stream = picture_stream(container)
    if stream is None:
        raise PipelineError(ErrorCode.video_no_picture, f"{len(container.streams)} streams, none of them a picture")
    try:
        codec = stream.codec_context.name
    except (AttributeError, ValueError) as error:
        raise PipelineError(ErrorCode.video_codec_unsupported, "no decoder for the picture") from error
    first = _first_frame(container, stream, codec)
    context = stream.codec_context
    aspect = stream.sample_aspect_ratio or Fraction(1)
    audio = next(iter(container.streams.audio), None)
    return MediaInfo(
        path=path,
        container=container.format.name,
        codec=codec,
        pixel_format=first.format.name,
        width=first.width,
        height=first.height,
        # PyAV counts counter-clockwise.
        rotation=round(-first.rotation / 90) % 4 * 90,
        pixel_aspect=aspect if Fraction(1, 4) <= aspect <= 4 else Fraction(1),
        duration=_duration(container, stream),
        declared_rate=float(stream.average_rate or stream.guessed_rate or 0),
        time_base=Fraction(stream.time_base or Fraction(1, 90_000)),
        hdr=int(context.color_trc or 0) in _HDR_TRANSFERS or int(first.color_trc or 0) in _HDR_TRANSFERS,
        audio_codec=_audio_codec(audio),
    )


def _first_frame(container: av.container.InputContainer, stream: av.VideoStream, codec: str) -> av.VideoFrame:
    damaged = 0
    try:
        for packet in container.demux(stream):
            try:
                for frame in packet.decode():
                    return frame
            except av.error.InvalidDataError:
                damaged += 1
    except (av.error.DecoderNotFoundError, av.error.PatchWelcomeError, NotImplementedError) as error:
        raise PipelineError(ErrorCode.video_codec_unsupported, f"{codec}: {error}") from error
    except av.error.FFmpegError as error:
        raise PipelineError(ErrorCode.video_unreadable, f"{codec}: {error}") from error
    raise PipelineError(ErrorCode.video_unreadable, f"{codec}: no picture in the file, {damaged} damaged packets")


def _audio_codec(audio: av.AudioStream | None) -> str | None:
    if audio is None:
        return None
    try:
        return str(audio.codec_context.name)
    except (AttributeError, ValueError):
        return None


def _duration(container: av.container.InputContainer, stream: av.VideoStream) -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _refuse_size(info: MediaInfo) -> None:
    width, height = info.upright_size
    if min(width, height) < MIN_PICTURE_SIDE:
        raise PipelineError(ErrorCode.video_too_small, f"{width}x{height}")
    if width * height > _MAX_PIXELS:
        raise PipelineError(ErrorCode.video_codec_unsupported, f"{width}x{height} is beyond 8K")
    if info.duration is not None and info.duration > MAX_DURATION_SECONDS:
        raise PipelineError(ErrorCode.video_too_long, f"{info.duration:.0f} s")


def _is_still(container: av.container.InputContainer, info: MediaInfo, check: Callable[[], None]) -> bool:
    """Whether keyframes from all over the video show the same picture.

    Cheap and careful: with too few different keyframes the answer is no, and the detect stage decides.
    """
    if info.duration is None:
        return False
    stream = picture_stream(container)
    assert stream is not None
    seen: dict[int, np.ndarray] = {}
    for number in range(_STILL_SAMPLES):
        check()
        offset = int(info.duration * number / _STILL_SAMPLES / info.time_base) + (stream.start_time or 0)
        try:
            container.seek(offset, stream=stream)
            frame = next(container.decode(stream), None)
        except av.error.FFmpegError:
            return False
        if frame is None or frame.pts is None or frame.pts in seen:
            continue
        picture = small(luma_of(frame))
        if any(changed_share(other, picture) > MOVING_SHARE for other in seen.values()):
            return False
        seen[frame.pts] = picture
    span = float((max(seen, default=0) - min(seen, default=0)) * info.time_base)
    return len(seen) >= _STILL_MIN_SAMPLES and span >= _STILL_MIN_SPAN
