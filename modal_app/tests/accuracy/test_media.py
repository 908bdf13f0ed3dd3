import json
from pathlib import Path

import numpy as np
import pytest

from modal_app.accuracy.media import floor_of, labelled_files, read_court, read_labels, read_players
from modal_app.pipeline.court.model import CORNERS, CROSSINGS, HALF_WIDTH

CORNERS_AT = {"near-left": [10, 90], "near-right": [190, 90], "far-right": [150, 20], "far-left": [50, 20]}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("near_base x left_dbl", "near-base x left-doubles"),
        ("far-short x centre-far", "far-short x centre-far"),
        ("right_sgl x far_long", "far-long x right-singles"),
        ("Near_Baseline x Center_near", "near-base x centre-near"),
    ],
)
def test_crossings_are_known_by_several_names(name: str, known: str) -> None:
    assert floor_of(name) == CROSSINGS[known]


def test_an_unknown_crossing_is_left_out() -> None:
    court = read_court({"intersections": {"net x post": [1, 2], "near_base x left_dbl": [3, 4]}}, (100, 100))
    assert court.crossing_pixels.tolist() == [[3.5, 4.5]]


def test_labels_count_from_pixel_centres_and_are_scaled() -> None:
    court = read_court({"image_size": [200, 100], "outer_corners": CORNERS_AT}, (400, 200))
    assert court.there
    assert court.corner_pixels[0].tolist() == [21.0, 181.0]
    assert court.corner_floor.tolist() == [list(CORNERS[name]) for name in CORNERS]


def test_line_centres_are_preferred_and_edges_lie_outside() -> None:
    both = read_court({"outer_corners_outside_edge": CORNERS_AT, "outer_corners_line_centre": CORNERS_AT}, (200, 100))
    assert both.convention == "line centres"
    edge = read_court({"outer_corners_outside_edge": CORNERS_AT}, (200, 100))
    assert edge.convention == "outside edges"
    assert np.abs(edge.corner_floor[:, 0]).tolist() == [HALF_WIDTH] * 4


def test_an_absent_corner_is_no_corner() -> None:
    court = read_court({"outer_corners": {**CORNERS_AT, "far-left": None}}, (200, 100))
    assert len(court.corner_floor) == 3


def test_empty_corners_say_that_there_is_no_court() -> None:
    assert not read_court({"outer_corners": {}}, (200, 100)).there


def test_players_may_lack_everything_but_a_box() -> None:
    raw = {
        "frames": {
            "3": {
                "near": {"box": [1, 2, 3, 4], "ground": [2, 4], "ground_world_m": [0.5, -3]},
                "far-2": {"box": [5, 6, 7, 8], "ground": None},
                "far": {"box": None},
            }
        }
    }
    people = read_players(raw, (100, 100))[3]
    assert set(people) == {"near", "far-2"}
    assert people["near"].ground is not None
    assert people["near"].ground.tolist() == [2.5, 4.5]
    assert people["far-2"].ground is None
    assert people["far-2"].identity == "far-2"


def test_files_without_labels_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.png", "b.mp4", "c.jpg", "d.txt"):
        (tmp_path / name).touch()
    (tmp_path / "a.court.json").write_text(json.dumps({"image_size": [10, 10]}))
    (tmp_path / "b.players.json").write_text(json.dumps({"frames": {}}))
    (tmp_path / "d.court.json").write_text("{}")
    assert [path.name for path in labelled_files(tmp_path)] == ["a.png", "b.mp4"]
    assert read_labels(tmp_path / "a.png", (10, 10), (10, 10)).court is None
    assert read_labels(tmp_path / "b.mp4", (10, 10), (10, 10)).players == {}


def test_labels_without_a_size_are_for_the_file_and_scaled_to_the_analysis(tmp_path: Path) -> None:
    (tmp_path / "a.court.json").write_text(json.dumps({"outer_corners": CORNERS_AT}))
    (tmp_path / "a.players.json").write_text(json.dumps({"frames": {"0": {"near": {"box": [1, 1, 3, 3]}}}}))
    labels = read_labels(tmp_path / "a.mp4", (400, 200), (200, 100))
    assert labels.court is not None
    assert labels.court.corner_pixels[0].tolist() == [5.25, 45.25]
    assert labels.players is not None
    assert labels.players[0]["near"].box.tolist() == [0.75, 0.75, 1.75, 1.75]
