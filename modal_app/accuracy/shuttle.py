"""The shuttle's track, scored against where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from modal_app.accuracy.courts import LINES
from modal_app.accuracy.shuttle_labels import Point, ShuttleLabels
from modal_app.accuracy.tables import Cell, high, middle, share, table

# A point this near to the label is right, pixels at LINES lines.
RIGHT_WITHIN = 5.0


@dataclass(frozen=True)
class ToldPoint:
    """The shuttle in one frame of an analysis."""

    # Pixels.
    place: Point
    confidence: float
    # Whether it was made out there, and not bridged.
    seen: bool


@dataclass
class PointScore:
    """One kind of points: those that were seen, or all."""

    # Labelled frames with a point; those where it is right, wrong, or where there is nothing.
    told: int = 0
    right: int = 0
    misplaced: int = 0
    false: int = 0
    # Distances of right ones from the labels, pixels at LINES lines.
    errors: list[float] = field(default_factory=list)


@dataclass
class ShuttleScore:
    """A video's shuttle, in the frames that are scored."""

    # Those that show it, and those that do not.
    visible: int = 0
    none: int = 0
    seen: PointScore = field(default_factory=PointScore)
    all: PointScore = field(default_factory=PointScore)


def score_shuttle(told: Mapping[int, ToldPoint], labels: ShuttleLabels, size: tuple[int, int]) -> ShuttleScore:
    """Compare.

    Args:
        told: What the analysis says, by frame.
        labels: What is there, by frame.
        size: Width and height of the pictures.
    """
    score = ShuttleScore()
    unit = LINES / min(size)
    for number, place in labels.items():
        score.visible += place is not None
        score.none += place is None
        point = told.get(number)
        if point is None:
            continue
        away = None if place is None else float(np.hypot(*np.subtract(point.place, place))) * unit
        for kind in [score.all, *([score.seen] if point.seen else [])]:
            kind.told += 1
            if away is None:
                kind.false += 1
            elif away <= RIGHT_WITHIN:
                kind.right += 1
                kind.errors.append(away)
            else:
                kind.misplaced += 1
    return score


def shuttle_table(scores: Sequence[tuple[str, ShuttleScore]]) -> list[str]:
    """One row per file, and one for all."""
    rows = [_row(name, [score]) for name, score in scores]
    if len(scores) > 1:
        rows.append(_row(f"all {len(scores)}", [score for _, score in scores]))
    return [
        f"Shuttle. Right: within {RIGHT_WITHIN:.0f} px at {LINES} lines of the middle of its streak; false: told where"
        " none is to be seen. Seen points, then those with bridges.",
        *table(
            ["file", "visible", "precision", "recall", "F1", "false", "px", "95 %",
             "with bridges", "recall", "F1", "false"],
            rows,
        ),
    ]  # fmt: skip


def _row(name: str, scores: Sequence[ShuttleScore]) -> list[Cell]:
    visible, none = sum(score.visible for score in scores), sum(score.none for score in scores)
    cells: list[Cell] = [name, visible]
    for kind in ("seen", "all"):
        points: list[PointScore] = [getattr(score, kind) for score in scores]
        right, told = sum(one.right for one in points), sum(one.told for one in points)
        cells += [
            share(right, told),
            share(right, visible),
            f1(right, told, visible),
            share(sum(one.false for one in points), none),
        ]
        if kind == "seen":
            errors = [error for one in points for error in one.errors]
            cells += [middle(errors), high(errors)]
    return cells


def f1(right: int, told: int, there: int) -> float | None:
    """The harmonic mean of precision and recall, from numbers of points."""
    return 2 * right / (told + there) if told + there else None
