"""How much places tremble from picture to picture, as against how far off they may be."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

# The pose model's errors last: the part that changes from picture to picture is less than the whole.
_LEAST, _MOST = 0.05, 1.0
# Assumed where too few places tell: what the models that are in use show (docs/metrics.md).
_USUAL = 0.25
_FEWEST = 15
# Five places that tell belong to this many seconds at most.
_REACH = 0.6
# Median of a chi-square variable of two degrees of freedom.
_MEDIAN_SQUARE = 2 * np.log(2)


def trembling(times: Vector, places: Vector, covariance: Vector) -> float:
    """Standard deviation of the places' trembling, in parts of their uncertainty.

    Each place is compared with the cubic through its two neighbours on both sides, so that moving does not count.

    Args:
        times: Seconds, rising, shape (n,).
        places: Metres, shape (n, 2), all known.
        covariance: Their uncertainty, square metres, shape (n, 2, 2).
    """
    if len(times) < 5:
        return _USUAL
    around = np.lib.stride_tricks.sliding_window_view(times, 5)
    close = around[:, 4] - around[:, 0] <= _REACH
    if np.count_nonzero(close) < _FEWEST:
        return _USUAL
    others = around[close][:, [0, 1, 3, 4]]
    middle = around[close][:, 2]
    weights = np.ones_like(others)
    for one in range(4):
        for other in range(4):
            if other != one:
                weights[:, one] *= (middle - others[:, other]) / (others[:, one] - others[:, other])
    near = np.lib.stride_tricks.sliding_window_view(places, 5, axis=0)[close]
    missed = near[:, :, 2] - np.einsum("nk,nik->ni", weights, near[:, :, [0, 1, 3, 4]])
    growth = 1 + np.sum(weights**2, axis=1)
    square = np.einsum("ni,nij,nj->n", missed, np.linalg.inv(covariance[2:-2][close]), missed) / growth
    return float(np.clip(np.sqrt(np.median(square) / _MEDIAN_SQUARE), _LEAST, _MOST))
