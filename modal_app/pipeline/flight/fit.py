"""The shuttle's flights in space, from its way through the picture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.flight.fitted import FittedFlight
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline


def fit_flights(
    track: ShuttleTrack,
    contacts: Sequence[Contact],
    timeline: CourtTimeline | None,
    measured: Measured,
    seconds: NDArray[np.float64],
    size: tuple[int, int],
) -> list[FittedFlight | None]:
    """For each contact the flight that follows; None where the picture does not tell it.

    Args:
        track: Where the shuttle was.
        contacts: The hits, in order of time.
        timeline: What the frames show; None where nothing is known of a court.
        measured: The players' ways over the floor.
        seconds: Time of every frame of the video, shape (n,).
        size: Width and height of the pictures.
    """
    return [None] * len(contacts)
