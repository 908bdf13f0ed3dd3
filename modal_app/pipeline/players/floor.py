"""Where everybody who was followed stood, in metres."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.metrics.feet import ground_points
from modal_app.pipeline.tracklets import SAMPLE_RATE, Tracklet

Values = NDArray[np.float64]

# Faster than anybody runs on a court, m/s: sprinters reach 12 after 50 m, players 6 in the few metres that they have.
TOP_SPEED = 9.0
# Somebody who never came so near to the court, metres, has nothing to do with it.
_NEIGHBOURHOOD = 4.0
# A single sample that lies so many standard deviations off the line between its neighbours is a slip of the pose.
_SLIP = 4.0


class CourtTimeline(Protocol):
    """How each frame shows the court."""

    def camera_at(self, frame: int) -> CourtCamera | None:
        """The camera of a frame; None where the court is not seen."""
        ...


@dataclass(frozen=True)
class FloorPath:
    """A tracklet's way over the floor, in samples at about SAMPLE_RATE."""

    tracklet: int
    shot: int
    # The frame after the last.
    end: int
    # Shape (n,): frame, time in seconds, and place in time as a whole number of sampling steps.
    frames: NDArray[np.int64]
    times: Values
    steps: NDArray[np.int64]
    # Metres, world frame, shape (n, 2), and the standard deviation of each coordinate.
    places: Values
    sigma: Values
    # Left, top, right, bottom, pixels, shape (n, 4).
    boxes: Values
    # Colours of upper and lower body, CIE L*a*b* as OpenCV puts it into bytes, shape (n, 2, 3); NaN where unknown.
    colours: Values

    def __len__(self) -> int:
        return len(self.times)


def floor_paths(tracklets: list[Tracklet], timeline: CourtTimeline) -> list[FloorPath]:
    """The ways of those who came near the court; frames in which the court is not seen are left out."""
    paths = [path for tracklet in tracklets if (path := _path(tracklet, timeline)) is not None]
    return [path for path in paths if outside(path.places).min() < _NEIGHBOURHOOD]


def outside(places: Values, side: float = 0.0, behind: float = 0.0) -> Values:
    """How far places lie outside the court with margins beside and behind it; negative inside. Metres, shape (n,)."""
    return np.asarray(np.max(np.abs(places) - (HALF_WIDTH + side, HALF_LENGTH + behind), axis=-1))


def _path(tracklet: Tracklet, timeline: CourtTimeline) -> FloorPath | None:
    rows, times = tracklet.rows, tracklet.times
    cameras = [timeline.camera_at(int(frame)) for frame in rows["frame"]]
    seen = np.array([camera is not None for camera in cameras])
    if not seen.any():
        return None
    rows, times = rows[seen], times[seen]
    ground = ground_points(rows, [camera for camera in cameras if camera is not None])
    sigma = np.sqrt(np.diagonal(ground.covariance, axis1=1, axis2=2))
    known = np.flatnonzero(np.isfinite(ground.points).all(axis=1) & np.isfinite(sigma).all(axis=1))
    known = known[_no_slips(times[known], ground.points[known], sigma[known])]
    if not len(known):
        return None
    colours = rows["colours"][known].astype(np.float64)
    colours[~colours.any(axis=2)] = np.nan
    return FloorPath(
        tracklet=tracklet.number,
        shot=tracklet.shot,
        end=tracklet.last_frame + 1,
        frames=rows["frame"][known].astype(np.int64),
        times=times[known],
        steps=np.floor(times[known] * SAMPLE_RATE + 1e-6).astype(np.int64),
        places=ground.points[known],
        sigma=sigma[known],
        boxes=rows["box"][known].astype(np.float64),
        colours=colours,
    )


def _no_slips(times: Values, places: Values, sigma: Values) -> NDArray[np.bool_]:
    """Which samples agree with their neighbours, where the neighbours agree with each other."""
    good = np.ones(len(times), dtype=np.bool_)
    if len(times) < 3:
        return good
    reach = excess(times, places, sigma)
    across = excess(times, places, sigma, apart=2)
    good[1:-1] = ~((reach[:-1] > 0) & (reach[1:] > 0) & (across <= 0))
    return good


def excess(times: Values, places: Values, sigma: Values, apart: int = 1) -> Values:
    """How much farther two samples lie apart than somebody can run, metres, shape (n - apart,)."""
    step = np.linalg.norm(places[apart:] - places[:-apart], axis=1)
    error = np.sqrt((sigma[apart:] ** 2 + sigma[:-apart] ** 2).sum(axis=1))
    return np.asarray(step - TOP_SPEED * (times[apart:] - times[:-apart]) - _SLIP * error)
