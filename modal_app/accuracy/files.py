"""Runs the pipeline on labelled files and scores what comes out."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import cv2
import numpy as np

from modal_app.accuracy.courts import CourtScore, Image, score_clicks, score_court
from modal_app.accuracy.events import EventScore, score_events
from modal_app.accuracy.media import PICTURES, Labels, labelled_files, read_labels
from modal_app.accuracy.movement import MotionScore, owners, score_motion
from modal_app.accuracy.outcome import Outcome, read_outcome
from modal_app.accuracy.players import PlayerScore, score_players
from modal_app.accuracy.shuttle import ShuttleScore, score_shuttle
from modal_app.config import WorkerSettings
from modal_app.contract.models import CameraView, CourtStatus
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.find import find_court
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.probe import probe
from modal_app.pipeline.run import analyze
from modal_app.pipeline.settings import PipelineSettings

# Frames of which the median gives a picture without players.
_MEDIAN_OF = 15


@dataclass
class FileScore:
    """Everything about one file; None where it has no such labels."""

    file: str
    # Width and height in which it was analysed.
    size: tuple[int, int]
    # Of the whole analysis, and the video's own length.
    seconds: float | None = None
    length: float | None = None
    court: CourtScore | None = None
    players: PlayerScore | None = None
    motion: list[MotionScore] = field(default_factory=list)
    events: EventScore | None = None
    shuttle: ShuttleScore | None = None


def score_folder(folder: Path) -> list[FileScore]:
    """All labelled files of a folder, by name."""
    return [score_file(path) for path in labelled_files(folder)]


def score_file(path: Path) -> FileScore:
    """Analyse one file and compare."""
    return _score_picture(path) if path.suffix.lower() in PICTURES else _score_video(path)


def _score_picture(path: Path) -> FileScore:
    read = cv2.imread(str(path))
    if read is None:
        raise ValueError(f"{path.name} is no picture")
    picture: Image = np.asarray(read, dtype=np.uint8)
    score = FileScore(path.name, (picture.shape[1], picture.shape[0]))
    labels = read_labels(path, score.size, score.size)
    if labels.court is not None:
        started = time.monotonic()
        finding = find_court([picture])
        score.court = score_court(finding, score.size, labels.court, time.monotonic() - started)
        score.court.clicks.extend(score_clicks(picture, labels.court, seed=1))
    return score


def _score_video(path: Path) -> FileScore:
    settings = PipelineSettings(cache_dir=WorkerSettings.model_fields["cache_dir"].default)
    with TemporaryDirectory() as folder:
        started = time.monotonic()
        analysis = analyze(path, Path(folder), progress=lambda *_: None, should_stop=lambda: False, settings=settings)
        seconds = time.monotonic() - started
        outcome = read_outcome(
            analysis.results, [segment.read_bytes() for segment in analysis.segments], analysis.events.read_bytes()
        )
        labels = read_labels(path, probe(path).upright_size, outcome.size)
        score = FileScore(path.name, outcome.size, seconds, analysis.results.duration)
        if labels.court is not None:
            score.court = _score_view(outcome, analysis.rendition, labels)
    score.players = score_players(outcome, labels)
    if labels.events is not None:
        score.events = score_events(outcome.events, labels.events, outcome.seconds, outcome.half_of)
    if labels.shuttle is not None:
        score.shuttle = score_shuttle(outcome.shuttle, labels.shuttle, outcome.size)
    if score.players is not None and labels.truth is not None:
        score.motion = score_motion(outcome, labels.truth, owners(score.players))
    return score


def _score_view(outcome: Outcome, rendition: Path, labels: Labels) -> CourtScore:
    """The court of the view that the labels are about: that of the first frame of the first play."""
    assert labels.court is not None
    detection = outcome.results.court_detection
    shots = detection.shots if detection else []
    shot = next((shot for shot in shots if shot.view is not None), None)
    first, end = (shot.first, shot.end) if shot else (0, len(outcome.frames))
    view = detection.views[shot.view] if detection and shot and shot.view is not None else None
    moving = view is not None and view.moving
    picture = clean_picture(rendition, first, first + 1 if moving else end)
    started = time.monotonic()
    find_court([picture])
    seconds = time.monotonic() - started
    frame = outcome.frames.get(first)
    finding = finding_of(view, frame.camera if frame else None, outcome.size)
    score = score_court(finding, outcome.size, labels.court, seconds)
    score.clicks.extend(score_clicks(picture, labels.court, seed=1))
    return score


def finding_of(view: CameraView | None, camera: CourtCamera | None, size: tuple[int, int]) -> CourtFinding:
    """What the results say of a view. `camera`: how the frame in question shows it; None for the view's own picture."""
    if view is None:
        return CourtFinding(CourtStatus.none, 0.0)
    if camera is None and view.camera is not None:
        camera = CourtCamera.from_contract(view.camera, size)
    fit = Fit(camera, view.error_px or 0.0, view.error_cm or 0.0) if camera else None
    return CourtFinding(view.status, view.confidence, fit)


def clean_picture(video: Path, first: int, end: int) -> Image:
    """The median of pictures spread over a stretch of frames, shape (height, width, 3)."""
    wanted = set(np.linspace(first, max(first, end - 1), _MEDIAN_OF).round().astype(int).tolist())
    pictures = list[Image]()
    with av.open(str(video)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                pictures.append(np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8))
            if number >= max(wanted):
                break
    return np.asarray(np.median(np.stack(pictures), axis=0), dtype=np.uint8)
