"""From where somebody was seen, picture by picture, to the way that the person went."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import MAX_PLAYER_SPEED
from modal_app.pipeline.metrics.smooth import Path, smooth
from modal_app.pipeline.metrics.standing import standing

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

# A person who was not seen for longer may have gone anywhere, seconds.
LONGEST_BRIDGE = 1.0
# Errors of pictures that follow each other faster are alike, seconds: more pictures do not tell more.
CORRELATION = 0.04
# A place so many standard deviations (of its whole uncertainty) off the path counts half; farther ones less and less.
_HALF_WEIGHT = 2.5
# Below this weight a place was not that of this person.
_REFUSED = 0.15
_ROUNDS = 5
# Weights that change by less are found.
_SETTLED = 0.05
# What is left after a path broke where nobody can run so fast is not believed when it is shorter, seconds.
_SHORTEST_PIECE = 0.3


@dataclass(frozen=True)
class Sightings:
    """One person in a row of pictures without a cut, each picture new."""

    # Seconds, rising, shape (n,).
    times: Vector
    # Metres, shape (n, 2); NaN where not seen.
    places: Vector
    # Uncertainty of the places, square metres, shape (n, 2, 2).
    covariance: Vector
    # Whether the person is in the air, shape (n,).
    flying: Mask

    @property
    def usable(self) -> Mask:
        """Whether there is a place on the floor, shape (n,)."""
        return np.asarray(np.isfinite(self.places).all(axis=1) & ~self.flying)

    def part(self, first: int, end: int) -> "Sightings":
        """The pictures from one to before another."""
        chosen = slice(first, end)
        return Sightings(self.times[chosen], self.places[chosen], self.covariance[chosen], self.flying[chosen])


@dataclass(frozen=True)
class Trace:
    """A way without gaps that are too long."""

    path: Path
    # Whether the person was seen where the path goes, on the floor, shape (n,).
    seen: Mask
    # Whether the person was in the air, shape (n,).
    flying: Mask


def follow(sightings: Sightings, trembling: float) -> list[Trace]:
    """The ways of one person, in order; each begins and ends where the person was seen on the floor.

    Args:
        sightings: The pictures.
        trembling: What of the uncertainty changes from picture to picture, as a part of it.
    """
    return [
        trace
        for first, end in _stretches(sightings.times, sightings.usable)
        for trace in _believed(sightings.part(first, end), trembling)
    ]


def _stretches(times: Vector, usable: Mask) -> list[tuple[int, int]]:
    """First picture and end (exclusive) of each stretch whose gaps can be bridged."""
    known = np.flatnonzero(usable)
    if len(known) == 0:
        return []
    breaks = np.flatnonzero(np.diff(times[known]) > LONGEST_BRIDGE)
    firsts = known[np.concatenate([[0], breaks + 1])]
    lasts = known[np.concatenate([breaks, [len(known) - 1]])]
    return list(zip(firsts.tolist(), (lasts + 1).tolist(), strict=True))


def _believed(sightings: Sightings, trembling: float) -> list[Trace]:
    """The way through a stretch, broken where it is faster than anybody; what is left there is smoothed anew."""
    trace = _fit(sightings, trembling)
    fast = trace.path.speeds > MAX_PLAYER_SPEED
    if not fast.any():
        return [trace]
    slow = np.concatenate([[False], ~fast, [False]])
    borders = np.flatnonzero(np.diff(slow)).reshape(-1, 2)
    pieces = [sightings.part(first, end) for first, end in borders.tolist()]
    return [
        believed
        for piece in pieces
        if piece.times[-1] - piece.times[0] >= _SHORTEST_PIECE
        for first, end in _stretches(piece.times, piece.usable)
        for believed in _believed(piece.part(first, end), trembling)
    ]


def _fit(sightings: Sightings, trembling: float) -> Trace:
    """The way through a stretch; places that do not belong to it lose their weight, and who stands does not move."""
    times, usable = sightings.times, sightings.usable
    covariance = np.where(usable[:, None, None], sightings.covariance, np.eye(2))
    places = np.where(usable[:, None], sightings.places, 0.0)
    whole = np.linalg.inv(covariance)
    steps = np.gradient(times) if len(times) > 1 else np.ones(1)
    shaking = trembling**2 * np.maximum(1.0, CORRELATION / steps)
    sharp = whole * (usable / shaking)[:, None, None]
    nowhere = np.zeros(len(times), dtype=np.bool_)
    weight = np.ones(len(times))
    for attempt in range(_ROUNDS):
        path = smooth(times, places, sharp * weight[:, None, None], nowhere, sightings.flying)
        missed = places - path.places
        off = np.sqrt(np.einsum("ni,nij,nj->n", missed, whole, missed)) / _HALF_WEIGHT
        # First gently, so that a bad start is left behind, then so that what is far off does not count at all.
        before = weight
        weight = np.minimum(1.0, 1 / np.maximum(off, 1e-9)) if attempt == 0 else 1 / (1 + off**2)
        if attempt and np.abs(weight - before).max() < _SETTLED:
            break
    uncertainty = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    still = standing(path, uncertainty * np.sqrt(shaking)[:, None], uncertainty)
    path = smooth(times, places, sharp * weight[:, None, None], still, sightings.flying)
    return Trace(path, usable & (weight >= _REFUSED), sightings.flying)
