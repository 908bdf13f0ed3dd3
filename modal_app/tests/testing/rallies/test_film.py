"""Filmed rallies show the shuttle where it is said to be, and their labels are those of the format."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np

from modal_app.accuracy.media import labelled_files, read_labels
from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.match.clip import Take
from modal_app.testing.rallies.__main__ import write_clip
from modal_app.testing.rallies.film import RallyClip
from modal_app.testing.rallies.paint import draw_shuttle, streak_middle
from modal_app.testing.rallies.script import write_rallies

SIZE = (480, 270)
CAMERA = Viewpoint((0.0, -14.0, 5.0), (0.0, 0.0, 1.0), 1.6).camera((1280, 720))
MATCH = write_rallies(np.random.default_rng(41), 1, lengths=[3], others=False)


def streak(velocity: tuple[float, float, float], exposure: float) -> np.ndarray:
    times = np.linspace(-0.5, 0.5, 5)[:, None] * exposure
    return np.asarray(np.array([0.5, 1.0, 2.0]) + times * np.array(velocity))


def test_a_streak_lies_where_the_shuttle_went_while_the_shutter_was_open() -> None:
    for velocity, exposure in (((0.0, 0.5, -1.0), 1 / 120), ((30.0, 5.0, -20.0), 1 / 60)):
        places = streak(velocity, exposure)
        ahead = np.tile(np.array(velocity) / np.linalg.norm(velocity), (5, 1))
        patch = draw_shuttle(CAMERA, places, ahead)
        assert patch is not None
        weight = patch.opacity[..., 0]
        rows, columns = np.indices(weight.shape)
        centre = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum() + 0.5
        middle = streak_middle(CAMERA, places)
        # The skirt is wider than the cork: the weight lies behind the middle, by less than a shuttle's length.
        assert np.linalg.norm(centre + np.array([patch.left, patch.top]) - middle) < 2.0
        assert np.linalg.norm(middle - CAMERA.project(places[2:3])[0]) < 1.0


def test_a_longer_exposure_draws_a_longer_and_fainter_streak() -> None:
    velocity = (40.0, 0.0, 0.0)
    ahead = np.tile([1.0, 0.0, 0.0], (5, 1))
    patches = [draw_shuttle(CAMERA, streak(velocity, exposure), ahead) for exposure in (1 / 500, 1 / 60)]
    short, long = patches
    assert short is not None
    assert long is not None
    assert long.opacity.shape[1] > 2 * short.opacity.shape[1]
    assert long.opacity.max() < 0.6 * short.opacity.max()
    # It is as much light in all.
    assert abs(long.opacity.sum() / short.opacity.sum() - 1) < 0.1


def test_a_shuttle_is_as_wide_as_the_laws_say() -> None:
    patch = draw_shuttle(CAMERA, streak((0.0, 0.0, -1e-3), 1 / 500), np.tile([0.0, 0.0, -1.0], (5, 1)))
    assert patch is not None
    metre = float(np.linalg.norm(np.diff(CAMERA.project(np.array([[0.0, 1.0, 2.0], [1.0, 1.0, 2.0]])), axis=0)))
    widest = patch.opacity[..., 0].sum(axis=1).max() / metre
    assert 0.055 < widest < 0.075


def test_labels_can_be_read_and_agree_with_the_script(tmp_path: Path) -> None:
    clip = RallyClip(MATCH, Take("broadcast", 3, SIZE, Fraction(12)))
    path = tmp_path / "a.mp4"
    write_clip(path, clip)
    assert labelled_files(tmp_path) == [path]
    labels = read_labels(path, SIZE, SIZE)
    assert labels.court is not None
    assert labels.players is not None
    assert len(labels.players) == len(clip)
    assert labels.events is not None
    assert [hit.frame for hit in labels.events.hits] == [round(hit.time * 12) for hit in MATCH.hits]
    assert [hit.strokes for hit in labels.events.hits] == [(hit.stroke,) for hit in MATCH.hits]
    (rally,) = labels.events.rallies
    assert rally.start == labels.events.hits[0].frame
    assert rally.ending == MATCH.rallies[0].ending
    assert rally.landing is not None
    assert np.allclose(rally.landing, MATCH.rallies[0].landing[:2], atol=1e-3)
    shuttle = json.loads((tmp_path / "a.shuttle.json").read_text())
    assert shuttle["image_size"] == list(SIZE)
    assert len(shuttle["frames"]) == len(clip)
    sure = [label for label in shuttle["frames"].values() if label["confidence"] == "sure" and label["visible"]]
    assert sure
    assert all(0 <= label["x"] <= SIZE[0] and 0 <= label["y"] <= SIZE[1] for label in sure)
    truth = json.loads((tmp_path / "a.truth.json").read_text())
    assert [hit["player"] for hit in truth["events"]["hits"]] == [hit.hitter for hit in MATCH.hits]


def test_the_picture_shows_the_shuttle_at_its_label() -> None:
    clip = RallyClip(MATCH, Take("broadcast", 3, (960, 540), Fraction(12)), exposure=1 / 500)
    brighter = []
    for seen in clip.frames():
        if (
            seen.shuttle.at is None
            or not (seen.shuttle.visible and seen.shuttle.clear)
            or seen.shuttle.state != "flight"
        ):
            continue
        x, y = (int(value) for value in seen.shuttle.at)
        if not (12 < x < 948 and 12 < y < 528):
            continue
        grey = seen.frame.picture.mean(axis=2)
        around = np.median(grey[y - 9 : y + 10, x - 9 : x + 10])
        brighter.append(grey[y - 1 : y + 2, x - 1 : x + 2].mean() - around)
    assert len(brighter) > 5
    assert np.median(brighter) > 10
