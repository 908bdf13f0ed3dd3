import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import BASELINE, CORNERS, LINES, LONG_SERVICE
from modal_app.pipeline.court.profiles import measure, place_stations
from modal_app.pipeline.court.refine import refine, refine_around, refine_near, refine_with_support
from modal_app.testing.halls import render
from modal_app.tests.pipeline.court.views import displaced, errors, spread_crossings, truth, visible

CLIP = Path(__file__).parents[5] / "shared" / "media" / "broadcast-singles.mp4"


def rough(camera: CourtCamera, distance: float, seed: int) -> CourtCamera:
    """A homography through four crossings that are off by a distance in pixels."""
    floor, shown = spread_crossings(camera)
    homography, _ = cv2.findHomography(floor, displaced(shown, distance, seed))
    return CourtCamera(camera.size, homography * np.sign((homography @ (*floor[0], 1.0))[2]))


@pytest.mark.parametrize(
    ("kind", "seed", "size"),
    [
        ("broadcast", 1, (1280, 720)),
        ("broadcast", 2, (640, 360)),
        ("high-club", 4, (1920, 1080)),
        ("low-corner", 3, (1280, 720)),
    ],
)
def test_a_rough_guess_ends_on_the_lines(kind: str, seed: int, size: tuple[int, int]) -> None:
    scene = render(kind, seed, size)
    unit = min(size) / 720
    fit = refine(scene.picture, rough(truth(scene), 12 * unit, seed))
    assert fit is not None
    assert np.sqrt(np.mean(errors(fit.camera, scene) ** 2)) < 0.8 * max(unit, 1)
    assert errors(fit.camera, scene).max() < 3 * max(unit, 1)
    assert fit.error_px < 1.0 * max(unit, 1)


def test_a_line_is_not_taken_for_its_neighbour() -> None:
    scene = render("broadcast", 3)
    camera = truth(scene)
    # A guess that has the side lines of the doubles court half-way to those of the singles court.
    floor, shown = spread_crossings(camera)
    middle = shown.mean(axis=0)
    inward = shown + 12 * (middle - shown) / np.linalg.norm(middle - shown, axis=1, keepdims=True)
    homography, _ = cv2.findHomography(floor, inward)
    guess = CourtCamera(camera.size, homography * np.sign((homography @ (*floor[0], 1.0))[2]))
    fit = refine(scene.picture, guess)
    assert fit is not None
    assert errors(fit.camera, scene).max() < 1.5


def test_a_guess_that_took_lines_for_their_neighbours_is_put_right() -> None:
    """The far baseline is taken for the long service line before it: the picture shows lines there, but not all."""
    scene = render("broadcast", 3)
    camera = truth(scene)
    floor = np.array(list(CORNERS.values()))
    astray = floor * np.where(floor[:, 1:] > 0, (1.0, LONG_SERVICE / BASELINE), 1.0)
    homography, _ = cv2.findHomography(floor, camera.project_floor(astray))
    guess = CourtCamera(camera.size, homography * np.sign((homography @ (*floor[0], 1.0))[2]))
    near = refine_near(scene.picture, guess, ("grey",))
    assert near is None or errors(near.fit.camera, scene).max() > 5
    around = refine_around(scene.picture, guess, ("grey",))
    assert around is not None
    assert near is None or around.share > near.share
    assert errors(around.fit.camera, scene).max() < 1.5


def test_the_lens_is_told_from_the_bent_lines() -> None:
    scene = render("broadcast", 1)
    bent = truth(scene).distortion
    fit = refine(scene.picture, rough(truth(scene), 6, 1))
    assert fit is not None
    assert fit.camera.distortion == pytest.approx(bent, abs=0.01)


def test_a_picture_without_a_court_supports_none() -> None:
    guess = rough(truth(render("broadcast", 1)), 6, 1)
    assert refine(np.full((720, 1280, 3), 90, np.uint8), guess) is None
    noise = np.random.default_rng(0).normal(110, 25, (720, 1280, 3))
    assert refine(np.clip(noise, 0, 255).astype(np.uint8), guess) is None


def test_a_guess_for_another_size_is_refused() -> None:
    guess = rough(truth(render("broadcast", 1)), 6, 1)
    with pytest.raises(ValueError, match="1280"):
        refine(np.zeros((360, 640, 3), np.uint8), guess)


def test_support_says_which_lines_are_covered() -> None:
    scene = render("broadcast", 1, with_people=False)
    camera = truth(scene)
    whole = refine_with_support(scene.picture, rough(camera, 5, 1))
    # Somebody's towel over the near baseline.
    covered = scene.picture.copy()
    ends = camera.project_floor(np.array([[-3.2, -6.68], [3.2, -6.68]])).astype(np.int32)
    cv2.polylines(covered, [ends], isClosed=False, color=(30, 30, 30), thickness=25)
    part = refine_with_support(covered, rough(camera, 5, 1))
    assert whole is not None
    assert part is not None
    shares = [{line.name: line.share for line in one.lines}["near-base"] for one in (whole, part)]
    assert shares[0] > 0.8
    assert shares[1] < 0.2
    assert part.share < whole.share
    assert errors(part.fit.camera, scene).max() < 3


def test_stations_lie_on_visible_lines_away_from_crossings() -> None:
    camera = truth(render("low-corner", 3))
    stations = place_stations(camera, 8.0)
    assert len(stations) > 50
    for index, floor in zip(stations.line, stations.floor, strict=True):
        line = LINES[index]
        assert floor[0 if line.along else 1] == pytest.approx(line.offset)
    assert np.linalg.norm(camera.project_floor(stations.floor) - stations.pixels, axis=1).max() < 1e-6
    _, crossings = visible(camera)
    apart = np.linalg.norm(stations.pixels[:, None] - crossings, axis=-1)
    assert apart.min() > 3


@pytest.mark.parametrize("shift", [-2.3, 0.0, 0.4, 3.1])
def test_a_moved_line_measures_its_shift(shift: float) -> None:
    # A camera straight above: 100 pixels a metre, lines 4 pixels wide.
    camera = CourtCamera((1000, 1600), np.array([[100.0, 0, 500], [0, -100.0, 800], [0, 0, 1.0]]))
    stations = place_stations(camera, 20.0)
    big = np.zeros((1600 * 4, 1000 * 4), np.float32)
    for line in LINES:
        low, high = sorted([line.start, line.end])
        corners = camera.project_floor(np.array([low, high])) * 4
        (x1, x2), (y1, y2) = np.sort(corners[:, 0]), np.sort(corners[:, 1])
        rows = slice(round(y1) - 8, round(y2) + 8)
        big[rows, round(x1) - 8 : round(x2) + 8] = 100
    channel = cv2.warpAffine(
        cv2.resize(big, (1000, 1600), interpolation=cv2.INTER_AREA),
        np.array([[1, 0, shift], [0, 1, 0.0]]),
        (1000, 1600),
        flags=cv2.INTER_CUBIC,
    )
    measured = measure(np.asarray(channel, dtype=np.float32), stations, 5.0, 0.7)
    along = np.array([line.along for line in LINES])[stations.line]
    signed = measured.shifts * stations.normals[:, 0]
    assert np.median(np.abs(signed[along] - shift)) < 0.05
    assert np.median(np.abs(measured.shifts[~along])) < 0.05
    assert np.median(measured.contrasts) == pytest.approx(100, rel=0.15)


@pytest.mark.skipif(not CLIP.exists(), reason="needs ../shared/media/broadcast-singles.mp4")
@pytest.mark.parametrize("frame", [0, 200])
def test_the_lines_of_a_real_hall_are_met(frame: int) -> None:
    labels = json.loads(CLIP.with_suffix(".court.json").read_text())
    video = cv2.VideoCapture(str(CLIP))
    video.set(cv2.CAP_PROP_POS_FRAMES, frame)
    picture = np.asarray(video.read()[1], dtype=np.uint8)
    corners = labels["outer_corners_line_centre"]
    names = {
        "near-left": (-3.03, -6.68),
        "near-right": (3.03, -6.68),
        "far-right": (3.03, 6.68),
        "far-left": (-3.03, 6.68),
    }
    # Labels count from pixel centres.
    placed = displaced(np.array([corners[name] for name in names]) + 0.5, 13.0, frame)
    homography, _ = cv2.findHomography(np.array(list(names.values())), placed)
    fit = refine(picture, CourtCamera((1280, 720), np.asarray(homography, dtype=np.float64)))
    assert fit is not None
    floor = np.array([one["world_m"] for one in labels["intersections"].values()])
    pixels = np.array([one["px"] for one in labels["intersections"].values()]) + 0.5
    apart = np.linalg.norm(fit.camera.project_floor(floor) - pixels, axis=1)
    assert np.sqrt(np.mean(apart**2)) < 0.5
    assert apart.max() < 1.0
    net = labels["net"]["tape_top_centre"]
    assert fit.camera.project(np.array([[0.0, 0.0, 1.524]]))[0] == pytest.approx(np.array(net) + 0.5, abs=2.0)
