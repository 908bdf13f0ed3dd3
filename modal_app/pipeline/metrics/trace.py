"""From where somebody was seen, picture by picture, to the way that the person went."""

from dataclasses import dataclass, replace

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

    def only(self, chosen: NDArray[np.int64]) -> "Sightings":
        """From the first to the last of some pictures, as if nobody had been seen in the others between them."""
        places = np.full_like(self.places, np.nan)
        places[chosen] = self.places[chosen]
        return replace(self, places=places).part(int(chosen[0]), int(chosen[-1]) + 1)


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
        for part in _of_one_person(sightings)
        for first, end in _stretches(part.times, part.usable)
        for trace in _believed(part.part(first, end), trembling)
    ]


def _of_one_person(sightings: Sightings) -> list[Sightings]:
    """Apart where nobody could have come from one place to the next: there the tracker went on with somebody else.

    Whoever is elsewhere for a moment, and then back, was not seen meanwhile.
    """
    known = np.flatnonzero(sightings.usable)
    jumps = ~_within_reach(sightings, known[:-1], known[1:])
    if not jumps.any():
        return [sightings]
    parts: list[NDArray[np.int64]] = []
    for run in np.split(known, np.flatnonzero(jumps) + 1):
        joined = run
        while len(parts) > 1 and _goes_on(sightings, int(parts[-2][-1]), int(joined[0])):
            parts.pop()
            joined = np.concatenate([parts.pop(), joined])
        parts.append(joined)
    lasting = [part for part in parts if sightings.times[part[-1]] - sightings.times[part[0]] >= _SHORTEST_PIECE]
    return [sightings.only(part) for part in lasting]


def _goes_on(sightings: Sightings, before: int, after: int) -> bool:
    """Whether what is seen after a short absence may be who was seen before."""
    absent = sightings.times[after] - sightings.times[before]
    return bool(absent <= LONGEST_BRIDGE and _within_reach(sightings, np.array([before]), np.array([after]))[0])


def _within_reach(sightings: Sightings, before: NDArray[np.int64], after: NDArray[np.int64]) -> Mask:
    """Whether somebody can have come from one place to another, shape (n,)."""
    way = sightings.places[after] - sightings.places[before]
    length = np.maximum(np.hypot(*way.T), 1e-9)
    both = sightings.covariance[before] + sightings.covariance[after]
    unsure = np.sqrt(np.einsum("ni,nij,nj->n", way, both, way)) / length
    free = MAX_PLAYER_SPEED * (sightings.times[after] - sightings.times[before])
    return np.asarray(length <= free + _HALF_WEIGHT * unsure)


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
