"""What speaks for and against candidates, pairs of them and smooth flights, as logarithms of odds."""

from dataclasses import dataclass

import numpy as np

from modal_app.contract.constants import TERMINAL_SPEED
from modal_app.pipeline.flight.drag import GRAVITY
from modal_app.pipeline.shuttle.blobs import Candidates
from modal_app.pipeline.shuttle.bodies import Nearness
from modal_app.pipeline.shuttle.join import ranges
from modal_app.pipeline.shuttle.programme import Index, Links, Nodes, Pairs, Vector

# A person's height and a shuttle's width, metres.
PERSON, _SHUTTLE = 1.75, 0.065
# Where nobody is seen: a person's height as part of the picture's.
_USUAL_HEIGHT = 0.22
# Seconds from picture to picture for which evidence is told.
_USUAL_STEP = 0.04
# Fastest on the picture, heights of it a second: a smash right before the camera.
_FASTEST = 2.5
# Pictures between which something may be followed, seconds.
_REACH = 0.13
_LEAST_REACH, _MOST_REACH = 2, 4
# Whatever was repeated in between, seconds.
_LONGEST = 0.25
_WORST = -4.0

# Prices.
_BEGIN, _BEGIN_EDGE = 7.0, 4.0
_TURN_FAR, _TURN_NEAR, _TURN_AGAIN = 9.0, 2.5, 1.0
_MISS = 1.2
_CARRIED = 1.2
_WORN = 3.0
_SMOOTH = 1.8
_LIMIT = 5.0


@dataclass(frozen=True)
class Scene:
    """What a stretch of video is measured with."""

    # Width and height of the pictures, pixels.
    size: tuple[int, int]
    # Pixels of the least and the tallest player.
    people: tuple[float, float]
    # Usual time from picture to picture, seconds.
    step: float

    @property
    def part(self) -> float:
        """What one picture tells, as part of what one of 25 a second does: those close together tell the same."""
        return min(1.0, self.step / _USUAL_STEP)

    @property
    def unit(self) -> float:
        """Pixels that are one in a picture of 720 lines."""
        return min(self.size) / 720


def scene_of(size: tuple[int, int], heights: Vector, step: float) -> Scene:
    """Measure by the heights of those who are near candidates."""
    usual = _USUAL_HEIGHT * min(size)
    low, high = np.quantile(heights, [0.1, 0.9]) if len(heights) else (0.6 * usual, 1.6 * usual)
    return Scene(size, (float(low), float(high)), step)


def worths(candidates: Candidates, near: Nearness, scene: Scene) -> Vector:
    """What each candidate is worth by itself, shape (n,)."""
    worth = np.full(len(candidates), 1.0)
    worth += 0.7 * np.clip(np.log2(candidates["contrast"] / 16.0), -2, 1.5)
    blur = 1.5 * scene.unit
    low = np.hypot(scene.people[0] * _SHUTTLE / PERSON, blur) * 0.75
    high = np.hypot(scene.people[1] * _SHUTTLE / PERSON, blur) * 1.2
    width = candidates["width"].astype(np.float64)
    off = np.log2(np.maximum(width / high, np.maximum(low / width, 1.0)))
    worth -= 4.0 * off**2
    worth -= 5.0 * candidates["busy"]
    worth -= 1.5 * np.exp(-((near.limb / 0.12) ** 2))
    worth -= 0.7 * (near.box < 0.02)
    worth -= 1.0 * candidates["dark"]
    # A network has seen the shape, and what is around it; its odds stand for all that.
    score = candidates["score"].astype(np.float64)
    told = np.isfinite(score)
    worth[told] = np.clip(np.log(score[told] / (1 - score[told])), -3, 3)
    return worth * scene.part


def nodes_of(candidates: Candidates, worth: Vector, near: Nearness, slot: Index, slots: int, scene: Scene) -> Nodes:
    """The candidates for the programme."""
    away = np.clip((near.wrist - 0.55) / 0.5, 0, 1)
    turn = _TURN_NEAR + (_TURN_FAR - _TURN_NEAR) * away
    top = candidates["place"][:, 1] < 0.05 * scene.size[1]
    begin = np.where(top, _BEGIN_EDGE, _BEGIN)
    again = _TURN_AGAIN + (_TURN_FAR - _TURN_AGAIN) * away
    return Nodes(slot, slots, worth, turn, again, begin)


def pairs_of(candidates: Candidates, nodes: Nodes, times: Vector, near: Nearness, scene: Scene) -> Pairs:
    """Which candidates may follow one another, and what that is worth."""
    reach = int(np.clip(round(_REACH / scene.step), _LEAST_REACH, _MOST_REACH))
    bounds = np.searchsorted(nodes.slot, np.arange(nodes.slots + 1))
    firsts, seconds, gaps = list[Index](), list[Index](), list[Index]()
    every = np.arange(len(nodes.slot))
    for gap in range(1, reach + 1):
        second = every[nodes.slot >= gap]
        begins = bounds[nodes.slot[second] - gap]
        counts = bounds[nodes.slot[second] - gap + 1] - begins
        one, other = ranges(begins, counts), np.repeat(second, counts)
        apart = candidates["steady"][other] - candidates["steady"][one]
        lasted = times[nodes.slot[other]] - times[nodes.slot[one]]
        # What is missed on its way is seldom at its fastest, and far more is far than near.
        farthest = _FASTEST * min(scene.size) * lasted / np.sqrt(gap)
        kept = (np.einsum("ij,ij->i", apart, apart) <= farthest**2) & (lasted <= _LONGEST)
        firsts.append(one[kept])
        seconds.append(other[kept])
        gaps.append(np.full(int(kept.sum()), gap))
    first, second, gap_of = (np.concatenate(part) for part in (firsts, seconds, gaps))
    order = np.argsort(second, kind="stable")
    first, second, gap_of = first[order], second[order], gap_of[order]
    worth = -_MISS * (gap_of - 1.0)
    apart = (candidates["place"][second] - candidates["place"][first]).astype(np.float64)
    distance = np.linalg.norm(candidates["steady"][second] - candidates["steady"][first], axis=1).astype(np.float64)
    worth += _streak_fit(candidates, first, second, apart, distance, gap_of, scene)
    worth -= 1.5 * np.exp(-((distance / gap_of / (0.6 * scene.unit)) ** 2))
    worth -= _CARRIED * _carried(candidates, near, first, second, distance)
    lasted = times[nodes.slot[second]] - times[nodes.slot[first]]
    worth -= _WORN * _worn(near, first, second, apart, distance, lasted)
    kept = worth > _WORST
    return Pairs(first[kept], second[kept], scene.part * worth[kept].astype(np.float64))


def _streak_fit(
    candidates: Candidates, first: Index, second: Index, apart: Vector, distance: Vector, gap: Index, scene: Scene
) -> Vector:
    """Streaks lie along the way, and are not longer than it."""
    heading = np.arctan2(apart[:, 1], apart[:, 0])
    fit = np.zeros(len(first))
    for node in (first, second):
        length, width = candidates["length"][node].astype(np.float64), candidates["width"][node].astype(np.float64)
        off = np.abs((candidates["angle"][node] - heading + np.pi / 2) % np.pi - np.pi / 2)
        clear = np.clip((length / width - 1.5) / 1.0, 0, 1) * np.clip(distance / gap / (3 * scene.unit) - 1, 0, 1)
        fit += clear * (0.4 - 1.5 * (1 - np.cos(2 * off)) / 2)
        fit -= np.clip((length - width - distance / gap - 4 * scene.unit) / (4 * scene.unit), 0, 1.5)
    return fit


def _carried(candidates: Candidates, near: Nearness, first: Index, second: Index, distance: Vector) -> Vector:
    """How much a pair looks like something that is carried by a hand, 0 to 1: its distance from the wrist stays."""
    both = np.maximum(near.wrist[first], near.wrist[second])
    away = [near.wrist[node] * near.height[node] for node in (first, second)]
    radial = np.abs(away[1] - away[0]) / np.maximum(distance, 1e-3)
    return np.asarray(np.exp(-((both / 0.5) ** 4)) * np.clip(1 - radial, 0, 1))


def _worn(near: Nearness, first: Index, second: Index, apart: Vector, distance: Vector, lasted: Vector) -> Vector:
    """How much a pair looks like a part of somebody, 0 to 1: it moves as the body does there."""
    flow = (near.flow[first] + near.flow[second]) / 2
    relative = np.linalg.norm(apart - flow * lasted[:, None], axis=1)
    height = (near.height[first] + near.height[second]) / 2
    close = np.exp(-((np.maximum(near.body[first], near.body[second]) / 0.25) ** 2))
    worn = close * np.exp(-((relative / (0.4 * distance + 0.008 * height)) ** 2))
    # A wrist that swings is faster than the body's speed, which is told over several pictures.
    swung = near.wrist_place[second] - near.wrist_place[first]
    beside = np.linalg.norm(apart - swung, axis=1)
    held = np.exp(-((np.maximum(near.wrist[first], near.wrist[second]) / 0.25) ** 4))
    held = held * np.exp(-((beside / (0.3 * distance + 0.006 * height)) ** 2))
    return np.asarray(np.maximum(worn, held))


def links_of(candidates: Candidates, nodes: Nodes, pairs: Pairs, times: Vector, scene: Scene) -> Links:
    """Which pairs make smooth flights, and what that is worth."""
    bounds = np.searchsorted(pairs.second, np.arange(len(nodes.slot) + 1))
    begins = bounds[pairs.first]
    counts = bounds[pairs.first + 1] - begins
    before, after = ranges(begins, counts), np.repeat(np.arange(len(pairs.first)), counts)
    place = candidates["steady"]
    x, y = (place[pairs.second, axis] - place[pairs.first, axis] for axis in (0, 1))
    lasted = (times[nodes.slot[pairs.second]] - times[nodes.slot[pairs.first]]).astype(np.float32)
    speed_x, speed_y = x / lasted, y / lasted
    speed = np.hypot(speed_x, speed_y)
    metre = (scene.people[0] + scene.people[1]) / 2 / PERSON
    # Far more are far apart than near: those go first.
    ahead = lasted[after]
    off_x = (speed_x[after] - speed_x[before]) * ahead
    off_y = (speed_y[after] - speed_y[before]) * ahead
    kept = np.flatnonzero(np.abs(off_x) + np.abs(off_y) < 10 * scene.unit + 0.8 * speed[before] * ahead)
    before, after, ahead, off_x, off_y = before[kept], after[kept], ahead[kept], off_x[kept], off_y[kept]
    behind, fast = lasted[before], speed[before]
    span = (behind + ahead) / 2
    along_x, along_y = speed_x[before] / (fast + 1e-6), speed_y[before] / (fast + 1e-6)
    # Drag slows by the way in metres; a flight towards or away from the camera is longer than it looks.
    slowing = GRAVITY / TERMINAL_SPEED**2 * fast * span / (scene.people[0] / PERSON)
    slowing = slowing / (1 + slowing)
    fall = 0.7 * GRAVITY * metre * span * ahead
    off_y = off_y - fall
    onward = fast * ahead
    lengthwise = off_x * along_x + off_y * along_y + 0.6 * slowing * onward
    sideways = off_y * along_x - off_x * along_y
    blurred = 0.1 * candidates["length"][pairs.second[after]]
    wide = (1.5 * scene.unit) ** 2 * (1 + ahead / behind) + (0.8 * fall) ** 2
    variance_along = wide + blurred**2 + ((0.06 + 0.6 * slowing) * onward) ** 2
    variance_side = wide + (0.04 * onward) ** 2
    cost = 0.5 * (lengthwise**2 / variance_along + sideways**2 / variance_side)
    worth = _SMOOTH - 0.25 * np.log(variance_along * variance_side / (3 * scene.unit) ** 4) - cost
    kept = worth > _SMOOTH - _LIMIT
    return Links(before[kept], after[kept], scene.part * worth[kept].astype(np.float64))
