from fractions import Fraction

import numpy as np
import pytest

from modal_app.accuracy.media import CourtLabels, Labels, PersonLabels
from modal_app.accuracy.movement import owners, score_motion
from modal_app.accuracy.outcome import FrameResult, Outcome, read_outcome
from modal_app.accuracy.players import score_players
from modal_app.contract.models import CameraView, CourtDetection, CourtStatus, Events, Results, Shot
from modal_app.pipeline.segments import PathColumns, SegmentColumns, TrackColumns, pack, pack_map
from modal_app.testing.halls.optics import Viewpoint

SIZE = (1280, 720)
NO_EVENTS = Events(version=1, sides=[], hits=[], rallies=[], highlights=[])
CAMERA = Viewpoint((0.5, -15.0, 5.5), (0.0, -0.5, 0.0), 2.0).camera(SIZE)


def results(**more: object) -> Results:
    values: dict[str, object] = {
        "duration": 1.0,
        "fps": 4.0,
        "total_frames": 4,
        "processed_frames": 4,
        "video_width": SIZE[0],
        "video_height": SIZE[1],
        "time_base": (1, 4),
        "has_audio": False,
        "players": [],
        "segments": [],
        "notes": [],
        "pose_model": "test",
    }
    return Results.model_validate({**values, **more})


def person(place: tuple[float, float], name: str, *, metres: bool = True) -> PersonLabels:
    ground = CAMERA.project_floor(np.array([place]))[0]
    box = np.array([ground[0] - 20, ground[1] - 100, ground[0] + 20, ground[1]])
    return PersonLabels(box, ground, np.array(place) if metres else None, name)


def outcome(places: list[dict[int, tuple[float, float]]], off: float = 0.0) -> Outcome:
    """What an analysis would say: ids and places frame by frame, each place off by so many metres."""
    frames = {}
    for number, found in enumerate(places):
        frame = FrameResult(number / 4, CAMERA)
        for identity, place in found.items():
            frame.boxes[identity] = person(place, "").box
            frame.places[identity] = np.array([place[0] + off, place[1]])
            frame.speeds[identity] = 0.0
        frames[number] = frame
    return Outcome(SIZE, results(), frames, NO_EVENTS)


NEAR, FAR = (1.0, -4.0), (-0.5, 3.0)


def labels(*, metres: bool = True, court: CourtLabels | None = None) -> Labels:
    frame = {"near": person(NEAR, "A", metres=metres), "far": person(FAR, "B", metres=metres)}
    return Labels(court, dict.fromkeys(range(4), frame), None)


def test_everybody_in_place() -> None:
    score = score_players(outcome([{1: NEAR, 2: FAR}] * 4, off=0.1), labels())
    assert score is not None
    assert (score.frames, score.complete, score.switches) == (4, 4, 0)
    assert np.allclose(score.overlaps, 1.0)
    assert np.allclose(score.feet_m, 0.1)
    assert np.allclose(score.place_m, 0.1)
    assert min(score.feet_px) > 1


def test_a_missing_player_and_a_changed_id_are_counted() -> None:
    score = score_players(outcome([{1: NEAR, 2: FAR}, {1: NEAR}, {2: NEAR, 1: FAR}, {2: NEAR, 1: FAR}]), labels())
    assert score is not None
    assert score.complete == 3
    assert score.ids == {"A": [1, 2], "B": [2, 1]}
    assert score.switches == 2
    assert owners(score) == {"A": 1, "B": 2}


def test_a_court_turned_by_half_is_no_error() -> None:
    turned = outcome([{1: NEAR, 2: FAR}] * 4)
    for frame in turned.frames.values():
        frame.places = {identity: -place for identity, place in frame.places.items()}
        frame.camera = None
    score = score_players(turned, labels())
    assert score is not None
    assert np.allclose(score.place_m, 0.0)


def test_metres_come_from_the_labelled_court_where_labels_have_none() -> None:
    corners = np.array([[-3.03, -6.68], [3.03, -6.68], [3.03, 6.68], [-3.03, 6.68]])
    court = CourtLabels(True, "", corners, CAMERA.project_floor(corners))
    score = score_players(outcome([{1: NEAR, 2: FAR}] * 4, off=0.2), labels(metres=False, court=court))
    assert score is not None
    assert score.metres_from == "labelled corners"
    assert np.allclose(score.place_m, 0.2, atol=1e-6)


def test_frames_that_were_not_analysed_count_as_missed() -> None:
    score = score_players(outcome([{1: NEAR, 2: FAR}]), labels())
    assert score is not None
    assert (score.frames, score.complete) == (4, 1)


def test_results_and_frame_data_are_put_together() -> None:
    motion = np.tile(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]), (4, 1, 1))
    motion[2] += [0.1, 0.0]
    track = TrackColumns(
        1, np.array([0, 2]), np.array([[0.1, 0.2, 0.3, 0.4]] * 2), np.ones(2), np.zeros((2, 17, 2)), np.zeros((2, 17)),
        np.zeros((2, 8), dtype=np.uint8),
    )  # fmt: skip
    path = PathColumns(1, np.array([2]), np.array([[1.0, -2.0]]), np.array([0.5]), np.array([1], dtype=np.uint8))
    segment = SegmentColumns(0, Fraction(1, 4), 0, np.arange(4), np.zeros(4, dtype=np.bool_), [track], [path], motion)
    view = CameraView(status=CourtStatus.found, confidence=0.9, camera=CAMERA.to_contract(), moving=True, still=0.0)
    detection = CourtDetection(views=[view], shots=[Shot(first=0, end=3, view=0), Shot(first=3, end=4)])
    read = read_outcome(results(court_detection=detection), [pack(segment)], pack_map(NO_EVENTS.wire()))
    assert [frame.time for frame in read.frames.values()] == [0.0, 0.25, 0.5, 0.75]
    assert read.frames[3].camera is None
    moved, still = read.frames[2].camera, read.frames[0].camera
    assert moved is not None
    assert still is not None
    floor = np.array([[0.0, 0.0]])
    assert moved.project_floor(floor)[0] - still.project_floor(floor)[0] == pytest.approx([128, 0], abs=0.2)
    assert read.frames[0].boxes[1] == pytest.approx([128, 144, 384, 288], abs=0.1)
    assert read.frames[2].places[1] == pytest.approx([1.0, -2.0], abs=1e-3)
    assert read.frames[0].places == {}


def test_movement_is_scored_over_what_was_told() -> None:
    # A metre a second along x for two seconds, told at 4 Hz, and for the first half only.
    path = [[0.02 * step, -3.0] for step in range(101)]
    truth = {"players": {"A": {"path": path}}}
    told = outcome([{1: (number / 4, -3.0)} for number in range(5)])
    (score,) = score_motion(told, truth, {"A": 1})
    assert score.seconds == pytest.approx(1.0)
    assert score.true_distance == pytest.approx(1.0, abs=0.01)
    assert score.true_peak_speed == pytest.approx(1.0, abs=0.01)
    assert score.speed_rms == pytest.approx(1.0, abs=0.01)
