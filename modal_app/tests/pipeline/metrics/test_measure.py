import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from modal_app.contract.constants import PATH_STATES, UNKNOWN_ANGLE
from modal_app.contract.models import MetricsGap, PlayerMetrics
from modal_app.pipeline.metrics.measure import Measured, measure
from modal_app.pipeline.views.timeline import CourtTimeline, Shot
from modal_app.tests.pipeline.metrics.scenes import SIZE, VIEWPOINTS, Way, camera, film, frame_times, people
from modal_app.tests.pipeline.metrics.ways import (
    FILMING,
    WAYS,
    far_waves,
    fastest,
    filmed,
    line,
    standing,
    swaying,
    walked,
    waves,
)

Vector = NDArray[np.float64]

UNKNOWN, SEEN, AIRBORNE, BRIDGED = range(len(PATH_STATES))


@pytest.mark.parametrize("fps", FILMING)
@pytest.mark.parametrize("view", VIEWPOINTS)
@pytest.mark.parametrize("name", WAYS)
def test_distance_and_speed_are_those_of_the_way(name: str, view: str, fps: int) -> None:
    way = WAYS[name]
    seconds = 4.0 if name == "line" else 20.0
    measured, times = filmed(way, seconds, fps, view)
    metrics, motion = measured.metrics[1], measured.motion[1]
    truth = walked(way, times)
    assert metrics.distance == pytest.approx(truth, rel=0.03, abs=0.1)
    assert metrics.seconds == pytest.approx(times[-1] - times[0], abs=0.1)
    assert metrics.average_speed == pytest.approx(truth / (times[-1] - times[0]), rel=0.04)
    # Noise is fastest somewhere: it shows where nothing else is, with few pictures a second, and where a pixel of the
    # far half is 14 to 19 cm.
    near = 0.1 if view == "corner" else 0.08 if fps == 10 else 0.05
    assert metrics.peak_speed == pytest.approx(fastest(way, times), rel=near, abs=0.35 if name == "line" else None)
    off = np.linalg.norm(motion.position - way(times), axis=1)
    assert np.median(off) < 0.1
    assert np.percentile(off, 95) < 0.2
    assert set(motion.state) <= {SEEN, BRIDGED}


@pytest.mark.parametrize("way", [standing, swaying])
@pytest.mark.parametrize("noise", [1.0, 2.0])
@pytest.mark.parametrize("view", VIEWPOINTS)
def test_standing_still_is_standing_still(way: Way, noise: float, view: str) -> None:
    for fps in FILMING:
        measured, _ = filmed(way, 60.0, fps, view, noise)
        metrics = measured.metrics[1]
        assert metrics.distance < 1.0
        assert metrics.speed_bands[0] > 59
        assert metrics.peak_speed < 0.5


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_a_shuffle_counts(view: str) -> None:
    """Small steps at the base, to and fro in a second and a half, are no standing.

    20 cm to each side; 40 where the camera looks along them and errors of posture are as large as the steps.
    """
    reach = 0.4 if view == "side" else 0.2

    def shuffle(times: Vector) -> Vector:
        return np.column_stack([reach * np.sin(4.2 * times), np.full(len(times), -3.5)])

    measured, times = filmed(shuffle, 30.0, 25, view)
    assert measured.metrics[1].distance == pytest.approx(walked(shuffle, times), rel=0.1)


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_errors_that_come_and_go_with_the_posture_are_no_steps(view: str) -> None:
    """Whoever stands is seen in one posture for a second or two, then in another, with both ankles elsewhere."""
    times = frame_times(60.0, 25)
    rows = people(camera(view), standing(times), noise=0.7)
    size = np.sqrt(0.53 * np.prod(rows["box"][:, 2:] - rows["box"][:, :2], axis=1))
    rng = np.random.default_rng(5)
    posture = np.repeat(rng.uniform(-1, 1, (100, 2)), rng.integers(15, 60, 100), axis=0)[: len(times)]
    rows["keypoints"][:, [15, 16], :2] += (0.06 * size[:, None] * posture)[:, None]
    table = [(frame, {1: rows[frame]}) for frame in range(len(times))]
    timeline = CourtTimeline(SIZE, [Shot(0, len(times), 0)], [camera(view)])
    measured = measure(table, timeline, times, np.zeros(len(times), np.bool_), 1)
    assert measured.metrics[1].distance < 1.0


def test_the_frame_rate_does_not_matter() -> None:
    found = [filmed(waves, 20.0, fps, "balcony")[0].metrics[1] for fps in FILMING]
    for name in ("distance", "average_speed", "high_speed", "peak_speed", "net_distance"):
        values = [getattr(one, name) for one in found]
        assert max(values) == pytest.approx(min(values), rel=0.05), name
    for one in found:
        assert one.zones == pytest.approx(found[0].zones, abs=0.03)
        assert one.speed_bands == pytest.approx(found[0].speed_bands, abs=0.5)
        assert np.abs(np.array(one.heatmap) - found[0].heatmap).mean() < 5


def test_repeated_frames_are_filled_in() -> None:
    times = frame_times(5.0, 30)
    motion = film({1: line}, times, repeat_every=6).motion[1]
    assert np.isfinite(motion.position).all()
    assert motion.position == pytest.approx(line(times), abs=0.06)
    assert set(motion.state) == {SEEN}
    assert (motion.angles[12] == motion.angles[11]).all()
    assert motion.speed == pytest.approx(np.full(len(times), np.hypot(1.2, 0.3)), abs=0.25)


def test_gaps_are_bridged_when_short_and_left_open_when_long() -> None:
    times = frame_times(12.0, 25)
    hidden = {1: [(2.0, 2.8), (6.0, 7.5)]}
    measured = film({1: waves}, times, hidden=hidden, noise=0.5)
    motion = measured.motion[1]
    short = (times >= 2.0) & (times < 2.8)
    long = (times >= 6.0) & (times < 7.5)
    assert (motion.state[short] == BRIDGED).all()
    assert np.isfinite(motion.position[short]).all()
    assert (motion.state[long] == UNKNOWN).all()
    assert np.isnan(motion.position[long]).all()
    assert np.isnan(motion.speed[long]).all()
    assert (motion.state[~short & ~long] == SEEN).all()
    assert measured.metrics[1].seconds == pytest.approx(12.0 - 1.5, abs=0.15)


def test_cuts_break_the_way() -> None:
    """The frame before and after a cut are 0.04 s apart, and the player somewhere else."""

    def way(times: Vector) -> Vector:
        return np.where((times < 4)[:, None], [-2.0, -3.0], [2.0, -6.0]) + 0 * times[:, None]

    times = frame_times(8.0, 25)
    measured = film({1: way}, times, shots=[Shot(0, 100, 0), Shot(100, 200, 0)])
    assert measured.metrics[1].distance < 0.1
    assert measured.motion[1].position == pytest.approx(way(times), abs=0.06)


def test_what_shows_no_court_has_no_place() -> None:
    times = frame_times(8.0, 25)
    measured = film({1: waves}, times, shots=[Shot(0, 80, 0), Shot(80, 120, None), Shot(120, 200, 0)])
    motion = measured.motion[1]
    assert (motion.state[80:120] == UNKNOWN).all()
    assert (motion.angles[80:120] != UNKNOWN_ANGLE).any()
    assert measured.metrics[1].seconds == pytest.approx(8.0 - 1.6, abs=0.2)


def test_mistaken_places_are_left_out() -> None:
    times = frame_times(6.0, 25)
    seen_by = camera()
    rows = people(seen_by, waves(times), noise=0.5)
    wrong = people(seen_by, far_waves(times), noise=0.5)
    for frame in (20, 50, 51, 52, 110):
        rows[frame] = wrong[frame]
    table = [(frame, {1: rows[frame]}) for frame in range(len(times))]
    timeline = CourtTimeline(SIZE, [Shot(0, len(times), 0)], [seen_by])
    measured = measure(table, timeline, times, np.zeros(len(times), np.bool_), 1)
    motion = measured.motion[1]
    assert np.nanmax(np.linalg.norm(motion.position - waves(times), axis=1)) < 0.3
    assert set(motion.state[[20, 50, 51, 52, 110]]) == {BRIDGED}
    assert measured.metrics[1].distance == pytest.approx(walked(waves, times), rel=0.04)


def test_nobody_is_faster_than_anybody() -> None:
    """A tracklet that takes up another person: the way breaks there."""

    def way(times: Vector) -> Vector:
        return np.where((times < 3)[:, None], [-2.5, -2.0], [2.5, -6.0]) + 0 * times[:, None]

    times = frame_times(6.0, 25)
    measured = film({1: way}, times, noise=0.5)
    motion, metrics = measured.motion[1], measured.metrics[1]
    assert np.nanmax(motion.speed) <= 9
    assert metrics.peak_speed <= 9
    settled = (np.abs(times - 3) > 0.6) & np.isfinite(motion.speed)
    assert np.linalg.norm(motion.position - way(times), axis=1)[settled].max() < 0.15


@pytest.mark.parametrize("view", VIEWPOINTS)
def test_jumps_are_no_runs(view: str) -> None:
    times = frame_times(10.0, 25)
    seen_by = camera(view)
    places = np.tile([[0.5, 3.0]], (len(times), 1)) + 0.0
    height = sum(
        np.where((times > start) & (times < start + 0.5), 4.905 * (times - start) * (start + 0.5 - times), 0.0)
        for start in (2.0, 5.0, 7.5)
    )
    rows = people(seen_by, places, noise=1.0, height=np.asarray(height))
    table = [(frame, {1: rows[frame]}) for frame in range(len(times))]
    timeline = CourtTimeline(SIZE, [Shot(0, len(times), 0)], [seen_by])
    measured = measure(table, timeline, times, np.zeros(len(times), np.bool_), 1)
    assert np.count_nonzero(measured.motion[1].state == AIRBORNE) >= 25
    assert measured.metrics[1].distance < 1.0
    assert np.linalg.norm(measured.motion[1].position - places, axis=1).max() < 0.25


def test_players_see_their_own_half_from_behind_it() -> None:
    """To the right and deep on either half, before and after the ends are changed."""

    def way(times: Vector) -> Vector:
        near = np.column_stack([2.0 + 0.3 * np.sin(times), -5.5 + 0 * times])
        return np.where((times < 30)[:, None], near, -near)

    times = frame_times(60.0, 10)
    shots = [Shot(0, 300, 0), Shot(300, 600, 0)]
    metrics = film({1: way}, times, shots=shots).metrics[1]
    assert metrics.zones[8] > 0.98
    assert metrics.net_distance == pytest.approx(5.5, abs=0.05)


def test_partners_know_their_distance() -> None:
    def beside(times: Vector) -> Vector:
        return waves(times) * [0.3, 0.3] + [1.2, -2.5]

    def other(times: Vector) -> Vector:
        return waves(times) * [0.3, 0.3] + [-1.2, -2.5]

    found = film({1: beside, 2: other, 3: far_waves}, frame_times(10.0, 25))
    assert found.metrics[1].partner_distance == pytest.approx(2.4, abs=0.05)
    assert found.metrics[2].partner_distance == pytest.approx(2.4, abs=0.05)
    assert found.metrics[3].partner_distance is None


def test_a_camera_that_moves_is_no_movement() -> None:
    times = frame_times(10.0, 25)
    still = camera("balcony")
    seconds = times[:, None, None]
    push = np.eye(3) + np.array([[0, 0, 12.0], [0, 0, 5], [0, 0, 0]]) * np.sin(2 * seconds)
    frames = [
        people(still.moved(push[index]), standing(times[:1]), noise=1.0, seed=index) for index in range(len(times))
    ]
    corners = np.array([[0, 0, 1], [SIZE[0], 0, 1], [*SIZE, 1], [0, SIZE[1], 1]], dtype=np.float64)
    shown = (corners @ push.transpose(0, 2, 1))[:, :, :2].astype(np.float32)
    timeline = CourtTimeline(SIZE, [Shot(0, len(times), 0, moving=True)], [still], shown)
    table = [(index, {1: row[0]}) for index, row in enumerate(frames)]
    metrics = measure(table, timeline, times, np.zeros(len(times), np.bool_), 1).metrics[1]
    assert metrics.distance < 0.3


def test_without_a_court_there_are_angles_and_a_reason() -> None:
    times = frame_times(2.0, 25)
    rows = people(camera(), waves(times))
    table = [(frame, {1: rows[frame]}) for frame in range(len(times))]
    fresh = np.zeros(len(times), np.bool_)
    for timeline in (None, CourtTimeline(SIZE, [Shot(0, len(times), 0)], [None])):
        measured = measure(table, timeline, times, fresh, 1)
        assert measured.gap == MetricsGap.no_court
        assert measured.metrics == {}
        assert (measured.motion[1].state == UNKNOWN).all()
        assert (measured.motion[1].angles != UNKNOWN_ANGLE).any()


def test_people_off_the_court_have_none() -> None:
    def beside(times: Vector) -> Vector:
        return np.asarray(waves(times) + np.array([8.0, 0.0]))

    measured = film({1: beside}, frame_times(5.0, 25), view="balcony")
    assert measured.gap == MetricsGap.players_off_court
    assert measured.metrics == {}


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_hardly_any_frames(count: int) -> None:
    measured = film({1: waves}, np.arange(count) / 25)
    assert len(measured.motion[1].position) == count
    assert np.isfinite(measured.motion[1].position).all()
    assert measured.metrics == {}
    assert measured.gap is not None


def test_nobody_at_all() -> None:
    measured = film({}, frame_times(2.0, 25))
    assert measured == Measured({}, {}, MetricsGap.no_players)


def test_metrics_hold_to_the_contract() -> None:
    metrics = film({1: waves, 2: far_waves}, frame_times(40.0, 25), noise=1.0, stepping=True).metrics
    for found in metrics.values():
        assert PlayerMetrics.model_validate(found.wire()) == found
        assert sum(found.zones) == pytest.approx(1)
        assert sum(found.speed_bands) == pytest.approx(found.seconds)
        assert found.peak_speed >= found.high_speed * 0.95
        assert {angle.joint.value for angle in found.joints} >= {"left_knee", "right_knee"}
        assert all(angle.low <= angle.median <= angle.high for angle in found.joints)


def test_it_needs_neither_model_nor_video() -> None:
    program = (
        "import sys; import modal_app.pipeline.metrics.measure; "
        "sys.exit(any(name in sys.modules for name in ('torch', 'ultralytics', 'av', 'openvino')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
