"""First look at a video: from where the camera films, and where the court is in each view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.court.channels import Image
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.motion import small_grey
from modal_app.pipeline.views.background import aligned, median
from modal_app.pipeline.views.samples import Sample
from modal_app.pipeline.views.standpoint import Glance, Standpoint, displacement

# Searches a court in pictures of one view: court.find.find_court.
CourtFinder = Callable[[Sequence[Image]], CourtFinding]

# Pictures of which a clean background is made: more gain nothing.
_BACKGROUND = 15
# Of those, single ones that the search may compare.
_FURTHER = 2
# Different standpoints that are told apart, and in how many of them a court is searched: the rest is hardly shown.
_MOST_GROUPS = 40
_MOST_SEARCHES = 8
# Once there is a court, views that are shown less than this part of the time of its view are not searched.
_MINOR_PART = 0.1


@dataclass(frozen=True)
class View:
    """One standpoint of the camera."""

    # Without people as far as they moved, shape (height, width, 3). Its camera is the one of `standpoint`.
    background: Image
    standpoint: Standpoint
    finding: CourtFinding
    # Samples of the video that show it.
    samples: int


@dataclass
class _Group:
    """Samples from one standpoint."""

    standpoint: Standpoint
    # Numbers of the samples, and the camera's motion from the first to each.
    numbers: list[int]
    motions: list[Matrix]


def survey(
    samples: Sequence[Sample], size: tuple[int, int], find: CourtFinder, check: Callable[[], None] = lambda: None
) -> list[View]:
    """The views of a video, those that are shown most first.

    Args:
        samples: Pictures from all over the video, in order.
        size: Width and height of the pictures.
        find: Searches the court.
        check: Called between steps; raises to stop.
    """
    groups = sorted(_group(samples, size, check), key=lambda group: len(group.numbers), reverse=True)
    views: list[View] = []
    for searched, group in enumerate(groups):
        check()
        shown = len(group.numbers)
        most = max((view.samples for view in views if view.finding.camera is not None), default=0)
        pictures = _pictures(group, samples)
        background = median(pictures)
        if searched >= _MOST_SEARCHES or shown < _MINOR_PART * most:
            finding = CourtFinding(CourtStatus.none, 0.0)
        else:
            finding = find([background, *pictures[:_FURTHER]])
        views.append(View(background, Standpoint(small_grey(background), size), finding, shown))
    return views


def _group(samples: Sequence[Sample], size: tuple[int, int], check: Callable[[], None]) -> list[_Group]:
    groups: list[_Group] = []
    for number, sample in enumerate(samples):
        check()
        glance = Glance(sample.luma)
        for group in sorted(groups, key=lambda group: len(group.numbers), reverse=True):
            motion = group.standpoint.search(glance)
            if motion is not None:
                group.numbers.append(number)
                group.motions.append(motion)
                break
        else:
            if len(groups) < _MOST_GROUPS:
                groups.append(_Group(Standpoint(sample.luma, size), [number], [np.eye(3)]))
    for group in groups:
        _centre(group, size)
    return groups


def _centre(group: _Group, size: tuple[int, int]) -> None:
    """Make the sample that is nearest to the others the one that motions start from."""
    back = [np.linalg.inv(motion) for motion in group.motions]
    away = [float(np.median([displacement(motion @ inverse, size) for motion in group.motions])) for inverse in back]
    best = int(np.argmin(away))
    group.motions = [motion @ back[best] for motion in group.motions]
    order = sorted(range(len(group.numbers)), key=lambda place: (place != best, place))
    group.numbers = [group.numbers[place] for place in order]
    group.motions = [group.motions[place] for place in order]


def _pictures(group: _Group, samples: Sequence[Sample]) -> list[Image]:
    """Pictures from all over the group's time as its first one's camera shows them; that one first."""
    chosen = [0, *_spread(len(group.numbers) - 1, _BACKGROUND - 1)]
    reference = samples[group.numbers[0]].picture()
    return [
        aligned(samples[group.numbers[place]].picture(), group.motions[place], reference) if place else reference
        for place in chosen
    ]


def _spread(count: int, wanted: int) -> list[int]:
    """Up to `wanted` of the numbers 1 to `count`, evenly."""
    return (
        sorted({1 + int(number) for number in np.linspace(0, count - 1, min(count, wanted)).round()}) if count else []
    )
