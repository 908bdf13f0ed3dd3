"""What is known of flights before they are fitted, and how far a guess is off it. Many flights at once."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.flight.flown import LATER, PARAMETERS, PLACE, TERMINAL, VELOCITY, Flown

Array = NDArray[np.float64]

# Speeds off the racket go from 4 to 110 m/s: half of them between the geometric mean's half and double.
_USUAL_SPEED, _SPEED_SPREAD = 20.0, 1.0
# A shuttle is not below the floor, and hardly ever hit from higher than a jump reaches, metres.
HIGHEST_REACH, _REACH_SPREAD, _FLOOR_SPREAD = 2.95, 0.1, 0.03
# What was returned has passed the net's tape, metres (the contract's net in its middle, less the net's give).
_TAPE, _TAPE_SPREAD = 1.5, 0.05
# Residuals of so many standard deviations count half, farther ones less and less.
_HALF_WEIGHT = 3.0


@dataclass(frozen=True)
class Problem:
    """What is known of f flights. Pixels are without the lens's distortion; weights are 1 / standard deviations."""

    # Seconds after the contact at which the shuttle was seen, shape (f, k); where, pixels, shape (f, k, 2); the weight
    # of that, 0 where there is nothing, shape (f, k); and the cameras, shape (f, k, 3, 4).
    times: Array
    pixels: Array
    weights: Array
    cameras: Array
    # Where it was hit as far as the hitter tells, metres, shape (f, 3), with the weights, shape (f, 3, 3).
    begin: Array
    begin_root: Array
    # Where the picture shows the contact, with its weight, shapes (f, 2) and (f,), and the camera, (f, 3, 4).
    begin_pixel: Array
    begin_weight: Array
    begin_camera: Array
    # Standard deviation of the contact's time, seconds, shape (f,).
    begin_spread: Array
    # When it ended, seconds after the contact, and where, as far as the next hitter tells; weights 0 if unknown.
    duration: Array
    end: Array
    end_root: Array
    # The shuttle's terminal speed and its standard deviation, m/s, shape (f, 2).
    terminal: Array
    # Whether somebody hit it at the end, and whether it passed the net before, shape (f,).
    returned: NDArray[np.bool_]
    passed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.times)

    def part(self, chosen: NDArray[np.int64]) -> "Problem":
        """Some of the flights."""
        return Problem(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def residuals(self, guess: Array) -> Array:
        """How far guesses, shape (f, 8), are off what is known, in standard deviations, shape (f, r).

        Places of the track that are far off count less.
        """
        return self._compare(guess, slopes=False)[0]

    def linearised(self, guess: Array) -> tuple[Array, Array]:
        """Residuals, weighted for a step towards the best guess, and their derivatives, shape (f, r, 8)."""
        return self._compare(guess, slopes=True)

    def fly(self, guess: Array, seconds: Array, *, slopes: bool) -> tuple[Array, Array, Array]:
        """Places and velocities of guesses at seconds after the contact, shapes (f, k, 3), and slopes (f, k, 3, 8).

        Before the contact the shuttle is where it was hit.
        """
        since = np.maximum(seconds - guess[:, LATER, None], 0.0)
        return Flown.of(guess, np.max(since, axis=1, initial=0.0), slopes=slopes).at(since)

    def _compare(self, guess: Array, *, slopes: bool) -> tuple[Array, Array]:
        count, seen = self.times.shape
        moments = np.concatenate([self.times, self._along], axis=1)
        flown, _, slope = self.fly(guess, moments, slopes=slopes)
        blocks: list[tuple[Array, Array]] = []
        shown, shift = project(self.cameras, flown[:, :seen])
        off = (shown - self.pixels) * self.weights[..., None]
        bend = (shift @ slope[:, :seen]) * self.weights[..., None, None]
        square = np.sum(off**2, axis=2, keepdims=True)
        far = 1 + square / _HALF_WEIGHT**2
        # Cauchy's: what is left counts by its logarithm; with slopes, by the weights that lead to that.
        soft = 1 / np.sqrt(far) if slopes else _HALF_WEIGHT * np.sqrt(np.log(far) / np.maximum(square, 1e-12))
        blocks.append(((off * soft).reshape(count, -1), (bend / np.sqrt(far)[..., None]).reshape(count, seen * 2, -1)))
        start = np.zeros((count, 3, slope.shape[-1]))
        start[:, :, : min(3, slope.shape[-1])] = np.eye(3)[:, : min(3, slope.shape[-1])]
        blocks.append(_seen_from(self.begin_root, guess[:, PLACE] - self.begin, start))
        shown, shift = project(self.begin_camera[:, None], guess[:, None, PLACE])
        weight = self.begin_weight[:, None]
        blocks.append((weight * (shown[:, 0] - self.begin_pixel), weight[..., None] * (shift[:, 0] @ start)))
        finish, way = flown[:, -1], slope[:, -1]
        blocks.append(_seen_from(self.end_root, finish - self.end, way))
        blocks.extend(self._limits(guess, flown[:, seen:], slope[:, seen:], start))
        rows = np.concatenate([off for off, _ in blocks], axis=1)
        return rows, np.concatenate([slope for _, slope in blocks], axis=1)

    @property
    def _along(self) -> Array:
        """Moments from the contact to the end, shape (f, 13)."""
        return self.duration[:, None] * np.linspace(0.04, 1.0, 13)

    def _limits(self, guess: Array, flown: Array, slope: Array, start: Array) -> list[tuple[Array, Array]]:
        """What holds for every flight, and for those that were returned."""
        unit = np.eye(PARAMETERS)[None, :, : slope.shape[-1]].repeat(len(guess), axis=0)
        speed = np.maximum(np.linalg.norm(guess[:, VELOCITY], axis=1), 1e-3)
        faster = np.einsum("fi,fij->fj", guess[:, VELOCITY] / speed[:, None] ** 2, unit[:, VELOCITY])
        begin, end = guess[:, 2], flown[:, -1, 2]
        net, net_slope = _net_height(flown, slope)
        wide, every = self.terminal[:, 1], np.ones(len(guess), dtype=np.bool_)
        rows = [
            (guess[:, LATER] / self.begin_spread, unit[:, LATER] / self.begin_spread[:, None]),
            ((guess[:, TERMINAL] - self.terminal[:, 0]) / wide, unit[:, TERMINAL] / wide[:, None]),
            (np.log(speed / _USUAL_SPEED) / _SPEED_SPREAD, faster / _SPEED_SPREAD),
            _beyond(begin - HIGHEST_REACH, start[:, 2], _REACH_SPREAD, every),
            _beyond(-begin, -start[:, 2], _FLOOR_SPREAD, every),
            _beyond(end - HIGHEST_REACH, slope[:, -1, 2], _REACH_SPREAD, self.returned),
            _beyond(-end, -slope[:, -1, 2], _FLOOR_SPREAD, self.returned),
            _beyond(_TAPE - net, -net_slope, _TAPE_SPREAD, self.passed & np.isfinite(net)),
        ]
        return [(off[:, None], bend[:, None]) for off, bend in rows]


def project(cameras: Array, places: Array) -> tuple[Array, Array]:
    """Pixels, shape (..., 2), of places, shape (..., 3), and derivatives, (..., 2, 3); cameras are (..., 3, 4)."""
    mapped = np.einsum("...ij,...j->...i", cameras[..., :3], places) + cameras[..., 3]
    # What comes behind the camera in a wild guess is far off, and stays finite.
    depth = np.maximum(mapped[..., 2:], 1e-6 * np.abs(cameras[..., 2:3, 3]) + 1e-9)
    shown = mapped[..., :2] / depth
    shift = (cameras[..., :2, :3] - shown[..., None] * cameras[..., 2:3, :3]) / depth[..., None]
    return shown, shift


def _seen_from(root: Array, off: Array, slope: Array) -> tuple[Array, Array]:
    return np.einsum("fij,fj->fi", root, off), root @ slope


def _beyond(off: Array, slope: Array, spread: float, counts: NDArray[np.bool_]) -> tuple[Array, Array]:
    """A limit that is passed where `off` is positive."""
    out = counts & (off > 0)
    return np.where(out, off / spread, 0.0), np.where(out[:, None], slope / spread, 0.0)


def _net_height(flown: Array, slope: Array) -> tuple[Array, Array]:
    """Height at which flights, shape (f, k, 3), pass the net's plane, NaN where they do not, and its slope."""
    side = np.sign(flown[..., 1])
    crossing = (side[:, 1:] * side[:, :-1]) < 0
    at = np.argmax(crossing, axis=1)
    rows = np.arange(len(flown))
    before, after = flown[rows, at], flown[rows, at + 1]
    step = after[:, 1] - before[:, 1]
    part = np.where(crossing.any(axis=1), -before[:, 1] / np.where(np.abs(step) > 1e-9, step, 1.0), np.nan)
    height = before[:, 2] * (1 - part) + after[:, 2] * part
    mixed = slope[rows, at] * (1 - part[:, None, None]) + slope[rows, at + 1] * part[:, None, None]
    # Where the plane is passed later or earlier, the height changes along the way.
    rise = (after[:, 2] - before[:, 2]) / np.where(np.abs(step) > 1e-9, step, 1.0)
    return height, np.nan_to_num(mixed[:, 2] - rise[:, None] * mixed[:, 1])
