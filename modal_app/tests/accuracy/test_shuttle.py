import numpy as np
import pytest

from modal_app.accuracy.shuttle import ToldPoint, f1, score_shuttle, shuttle_table
from modal_app.accuracy.shuttle_labels import read_shuttle

SIZE = (1280, 720)


def test_labels_that_are_unsure_repeated_or_unknown_are_not_scored() -> None:
    raw = {
        "frames": {
            "1": {"visible": True, "x": 99.5, "y": 199.5, "confidence": "sure"},
            "2": {"visible": True, "x": 1, "y": 1, "confidence": "unsure"},
            "3": {"visible": True, "x": 1, "y": 1, "confidence": "sure", "duplicate_of": 2},
            "4": {"visible": False, "x": None, "y": None, "confidence": "sure"},
            "5": {"visible": None, "x": None, "y": None, "confidence": "none"},
        }
    }
    # Labels count from the centre of the first pixel, and are for a picture of half the size.
    assert read_shuttle(raw, np.array([2.0, 2.0])) == {1: (200.0, 400.0), 4: None}


def test_points_are_right_misplaced_or_false() -> None:
    labels = {1: (100.0, 100.0), 2: (200.0, 100.0), 3: (300.0, 100.0), 4: None, 5: None}
    told = {
        1: ToldPoint((103.0, 104.0), 0.9, seen=True),
        2: ToldPoint((205.1, 100.0), 0.9, seen=True),
        3: ToldPoint((300.0, 101.0), 0.6, seen=False),
        4: ToldPoint((10.0, 10.0), 0.9, seen=True),
        9: ToldPoint((0.0, 0.0), 0.9, seen=True),
    }
    score = score_shuttle(told, labels, SIZE)
    assert (score.visible, score.none) == (3, 2)
    assert (score.seen.told, score.seen.right, score.seen.misplaced, score.seen.false) == (3, 1, 1, 1)
    assert (score.all.told, score.all.right) == (4, 2)
    assert score.seen.errors == pytest.approx([5.0])


def test_distances_are_told_at_720_lines() -> None:
    score = score_shuttle({1: ToldPoint((107.0, 100.0), 0.9, seen=True)}, {1: (100.0, 100.0)}, (1920, 1080))
    assert score.seen.errors == pytest.approx([7 * 720 / 1080])


def test_precision_recall_and_f1_are_told_with_their_numbers() -> None:
    labels = {1: (100.0, 100.0), 2: (200.0, 100.0), 4: None}
    told = {1: ToldPoint((100.0, 100.0), 0.9, seen=True), 4: ToldPoint((1.0, 1.0), 0.9, seen=True)}
    lines = shuttle_table([("one", score_shuttle(told, labels, SIZE)), ("two", score_shuttle({}, labels, SIZE))])
    assert "50.0% (1/2)" in lines[3]
    assert "100.0% (1/1)" in lines[3]
    assert lines[-1].startswith("all 2")
    assert f1(1, 2, 2) == 0.5
    assert f1(0, 0, 0) is None
