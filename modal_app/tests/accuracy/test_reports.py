import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from modal_app.accuracy.__main__ import main
from modal_app.accuracy.courts import CourtScore, Verdict
from modal_app.accuracy.files import FileScore
from modal_app.accuracy.movement import MotionScore
from modal_app.accuracy.players import PlayerScore
from modal_app.accuracy.rendered import SceneScore, labels_of, scene_table
from modal_app.accuracy.report import report
from modal_app.accuracy.scripted import _score
from modal_app.accuracy.tables import high, middle, share, table, text
from modal_app.testing.halls import render
from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.match.script import write_script
from modal_app.testing.paths import observe


def test_cells() -> None:
    assert [text(cell) for cell in (None, 3, 1.234, 345.6, float("inf"), "a")] == ["-", "3", "1.23", "346", "inf", "a"]
    assert share(1, 4) == "25.0% (1/4)"
    assert share(0, 0) is None
    assert middle([1.0, 5.0, 2.0]) == 2.0
    assert high([1.0, 2.0, float("inf")]) == float("inf")
    assert middle([]) is None
    assert table(["a", "b"], [["x", 1], ["long", 2.5]]) == ["a        b", "----------", "x        1", "long  2.50"]


def test_every_score_is_in_the_tables() -> None:
    court = CourtScore("found", 0.9, Verdict.right, 1.5, [1.0, 3.0], [2.0], [], "line centres", [0.5, 2.5])
    players = PlayerScore(10, 9, [0.8] * 20, [2.0], [0.1], [0.12], "labelled metres", {"A": [1], "B": [2, 1]})
    motion = MotionScore("A", 20.0, 41.0, 40.0, 4.1, 4.0, 0.2)
    lines = report(
        [
            FileScore("one.mp4", (1280, 720), 30.0, 20.0, court, players, [motion]),
            FileScore("two.png", (640, 360), court=CourtScore("found", 0.6, Verdict.wrong, 1.0, [30.0])),
        ]
    )
    shown = "\n".join(lines)
    for expected in ("one.mp4", "two.png", "50.0% (1/2)", "90.0% (9/10)", "41.00", "2.50", "line centres"):
        assert expected in shown


def test_rates_of_drawn_halls_are_by_kind() -> None:
    def scene(kind: str, verdict: Verdict) -> SceneScore:
        return SceneScore(kind, 1, (1280, 720), CourtScore("", 0.5, verdict, 1.0, [1.0]))

    lines = scene_table(
        [scene("broadcast", Verdict.right), scene("broadcast", Verdict.asked), scene("tennis", Verdict.wrong)]
    )
    (row,) = [line for line in lines if line.startswith("broadcast")]
    assert "50.0% (1/2)" in row
    (row,) = [line for line in lines if line.startswith("tennis")]
    assert "100.0% (1/1)" in row
    assert any(line.startswith("all without a court") for line in lines)


def test_labels_of_a_drawn_hall_are_its_truth() -> None:
    scene = render("low-corner", 3, (480, 270))
    labels = labels_of(scene)
    assert labels.there
    assert scene.camera is not None
    assert np.allclose(labels.crossing_pixels, scene.camera.project_floor(labels.crossing_floor))
    assert not labels_of(render("crowd", 3, (480, 270))).there


def test_a_scripted_match_is_scored() -> None:
    script = write_script(np.random.default_rng(5), 20.0)
    camera = Viewpoint((0.5, -15.0, 5.5), (0.0, -0.5, 0.0), 2.0).camera((1280, 720))
    score = _score("match", "singles", observe(script, camera, 25.0, 1))
    assert (score.expected, score.found) == (2, 2)
    assert score.right_rows <= score.rows
    assert score.stranger_rows <= score.strangers
    assert score.strangers > 0
    assert len(score.place_m) > 20
    assert {motion.name for motion in score.motion} == {"A", "B"}
    for motion in score.motion:
        player = next(player for player in script.players if player.name == motion.name)
        assert motion.true_distance == pytest.approx(player.way.distance_between(0, 20), rel=0.05)


def test_the_command_scores_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = render("broadcast", 1, (640, 360), with_people=False)
    assert scene.camera is not None
    cv2.imwrite(str(tmp_path / "hall.png"), scene.background)
    corners = {name: [x - 0.5, y - 0.5] for name, (x, y) in scene.camera.corners().items()}
    (tmp_path / "hall.court.json").write_text(json.dumps({"outer_corners_line_centre": corners}))
    monkeypatch.setattr("sys.argv", ["accuracy", "--media", str(tmp_path), "--json", str(tmp_path / "out.json")])
    assert main() == 0
    shown = capsys.readouterr().out
    assert "hall.png" in shown
    (score,) = json.loads((tmp_path / "out.json").read_text())["media"]
    assert score["court"]["convention"] == "line centres"
    assert len(score["court"]["clicks"]) > 0
