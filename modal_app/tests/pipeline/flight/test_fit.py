"""Flights against those that they were made from."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from modal_app.contract.constants import MAX_SHUTTLE_SPEED
from modal_app.pipeline.flight.drag import simulate
from modal_app.pipeline.flight.fit import fit_flights
from modal_app.pipeline.flight.fitted import FittedFlight
from modal_app.pipeline.flight.solve import aim
from modal_app.pipeline.views.timeline import CourtTimeline
from modal_app.testing.halls.optics import Viewpoint
from modal_app.tests.pipeline.flight.exchange import PLACES, TIMES, Exchange, play

SIZE = (1280, 720)
VIEWPOINTS = {
    "broadcast": Viewpoint((0, -25, 8.3), (0, -0.5, 1.0), 2.6, distortion=0.05),
    "balcony": Viewpoint((0.5, -13, 5), (0, -1, 1.0), 0.85, distortion=-0.03),
    "corner": Viewpoint((-6.5, -11, 2.6), (0, 0, 1.0), 0.8, roll=0.04),
    "side": Viewpoint((-13, 0.5, 4), (0, 0, 1.5), 0.7),
}


def fitted(seen: Exchange, repeated: np.ndarray | None = None) -> list[FittedFlight | None]:
    return fit_flights(seen.track, seen.contacts, seen.timeline, seen.measured, seen.seconds, SIZE, repeated)


def all_of(flights: list[FittedFlight | None]) -> list[FittedFlight]:
    known = [flight for flight in flights if flight is not None]
    assert len(known) == len(flights)
    return known


@pytest.mark.parametrize("fps", [25.0, 60.0])
@pytest.mark.parametrize("name", VIEWPOINTS)
def test_speeds_and_heights_are_those_of_the_flights(name: str, fps: float) -> None:
    errors, heights = [], []
    for seed in range(2):
        seen = play(VIEWPOINTS[name].camera(SIZE), fps, seed=seed)
        for number, flight in enumerate(all_of(fitted(seen))):
            true = float(np.linalg.norm(seen.velocities[number]))
            errors.append(abs(float(np.linalg.norm(flight.velocity)) / true - 1))
            heights.append(abs(float(flight.begin[2] - PLACES[number, 2])))
            assert flight.error < 2.0
    assert np.median(errors) < 0.06
    assert np.percentile(errors, 80) < 0.12
    assert np.median(heights) < 0.15


def test_nine_in_ten_speeds_lie_in_their_intervals_and_these_are_no_wider_than_needed() -> None:
    inside, widths = [], []
    for seed in range(8):
        seen = play(VIEWPOINTS["broadcast"].camera(SIZE), 30.0, seed=seed)
        for number, flight in enumerate(all_of(fitted(seen))):
            true = float(np.linalg.norm(seen.velocities[number]))
            inside.append(flight.slowest <= true <= flight.fastest)
            widths.append(flight.fastest / flight.slowest)
    assert np.mean(inside) >= 0.85
    assert np.median(widths) < 1.5


def test_a_smash_is_less_sure_at_few_frames_a_second() -> None:
    slow, quick = (all_of(fitted(play(VIEWPOINTS["broadcast"].camera(SIZE), fps)))[5] for fps in (24.0, 60.0))
    assert np.log(slow.fastest / slow.slowest) > 1.1 * np.log(quick.fastest / quick.slowest)


def test_one_flight_ends_where_the_next_begins() -> None:
    flights = all_of(fitted(play(VIEWPOINTS["broadcast"].camera(SIZE), 30.0)))
    for one, other in pairwise(flights):
        assert not one.landed
        assert np.linalg.norm(one.finish - other.begin) < 0.35


@pytest.mark.parametrize("name", VIEWPOINTS)
def test_the_last_comes_down_where_it_does(name: str) -> None:
    last = all_of(fitted(play(VIEWPOINTS[name].camera(SIZE), 30.0)))[-1]
    assert last.landed
    missed = np.abs(last.finish - PLACES[-1])[:2]
    assert np.all(missed < np.maximum(0.1, 3 * last.finish_error[:2]))
    assert np.all(missed < 0.6)


def test_places_in_space_are_seen_where_the_track_is() -> None:
    camera = VIEWPOINTS["balcony"].camera(SIZE)
    seen = play(camera, 30.0)
    for flight in all_of(fitted(seen)):
        assert len(flight.rows) == len(flight.places) > 3
        off = np.linalg.norm(camera.project(flight.places) - seen.track.places[flight.rows], axis=1)
        assert np.median(off) < 2.5


def test_a_moving_camera_tells_the_same() -> None:
    still, shaken = (
        all_of(fitted(play(VIEWPOINTS["balcony"].camera(SIZE), 30.0, shaken=shaken))) for shaken in (False, True)
    )
    for one, other in zip(still, shaken, strict=True):
        assert np.linalg.norm(one.begin - other.begin) < 0.3
        assert np.linalg.norm(other.velocity) == pytest.approx(np.linalg.norm(one.velocity), rel=0.08)


def test_repeated_frames_do_not_change_speeds() -> None:
    seen = play(VIEWPOINTS["broadcast"].camera(SIZE), 30.0, repeat_every=6, noise=0.5)
    repeated = np.zeros(len(seen.seconds), dtype=np.bool_)
    repeated[6::6] = True
    errors = [
        abs(float(np.linalg.norm(flight.velocity) / np.linalg.norm(seen.velocities[number])) - 1)
        for number, flight in enumerate(fitted(seen, repeated))
        if flight is not None
    ]
    assert len(errors) == len(seen.contacts)
    assert np.median(errors) < 0.06


def test_slower_shuttles_are_recognised() -> None:
    places, times = np.tile(PLACES[:6], (3, 1)), np.concatenate([TIMES[:6] + 6 * turn for turn in range(3)])
    seen = play(VIEWPOINTS["side"].camera(SIZE), 30.0, places=places, times=times, noise=0.5)
    assert len(all_of(fitted(seen)[:-1])) == len(places) - 2


def test_what_falls_on_the_hitters_own_side_met_the_net_and_has_no_speed() -> None:
    places = np.array(((0.4, -2.0, 1.0), (-0.5, 2.2, 1.4), (-0.7, 0.3, 0.03)))
    seen = play(VIEWPOINTS["broadcast"].camera(SIZE), 30.0, places=places, times=np.array((0.5, 1.2, 1.75)))
    last = all_of(fitted(seen))[-1]
    assert last.landed
    assert last.fastest == MAX_SHUTTLE_SPEED


def test_without_heights_or_a_court_nothing_is_told() -> None:
    camera = VIEWPOINTS["balcony"].camera(SIZE)
    seen = play(camera, 30.0)
    flat = CourtTimeline(SIZE, seen.timeline.shots, [replace(camera, projection=None)])
    assert fitted(replace(seen, timeline=flat)) == [None] * len(seen.contacts)
    none = fit_flights(seen.track, seen.contacts, None, seen.measured, seen.seconds, SIZE)
    assert none == [None] * len(seen.contacts)


def test_a_track_of_something_else_is_no_flight() -> None:
    seen = play(VIEWPOINTS["balcony"].camera(SIZE), 30.0)
    wild = np.random.default_rng(3).uniform((0, 0), SIZE, (len(seen.track), 2))
    assert fitted(replace(seen, track=replace(seen.track, places=wild))) == [None] * len(seen.contacts)


def test_shots_are_aimed_at_their_targets() -> None:
    seconds = np.diff(TIMES)
    velocity = aim(PLACES[:-1], PLACES[1:], seconds)
    reached = simulate(PLACES[:-1], velocity, seconds[:, None])[:, 0]
    assert np.abs(reached - PLACES[1:]).max() < 0.01
