"""Hits, strokes, rallies and points that were told, scored against what happened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from modal_app.accuracy.event_labels import FAR, NEAR, EventLabels, TrueHit, TrueRally
from modal_app.contract.models import Events, Hit, Rally

# A hit is found when one is told within so many frames; a rally when both of its edges are within so many seconds.
HIT_FRAMES = 2
RALLY_SECONDS = 0.5
_FAR_OFF = 1e6

# On which half a player is in a frame, or None.
HalfOf = Callable[[int, int], int | None]


@dataclass
class EventScore:
    """One video, or several together."""

    seconds: float = 0.0
    hits: int = 0
    hits_told: int = 0
    # Frames from each hit that was found to what was told, rising with time.
    offsets: list[int] = field(default_factory=list)
    # Of the hits that were found: those whose hitter's half is labelled, is told at all, and is right.
    hitters: int = 0
    hitters_told: int = 0
    hitters_right: int = 0
    # Of the hits that were found and whose stroke is labelled: what it is and what was told.
    strokes: list[tuple[str, str]] = field(default_factory=list)
    hands: list[tuple[str, str | None]] = field(default_factory=list)
    # Of the hits that were found and whose speed is known: stroke, true speed, and the interval that was told, m/s.
    speeds: list[tuple[str, float, float | None, float | None]] = field(default_factory=list)
    rallies: int = 0
    rallies_told: int = 0
    # Seconds from the true start and end of each rally that was found.
    edges: list[float] = field(default_factory=list)
    rallies_found: int = 0
    # Of the rallies that were found and whose winner is labelled: how many there are, are told, are right.
    winners: int = 0
    winners_told: int = 0
    winners_right: int = 0
    endings: list[tuple[str, str]] = field(default_factory=list)
    # Rallies found for which a running score is told, and is right.
    scores_told: int = 0
    scores_right: int = 0
    # Distances of the landing from where it was, metres.
    landings: list[float] = field(default_factory=list)

    @property
    def hits_found(self) -> int:
        """Hits with one that was told for each."""
        return len(self.offsets)

    def add(self, other: "EventScore") -> None:
        """Count another one in."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def f1(found: int, told: int, true: int) -> float | None:
    """The harmonic mean of precision and recall; None where there is nothing to find and nothing was told."""
    return 2 * found / (told + true) if told + true else None


def score_events(told: Events, truth: EventLabels, seconds: Sequence[float], half_of: HalfOf) -> EventScore:
    """Compare what was told with what happened.

    Args:
        told: The analysis' events.
        truth: What happened.
        seconds: Time of each frame of the video.
        half_of: On which half a player is in a frame.
    """
    last = len(seconds) - 1 if truth.last_frame is None else min(truth.last_frame, len(seconds) - 1)
    times = np.asarray(seconds)
    score = EventScore(seconds=float(times[last] - times[0]) if last > 0 else 0.0)
    hits = [hit for hit in told.hits if hit.frame <= last]
    true_hits = [hit for hit in truth.hits if hit.frame <= last]
    score.hits, score.hits_told = len(true_hits), len(hits)
    pairs = _matched([hit.frame for hit in true_hits], [hit.frame for hit in hits])
    for true_index, index in pairs:
        _score_hit(score, true_hits[true_index], hits[index], half_of)
    _score_rallies(score, told, truth, times, last, half_of)
    return score


def _matched(true: Sequence[int], told: Sequence[int]) -> list[tuple[int, int]]:
    """As many pairs as there can be within HIT_FRAMES, the nearest ones."""
    if not true or not told:
        return []
    gaps = np.abs(np.subtract.outer(true, told)).astype(np.float64)
    gaps[gaps > HIT_FRAMES] = _FAR_OFF
    rows, columns = linear_sum_assignment(gaps)
    return [
        (int(row), int(column)) for row, column in zip(rows, columns, strict=True) if gaps[row, column] <= HIT_FRAMES
    ]


def _score_hit(score: EventScore, true: TrueHit, told: Hit, half_of: HalfOf) -> None:
    score.offsets.append(told.frame - true.frame)
    if true.half is not None:
        half = None if told.hitter is None else half_of(told.hitter, told.frame)
        score.hitters += 1
        score.hitters_told += half is not None
        score.hitters_right += half == true.half
    if true.strokes:
        stroke = told.stroke.value
        # A label may leave open which of some it is.
        score.strokes.append((stroke if stroke in true.strokes else true.strokes[0], stroke))
    if true.hand is not None:
        score.hands.append((true.hand, None if told.hand is None else told.hand.value))
    if true.speed is not None:
        speed = told.flight.speed
        stroke = true.strokes[0] if true.strokes else "unknown"
        score.speeds.append((stroke, true.speed, speed.low if speed else None, speed.high if speed else None))


def _score_rallies(
    score: EventScore, told: Events, truth: EventLabels, times: np.ndarray, last: int, half_of: HalfOf
) -> None:
    rallies = [rally for rally in told.rallies if rally.start <= times[last]]
    true_rallies = [rally for rally in truth.rallies if rally.start <= last]
    score.rallies, score.rallies_told = len(true_rallies), len(rallies)
    for true in true_rallies:
        found = [rally for rally in rallies if _same(true, rally, times, last)]
        if not found:
            continue
        rally = min(found, key=lambda one: abs(one.start - times[true.start]))
        rallies.remove(rally)
        score.rallies_found += 1
        score.edges.append(rally.start - float(times[true.start]))
        if true.end is not None:
            score.edges.append(_end_off(true, rally, times))
        frame = true.start
        near = _side_on(told, NEAR, frame, half_of)
        if true.winner is not None:
            side = rally.winner
            score.winners += 1
            score.winners_told += side is not None
            score.winners_right += side is not None and near is not None and (side == near) == (true.winner == NEAR)
        if true.ending is not None:
            score.endings.append((true.ending, rally.ending.value))
        if true.score is not None and rally.score is not None:
            score.scores_told += 1
            points = rally.score if near == 0 else (rally.score[1], rally.score[0])
            score.scores_right += near is not None and tuple(points) == true.score
        if true.landing is not None and rally.landing is not None:
            score.landings.append(float(np.hypot(*np.subtract(rally.landing, true.landing))))


def _same(true: TrueRally, told: Rally, times: np.ndarray, last: int) -> bool:
    if abs(told.start - times[true.start]) > RALLY_SECONDS:
        return False
    if true.end is None:
        return bool(told.end >= times[last] - RALLY_SECONDS)
    return abs(_end_off(true, told, times)) <= RALLY_SECONDS


def _end_off(true: TrueRally, told: Rally, times: np.ndarray) -> float:
    """Seconds from the true end to the told one; 0 between the net and the floor."""
    assert true.end is not None
    last = len(times) - 1
    dead = float(times[min(true.end, last)])
    down = dead if true.landed is None else max(dead, float(times[min(true.landed, last)]))
    return min(told.end - dead, 0.0) + max(told.end - down, 0.0)


def _side_on(told: Events, half: int, frame: int, half_of: HalfOf) -> int | None:
    """The side that is on a half in a frame."""
    for number, side in enumerate(told.sides):
        halves = {half_of(player, frame) for player in side.root} - {None}
        if halves == {half}:
            return number
        if halves == {NEAR + FAR - half}:
            return 1 - number
    return None
