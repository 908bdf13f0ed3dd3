"""A match of several rallies, filmed: frames, and for each who is where and where the shuttle is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from modal_app.testing.halls.style import Hall
from modal_app.testing.match.cast import Costume, Patch
from modal_app.testing.match.clip import Frame, Seen, Take
from modal_app.testing.match.script import Actor, Rgb, Script
from modal_app.testing.match.view import HallView, Image
from modal_app.testing.rallies.brush import Array
from modal_app.testing.rallies.figure import Figure, figure, shuttle_at
from modal_app.testing.rallies.paint import draw_player, draw_shuttle, outfit, streak_middle
from modal_app.testing.rallies.script import RallyMatch

# What may make a shuttle hard to see.
LOOKS = ("plain", "white-walls", "white-kits", "dim")
_WHITE_KIT: tuple[Rgb, Rgb] = ((238, 238, 238), (232, 232, 232))
# Players are drawn at so many moments while the shutter is open when something of them moves farther than this, pixels.
_MOMENTS, _BLUR = 3, 2.5
# Moments at which the shuttle is looked up while the shutter is open.
_SHUTTLE_MOMENTS = 5
# A shuttle that differs from what is around it by less than this (grey levels) is not to be found by anybody.
_FAINT = 7.0
# It is hidden where others cover more than this part of it.
_HIDDEN = 0.6
# Somebody shorter than this (pixels) is not drawn, and whoever shows less than this part of the body is not labelled.
_MIN_HEIGHT, _SHOWN = 12, 0.4
# Frames for which everybody's joints are computed at a time.
_BATCH = 200


@dataclass(frozen=True)
class ShuttleSeen:
    """The shuttle in one frame."""

    # Middle of the visible streak, pixels, origin at the top left corner; None outside the picture.
    at: tuple[float, float] | None
    # Whether it can be seen at all, and whether it stands out from what is around it.
    visible: bool
    clear: bool
    # Length of the streak, pixels, and whether it is in flight, in somebody's hand or on the floor.
    streak: float
    state: str


@dataclass(frozen=True)
class RallyFrame:
    """A frame, and the shuttle in it."""

    frame: Frame
    shuttle: ShuttleSeen


class RallyClip:
    """A match, filmed by a camera that stands still."""

    def __init__(self, match: RallyMatch, take: Take, *, exposure: float = 1 / 120, look: str = "plain") -> None:
        """Film a match.

        Args:
            match: What happens.
            take: Kind of viewpoint, seed of the hall, size, frames a second.
            exposure: Seconds that the shutter is open.
            look: One of LOOKS.
        """
        self.match, self.take, self.exposure, self.look = match, take, exposure, look
        self.view = HallView(take.kind, take.seed, take.size, restyle=_STYLES.get(look, lambda hall: hall))
        rng = np.random.default_rng([take.seed, 78])
        self._outfits = {
            actor.name: outfit(rng, _WHITE_KIT if look == "white-kits" else actor.kit) for actor in self.script.players
        }
        self._costumes = {
            actor.name: Costume(int(rng.integers(2)), actor.kit, flipped=bool(rng.random() < 0.5))
            for actor in self.script.actors
            if not actor.plays
        }

    @property
    def script(self) -> Script:
        """Who is where."""
        return self.match.script

    def __len__(self) -> int:
        return int(self.match.seconds * self.take.fps)

    def frames(self) -> Iterator[RallyFrame]:
        """All frames in order."""
        for first in range(0, len(self), _BATCH):
            numbers = np.arange(first, min(first + _BATCH, len(self)))
            middle = numbers / float(self.take.fps)
            offsets = np.linspace(-0.5, 0.5, _SHUTTLE_MOMENTS) * self.exposure
            times = np.maximum((middle[:, None] + offsets).ravel(), 0.0)
            figures = {person.name: figure(self.match, person, times) for person in self.match.people}
            places, flies = shuttle_at(self.match, figures, times)
            for index, number in enumerate(numbers):
                moments = slice(index * _SHUTTLE_MOMENTS, (index + 1) * _SHUTTLE_MOMENTS)
                time = Fraction(int(number)) / self.take.fps
                yield self._frame(time, figures, moments, places[moments], bool(flies[moments].any()))

    def _frame(
        self, time: Fraction, figures: dict[str, Figure], moments: slice, places: Array, flies: bool
    ) -> RallyFrame:
        camera, eye = self.view.camera, np.array(self.view.eye)
        middle = (moments.start + moments.stop) // 2
        layers: list[tuple[bool, float, Patch]] = []
        players: dict[str, Seen] = {}
        for actor in self.script.actors:
            place = actor.way.at(np.array([float(time)]))[0]
            patch = self._player(actor, figures, moments) if actor.plays else self._bystander(actor, place)
            if patch is None:
                continue
            # A camera on the near side has the far half behind the net.
            layers.append((bool(place[1] > 0), float(np.linalg.norm(place - eye[:2])), patch))
            if actor.plays:
                seen = self._seen(figures[actor.name], middle, place)
                if seen is not None:
                    players[actor.name] = seen
        now = places[_SHUTTLE_MOMENTS // 2]
        shuttle = draw_shuttle(camera, places, _cork(places, self.exposure))
        if shuttle is not None:
            layers.append((bool(now[1] > 0), float(np.linalg.norm(now[:2] - eye[:2])), shuttle))
        layers.sort(key=lambda layer: (not layer[0], -layer[1]))
        picture = self.view.compose(
            [patch for behind, _, patch in layers if behind], [patch for behind, _, patch in layers if not behind]
        )
        over = [patch for _, _, patch in layers]
        after = over[over.index(shuttle) + 1 :] if shuttle is not None else []
        frame = Frame(time, picture, players, np.eye(3))
        return RallyFrame(frame, self._shuttle(picture, shuttle, after, places, flies, float(time)))

    def _player(self, actor: Actor, figures: dict[str, Figure], moments: slice) -> Patch | None:
        one, camera = figures[actor.name], self.view.camera
        ends = camera.project(np.stack([one.racket[moments.start], one.racket[moments.stop - 1]]))
        sharp = not np.all(np.isfinite(ends)) or float(np.linalg.norm(ends[1] - ends[0])) < _BLUR
        middle = (moments.start + moments.stop) // 2
        chosen = (
            slice(middle, middle + 1) if sharp else slice(moments.start, moments.stop, _SHUTTLE_MOMENTS // _MOMENTS)
        )
        return draw_player(camera, one, chosen, actor.tall, self._outfits[actor.name])

    def _bystander(self, actor: Actor, place: Array) -> Patch | None:
        ends = self.view.camera.project(np.array([[*place, 0.0], [*place, actor.tall]]))
        height = float(np.linalg.norm(ends[1] - ends[0]))
        if not np.all(np.isfinite(ends)) or not _MIN_HEIGHT <= height <= 3 * self.take.size[1]:
            return None
        return self._costumes[actor.name].shown(ends[0], height)

    def _seen(self, one: Figure, index: int, place: Array) -> Seen | None:
        camera, size = self.view.camera, np.array(self.take.size, dtype=np.float64)
        around = camera.project(np.concatenate([one.joints[index], one.bounds[index]]))
        ground = camera.project_floor(place[None])[0]
        if not np.all(np.isfinite(around)):
            return None
        low, high = around.min(axis=0), around.max(axis=0)
        low, high = low - 0.02 * (high - low)[1], high + 0.02 * (high - low)[1]
        inside = np.clip(np.concatenate([low, high]), 0, np.tile(size, 2))
        if np.prod(inside[2:] - inside[:2]) < _SHOWN * np.prod(high - low):
            return None
        left, top, right, bottom = (float(value) for value in inside)
        on_picture = bool(np.all((ground >= 0) & (ground <= size)))
        at = (float(ground[0]), float(ground[1])) if on_picture else None
        return Seen((left, top, right, bottom), at, (float(place[0]), float(place[1])))

    def _shuttle(
        self, picture: Image, patch: Patch | None, after: list[Patch], places: Array, flies: bool, time: float
    ) -> ShuttleSeen:
        piece = next(piece for piece in reversed(self.match.pieces) if piece.start <= time)
        state = "held" if piece.holder is not None else "flight" if flies else "floor"
        shown = self.view.camera.project(places)
        streak = float(np.linalg.norm(np.diff(shown, axis=0), axis=1).sum())
        at = streak_middle(self.view.camera, places) if np.all(np.isfinite(shown)) else np.full(2, np.nan)
        inside = bool(np.all((at >= 0) & (at < np.array(self.take.size))))
        if patch is None or not inside:
            return ShuttleSeen(None, visible=False, clear=False, streak=streak, state=state)
        covered = _opacity_at(after, at)
        clear = _contrast(picture, patch) >= _FAINT
        told = (float(at[0]), float(at[1]))
        return ShuttleSeen(told, visible=covered < _HIDDEN, clear=clear, streak=streak, state=state)


def _cork(places: Array, exposure: float) -> Array:
    """Where the cork points, shape (n, 3): ahead in flight; a shuttle at rest lies on its side."""
    moved = np.gradient(places, axis=0)
    speed = np.linalg.norm(moved, axis=1, keepdims=True) * (len(places) - 1) / exposure
    lying = np.array([0.8, 0.6, 0.0])
    return np.asarray(
        np.where(speed > 0.3, moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), lying)
    )


def _opacity_at(patches: list[Patch], at: Array) -> float:
    """How much patches cover of a pixel."""
    left = 1.0
    for patch in patches:
        column, row = int(at[0]) - patch.left, int(at[1]) - patch.top
        if 0 <= row < patch.opacity.shape[0] and 0 <= column < patch.opacity.shape[1]:
            left *= 1 - float(patch.opacity[row, column, 0])
    return 1 - left


def _contrast(picture: Image, patch: Patch) -> float:
    """Difference of grey between what a patch covers and what is just around it."""
    height, width = picture.shape[:2]
    rows = slice(max(0, patch.top - 3), min(height, patch.top + patch.opacity.shape[0] + 3))
    columns = slice(max(0, patch.left - 3), min(width, patch.left + patch.opacity.shape[1] + 3))
    part = picture[rows, columns].astype(np.float32).mean(axis=2)
    cover = np.zeros_like(part)
    inner = patch.opacity[
        max(0, rows.start - patch.top) : rows.stop - patch.top,
        max(0, columns.start - patch.left) : columns.stop - patch.left,
        0,
    ]
    row, column = max(0, patch.top - rows.start), max(0, patch.left - columns.start)
    cover[row : row + inner.shape[0], column : column + inner.shape[1]] = inner
    most = float(cover.max())
    if most <= 0.02:
        return 0.0
    core, around = cover > 0.5 * most, cover < 0.05 * most
    return abs(float(part[core].mean() - np.median(part[around]))) if around.any() else 0.0


def _white_walls(hall: Hall) -> Hall:
    white = (236.0, 238.0, 238.0)
    return replace(hall, wall=white, far_wall=white, ceiling=(225.0, 228.0, 230.0), banners=0, crowd=False, windows=3)


def _dim(hall: Hall) -> Hall:
    photo = replace(hall.photo, exposure=0.45, noise=max(7.0, hall.photo.noise), grain=0.8)
    return replace(hall, photo=photo)


_STYLES = {"white-walls": _white_walls, "dim": _dim}
