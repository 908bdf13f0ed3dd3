"""Second phase, in seconds, after every edit: players, their ways and their numbers, from the observations alone.

Neither the video nor a model is needed here, and nothing that takes seconds to import.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from modal_app.contract.models import (
    Calibration,
    CameraView,
    CourtDetection,
    CourtStatus,
    Edits,
    ErrorCode,
    EventsSummary,
    MetricsGap,
    Player,
    ResultNote,
    Results,
    Shot,
)
from modal_app.errors import PipelineError
from modal_app.pipeline.archive import Archive
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.court.manual import ImpossibleCourtError, refine_points
from modal_app.pipeline.events.poses import read_poses
from modal_app.pipeline.events.read import read_match
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.frame_data import Times, Written, write_events, write_motion, write_segments
from modal_app.pipeline.metrics.measure import Measured, measure
from modal_app.pipeline.players.assignment import Person
from modal_app.pipeline.players.choose import Chosen, choose_players
from modal_app.pipeline.progress import Reporter
from modal_app.pipeline.rows import PlayerRows
from modal_app.pipeline.tracklets import build
from modal_app.pipeline.views.notes import court_notes
from modal_app.pipeline.views.timeline import CourtTimeline

# Pictures' shapes that differ by less are one: sizes are rounded to even numbers.
_SAME_SHAPE = 0.02


@dataclass(frozen=True)
class Interpretation:
    """What came out; the files lie in the output folder."""

    results: Results
    segments: list[Path]
    motion: Path
    events: Path
    # The frame that shows the video best.
    poster_frame: int


def interpret_observations(
    observations: Path, edits: Edits, folder: Path, reporter: Reporter, *, strict: bool, since: float = 0.0
) -> Interpretation:
    """Compute all that depends on edits.

    Args:
        observations: The file of the first phase.
        edits: What people added.
        folder: Where segment-NNNN.bin, motion.bin and events.bin go.
        reporter: Receives the progress, in the stage that it is in.
        strict: Whether a calibration that cannot be used is an error; else it is left out, with a note.
        since: Part of the stage that was done before.

    Raises:
        PipelineError: A calibration cannot be used, or the file is of no use: the code says why.
    """
    try:
        archive = Archive(observations)
    except (OSError, ValueError) as error:
        raise PipelineError(ErrorCode.observations_missing, str(error)) from error

    def report(done: float) -> None:
        reporter.update(since + (1 - since) * done)

    try:
        report(0.0)
        meta = archive.meta
        findings, unused = _calibrated(archive, edits.calibrations, strict=strict)
        cameras = [finding.camera for finding in findings]
        timeline = CourtTimeline(meta.size, archive.shots, cameras, archive.corners())
        times = Times(Fraction(*meta.time_base), archive.pts, meta.end, archive.repeated)
        shots = np.repeat(np.arange(len(timeline.shots)), [len(shot) for shot in timeline.shots])
        tracklets = build(archive.detections(), times.seconds, shots)
        report(0.2)
        known = any(shot.view is not None and cameras[shot.view] is not None for shot in timeline.shots)
        courts = timeline if known else None
        chosen = choose_players(tracklets, courts, times.seconds, edits.swaps)
        report(0.4)
        rows = PlayerRows(archive, chosen.assignment)
        measured = measure(rows, courts, times.seconds, times.repeated, len(chosen.people))
        report(0.6)
        shuttle = archive.shuttle()
        players = [number + 1 for number in range(len(chosen.people))]
        poses = read_poses(rows, times.seconds)
        scene = Scene(shuttle, poses, measured, courts, times, meta.size, tuple(players))
        match = read_match(scene, chosen.end_changes, edits)
        report(0.8)
        written = write_segments(
            folder,
            rows,
            times,
            timeline,
            measured.motion,
            shuttle,
            match.space,
            lambda done: report(0.8 + 0.2 * done / len(times.pts)),
        )
        motion, events = folder / "motion.bin", folder / "events.bin"
        write_motion(motion, times, measured.motion)
        write_events(events, match.events)
        results = _results(archive, times, written, chosen, measured, match.summary)
        notes = [*meta.notes, *chosen.notes, *court_notes(timeline, findings), *match.notes]
        if unused:
            notes.append(ResultNote.calibration_unused)
        if not written.players:
            notes.append(ResultNote.no_people)
        detection = CourtDetection(
            views=[_view(view, finding) for view, finding in zip(meta.views, findings, strict=True)],
            shots=[_shot(shot.first, shot.end, shot.view) for shot in timeline.shots],
        )
        results = results.model_copy(
            update={"notes": _once(notes), "court_detection": detection, **_gap(findings, measured)}
        )
        return Interpretation(results, written.paths, motion, events, written.poster_frame)
    finally:
        archive.close()


def _calibrated(archive: Archive, calibrations: list[Calibration], *, strict: bool) -> tuple[list[CourtFinding], bool]:
    """The court of each view after people's calibrations; and whether one could not be used."""
    findings = archive.findings()
    unused = False
    for calibration in calibrations:
        try:
            findings[calibration.view] = _calibrate(archive, calibration)
        except PipelineError:
            if strict:
                raise
            unused = True
    return findings, unused


def _calibrate(archive: Archive, calibration: Calibration) -> CourtFinding:
    (width, height), (told_width, told_height) = archive.meta.size, calibration.size
    if calibration.view >= len(archive.meta.views):
        raise PipelineError(ErrorCode.calibration_view, f"view {calibration.view} of {len(archive.meta.views)}")
    if abs(told_width / told_height / (width / height) - 1) > _SAME_SHAPE:
        raise PipelineError(ErrorCode.calibration_size, f"{told_width}x{told_height} for {width}x{height}")
    floor = np.array([point.floor for point in calibration.points], dtype=np.float64)
    places = np.array([point.picture for point in calibration.points], dtype=np.float64) * [width, height]
    try:
        return refine_points(archive.view(calibration.view), floor, places)
    except ImpossibleCourtError as error:
        raise PipelineError(ErrorCode(f"calibration_{error.reason.value}"), str(error)) from error


def _view(found: CameraView, finding: CourtFinding) -> CameraView:
    told = {"status": finding.status, "confidence": finding.confidence, "moving": found.moving, "still": found.still}
    if finding.fit is not None:
        told |= {
            "camera": finding.fit.camera.to_contract(),
            "error_px": finding.fit.error_px,
            "error_cm": finding.fit.error_cm,
        }
    return CameraView.model_validate(told)


def _shot(first: int, end: int, view: int | None) -> Shot:
    return Shot(first=first, end=end) if view is None else Shot(first=first, end=end, view=view)


def _results(
    archive: Archive,
    times: Times,
    written: Written,
    chosen: Chosen,
    measured: Measured,
    events: EventsSummary | None,
) -> Results:
    meta = archive.meta
    return Results(
        duration=times.duration,
        fps=len(times.pts) / max(times.duration, float(times.time_base)),
        total_frames=len(times.pts),
        processed_frames=meta.processed,
        video_width=meta.size[0],
        video_height=meta.size[1],
        time_base=meta.time_base,
        has_audio=meta.has_audio,
        players=[_player(player, chosen.people[player.id - 1], measured) for player in written.players],
        segments=written.infos,
        notes=[],
        end_changes=chosen.end_changes,
        pose_model=meta.pose_model,
        events=events,
    )


def _player(player: Player, person: Person, measured: Measured) -> Player:
    """The player with what is known besides where he or she was seen; what is not known stays absent."""
    told = {"identity": person.identity, "shirt": person.shirt, "metrics": measured.metrics.get(player.id)}
    return player.model_copy(update={name: value for name, value in told.items() if value is not None})


def _gap(findings: list[CourtFinding], measured: Measured) -> dict[str, MetricsGap]:
    """Why no player has metrics."""
    if measured.gap is None:
        return {}
    if any(finding.camera is not None for finding in findings):
        return {"metrics_gap": measured.gap}
    unsure = any(finding.status is CourtStatus.unsure for finding in findings)
    return {"metrics_gap": MetricsGap.court_unsure if unsure else MetricsGap.no_court}


def _once(notes: list[ResultNote]) -> list[ResultNote]:
    return list(dict.fromkeys(notes))
