"""Contacts: the moments at which a racket turned the shuttle's flight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline

# A racket's middle is at most so far from the wrist, heights of the player.
_REACH = 0.6


@dataclass(frozen=True)
class Contact:
    """One hit."""

    # Number of the frame nearest to it, and its time, seconds, between frames as the flights tell it.
    frame: int
    time: float
    # That there was one, 0 to 1.
    confidence: float
    # Whether the shuttle's flight was seen to turn; else only the arm tells of it.
    supported: bool
    # Whose it was; None where nobody can be told.
    player: int | None
    player_confidence: float
    # Where it was in the picture, pixels, shape (2,).
    place: NDArray[np.float64]
    # Standard deviations of the time, seconds, and of the place, pixels in each direction.
    time_error: float = 0.01
    place_error: float = 6.0


def find_contacts(
    track: ShuttleTrack,
    poses: dict[int, Poses],
    seconds: NDArray[np.float64],
    size: tuple[int, int],
    timeline: CourtTimeline | None,
    measured: Measured,
) -> list[Contact]:
    """The hits of a video in order of time.

    Args:
        track: Where the shuttle was.
        poses: The players' poses, by the player's id.
        seconds: Time of every frame of the video, shape (n,).
        size: Width and height of the pictures.
        timeline: What the frames show; None where nothing is known of a court.
        measured: The players' ways over the floor.
    """
    found = []
    for first in np.flatnonzero(np.diff(track.flight, prepend=-1)).tolist():
        frame, place = int(track.frame[first]), track.places[first]
        time = float(seconds[frame])
        reaches = {
            player: float(np.nanmin(np.append(apart, np.inf)))
            for player, one in poses.items()
            if (row := one.nearest(time)) is not None
            for apart in [np.linalg.norm(one.wrists[row] - place, axis=1) / one.height[row]]
        }
        if reaches and min(reaches.values()) <= _REACH:
            found.append(Contact(frame, time, 0.5, True, min(reaches, key=lambda one: reaches[one]), 0.5, place))
    return found
