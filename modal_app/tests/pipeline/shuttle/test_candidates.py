from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.pipeline.shuttle.blobs import CANDIDATE, Candidates
from modal_app.pipeline.shuttle.candidates import CandidateFinder

Luma = NDArray[np.uint8]
SIZE = (1280, 720)


def hall(size: tuple[int, int], level: int = 90) -> Luma:
    """A wall with soft texture and some lines."""
    rng = np.random.default_rng(5)
    width, height = size
    texture = cv2.resize(rng.normal(0, 12, (9, 16)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    picture = np.clip(level + texture, 0, 255).astype(np.uint8)
    for at in (0.3, 0.6, 0.8):
        cv2.line(picture, (0, int(at * height)), (width, int((at - 0.1) * height)), 220, max(1, height // 240))
    return np.asarray(picture)


def streak(picture: Luma, middle: NDArray[np.float64], way: NDArray[np.float64], level: int) -> Luma:
    """The picture with a shuttle that moved so far, pixels, while the shutter was open. Edges are drawn to 1/16 px."""
    drawn = picture.copy()
    ends = [tuple(round(16 * value) for value in middle - 0.5 + sign * way / 2) for sign in (-1, 1)]
    cv2.line(drawn, ends[0], ends[1], level, max(1, round(6 * min(SIZE) / 720)), cv2.LINE_AA, 4)
    return np.asarray(drawn)


def find(folder: Path, pictures: list[Luma], fps: float, **options: object) -> Candidates:
    height, width = pictures[0].shape
    finder = CandidateFinder(folder / "candidates.bin", (width, height))
    motions = options.get("motions")
    cuts = options.get("cuts", ())
    assert isinstance(cuts, tuple)
    for number, picture in enumerate(pictures):
        motion = motions[number] if isinstance(motions, list) else None
        finder.add(number, number / fps, picture, cut=number in cuts, motion=motion)
    finder.close()
    rows: Candidates = np.fromfile(folder / "candidates.bin", CANDIDATE)
    return rows


def nearest(found: Candidates, number: int, place: NDArray[np.float64]) -> np.void:
    rows = found[found["frame"] == number]
    assert len(rows), number
    return rows[np.linalg.norm(rows["place"] - place, axis=1).argmin()]  # type: ignore[no-any-return]


@pytest.mark.parametrize("fps", [15.0, 25.0, 60.0])
def test_a_streak_is_found_with_its_place_length_and_direction(tmp_path: Path, fps: float) -> None:
    speed = np.array([500.0, 300.0])
    places = [np.array([200.0, 150.0]) + speed * number / fps for number in range(int(1.2 * fps))]
    pictures = [streak(hall(SIZE), place, speed / 60, 235) for place in places]
    found = find(tmp_path, pictures, fps)
    for number, place in enumerate(places):
        shuttle = nearest(found, number, place)
        # It crosses lines; at the ends of a shot there are pictures on one side only to compare with.
        inner = 4 <= number < len(places) - 4
        assert np.linalg.norm(shuttle["place"] - place) < (2.5 if inner else 4)
        assert shuttle["length"] > shuttle["width"]
        assert shuttle["angle"] == pytest.approx(np.arctan2(300, 500), abs=0.3)
        assert not shuttle["dark"]


def test_a_shuttle_before_a_white_wall_is_dark(tmp_path: Path) -> None:
    places = [np.array([200.0 + 12 * number, 300.0]) for number in range(30)]
    pictures = [streak(hall(SIZE, level=235), place, np.array([6.0, 0.0]), 190) for place in places]
    found = find(tmp_path, pictures, 25.0)
    for number in range(3, 27):
        shuttle = nearest(found, number, places[number])
        assert np.linalg.norm(shuttle["place"] - places[number]) < 1.5
        assert shuttle["dark"]


def test_noise_alone_hardly_makes_candidates(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    pictures = [np.clip(hall(SIZE) + rng.normal(0, 6, SIZE[::-1]), 0, 255).astype(np.uint8) for _ in range(12)]
    assert len(find(tmp_path, pictures, 25.0)) < 40 * len(pictures)


def test_a_moving_camera_shows_the_shuttle_and_hardly_anything_else(tmp_path: Path) -> None:
    pictures, motions, places, steady = [], [], [], []
    for number in range(40):
        moved = np.array([9 * np.sin(0.5 * number), 6 * np.sin(0.8 * number + 1)]) + 4.0 * number * np.array([1, 0])
        motion = np.array([[1, 0, moved[0]], [0, 1, moved[1]], [0, 0, 1.0]])
        still = np.array([300.0 + 8 * number, 200.0 + 5 * number])
        wide = hall((SIZE[0], SIZE[1]))
        shown = cv2.warpAffine(wide, motion[:2], SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        pictures.append(streak(np.asarray(shown), still + moved, np.array([4.0, 2.0]), 235))
        motions.append(motion)
        places.append(still + moved)
        steady.append(still)
    found = find(tmp_path, pictures, 25.0, motions=motions)
    for number in range(4, 36):
        shuttle = nearest(found, number, places[number])
        assert np.linalg.norm(shuttle["place"] - places[number]) < 2
        assert np.linalg.norm(shuttle["steady"] - steady[number]) < 2
    strong = found[found["contrast"] > 60]
    assert len(strong) < 4 * len(pictures)


def test_pictures_on_either_side_of_a_cut_are_not_compared(tmp_path: Path) -> None:
    one, other = hall(SIZE), np.ascontiguousarray(hall(SIZE)[::-1])
    assert len(find(tmp_path, [one] * 8 + [other] * 8, 25.0, cuts=(8,))) == 0


def test_no_more_pictures_are_held_the_longer_a_video_is(tmp_path: Path) -> None:
    finder = CandidateFinder(tmp_path / "candidates.bin", SIZE)
    picture = hall(SIZE)
    held = []
    for number in range(120):
        finder.add(number, number / 30, picture, cut=False)
        held.append(len(finder._held))
    finder.close()
    assert max(held) <= 40
    assert held[-1] <= 10
