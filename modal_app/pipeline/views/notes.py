"""What is worth saying about how a video shows the court."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from modal_app.contract.models import CourtStatus, ResultNote
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.views.timeline import CourtTimeline, picture_corners

# Part of the frames that show something else than play.
_CUTAWAY_PART = 0.02
# A camera that is displaced by more than this part of the picture's height was moved, not just shaken.
_MOVED_PART = 0.05


def court_notes(timeline: CourtTimeline, findings: Sequence[CourtFinding]) -> list[ResultNote]:
    """Notes on the court, on the camera and on what is no play.

    Args:
        timeline: The shots of the video.
        findings: The court of each view.
    """
    known = [finding.camera for finding in findings if finding.camera is not None]
    unsure = any(finding.status is CourtStatus.unsure for finding in findings)
    away = sum(len(shot) for shot in timeline.shots if shot.view is None)
    notes = {
        ResultNote.court_unsure: not known and unsure,
        ResultNote.no_court: not known and not unsure,
        ResultNote.partial_court: any(
            not _inside(place, timeline.size) for camera in known for place in camera.corners().values()
        ),
        ResultNote.several_courts: any(finding.several for finding in findings if finding.camera is not None),
        ResultNote.camera_moved: _moved(timeline),
        ResultNote.cutaways: away > _CUTAWAY_PART * len(timeline),
    }
    return [note for note, holds in notes.items() if holds]


def _inside(place: tuple[float, float], size: tuple[int, int]) -> bool:
    """Whether a place is in the picture; one behind the camera is not."""
    return bool(0 <= place[0] <= size[0] and 0 <= place[1] <= size[1])


def _moved(timeline: CourtTimeline) -> bool:
    views = [shot.view for shot in timeline.shots if shot.view is not None]
    turned = any(
        one.view is not None and other.view is not None and one.view != other.view and not other.cut
        for one, other in pairwise(timeline.shots)
    )
    corners = timeline.corners(0, len(timeline))
    if turned or corners is None or not views:
        return turned
    away = np.abs(corners - picture_corners(timeline.size)).max(axis=(1, 2))
    return float(away.max()) > _MOVED_PART * timeline.size[1]
