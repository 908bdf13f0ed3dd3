"""Tables joined."""

import numpy as np
from numpy.typing import NDArray


def ranges(begins: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """So many numbers from each beginning on, one range after the other."""
    ends = np.cumsum(counts)
    steps = np.repeat(begins - (ends - counts), counts)
    return np.asarray(np.arange(len(steps)) + steps)
