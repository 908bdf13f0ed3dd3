"""The video that browsers play: H.264 in MP4, the source's own frame times, its sound."""

import contextlib
import threading
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import av.container
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.decode import Sound
from modal_app.pipeline.probe import MediaInfo
from modal_app.pipeline.settings import RenditionSettings
from modal_app.pipeline.upright import PictureSize

# Finer time bases gain nothing and overflow the segments' 32-bit times.
_FINEST_TIME_BASE = Fraction(1, 1_000_000)
_COARSE_TIME_BASE = Fraction(1, 90_000)
_AUDIO_RATE = 48_000
# Sound that a decoder needs before the first that is heard, at most, in seconds; an edit list hides it.
_MAX_PRIMING = 0.1
# The rendition's peak rate, in bits a second: somewhat above the source's, within these bounds.
_RATE_HEADROOM = 1.5
_MIN_PEAK_RATE = 2_000_000
_MAX_PEAK_RATE = 12_000_000


class RenditionWriter:
    """Encodes upright frames as they come."""

    def __init__(
        self, path: Path, info: MediaInfo, size: PictureSize, audio: av.AudioStream | None, settings: RenditionSettings
    ) -> None:
        self._settings = settings
        self._time_base = info.time_base if info.time_base >= _FINEST_TIME_BASE else _COARSE_TIME_BASE
        self._source_time_base = info.time_base
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._video = self._add_video(info, size)
        self._sound = _sound_writer(self._container, audio, settings)
        self._last_key: int | None = None
        # Held back by one frame: a keyframe's place depends on the time of the frame after it.
        self._waiting: av.VideoFrame | None = None

    def _add_video(self, info: MediaInfo, size: PictureSize) -> av.VideoStream:
        rate = Fraction(info.declared_rate or 30).limit_denominator(1001)
        seconds = info.duration or 0.0
        source_rate = info.path.stat().st_size * 8 / seconds if seconds > 0 else _MAX_PEAK_RATE
        peak = int(min(_MAX_PEAK_RATE, max(_MIN_PEAK_RATE, _RATE_HEADROOM * source_rate)))
        options = {
            "preset": self._settings.preset,
            "crf": str(self._settings.quality),
            "bf": "0",
            "rc-lookahead": "10",
            # Keyframes are set by time, below; this only bounds what x264 adds to that.
            "g": "600",
            "forced-idr": "1",
            "maxrate": str(peak),
            "bufsize": str(2 * peak),
        }
        stream = self._container.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
        stream.time_base = self._time_base
        stream.codec_context.time_base = self._time_base
        return stream

    @property
    def has_audio(self) -> bool:
        """Whether sound goes into the rendition."""
        return self._sound is not None

    def add_picture(self, frame: av.VideoFrame, pts: int) -> None:
        """Encode one upright frame.

        Args:
            frame: yuv420p of the rendition's size.
            pts: Time since the first picture in ticks of the source's time base.
        """
        ticks = round(pts * self._source_time_base / self._time_base)
        if self._waiting is not None:
            ticks = max(ticks, cast(int, self._waiting.pts) + 1)
            self._encode(self._waiting, following=ticks)
        frame.pts, frame.dts, frame.time_base = ticks, None, self._time_base
        self._waiting = frame

    def _encode(self, frame: av.VideoFrame, following: int | None) -> None:
        """Encode a frame; it is a keyframe when `following`, the next frame's time, would come too late for one."""
        if self._last_key is None:
            context = self._video.codec_context
            context.color_primaries, context.color_trc = frame.color_primaries, frame.color_trc
            context.colorspace, context.color_range = frame.colorspace, frame.color_range
        is_key = self._last_key is None or (
            following is not None and (following - self._last_key) * self._time_base > self._settings.keyframe_seconds
        )
        frame.pict_type = av.video.frame.PictureType.I if is_key else av.video.frame.PictureType.NONE
        if is_key:
            self._last_key = frame.pts
        self._container.mux(self._video.encode(frame))

    def add_sound(self, sound: Sound) -> None:
        """Copy or encode one packet of sound."""
        if self._sound is not None:
            self._sound.add(sound)

    def close(self) -> None:
        """Finish the file: its index moves to the front."""
        if self._waiting is not None:
            self._encode(self._waiting, following=None)
        self._container.mux(self._video.encode(None))
        if self._sound is not None:
            self._sound.finish()
        self._container.close()

    def abandon(self) -> None:
        """Let go of a file that is not wanted any more, without waiting: closing moves its index, which takes time."""
        threading.Thread(target=self._close_quietly, daemon=True, name="pipeline-abandon").start()

    def _close_quietly(self) -> None:
        with contextlib.suppress(OSError, av.error.FFmpegError):
            self._container.close()


class _CopiedSound:
    """AAC goes over as it is."""

    def __init__(self, container: av.container.OutputContainer, audio: av.AudioStream) -> None:
        self._container = container
        self._stream = container.add_stream_from_template(audio)
        self._last_dts: int | None = None

    def add(self, sound: Sound) -> None:
        packet = sound.packet
        time_base = packet.time_base
        shift = round(sound.origin / time_base)
        if packet.pts is None or packet.dts is None or packet.size == 0:
            return
        if packet.pts - shift < -_MAX_PRIMING / time_base:
            return
        if self._last_dts is not None and packet.dts <= self._last_dts:
            # A file that was joined together; the container takes only times that rise.
            return
        self._last_dts = packet.dts
        packet.pts -= shift
        packet.dts -= shift
        packet.stream = self._stream
        self._container.mux(packet)

    def finish(self) -> None:
        """Nothing is held back."""


class _EncodedSound:
    """Other sound becomes stereo AAC; what cannot be decoded is left out."""

    def __init__(self, container: av.container.OutputContainer, settings: RenditionSettings) -> None:
        self._container = container
        self._stream = container.add_stream("aac", rate=_AUDIO_RATE, layout="stereo")
        self._stream.bit_rate = settings.audio_bit_rate
        self._resampler = av.AudioResampler("fltp", "stereo", _AUDIO_RATE, frame_size=1024)
        self._next: int | None = None

    def add(self, sound: Sound) -> None:
        try:
            frames = sound.packet.decode()
        except av.error.FFmpegError:
            return
        for frame in frames:
            if frame.pts is None or frame.time_base is None:
                continue
            if self._next is None:
                at = frame.pts * frame.time_base - sound.origin
                if at < 0:
                    continue
                self._next = round(at * _AUDIO_RATE)
            frame.pts = None
            self._encode(self._resampler.resample(frame))

    def finish(self) -> None:
        if self._next is not None:
            self._encode(self._resampler.resample(None))
        self._container.mux(self._stream.encode(None))

    def _encode(self, frames: list[av.AudioFrame]) -> None:
        for frame in frames:
            frame.pts, frame.time_base = self._next, Fraction(1, _AUDIO_RATE)
            self._next = cast(int, self._next) + frame.samples
            self._container.mux(self._stream.encode(frame))


def _sound_writer(
    container: av.container.OutputContainer, audio: av.AudioStream | None, settings: RenditionSettings
) -> _CopiedSound | _EncodedSound | None:
    if audio is None:
        return None
    return _CopiedSound(container, audio) if audio.codec_context.name == "aac" else _EncodedSound(container, settings)


def read_times(path: Path) -> tuple[Fraction, NDArray[np.int64], int]:
    """Time base, presentation times (shape (n,)) and end of a finished rendition, in ticks: what a browser will see."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        time_base = cast(Fraction, stream.time_base)
        packets = [(packet.pts, packet.duration or 0) for packet in container.demux(stream) if packet.pts is not None]
    pts = np.array([time for time, _ in packets], dtype=np.int64)
    return time_base, pts, int(pts[-1]) + packets[-1][1]
