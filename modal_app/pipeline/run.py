"""The pipeline: both phases of an analysis, or the second alone."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from modal_app.contract.models import Edits, ErrorCode, Results, Stage
from modal_app.errors import PipelineError
from modal_app.pipeline.archive import Archive
from modal_app.pipeline.interpret import Interpretation, interpret_observations
from modal_app.pipeline.progress import ProgressCallback, Reporter, StopCheck
from modal_app.pipeline.settings import PipelineSettings

if TYPE_CHECKING:
    from modal_app.pipeline.pose import PoseDetector
    from modal_app.pipeline.views.survey import CourtFinder

__all__ = ["NO_EDITS", "Analysis", "Interpretation", "analyze", "interpret"]

NO_EDITS = Edits(calibrations=[], swaps=[], hits=[], rallies=[])


@dataclass(frozen=True)
class Analysis:
    """What came out; the files lie in the output folder."""

    results: Results
    rendition: Path
    poster: Path
    observations: Path
    motion: Path
    events: Path
    segments: list[Path]


def analyze(
    source: Path,
    out_dir: Path,
    *,
    progress: ProgressCallback,
    should_stop: StopCheck,
    edits: Edits = NO_EDITS,
    settings: PipelineSettings | None = None,
    detector: "PoseDetector | None" = None,
    find: "CourtFinder | None" = None,
) -> Analysis:
    """Analyse one video.

    Args:
        source: The video file.
        out_dir: An existing folder; rendition.mp4, poster.jpg, observations.zip, motion.bin, events.bin and
            segment-NNNN.bin come into it once all are complete.
        progress: Receives stage, part of the stage done and seconds to the stage's end, at most four times a second.
        should_stop: Asked several times a second.
        edits: What people added to an earlier analysis; what does not fit any more is left out, with a note.
        settings: Thresholds and models.
        detector: Finds the people; by default the model of the settings.
        find: Finds the court; by default the pipeline's own search.

    Raises:
        PipelineError: The video cannot be analysed; the code says why.
        Cancelled: should_stop said so.
    """
    # The first phase's libraries take seconds to load, and a gigabyte.
    from modal_app.pipeline.court.find import find_court  # noqa: PLC0415
    from modal_app.pipeline.observe import CLOSED, observe  # noqa: PLC0415
    from modal_app.pipeline.poster import write_poster  # noqa: PLC0415

    reporter = Reporter(progress, should_stop)
    with _disk_errors(), TemporaryDirectory(dir=out_dir, prefix=".work-") as folder:
        work = Path(folder)
        seen = observe(source, work, reporter, settings or PipelineSettings(), detector, find or find_court)
        told = interpret_observations(seen.observations, edits, work, reporter, strict=False, since=CLOSED)
        poster = work / "poster.jpg"
        write_poster(poster, seen.rendition, _tick(seen.observations, told.poster_frame))
        reporter.update(1.0)
        return Analysis(
            told.results,
            _move(seen.rendition, out_dir),
            _move(poster, out_dir),
            _move(seen.observations, out_dir),
            _move(told.motion, out_dir),
            _move(told.events, out_dir),
            [_move(segment, out_dir) for segment in told.segments],
        )


def interpret(
    observations: Path, edits: Edits, out_dir: Path, *, progress: ProgressCallback, should_stop: StopCheck
) -> Interpretation:
    """Compute anew what depends on edits, from an earlier analysis' observations.

    Args:
        observations: Its observations.zip.
        edits: All that people added.
        out_dir: An existing folder; motion.bin, events.bin and segment-NNNN.bin come into it once all are complete.
        progress: As for an analysis; the only stage is `encode`.
        should_stop: Asked several times a second.

    Raises:
        PipelineError: An edit does not fit the video, or the observations are of no use; the code says why.
        Cancelled: should_stop said so.
    """
    reporter = Reporter(progress, should_stop)
    with _disk_errors(), TemporaryDirectory(dir=out_dir, prefix=".work-") as folder:
        reporter.begin(Stage.encode)
        told = interpret_observations(observations, edits, Path(folder), reporter, strict=True)
        segments = [_move(segment, out_dir) for segment in told.segments]
        motion, events = _move(told.motion, out_dir), _move(told.events, out_dir)
        return Interpretation(told.results, segments, motion, events, told.poster_frame)


def _tick(observations: Path, frame: int) -> int:
    archive = Archive(observations)
    try:
        return int(archive.pts[frame])
    finally:
        archive.close()


def _move(path: Path, folder: Path) -> Path:
    return path.replace(folder / path.name)


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise PipelineError(ErrorCode.worker_disk_full, str(error)) from error
        raise
