"""Players reach the shuttle, swing at it, and hold it between rallies."""

import numpy as np
import pytest

from modal_app.testing.rallies.figure import figure, shuttle_at
from modal_app.testing.rallies.reach import ARM, TALL
from modal_app.testing.rallies.script import RallyMatch, write_rallies

MATCH = write_rallies(np.random.default_rng(21), 3, doubles=True)
LEFT_WRIST, RIGHT_WRIST = 9, 10


def racket_wrist(match: RallyMatch, name: str) -> int:
    person = next(person for person in match.people if person.name == name)
    return LEFT_WRIST if person.left_handed else RIGHT_WRIST


def test_the_racket_meets_the_shuttle_at_every_hit() -> None:
    for person in MATCH.people:
        own = [hit for hit in MATCH.hits if hit.hitter == person.name]
        if own:
            one = figure(MATCH, person, np.array([hit.time for hit in own]))
            off = np.linalg.norm(one.racket - np.array([hit.place for hit in own]), axis=1)
            assert off.max() < 0.15
            assert np.median(off) < 0.02


def test_a_wrist_is_fastest_at_the_contact_of_a_smash() -> None:
    seen = 0
    for seed in range(2):
        match = write_rallies(np.random.default_rng(seed), 2)
        for hit in match.hits:
            if hit.stroke != "smash":
                continue
            seen += 1
            person = next(person for person in match.people if person.name == hit.hitter)
            times = hit.time + np.arange(-0.3, 0.3, 0.005)
            wrist = figure(match, person, times).joints[:, racket_wrist(match, hit.hitter)]
            speed = np.linalg.norm(np.gradient(wrist, times, axis=0), axis=1)
            assert abs(times[np.argmax(speed)] - hit.time) < 0.03
            assert 5 < speed.max() < 12
    assert seen >= 2


def test_arms_keep_their_length() -> None:
    times = np.arange(0, MATCH.seconds, 0.1)
    for person in MATCH.people:
        joints = figure(MATCH, person, times).joints
        for shoulder, elbow, wrist in ((5, 7, 9), (6, 8, 10)):
            upper = np.linalg.norm(joints[:, elbow] - joints[:, shoulder], axis=1)
            fore = np.linalg.norm(joints[:, wrist] - joints[:, elbow], axis=1)
            assert upper + fore == pytest.approx(ARM * person.tall / TALL, rel=0.03)


def test_nothing_jumps() -> None:
    times = np.arange(0, MATCH.seconds, 1 / 120)
    figures = {person.name: figure(MATCH, person, times) for person in MATCH.people}
    for one in figures.values():
        step = np.linalg.norm(np.diff(one.joints, axis=0), axis=2)
        # Nothing of a body is faster than 25 m/s.
        assert step.max() < 25 / 120
    places, _ = shuttle_at(MATCH, figures, times)
    assert np.all(np.isfinite(places))
    # A smash makes 95 m/s; a hand gives the shuttle to another hand at arm's length.
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() < 1.0


def test_between_rallies_somebody_holds_the_shuttle() -> None:
    times = np.array([rally.start - 0.3 for rally in MATCH.rallies])
    figures = {person.name: figure(MATCH, person, times) for person in MATCH.people}
    places, flies = shuttle_at(MATCH, figures, times)
    assert not flies.any()
    for rally, place in zip(MATCH.rallies, places, strict=True):
        server = figures[rally.server].hand[MATCH.rallies.index(rally)]
        assert np.linalg.norm(place - server) < 1e-9
