"""A fitted flight: whether to believe it, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import MAX_SHUTTLE_SPEED
from modal_app.pipeline.flight.drag import simulate
from modal_app.pipeline.flight.fitted import FittedFlight
from modal_app.pipeline.flight.flown import LATER, PLACE, TERMINAL, VELOCITY, Flown
from modal_app.pipeline.flight.problem import Problem, project
from modal_app.pipeline.shuttle.track import ShuttleTrack

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

# A flight is believed where so many of its sights lie within so many standard deviations of it,
_FITTING, _WITHIN = 0.7, 4.0
# and where its speed is known to this, standard deviation of its logarithm: else it may be anything. Of a last one the
# landing is worth something, too.
_MOST_UNSURE, _LAST_UNSURE = 0.4, 1.0
# Nine in ten cases lie within so many standard deviations.
_NINE_IN_TEN = 1.645
# What the model leaves out, part of the speed: the cork's turn after the contact, and the racket's time at the shuttle.
_MODEL_SPREAD = 0.04
# A shuttle that lies on the floor has its middle so high, metres.
_LYING = 0.03
# Who saw it so shortly before it would come down, seconds, saw it come down; or so low, metres.
_JUST_BEFORE, _LOW = 0.3, 0.3
# A track that ends where the fit is so near to the floor, standard deviations and metres, ends on the floor.
_NEAR, _NEARLY = 2.5, 0.15
# Seconds within which everything comes down.
_DOWN = np.linspace(0.0, 4.0, 161)
# What comes after a flight belongs to it as long as it lies within this of it, standard deviations.
_FOLLOWS = 8.0


@dataclass(frozen=True)
class Outcome:
    """A flight as it was fitted."""

    problem: Problem
    guess: Array
    covariance: Array
    # Of the track, those that it was fitted to.
    rows: Rows
    linked: bool
    # Distances of its sights from it, standard deviations, shape (k,).
    off: Array
    # Its way, up to its last sight, the end of the problem's duration, and the floor if nobody returns it.
    flown: Flown
    # Where it is at the end of the problem's duration, metres, shape (3,), and the covariance of that, (3, 3).
    end: Array
    end_covariance: Array
    # Seconds after the contact at which it comes down on the floor, if nobody returns it.
    down: float

    @classmethod
    def of(
        cls, problem: Problem, guess: Array, covariance: Array, rows: Sequence[Rows], linked: NDArray[np.bool_]
    ) -> "list[Outcome]":
        """What came out of a problem of f flights."""
        later = guess[:, LATER]
        down = np.zeros(len(guess))
        down[~linked] = _comes_down(guess[~linked])
        until = np.maximum(np.maximum(problem.times.max(axis=1), problem.duration), down) - later
        flown = Flown.of(guess, np.maximum(until, 0.0), slopes=True)
        places, _ = flown.flights.at(np.maximum(problem.times - later[:, None], 0.0))
        apart = np.linalg.norm(project(problem.cameras, places)[0] - problem.pixels, axis=2) * problem.weights
        told = []
        for row, one in enumerate(rows):
            off = apart[row, problem.weights[row] > 0]
            # Where sights are farther off than they should be, all is as much less sure.
            fitting = off[off <= _WITHIN]
            worse = float(np.sum(fitting**2)) / max(1, 2 * len(fitting) - 6) if len(fitting) else 1.0
            told.append((one, off, max(1.0, worse)))
        covariance = covariance * np.array([worse for _, _, worse in told])[:, None, None]
        ends, _, bend = flown.at(np.maximum(problem.duration - later, 0.0)[:, None])
        end_covariance = bend[:, 0] @ covariance @ bend[:, 0].swapaxes(1, 2)
        return [
            cls(
                problem.part(np.array([row])),
                guess[row],
                covariance[row],
                one,
                bool(linked[row]),
                off,
                flown.part(slice(row, row + 1)),
                ends[row, 0],
                end_covariance[row],
                float(down[row]),
            )
            for row, (one, off, _) in enumerate(told)
        ]

    @property
    def good(self) -> bool:
        """Whether to believe it."""
        fits = float(np.mean(self.off <= _WITHIN)) >= _FITTING
        most = _MOST_UNSURE if self.linked else _LAST_UNSURE
        return bool(np.all(np.isfinite(self.guess)) and fits and self.speed_spread <= most)

    @property
    def begin(self) -> Array:
        """Where it was hit, metres, shape (3,)."""
        return self.guess[:3]

    @property
    def begin_covariance(self) -> Array:
        """Shape (3, 3)."""
        return self.covariance[:3, :3]

    @property
    def velocity(self) -> Array:
        """Off the racket, m/s, shape (3,)."""
        return self.guess[3:6]

    @property
    def speed_spread(self) -> float:
        """Standard deviation of the logarithm of the speed off the racket."""
        way = self.velocity / max(1e-6, float(self.velocity @ self.velocity))
        return float(np.hypot(np.sqrt(way @ self.covariance[3:6, 3:6] @ way), _MODEL_SPREAD))

    def state(self, seconds: float) -> tuple[Array, Array, Array]:
        """Place, velocity, and the place's covariance at seconds after the contact, up to where it is flown."""
        since = max(0.0, seconds - float(self.guess[LATER]))
        places, moving, slope = self.flown.at(np.array([[since]]))
        bend = slope[0, 0]
        return places[0, 0], moving[0, 0], bend @ self.covariance @ bend.T

    def places(self, seconds: Array) -> Array:
        """Places at seconds after the contact, up to where it is flown, shapes (k,) and (k, 3)."""
        since = np.maximum(seconds - self.guess[LATER], 0.0)
        return np.asarray(self.flown.flights.at(since[None])[0][0])

    def floor(self, step: float) -> tuple[float, float] | None:
        """Height of its last sight and its standard deviation, if the next would have been below the floor.

        Pictures are so many seconds apart. None where it was lost from sight higher up.
        """
        last = float(np.max(self.problem.times[self.problem.weights > 0]))
        place, motion, covariance = self.state(last)
        fall = max(0.0, -float(motion[2])) * step
        if float(place[2]) - fall > _NEAR * float(np.sqrt(covariance[2, 2])) + _NEARLY:
            return None
        return _LYING + fall / 2, fall / 3 + _LYING

    def follows(self, seconds: Array, pixels: Array, cameras: Array, spread: float) -> NDArray[np.bool_]:
        """Whether sights after its end lie where it would be, shape (k,)."""
        shown = project(cameras, self.places(seconds))[0]
        near = np.linalg.norm(shown - pixels, axis=1) <= _FOLLOWS * spread
        return np.asarray(near & (seconds <= self.down))


def _comes_down(guess: Array) -> Array:
    """Seconds after the contact at which flights of guesses, (f, 8), come down on the floor, shape (f,)."""
    places = simulate(guess[:, PLACE], guess[:, VELOCITY], _DOWN, guess[:, TERMINAL])
    found = np.empty(len(guess))
    for row, height in enumerate(places[..., 2] - _LYING):
        under = np.flatnonzero(height <= 0)
        if len(under) == 0 or under[0] == 0:
            found[row] = _DOWN[-1] if len(under) == 0 else _DOWN[1]
            continue
        after = int(under[0])
        part = height[after - 1] / (height[after - 1] - height[after])
        found[row] = _DOWN[after - 1] + part * (_DOWN[after] - _DOWN[after - 1]) + guess[row, LATER]
    return found


def tell(
    outcome: Outcome, contact: float, track: ShuttleTrack, rows: Rows, seconds: Array, scale: float
) -> FittedFlight:
    """What is handed on.

    Args:
        outcome: The flight.
        contact: Time of the contact.
        track: Where the shuttle was.
        rows: Rows of the track between the contacts.
        seconds: Time of every frame.
        scale: Size of the picture by one with 720 lines.
    """
    last = float(np.max(outcome.problem.times[outcome.problem.weights > 0]))
    duration, landed = float(outcome.problem.duration[0]), False
    if not outcome.linked:
        down = outcome.down
        landed = down - last <= _JUST_BEFORE or float(outcome.places(np.array([last]))[0, 2]) <= _LOW
        duration = down if landed else last
    finish, moving, covariance = outcome.state(duration)
    if landed:
        # Where it comes down is where its height is known: what is uncertain of the height shifts it along its way.
        slide = np.eye(3)
        slide[:, 2] -= moving / min(-0.1, float(moving[2]))
        covariance = slide @ covariance @ slide.T
    speed = float(np.linalg.norm(outcome.velocity))
    # What comes down on the hitter's own side has met the net: that it fell from there tells only the least speed.
    netted = landed and float(finish[1]) * float(outcome.begin[1]) > 0
    spread = np.exp(_NINE_IN_TEN * outcome.speed_spread)
    later = float(outcome.guess[6])
    times = seconds[track.frame[rows]] - contact
    own = (times >= min(later, 0.0)) & (times <= duration + 1e-6)
    off = outcome.off / float(np.max(outcome.problem.weights)) / scale
    return FittedFlight(
        start=contact + later,
        end=contact + duration,
        begin=outcome.begin,
        finish=finish,
        velocity=outcome.velocity,
        slowest=speed / float(spread),
        fastest=float(MAX_SHUTTLE_SPEED) if netted else min(float(MAX_SHUTTLE_SPEED), speed * float(spread)),
        begin_error=np.sqrt(np.diag(outcome.begin_covariance)),
        finish_error=np.sqrt(np.maximum(np.diag(covariance), 0.0)),
        landed=landed,
        error=float(np.sqrt(np.mean(off**2))),
        rows=rows[own],
        places=outcome.places(times[own]),
    )
