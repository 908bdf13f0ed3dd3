"""Players and metrics scored on scripted matches: detections made up by numbers, the court known exactly.

Minutes of match cost seconds here, so that identities, end changes, distances and standing still are scored over far
more time than could be drawn. What the pose model does to real pictures is not in it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from modal_app.accuracy.movement import MotionScore
from modal_app.accuracy.tables import Cell, high, middle, share, table, worst
from modal_app.pipeline.metrics.measure import Measured, measure
from modal_app.pipeline.players.assignment import NOBODY
from modal_app.pipeline.players.choose import choose_players
from modal_app.pipeline.tracklets import build
from modal_app.pipeline.views.timeline import CourtTimeline, Shot
from modal_app.testing.halls import viewpoints
from modal_app.testing.match.footwork import standing
from modal_app.testing.match.script import Actor, Script, write_script
from modal_app.testing.paths import Noise, Seen, observe

_SIZE = (1280, 720)
_SECONDS = 150.0
_STILL_SECONDS = 60.0
_RATES = (25.0, 30.0, 60.0, 15.0, 10.0, 50.0)
# An end change is found when it is told within so many seconds of the first moment at which all are at the other end.
_CHANGE_WITHIN = 20.0


@dataclass
class ScriptedScore:
    """One scripted match."""

    name: str
    # What it is an example of.
    group: str
    seconds: float
    # Players in the script and among the results.
    expected: int
    found: int
    # Detections of players, those that carry the id of their player, and those of other people that carry any id.
    rows: int = 0
    right_rows: int = 0
    strangers: int = 0
    stranger_rows: int = 0
    # How often a player's id changed from one detection to the next.
    switches: int = 0
    # Distances from the true place, metres, every half second.
    place_m: list[float] = field(default_factory=list)
    motion: list[MotionScore] = field(default_factory=list)
    end_changes: int = 0
    end_changes_found: int = 0
    end_changes_false: int = 0
    # Metres in a minute of everybody who only stood.
    drift: list[float] = field(default_factory=list)


def score_scripts(count: int, first_seed: int) -> Iterator[ScriptedScore]:
    """So many matches, and half as many minutes of standing still."""
    for number in range(count):
        yield score_match(number, first_seed)
    for number in range((count + 1) // 2):
        yield score_still(number, first_seed)


def score_match(number: int, first_seed: int) -> ScriptedScore:
    """By turns singles and doubles, every kind of camera, 10 to 60 frames a second, with and without an end change."""
    seed = first_seed + number
    doubles, changes = number % 2 == 1, [50.0] if number % 3 != 2 else []
    rng = np.random.default_rng(seed)
    script = write_script(
        rng,
        _SECONDS,
        doubles=doubles,
        change_ends=changes,
        same_kits=number % 4 == 3,
        towel_after=30.0 if number % 5 == 2 else None,
    )
    kind, rate = ("broadcast", "high-club", "low-corner")[number % 3], _RATES[number % len(_RATES)]
    camera = viewpoints.choose(rng, kind, _SIZE).camera(_SIZE)
    seen = observe(
        script, camera, rate, seed, Noise(switched=0.3), jitter=0.1, repeat_every=6 if number % 4 == 0 else None
    )
    group = f"{'doubles' if doubles else 'singles'}{' same kits' if number % 4 == 3 else ''}"
    return _score(f"{number:02} {kind} {group} {rate:.0f}", group, seen)


def score_still(number: int, first_seed: int) -> ScriptedScore:
    """Two players who only stand and breathe."""
    seed = first_seed + 10_000 + number
    rng = np.random.default_rng(seed)
    kind = ("broadcast", "high-club", "low-corner")[number % 3]
    camera = viewpoints.choose(rng, kind, _SIZE).camera(_SIZE)
    kits = (((200, 30, 40), (30, 30, 35)), ((40, 80, 200), (235, 235, 235)))
    actors = tuple(
        Actor(name, standing((float(rng.uniform(-1.5, 1.5)), side * float(rng.uniform(2.2, 4.5)))), kit, 1.75)
        for name, side, kit in zip("AB", (-1, 1), kits, strict=True)
    )
    script = Script(_STILL_SECONDS, actors, ((0.0, _STILL_SECONDS),))
    noise = Noise(keypoint=float(rng.uniform(0.8, 2.0)))
    score = _score(
        f"{number:02} {kind} standing", "standing", observe(script, camera, _RATES[number % len(_RATES)], seed, noise)
    )
    score.drift = [60 * motion.distance / motion.seconds for motion in score.motion if motion.seconds > 0]
    score.motion = []
    return score


def _score(name: str, group: str, seen: Seen) -> ScriptedScore:
    frames = len(seen.times)
    timeline = CourtTimeline(_SIZE, [Shot(0, frames, 0)], [seen.camera])
    tracklets = build([(seen.rows, seen.tracklets)], seen.times, np.zeros(frames, dtype=np.int64))
    chosen = choose_players(tracklets, timeline, seen.times, [])
    ids = chosen.assignment.players_of(seen.tracklets, seen.rows["frame"].astype(np.int64))
    measured = measure(_by_frame(seen, ids), timeline, seen.times, seen.repeated, len(chosen.people))
    script = seen.script
    score = ScriptedScore(name, group, script.seconds, len(script.players), len(chosen.people))
    owner = _score_ids(score, seen, ids)
    _score_motion(score, seen, measured, owner)
    _score_changes(score, script, [change.at for change in chosen.end_changes])
    return score


def _by_frame(seen: Seen, ids: NDArray[np.int64]) -> Iterator[tuple[int, dict[int, np.void]]]:
    frames = seen.rows["frame"]
    for group in np.split(np.arange(len(frames)), np.flatnonzero(np.diff(frames)) + 1):
        yield int(frames[group[0]]), {int(ids[row]): seen.rows[row] for row in group if ids[row] != NOBODY}


def _score_ids(score: ScriptedScore, seen: Seen, ids: NDArray[np.int64]) -> dict[int, int]:
    """Compare ids with who is who; returns the id of each actor who plays, by the actor's index."""
    plays = np.array([actor.plays for actor in seen.script.actors])
    of_players = plays[seen.truth]
    owner: dict[int, int] = {}
    for index in np.flatnonzero(plays):
        carried = ids[seen.truth == index]
        carried = carried[carried != NOBODY]
        if len(carried):
            owner[int(index)] = Counter(carried.tolist()).most_common(1)[0][0]
            score.switches += int(np.count_nonzero(np.diff(carried)))
            score.right_rows += int(np.count_nonzero(ids[seen.truth == index] == owner[int(index)]))
    score.rows = int(np.count_nonzero(of_players))
    score.strangers = int(np.count_nonzero(~of_players))
    score.stranger_rows = int(np.count_nonzero(~of_players & (ids != NOBODY)))
    return owner


def _score_motion(score: ScriptedScore, seen: Seen, measured: Measured, owner: dict[int, int]) -> None:
    for index, identity in owner.items():
        actor, motion = seen.script.actors[index], measured.motion[identity]
        known = np.isfinite(motion.position[:, 0])
        if np.count_nonzero(known) < 2:
            continue
        true_places, true_speeds = actor.way.at(seen.times), actor.way.speed(seen.times)
        together = known[1:] & known[:-1]
        step = max(1, round(0.5 / float(np.median(np.diff(seen.times)))))
        errors = np.linalg.norm(motion.position[known] - true_places[known], axis=1)
        score.place_m += errors[::step].tolist()
        metrics = measured.metrics.get(identity)
        score.motion.append(
            MotionScore(
                actor.name,
                float(np.diff(seen.times)[together].sum()),
                metrics.distance if metrics else 0.0,
                float(np.linalg.norm(np.diff(true_places, axis=0), axis=1)[together].sum()),
                metrics.peak_speed if metrics else None,
                float(true_speeds[known].max()),
                float(np.sqrt(np.mean((motion.speed[known] - true_speeds[known]) ** 2))),
            )
        )


def _score_changes(score: ScriptedScore, script: Script, told: Sequence[float]) -> None:
    left = list(told)
    score.end_changes = len(script.end_changes)
    for change in script.end_changes:
        near = [at for at in left if abs(at - change) <= _CHANGE_WITHIN]
        if near:
            left.remove(near[0])
            score.end_changes_found += 1
    score.end_changes_false = len(left)


def scripted_table(scores: Sequence[ScriptedScore]) -> list[str]:
    """One row per match, and one for each group."""
    rows = [_row(score.name, [score]) for score in scores]
    for group in dict.fromkeys(score.group for score in scores):
        members = [score for score in scores if score.group == group]
        rows.append(_row(f"all {len(members)} {group}", members))
    return [
        "Scripted matches: detections by numbers, the court exact, three in ten meetings of two swap their tracklets.",
        *table(
            ["match", "minutes", "players", "right id", "strangers", "switches", "ends", "false", "place m", "95 %",
             "distance %", "worst", "peak %", "worst", "still m/min"],
            rows,
        ),
    ]  # fmt: skip


def _row(name: str, scores: Sequence[ScriptedScore]) -> list[Cell]:
    places = [error for score in scores for error in score.place_m]
    motions = [motion for score in scores for motion in score.motion]
    distances = [100 * motion.distance_error for motion in motions]
    peaks = [100 * motion.peak_error for motion in motions if motion.peak_error is not None]
    return [
        name,
        sum(score.seconds for score in scores) / 60,
        f"{sum(score.found for score in scores)}/{sum(score.expected for score in scores)}",
        share(sum(score.right_rows for score in scores), sum(score.rows for score in scores)),
        share(sum(score.stranger_rows for score in scores), sum(score.strangers for score in scores)),
        sum(score.switches for score in scores),
        f"{sum(score.end_changes_found for score in scores)}/{sum(score.end_changes for score in scores)}",
        sum(score.end_changes_false for score in scores),
        middle(places),
        high(places),
        middle(distances),
        worst(distances),
        middle(peaks),
        worst(peaks),
        worst([drift for score in scores for drift in score.drift]),
    ]
