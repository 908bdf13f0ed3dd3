"""What is known of one flight of the shuttle in space."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class FittedFlight:
    """A flight from a contact to the next one, or to the floor. World frame of the contract's court, z up."""

    # Seconds at which it begins and ends.
    start: float
    end: float
    # Where it was hit and where it ended, metres, shape (3,).
    begin: Array
    finish: Array
    # Off the racket, m/s, shape (3,).
    velocity: Array
    # Between these the speed off the racket lies in nine of ten cases, m/s.
    slowest: float
    fastest: float
    # Standard deviations of where it was hit and where it ended, metres, shape (3,) each.
    begin_error: Array
    finish_error: Array
    # Whether it came down on the floor at `finish`; else somebody hit it, or it was lost from sight.
    landed: bool
    # Root mean square of what the track is off the fit, pixels of a picture with 720 lines.
    error: float
    # The points of the track in space: their rows in it, shape (k,), and metres, shape (k, 3).
    rows: NDArray[np.int64]
    places: Array
