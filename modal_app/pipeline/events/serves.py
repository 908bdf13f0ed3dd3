"""Whether a contact is a serve.

Who serves and who receives stand still, in service courts that lie diagonally opposite, and no shuttle flew before.
"""

from dataclasses import dataclass, replace
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.sides import side_of

# Nobody may lift a foot or step until the serve is hit (law 9.1.3): how long before, seconds, feet are
# looked at, what places tremble by while somebody stands, and how fast people move between rallies (both m/s, standard
# deviations). In rallies: mean and standard deviation, and how often somebody stands there, too.
_WAIT = (0.9, 0.1)
_STANDING, _STROLLING = 0.35, 1.2
_PLAYING, _STANDS = (1.7, 0.9), 0.06
# Where people serve from and receive: metres from the net, and aside of the middle, with soft ends.
_SERVER, _RECEIVER, _SOFT = ((1.9, 3.4), (0.0, 1.3)), ((2.1, 4.4), (0.2, 1.9)), 0.4
# Anywhere else on a half is where they may be at other times: its length and half its width, metres; and how much less
# likely than that a serve from outside is.
_HALF, _OUTSIDE = (6.7, 2.6), 0.05
# Standard deviation of places across the middle line, metres, and how often receivers do not stand diagonally opposite.
_STRAY, _NOT_DIAGONAL = 0.3, 0.05
# A shuttle that is hit as a serve was held. One that flew before, so long, seconds, and so far, heights of the
# picture, was not.
_BEFORE, _FLOWN = 0.45, 0.08
_INCOMING = log(0.05)


# A serve is looked for so long before the first hit that was seen, seconds; each second for which more than a serve
# was missed speaks so much against it. The longest serve flies for so long, seconds. People move when they are faster
# than this, m/s, having stood for so long, and begin to so long after the serve.
_LONGEST_UNSEEN, _LATE = 8.0, 1.0
_LONGEST_SERVE, _MOVES, _STOOD, _REACTION = 3.2, 0.6, 0.4, 0.15

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class ServeEvidence:
    """How much speaks for a serve."""

    # Logarithms of the likelihood ratios of a serve, and of a hit in the middle of a rally, over a contact at any other
    # time between rallies.
    weight: float
    playing: float
    # Probability that the server stands in the right service court, as he or she sees it; None where not known.
    right: float | None


@dataclass(frozen=True)
class UnseenServe:
    """A serve of which only the players tell."""

    time: float
    server: int
    evidence: ServeEvidence


def serve_evidence(scene: Scene, sides: list[list[int]], contact: Contact) -> ServeEvidence:
    """Judge one contact."""
    time = contact.time
    weight, playing = movement(scene, time - _WAIT[0], time - _WAIT[1])
    right = None
    server = scene.place(contact.player, time)
    if server is not None:
        half = float(np.sign(server[1]) or 1.0)
        weight += _standing_there(server, _SERVER)
        # To the right of the server, who faces the net.
        right = _cumulative(-float(server[0]) * half / _STRAY)
        receivers = [
            place
            for player in _opponents(sides, contact.player)
            if (place := scene.place(player, time)) is not None and place[1] * half < 0
        ]
        if receivers:
            # Of two opponents, one receives.
            weight += max(_receiving(place, right, half) for place in receivers)
    return ServeEvidence(weight + _incoming(scene, time), playing, right)


def unseen_serve(scene: Scene, sides: list[list[int]], first: Contact) -> UnseenServe | None:
    """The serve before the first hit that was seen of a rally: where everybody begins to move, having stood still."""
    since = first.time - _LONGEST_UNSEEN
    stretch = scene.stretch(first.time)
    if stretch is None:
        return None
    low, high = np.searchsorted(scene.seconds, [max(stretch[0], since), first.time - _REACTION]).tolist()
    speeds = [way.speed[low:high] for player in scene.players if (way := scene.measured.motion.get(player)) is not None]
    if not speeds or high - low < 2:
        return None
    # Who is not seen does not move, either.
    still = np.nan_to_num(np.array(speeds)).max(axis=0) < _MOVES
    times = scene.seconds[low:high]
    ends = np.flatnonzero(still[:-1] & ~still[1:])
    for end in ends[::-1].tolist():
        begin = int(np.searchsorted(times, times[end] - _STOOD))
        if times[end] - times[0] >= _STOOD and still[begin : end + 1].all():
            time = float(times[end]) - _REACTION
            # Where more hits than the serve were missed, anybody may have served.
            late = max(0.0, first.time - time - _LONGEST_SERVE)
            servers = scene.players if late else _opponents(sides, first.player)
            guesses = [
                (serve_evidence(scene, sides, replace(first, time=time, player=player)), player) for player in servers
            ]
            if not guesses:
                return None
            evidence, server = max(guesses, key=lambda guess: guess[0].weight)
            evidence = replace(evidence, weight=evidence.weight - _LATE * late)
            return UnseenServe(time, server, evidence) if evidence.weight > 0 else None
    return None


def movement(scene: Scene, start: float, end: float) -> tuple[float, float]:
    """By everybody's speed between two moments: logarithms of standing, and of playing, over strolling."""
    # Speeds of partners and opponents go together: of four, each counts half.
    part = 2 / max(2, len(scene.players))
    still = playing = 0.0
    for player in scene.players:
        speed = scene.speed(player, start, end)
        if speed is not None:
            standing = exp(-0.5 * (speed / _STANDING) ** 2) / _STANDING + 0.02
            strolling = exp(-0.5 * (speed / _STROLLING) ** 2) / _STROLLING + 0.02
            mean, spread = _PLAYING
            # Speeds are positive: what is standing or strolling has half a normal distribution.
            running = 0.5 * exp(-0.5 * ((speed - mean) / spread) ** 2) / spread + 0.01
            still += part * log(standing / strolling)
            playing += part * log((_STANDS * standing + (1 - _STANDS) * running) / strolling)
    return still, playing


def _standing_there(place: Vector, usual: tuple[tuple[float, float], tuple[float, float]]) -> float:
    """Logarithm of how much likelier a place is where people serve, or receive, than at any other time."""
    weight = 0.0
    for value, (low, high), length in zip((abs(place[1]), abs(place[0])), usual, _HALF, strict=True):
        beyond = max(low - float(value), float(value) - high, 0.0)
        weight += log(max(_OUTSIDE, exp(-0.5 * (beyond / _SOFT) ** 2) * length / (high - low + _SOFT)))
    return weight


def _receiving(place: Vector, right: float, half: float) -> float:
    """The same of a receiver, who stands diagonally opposite; `right` is that the server stands to the right."""
    # From the right, the serve goes to what is left of the middle as the server sees it.
    left = _cumulative(float(place[0]) * half / _STRAY)
    diagonal = right * left + (1 - right) * (1 - left)
    return _standing_there(place, _RECEIVER) + log(2 * max(_NOT_DIAGONAL, diagonal))


def _cumulative(deviations: float) -> float:
    return 1 / (1 + exp(-1.702 * max(-20.0, min(20.0, deviations))))


def _opponents(sides: list[list[int]], player: int | None) -> list[int]:
    own = side_of(sides, player)
    return [] if own is None else [other for index, ids in enumerate(sides) if index != own for other in ids]


def _incoming(scene: Scene, time: float) -> float:
    """Speaks against a serve where the shuttle flew before it."""
    path = scene.shuttle_path(time - _BEFORE, time - 0.02)
    if len(path) < 4 or path[-1, 0] - path[0, 0] < _BEFORE / 2:
        return 0.0
    flown = float(np.linalg.norm(path[-1, 1:] - path[0, 1:])) / scene.size[1]
    return _INCOMING if flown > _FLOWN else 0.0
