"""The picture that stands for a video until it is played."""

from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

_WIDTH = 1280
_QUALITY = 85


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
    scale = min(1.0, _WIDTH / picture.shape[1])
    if scale < 1:
        picture = np.asarray(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise OSError("the poster cannot be encoded")
    path.write_bytes(data.tobytes())
