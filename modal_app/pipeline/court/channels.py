"""Views of a picture in one channel, in which painted lines stand out from the floor.

White lines are brighter than any floor in grey, and more so in the least of the three colours, which is low wherever
the floor has a colour. Lines of another colour may be darker than their floor in grey; they stand out in a difference
of colours, or as the negative.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
# Grey levels, shape (height, width).
Channel = NDArray[np.float32]


def _grey(picture: Image) -> Channel:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.float32)


def _least(picture: Image) -> Channel:
    blue, green, red = cv2.split(picture)
    return np.asarray(cv2.min(cv2.min(blue, green), red), dtype=np.float32)


def _weighted(blue: float, green: float, red: float) -> Callable[[Image], Channel]:
    weights = np.array([[blue, green, red]], dtype=np.float32)
    return lambda picture: np.asarray(cv2.transform(picture.astype(np.float32), weights))


# White lines first: what comes earlier wins where it does as well.
CHANNELS: dict[str, Callable[[Image], Channel]] = {
    "least": _least,
    "grey": _grey,
    "dark": lambda picture: -_grey(picture),
    "yellow": _weighted(-1.0, 0.5, 0.5),
    "blue": _weighted(1.0, -0.5, -0.5),
    "red": _weighted(-0.5, -0.5, 1.0),
    "green": _weighted(-0.5, 1.0, -0.5),
}
