"""Where two people were so near to each other that a tracker may have taken one for the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from modal_app.pipeline.players.floor import FloorPath, Values

# Two people meet when they are so near, metres, or nearer than their places are certain; when so much of the smaller
# one's box is covered by the other's; or when their ways go on so much better exchanged, square metres.
_NEAR, _COVERED, _BETTER = 0.8, 0.3, 0.5
# Steps that tell the speed.
_SPEED = 2


def meetings_of(paths: Sequence[FloorPath]) -> Iterator[tuple[int, int]]:
    """For each meeting the number of each of both paths, and the samples from which on they may be exchanged.

    These are the likeliest one, and whichever else speaks clearly: a tracker may change two people, and change them
    back before the meeting ends.
    """
    for (one, other), moments in _near(paths).items():
        steps = np.array([moment.step for moment in moments])
        for run in np.split(np.arange(len(steps)), np.flatnonzero(np.diff(steps) > 2) + 1):
            likeliest = max((moments[index] for index in run), key=lambda moment: moment.better)
            for moment in (moments[index] for index in run):
                if moment.clear or moment is likeliest:
                    for number in (one, other):
                        yield number, int(np.searchsorted(paths[number].steps, moment.step))


@dataclass(frozen=True)
class _Moment:
    """A step of time in which two people were near each other."""

    step: int
    # How much better the ways go on from there when they are exchanged, square metres, and whether by more than chance.
    better: float
    clear: bool


def _near(paths: Sequence[FloorPath]) -> dict[tuple[int, int], list[_Moment]]:
    """When two people were near each other, by the numbers of their paths."""
    if not paths:
        return {}
    number = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
    steps = np.concatenate([path.steps for path in paths])
    places, sigma = np.concatenate([path.places for path in paths]), np.concatenate([path.sigma for path in paths])
    boxes, expected = (
        np.concatenate([path.boxes for path in paths]),
        np.concatenate([_expected(path) for path in paths]),
    )
    order = np.argsort(steps, kind="stable")
    found: dict[tuple[int, int], list[_Moment]] = {}
    for here in np.split(order, np.flatnonzero(np.diff(steps[order])) + 1):
        if len(here) < 2:
            continue
        apart = np.abs(places[here][:, None] - places[here][None])
        spread = np.hypot(sigma[here][:, None], sigma[here][None])
        missed = np.sum((places[here][:, None] - expected[here][None]) ** 2, axis=2)
        stayed = np.diagonal(missed)
        better = stayed[:, None] + stayed[None] - missed - missed.T
        near = np.all(apart < np.maximum(_NEAR, spread), axis=2) | (_covered(boxes[here]) > _COVERED)
        clear = better > np.maximum(_BETTER, 2 * (spread**2).sum(axis=2))
        for one, other in np.argwhere(np.triu(near | clear, 1)):
            moment = _Moment(int(steps[here[0]]), float(better[one, other]), bool(clear[one, other]))
            found.setdefault((int(number[here[one]]), int(number[here[other]])), []).append(moment)
    return found


def _expected(path: FloorPath) -> Values:
    """Where somebody was to be expected by the samples before, shape (n, 2); at first where somebody was."""
    count = len(path)
    before = np.maximum(0, np.arange(count) - 1)
    earlier = np.maximum(0, before - _SPEED)
    span = path.times[before] - path.times[earlier]
    speed = (path.places[before] - path.places[earlier]) / np.where(span > 0, span, np.inf)[:, None]
    wait = path.times - path.times[before]
    return np.asarray(path.places[before] + speed * wait[:, None])


def _covered(boxes: Values) -> Values:
    """Part of the smaller of two boxes that lies in the other, shape (n, n)."""
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    common = np.clip(high - low, 0, None).prod(axis=2)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return np.asarray(common / np.maximum(1.0, np.minimum(area[:, None], area[None])))
