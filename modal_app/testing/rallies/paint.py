"""Players as jointed figures with a racket, and the shuttle with its streak, drawn into patches of a picture."""

from dataclasses import dataclass

import numpy as np

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.testing.match.cast import Patch
from modal_app.testing.match.script import Rgb
from modal_app.testing.rallies.brush import Array, Brush, averaged
from modal_app.testing.rallies.figure import Figure

# Radii as parts of the height.
_NECK, _HEAD = 0.030, 0.052
_HIP, _FLESH, _DEEP = 0.052, 0.022, 0.072
_UPPER_ARM, _ELBOW, _WRIST, _FIST = 0.028, 0.023, 0.016, 0.021
_THIGH, _KNEE, _CALF, _ANKLE, _SHOE = 0.052, 0.036, 0.033, 0.021, 0.022
# How far down the sleeves, the shorts and the socks are, parts of the limb.
_SLEEVE, _SHORTS, _SOCKS = 0.6, 0.65, 0.7
# Half axes of a racket's head, and the radii of shaft and frame, metres.
_HEAD_LONG, _HEAD_WIDE, _SHAFT, _FRAME = 0.135, 0.10, 0.004, 0.006
# Feathers' ends and cork: radii, and how far the two are apart, metres (law 2: 58 to 68 mm, 25 to 28 mm, 62 to 70 mm
# of feathers beyond a cork).
_SKIRT, _CORK, _LENGTH = 0.0325, 0.013, 0.075
_FEATHERS, _CORK_COLOUR = np.array([244.0, 246.0, 246.0]), np.array([225.0, 235.0, 238.0])
# Steps along a streak, pixels; what moves less while the shutter is open is sharp.
_STREAK_STEP = 0.8
_WHITE = np.array([235.0, 235.0, 235.0])


@dataclass(frozen=True)
class Outfit:
    """Colours: blue, green, red."""

    shirt: Array
    shorts: Array
    skin: Array
    hair: Array
    shoes: Array
    racket: Array


def outfit(rng: np.random.Generator, kit: tuple[Rgb, Rgb]) -> Outfit:
    """Somebody in a kit."""
    skin = np.array([[150, 175, 215], [120, 150, 200], [95, 125, 180], [60, 85, 130]][int(rng.integers(4))], float)
    hair = np.array([[25, 25, 30], [35, 50, 75], [60, 90, 130]][int(rng.integers(3))], dtype=float)
    racket = np.array([[230, 230, 230], [40, 40, 210], [40, 200, 230], [40, 40, 40]][int(rng.integers(4))], float)
    shirt, shorts = (np.array(colour[::-1], dtype=np.float64) for colour in kit)
    return Outfit(shirt, shorts, skin, hair, _WHITE, racket)


def draw_player(camera: CourtCamera, one: Figure, moments: slice, tall: float, wear: Outfit) -> Patch | None:
    """A player over the moments in which the shutter is open; None where the camera does not show all of one."""
    chosen = range(*moments.indices(len(one.joints)))
    everything = np.concatenate([one.joints[moments], one.bounds[moments], one.racket[moments][:, None]], axis=1)
    shown = camera.project(everything.reshape(-1, 3))
    if not np.all(np.isfinite(shown)):
        return None
    unit = _pixels(camera, one.joints[moments.start].mean(axis=0))
    low, high = shown.min(axis=0) - 0.16 * unit, shown.max(axis=0) + 0.16 * unit
    if np.any(high < 0) or np.any(low > camera.size) or unit * tall > 4 * camera.size[1]:
        return None
    patches = []
    for index in chosen:
        brush = Brush(low, high, camera.size)
        _draw(brush, camera, one, index, tall, wear)
        patches.append(brush.patch())
    return averaged(patches)


def _draw(brush: Brush, camera: CourtCamera, one: Figure, index: int, tall: float, wear: Outfit) -> None:
    joints, bounds = one.joints[index], one.bounds[index]
    eye = _eye(camera)
    ahead = np.array([np.cos(one.facing[index]), np.sin(one.facing[index]), 0.0])
    parts = _parts(joints, bounds, ahead, tall, wear)
    wrist = min((joints[9], joints[10]), key=lambda at: float(np.linalg.norm(at - one.racket[index])))
    order = sorted(parts, key=lambda part: -float(np.linalg.norm((part[0] + part[1]) / 2 - eye)))
    away = float(np.linalg.norm((wrist + one.racket[index]) / 2 - eye))
    body = float(np.linalg.norm(joints.mean(axis=0) - eye))
    trunk = float(np.linalg.norm(joints[[5, 6, 11, 12]].mean(axis=0) - eye))
    if away > body:
        _draw_racket(brush, camera, wrist, one.racket[index], ahead, wear)
    pixels = camera.project(np.concatenate([part[:2] for part in order])).reshape(-1, 2, 2)
    drawn = False
    for (start, end, first, second, colour), ends in zip(order, pixels, strict=True):
        if not drawn and float(np.linalg.norm((start + end) / 2 - eye)) < trunk:
            drawn = True
            _draw_trunk(brush, camera, joints, tall, wear)
        unit = tall * _pixels(camera, (start + end) / 2)
        brush.capsule(ends[0], ends[1], (first * unit, second * unit), colour)
    if not drawn:
        _draw_trunk(brush, camera, joints, tall, wear)
    if away <= body:
        _draw_racket(brush, camera, wrist, one.racket[index], ahead, wear)


def _parts(
    joints: Array, bounds: Array, ahead: Array, tall: float, wear: Outfit
) -> list[tuple[Array, Array, float, float, Array]]:
    """Limbs from a place to another with a radius at each, parts of the height, and a colour."""
    neck = joints[[5, 6]].mean(axis=0)
    ears = joints[[3, 4]].mean(axis=0)
    up = (bounds[0] - ears) / max(float(np.linalg.norm(bounds[0] - ears)), 1e-9)
    face = joints[[0, 1, 2]].mean(axis=0)
    crown = ears + up * 0.035 * tall
    parts = [
        (neck, ears, _NECK, _NECK, wear.skin),
        # The face lies ahead of the hair.
        (crown - ahead * 0.012 * tall, ears - ahead * 0.02 * tall - up * 0.012 * tall, _HEAD, 0.9 * _HEAD, wear.hair),
        (ears + ahead * 0.018 * tall + up * 0.012 * tall, face - up * 0.035 * tall - ahead * 0.02 * tall, _HEAD,
         0.7 * _HEAD, wear.skin),
    ]  # fmt: skip
    for shoulder, elbow, wrist in ((5, 7, 9), (6, 8, 10)):
        sleeve = joints[shoulder] + _SLEEVE * (joints[elbow] - joints[shoulder])
        hand = joints[wrist] + 0.03 * tall * _along(joints[elbow], joints[wrist])
        parts += [
            (joints[shoulder], joints[elbow], _UPPER_ARM, _ELBOW, wear.skin),
            (joints[shoulder], sleeve, _UPPER_ARM + 0.008, _ELBOW + 0.012, wear.shirt),
            (joints[elbow], joints[wrist], _ELBOW, _WRIST, wear.skin),
            (joints[wrist], hand, _FIST, _FIST, wear.skin),
        ]
    for hip, knee, ankle, soles in ((11, 13, 15, (1, 2)), (12, 14, 16, (3, 4))):
        hem = joints[hip] + _SHORTS * (joints[knee] - joints[hip])
        sock = joints[knee] + _SOCKS * (joints[ankle] - joints[knee])
        lift = np.array([0.0, 0.0, 0.02 * tall])
        parts += [
            (joints[hip], joints[knee], _THIGH, _KNEE, wear.skin),
            (joints[hip], hem, _THIGH + 0.006, _THIGH, wear.shorts),
            (joints[knee], joints[ankle], _CALF, _ANKLE, wear.skin),
            (sock, joints[ankle], 0.027, _ANKLE + 0.003, wear.shoes),
            (bounds[soles[0]] + lift, bounds[soles[1]] + lift, _SHOE, 0.8 * _SHOE, wear.shoes),
        ]
    return parts


def _draw_trunk(brush: Brush, camera: CourtCamera, joints: Array, tall: float, wear: Outfit) -> None:
    """Hips, and a shirt over them: one smooth body, narrower from the side."""
    pixels = camera.project(joints[[5, 6, 11, 12]])
    unit = tall * _pixels(camera, joints[[5, 6, 11, 12]].mean(axis=0))
    neck, hips = pixels[:2].mean(axis=0), pixels[2:].mean(axis=0)
    wide, narrow = (float(np.linalg.norm(pair[0] - pair[1])) / 2 for pair in (pixels[:2], pixels[2:]))
    chest, waist = max(wide + _FLESH * unit, _DEEP * unit), max(narrow + _FLESH * unit, 0.9 * _DEEP * unit)
    brush.capsule(pixels[2], pixels[3], (_HIP * unit, _HIP * unit), wear.shorts)
    down = (hips - neck) / max(float(np.linalg.norm(hips - neck)), 1e-6)
    # Shoulders slope from the neck.
    brush.capsule(neck + down * 0.62 * chest, hips - down * 0.35 * waist, (chest, waist), wear.shirt)


def _draw_racket(brush: Brush, camera: CourtCamera, wrist: Array, head: Array, ahead: Array, wear: Outfit) -> None:
    along = _along(wrist, head)
    # The strings face ahead as far as the racket's direction lets them.
    side = np.cross(along, ahead)
    side = side / max(float(np.linalg.norm(side)), 1e-6)
    throat = head - along * _HEAD_LONG
    points = camera.project(np.stack([wrist, throat, head, head + along * _HEAD_LONG, head + side * _HEAD_WIDE]))
    unit = _pixels(camera, head)
    grip = points[0] + 0.35 * (points[1] - points[0])
    brush.capsule(points[0], grip, (0.014 * unit, 0.012 * unit), 0.4 * wear.racket)
    brush.capsule(grip, points[1], (_SHAFT * unit, _SHAFT * unit), wear.racket)
    brush.ring(points[2], points[3] - points[2], points[4] - points[2], _FRAME * unit, wear.racket)


def draw_shuttle(camera: CourtCamera, places: Array, ahead: Array) -> Patch | None:
    """The shuttle while the shutter is open; None where it is not in the picture.

    Args:
        camera: What it is seen through.
        places: Its middle at even steps of time, metres, shape (n, 3), n at least 2.
        ahead: Where the cork points at each, directions, shape (n, 3).
    """
    ends = np.stack([places + ahead * _LENGTH / 2, places - ahead * _LENGTH / 2])
    shown = camera.project(ends.reshape(-1, 3)).reshape(2, -1, 2)
    if not np.all(np.isfinite(shown)):
        return None
    unit = _pixels(camera, places[len(places) // 2])
    reach = _SKIRT * unit + 2
    low, high = shown.min(axis=(0, 1)) - reach, shown.max(axis=(0, 1)) + reach
    if np.any(high < 0) or np.any(low > camera.size):
        return None
    middle = shown.mean(axis=0)
    length = float(np.linalg.norm(np.diff(middle, axis=0), axis=1).sum())
    steps = max(1, int(np.ceil(length / _STREAK_STEP)))
    at = np.linspace(0, len(places) - 1, steps) if steps > 1 else np.array([(len(places) - 1) / 2])
    brush = Brush(low, high, camera.size)
    colour, opacity = np.zeros_like(brush.colour), np.zeros_like(brush.opacity)
    index = np.arange(len(places))
    for moment in at:
        cork, tail = (np.array([np.interp(moment, index, shown[end, :, axis]) for axis in (0, 1)]) for end in (0, 1))
        brush.colour[:], brush.opacity[:] = 0, 0
        brush.capsule(tail, cork, (_SKIRT * unit, _CORK * unit), _FEATHERS, opacity=0.92)
        brush.capsule(cork, cork, (_CORK * unit, _CORK * unit), _CORK_COLOUR)
        colour += brush.colour
        opacity += brush.opacity
    share = np.float32(1 / steps)
    return Patch(brush.left, brush.top, colour * share, opacity * share)


def streak_middle(camera: CourtCamera, places: Array) -> Array:
    """Where the middle of what `draw_shuttle` draws is, pixels, shape (2,)."""
    shown = camera.project(places)
    step = np.linalg.norm(np.diff(shown, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(step)])
    if along[-1] < 1e-9:
        return np.asarray(shown[0])
    return np.array([np.interp(along[-1] / 2, along, shown[:, axis]) for axis in (0, 1)])


def _along(start: Array, end: Array) -> Array:
    return np.asarray((end - start) / max(float(np.linalg.norm(end - start)), 1e-9))


def _pixels(camera: CourtCamera, place: Array) -> float:
    """How many pixels a metre there is, across the line of sight."""
    matrix = camera.projection
    assert matrix is not None
    # The third row is the direction of the gaze; what the first has besides it is the focal length.
    aside = float(matrix[0, :3] @ matrix[2, :3])
    focal = float(np.sqrt(max(float(matrix[0, :3] @ matrix[0, :3]) - aside**2, 1e-12)))
    return focal / max(float(matrix[2, :3] @ place + matrix[2, 3]), 0.1)


def _eye(camera: CourtCamera) -> Array:
    assert camera.projection is not None
    return np.asarray(-np.linalg.solve(camera.projection[:, :3], camera.projection[:, 3]))
