"""A player's metrics from the course, the poses and the others' courses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import JOINTS, UNKNOWN_ANGLE
from modal_app.contract.models import Joint, JointAngle, PlayerMetrics
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.metrics.course import Course, halves, own_frame
from modal_app.pipeline.metrics.lunges import lunges
from modal_app.pipeline.metrics.places import base, heatmap, returns, zone_shares
from modal_app.pipeline.metrics.speeds import speeds
from modal_app.pipeline.views.timeline import CourtTimeline

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Players run so far outside the lines, metres. Who is beyond more than half of the time plays elsewhere, or the court
# is a wrong one.
_RUN_OUT = 2.0
# Metrics need so many seconds with a known place, and of a joint so many angles.
_LEAST_SECONDS = 1.0
_LEAST_ANGLES = 25
# Somebody on the same half is a partner when there for this part of the time.
_TOGETHER = 0.5


@dataclass(frozen=True)
class Poses:
    """One player's poses in play, in order."""

    # Seconds, shape (n,).
    times: Vector
    # Metres, shape (n,); NaN where unknown.
    strides: Vector
    hips: Vector
    # Degrees of each of JOINTS, or UNKNOWN_ANGLE, shape (n, 8).
    angles: NDArray[np.uint8]


def in_play(timeline: CourtTimeline | None, frames: int) -> Mask:
    """Whether there is play in each of so many frames, shape (n,): a view whose court is known is on screen."""
    playing = np.zeros(frames, dtype=np.bool_)
    if timeline is not None:
        for shot in timeline.shots:
            playing[shot.first : shot.end] = timeline.camera_at(shot.first) is not None
    return playing


def on_court(course: Course) -> bool:
    """Whether a course is long enough, and that of somebody who plays on this court."""
    if course.seconds < _LEAST_SECONDS:
        return False
    out = np.abs(course.places) > np.array([HALF_WIDTH, HALF_LENGTH]) + _RUN_OUT
    return bool(out.any(axis=1).mean() <= 0.5)


def player_metrics(course: Course, poses: Poses, others: Sequence[Course]) -> PlayerMetrics:
    """All metrics of one player.

    Args:
        course: Where the player went in play; at least one step.
        poses: What was seen of the body.
        others: The other players' courses.
    """
    half = halves(course)
    places = own_frame(course.places, half)
    pace = speeds(course)
    spot = base(places, course.speeds)
    back = None if spot is None else returns([places[piece] for piece in course.pieces()], spot)
    steps = lunges(poses.times, poses.strides, poses.hips)
    return PlayerMetrics(
        seconds=course.seconds,
        distance=pace.distance,
        average_speed=pace.average,
        high_speed=pace.high,
        peak_speed=pace.peak,
        peak_speed_at=pace.peak_at,
        high_acceleration=pace.acceleration,
        speed_bands=pace.bands,
        zones=zone_shares(places),
        base=spot,
        return_seconds=None if back is None else back.seconds,
        returns=0 if back is None else back.count,
        net_distance=float(np.median(np.abs(course.places[:, 1]))),
        partner_distance=_partner_distance(course, half, others),
        heatmap=heatmap(places),
        lunges=steps.count,
        deepest_lunge=steps.deepest,
        joints=_joints(poses.angles),
    )


def _partner_distance(course: Course, half: Vector, others: Sequence[Course]) -> float | None:
    """Median distance to whoever shares the half most of the time, metres; None where nobody does."""
    apart: list[Vector] = []
    for other in others:
        _, mine, theirs = np.intersect1d(course.index, other.index, assume_unique=True, return_indices=True)
        same = half[mine] == halves(other)[theirs]
        if np.count_nonzero(same) >= _TOGETHER * len(course):
            apart.append(np.linalg.norm(course.places[mine[same]] - other.places[theirs[same]], axis=1))
    return float(np.median(np.concatenate(apart))) if apart else None


def _joints(angles: NDArray[np.uint8]) -> list[JointAngle]:
    found = []
    for column, name in enumerate(JOINTS):
        known = angles[angles[:, column] != UNKNOWN_ANGLE, column]
        if len(known) >= _LEAST_ANGLES:
            low, median, high = (float(value) for value in np.percentile(known, [5, 50, 95]))
            found.append(JointAngle(joint=Joint(name), median=median, low=low, high=high))
    return found
