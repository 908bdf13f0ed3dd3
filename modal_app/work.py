"""The part of a job that differs by its kind: from the request to files that are ready to be uploaded."""

from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modal_app.config import WorkerSettings
from modal_app.contract.models import ErrorCode, InterpretRequest, ProcessRequest, Results, Stage
from modal_app.download import download
from modal_app.errors import PipelineError
from modal_app.pipeline.settings import PipelineSettings, PoseSettings, ShuttleSettings
from modal_app.pipelines import Interpretation, Pipelines, Progress
from modal_app.requests import JobRequest
from modal_app.stopping import StopSignal, run_interruptibly
from modal_app.upload import OutputFile

PACKED = "application/gzip"


@dataclass(frozen=True)
class Made:
    """What a job made."""

    results: Results
    files: dict[str, OutputFile]
    """By the name under which Convex takes them (ResultsUpdate)."""
    segments: list[OutputFile]


@dataclass(frozen=True)
class Work:
    """Fetches what a request names and runs the pipeline on it.

    Args:
        directory: Where the job's files go; exists.
        settings: Where the deployment is, and which models are used.
        pipelines: What is run.
        stop: Ends the work within a fraction of a second.
        progress: Gets each stage's progress.
    """

    directory: Path
    settings: WorkerSettings
    pipelines: Pipelines
    stop: StopSignal
    progress: Progress

    def do(self, request: JobRequest) -> Made:
        """Runs to the end, or raises what kept it from there."""
        made = self._interpret(request) if isinstance(request, InterpretRequest) else self._analyze(request)
        self.stop.raise_if_set()
        return made

    def _analyze(self, request: ProcessRequest) -> Made:
        source = self.directory / "source"
        self._fetch(download(request.parts, source, self.settings, on_progress=self._fetched))
        settings = PipelineSettings(
            pose=PoseSettings(model=self.settings.pose_model),
            shuttle=ShuttleSettings(model=self.settings.shuttle_model),
            cache_dir=self.settings.cache_dir,
        )
        analysis = self.pipelines.analyze(
            source,
            self._out_dir(),
            edits=request.edits,
            progress=self.progress,
            should_stop=self.stop.is_set,
            settings=settings,
        )
        source.unlink()
        files = {
            "rendition": OutputFile(analysis.rendition, "video/mp4"),
            "poster": OutputFile(analysis.poster, "image/jpeg"),
            "observations": OutputFile(analysis.observations, "application/zip"),
        }
        return _made(analysis, files)

    def _interpret(self, request: InterpretRequest) -> Made:
        observations = self.directory / "observations"
        try:
            self._fetch(download([request.observations], observations, self.settings, on_progress=self._fetched))
        except PipelineError as error:
            if error.code is not ErrorCode.source_mismatch:
                raise
            # To the visitor, what is stored is not the video.
            raise PipelineError(ErrorCode.observations_missing, error.detail) from error
        interpretation = self.pipelines.interpret(
            observations, request.edits, self._out_dir(), progress=self.progress, should_stop=self.stop.is_set
        )
        return _made(interpretation, {})

    def _fetch(self, work: Coroutine[Any, Any, None]) -> None:
        run_interruptibly(work, self.stop)

    def _fetched(self, fraction: float) -> None:
        self.progress(Stage.download, fraction, None)

    def _out_dir(self) -> Path:
        out_dir = self.directory / "out"
        out_dir.mkdir()
        return out_dir


def _made(interpretation: Interpretation, files: dict[str, OutputFile]) -> Made:
    segments = [OutputFile(segment, PACKED) for segment in interpretation.segments]
    files |= {
        "motion": OutputFile(interpretation.motion, PACKED),
        "events": OutputFile(interpretation.events, PACKED),
    }
    return Made(interpretation.results, files, segments)
