"""Figures for people."""

from collections.abc import Sequence

import numpy as np

Cell = str | int | float | None


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Lines of a table: the first column to the left, the others to the right."""
    cells = [list(head), *([text(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def text(cell: Cell) -> str:
    """A cell as text: numbers with as many digits as they carry."""
    if cell is None:
        return "-"
    if isinstance(cell, float):
        if not np.isfinite(cell):
            return "inf"
        return f"{cell:.2f}" if abs(cell) < 100 else f"{cell:.0f}"
    return str(cell)


def share(part: int, whole: int) -> str | None:
    """A part as a percentage with the numbers that it comes from."""
    return f"{part / whole:.1%} ({part}/{whole})" if whole else None


def middle(values: Sequence[float]) -> float | None:
    """The median."""
    return float(np.median(values)) if len(values) else None


def high(values: Sequence[float], percentile: float = 95) -> float | None:
    """A percentile by nearest rank: the least value that so many per cent do not exceed."""
    finite = np.asarray(values, dtype=np.float64)
    if not len(finite):
        return None
    # Interpolation between finite and infinite would not be a number.
    return float(np.percentile(finite, percentile, method="inverted_cdf"))


def worst(values: Sequence[float]) -> float | None:
    """The largest."""
    return float(max(values)) if len(values) else None
