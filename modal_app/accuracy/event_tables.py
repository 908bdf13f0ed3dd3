"""Scores of events as tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from modal_app.accuracy.events import HIT_FRAMES, RALLY_SECONDS, EventScore, f1
from modal_app.accuracy.tables import Cell, high, middle, share, table
from modal_app.contract.constants import STROKES

if TYPE_CHECKING:
    from modal_app.accuracy.rallies import RallyScriptScore

# A speed is right within this part of the truth.
SPEED_WITHIN = 0.1
_HEAD = (
    "video", "minutes", "hits", "F1", "precision", "recall", "hitter", "stroke", "hand", "rallies", "F1", "told",
    "winner", "told", "score", "landing m",
)  # fmt: skip


def event_tables(scores: Sequence[tuple[str, EventScore]]) -> list[str]:
    """One row per video and one for all, and what strokes were taken for."""
    every = EventScore()
    for _, score in scores:
        every.add(score)
    rows = [_row(name, score) for name, score in scores]
    if len(scores) > 1:
        rows.append(_row(f"all {len(scores)}", every))
    lines = [
        f"Events. Hits within {HIT_FRAMES} frames; of those that were found, hitters and strokes; rallies with both"
        f" edges within {RALLY_SECONDS} s; of those that were found, winners, score and landing.",
        *table(
            _HEAD,
            rows,
        ),
    ]
    if any(every.speeds):
        lines += ["", *speed_table(every)]
    if every.strokes:
        lines += ["", *confusion(every.strokes)]
    if every.endings:
        lines += ["", "Endings of rallies that were found: " + _endings(every.endings)]
    return lines


def rally_script_table(scores: Sequence["RallyScriptScore"]) -> list[str]:
    """One row per scripted match, and one for each group."""
    groups: dict[str, EventScore] = {}
    for score in scores:
        groups.setdefault(score.group, EventScore()).add(score.events)
    lines = ["Scripted rallies: tracks and poses by numbers, the court exact.",
             *event_tables([(score.name, score.events) for score in scores])]  # fmt: skip
    rows = [_row(group, score) for group, score in sorted(groups.items())]
    return [*lines, "", *table(_HEAD, rows)]


def _row(name: str, score: EventScore) -> list[Cell]:
    right = sum(true == told for true, told in score.strokes)
    hands = [(true, told) for true, told in score.hands if told is not None]
    return [
        name,
        score.seconds / 60,
        score.hits,
        f1(score.hits_found, score.hits_told, score.hits),
        share(score.hits_found, score.hits_told),
        share(score.hits_found, score.hits),
        share(score.hitters_right, score.hitters),
        share(right, len(score.strokes)),
        share(sum(true == told for true, told in hands), len(hands)),
        score.rallies,
        f1(score.rallies_found, score.rallies_told, score.rallies),
        score.rallies_told,
        share(score.winners_right, score.winners_told),
        share(score.winners_told, score.winners),
        share(score.scores_right, score.scores_told),
        middle(score.landings),
    ]


def speed_table(score: EventScore) -> list[str]:
    """How far the speed off the racket is off, by stroke: the middle of the interval against the truth."""
    rows: list[list[Cell]] = []
    for stroke in (*[name for name in STROKES if any(name == one[0] for one in score.speeds)], "all"):
        chosen = [one for one in score.speeds if stroke in {one[0], "all"}]
        told = [(true, low, high_) for _, true, low, high_ in chosen if low is not None and high_ is not None]
        errors = [abs((low + high_) / 2 - true) / true for true, low, high_ in told]
        rows.append(
            [
                stroke,
                len(chosen),
                share(len(told), len(chosen)),
                None if not errors else 100 * (middle(errors) or 0.0),
                None if not errors else 100 * (high(errors) or 0.0),
                share(sum(error <= SPEED_WITHIN for error in errors), len(errors)),
                share(sum(low <= true <= high_ for true, low, high_ in told), len(told)),
                middle([(high_ - low) / true * 100 for true, low, high_ in told]),
            ]
        )
    return [
        "Speed off the racket, of hits that were found: the middle of the interval against the truth.",
        *table(["stroke", "hits", "told", "off %", "95 %", "within 10 %", "in interval", "width %"], rows),
    ]


def confusion(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """What strokes (rows) were told to be (columns)."""
    names = [name for name in STROKES if any(name in pair for pair in pairs)]
    rows: list[list[Cell]] = []
    for true in names:
        told = [one for other, one in pairs if other == true]
        if told:
            rows.append([true, len(told), *(told.count(name) or "" for name in names)])
    return [
        "Strokes of hits that were found (rows), and what they were told to be.",
        *table(["", "hits", *names], rows),
    ]


def _endings(pairs: Sequence[tuple[str, str]]) -> str:
    counted = [(pair, pairs.count(pair)) for pair in sorted(set(pairs))]
    return ", ".join(f"{true} told {told} {count}" for (true, told), count in counted)
