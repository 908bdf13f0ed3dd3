"""The shots of a video and which views matter, once all of it has been seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import MAX_SHOTS, MAX_VIEWS
from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.views.timeline import Shot, picture_corners
from modal_app.pipeline.views.watch import Sightings

# A camera whose corners stay within this stands still, pixels at 720 lines: features are followed to about a tenth.
_STILL = 0.5
_LINES = 720
# Play is what a video shows most: views that are shown less than this part of the time of the main one are replays and
# close-ups, even when a court was found in them. A view with a court counts more than one without.
_PLAY_PART = 0.2
_WEIGHTS = {CourtStatus.found: 1.0, CourtStatus.manual: 1.0, CourtStatus.unsure: 0.7, CourtStatus.none: 0.5}
# Nobody cuts to something else for so short a time, seconds: it was a photographer's flash, or damage.
_FLASH = 0.25
# Shorter than this no view is worth keeping if another was seen, seconds.
_SHORT = 1.0


@dataclass(frozen=True)
class Settled:
    """What the video shows."""

    shots: list[Shot]
    # The numbers, among the sightings, of the views that the shots name, in that order.
    views: list[int]
    # The frame that shows each view as its picture does.
    stills: list[int]


def settle(
    sightings: Sightings,
    seconds: NDArray[np.float64],
    findings: Mapping[int, CourtFinding | None],
    size: tuple[int, int],
) -> Settled:
    """Shots, and the views in which play is shown.

    Args:
        sightings: What each frame shows.
        seconds: Time of each frame.
        findings: The views that there are pictures of, each with its court; None where that was not searched.
        size: Width and height of the pictures.
    """
    sightings = _without_flashes(sightings, seconds)
    away = np.abs(sightings.corners - picture_corners(size)).max(axis=(1, 2)) * _LINES / min(size)
    bounds = _bounds(sightings)
    views = _play(sightings, seconds, findings, bounds)
    shots: list[Shot] = []
    for first, end in pairwise(bounds):
        number = int(sightings.view[first])
        view = views.index(number) if number in views else None
        joins = shots and view is None and shots[-1].view is None and not sightings.cut[first]
        if joins or len(shots) == MAX_SHOTS:
            shots[-1] = replace(shots[-1], end=end, view=None, moving=False)
        else:
            moving = view is not None and float(np.percentile(away[first:end], 95)) > _STILL
            shots.append(Shot(first, end, view, moving, bool(sightings.cut[first])))
    return Settled(shots, views, [_still(view, shots, away) for view in range(len(views))])


def _bounds(sightings: Sightings) -> list[int]:
    """The first frame of each run of one view without a cut, and the end."""
    changes = np.flatnonzero(np.diff(sightings.view) != 0) + 1
    return sorted({0, *changes.tolist(), *np.flatnonzero(sightings.cut).tolist(), len(sightings.view)})


def _without_flashes(sightings: Sightings, seconds: NDArray[np.float64]) -> Sightings:
    """What is something else for a moment, between two stretches of one view, belongs to that view."""
    view, cut, corners = sightings.view.copy(), sightings.cut.copy(), sightings.corners.copy()
    bounds = _bounds(sightings)
    for before, first, end in zip(bounds, bounds[1:], bounds[2:-1], strict=False):
        if view[before] == view[end] != view[first] and seconds[end] - seconds[first] <= _FLASH:
            view[first:end], corners[first:end] = view[before], corners[first - 1]
            cut[first : end + 1] = False
    return Sightings(view, cut, corners)


def _play(
    sightings: Sightings, seconds: NDArray[np.float64], findings: Mapping[int, CourtFinding | None], bounds: list[int]
) -> list[int]:
    """The views that show play, in the order in which they appear."""
    shown: dict[int, float] = {}
    for first, end in pairwise(bounds):
        number = int(sightings.view[first])
        last = seconds[min(end, len(seconds) - 1)]
        if number in findings:
            shown[number] = shown.get(number, 0.0) + float(last - seconds[first])
    weight = {number: length * _weight(findings[number]) for number, length in shown.items()}
    main = max(weight.values(), default=0.0)
    kept = [number for number in shown if weight[number] >= _PLAY_PART * main and shown[number] >= min(_SHORT, main)]
    chosen = set(sorted(kept, key=lambda number: weight[number], reverse=True)[:MAX_VIEWS])
    return [number for number in shown if number in chosen]


def _weight(finding: CourtFinding | None) -> float:
    return _WEIGHTS[CourtStatus.none if finding is None else finding.status]


def _still(view: int, shots: list[Shot], away: NDArray[np.float64]) -> int:
    """The frame that shows a view as its picture does, in the middle of its longest shot if the camera stands still."""
    own = sorted((shot for shot in shots if shot.view == view), key=len, reverse=True)
    middle = (own[0].first + own[0].end) // 2
    if away[middle] < _STILL:
        return middle
    frames = np.concatenate([np.arange(shot.first, shot.end) for shot in own])
    return int(frames[np.argmin(away[frames])])
