"""Small things that stand out in a grey picture, measured."""

import cv2
import numpy as np

from modal_app.pipeline.motion import Luma

# What may be the shuttle in one frame. Pixels of the rendition, (0, 0) at the picture's top-left corner.
CANDIDATE = np.dtype(
    [
        ("frame", "<u4"),
        # Its middle; and where that would be if the camera had stood still.
        ("place", "<f4", (2,)),
        ("steady", "<f4", (2,)),
        # Of the streak that it leaves while the shutter is open: along and across.
        ("length", "<f4"),
        ("width", "<f4"),
        # Of the streak, radians from the picture's x axis towards its y axis, without a sense: -pi/2 to pi/2.
        ("angle", "<f4"),
        # By how many grey levels it differs from what was and will be there, at most.
        ("contrast", "<f4"),
        # Share of the pixels around it that change too, 0 to 1.
        ("busy", "<f4"),
        # 1: darker than what is behind it.
        ("dark", "u1"),
        # What a learned detector says, 0 to 1; NaN where none was asked.
        ("score", "<f4"),
    ]
)
Candidates = np.ndarray[tuple[int], np.dtype[np.void]]

# An even line of so many pixels has this variance; so lengths come from second moments.
_EVEN = 12.0
# Pixels around a blob within which other changes make the surroundings busy, of the small picture.
_AROUND = 25


def find_blobs(response: Luma, threshold: int, most: int) -> Candidates:
    """Connected pixels above a threshold, the strongest first; places in pixels of the response.

    Args:
        response: By how many grey levels each pixel stands out, shape (height, width).
        threshold: Of the response.
        most: Number of blobs that are kept.
    """
    mask = np.asarray(cv2.threshold(response, threshold - 1, 1, cv2.THRESH_BINARY)[1])
    count, labels = cv2.connectedComponents(mask, connectivity=8, ltype=cv2.CV_16U)
    found = np.zeros(count - 1, dtype=CANDIDATE)
    if count == 1:
        return found
    inside = np.flatnonzero(mask.view(np.bool_))
    owner, weight = labels.ravel()[inside].astype(np.int64), response.ravel()[inside].astype(np.float64)
    y, x = np.divmod(inside, response.shape[1])
    total = np.bincount(owner, weight, count)[1:]
    # Pixels' centres are at halves.
    middle = [np.bincount(owner, weight * values, count)[1:] / total for values in (x, y)]
    dx, dy = x - middle[0][owner - 1], y - middle[1][owner - 1]
    xx, yy, xy = (np.bincount(owner, weight * values, count)[1:] / total for values in (dx * dx, dy * dy, dx * dy))
    mean, spread = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    peak = np.zeros(count)
    np.maximum.at(peak, owner, weight)
    found["place"] = np.column_stack(middle) + 0.5
    # A single pixel is one pixel wide.
    found["length"] = np.sqrt(_EVEN * (mean + spread) + 1)
    found["width"] = np.sqrt(_EVEN * np.maximum(mean - spread, 0) + 1)
    found["angle"] = 0.5 * np.arctan2(2 * xy, xx - yy)
    found["contrast"] = peak[1:]
    kept = np.argsort(-total, kind="stable")[:most] if count - 1 > most else np.argsort(-total, kind="stable")
    found = found[kept]
    around = cv2.boxFilter(mask, cv2.CV_32F, (_AROUND, _AROUND), normalize=True)
    at = np.clip(found["place"].astype(np.int64), 0, [response.shape[1] - 1, response.shape[0] - 1])
    own = np.bincount(owner, minlength=count)[1:][kept] / _AROUND**2
    found["busy"] = np.clip(around[at[:, 1], at[:, 0]] - own, 0, 1)
    found["score"] = np.nan
    return found
