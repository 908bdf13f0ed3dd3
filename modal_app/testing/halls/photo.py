"""From a hall's picture to a photograph: light, blur, noise, sharpening, coding."""

from fractions import Fraction

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.testing.halls.canvas import Plane
from modal_app.testing.halls.style import Photo

Image = NDArray[np.uint8]
Rng = np.random.Generator


def illuminate(picture: Plane, photo: Photo, rng: Rng) -> Plane:
    """Uneven light, exposure and tint; in place of linear light, simply factors."""
    height, width = picture.shape[:2]
    coarse = rng.normal(1, photo.unevenness, (3, 4)).astype(np.float32)
    light = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.linspace(-1, 1, height, dtype=np.float32), np.linspace(-1, 1, width, dtype=np.float32)
    fall = np.float32(rng.uniform(0, 0.15)) * (rows[:, None] ** 2 + columns**2)
    factor = np.clip(light - fall, 0.25, 1.6) * np.float32(photo.exposure)
    return np.asarray(picture * factor[..., None] * np.array(photo.tint, dtype=np.float32), dtype=np.float32)


def blur(picture: Plane, photo: Photo) -> Plane:
    """Out of focus and moved; strengths are for 720 lines."""
    scale = min(picture.shape[:2]) / 720
    if photo.defocus * scale > 0.15:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), photo.defocus * scale), dtype=np.float32)
    reach = photo.motion * scale
    if reach > 0.5:
        picture = np.asarray(cv2.filter2D(picture, -1, _streak(reach, photo.motion_angle)), dtype=np.float32)
    return picture


def _streak(length: float, angle: float) -> Plane:
    """An even streak through the middle of a small kernel, sum 1."""
    half = int(np.ceil(length / 2)) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), dtype=np.float32)
    for part in np.linspace(-0.5, 0.5, 8 * half):
        x, y = half + part * length * np.cos(angle), half + part * length * np.sin(angle)
        column, row = int(np.floor(x)), int(np.floor(y))
        right, down = x - column, y - row
        kernel[row, column] += (1 - right) * (1 - down)
        kernel[row, column + 1] += right * (1 - down)
        kernel[row + 1, column] += (1 - right) * down
        kernel[row + 1, column + 1] += right * down
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)


def develop(picture: Plane, photo: Photo, rng: Rng, *, frames: int = 1) -> Image:
    """Sensor noise (as it is after averaging so many frames), gamma, sharpening and coding."""
    height, width = picture.shape[:2]
    shown = np.clip(picture, 0, 255)
    if photo.gamma != 1.0:
        shown = np.float32(255) * (shown / np.float32(255)) ** np.float32(photo.gamma)
    noise = rng.standard_normal((height, width, 3), dtype=np.float32)
    if photo.grain:
        noise = cv2.GaussianBlur(noise, (0, 0), photo.grain) * np.float32(1 + 2 * photo.grain)
    # Photon noise grows with the root of the light.
    strength = np.float32(photo.noise / np.sqrt(frames)) * np.sqrt(np.float32(0.35) + shown / np.float32(200))
    shown = shown + noise * strength
    if photo.sharpening:
        soft = cv2.GaussianBlur(shown, (0, 0), 1.2 * min(height, width) / 720)
        shown = shown + (shown - soft) * np.float32(photo.sharpening)
    return coded(np.clip(shown + np.float32(0.5), 0, 255).astype(np.uint8), photo)


def coded(picture: Image, photo: Photo) -> Image:
    """The picture after coding and decoding."""
    if photo.coding == "jpeg":
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, photo.quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    if photo.coding == "h264":
        return _h264(picture, photo.quality)
    return picture


def _h264(picture: Image, quantiser: int) -> Image:
    """One picture through libx264 and back; odd rows and columns at the edge are padded meanwhile."""
    height, width = picture.shape[:2]
    even = cv2.copyMakeBorder(picture, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    encoder = av.CodecContext.create("libx264", "w")
    encoder.height, encoder.width = even.shape[:2]
    encoder.pix_fmt, encoder.framerate = "yuv420p", Fraction(25)
    encoder.options = {"preset": "veryfast", "crf": str(quantiser), "tune": "zerolatency"}
    frame = av.VideoFrame.from_ndarray(np.asarray(even, dtype=np.uint8), format="bgr24")
    packets = [*encoder.encode(frame), *encoder.encode(None)]
    decoder = av.CodecContext.create("h264", "r")
    frames = [shown for packet in [*packets, None] for shown in decoder.decode(packet)]
    return np.asarray(frames[0].to_ndarray(format="bgr24")[:height, :width], dtype=np.uint8)
