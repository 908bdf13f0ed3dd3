"""Contacts against the hits of scripted rallies, and what must not become one."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from modal_app.pipeline.events.contacts import Contact, find_contacts
from modal_app.pipeline.events.poses import read_poses
from modal_app.pipeline.metrics.measure import Measured, measure
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.rallies.quality import GOOD, MEDIOCRE
from modal_app.testing.rallies.script import write_rallies
from modal_app.testing.rallies.seen import SeenMatch, observe

SIZE = (1280, 720)
VIEWPOINTS = {
    "broadcast": Viewpoint((0.3, -22, 7.5), (0, -0.3, 1.2), 2.0),
    "balcony": Viewpoint((-1.5, -15, 6.5), (0, -0.5, 1.4), 0.95, distortion=-0.02),
}
SEEDS = {False: 4100, True: 4200}


@dataclass(frozen=True)
class Played:
    seen: SeenMatch
    measured: Measured


@cache
def played(view: str, fps: float, *, doubles: bool = False, mediocre: bool = False) -> Played:
    """Three rallies."""
    seed = SEEDS[doubles]
    match = write_rallies(np.random.default_rng(seed), 3, doubles=doubles, others=False, lengths=[9, 7, 9])
    quality = MEDIOCRE if mediocre else GOOD
    seen = observe(match, VIEWPOINTS[view].camera(SIZE), fps, seed + 1, quality)
    people = measure(seen.rows, seen.timeline, seen.times.seconds, seen.times.repeated, len(match.people))
    return Played(seen, people)


def told(match: Played, track: ShuttleTrack | None = None, *, court: bool = True) -> list[Contact]:
    seen = match.seen
    seconds = seen.times.seconds
    return find_contacts(
        seen.track if track is None else track,
        read_poses(seen.rows, seconds),
        seconds,
        SIZE,
        seen.timeline if court else None,
        match.measured if court else Measured({}, {}, None),
    )


def score(match: Played, contacts: list[Contact], fps: float) -> tuple[float, float]:
    """F1 within two frames in the rallies, and how many of the hitters are right."""
    hits = list(match.seen.match.hits)
    spans = [(rally.start - 0.2, rally.end + 0.2) for rally in match.seen.match.rallies]
    said = [one for one in contacts if any(start <= one.time <= end for start, end in spans)]
    right = 0
    found = 0
    for contact in said:
        near = [hit for hit in hits if abs(hit.time - contact.time) <= 2.5 / fps]
        if near:
            hits.remove(near[0])
            found += 1
            right += match.seen.ids[near[0].hitter] == contact.player
    return 2 * found / (len(said) + len(match.seen.match.hits)), right / max(1, found)


@pytest.mark.parametrize("fps", [24.0, 60.0])
@pytest.mark.parametrize("view", VIEWPOINTS)
def test_hits_are_found_and_their_hitters_known(view: str, fps: float) -> None:
    f1, hitters = score(played(view, fps), told(played(view, fps)), fps)
    assert f1 >= 0.9
    assert hitters >= 0.95


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_partners_are_told_apart(view: str) -> None:
    match = played(view, 30.0, doubles=True)
    f1, hitters = score(match, told(match), 30.0)
    assert f1 >= 0.85
    assert hitters >= 0.9


def test_a_mediocre_track_costs_some() -> None:
    match = played("balcony", 30.0, mediocre=True)
    f1, hitters = score(match, told(match), 30.0)
    assert f1 >= 0.75
    assert hitters >= 0.9


def test_without_a_court_hits_are_found_still() -> None:
    match = played("broadcast", 30.0)
    f1, hitters = score(match, told(match, court=False), 30.0)
    assert f1 >= 0.85
    assert hitters >= 0.95


def test_contacts_say_how_sure_they_are() -> None:
    match = played("balcony", 30.0)
    hits = match.seen.match.hits
    contacts = told(match)
    right = [one.confidence for one in contacts if min(abs(hit.time - one.time) for hit in hits) <= 2.5 / 30]
    assert np.median(right) > 0.9
    assert all(0 <= one.confidence <= 1 and 0 <= one.player_confidence <= 1 for one in contacts)
    late = [min(abs(hit.time - one.time) for hit in hits) / one.time_error for one in contacts if one.supported]
    assert np.median([error for error in late if error < 10]) < 1.0


def test_a_hit_in_a_short_gap_of_the_track_is_found() -> None:
    match = played("balcony", 30.0)
    seconds, hits = match.seen.times.seconds, match.seen.match.hits
    right = 0
    for number in range(2, 7):
        away = np.abs(seconds[match.seen.track.frame] - hits[number].time) < 0.2
        near = [one for one in told(match, _only(match.seen.track, ~away)) if abs(one.time - hits[number].time) < 0.15]
        right += [one.player for one in near] == [match.seen.ids[hits[number].hitter]]
    assert right >= 4


def test_a_hit_that_no_shuttle_shows_is_told_by_the_arm_and_marked() -> None:
    match = played("balcony", 30.0)
    seconds, hits = match.seen.times.seconds, match.seen.match.hits
    marked = 0
    for number in range(2, 6):
        # All that was seen of the shuttle between two hits of one player is gone.
        before, after = hits[number - 1].time, hits[number + 1].time
        times = seconds[match.seen.track.frame]
        contacts = told(match, _only(match.seen.track, (times < before + 0.1) | (times > after - 0.1)))
        unseen = [one for one in contacts if before + 0.3 < one.time < after - 0.3]
        assert not any(one.supported for one in unseen)
        assert all(one.player == match.seen.ids[hits[number].hitter] for one in unseen)
        marked += len(unseen)
    assert marked >= 1


def test_swings_without_any_shuttle_are_no_hits() -> None:
    match = played("balcony", 30.0)
    assert told(match, ShuttleTrack.empty()) == []


def test_a_shuttle_that_hops_on_the_floor_was_not_hit() -> None:
    match = played("broadcast", 30.0)
    for rally in match.seen.match.rallies:
        landed = [one for one in told(match) if rally.end + 0.05 < one.time < rally.end + 0.6]
        assert landed == []


def test_turns_are_seen_even_where_the_track_tells_one_flight() -> None:
    match = played("balcony", 30.0)
    numbered = told(match)
    one_flight = replace(match.seen.track, flight=np.zeros(len(match.seen.track), dtype=np.int32))
    f1, hitters = score(match, told(match, one_flight), 30.0)
    assert len(numbered) > 0
    assert f1 >= 0.8
    assert hitters >= 0.9


def _only(track: ShuttleTrack, kept: np.ndarray) -> ShuttleTrack:
    return ShuttleTrack(
        track.frame[kept], track.places[kept], track.confidence[kept], track.seen[kept], track.flight[kept]
    )
