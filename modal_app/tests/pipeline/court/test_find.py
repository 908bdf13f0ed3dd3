from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.find import as_camera, find_court, search_picture, seen_share
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.court.model import CORNERS, CROSSINGS, LINES, Line
from modal_app.pipeline.court.pinhole import Pinholes, from_camera, from_homographies
from modal_app.pipeline.court.ridges import WHITE
from modal_app.pipeline.court.search import plausible
from modal_app.testing.halls import render

Image = NDArray[np.uint8]
Floats = NDArray[np.float64]
Place = tuple[float, float, float]

PAINT, FLOOR = (235, 235, 235), (70, 110, 60)


def camera_at(position: Place, target: Place, focal: float, size: tuple[int, int]) -> Pinholes:
    """A camera at a place in metres that looks at another; focal length in widths of the picture."""
    forward = np.subtract(target, position) / np.linalg.norm(np.subtract(target, position))
    right = np.cross(forward, (0, 0, 1.0))
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(forward, right), forward])
    return Pinholes(size, np.array([focal * size[0]]), rotation[None], -(rotation @ position)[None], np.zeros(1))


def painted(camera: Pinholes, lines: Sequence[Line] = LINES) -> Image:
    """A bare floor with lines of 40 mm, seen by a camera."""
    width, height = camera.size
    picture: Image = np.full((height * 2, width * 2, 3), FLOOR, dtype=np.uint8)
    for line in lines:
        (x1, y1), (x2, y2) = line.start, line.end
        wide = (0.02, 0.0) if line.along else (0.0, 0.02)
        # In short pieces, those behind the camera left out.
        share = np.linspace(0, 1, 60)[:, None]
        middle = (1 - share) * (x1, y1) + share * (x2, y2)
        sides = [np.column_stack([middle + sign * np.array(wide), np.zeros(60)]) for sign in (-1, 1)]
        shown = [camera.project(side) for side in sides]
        for i in range(59):
            if min(depth[0, i : i + 2].min() for _, depth in shown) < 0.2:
                continue
            quad = np.array([shown[0][0][0, i], shown[0][0][0, i + 1], shown[1][0][0, i + 1], shown[1][0][0, i]])
            if np.abs(quad).max() < 8000:
                cv2.fillConvexPoly(picture, np.round((2 * quad - 0.5) * 16).astype(np.int32), PAINT, cv2.LINE_AA, 4)
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA).astype(np.float64)
    return np.clip(small + np.random.default_rng(0).normal(0, 4, small.shape), 0, 255).astype(np.uint8)


def errors(finding: CourtFinding, camera: Pinholes, *, half_turn: bool = False) -> Floats:
    """Distances of crossings in the picture from where a camera shows them, pixels."""
    assert finding.fit is not None
    floor = np.array(list(CROSSINGS.values()))
    truth, depth = camera.project(np.column_stack([-floor if half_turn else floor, np.zeros(len(floor))]))
    inside = (depth[0] > 0) & (truth[0] > 0).all(axis=1) & (truth[0] < camera.size).all(axis=1)
    off = finding.fit.camera.project_floor(floor[inside]) - truth[0][inside]
    return np.asarray(np.linalg.norm(off, axis=1))


@pytest.mark.parametrize(
    ("position", "target", "focal", "size"),
    [
        ((0.3, -17, 6), (0, -0.5, 0), 1.5, (1280, 720)),
        ((-6, -11, 5), (0.5, 0, 0), 0.9, (1920, 1080)),
        ((4.5, -9, 1.6), (-0.5, -1, 0.3), 0.8, (1280, 720)),
        ((0.5, -14, 3), (0, -2, 0), 1.1, (640, 360)),
        ((1.0, -11, 3), (0, -3, 0), 1.4, (720, 1280)),
    ],
    ids=["broadcast", "gallery", "low-corner", "360p", "portrait"],
)
def test_a_bare_court_is_found_from_anywhere(
    position: Place, target: Place, focal: float, size: tuple[int, int]
) -> None:
    camera = camera_at(position, target, focal, size)
    finding = find_court([painted(camera)])
    assert finding.status == CourtStatus.found
    assert errors(finding, camera).max() < 1.5
    assert finding.fit is not None
    assert finding.fit.error_px < 1


def test_from_beside_the_near_half_is_the_nearer_one() -> None:
    camera = camera_at((8.5, -2.5, 4.0), (0, -0.5, 0), 0.75, (1280, 720))
    finding = find_court([painted(camera)])
    assert errors(finding, camera).max() < 1.5


def test_exactly_beside_the_net_y_points_to_the_right() -> None:
    camera = camera_at((-9.0, 0.1, 4.0), (0, 0.1, 0), 0.75, (1280, 720))
    finding = find_court([painted(camera)])
    assert errors(finding, camera, half_turn=True).max() < 1.5
    assert finding.fit is not None
    shown = finding.fit.camera.project_floor(np.array([[0.0, -6.0], [0.0, 6.0]]))
    assert shown[1, 0] > shown[0, 0]


@pytest.mark.parametrize(("kind", "seed"), [("broadcast", 3), ("high-club", 4), ("low-corner", 5)])
def test_courts_in_drawn_halls_are_found(kind: str, seed: int) -> None:
    scene = render(kind, seed)
    finding = find_court([scene.background, scene.picture])
    assert finding.status == CourtStatus.found
    floor = np.array([CROSSINGS[name] for name in scene.visible])
    truth = np.array(list(scene.visible.values()))
    camera = finding.camera
    assert camera is not None
    off = [np.linalg.norm(camera.project_floor(turn * floor) - truth, axis=1).max() for turn in (1, -1)]
    assert min(off) < 3


@pytest.mark.parametrize(
    ("kind", "seed", "several"), [("broadcast", 15, True), ("high-club", 4, True), ("high-club", 0, False)]
)
def test_a_second_court_in_the_hall_is_told(kind: str, seed: int, several: bool) -> None:
    scene = render(kind, seed)
    assert any(seen_share(neighbour) > 0.5 for neighbour in scene.neighbours) == several
    finding = find_court([scene.background])
    assert finding.status == CourtStatus.found
    assert finding.several == several


@pytest.mark.parametrize("kind", ["close-up", "crowd", "empty-hall", "volleyball", "tennis"])
def test_no_court_is_found_where_there_is_none(kind: str) -> None:
    assert find_court([render(kind, 7).picture]).status != CourtStatus.found


@pytest.mark.parametrize("size", [(256, 144), (1280, 720), (90, 160)])
def test_plain_pictures_show_no_court(size: tuple[int, int]) -> None:
    for picture in (
        np.zeros((size[1], size[0], 3), np.uint8),
        np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8),
    ):
        finding = find_court([picture])
        assert finding.status == CourtStatus.none
        assert finding.fit is None


def test_a_court_with_an_end_missing_is_less_sure() -> None:
    camera = camera_at((0.3, -17, 6), (0, -0.5, 0), 1.5, (1280, 720))
    whole = search_picture(painted(camera), WHITE)
    half = search_picture(painted(camera, [line for line in LINES if "far" not in line.name]), WHITE)
    assert whole is not None
    assert half is None or half.confidence < whole.confidence


def test_a_camera_is_known_again_from_its_homography() -> None:
    camera = camera_at((-3, -12, 4), (0.5, -1, 0), 0.85, (1280, 720))
    again, off = from_homographies(camera.matrices()[:, :, [0, 1, 3]] * 3.0, camera.size)
    corners = np.column_stack([np.array(list(CORNERS.values())), np.zeros(4)])
    assert np.abs(again.project(corners)[0] - camera.project(corners)[0]).max() < 3
    assert off[0] < 0.05
    assert plausible(again)[0]


def test_a_camera_with_a_lens_is_known_again_from_its_fit() -> None:
    camera = replace(camera_at((-3, -12, 4), (0.5, -1, 0), 0.85, (1280, 720)), distortions=np.array([0.04]))
    again = from_camera(as_camera(camera))
    corners = np.column_stack([np.array(list(CORNERS.values())), np.zeros(4)])
    assert np.abs(again.project(corners)[0] - camera.project(corners)[0]).max() < 3


def test_cameras_in_the_floor_or_upside_down_are_not_plausible() -> None:
    upright = camera_at((0, -15, 5), (0, 0, 0), 1.0, (1280, 720))
    assert plausible(upright)[0]
    buried = camera_at((0, -15, 0.2), (0, 0, 0.1), 1.0, (1280, 720))
    assert not plausible(buried)[0]
    turned = Pinholes(
        upright.size,
        upright.focals,
        np.diag([-1.0, -1, 1]) @ upright.rotations,
        upright.translations * [-1, -1, 1],
        np.zeros(1),
    )
    assert not plausible(turned)[0]
