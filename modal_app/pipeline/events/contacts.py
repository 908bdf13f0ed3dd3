"""Contacts: the moments at which a racket turned the shuttle's flight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Contact:
    """One hit."""

    # Number of the frame nearest to it, and its time, seconds, between frames as the flights tell it.
    frame: int
    time: float
    # That there was one, 0 to 1.
    confidence: float
    # Whether the shuttle's flight was seen to turn; else only the arm tells of it.
    supported: bool
    # Whose it was; None where nobody can be told.
    player: int | None
    player_confidence: float
    # Where it was in the picture, pixels, shape (2,).
    place: NDArray[np.float64]
