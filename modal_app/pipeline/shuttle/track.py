"""The shuttle's way through the picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class ShuttleTrack:
    """Where the shuttle was, k points; frames without a point are those in which nobody can tell.

    Pixels of the rendition, (0, 0) at the picture's top-left corner. Of a streak, the middle is meant.
    """

    # Numbers of the frames, rising, never one that repeats the frame before, shape (k,).
    frame: NDArray[np.int64]
    # Shape (k, 2).
    places: NDArray[np.float64]
    # That the shuttle is there, 0 to 1, shape (k,).
    confidence: NDArray[np.float64]
    # Whether it was made out there; else the place is bridged between two such points of one flight. Shape (k,).
    seen: NDArray[np.bool_]
    # Rising number of the flight, a stretch without a turn by a racket or the floor, shape (k,).
    flight: NDArray[np.int32]
    # Share of the frames with a point in which something else flies like a second shuttle, 0 to 1.
    several: float = 0.0

    def __len__(self) -> int:
        return len(self.frame)

    @classmethod
    def empty(cls) -> "ShuttleTrack":
        """No shuttle."""
        return cls(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(0), np.zeros(0, np.bool_), np.zeros(0, np.int32))
