"""Forehand and backhand by hand-made poses."""

import numpy as np
import pytest

from modal_app.contract.models import Hand
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.hands import tell_hands
from modal_app.pipeline.events.poses import Poses

# A player seen from behind: pixels of shoulders, hips, and hands; left, right.
LEFT_SHOULDER, RIGHT_SHOULDER = (580.0, 300.0), (620.0, 300.0)
HIPS = ((588.0, 370.0), (612.0, 370.0))


def poses(wrists: list[tuple[tuple[float, float], tuple[float, float]]], width: float = 1.0) -> Poses:
    """One frame for each pair of wrists; `width` makes shoulders look narrower."""
    points = np.zeros((len(wrists), 17, 2))
    middle = (np.array(LEFT_SHOULDER) + RIGHT_SHOULDER) / 2
    for row, pair in enumerate(wrists):
        points[row, 5] = middle + (np.array(LEFT_SHOULDER) - middle) * width
        points[row, 6] = middle + (np.array(RIGHT_SHOULDER) - middle) * width
        points[row, [11, 12]] = HIPS
        points[row, [9, 10]] = pair
    frames = np.arange(len(wrists)) * 25
    boxes = np.tile(np.array([550, 270, 650, 480], dtype=np.float32), (len(wrists), 1))
    sure = np.full((len(wrists), 17), 230, np.uint8)
    return Poses(frames, frames / 25, boxes, np.round(points * 8).astype(np.int16), sure)


def contacts(places: list[tuple[float, float]]) -> list[Contact]:
    return [
        Contact(25 * number, float(number), 0.9, True, 1, 0.9, np.array(place)) for number, place in enumerate(places)
    ]


def hands(places: list[tuple[float, float]], *, left_handed: bool = False, width: float = 1.0) -> list[Hand | None]:
    """The racket's wrist is near the shuttle, the other one hangs down."""
    wrists = [((x, y + 15), (612.0, 400.0)) if left_handed else ((588.0, 400.0), (x, y + 15)) for x, y in places]
    return tell_hands(contacts(places), {1: poses(wrists, width)})


RIGHT_SIDE, LEFT_SIDE, MIDDLE = (680.0, 330.0), (520.0, 330.0), (602.0, 250.0)


@pytest.mark.parametrize("left_handed", [False, True])
def test_the_side_of_the_body_tells_seen_from_the_rackets_hand(left_handed: bool) -> None:
    told = hands([RIGHT_SIDE, LEFT_SIDE, RIGHT_SIDE, LEFT_SIDE, RIGHT_SIDE], left_handed=left_handed)
    fore, back = (Hand.backhand, Hand.forehand) if left_handed else (Hand.forehand, Hand.backhand)
    assert told == [fore, back, fore, back, fore]


def test_near_the_middle_and_from_the_side_it_is_not_told() -> None:
    assert hands([RIGHT_SIDE, RIGHT_SIDE, MIDDLE])[2] is None
    assert hands([RIGHT_SIDE] * 3, width=0.3) == [None] * 3


def test_one_hit_by_a_left_hand_does_not_make_somebody_left_handed() -> None:
    assert hands([LEFT_SIDE], left_handed=True) == [None]
