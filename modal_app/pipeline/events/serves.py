"""Whether a contact is a serve.

Who serves and who receives stand still, in service courts that lie diagonally opposite, and no shuttle flew before.
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np

from modal_app.contract.constants import SHORT_SERVICE_DISTANCE
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.sides import side_of

# Nobody may lift a foot or step until the serve is hit (laws 9.1.3 and 9.1.4): how long before, seconds, feet are
# looked at, what places tremble by while somebody stands, and how fast people move between rallies (both m/s, standard
# deviations).
_WAIT = (0.9, 0.1)
_STANDING, _STROLLING = 0.35, 1.2
# Standard deviation of places on the floor beyond a line, metres.
_STRAY = 0.35
# How much less likely a place outside of any service court is than one inside, and a court that is not diagonal.
_OUTSIDE, _NOT_DIAGONAL = 0.03, 0.06
# Part of the halves that lies in service courts where people wait for and give serves: what chance would give.
_CHANCE = 0.45
# A shuttle that is hit as a serve was held. One that flew before, so long, seconds, and so far, heights of the
# picture, was not.
_BEFORE, _FLOWN = 0.45, 0.08
_INCOMING = log(0.05)


@dataclass(frozen=True)
class ServeEvidence:
    """How much speaks for a serve."""

    # Logarithm of the likelihood ratio of a serve over a contact at any other time between rallies.
    weight: float
    # Probability that the server stands in the right service court, as he or she sees it; None where not known.
    right: float | None


def serve_evidence(scene: Scene, sides: list[list[int]], contact: Contact) -> ServeEvidence:
    """Judge one contact."""
    time = contact.time
    weight = _stillness(scene, contact)
    right = None
    server = scene.place(contact.player, time)
    if server is not None:
        half = np.sign(server[1]) or 1.0
        # Right of the server who faces the net.
        across = float(-server[0] * half)
        weight += log(_CHANCE**-1 * max(_OUTSIDE, _in_service_court(server)))
        right = _cumulative(across / _STRAY)
        receivers = [
            place
            for player in _opponents(sides, contact.player)
            if (place := scene.place(player, time)) is not None and place[1] * half < 0
        ]
        if receivers:
            # Of two opponents, one has to stand diagonally.
            diagonal = max(_diagonal(right, float(place[0] * half)) * _in_service_court(place) for place in receivers)
            weight += log(max(_NOT_DIAGONAL, diagonal) / _CHANCE)
    return ServeEvidence(weight + _incoming(scene, time), right)


def _stillness(scene: Scene, contact: Contact) -> float:
    """By the speeds of everybody before the contact: the logarithm of standing over strolling."""
    start, end = contact.time - _WAIT[0], contact.time - _WAIT[1]
    weight = 0.0
    for player in scene.players:
        speed = scene.speed(player, start, end)
        if speed is not None:
            standing = exp(-0.5 * (speed / _STANDING) ** 2) / _STANDING + 0.02
            strolling = exp(-0.5 * (speed / _STROLLING) ** 2) / _STROLLING + 0.02
            # Speeds of partners and opponents go together between rallies: each counts in part.
            weight += log(standing / strolling) * 2 / max(2, len(scene.players))
    return weight


def _in_service_court(place: np.ndarray) -> float:
    """How well a place fits a service court's depth and width."""
    depth = abs(float(place[1]))
    beyond = max(SHORT_SERVICE_DISTANCE - 0.3 - depth, depth - (HALF_LENGTH - 0.6), 0.0)
    aside = max(abs(float(place[0])) - HALF_WIDTH, 0.0)
    return exp(-0.5 * (np.hypot(beyond, aside) / _STRAY) ** 2)


def _diagonal(right: float, left: float) -> float:
    """Probability that a receiver, so far left of the middle as the server sees it, stands diagonally opposite."""
    opposite = _cumulative(left / _STRAY)
    return right * opposite + (1 - right) * (1 - opposite)


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
