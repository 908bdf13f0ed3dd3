"""What the shuttle, hits and rallies cost, beside what looking for the players costs, one after the other."""

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest.mock import patch

from modal_app.pipeline import interpret
from modal_app.pipeline.events.read import read_match
from modal_app.pipeline.motion import Luma
from modal_app.pipeline.observations import Detections, FrameTableBuilder, ObservationWriter
from modal_app.pipeline.run import NO_EDITS, Analysis
from modal_app.pipeline.run import interpret as interpret_again
from modal_app.pipeline.shuttle.candidates import CandidateFinder
from modal_app.pipeline.shuttle.link import follow_shuttle


class EventStages:
    """Runs the stages on pictures that come one by one, and takes their times."""

    def __init__(self, folder: Path, size: tuple[int, int], time_base: Fraction) -> None:
        self._size, self._time_base = size, time_base
        self._candidates, self._people = folder / "candidates.bin", folder / "people.bin"
        self._finder = CandidateFinder(self._candidates, size)
        self._writer = ObservationWriter(self._people)
        self._table = FrameTableBuilder()
        self._finding = 0.0

    def add(self, pts: int, luma: Luma, people: Detections, *, repeated: bool) -> None:
        """The next frame; people and picture count for those that are new."""
        number = len(self._table)
        self._table.add(pts, repeated=repeated)
        if repeated:
            return
        people["frame"] = number
        self._writer.add(people)
        started = time.perf_counter()
        self._finder.add(number, float(pts * self._time_base), luma, cut=False)
        self._finding += time.perf_counter() - started

    def figures(self, analysis: Analysis, folder: Path, looking: float) -> dict[str, Any]:
        """Seconds of each stage, and all of them as a part of the seconds that looking for the players took."""
        self._writer.close()
        started = time.perf_counter()
        self._finder.close()
        self._finding += time.perf_counter() - started
        started = time.perf_counter()
        follow_shuttle(self._candidates, self._people, self._table.build(), float(self._time_base), self._size)
        linking = time.perf_counter() - started
        reading = _reading(analysis, folder)
        total = self._finding + linking + reading
        return {
            "candidates_seconds": self._finding,
            "linking_seconds": linking,
            "reading_seconds": reading,
            "part_of_looking": total / looking,
        }


def _reading(analysis: Analysis, folder: Path) -> float:
    """Seconds from the shuttle's track to the events, as a part of the second phase."""
    folder.mkdir()
    spent = 0.0

    def timed(read: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            nonlocal spent
            started = time.perf_counter()
            told = read(*arguments, **options)
            spent += time.perf_counter() - started
            return told

        return run

    with patch.object(interpret, "read_match", timed(read_match)):
        interpret_again(analysis.observations, NO_EDITS, folder, progress=lambda *_: None, should_stop=lambda: False)
    return spent
