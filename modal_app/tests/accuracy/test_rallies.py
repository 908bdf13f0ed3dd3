"""Scripted rallies go through the reading of the match, and their scores into tables."""

import numpy as np
import pytest

from modal_app.accuracy.event_tables import rally_script_table
from modal_app.accuracy.events import f1
from modal_app.accuracy.outcome import FrameResult, Outcome
from modal_app.accuracy.rallies import RallyScriptScore, score_seen
from modal_app.contract.models import Events, Results
from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.rallies.quality import PERFECT
from modal_app.testing.rallies.script import write_rallies
from modal_app.testing.rallies.seen import observe

CAMERA = Viewpoint((0.3, -20.0, 7.0), (0.0, -0.3, 1.2), 1.8).camera((1280, 720))


def test_a_match_that_is_seen_perfectly_is_read_well() -> None:
    match = write_rallies(np.random.default_rng(61), 2, lengths=[6, 5], others=False)
    score = score_seen(observe(match, CAMERA, 30.0, 1, PERFECT), 30.0)
    assert score.hits == len(match.hits)
    assert score.rallies == 2
    found = f1(score.hits_found, score.hits_told, score.hits)
    assert found is not None
    assert found > 0.8
    assert score.hitters_right > 0.9 * score.hitters
    lines = rally_script_table([RallyScriptScore("one", "group", score)])
    assert any(line.startswith("one") for line in lines)
    assert any(line.startswith("group") for line in lines)


@pytest.mark.parametrize("known", [True, False])
def test_a_half_is_told_by_the_place_or_by_how_low_somebody_stands(known: bool) -> None:
    frame = FrameResult(0.0, CAMERA if known else None)
    frame.boxes = {1: np.array([0.0, 100.0, 50.0, 200.0]), 2: np.array([0.0, 300.0, 80.0, 600.0])}
    if known:
        frame.places = {1: np.array([0.0, 3.0]), 2: np.array([0.0, -3.0])}
    results = Results(
        duration=1.0, fps=4.0, total_frames=1, processed_frames=1, video_width=1280, video_height=720, time_base=(1, 4),
        has_audio=False, players=[], segments=[], notes=[], pose_model="none",
    )  # fmt: skip
    events = Events(version=1, sides=[], hits=[], rallies=[], highlights=[])
    outcome = Outcome((1280, 720), results, {0: frame}, events)
    assert outcome.half_of(1, 0) == 1
    assert outcome.half_of(2, 0) == -1
    # Nobody knows of a player who is never told.
    assert outcome.half_of(3, 0) is None
    # A moment later is as good, a long time later is not.
    assert outcome.half_of(1, 2) == 1
    assert outcome.half_of(1, 9) is None
