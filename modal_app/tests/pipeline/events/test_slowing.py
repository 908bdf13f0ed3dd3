"""A shuttle is told from a ball by how it slows down, whatever the picture does to both."""

from dataclasses import replace

import numpy as np
import pytest

from modal_app.contract.models import Edits, ResultNote
from modal_app.pipeline.events.read import read_match
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.slowing import slows_like_a_shuttle
from modal_app.pipeline.flight.drag import simulate
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.testing.halls import viewpoints
from modal_app.tests.pipeline.events.stage import RATE, SIZE, Match

# Terminal speeds, m/s: of a shuttle, and of a tennis ball, which carries its weight at some 22 m/s.
SHUTTLE, BALL = 6.8, 22.0


def exchange(kind: str, terminal: float, speed: float) -> Scene:
    """Strokes to and fro over half of the court's length, as a camera shows them."""
    camera = viewpoints.choose(np.random.default_rng(4), kind, SIZE).camera(SIZE)
    rng = np.random.default_rng(5)
    scene = Match().wait(30).scene()
    frames, places, flights = [], [], []
    for number in range(20):
        side = 1.0 if number % 2 else -1.0
        begin = np.array([rng.uniform(-2, 2), side * 5.5, 1.8])
        velocity = speed * np.array([rng.uniform(-0.1, 0.1), -side, rng.uniform(0.1, 0.3)])
        times = np.arange(0.0, 1.0, 1 / RATE)
        way = simulate(begin, velocity, times, terminal)
        # Until the other player hits it.
        way = way[(way[:, 1] * side > -5.5) & (way[:, 2] > 0)]
        frames += [number * 30 + step for step in range(len(way))]
        places += [*(camera.project(way) + rng.normal(0, 1, (len(way), 2)))]
        flights += [number] * len(way)
    known = np.ones(len(frames))
    track = ShuttleTrack(np.array(frames, np.int64), np.array(places), known, known > 0, np.array(flights, np.int32))
    return replace(scene, track=track)


@pytest.mark.parametrize("kind", ["broadcast", "high-club", "low-corner"])
def test_a_shuttle_and_a_ball(kind: str) -> None:
    assert slows_like_a_shuttle(exchange(kind, SHUTTLE, 50.0))
    assert not slows_like_a_shuttle(exchange(kind, BALL, 25.0))


def test_too_little_to_tell_is_no_shuttle() -> None:
    assert not slows_like_a_shuttle(Match().wait(5).scene())


def test_without_a_court_a_ball_makes_no_rallies() -> None:
    told = read_match(exchange("broadcast", BALL, 25.0), [], Edits(calibrations=[], swaps=[], hits=[], rallies=[]))
    assert told.events.rallies == []
    assert ResultNote.no_rallies in told.notes
