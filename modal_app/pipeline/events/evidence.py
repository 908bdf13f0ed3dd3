"""How likely somebody hit the shuttle at a turn of the track, when, and where: logarithms of likelihood ratios."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.glide import Glide
from modal_app.pipeline.events.ground import Ground
from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.events.turns import Turn

Array = NDArray[np.float64]

# Racket and hand reach this far from the wrist, heights of the player, as the picture shows it; poses err by so much.
_REACH, _REACH_SPREAD = 0.42, 0.12
# What a place within reach speaks for a hit, and one out of reach against it, at most.
_NEAR, _FAR = 3.2, -4.0
# Of two within reach the nearer one is likelier: what the whole reach tells.
_CLOSER = 1.4
# A wrist that swings this fast (heights of the player a second) is as common in hits as between them; most it tells.
_EVEN_SWING, _LEAST_SWING, _MOST_SWING = 1.1, -0.8, 1.3
# The wrist is fastest so shortly around the contact, seconds.
_AROUND_SWING = 0.06
# Velocities change by so much in a hit, m/s, one direction of the picture.
_TURNING = 12.0
# What the turn tells at most, for and against.
_MOST_TURN = 3.0
# What turns tell whose one side was not seen: a shuttle that begins to fly, or is lost, near a racket.
_BEGINS, _ENDS = 0.3, -2.0
# Flights that are said to meet at a racket and do not.
_MISSED, _MOST_MISSED = 0.2, 2.0
# How much the distance from the wrist tells of the time, at most.
_MOST_APART = 8.0
# Of all turns, most are none.
_PRIOR = -1.0
# A gap of the track holds one turn rather than another beside it.
_HALF = -1.0
# Times of a contact that are tried, parts of the time between two frames.
_TRIED = 0.25
# A shuttle that is slower than this right after the turn, m/s, hops on the floor, if what the picture shows there is
# the floor so near to the player's feet, metres; what each m/s less tells.
_SLOW, _SLOWER, _FEET = 2.0, -3.0, 2.5
# One that is lost at the picture's edge has left the picture.
_LEFT = -3.0
# Of a player who is out of the picture, or whose arms cannot be seen, nothing tells; and not when, seconds.
_UNSEEN, _UNSEEN_SPREAD = -1.1, 0.05
# But a shuttle that comes into the picture was hit out of it.
_CAME = 0.7
# The flight supports a contact whose shuttle was seen so shortly before or after it, seconds.
_IN_SIGHT = 0.25
# Times are not told better than this part of the time between two pictures.
_SHARPEST = 0.2
# A flight of which only one side was seen is followed for so long beyond, seconds.
_BEYOND = 0.15
_TALL = 1.75


@dataclass(frozen=True)
class Points:
    """The track's n points."""

    # Seconds, shape (n,), and steady pixels, shape (n, 2).
    times: Array
    places: Array
    # Whether each is at the edge of its picture, shape (n,).
    edge: NDArray[np.bool_]
    # Numbers of the frames, shape (n,), and the places as these show them, shape (n, 2).
    frames: NDArray[np.int64]
    shown: Array


@dataclass(frozen=True)
class Candidate:
    """A contact that one player may have made. Times in seconds, places in steady pixels."""

    time: float
    time_error: float
    player: int
    place: Array
    place_error: float
    # Logarithm of how much likelier what was seen is with it than without.
    weight: float
    # Whether the shuttle's flight speaks for it.
    supported: bool
    # Whether the hitter was seen, so that the place is one that the hitter reaches.
    tells_place: bool = True


def weigh(
    turn: Turn,
    track: Points,
    poses: dict[int, Poses],
    wrists: dict[int, Array],
    ground: Ground,
    step: float,
    scale: float,
) -> list[Candidate]:
    """For a turn, what speaks for each player.

    Args:
        turn: Points of the track around it.
        track: The track's points.
        poses: By player.
        wrists: Steady places of both wrists of each, shape (m, 2, 2), as in the poses.
        ground: The floor.
        step: Time between two pictures.
        scale: Size of the picture by one with 720 lines.
    """
    times = track.times
    first = times[turn.before[-1]] if len(turn.before) else times[turn.after[0]] - _BEYOND
    last = times[turn.after[0]] if len(turn.after) else times[turn.before[-1]] + _BEYOND
    tried = np.arange(first - 0.5 * step, last + 0.75 * step, _TRIED * step)
    found = []
    for player, own in poses.items():
        row = own.nearest((first + last) / 2)
        height = float(np.median(own.height) if row is None else own.height[row])
        at = int(turn.before[-1] if len(turn.before) else turn.after[0])
        apart = ground.apart(player, int(track.frames[at]), track.shown[at])
        one = _Sides(turn, track, height, scale, falls=apart <= _FEET)
        hands = own.at(tried, wrists[player])
        if np.isfinite(hands).any():
            found.append(one.weigh(tried, player, own, hands, step))
        else:
            found.append(one.unseen(tried, player, step))
    return found


class _Sides:
    """The ways before and after a turn."""

    def __init__(self, turn: Turn, track: Points, height: float, scale: float, *, falls: bool) -> None:
        self._height, self._falls = height, falls
        self._prior = _PRIOR + (_HALF if turn.half else 0.0)
        self._before, self._after = (
            Glide.along(track.times[rows], track.places[rows], float(track.times[rows[end]]), scale, height)
            if len(rows)
            else None
            for rows, end in ((turn.before, -1), (turn.after, 0))
        )
        self._left = bool(len(turn.before) and track.edge[turn.before[-1]])
        self._came = bool(len(turn.after) and track.edge[turn.after[0]])

    def weigh(self, tried: Array, player: int, own: Poses, hands: Array, step: float) -> Candidate:
        """How likely this player, whose wrists are then there, hit it, and when."""
        place, variance, missed = self._meet(tried)
        reach = np.linalg.norm(hands - place[:, None], axis=2) / self._height
        reach = np.nanmin(np.where(np.isnan(reach), np.inf, reach), axis=1)
        swing = np.nan_to_num(own.at(tried, own.faster))
        unsure = np.sqrt(variance) / self._height
        near = reached(reach, unsure)
        # Where the two ways meet, a racket is near, and an arm swings.
        cost = 0.5 * missed + np.minimum(_MOST_APART, 0.5 * (reach / _REACH) ** 2) - 0.5 * swung(swing)
        best = int(np.argmin(cost))
        likely = np.exp(-(cost - cost[best]))
        likely /= likely.sum()
        time = float(likely @ tried)
        spread = float(np.sqrt(likely @ (tried - time) ** 2))
        around = np.abs(tried - tried[best]) <= _AROUND_SWING
        weight = (
            self._prior
            + self._turned()
            + float(near[best])
            + float(swung(swing[around]).max())
            - min(_MOST_MISSED, _MISSED * float(missed[best]))
        )
        spread = float(np.hypot(spread, _SHARPEST * step))
        error = float(np.sqrt(variance[best])) + 0.05 * self._height
        if self._before is None or self._after is None:
            # By one way alone the place is as unsure as the time.
            error += spread * float(np.linalg.norm(self._one.velocity(time)[0]))
        return Candidate(time, spread, player, place[best], error, weight, supported=self._supports(time))

    def unseen(self, tried: Array, player: int, step: float) -> Candidate:
        """How likely a player hit it who cannot be seen."""
        place, variance, missed = self._meet(tried)
        best = int(np.argmin(missed))
        time = float(tried[best]) - (step if self._before is None else 0.0)
        weight = self._prior + self._turned() + _UNSEEN + (_CAME if self._came else 0.0)
        error = float(np.sqrt(variance[best])) + 0.2 * self._height
        return Candidate(time, _UNSEEN_SPREAD, player, place[best], error, weight, supported=True, tells_place=False)

    def _supports(self, time: float) -> bool:
        return any(way is not None and abs(way.time - time) <= _IN_SIGHT for way in (self._before, self._after))

    @property
    def _one(self) -> Glide:
        """A way that was seen."""
        one = self._before or self._after
        assert one is not None
        return one

    def _meet(self, tried: Array) -> tuple[Array, Array, Array]:
        """Where the shuttle is by both ways, its variance, and how far these miss each other, squared deviations."""
        if self._before is None or self._after is None:
            one = self._one
            place, variance = one.at(tried)
            # The longer it is followed, the less.
            return place, variance, (np.abs(tried - one.time) / _BEYOND) ** 2
        (place, variance), (other, unsure) = self._before.at(tried), self._after.at(tried)
        missed = np.sum((place - other) ** 2, axis=1) / (variance + unsure)
        weight = (unsure / (variance + unsure))[:, None]
        return weight * place + (1 - weight) * other, variance * unsure / (variance + unsure), missed

    def _turned(self) -> float:
        """What the change of the velocity tells."""
        if self._after is None:
            return _LEFT if self._left else _ENDS
        leaving = float(np.linalg.norm(self._after.velocity(self._after.time)[0])) / self._height * _TALL
        slow = _SLOWER * max(0.0, _SLOW - leaving) if self._falls else 0.0
        if self._before is None:
            return _BEGINS + slow
        # Without a hit both are one way, told at the middle of the gap.
        middle = (self._before.time + self._after.time) / 2
        (one, spread), (other, unsure) = self._before.velocity(middle), self._after.velocity(middle)
        change, noise = float(np.sum((one - other) ** 2)), spread + unsure
        wide = noise + (_TURNING * self._height / _TALL) ** 2
        ratio = 0.5 * change / noise - 0.5 * change / wide + np.log(noise / wide)
        return float(np.clip(ratio, -_MOST_TURN, _MOST_TURN)) + slow


def reached(reach: Array, unsure: Array) -> Array:
    """What a distance from the wrist tells, in heights of the player, whose place is unsure by so much."""
    beyond = np.maximum(0.0, reach - _REACH) / np.hypot(_REACH_SPREAD, unsure)
    within = _CLOSER * np.minimum(1.0, reach / _REACH)
    return np.asarray(np.maximum(_FAR, _NEAR - within - 0.5 * beyond**2 - np.log1p(unsure / _REACH)))


def swung(swing: Array) -> Array:
    """What the speed of a wrist tells, heights of the player a second."""
    return np.asarray(np.clip(np.log((swing + 0.2) / _EVEN_SWING), _LEAST_SWING, _MOST_SWING))
