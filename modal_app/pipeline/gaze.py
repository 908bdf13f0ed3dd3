"""Where to look for people: at the whole court now and then, in between only where somebody is on it.

The cost of a pose model grows with the pixels that it looks at, what it sees of somebody with that person's height in
them. A window on each player, scaled so that each is as high in it, shows the far player as well as the near one, for
an eighth of the pixels of the whole picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.observations import Detections
from modal_app.pipeline.patches import Image, Patch
from modal_app.pipeline.regions import BEHIND, BESIDE, overlap, standing_height, whole
from modal_app.pipeline.settings import PoseSettings

# Somebody this sure is followed by a window.
_SURE = 0.3
# A window's own person lies where expected, to this part of the box (intersection over union).
_OWN = 0.25
# What two windows see is one person when the boxes overlap more.
_TWICE = 0.6
# Pixels at a window's edge: a box that reaches it is cut off.
_EDGE = 2.0
# A window for somebody who was lost waits there for so many seconds; meanwhile, and until there is somebody on either
# side, the court is looked at as often as this at most.
_PATIENCE, _PAUSE = 0.5, 0.15
# Windows that together cost more than this part of a look at the court are not worth it.
_WORTH = 0.7
# Share of the newest step in the estimate of somebody's speed.
_FRESH = 0.5


@dataclass
class _Target:
    """Somebody on the court."""

    box: NDArray[np.float64]
    seen: float
    # Height of a standing body there, pixels.
    height: float
    # Whether on the half beyond the net.
    far: bool
    # Pixels a second.
    speed: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))

    def expected(self, seconds: float) -> NDArray[np.float64]:
        """The box at a time."""
        return np.asarray(self.box + np.tile(self.speed * (seconds - self.seen), 2))

    def move(self, box: NDArray[np.float64], seconds: float, height: float) -> None:
        """Follow to where the person is now."""
        step = seconds - self.seen
        if step > 0:
            moved = ((box[:2] + box[2:]) - (self.box[:2] + self.box[2:])) / 2 / step
            self.speed = (1 - _FRESH) * self.speed + _FRESH * moved
        self.box, self.seen, self.height = box, seconds, height


class Gaze:
    """Follows the people on the court from picture to picture."""

    def __init__(self, settings: PoseSettings, detect: Callable[[Sequence[Patch]], list[Detections]]) -> None:
        """Set up; `detect` finds the people in patches."""
        self._settings = settings
        self._detect = detect
        self._targets: list[_Target] = []
        self._scene = -1
        # When the court was last looked at as a whole, and how long that is enough, seconds.
        self._looked = -np.inf
        self._enough = _PAUSE

    def see(self, picture: Image, camera: CourtCamera | None, scene: int, seconds: float) -> Detections:
        """The people in the next picture.

        Args:
            picture: Blue, green, red, shape (height, width, 3).
            camera: How it shows the court; None where that is not known.
            scene: Changes with the picture's shot or view.
            seconds: Time of the picture.
        """
        if camera is None:
            self._targets = []
            return self._detect([whole(picture, None, self._settings)])[0]
        if scene != self._scene:
            self._scene, self._targets, self._looked, self._enough = scene, [], -np.inf, _PAUSE
        self._targets = [target for target in self._targets if seconds - target.seen <= _PATIENCE]
        court = whole(picture, camera, self._settings)
        windows = [self._window(picture, target, seconds) for target in self._targets]
        cost = sum(patch.size[0] * patch.size[1] for patch in windows)
        worth = 0 < cost <= _WORTH * court.size[0] * court.size[1]
        if not worth or seconds - self._looked >= self._enough:
            return self._survey(court, camera, seconds)
        people, lost = self._follow(self._targets, windows, camera, seconds)
        if lost and seconds - self._looked >= _PAUSE:
            return _joined([people, self._survey(court, camera, seconds)])
        return people

    def _survey(self, court: Patch, camera: CourtCamera, seconds: float) -> Detections:
        """Look at the whole court; at those who are not seen in it, but were just now, through windows."""
        people = self._detect([court])[0]
        missed = self._retarget(people, camera, seconds)
        both = len({target.far for target in self._targets}) == 2
        # With somebody on either side there is no hurry; else it grows less with each look in vain.
        self._enough = self._settings.survey_seconds if both else min(self._settings.survey_seconds, 1.5 * self._enough)
        self._looked = seconds
        windows = [self._window(court.picture, target, seconds) for target in missed]
        return _joined([people, self._follow(missed, windows, camera, seconds)[0]]) if missed else people

    def _follow(
        self, targets: list[_Target], windows: list[Patch], camera: CourtCamera, seconds: float
    ) -> tuple[Detections, bool]:
        """Who is seen in windows, and whether somebody was lost."""
        kept: list[Detections] = []
        lost = False
        for patch, target, people in zip(windows, targets, self._detect(windows), strict=True):
            own = _best(target.expected(seconds), people)
            cut = _cut_off(people, patch)
            if own is None or cut[own]:
                lost = True
                cut[:] = True
            else:
                box = people["box"][own].astype(np.float64)
                target.move(box, seconds, _standing(box, camera))
            kept.append(people[~cut])
        return _joined(kept), lost

    def _window(self, picture: Image, target: _Target, seconds: float) -> Patch:
        height, width = picture.shape[:2]
        box, scale = target.expected(seconds), self._settings.player_height / target.height
        half = np.array(self._settings.window) / scale / 2
        centre = (box[:2] + box[2:]) / 2
        # Inside the picture, and never empty.
        centre = np.clip(centre, np.minimum(half, [width / 2, height / 2]), np.maximum([width, height] - half, half))
        low = np.clip(np.floor(centre - half), 0, [width - 2, height - 2]).astype(int)
        high = np.clip(np.floor(centre + half), low + 2, [width, height]).astype(int)
        return Patch(picture, (int(low[0]), int(low[1]), int(high[0]), int(high[1])), self._settings.window)

    def _retarget(self, people: Detections, camera: CourtCamera, seconds: float) -> list[_Target]:
        """Follow those who are on the court from now on; returns who was followed till now and is not seen."""
        boxes = people["box"].astype(np.float64)
        floor = camera.to_floor(np.column_stack([(boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]]))
        inside = np.all(np.abs(floor) <= [HALF_WIDTH + BESIDE, HALF_LENGTH + BEHIND], axis=1)
        waiting, seen = self._targets, list[_Target]()
        for number in np.flatnonzero(inside & (people["confidence"] >= _SURE)):
            box, far = boxes[number], bool(floor[number, 1] > 0)
            target = max(waiting, key=lambda target: overlap(target.expected(seconds), box), default=None)
            if target is not None and overlap(target.expected(seconds), box) > _OWN:
                waiting = [other for other in waiting if other is not target]
                target.move(box, seconds, _standing(box, camera))
                target.far = far
            else:
                target = _Target(box, seconds, _standing(box, camera), far)
            seen.append(target)
        # Who was not seen just now, behind somebody else perhaps, may come out again.
        self._targets = seen + waiting
        return waiting


def _standing(box: NDArray[np.float64], camera: CourtCamera) -> float:
    """Height of a standing body where somebody is, pixels; the box's own where the court tells something else."""
    shown = float(box[3] - box[1])
    floor = camera.to_floor(np.array([[(box[0] + box[2]) / 2, box[3]]]))[0]
    told = standing_height(camera, floor)
    return told if shown / 2 < told < shown * 2 else shown


def _best(box: NDArray[np.float64], people: Detections) -> int | None:
    """Who lies where somebody is expected."""
    boxes = people["box"].astype(np.float64)
    overlaps = [overlap(box, boxes[number]) for number in range(len(boxes))]
    best = int(np.argmax(overlaps)) if overlaps else -1
    return best if best >= 0 and overlaps[best] >= _OWN else None


def _cut_off(people: Detections, patch: Patch) -> NDArray[np.bool_]:
    """Whose box ends at the patch's edge, though the picture goes on there."""
    height, width = patch.picture.shape[:2]
    area, box = np.array(patch.area), people["box"]
    inner = np.array([area[0] > 0, area[1] > 0, area[2] < width, area[3] < height])
    return np.asarray(np.any((np.abs(box - area) < _EDGE) & inner, axis=1))


def _joined(windows: list[Detections]) -> Detections:
    """Everybody once, though several windows may show them."""
    people = np.concatenate(windows)
    people = people[np.argsort(-people["confidence"], kind="stable")]
    kept: list[int] = []
    boxes = people["box"].astype(np.float64)
    for number in range(len(boxes)):
        if all(overlap(boxes[number], boxes[other]) < _TWICE for other in kept):
            kept.append(number)
    return people[kept]
