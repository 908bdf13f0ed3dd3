"""Frames into video files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import cast

import av
import av.container
import numpy as np

from modal_app.testing.court import Image


@dataclass(frozen=True)
class VideoFormat:
    """How a clip is coded. `pixels` is FFmpeg's name of the pixel format; `options` go to the
    encoder, `muxing` to the container."""

    codec: str = "libx264"
    pixels: str = "yuv420p"
    time_base: Fraction = Fraction(1, 90_000)
    options: dict[str, str] = field(default_factory=lambda: {"preset": "veryfast", "crf": "20"})
    muxing: dict[str, str] = field(default_factory=dict)


def write_video(
    path: Path,
    frames: Iterable[tuple[Fraction, Image]],
    rate: Fraction,
    video_format: VideoFormat | None = None,
    *,
    tone: bool = False,
) -> None:
    """Write frames, each with its presentation time in seconds.

    `rate` is the nominal number of frames a second; with `tone`, a quiet 440 Hz sound runs along.
    """
    chosen = video_format or VideoFormat()
    remaining = iter(frames)
    first = next(remaining)
    with av.open(str(path), "w", options=chosen.muxing) as container:
        stream = cast(av.VideoStream, container.add_stream(chosen.codec, rate=rate, options=chosen.options))
        stream.height, stream.width = first[1].shape[:2]
        stream.pix_fmt = chosen.pixels
        stream.codec_context.time_base = chosen.time_base
        sound = container.add_stream("aac", rate=48_000, layout="mono") if tone else None
        last = Fraction(0)
        for seconds, picture in chain([first], remaining):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
            frame.time_base = chosen.time_base
            frame.pts = round(seconds / chosen.time_base)
            container.mux(stream.encode(frame))
            last = seconds
        container.mux(stream.encode(None))
        if sound is not None:
            _add_tone(container, sound, float(last + 1 / rate))


def write_sound(path: Path, seconds: float) -> None:
    """An MP4 that holds a tone and no picture."""
    with av.open(str(path), "w") as container:
        _add_tone(container, container.add_stream("aac", rate=48_000, layout="mono"), seconds)


def _add_tone(container: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    times = np.arange(int(48_000 * seconds)) / 48_000
    samples = (0.05 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
    for start in range(0, samples.size, 1024):
        block = np.ascontiguousarray(samples[None, start : start + 1024])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
        frame.sample_rate = 48_000
        frame.time_base = Fraction(1, 48_000)
        frame.pts = start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
