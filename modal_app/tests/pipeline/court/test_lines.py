import cv2
import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from modal_app.pipeline.court.lines import find_lines
from modal_app.pipeline.court.ridges import COLOURED, WHITE, find_ridges

Image = NDArray[np.uint8]

SIZE = (640, 360)


def drawn(
    start: ArrayLike,
    end: ArrayLike,
    width: int = 3,
    colour: tuple[int, int, int] = (240, 240, 240),
    floor: tuple[int, int, int] = (90, 120, 70),
) -> Image:
    """A line between two places, pixels with the first one's centre at (0.5, 0.5), drawn eight times as fine."""
    fine: Image = np.full((SIZE[1] * 8, SIZE[0] * 8, 3), floor, dtype=np.uint8)
    first, last = (np.round(np.asarray(place) * 8 - 0.5).astype(int).tolist() for place in (start, end))
    cv2.line(fine, first, last, colour, width * 8)
    picture = cv2.resize(fine, SIZE, interpolation=cv2.INTER_AREA).astype(np.float64)
    return np.clip(picture + np.random.default_rng(1).normal(0, 3, picture.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("angle", range(0, 180, 15))
@pytest.mark.parametrize("width", [2, 4, 9])
def test_ridges_lie_on_the_line_in_any_direction(angle: int, width: int) -> None:
    along = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    middle = np.array([321.3, 178.8])
    ridges = find_ridges(drawn(middle - 150 * along, middle + 150 * along, width), WHITE)

    offset = ridges.points - middle
    across = offset @ np.array([-along[1], along[0]])
    on_line = np.abs(across) < 4
    # They are all there is, they cover it, and they are near its middle.
    assert on_line.mean() > 0.95
    assert len(np.unique(np.floor((offset @ along)[on_line] / 4))) > 65
    assert np.abs(np.median(across[on_line])) < (0.15 if width < 9 else 1.0)
    turn = np.mod(ridges.angles[on_line] - np.deg2rad(angle) + np.pi / 2, np.pi) - np.pi / 2
    assert np.percentile(np.abs(turn), 80) < np.deg2rad(6)


def test_an_edge_is_no_ridge() -> None:
    picture = np.full((360, 640, 3), 60, dtype=np.uint8)
    picture[:, 320:] = 180
    assert len(find_ridges(picture, WHITE)) == 0


def test_letters_and_dots_are_no_lines_but_paint_with_gaps_is() -> None:
    picture = drawn((50, 300), (600, 300))
    rng = np.random.default_rng(3)
    for x, y in rng.uniform((20, 20), (620, 200), (400, 2)):
        cv2.circle(picture, (int(x), int(y)), 2, (250, 250, 250), -1)
    picture[:, 200:230] = (90, 120, 70)
    lines = find_lines(find_ridges(picture, WHITE), SIZE)

    longest = lines.ends[0]
    assert np.abs(longest[:, 1] - 300).max() < 1
    assert np.ptp(longest[:, 0]) == pytest.approx(550, abs=12)
    assert lines.support[0] > 4 * lines.support[1:].max(initial=0)


def test_blue_paint_on_a_floor_as_bright_is_seen_in_colour() -> None:
    blue, wood = (190, 95, 60), (88, 113, 140)
    assert abs(np.dot(blue, (0.114, 0.587, 0.299)) - np.dot(wood, (0.114, 0.587, 0.299))) < 30
    picture = drawn((60, 80), (560, 290), colour=blue, floor=wood)
    found = find_lines(find_ridges(picture, COLOURED), SIZE)
    slope = (290 - 80) / 500
    across = (found.ends[0, :, 1] - 80 - slope * (found.ends[0, :, 0] - 60)) / np.hypot(1, slope)
    assert np.abs(across).max() < 1


def test_clutter_in_one_channel_makes_no_line_doubtful_in_another() -> None:
    """Grey grain hides nothing of what is yellow."""
    grey, yellow = (140, 140, 140), (40, 190, 190)
    clean = drawn((60, 80), (560, 290), colour=yellow, floor=grey)
    grain = clean.astype(np.int64)
    for y in range(5, SIZE[1], 9):
        grain[y : y + 2] -= 60
    cluttered = np.clip(grain, 0, 255).astype(np.uint8)

    def strength(picture: Image) -> float:
        """Of the points that lie on the yellow line and run along it."""
        ridges = find_ridges(picture, COLOURED)
        slope = np.arctan2(210, 500)
        across = (ridges.points - (60, 80)) @ (-np.sin(slope), np.cos(slope))
        on_line = (np.abs(across) < 2) & (np.abs(ridges.angles - slope) < np.deg2rad(8))
        assert on_line.any()
        return float(np.mean(ridges.strengths[on_line]))

    assert strength(cluttered) > 0.9 * strength(clean)


def test_lines_that_meet_are_told() -> None:
    picture = np.maximum(drawn((100, 100), (500, 120)), drawn((300, 60), (320, 330)))
    picture = np.maximum(picture, drawn((400, 250), (600, 260)))
    lines = find_lines(find_ridges(picture, WHITE), SIZE)
    assert len(lines) == 3
    meets = lines.crossings()
    places = ((300, 110), (310, 195), (500, 255))
    first, second, third = (int(np.argmin(np.linalg.norm(lines.middles - place, axis=1))) for place in places)
    assert meets[first, second]
    assert not meets[first, third]
    assert not meets[second, third]


@pytest.mark.parametrize("picture", [np.zeros((144, 256, 3), np.uint8), np.full((720, 1280, 3), 200, np.uint8)])
def test_empty_pictures_have_no_lines(picture: Image) -> None:
    ridges = find_ridges(picture, WHITE)
    assert len(ridges) == 0
    assert len(find_lines(ridges, (picture.shape[1], picture.shape[0]))) == 0
