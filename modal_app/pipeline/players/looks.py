"""What people look like: how well the clothes of a stint fit those of a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

import cv2
import numpy as np

from modal_app.pipeline.players.floor import Values
from modal_app.pipeline.players.stints import Stint

# Standard deviations of the usual colour of a stint, CIE L*a*b* (lightness halved): of one person on one half of the
# court, of one person on the other half (lit and seen from another side), and over all kits.
_SAME_HALF, _OTHER_HALF, _ANYBODY = 8.0, 10.0, 35.0
# Of a single sample, and the part of stints whose colours mean nothing: hidden, overlapped, blurred.
_SAMPLE, _ODD = 10.0, 0.05
# Upper and lower body tell half as much again as one of them: light and blur change both.
_PARTS = 0.75
# So many samples of one half, at least, before they are believed more than many of the other half.
_ENOUGH = 10
# Samples that are remembered: light changes slowly. A minute and a half.
_MEMORY = 450.0

Part = tuple[float, float, float]


@dataclass(frozen=True)
class Colour:
    """The mean colour of a part of the body, lightness halved, and how many samples tell it."""

    mean: Part = (0.0, 0.0, 0.0)
    weight: float = 0.0

    def with_samples(self, colour: Part, count: float) -> "Colour":
        """After more samples of another mean; old ones fade."""
        old = min(self.weight, max(0.0, _MEMORY - count))
        total = old + count
        mean = tuple((old * a + count * b) / total for a, b in zip(self.mean, colour, strict=True))
        return Colour((mean[0], mean[1], mean[2]), total)


_UNSEEN = (Colour(), Colour())


@dataclass(frozen=True, eq=False)
class Look:
    """Someone's clothes: colours of upper and lower body as seen on the near and on the far half."""

    near: tuple[Colour, Colour] = _UNSEEN
    far: tuple[Colour, Colour] = _UNSEEN

    def after(self, sight: "Sight") -> "Look":
        """With what was seen in a stint."""
        halves = self.far if sight.far else self.near
        seen = tuple(
            one.with_samples(part.mean, part.weight) if part.weight else one
            for one, part in zip(halves, sight.parts, strict=True)
        )
        parts = (seen[0], seen[1])
        return replace(self, far=parts) if sight.far else replace(self, near=parts)


@dataclass(frozen=True)
class Sight:
    """What a stint shows of somebody's clothes."""

    far: bool
    parts: tuple[Colour, Colour] = _UNSEEN


def sight(stint: Stint) -> Sight:
    """What a stint shows."""
    parts = [Colour(), Colour()]
    for row, (colour, count) in enumerate(zip(stint.colours, stint.known, strict=True)):
        if np.isfinite(colour).all():
            parts[row] = Colour((float(colour[0]) / 2, float(colour[1]), float(colour[2])), float(count))
    return Sight(stint.far, (parts[0], parts[1]))


def likeness(look: Look, seen: Sight) -> float:
    """Logarithm of how much likelier the colours of a stint are for this person than for anybody."""
    same, other = (look.far, look.near) if seen.far else (look.near, look.far)
    total = 0.0
    for here, there, part in zip(same, other, seen.parts, strict=True):
        if not part.weight:
            continue
        if here.weight >= _ENOUGH or (here.weight and not there.weight):
            total += _agreement(here, part, _SAME_HALF)
        elif there.weight:
            total += _agreement(there, part, _OTHER_HALF)
    return _PARTS * total


def _agreement(model: Colour, part: Colour, spread: float) -> float:
    variance = spread**2 + _SAMPLE**2 * (1 / model.weight + 1 / part.weight)
    squared = sum((a - b) ** 2 for a, b in zip(model.mean, part.mean, strict=True))
    ratio = exp(max(-700.0, 1.5 * log(_ANYBODY**2 / variance) - squared / 2 * (1 / variance - 1 / _ANYBODY**2)))
    return log((1 - _ODD) * ratio + _ODD)


class Wardrobe:
    """The usual colours of each player on each half, from all stints given to them."""

    def __init__(self, sights: Sequence[Sight], players: Sequence[int], count: int) -> None:
        self._sights, self._players = sights, players
        # For player, half (near, far) and part of the body: sum of the colours, and number of samples.
        self._sums = np.zeros((count, 2, 2, 4))
        for seen, player in zip(sights, players, strict=True):
            if player >= 0:
                self._sums[player, int(seen.far)] += colour_sums(seen)

    def likeness(self, index: int) -> list[float]:
        """How a stint fits each player by what all others of them show: see `likeness`."""
        seen = self._sights[index]
        found = []
        for player, sums in enumerate(self._sums):
            halves = sums.copy()
            if player == self._players[index]:
                halves[int(seen.far)] -= colour_sums(seen)
            found.append(likeness(Look(from_sums(halves[0]), from_sums(halves[1])), seen))
        return found


def colour_sums(seen: Sight) -> Values:
    """Sum of the colours of all samples and their number, for upper and lower body, shape (2, 4)."""
    return np.array([[*(value * part.weight for value in part.mean), part.weight] for part in seen.parts])


def from_sums(sums: Values) -> tuple[Colour, Colour]:
    """What `colour_sums` was made from."""
    return _mean(sums[0]), _mean(sums[1])


def _mean(sums: Values) -> Colour:
    if sums[3] < 0.5:
        return Colour()
    mean = sums[:3] / sums[3]
    return Colour((float(mean[0]), float(mean[1]), float(mean[2])), float(sums[3]))


def shirt(stints: Sequence[Stint]) -> str | None:
    """Usual colour of the upper body, #rrggbb."""
    known = [(stint.colours[0], stint.known[0]) for stint in stints if np.isfinite(stint.colours[0]).all()]
    if not known:
        return None
    # The median over all samples, a stint's samples counting as its median.
    colours = np.array([colour for colour, _ in known])
    weights = np.array([count for _, count in known])
    usual = [_weighted_median(colours[:, channel], weights) for channel in range(3)]
    lab = np.array([[usual]]).round().astype(np.uint8)
    blue, green, red = cv2.cvtColor(lab, cv2.COLOR_Lab2BGR)[0, 0].tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _weighted_median(values: Values, weights: Values) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(reached, reached[-1] / 2)]])
