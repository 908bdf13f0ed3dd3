"""First phase, costly, once for each video: all that is to be seen in it, as a rendition and a file of observations."""

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import CameraView, CourtStatus, ErrorCode, ResultNote, Stage
from modal_app.errors import PipelineError
from modal_app.pipeline.archive import ArchiveWriter, Meta
from modal_app.pipeline.background import run_interruptibly
from modal_app.pipeline.court.find import find_court
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.detect import Detected, detect
from modal_app.pipeline.follow import follow
from modal_app.pipeline.observations import FrameTable, read_chunks
from modal_app.pipeline.patches import Image
from modal_app.pipeline.pose import PoseDetector, make_detector
from modal_app.pipeline.probe import MediaInfo, probe
from modal_app.pipeline.progress import Reporter
from modal_app.pipeline.rendition import read_times
from modal_app.pipeline.settings import PipelineSettings
from modal_app.pipeline.shuttle.heatmap import HeatmapDetector
from modal_app.pipeline.shuttle.link import follow_shuttle
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.upright import rendition_size
from modal_app.pipeline.views.background import median
from modal_app.pipeline.views.samples import take_samples
from modal_app.pipeline.views.shots import Settled, settle
from modal_app.pipeline.views.survey import CourtFinder, View, survey

# Frame intervals that differ by more than this part of the median are a variable rate; repeated phases of a 30000/1001
# clip in milliseconds differ by 3 %.
_RATE_TOLERANCE = 0.1
# Part of the frames that must repeat another before it is worth a note.
_REPEATED_PART = 0.02
# Views that the survey missed and in which a court is searched afterwards.
_MOST_SEARCHES = 4
# Parts of their stages that are done when the model is loaded, and when the rendition is complete.
_LOADED, CLOSED = 0.3, 0.2
# And when the people are followed.
_FOLLOWED = 0.4


@dataclass(frozen=True)
class Observed:
    """What the first phase leaves behind."""

    rendition: Path
    observations: Path


@dataclass(frozen=True)
class _Shown:
    """The shots, and the picture and the court of each view that they name."""

    settled: Settled
    pictures: list[Image]
    findings: list[CourtFinding]


def observe(
    source: Path,
    work: Path,
    reporter: Reporter,
    settings: PipelineSettings,
    detector: PoseDetector | None = None,
    find: CourtFinder = find_court,
) -> Observed:
    """Look at a video.

    Args:
        source: The video file.
        work: An existing folder for rendition.mp4, observations.zip and whatever is only of passing use.
        reporter: Receives the progress.
        settings: Thresholds and models.
        detector: Finds the people; by default the model of the settings.
        find: Finds the court.

    Raises:
        PipelineError: The video cannot be analysed; the code says why.
        Cancelled: The reporter was told to stop.
    """
    reporter.begin(Stage.probe)
    info = run_interruptibly(partial(probe, source, reporter.check), lambda: reporter.update(0.0))
    detector = detector or run_interruptibly(
        partial(make_detector, settings.pose, settings.cache_dir, reporter.check), lambda: reporter.update(0.1)
    )
    learned = None if settings.shuttle.model is None else HeatmapDetector(settings.shuttle.model)
    views = run_interruptibly(partial(_survey, info, settings, find, reporter), lambda: reporter.update(_LOADED))
    reporter.begin(Stage.detect)
    detected = detect(info, work, views, detector, learned, settings, reporter)
    reporter.begin(Stage.track)
    shown = run_interruptibly(partial(_settle, detected, views, info, settings, find), lambda: reporter.update(0.0))
    frames = _with_cuts(detected.frames, shown.settled)
    follow(
        work / "detections.bin",
        work / "assignments.bin",
        frames,
        float(info.time_base),
        settings.track,
        lambda number: reporter.update(_FOLLOWED * number / len(frames)),
    )
    size = rendition_size(info, settings.rendition.max_lines)
    shuttle = follow_shuttle(
        work / "candidates.bin",
        work / "detections.bin",
        frames,
        float(info.time_base),
        (size.width, size.height),
        lambda number: reporter.update(_FOLLOWED + (1 - _FOLLOWED) * number / len(frames)),
    )
    reporter.begin(Stage.encode)
    run_interruptibly(detected.rendition.close, lambda: reporter.update(0.0))
    archive = partial(_archive, work, info, settings, detector.name, detected, shown, shuttle)
    run_interruptibly(archive, lambda: reporter.update(CLOSED))
    return Observed(work / "rendition.mp4", work / "observations.zip")


def _survey(info: MediaInfo, settings: PipelineSettings, find: CourtFinder, reporter: Reporter) -> list[View]:
    size = rendition_size(info, settings.rendition.max_lines)
    samples = take_samples(info, size, reporter.check)
    return survey(samples, (size.width, size.height), find, reporter.check)


def _settle(
    detected: Detected, views: list[View], info: MediaInfo, settings: PipelineSettings, find: CourtFinder
) -> _Shown:
    size = rendition_size(info, settings.rendition.max_lines)
    seconds = _seconds(detected.frames, info)
    findings: dict[int, CourtFinding | None] = {number: view.finding for number, view in enumerate(views)}
    findings |= dict.fromkeys(detected.new_views)
    pictures = {number: view.background for number, view in enumerate(views)}
    settled = settle(detected.sightings, seconds, findings, (size.width, size.height))
    missed = sorted(
        (number for number in settled.views if number in detected.new_views),
        key=lambda number: int(np.count_nonzero(detected.sightings.view == number)),
        reverse=True,
    )
    for number in missed[:_MOST_SEARCHES]:
        seen = detected.new_views[number].pictures()
        pictures[number] = median(seen)
        findings[number] = find([pictures[number], *seen[1:3]])
    settled = settle(detected.sightings, seconds, findings, (size.width, size.height))
    unseen = CourtFinding(CourtStatus.none, 0.0)
    kept = [number for number in settled.views if number not in pictures]
    for number in kept:
        pictures[number] = median(detected.new_views[number].pictures())
    return _Shown(
        settled,
        [pictures[number] for number in settled.views],
        [findings[number] or unseen for number in settled.views],
    )


def _with_cuts(frames: FrameTable, settled: Settled) -> FrameTable:
    """The table with a cut at the beginning of every shot but the first."""
    cut = np.zeros(len(frames), dtype=np.bool_)
    cut[[shot.first for shot in settled.shots[1:]]] = True
    return FrameTable(frames.pts, frames.repeated, cut)


def _seconds(frames: FrameTable, info: MediaInfo) -> NDArray[np.float64]:
    return np.asarray((frames.pts - frames.pts[0]) * float(info.time_base), dtype=np.float64)


def _archive(
    work: Path,
    info: MediaInfo,
    settings: PipelineSettings,
    pose_model: str,
    detected: Detected,
    shown: _Shown,
    shuttle: ShuttleTrack,
) -> None:
    time_base, pts, end = read_times(work / "rendition.mp4")
    if len(pts) != len(detected.frames):
        raise PipelineError(ErrorCode.internal_error, f"{len(detected.frames)} frames became {len(pts)}")
    writer = ArchiveWriter(work / "observations.zip")
    for people, tracklets in read_chunks(work / "detections.bin", work / "assignments.bin"):
        writer.add_detections(people, tracklets)
    for picture in shown.pictures:
        writer.add_view(picture)
    writer.add_shuttle(shuttle)
    size = rendition_size(info, settings.rendition.max_lines)
    meta = Meta(
        size=(size.width, size.height),
        time_base=(time_base.numerator, time_base.denominator),
        end=end,
        has_audio=detected.rendition.has_audio,
        processed=detected.processed,
        pose_model=pose_model,
        notes=_notes(info, detected.frames, pts, time_base),
        views=[
            _to_message(
                finding,
                float(int(pts[still]) * time_base),
                moving=any(shot.moving for shot in shown.settled.shots if shot.view == number),
            )
            for number, (finding, still) in enumerate(zip(shown.findings, shown.settled.stills, strict=True))
        ],
        several=[number for number, finding in enumerate(shown.findings) if finding.several],
        shots=[],
        moving=[],
        cut=[],
        detections=[],
    )
    writer.close(meta, pts, detected.frames.repeated, detected.sightings.corners, shown.settled.shots)


def _to_message(finding: CourtFinding, still: float, *, moving: bool) -> CameraView:
    if finding.fit is None:
        return CameraView(status=finding.status, confidence=finding.confidence, moving=moving, still=still)
    return CameraView(
        status=finding.status,
        confidence=finding.confidence,
        camera=finding.fit.camera.to_contract(),
        error_px=finding.fit.error_px,
        error_cm=finding.fit.error_cm,
        moving=moving,
        still=still,
    )


def _notes(info: MediaInfo, frames: FrameTable, pts: NDArray[np.int64], time_base: Fraction) -> list[ResultNote]:
    notes = {
        ResultNote.variable_frame_rate: _is_variable(pts, time_base),
        ResultNote.repeated_frames: float(frames.repeated.mean()) >= _REPEATED_PART,
        ResultNote.rotated: info.rotation != 0,
    }
    return [note for note, holds in notes.items() if holds]


def _is_variable(pts: NDArray[np.int64], time_base: Fraction) -> bool:
    """Whether frame intervals differ by more than the rounding of times to ticks or milliseconds."""
    gaps = np.diff(pts)
    if len(gaps) == 0:
        return False
    usual = float(np.median(gaps))
    rounding = float(Fraction(1, 500) / time_base)
    off = np.abs(gaps - usual) > max(_RATE_TOLERANCE * usual, rounding)
    return bool(off.mean() > 0.02)
