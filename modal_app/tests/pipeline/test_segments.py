import gzip
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from modal_app.contract.constants import UNKNOWN_ANGLE
from modal_app.pipeline.segments import (
    PathColumns,
    SegmentColumns,
    ShuttleColumns,
    TrackColumns,
    pack,
    quantise_confidences,
    quantise_metres,
    quantise_places,
    quantise_speeds,
    spans,
    unpack,
)

FIXTURE = Path(__file__).parents[3] / "convex/contract/fixtures/segment.bin"


def golden() -> SegmentColumns:
    """Four frames at 30000/1001 of a panning camera; player 1 in three, player 3 in the last, partly outside."""
    points = np.arange(3 * 17 * 2).reshape(3, 17, 2) / 128
    one = TrackColumns(
        id=1,
        frame=np.array([0, 1, 3]),
        box=np.array([[0.25, 0.5, 0.375, 0.75]] * 3),
        box_confidence=np.array([1.0, 0.8, 0.6]),
        keypoints=points,
        keypoint_confidence=np.linspace(0, 1, 51).reshape(3, 17),
        angles=np.arange(24, dtype=np.uint8).reshape(3, 8) * 7,
    )
    three = TrackColumns(
        id=3,
        frame=np.array([3]),
        box=np.array([[-0.125, 0.0, 0.0625, 1.125]]),
        box_confidence=np.array([0.4]),
        keypoints=np.full((1, 17, 2), -0.0625),
        keypoint_confidence=np.zeros((1, 17)),
        angles=np.full((1, 8), UNKNOWN_ANGLE, np.uint8),
    )
    way = PathColumns(
        id=1,
        frame=np.array([0, 1, 2]),
        position=np.array([[-2.5, -6.7], [-2.375, -6.5], [3.05, 6.25]]),
        speed=np.array([0.0, 6.125, 9.0]),
        state=np.array([1, 2, 3], dtype=np.uint8),
    )
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    return SegmentColumns(
        index=2,
        time_base=Fraction(1, 30_000),
        first_frame=1199,
        pts=np.array([1_200_199, 1_201_200, 1_202_201, 1_203_202]),
        repeated=np.array([False, True, False, False]),
        tracks=[one, three],
        paths=[way],
        motion=corners + np.arange(4)[:, None, None] / 1024,
        shuttle=ShuttleColumns(
            frame=np.array([0, 2, 3]),
            position=np.array([[0.5, 0.25], [0.5625, 0.1875], [0.625, -0.0625]]),
            confidence=np.array([1.0, 0.6, 0.2]),
            state=np.array([0, 1, 0], dtype=np.uint8),
            space=np.array([[1.5, -4.25, 2.625], [1.25, -3.5, 3.0], [np.nan] * 3]),
        ),
    )


def test_the_golden_file_is_what_this_code_writes() -> None:
    # Compressed bytes depend on the zlib that Python was built with; what is inside must be the same to the byte.
    assert gzip.decompress(FIXTURE.read_bytes()) == gzip.decompress(pack(golden()))


def test_packing_twice_gives_the_same_bytes() -> None:
    assert pack(golden()) == pack(golden())


def test_the_golden_file_reads_back() -> None:
    segment, expected = unpack(FIXTURE.read_bytes()), golden()
    assert (segment.index, segment.first_frame, segment.time_base) == (2, 1199, Fraction(1, 30_000))
    np.testing.assert_array_equal(segment.pts, expected.pts)
    np.testing.assert_array_equal(segment.repeated, expected.repeated)
    for track, wanted in zip(segment.tracks, expected.tracks, strict=True):
        assert track.id == wanted.id
        np.testing.assert_array_equal(track.frame, wanted.frame)
        # These values are multiples of 1/16384, which quantisation keeps exactly.
        np.testing.assert_array_equal(track.box, wanted.box)
        np.testing.assert_array_equal(track.keypoints, wanted.keypoints)
        np.testing.assert_allclose(track.keypoint_confidence, wanted.keypoint_confidence, atol=0.5 / 255)
        np.testing.assert_array_equal(track.angles, wanted.angles)
    for path, way in zip(segment.paths, expected.paths, strict=True):
        assert path.id == way.id
        for column in ("frame", "position", "speed", "state"):
            np.testing.assert_array_equal(getattr(path, column), getattr(way, column))
    np.testing.assert_array_equal(segment.motion, expected.motion)
    assert segment.shuttle is not None
    assert expected.shuttle is not None
    for column in ("frame", "position", "confidence", "state", "space"):
        np.testing.assert_array_equal(getattr(segment.shuttle, column), getattr(expected.shuttle, column))


@given(arrays(np.float64, 6, elements=st.floats(-32.7, 32.7)), arrays(np.float64, 3, elements=st.floats(0, 65)))
def test_the_floor_is_told_to_half_a_millimetre(places: np.ndarray, speeds: np.ndarray) -> None:
    assert np.abs(quantise_metres(places) / 1000 - places).max() <= 0.0005 + 1e-12
    assert np.abs(quantise_speeds(speeds) / 1000 - speeds).max() <= 0.0005 + 1e-12


@given(arrays(np.float64, 8, elements=st.floats(-1.9999, 1.9999)))
def test_places_keep_their_value_to_half_a_step(places: np.ndarray) -> None:
    assert np.abs(quantise_places(places) / 16384 - places).max() <= 0.5 / 16384 + 1e-12


@given(arrays(np.float64, 4, elements=st.floats(allow_nan=True, allow_infinity=True)))
def test_no_place_overflows(places: np.ndarray) -> None:
    finite = np.nan_to_num(places)
    assert np.all((quantise_places(places) > 0) <= (finite > 0))


@given(arrays(np.float64, 8, elements=st.floats(0, 1)))
def test_confidences_keep_their_value_to_half_a_step(values: np.ndarray) -> None:
    assert np.abs(quantise_confidences(values) / 255 - values).max() <= 0.5 / 255 + 1e-12


@given(
    st.lists(st.integers(1, 200_000), min_size=1, max_size=60),
    st.integers(-(10**12), 10**12),
    st.sampled_from([Fraction(1, 90_000), Fraction(1, 15_360), Fraction(1001, 30_000), Fraction(1, 1000)]),
)
def test_times_come_back_exactly(gaps: list[int], start: int, time_base: Fraction) -> None:
    pts = np.cumsum([start, *gaps])
    segment = SegmentColumns(0, time_base, 0, pts, np.zeros(len(pts), np.bool_), [])
    back = unpack(pack(segment))
    np.testing.assert_array_equal(back.pts, pts)
    assert back.time_base == time_base


@given(st.lists(st.integers(1, 900_000), min_size=0, max_size=200))
def test_segments_tile_the_video_and_are_short(gaps: list[int]) -> None:
    pts, time_base = np.cumsum([0, *gaps]), Fraction(1, 90_000)
    parts = list(spans(pts, time_base))
    assert parts[0][0] == 0
    assert parts[-1][1] == len(pts)
    assert all(end == following for (_, end), (following, _) in pairwise(parts))
    assert all((pts[end - 1] - pts[first]) * time_base < 20 for first, end in parts)


def test_times_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        pack(SegmentColumns(0, Fraction(1, 10), 0, np.array([5, 5]), np.zeros(2, np.bool_), []))
