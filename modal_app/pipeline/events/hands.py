"""Forehand or backhand: on which side of the body the shuttle was hit, seen from the racket's hand."""

from collections.abc import Sequence
from math import log

import numpy as np

from modal_app.contract.models import Hand
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.poses import Poses

_LEFT, _RIGHT = 0, 1
# COCO's shoulders, hips and wrists: left, right.
_SHOULDERS, _HIPS, _WRISTS = (5, 6), (11, 12), (9, 10)
_SEEN = 0.4
# Shoulders that look narrower than this part of the torso are turned aside: what is left and right of the body is not
# seen.
_NARROWEST = 0.35
# Half-widths of the shoulders from the body's middle within which a side is not told.
_MIDDLE = 0.6
# A wrist is that of the racket where it is nearer to the shuttle by this part of the torso.
_NEARER = 0.35
# One in nine plays with the left hand (Papadatou-Pastou et al., Human handedness, Psychol. Bull. 146, 2020: 10.6 %);
# the wrist that is nearer is that of the racket so often; and the hand is told where it is so sure.
_LEFT_HANDED, _RIGHTLY, _SURE = 0.106, 0.85, 0.9


def tell_hands(contacts: Sequence[Contact], poses: dict[int, Poses]) -> list[Hand | None]:
    """Forehand or backhand of each hit; None where it cannot be told."""
    rackets = {
        player: _racket_hand(own, [one for one in contacts if one.player == player]) for player, own in poses.items()
    }
    return [_hand(one, poses.get(one.player or 0), rackets.get(one.player or 0)) for one in contacts]


def _racket_hand(own: Poses, contacts: Sequence[Contact]) -> int | None:
    """The hand that holds the racket: the one that is nearer to the shuttle in most hits."""
    votes = [0, 0]
    for contact in contacts:
        row = own.nearest(contact.time)
        if row is None or not contact.supported:
            continue
        points = own.keypoints(row)
        torso = _torso(points)
        if torso is None or (points[list(_WRISTS), 2] < _SEEN).any():
            continue
        left, right = (float(np.linalg.norm(points[wrist, :2] - contact.place)) for wrist in _WRISTS)
        if abs(left - right) > _NEARER * torso:
            votes[_LEFT if left < right else _RIGHT] += 1
    balance = log(_LEFT_HANDED / (1 - _LEFT_HANDED)) + log(_RIGHTLY / (1 - _RIGHTLY)) * (votes[_LEFT] - votes[_RIGHT])
    if abs(balance) < log(_SURE / (1 - _SURE)):
        return None
    return _LEFT if balance > 0 else _RIGHT


def _hand(contact: Contact, own: Poses | None, racket: int | None) -> Hand | None:
    row = None if own is None else own.nearest(contact.time)
    if own is None or row is None or racket is None or not contact.supported:
        return None
    points = own.keypoints(row)
    torso = _torso(points)
    if torso is None:
        return None
    left, right = points[_SHOULDERS[_LEFT], :2], points[_SHOULDERS[_RIGHT], :2]
    half = (right - left) / 2
    width = float(np.linalg.norm(half))
    if 2 * width < _NARROWEST * torso:
        return None
    # To the player's right, in half-widths of the shoulders.
    aside = float((contact.place - (left + right) / 2) @ half) / width**2
    if abs(aside) < _MIDDLE:
        return None
    return Hand.forehand if (aside > 0) == (racket == _RIGHT) else Hand.backhand


def _torso(points: np.ndarray) -> float | None:
    """Length from the shoulders to the hips in the picture, pixels; None where they are not seen."""
    if (points[[*_SHOULDERS, *_HIPS], 2] < _SEEN).any():
        return None
    return max(
        1.0, float(np.linalg.norm(points[list(_SHOULDERS), :2].mean(axis=0) - points[list(_HIPS), :2].mean(axis=0)))
    )
