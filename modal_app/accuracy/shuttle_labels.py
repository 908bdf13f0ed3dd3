"""Labels of the shuttle."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
# Where the shuttle is in each labelled frame, pixels; None where none is to be seen.
ShuttleLabels = Mapping[int, Point | None]


def read_shuttle(raw: Mapping[str, Any], scale: NDArray[np.float64]) -> ShuttleLabels:
    """Labels from NAME.shuttle.json: those that are sure, each picture once.

    Args:
        raw: The file.
        scale: What turns its pixels into the analysis's, across and down.
    """
    labels: dict[int, Point | None] = {}
    for number, label in raw.get("frames", {}).items():
        if label.get("confidence") != "sure" or label.get("duplicate_of") is not None or label.get("visible") is None:
            continue
        if label["visible"]:
            # Labels count from the centre of the first pixel.
            x, y = (np.array([label["x"], label["y"]], dtype=np.float64) + 0.5) * scale
            labels[int(number)] = (float(x), float(y))
        else:
            labels[int(number)] = None
    return labels
