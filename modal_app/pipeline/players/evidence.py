"""What each sample of a way over the floor says: on this court or not, and on which half."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.players.floor import FloorPath, Values
from modal_app.pipeline.tracklets import SAMPLE_RATE

# How far outside the lines players run, metres. Behind them are the last step and the swing. Beside them that is
# little, as shuttles that land there are left alone, and nothing at the net, where posts and the umpire's chair stand.
_BEHIND, _BESIDE = 1.0, 0.3
_NET_ZONE = (0.5, 1.5)
# Seconds on the court, and part of the time, that make a visit.
_VISIT, _VISIT_PART = 0.3, 0.1
# A place is never judged more sharply than this, metres: feet are apart.
_BLUR = 0.15
# A sample says no more than this, whatever its own certainty: neighbouring samples err alike.
_MOST = 1.5
# Cost (negative logarithm of the probability) of a change from one sample to the next: one in a minute or two.
_CHANGE = 6.0


def inside(path: FloorPath) -> Values:
    """Probability that somebody was where players of this court run, for each sample, shape (n,)."""
    aside, along = np.abs(path.places).T
    beside = np.interp(along, _NET_ZONE, (0.0, _BESIDE))
    room = np.column_stack([HALF_WIDTH + beside - aside, HALF_LENGTH + _BEHIND - along])
    return np.asarray(ndtr(room / np.hypot(path.sigma, _BLUR)).prod(axis=1))


def is_visit(share: Values) -> bool:
    """Whether somebody was on the court at all: for some moments, and not only by errors of places beside it.

    Args:
        share: As `inside` tells it.
    """
    return bool(share.sum() >= _VISIT * SAMPLE_RATE and share.mean() >= _VISIT_PART)


def is_inside(path: FloorPath) -> NDArray[np.bool_]:
    """The same as a decision that does not flicker, shape (n,)."""
    share = np.clip(inside(path), 1e-3, 1 - 1e-3)
    return steady(np.log(share / (1 - share)))


def is_far(path: FloorPath) -> NDArray[np.bool_]:
    """Whether somebody was on the far half, without flickering, shape (n,)."""
    beyond = path.places[:, 1] / np.hypot(path.sigma[:, 1], _BLUR)
    return steady(log_ndtr(beyond) - log_ndtr(-beyond))


def steady(evidence: Values) -> NDArray[np.bool_]:
    """The likeliest sequence of two states that seldom change (Viterbi's algorithm).

    Args:
        evidence: Logarithm of the likelihood ratio of the second state to the first, for each sample, shape (n,).
    """
    capped = np.clip(evidence, -_MOST, _MOST).tolist()
    # Scores of the two states so far, and for each sample whether either was best entered from the other.
    off, on = 0.0, 0.0
    entered: list[tuple[bool, bool]] = []
    for value in capped:
        entered.append((on - _CHANGE > off, off - _CHANGE > on))
        off, on = max(off, on - _CHANGE), max(on, off - _CHANGE) + value
    state = on > off
    states = np.zeros(len(capped), dtype=np.bool_)
    for index in range(len(capped) - 1, -1, -1):
        states[index] = state
        state ^= entered[index][state]
    return states
