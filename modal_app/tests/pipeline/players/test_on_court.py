"""Players on a known court, through scripted matches whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from modal_app.contract.models import ResultNote, Swap
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.players.choose import choose_players
from modal_app.testing.match.footwork import Walker, standing
from modal_app.testing.match.script import Actor, Script, write_script
from modal_app.testing.paths import Noise, Seen, observe
from modal_app.tests.pipeline.players.scenes import BROADCAST, LOW, Outcome, Standing, assess

CAMERAS = pytest.mark.parametrize("camera", [BROADCAST, LOW], ids=["broadcast", "low"])
RED, BLUE, GREY = ((200, 30, 40), (30, 30, 35)), ((40, 80, 200), (235, 235, 235)), ((70, 70, 75), (20, 20, 25))
RATE = 12.5
Rng = np.random.Generator


def match(camera: CourtCamera, seconds: float, *, seed: int = 1, noise: Noise | None = None, **options: object) -> Seen:
    script = write_script(np.random.default_rng(seed), seconds, **options)  # type: ignore[arg-type]
    return observe(script, camera, RATE, seed, noise)


def busy(name: str, middle: tuple[float, float], seconds: float, seed: int) -> Actor:
    """Somebody who plays around a place on a court."""
    rng = np.random.default_rng(seed)
    walker = Walker(middle)
    while walker.time < seconds:
        x, y = middle[0] + rng.uniform(-2.5, 2.5), middle[1] + rng.uniform(-2.5, 2.5)
        walker.go((float(x), float(y)), float(rng.uniform(1, 4)))
        walker.wait(float(rng.uniform(0.1, 1.0)))
    return Actor(name, walker.way(), BLUE if middle[1] > 0 else RED, 1.75)


def seen_of(camera: CourtCamera, *actors: Actor, seconds: float = 40.0) -> Seen:
    return observe(Script(seconds, actors, ((0.0, seconds),)), camera, RATE, 5)


def assert_kept_apart(outcome: Outcome, players: int) -> None:
    assert len(outcome.chosen.people) == players
    assert outcome.right > 0.985
    assert outcome.wrong < 0.005
    assert outcome.false < 0.01


@CAMERAS
def test_singles_through_twenty_rallies_and_two_changes_of_ends(camera: CourtCamera) -> None:
    seen = match(camera, 360.0, change_ends=[120, 240], towel_after=60.0)
    assert len(seen.script.rallies) >= 20
    outcome = assess(seen)
    assert_kept_apart(outcome, players=2)
    assert outcome.ids == {"A": 1, "B": 2}
    changes = outcome.chosen.end_changes
    # Everybody walks for some 10 s; half-way the ends are changed.
    for change, arrived in zip(changes, seen.script.end_changes, strict=True):
        assert arrived - 15 < change.at < arrived
        assert change.confidence > 0.99
    assert all(person.identity is not None and person.identity > 0.99 for person in outcome.chosen.people)
    assert outcome.chosen.notes == []


@CAMERAS
def test_doubles_keep_four_apart_who_cross_vanish_and_change_ends(camera: CourtCamera) -> None:
    outcome = assess(match(camera, 120.0, doubles=True, change_ends=[50], towel_after=20.0, seed=2))
    assert_kept_apart(outcome, players=4)
    assert len(outcome.chosen.end_changes) == 1


def test_partners_in_the_same_kit_are_told_by_their_ways() -> None:
    outcome = assess(match(BROADCAST, 60.0, doubles=True, same_kits=True, seed=4))
    assert_kept_apart(outcome, players=4)
    assert min(person.identity or 0.0 for person in outcome.chosen.people) > 0.8


def test_partners_in_the_same_kit_who_are_mixed_up_are_less_sure() -> None:
    seen = match(LOW, 60.0, doubles=True, same_kits=True, seed=4, noise=Noise(switched=0.3))
    people = assess(seen).chosen.people
    assert len(people) == 4
    assert min(person.identity or 0.0 for person in people) < 0.9


@pytest.mark.parametrize("moment", [20.0, 20.08, 20.16])
def test_partners_in_the_same_kit_who_are_mixed_up_for_a_moment_stay_themselves(moment: float) -> None:
    """A tracker changes them, and changes them back at once."""
    places = {"A": (-0.5, -2.6), "C": (0.5, -4.2), "B": (-0.6, 2.5), "D": (0.6, 4.0)}
    actors = [Actor(name, standing(place), RED if place[1] < 0 else BLUE, 1.75) for name, place in places.items()]
    seen = seen_of(BROADCAST, *actors)
    times, tracklets = seen.times[seen.rows["frame"]], seen.tracklets.copy()
    mixed = (times >= moment) & (times < moment + 0.2)
    one, other = (int(seen.tracklets[np.flatnonzero(seen.truth == actor)[0]]) for actor in (0, 1))
    tracklets[mixed & (seen.truth == 0)], tracklets[mixed & (seen.truth == 1)] = other, one
    outcome = assess(replace(seen, tracklets=tracklets))
    assert len(outcome.chosen.people) == 4
    assert outcome.wrong < 0.01


@CAMERAS
def test_a_tracker_that_mixes_people_up_is_corrected_by_their_clothes(camera: CourtCamera) -> None:
    seen = match(camera, 60.0, doubles=True, noise=Noise(switched=0.5), seed=3)
    per_tracklet = [len(np.unique(seen.truth[seen.tracklets == number])) for number in np.unique(seen.tracklets)]
    assert max(per_tracklet) > 1
    outcome = assess(seen)
    assert len(outcome.chosen.people) == 4
    assert outcome.right > 0.95


@CAMERAS
@pytest.mark.parametrize("doubles", [False, True])
def test_many_missed_detections_break_nobody(camera: CourtCamera, doubles: bool) -> None:
    outcome = assess(match(camera, 60.0, doubles=doubles, noise=Noise(missed=0.4), seed=4))
    assert_kept_apart(outcome, players=4 if doubles else 2)


@CAMERAS
@pytest.mark.parametrize("changed", [False, True])
def test_a_change_of_ends_behind_a_close_up_is_noticed(camera: CourtCamera, changed: bool) -> None:
    seen = match(camera, 110.0, change_ends=[45] if changed else [])
    outcome = assess(seen, cuts=[47, 52, 75], away=[(47, 75)])
    assert_kept_apart(outcome, players=2)
    if changed:
        assert seen.script.end_changes[0] < 75
        assert [change.at for change in outcome.chosen.end_changes] == [pytest.approx(75, abs=1)]
    else:
        assert outcome.chosen.end_changes == []


def test_opponents_in_the_same_kit_are_not_sure_after_a_cut() -> None:
    seen = match(BROADCAST, 110.0)
    seen.rows["colours"] = (150, 128, 128)
    through = assess(seen).chosen.people[0].identity
    over_cut = assess(seen, cuts=[47, 75], away=[(47, 75)]).chosen.people[0].identity
    assert through is not None
    assert over_cut is not None
    assert over_cut < 0.99 < through


def test_light_that_differs_between_the_halves_is_no_change_of_ends() -> None:
    seen = match(BROADCAST, 110.0)
    far = seen.rows["box"][:, 3] < np.median(seen.rows["box"][:, 3])
    seen.rows["colours"][far, :, 0] = seen.rows["colours"][far, :, 0] * 0.75
    outcome = assess(seen, cuts=[47, 75], away=[(47, 75)])
    assert_kept_apart(outcome, players=2)
    assert outcome.chosen.end_changes == []


@CAMERAS
def test_officials_and_a_coach_do_not_play(camera: CourtCamera) -> None:
    one, two = busy("A", (0.0, -3.5), 40.0, 1), busy("B", (0.0, 3.5), 40.0, 2)
    others = [
        Actor("umpire", standing((3.9, 0.0)), GREY, 1.75, sitting=True),
        Actor("coach", standing((0.5, -8.6)), one.kit, 1.8),
        Actor("onlooker", standing((-4.0, 3.0)), two.kit, 1.8),
        *(Actor(f"judge-{x}-{y}", standing((x, y)), GREY, 1.7, sitting=True) for x in (-3.2, 3.2) for y in (9.0,)),
    ]
    outcome = assess(seen_of(camera, one, two, *others))
    assert_kept_apart(outcome, players=2)
    assert outcome.false == 0


@CAMERAS
def test_matches_on_the_courts_beside_are_others(camera: CourtCamera) -> None:
    one, two = busy("A", (0.0, -3.5), 40.0, 1), busy("B", (0.0, 3.5), 40.0, 2)
    # Courts that lie side by side with a metre between them.
    places = [(x, y) for x in (-7.1, 7.1) for y in (-3.5, 3.5)]
    others = [busy(f"beside-{x}-{y}", (x, y), 40.0, 3 + number) for number, (x, y) in enumerate(places)]
    outcome = assess(seen_of(camera, one, two, *others))
    assert_kept_apart(outcome, players=2)
    assert outcome.false == 0


@CAMERAS
def test_training_alone(camera: CourtCamera) -> None:
    outcome = assess(seen_of(camera, busy("A", (0.0, -3.5), 40.0, 1)))
    assert_kept_apart(outcome, players=1)
    assert outcome.chosen.notes == [ResultNote.one_player]


def test_who_stands_still_on_the_court_plays_too() -> None:
    still = replace(busy("A", (0.0, 3.0), 1.0, 1), way=standing((0.5, 3.0)))
    assert_kept_apart(assess(seen_of(BROADCAST, still)), players=1)


def test_two_against_one() -> None:
    actors = [busy("A", (-1.5, -3.5), 40.0, 1), busy("B", (0.0, 3.5), 40.0, 2), busy("C", (1.5, -4.0), 40.0, 3)]
    actors[2] = replace(actors[2], kit=((240, 215, 40), (30, 60, 140)))
    assert_kept_apart(assess(seen_of(BROADCAST, *actors)), players=3)


@CAMERAS
def test_of_a_crowd_the_likeliest_four_are_shown(camera: CourtCamera) -> None:
    rng = np.random.default_rng(3)
    places = [(float(rng.uniform(-1, 1)), (1 if number % 2 else -1) * 3.5) for number in range(12)]
    crowd = [busy("ABCDEFGHIJKL"[number], place, 30.0, number) for number, place in enumerate(places)]
    outcome = assess(seen_of(camera, *crowd, seconds=30.0))
    assert len(outcome.chosen.people) == 4
    assert outcome.chosen.notes == [ResultNote.crowded_court]


@pytest.mark.parametrize("fps", [10.0, 30.0, 60.0])
@pytest.mark.parametrize("seconds", [1.0, 4.0])
def test_short_clips_of_any_rate_have_players(fps: float, seconds: float) -> None:
    script = write_script(np.random.default_rng(6), seconds)
    assert_kept_apart(assess(observe(script, BROADCAST, fps, 6)), players=2)


def test_a_court_on_which_nobody_is_falls_back_on_movement() -> None:
    # A court that was put where none is.
    elsewhere = BROADCAST.moved(np.array([[1.0, 0, 3000], [0, 1, 0], [0, 0, 1]]))
    seen = replace(match(BROADCAST, 30.0, others=False), camera=elsewhere)
    assert len(assess(seen).chosen.people) == 2


def test_nobody_was_seen() -> None:
    chosen = choose_players([], Standing(BROADCAST), np.arange(10) / 25, [])
    assert (chosen.people, chosen.end_changes, chosen.notes) == ([], [], [])


def test_a_viewers_swap_holds_from_its_moment_on() -> None:
    seen = match(BROADCAST, 40.0)
    plain = assess(seen)
    swapped = assess(seen, swaps=[Swap(at=20.0, one=1, other=2)])
    numbers, frames = seen.tracklets, seen.rows["frame"]
    before, after = (
        plain.chosen.assignment.players_of(numbers, frames),
        swapped.chosen.assignment.players_of(numbers, frames),
    )
    late = seen.times[frames] >= 20.0
    assert np.array_equal(before[~late], after[~late])
    assert np.array_equal(np.array([0, 2, 1])[before[late]], after[late])
