"""What flights in space say against the last contacts of a rally."""

from dataclasses import replace

import numpy as np

from modal_app.pipeline.events.checks import without_bend, without_floor
from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.events.rallies import Span
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.flight.fitted import FittedFlight
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.tests.pipeline.events.stage import FAR, NEAR, RATE, Match

HITS = 1.0, 2.0
SPAN = Span((0, 1), HITS[0], 2.6, 0.9, False, False, True)
MATCH = Match().hit(HITS[0], NEAR).hit(HITS[1], FAR).wait(4)


def flight(
    start: float, begin: tuple[float, float, float], finish: tuple[float, float, float], *, landed: bool = False
) -> FittedFlight:
    """Of a second, told to 0.1 m."""
    error = np.full(3, 0.1)
    # Up first, so that it comes down after this second unless it landed.
    way = np.subtract(finish, begin) + np.array([0.0, 0.0, 8.0])
    none = np.zeros(0, np.int64)
    return FittedFlight(
        start, start + 1.0, np.array(begin), np.array(finish), way, 9.0, 11.0, error, error, landed, 1.0, none,
        np.zeros((0, 3)),
    )  # fmt: skip


def scene(steps: float, before: int = 4) -> Scene:
    """The shuttle goes so many pixels a frame for 0.5 s after the second contact; people are 175 pixels tall.

    It is seen in so many frames before, too.
    """
    stage = MATCH.scene()
    since = np.arange(-before, 13)
    frames = round(HITS[1] * RATE) + since
    places = np.column_stack([640.0 + steps * since, np.full(len(frames), 360.0)])
    sure = np.ones(len(frames))
    track = ShuttleTrack(frames, places, sure, sure > 0, np.zeros(len(frames), np.int32))
    return replace(stage, track=track, poses={player: person(stage) for player in (NEAR, FAR)})


def person(stage: Scene) -> Poses:
    count = len(stage.seconds)
    box = np.tile(np.array([600, 200, 680, 375], np.float32), (count, 1))
    points, sure = np.zeros((count, 17, 2), np.int16), np.zeros((count, 17), np.uint8)
    return Poses(np.arange(count), stage.seconds, box, points, sure)


def low(height: float) -> dict[int, FittedFlight | None]:
    """The first flight ends so high, metres, at the second contact; nothing is known of what follows."""
    return {0: flight(HITS[0], (0, -5, 2), (0, 4, height)), 1: None}


def test_a_last_contact_at_the_floor_after_which_the_shuttle_stays_is_no_hit() -> None:
    told = without_floor(scene(0.5), SPAN, MATCH.contacts, low(0.05))
    assert told.contacts == (0,)
    assert told.dead == HITS[1]


def test_where_nobody_saw_it_come_the_floor_is_not_told() -> None:
    unseen = scene(0.5, before=0)
    later = replace(unseen.track, frame=unseen.track.frame + 2)
    assert without_floor(replace(unseen, track=later), SPAN, MATCH.contacts, low(0.05)) == SPAN


def test_a_shuttle_that_flies_on_was_hit_however_low() -> None:
    assert without_floor(scene(20.0), SPAN, MATCH.contacts, low(0.05)) == SPAN


def test_a_shuttle_that_stays_where_it_would_have_flown_on_for_long_was_hit() -> None:
    assert without_floor(scene(0.5), SPAN, MATCH.contacts, low(1.8)) == SPAN


def test_a_flight_that_ends_elsewhere_says_nothing_of_a_contact() -> None:
    sooner = {0: flight(HITS[0] - 0.4, (0, -5, 2), (0, 4, 0.05)), 1: None}
    assert without_floor(scene(0.5), SPAN, MATCH.contacts, sooner) == SPAN


def test_nobody_hits_away_from_the_net() -> None:
    flights = {0: flight(1.0, (0, -5, 2), (0, 3, 2)), 1: flight(2.0, (0, 3, 2), (0, 6.5, 0), landed=True)}
    told = without_bend(SPAN, MATCH.contacts, flights)
    assert (told.contacts, told.end) == ((0,), 3.0)
    across: dict[int, FittedFlight | None] = {**flights, 1: flight(2.0, (0, 3, 2), (0, -6, 0), landed=True)}
    assert without_bend(SPAN, MATCH.contacts, across) == SPAN
