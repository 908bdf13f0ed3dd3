"""Pictures from all over a video, taken without reading all of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.channels import Image
from modal_app.pipeline.motion import Luma, luma_of, small
from modal_app.pipeline.probe import MediaInfo, open_media, picture_stream
from modal_app.pipeline.upright import PictureSize, Upright

# Pictures for each second of video, within bounds.
_RATE = 1.5
_FEWEST, _MOST = 15, 80
# With fewer different keyframes, the video's beginning is decoded as a whole.
_ENOUGH = 12
_DECODED_SECONDS = 90.0
_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]


@dataclass(frozen=True)
class Sample:
    """One picture of the video."""

    # About when it is shown, seconds from the start.
    seconds: float
    luma: Luma
    # As JPEG: a hundred raw pictures would not fit into memory.
    coded: bytes

    def picture(self) -> Image:
        """The picture, upright and of the rendition's size, shape (height, width, 3)."""
        return np.asarray(cv2.imdecode(np.frombuffer(self.coded, dtype=np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)


def make_sample(seconds: float, luma: Luma, picture: NDArray[np.uint8]) -> Sample:
    """A sample from a picture, shape (height, width, 3)."""
    done, coded = cv2.imencode(".jpg", picture, _QUALITY)
    if not done:
        raise OSError("a picture cannot be encoded")
    return Sample(seconds, luma, coded.tobytes())


def take_samples(info: MediaInfo, size: PictureSize, check: Callable[[], None]) -> list[Sample]:
    """Up to 80 pictures, spread over the video, in order.

    Args:
        info: The source.
        size: The rendition's size.
        check: Called between pictures; raises to stop.
    """
    wanted = int(np.clip(_RATE * (info.duration or 0.0), _FEWEST, _MOST))
    keyframes = _at_keyframes(info, size, wanted, check)
    return keyframes if len(keyframes) >= _ENOUGH else _decoded(info, size, wanted, check) or keyframes


def _at_keyframes(info: MediaInfo, size: PictureSize, wanted: int, check: Callable[[], None]) -> list[Sample]:
    if not info.duration:
        return []
    samples: dict[int, Sample] = {}
    with open_media(info.path) as container:
        stream = picture_stream(container)
        assert stream is not None
        # Other threads would hold keyframes back until more of the file is read.
        stream.thread_type = "SLICE"
        stream.codec_context.skip_frame = "NONKEY"
        upright, start = Upright(info, size), stream.start_time or 0
        for number in range(wanted):
            check()
            try:
                container.seek(start + int(info.duration * (number + 0.5) / wanted / info.time_base), stream=stream)
                frame = next(container.decode(stream), None)
            except av.error.FFmpegError:
                continue
            if frame is not None and frame.pts is not None and frame.pts not in samples:
                samples[frame.pts] = _sample(frame, float((frame.pts - start) * info.time_base), upright)
    return [samples[pts] for pts in sorted(samples)]


def _decoded(info: MediaInfo, size: PictureSize, wanted: int, check: Callable[[], None]) -> list[Sample]:
    span = min(info.duration or _DECODED_SECONDS, _DECODED_SECONDS)
    step = span / wanted
    samples: list[Sample] = []
    with open_media(info.path) as container:
        stream = picture_stream(container)
        assert stream is not None
        stream.thread_type = "AUTO"
        upright = Upright(info, size)
        start: int | None = None
        for frame in _frames(container, stream):
            check()
            start = frame.pts if start is None else start
            seconds = float(((frame.pts or 0) - (start or 0)) * info.time_base)
            if seconds > span:
                break
            if seconds >= (len(samples) + 0.5) * step or not samples:
                samples.append(_sample(frame, seconds, upright))
    return samples


def _frames(container: av.container.InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    """What can be decoded up to the first damage."""
    try:
        yield from container.decode(stream)
    except av.error.FFmpegError:
        return


def _sample(frame: av.VideoFrame, seconds: float, upright: Upright) -> Sample:
    shown = upright.convert(frame)
    picture = np.asarray(shown.to_ndarray(format="bgr24"), dtype=np.uint8)
    return make_sample(seconds, small(luma_of(shown)), picture)
