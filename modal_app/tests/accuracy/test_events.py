"""Events are scored: what is right counts, what is not is counted out."""

from itertools import pairwise

import numpy as np
import pytest

from modal_app.accuracy.event_labels import FAR, NEAR, EventLabels, read_events, scripted_events
from modal_app.accuracy.event_tables import event_tables
from modal_app.accuracy.events import EventScore, f1, score_events
from modal_app.contract.models import Events
from modal_app.testing.rallies.script import write_rallies

FPS = 25.0
MATCH = write_rallies(np.random.default_rng(51), 3, others=False)
TRUTH = scripted_events(MATCH, FPS)
SECONDS = [frame / FPS for frame in range(int(MATCH.seconds * FPS))]


def half_of(player: int, _: int) -> int:
    return NEAR if player == 1 else FAR


def told(later: int = 0, **changed: object) -> Events:
    """Everything as it was, hits and rallies so many frames later."""
    hits = [
        {
            "time": hit.time, "frame": round(hit.time * FPS) + later, "confidence": 1.0, "support": "shuttle",
            "hitter": 1 if hit.hitter == "A" else 2, "hitterConfidence": 1.0, "stroke": hit.stroke,
            "strokeConfidence": 1.0, "hand": hit.hand, "edited": False,
            "flight": {"landed": False, "speed": {"low": 0.9 * speed, "high": 1.1 * speed}},
            **changed,
        }
        for hit in MATCH.hits
        for speed in [float(np.linalg.norm(hit.velocity))]
    ]  # fmt: skip
    rallies, first = [], 0
    for rally in MATCH.rallies:
        rallies.append(
            {
                "start": rally.start + later / FPS, "end": rally.end + later / FPS, "confidence": 1.0,
                "startUnseen": False, "endUnseen": False, "firstHit": first, "hits": len(rally.hits),
                "ending": rally.ending, "landing": rally.landing[:2].tolist(), "winner": rally.winner,
                "winnerConfidence": 1.0, "score": list(rally.score), "game": 1, "edited": False,
            }
        )  # fmt: skip
        first += len(rally.hits)
    return Events.model_validate(
        {"version": 1, "sides": [[1], [2]], "hits": hits, "rallies": rallies, "highlights": []}
    )


def scored(events: Events, truth: EventLabels = TRUTH) -> EventScore:
    return score_events(events, truth, SECONDS, half_of)


def test_the_truth_scores_full_marks() -> None:
    score = scored(told())
    assert score.hits_found == score.hits == score.hits_told == len(MATCH.hits)
    assert score.hitters_right == score.hitters == score.hits
    assert all(true == one for true, one in score.strokes)
    assert len(score.speeds) == score.hits
    assert score.rallies_found == score.rallies == 3
    assert score.winners_right == score.winners == 3
    assert score.scores_right == score.scores_told == 3
    assert max(score.landings) < 0.01
    assert f1(score.hits_found, score.hits_told, score.hits) == 1.0


def test_hits_count_up_to_two_frames_away_and_rallies_up_to_half_a_second() -> None:
    assert scored(told(2)).hits_found == len(MATCH.hits)
    gaps = [after.time - before.time for before, after in pairwise(MATCH.hits)]
    assert min(gaps) * FPS > 6
    assert scored(told(3)).hits_found == 0
    assert scored(told(12)).rallies_found == 3
    assert scored(told(40)).rallies_found == 0


def test_one_hit_is_not_found_twice() -> None:
    events = told()
    doubled = events.model_copy(update={"hits": [hit for hit in events.hits for _ in range(2)]})
    score = scored(doubled)
    assert score.hits_found == score.hits
    assert score.hits_told == 2 * score.hits
    assert f1(score.hits_found, score.hits_told, score.hits) == pytest.approx(2 / 3)


def test_wrong_hitters_and_strokes_are_seen() -> None:
    score = scored(told(hitter=2, stroke="unknown"))
    of_b = sum(hit.hitter == "B" for hit in MATCH.hits)
    assert score.hitters_right == of_b < score.hitters
    assert not any(true == one for true, one in score.strokes)


def test_sides_may_be_told_in_any_order() -> None:
    events = told()
    turned = events.model_copy(
        update={
            "sides": events.sides[::-1],
            "rallies": [
                rally.model_copy(update={"winner": 1 - (rally.winner or 0), "score": (rally.score or (0, 0))[::-1]})
                for rally in events.rallies
            ],
        }
    )
    score = scored(turned)
    assert score.winners_right == score.scores_right == 3


def test_what_lies_beyond_the_labels_does_not_count() -> None:
    raw = {
        "hits": [
            {"frame": 10, "hitter": "far", "stroke": "serve"},
            {"frame": 20, "hitter": "near", "stroke": "net shot"},
        ],
        "rallies": [{"start_frame": 10, "end_frame": None}],
    }
    labels = read_events(raw, labelled_until=30)
    assert labels.last_frame == 30
    assert labels.hits[0].strokes == ("serve-short", "serve-long")
    assert labels.hits[1].strokes == ("net-shot",)
    assert (labels.hits[0].half, labels.hits[1].half) == (FAR, NEAR)
    score = scored(told(), labels)
    assert score.hits_told == sum(round(hit.time * FPS) <= 30 for hit in MATCH.hits)


def test_tables_hold_every_figure() -> None:
    shown = "\n".join(event_tables([("one", scored(told())), ("two", scored(told(3)))]))
    count = len(MATCH.hits)
    assert f"{count}/{2 * count}" in shown
    assert "serve" in shown
    assert "all 2" in shown
