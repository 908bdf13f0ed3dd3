"""The one pass over a source: its pictures with true times, and its sound."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import av.container

from modal_app.contract.constants import MAX_DURATION_SECONDS
from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.pipeline.probe import MediaInfo, open_media, picture_stream

# Decoding threads: each holds pictures in memory, of which one of 4K in ten bits takes 25 MB.
_THREADS = 2
_LARGE_PICTURE = 2560 * 1440
# A source with fewer good pictures than this part of those attempted is not worth showing.
_MIN_GOOD_PART = 0.2
# Missing end that still counts as whole: seconds, and part of the declared length.
_SLACK_SECONDS = 5.0
_SLACK_PART = 0.1
_EARLY_PACKETS = 8
_MAX_DAMAGE_IN_A_ROW = 50


@dataclass(frozen=True)
class Picture:
    """One decoded picture, as stored, and its time in ticks of the source's time base from the first picture on."""

    frame: av.VideoFrame
    pts: int


@dataclass(frozen=True)
class Sound:
    """One packet of the sound track, times as in the source."""

    packet: "av.Packet[av.AudioStream]"
    # Time of the first picture in seconds, the origin of the rendition.
    origin: Fraction


class SourceReader:
    """Reads a source once, front to back; damaged packets are skipped."""

    def __init__(self, info: MediaInfo) -> None:
        self._info = info
        self._container = open_media(info.path)
        stream = picture_stream(self._container)
        if stream is None:
            raise PipelineError(ErrorCode.video_no_picture, "the picture stream has gone")
        self._video = stream
        self._video.thread_type = "AUTO"
        self._video.codec_context.thread_count = _THREADS if info.width * info.height <= _LARGE_PICTURE else 1
        self.audio = next(iter(self._container.streams.audio), None) if info.audio_codec else None
        self._clock = _FrameClock(info)
        self._damaged = 0

    def close(self) -> None:
        """Free the decoder and the file."""
        self._container.close()

    def read(self) -> Iterator[Picture | Sound]:
        """Everything in the source, in the order of storage.

        Raises:
            PipelineError: video_unreadable when next to nothing can be decoded, video_truncated when far less came
                than the file declares, video_too_long.
        """
        # Sound from before the first picture: only what a decoder needs to warm up is of use.
        early: deque[Any] = deque(maxlen=_EARLY_PACKETS)
        for packet in self._packets():
            if isinstance(packet.stream, av.VideoStream):
                for frame in self._decode(packet):
                    yield Picture(frame, self._clock.next(frame))
            elif isinstance(packet.stream, av.AudioStream) and packet.dts is not None:
                early.append(packet)
            if self._clock.origin is not None:
                yield from (Sound(waiting, self._clock.origin) for waiting in early)
                early.clear()
        self._judge()

    def _packets(self) -> "Iterator[av.Packet[Any]]":
        streams = [self._video] if self.audio is None else [self._video, self.audio]
        in_a_row = 0
        while in_a_row < _MAX_DAMAGE_IN_A_ROW:
            try:
                for packet in self._container.demux(*streams):
                    in_a_row = 0
                    yield packet
            except av.error.FFmpegError:
                # What follows the damage may be readable.
                self._damaged += 1
                in_a_row += 1
            else:
                return

    def _decode(self, packet: "av.Packet[Any]") -> list[av.VideoFrame]:
        try:
            frames: list[av.VideoFrame] = packet.decode()
        except av.error.FFmpegError:
            self._damaged += 1
            return []
        return frames

    def _judge(self) -> None:
        good = self._clock.count
        if good == 0 or good < _MIN_GOOD_PART * (good + self._damaged):
            raise PipelineError(ErrorCode.video_unreadable, f"{good} pictures, {self._damaged} damaged packets")
        declared, seen = self._info.duration, self._clock.seconds
        if declared is not None and declared - seen > max(_SLACK_SECONDS, _SLACK_PART * declared):
            raise PipelineError(ErrorCode.video_truncated, f"{seen:.1f} s of {declared:.1f} s could be read")


class _FrameClock:
    """Gives each picture a time that rises, whatever the file says."""

    def __init__(self, info: MediaInfo) -> None:
        self._time_base = info.time_base
        self._step = max(1, round(1 / (info.declared_rate or 30.0) / info.time_base))
        self._offset = 0
        self._last: int | None = None
        self.origin: Fraction | None = None
        self.count = 0

    @property
    def seconds(self) -> float:
        """Time at which the last picture ends."""
        return 0.0 if self._last is None else float((self._last + self._step) * self._time_base)

    def next(self, frame: av.VideoFrame) -> int:
        """Time of the next picture in ticks from the first one on."""
        stamp = frame.pts if frame.pts is not None else frame.dts
        if self._last is None:
            self._offset = stamp or 0
            self.origin = self._offset * self._time_base
            ticks = 0
        elif stamp is None:
            ticks = self._last + self._step
        else:
            ticks = stamp - self._offset
            if ticks <= self._last:
                # A file that was joined together starts counting anew.
                self._offset = stamp - self._last - self._step
                ticks = self._last + self._step
        self._last = ticks
        self.count += 1
        if self.seconds > MAX_DURATION_SECONDS + _SLACK_SECONDS:
            raise PipelineError(ErrorCode.video_too_long, f"more than {MAX_DURATION_SECONDS} s of pictures")
        return ticks
