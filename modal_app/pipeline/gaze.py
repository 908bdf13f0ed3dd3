"""Where to look for people: at the whole court now and then, in between only where somebody is on it.

The cost of a pose model grows with the pixels that it looks at, what it sees of somebody with that person's height in
them. A window on each player, scaled so that each is as high in it, shows the far player as well as the near one, for
an eighth of the pixels of the whole picture.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.model import HALF_LENGTH, HALF_WIDTH
from modal_app.pipeline.observations import Detections
from modal_app.pipeline.patches import Image, Patch, fitting_size
from modal_app.pipeline.settings import PoseSettings

# How far outside the court players get, metres: beside it, and behind it.
_BESIDE, _BEHIND = 1.2, 2.2
# Height that a picture of the court must hold above the floor: an arm and a racket, jumping.
_HEADROOM = 2.8
_STANDING = 1.75
# Enlarging small pictures beyond this shows the model nothing new.
_MAX_ENLARGEMENT = 2.0
# Somebody this sure is followed by a window.
_SURE = 0.3
# A window's own person lies where expected, to this part of the box (intersection over union).
_OWN = 0.25
# What two windows see is one person when the boxes overlap more.
_TWICE = 0.6
# Pixels at a window's edge: a box that reaches it is cut off.
_EDGE = 2.0
# A window for somebody who was lost waits there for so many seconds; meanwhile the court is looked at no more often
# than this.
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


@dataclass(frozen=True)
class Look:
    """What to look at in one picture."""

    patches: list[Patch]
    # Whose window each patch is; empty for a look at the whole court or picture.
    targets: list[_Target]


class Gaze:
    """Follows the people on the court from picture to picture."""

    def __init__(self, settings: PoseSettings, *, windows: bool) -> None:
        """Set up; without `windows` every picture is looked at as a whole."""
        self._settings = settings
        self._windows = windows
        self._targets: list[_Target] = []
        self._looked = -np.inf
        self._scene = -1

    def plan(self, picture: Image, camera: CourtCamera | None, scene: int, seconds: float) -> Look:
        """Where to look in the next picture.

        Args:
            picture: Blue, green, red, shape (height, width, 3).
            camera: How it shows the court; None where that is not known.
            scene: Changes with the picture's shot or view.
            seconds: Time of the picture.
        """
        if scene != self._scene:
            self._scene, self._targets, self._looked = scene, [], -np.inf
        whole = self._whole(picture, camera)
        if camera is None or not self._windows or seconds - self._looked >= self._settings.survey_seconds:
            return Look([whole], [])
        self._targets = [target for target in self._targets if seconds - target.seen <= _PATIENCE]
        patches = [self._window(picture, target, seconds) for target in self._targets]
        cost = sum(patch.size[0] * patch.size[1] for patch in patches)
        if not patches or cost > _WORTH * whole.size[0] * whole.size[1]:
            return Look([whole], [])
        return Look(patches, list(self._targets))

    def take(
        self, look: Look, found: list[Detections], camera: CourtCamera | None, seconds: float
    ) -> Detections | None:
        """The people in the picture; None asks for another look, at the whole of it: somebody was lost."""
        if not look.targets:
            self._looked = seconds
            self._retarget(found[0], camera, seconds)
            return found[0]
        kept: list[Detections] = []
        lost = False
        for patch, target, people in zip(look.patches, look.targets, found, strict=True):
            own = _best(target.expected(seconds), people)
            cut = _cut_off(people, patch)
            if own is None or cut[own]:
                lost = True
                cut[:] = True
            else:
                box = people["box"][own].astype(np.float64)
                target.move(box, seconds, self._standing(box, camera))
            kept.append(people[~cut])
        if lost and seconds - self._looked >= _PAUSE:
            return None
        return _joined(kept)

    def again(self, picture: Image, camera: CourtCamera | None) -> Look:
        """A look at the whole."""
        return Look([self._whole(picture, camera)], [])

    def _whole(self, picture: Image, camera: CourtCamera | None) -> Patch:
        height, width = picture.shape[:2]
        if camera is None:
            return Patch(picture, (0, 0, width, height), _whole_size(width, height, self._settings.image_size))
        area = court_area(camera, (width, height))
        left, top, right, bottom = area
        far = _standing_height(camera, np.array([0.0, HALF_LENGTH]))
        most = self._settings.image_size / max(right - left, bottom - top)
        scale = min(_MAX_ENLARGEMENT, most, self._settings.player_height / far)
        return Patch(picture, area, fitting_size(right - left, bottom - top, scale))

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

    def _retarget(self, people: Detections, camera: CourtCamera | None, seconds: float) -> None:
        if camera is None:
            self._targets = []
            return
        boxes = people["box"].astype(np.float64)
        feet = np.column_stack([(boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]])
        floor = camera.to_floor(feet)
        inside = np.abs(floor) <= [HALF_WIDTH + _BESIDE, HALF_LENGTH + _BEHIND]
        targets: list[_Target] = []
        for box in list(boxes[(people["confidence"] >= _SURE) & inside.all(axis=1)]):
            old = max(self._targets, key=lambda target: overlap(target.expected(seconds), box), default=None)
            height = self._standing(box, camera)
            if old is not None and overlap(old.expected(seconds), box) > _OWN:
                self._targets = [target for target in self._targets if target is not old]
                old.move(box, seconds, height)
                targets.append(old)
            else:
                targets.append(_Target(box, seconds, height))
        # Who was not seen just now, behind somebody else perhaps, may come out again.
        self._targets = targets + [target for target in self._targets if seconds - target.seen <= _PATIENCE]

    def _standing(self, box: NDArray[np.float64], camera: CourtCamera | None) -> float:
        """Height of a standing body where somebody is, pixels; near to the box's where the court tells otherwise."""
        shown = float(box[3] - box[1])
        if camera is None:
            return shown
        floor = camera.to_floor(np.array([[(box[0] + box[2]) / 2, box[3]]]))[0]
        told = _standing_height(camera, floor)
        return told if shown / 2 < told < shown * 2 else shown


def court_area(camera: CourtCamera, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of a picture of this size in which players can be: left, top, right, bottom, pixels."""
    x = np.linspace(-HALF_WIDTH - _BESIDE, HALF_WIDTH + _BESIDE, 9)
    y = np.linspace(-HALF_LENGTH - _BEHIND, HALF_LENGTH + _BEHIND, 25)
    floor = np.array(np.meshgrid(x, y)).reshape(2, -1).T
    feet = camera.project_floor(floor)
    feet = feet[np.isfinite(feet).all(axis=1)]
    if camera.projection is not None:
        heads = camera.project(np.column_stack([floor, np.full(len(floor), _HEADROOM)]))
    else:
        # Nothing upright looks higher than it would look wide.
        heights = [_standing_height(camera, place) for place in camera.to_floor(feet)]
        heads = feet - np.column_stack([np.zeros(len(feet)), np.array(heights) * _HEADROOM / _STANDING])
    shown = np.concatenate([feet, heads[np.isfinite(heads).all(axis=1)]])
    low = np.clip(np.floor(shown.min(axis=0)), 0, np.array(size) - 2).astype(int)
    high = np.clip(np.ceil(shown.max(axis=0)), low + 2, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Intersection over union of two boxes, 0..1."""
    shared = float(np.prod(np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None)))
    areas = float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2]))
    return shared / (areas - shared) if areas > shared else 0.0


def _whole_size(width: int, height: int, longest: int) -> tuple[int, int]:
    return fitting_size(width, height, longest / max(width, height))


def _standing_height(camera: CourtCamera, floor: NDArray[np.float64]) -> float:
    """Pixels of a standing body at a place on the floor; where heights cannot be told, as if seen from the side."""
    if not np.isfinite(floor).all():
        return 1.0
    if camera.projection is not None:
        ends = camera.project(np.array([[*floor, 0.0], [*floor, _STANDING]]))
    else:
        ends = camera.project_floor(floor + np.array([[-_STANDING / 2, 0.0], [_STANDING / 2, 0.0]]))
    length = float(np.hypot(*(ends[1] - ends[0])))
    return max(1.0, length) if np.isfinite(length) else 1.0


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
