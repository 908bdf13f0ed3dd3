"""Players in space while they play: joints, racket, and the shuttle wherever it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.flight.drag import simulate
from modal_app.testing.match.body import keypoints
from modal_app.testing.match.script import Actor
from modal_app.testing.rallies.idle import Swing
from modal_app.testing.rallies.rally import Person
from modal_app.testing.rallies.reach import ARM, RACKET, TALL, crouch
from modal_app.testing.rallies.script import RallyMatch
from modal_app.testing.rallies.swing import READY, RELAXED, smooth, swung

Array = NDArray[np.float64]

_LEFT, _RIGHT = (5, 7, 9), (6, 8, 10)
# Of the points that bound a body: the head's top and the elbows' sides; soles of the left and of the right foot.
_UPPER_BOUNDS, _SOLES = [0, 5, 6], ((1, 2), (3, 4))
# Thigh and shank, upper arm and forearm, parts of the height (Drillis and Contini).
_THIGH, _SHANK = 0.245, 0.246
_UPPER_ARM = 0.186 / 0.332
# How far the feet are apart for each metre that the hips go down.
_SPREAD = 0.55
# Whoever plays stands a little lower than upright, metres; posture changes around rallies within so many seconds.
_CROUCH, _CHANGE = 0.06, 0.6
# Going down for a stroke, staying, and coming up again, seconds.
_DOWN, _STAY, _UP = 0.34, 0.06, 0.34
_GRAVITY = 9.81
# How far an upper body sways while its feet stand, metres.
_SWAY = 0.01
# The other arm of a right-hander, from its shoulder: ready, hanging, raised before overhead strokes, holding something.
_FREE = {
    "ready": (-0.16, 0.28, -0.25),
    "relaxed": (-0.10, 0.06, -0.54),
    "raised": (-0.14, 0.30, 0.38),
    "holding": (0.04, 0.34, -0.24),
}
# From the wrist to what the hand holds, ahead, metres.
_GRASP = 0.08


@dataclass(frozen=True)
class Figure:
    """One player at n moments; world frame, metres."""

    # COCO's 17 keypoints, shape (n, 17, 3), and the points that bound the body, shape (n, 7, 3).
    joints: Array
    bounds: Array
    # Middle of the racket's strings, shape (n, 3), and where the other hand holds something.
    racket: Array
    hand: Array
    # Direction of the gaze, radians from x towards y, shape (n,).
    facing: Array


def figure(match: RallyMatch, person: Person, times: Array) -> Figure:
    """A player of a match at times, shape (n,)."""
    actor = next(actor for actor in match.actors if actor.name == person.name)
    swings = match.swings[person.name]
    playing = _playing(match, times)
    facing = _facing(match, actor, times, playing, swings)
    joints, bounds = keypoints(actor.way.at(times), facing, actor.tall, actor.way.speed(times), times)
    size, ahead = actor.tall / TALL, np.column_stack([np.cos(facing), np.sin(facing)])
    right = np.column_stack([ahead[:, 1], -ahead[:, 0]])
    drop, lean, jump = _posture(swings, times, playing)
    low = np.array([crouch(d, a, actor.tall) for d, a in zip(drop, lean, strict=True)])
    _bend(joints, bounds, ahead, low, lean, person, actor.tall)
    for points, chosen in ((joints, list(range(13))), (bounds, _UPPER_BOUNDS)):
        points[:, chosen, :2] += _swayed(person, times)[:, None]
    joints[..., 2] += jump[:, None]
    bounds[..., 2] += jump[:, None]

    def world(own: Array) -> Array:
        flat = own[:, :1] * right + own[:, 1:2] * ahead
        return np.column_stack([flat, own[:, 2]])

    hitting, other = (_LEFT, _RIGHT) if person.left_handed else (_RIGHT, _LEFT)
    mirror = np.array([-1.0 if person.left_handed else 1.0, 1.0, 1.0])
    wrist, racket = _racket_arm(swings, times, playing, size, person)
    wrist_at = _reached(joints[:, hitting[0]], joints[:, hitting[0]] + world(wrist), size)
    _set_arm(joints, hitting, wrist_at, world(np.tile([0.35 * mirror[0], -0.2, -0.9], (len(times), 1))), size)
    free = world(_free_arm(match, person, swings, times, playing) * size * mirror)
    goal = _holding(joints[:, other[0]] + free, swings, times, ahead)
    hand_at = _reached(joints[:, other[0]], goal, size)
    _set_arm(joints, other, hand_at, world(np.tile([-0.35 * mirror[0], -0.2, -0.9], (len(times), 1))), size)
    grasp = np.column_stack([ahead * _GRASP, np.zeros(len(times))])
    return Figure(joints, bounds, wrist_at + world(racket) * RACKET, hand_at + grasp, facing)


def shuttle_at(match: RallyMatch, figures: dict[str, Figure], times: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Where the shuttle is at times, shape (n, 3), and whether it flies, shape (n,). `figures` are of these times."""
    places, flies = np.full((len(times), 3), np.nan), np.zeros(len(times), dtype=np.bool_)
    for piece in match.pieces:
        now = (times >= piece.start) & (times < piece.end)
        if not now.any():
            continue
        if piece.holder is not None:
            places[now] = figures[piece.holder].hand[now]
        elif piece.velocity is not None and piece.place is not None:
            places[now] = simulate(piece.place, piece.velocity, times[now] - piece.start)
            flies[now] = True
        else:
            places[now] = piece.place
    return places, flies


def _swayed(person: Person, times: Array) -> Array:
    """How nobody ever stands quite still: metres, shape (n, 2)."""
    phase = ord(person.name)
    return _SWAY * np.column_stack([np.sin(2 * np.pi * 0.41 * times + phase), np.cos(2 * np.pi * 0.29 * times + phase)])


def _playing(match: RallyMatch, times: Array) -> Array:
    """1 in rallies, 0 far from them, shape (n,)."""
    near = np.zeros(len(times))
    for rally in match.rallies:
        near = np.maximum(
            near, smooth(1 + (times - rally.start + 0.8) / _CHANGE) * smooth(1 - (times - rally.end - 0.3) / _CHANGE)
        )
    return near


def _facing(match: RallyMatch, actor: Actor, times: Array, playing: Array, swings: tuple[Swing, ...]) -> Array:
    """Towards the net in play; between rallies where one goes."""
    half = np.array([match.half_of(actor.name, time) for time in times])
    net = -half * np.pi / 2
    velocity = actor.way.velocity(times)
    busy = playing.copy()
    for swing in swings:
        busy = np.maximum(busy, smooth(2 - np.abs(times - swing.time) / 0.5))
    part = smooth((np.linalg.norm(velocity, axis=1) - 0.3) / 0.6) * (1 - busy)
    turn = np.arctan2(velocity[:, 1], velocity[:, 0]) - net
    turn = (turn + np.pi) % (2 * np.pi) - np.pi
    # Straight back one goes backwards.
    return np.asarray(net + part * turn * smooth((np.pi - np.abs(turn)) / 0.6))


def _rooms(swings: tuple[Swing, ...]) -> list[tuple[float, float]]:
    """Seconds half-way to the swing before and to the one after each."""
    at = np.array([swing.time for swing in swings])
    gaps = np.concatenate([[2.0], np.minimum(np.diff(at) / 2, 1.0), [2.0]])
    return [(float(gaps[i]), float(gaps[i + 1])) for i in range(len(swings))]


def _posture(swings: tuple[Swing, ...], times: Array, playing: Array) -> tuple[Array, Array, Array]:
    """Drop of the shoulders, lean, and height of the jump, shape (n,) each."""
    drop, lean, jump = _CROUCH * playing, np.zeros(len(times)), np.zeros(len(times))
    for swing, (before, after) in zip(swings, _rooms(swings), strict=True):
        moment = times - swing.time
        down, up = min(_DOWN, before - _STAY), min(_UP, after - _STAY)
        weight = smooth(1 + (moment + _STAY) / max(down, 0.05)) * smooth(1 - (moment - _STAY) / max(up, 0.05))
        # A bend to the floor goes as far as the legs can.
        deep, bow = (0.75, 1.1) if swing.body is None else (swing.body.drop, swing.body.lean)
        drop, lean = drop + weight * (deep - drop), lean + weight * (bow - lean)
        if swing.body is not None and swing.body.jump:
            jump += np.maximum(0.0, swing.body.jump - _GRAVITY / 2 * moment**2)
    return drop, lean, jump


def _bend(joints: Array, bounds: Array, ahead: Array, low: Array, lean: Array, person: Person, tall: float) -> None:
    """Lower the hips, lean the upper body, spread the feet and bend the knees, in place."""
    hips = joints[:, [11, 12]].mean(axis=1)
    for points, chosen in ((joints, list(range(11))), (bounds, _UPPER_BOUNDS)):
        part = points[:, chosen] - hips[:, None]
        forward = np.einsum("nij,nj->ni", part[..., :2], ahead)
        rise = part[..., 2]
        cosine, sine = np.cos(lean)[:, None], np.sin(lean)[:, None]
        moved = forward * cosine + rise * sine - forward
        points[:, chosen, :2] += moved[..., None] * ahead[:, None]
        points[:, chosen, 2] += rise * cosine - forward * sine - rise
    for points, chosen in ((joints, list(range(13))), (bounds, _UPPER_BOUNDS)):
        points[:, chosen, 2] -= low[:, None]
    # The racket's foot is ahead.
    front = -1.0 if person.left_handed else 1.0
    step = np.minimum(_SPREAD * low, 0.4)[:, None] * ahead
    for foot, way in ((0, -front), (1, front)):
        joints[:, 15 + foot, :2] += way * step
        bounds[:, _SOLES[foot], :2] += (way * step)[:, None]
        hip, ankle = joints[:, 11 + foot], joints[:, 15 + foot]
        joints[:, 13 + foot] = _elbow(hip, ankle, np.column_stack([ahead, np.zeros(len(ahead))]), _THIGH * tall,
                                      _SHANK * tall)  # fmt: skip


def _racket_arm(
    swings: tuple[Swing, ...], times: Array, playing: Array, size: float, person: Person
) -> tuple[Array, Array]:
    """Wrist from the shoulder, and the racket's direction, shape (n, 3) each, in the body's frame."""
    mirror = np.array([-1.0 if person.left_handed else 1.0, 1.0, 1.0])
    part = playing[:, None]
    wrist = (np.array(RELAXED[0]) * (1 - part) + np.array(READY[0]) * part) * size * mirror
    racket = (np.array(RELAXED[1]) * (1 - part) + np.array(READY[1]) * part) * mirror
    for swing, room in zip(swings, _rooms(swings), strict=True):
        near = np.abs(times - swing.time) < 2.0
        if swing.body is None or not near.any():
            continue
        arm = swung(swing, times[near], size, left_handed=person.left_handed, room=room)
        weight = arm.weight[:, None]
        wrist[near] += weight * (arm.wrist - wrist[near])
        racket[near] += weight * (arm.racket - racket[near])
    return wrist, racket / np.maximum(np.linalg.norm(racket, axis=1, keepdims=True), 1e-9)


def _free_arm(match: RallyMatch, person: Person, swings: tuple[Swing, ...], times: Array, playing: Array) -> Array:
    """The other wrist from its shoulder, right-handers' frame, 1.75 m, shape (n, 3)."""
    pose = {name: np.array(at) for name, at in _FREE.items()}
    part = playing[:, None]
    wrist = pose["relaxed"] * (1 - part) + pose["ready"] * part
    for piece in match.pieces:
        if piece.holder == person.name:
            weight = smooth(1 + (times - piece.start) / 0.2) * smooth(1 - (times - piece.end) / 0.2)
            wrist = wrist + weight[:, None] * (pose["holding"] - wrist)
    for swing, (before, _) in zip(swings, _rooms(swings), strict=True):
        if swing.body is not None and swing.body.hold == "overhead":
            moment = times - swing.time
            weight = smooth(1 + (moment + 0.15) / min(0.3, before)) * smooth(1 - (moment + 0.1) / 0.25)
            wrist = wrist + weight[:, None] * (pose["raised"] - wrist)
    return wrist


def _holding(wrist: Array, swings: tuple[Swing, ...], times: Array, ahead: Array) -> Array:
    """The other wrist, world frame, where it holds the shuttle before the strings or picks it up."""
    grasp = np.column_stack([ahead * _GRASP, np.zeros(len(times))])
    for swing in swings:
        moment = times - swing.time
        if swing.body is None:
            weight = smooth(1 + (moment + 0.05) / 0.35) * smooth(1 - moment / 0.35)
        elif swing.held_since is not None:
            weight = smooth(1 + (times - swing.held_since) / 0.3) * smooth(1 - moment / 0.2)
        else:
            continue
        wrist = wrist + weight[:, None] * (swing.place - grasp - wrist)
    return wrist


def _reached(shoulder: Array, wrist: Array, size: float) -> Array:
    """The wrist, not farther from the shoulder than the arm is long."""
    way = wrist - shoulder
    length = np.linalg.norm(way, axis=1, keepdims=True)
    return np.asarray(shoulder + way * np.minimum(1.0, 0.995 * ARM * size / np.maximum(length, 1e-9)))


def _set_arm(joints: Array, arm: tuple[int, int, int], wrist: Array, pole: Array, size: float) -> None:
    shoulder = joints[:, arm[0]]
    upper = _UPPER_ARM * ARM * size
    joints[:, arm[1]] = _elbow(shoulder, wrist, pole, upper, ARM * size - upper)
    joints[:, arm[2]] = wrist


def _elbow(start: Array, end: Array, pole: Array, first: float, second: float) -> Array:
    """The joint between two links of these lengths, bent towards a direction, shape (n, 3)."""
    way = end - start
    length = np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    along = way / length
    reach = np.clip(length, abs(first - second) + 1e-6, first + second)
    ahead = (first**2 - second**2 + reach**2) / (2 * reach)
    aside = pole - np.sum(pole * along, axis=1, keepdims=True) * along
    aside = aside / np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-6)
    return np.asarray(start + along * ahead + aside * np.sqrt(np.maximum(first**2 - ahead**2, 0.0)))
