"""The pipeline: its stages in their order."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from modal_app.contract.models import ErrorCode, ResultNote, Results, Stage
from modal_app.errors import PipelineError
from modal_app.pipeline.background import run_interruptibly
from modal_app.pipeline.detect import Detected, detect
from modal_app.pipeline.follow import follow
from modal_app.pipeline.observations import FrameTable, read_chunks
from modal_app.pipeline.players.choose import choose_players
from modal_app.pipeline.pose import PoseDetector, UltralyticsDetector
from modal_app.pipeline.probe import MediaInfo, probe
from modal_app.pipeline.progress import ProgressCallback, Reporter, StopCheck
from modal_app.pipeline.rendition import read_times
from modal_app.pipeline.settings import PipelineSettings
from modal_app.pipeline.summary import PlayerRows, Timeline, Written, write_frame_data, write_poster
from modal_app.pipeline.tracklets import build
from modal_app.pipeline.upright import rendition_size

# Frame intervals that differ by more than this part of the median are a variable rate; repeated phases of a 30000/1001
# clip in milliseconds differ by 3 %.
_RATE_TOLERANCE = 0.1
# Part of the frames that must repeat another before it is worth a note.
_REPEATED_PART = 0.02


@dataclass(frozen=True)
class Analysis:
    """What came out; the files lie in the output folder."""

    results: Results
    rendition: Path
    poster: Path
    segments: list[Path]


def analyze(
    source: Path,
    out_dir: Path,
    *,
    progress: ProgressCallback,
    should_stop: StopCheck,
    settings: PipelineSettings | None = None,
    detector: PoseDetector | None = None,
) -> Analysis:
    """Analyse one video.

    Args:
        source: The video file.
        out_dir: An existing folder; rendition.mp4, poster.jpg and segment-NNNN.bin come into it once all are complete.
        progress: Receives stage, part of the stage done and seconds to the stage's end, at most four times a second.
        should_stop: Asked several times a second.
        settings: Thresholds and models.
        detector: Finds the people; by default the model of the settings.

    Raises:
        PipelineError: The video cannot be analysed; the code says why.
        Cancelled: should_stop said so.
    """
    settings = settings or PipelineSettings()
    reporter = Reporter(progress, should_stop)
    with _disk_errors(), TemporaryDirectory(dir=out_dir, prefix=".work-") as folder:
        work = Path(folder)
        reporter.begin(Stage.probe)
        info = run_interruptibly(lambda: probe(source, reporter.check), lambda: reporter.update(0.0))
        if detector is None:
            pose, cache_dir, check = settings.pose, settings.cache_dir, reporter.check
            detector = run_interruptibly(
                lambda: UltralyticsDetector(pose, cache_dir, check), lambda: reporter.update(0.2)
            )
        reporter.begin(Stage.detect)
        rendition, observations = work / "rendition.mp4", work / "observations.bin"
        detected = detect(info, rendition, observations, detector, settings.rendition, reporter)
        reporter.begin(Stage.track)
        assignments = work / "assignments.bin"
        rows, count = _track(detected, info, observations, assignments, settings, reporter)
        reporter.begin(Stage.encode)
        run_interruptibly(detected.rendition.close, lambda: reporter.update(0.0))
        timeline = _timeline(rendition, info, detected.frames, settings)
        written = write_frame_data(work, rows, detected.frames, timeline, count, reporter)
        poster = work / "poster.jpg"
        write_poster(poster, rendition, int(timeline.pts[written.poster_frame]))
        results = _results(info, detected, timeline, written, detector)
        reporter.update(1.0)
        return Analysis(
            results,
            _move(rendition, out_dir),
            _move(poster, out_dir),
            [_move(segment, out_dir) for segment in written.paths],
        )


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


def _track(
    detected: Detected,
    info: MediaInfo,
    observations: Path,
    assignments: Path,
    settings: PipelineSettings,
    reporter: Reporter,
) -> tuple[PlayerRows, int]:
    """Choose the players; returns how to read their detections, and how many they are."""
    frames = detected.frames
    follow(
        observations,
        assignments,
        frames,
        float(info.time_base),
        settings.track,
        lambda number: reporter.update(0.9 * number / len(frames)),
    )
    times = (frames.pts - frames.pts[0]) * float(info.time_base)
    tracklets = build(read_chunks(observations, assignments), times, np.cumsum(frames.cut))
    chosen = run_interruptibly(lambda: choose_players(tracklets, None, times, []), lambda: reporter.update(0.9))
    return PlayerRows(observations, assignments, chosen.assignment), len(chosen.people)


def _timeline(rendition: Path, info: MediaInfo, frames: FrameTable, settings: PipelineSettings) -> Timeline:
    time_base, pts, end = read_times(rendition)
    if len(pts) != len(frames):
        raise PipelineError(ErrorCode.internal_error, f"{len(frames)} frames became {len(pts)}")
    size = rendition_size(info, settings.rendition.max_lines)
    return Timeline(time_base, pts, end, size.width, size.height)


def _results(
    info: MediaInfo, detected: Detected, timeline: Timeline, written: Written, detector: PoseDetector
) -> Results:
    duration = float(timeline.end * timeline.time_base)
    return Results(
        duration=duration,
        fps=len(timeline.pts) / max(duration, float(timeline.time_base)),
        total_frames=len(timeline.pts),
        processed_frames=detected.processed,
        video_width=timeline.width,
        video_height=timeline.height,
        time_base=(timeline.time_base.numerator, timeline.time_base.denominator),
        has_audio=detected.rendition.has_audio,
        players=written.players,
        segments=written.infos,
        notes=_notes(info, detected.frames, timeline, written),
        pose_model=detector.name,
    )


def _notes(info: MediaInfo, frames: FrameTable, timeline: Timeline, written: Written) -> list[ResultNote]:
    notes = {
        ResultNote.no_people: not written.players,
        ResultNote.variable_frame_rate: _is_variable(timeline),
        ResultNote.repeated_frames: float(frames.repeated.mean()) >= _REPEATED_PART,
        ResultNote.rotated: info.rotation != 0,
    }
    return [note for note, holds in notes.items() if holds]


def _is_variable(timeline: Timeline) -> bool:
    """Whether frame intervals differ by more than the rounding of times to ticks or milliseconds."""
    gaps = np.diff(timeline.pts)
    if len(gaps) == 0:
        return False
    usual = float(np.median(gaps))
    rounding = float(Fraction(1, 500) / timeline.time_base)
    off = np.abs(gaps - usual) > max(_RATE_TOLERANCE * usual, rounding)
    return bool(off.mean() > 0.02)
