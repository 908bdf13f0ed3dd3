import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from modal_app.testing.match.cast import Costume
from modal_app.testing.match.clip import MatchClip, Take, write_clip
from modal_app.testing.match.script import Script, write_script

SIZE = (480, 270)
KIT = ((200, 30, 40), (30, 60, 140))


def clip(*, seconds: float = 1.0, doubles: bool = False, **options: object) -> MatchClip:
    script = write_script(np.random.default_rng(2), seconds, doubles=doubles)
    return MatchClip(script, Take("broadcast", 3, SIZE, Fraction(10), **options))  # type: ignore[arg-type]


def empty(one: MatchClip) -> MatchClip:
    return MatchClip(Script(one.script.seconds, (), ()), one.take)


def test_players_stand_where_the_truth_says() -> None:
    full = clip(doubles=True)
    frames, bare = list(full.frames()), next(empty(full).frames())
    assert len(frames) == len(full) == 10
    for frame in frames:
        assert set(frame.players) == {"A", "B", "C", "D"}
        for name, seen in frame.players.items():
            player = next(player for player in full.script.players if player.name == name)
            place = player.way.at(np.array([float(frame.time)]))[0]
            assert np.allclose(seen.place, place)
            assert seen.ground is not None
            assert np.allclose(seen.ground, full.view.camera.project_floor(place[None])[0])
            left, top, right, bottom = (round(value) for value in seen.box)
            changed = np.abs(frame.picture.astype(int) - bare.picture)[top:bottom, left:right].max(axis=2) > 40
            assert changed.mean() > 0.15


@pytest.mark.parametrize("motion", ["shake", "pan"])
def test_a_moving_camera_moves_the_picture_as_it_says(motion: str) -> None:
    one = empty(clip(seconds=3.0, motion=motion))
    assert one.take.motion == motion
    moving = list(one.frames())
    still = one.view.compose([], [], np.eye(3)).astype(float)
    farthest = max(moving, key=lambda frame: float(np.abs(frame.motion - np.eye(3)).sum()))
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    turn = np.linalg.inv(half) @ farthest.motion @ half
    warped = cv2.warpPerspective(still, turn, SIZE)
    middle = (slice(60, 210), slice(100, 380))
    with_motion = np.abs(warped - farthest.picture)[middle].mean()
    without = np.abs(still - farthest.picture)[middle].mean()
    assert with_motion < 0.7 * without


def test_a_close_up_shows_no_player_and_is_no_play() -> None:
    frames = list(clip(close_up=(0.3, 0.6)).frames())
    assert [frame.play for frame in frames] == [True] * 3 + [False] * 3 + [True] * 4
    assert all(not frame.players for frame in frames[3:6])


def test_the_files_agree_with_each_other(tmp_path: Path) -> None:
    one = clip(motion="shake", close_up=(0.3, 0.6))
    write_clip(tmp_path / "a.mp4", one)
    players, court, truth = (
        json.loads((tmp_path / f"a.{what}.json").read_text()) for what in ("players", "court", "truth")
    )
    assert list(players["frames"]) == ["0", "1", "2", "6", "7", "8", "9"]
    assert truth["play"].count(False) == 3
    near = players["frames"]["0"]["near"]
    assert near["id"] == "A"
    # The labelled pixel and the labelled place agree through the camera as it stood at that moment.
    motion = np.array(truth["motions"][0]).reshape(3, 3)
    shown = one.view.camera.moved(motion).project_floor(np.array([near["ground_world_m"]]))[0]
    assert np.allclose(shown - 0.5, near["ground"], atol=0.05)
    for crossing in court["intersections"].values():
        shown = one.view.camera.project_floor(np.array([crossing["world_m"]]))[0]
        assert np.allclose(shown - 0.5, crossing["px"], atol=0.01)
    path = np.array(truth["players"]["A"]["path"])
    assert truth["players"]["A"]["distance_m"] == pytest.approx(
        np.linalg.norm(np.diff(path, axis=0), axis=1).sum(), abs=0.02
    )


def test_a_costume_is_put_to_a_part_of_a_pixel_and_wears_its_kit() -> None:
    costume = Costume(0, KIT, flipped=False)
    centres = []
    for x in (50.0, 50.25, 50.5):
        patch = costume.shown(np.array([x, 90.0]), 80.0)
        weight = patch.opacity[..., 0]
        columns = patch.left + np.arange(weight.shape[1]) + 0.5
        centres.append(float((weight.sum(axis=0) * columns).sum() / weight.sum()))
    assert np.allclose(np.diff(centres), 0.25, atol=0.05)
    rows, columns = patch.opacity.shape[:2]
    shirt = patch.colour[round(0.4 * rows), round(0.35 * columns)]
    assert shirt[2] > shirt[0] + 50
    legs = patch.colour[round(0.72 * rows), round(0.2 * columns)]
    assert legs[0] > legs[2] + 30
