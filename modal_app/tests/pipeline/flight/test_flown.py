"""What a change of a guess changes of its flight, against flights of changed guesses."""

import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.pipeline.flight.flown import PARAMETERS, Flown

Array = NDArray[np.float64]

# Place, velocity, lateness and terminal speed of a smash, a clear, a net shot, and one straight up.
GUESSES = np.array(
    (
        (0.5, -4.0, 2.8, 3.0, 80.0, -14.0, 0.01, 6.8),
        (-1.0, -5.5, 2.4, 2.0, 32.0, 34.0, -0.02, 6.5),
        (0.3, 0.6, 1.2, 0.4, -2.0, 3.2, 0.0, 7.1),
        (0.0, 0.0, 2.0, 0.0, 0.0, 9.0, 0.0, 6.8),
    )
)
SECONDS = np.tile(np.linspace(0.1, 1.6, 7), (len(GUESSES), 1))


def places(guess: Array) -> Array:
    since = SECONDS - guess[:, 6, None]
    return Flown.of(guess, since.max(axis=1), slopes=False).at(since)[0]


@pytest.mark.parametrize("parameter", range(PARAMETERS))
def test_slopes_are_those_between_neighbours(parameter: int) -> None:
    since = SECONDS - GUESSES[:, 6, None]
    slope = Flown.of(GUESSES, since.max(axis=1), slopes=True).at(since)[2]
    little = np.zeros(PARAMETERS)
    little[parameter] = 1e-3
    between = (places(GUESSES + little) - places(GUESSES - little)) / 2e-3
    assert np.abs(slope[..., parameter] - between).max() < 0.02 * max(1.0, float(np.abs(between).max()))


def test_before_it_was_hit_no_slope_tells_when() -> None:
    since = np.zeros((len(GUESSES), 1))
    flown, _, slope = Flown.of(GUESSES, since.max(axis=1), slopes=True).at(since)
    assert np.abs(flown[:, 0] - GUESSES[:, :3]).max() < 1e-9
    assert np.abs(slope[..., 3:]).max() < 1e-9
