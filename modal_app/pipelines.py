"""The pipeline's two entries as a job sees them; loaded only when needed, as the models' libraries take seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from modal_app.contract.models import Edits, Results, Stage
from modal_app.pipeline.settings import PipelineSettings

Progress = Callable[[Stage, float, float | None], None]
"""Receives the stage, the part of it that is done, and the seconds to its end or None."""


class Interpretation(Protocol):
    """What edits change: the summary, and files that lie in the job's directory."""

    @property
    def results(self) -> Results: ...  # noqa: D102
    @property
    def motion(self) -> Path: ...  # noqa: D102
    @property
    def events(self) -> Path: ...  # noqa: D102
    @property
    def segments(self) -> list[Path]: ...  # noqa: D102


class Analysis(Interpretation, Protocol):
    """All that comes out of a video."""

    @property
    def rendition(self) -> Path: ...  # noqa: D102
    @property
    def poster(self) -> Path: ...  # noqa: D102
    @property
    def observations(self) -> Path: ...  # noqa: D102


class Analyze(Protocol):
    """`modal_app.pipeline.run.analyze`."""

    def __call__(  # noqa: D102
        self,
        source: Path,
        out_dir: Path,
        *,
        edits: Edits,
        progress: Progress,
        should_stop: Callable[[], bool],
        settings: PipelineSettings,
    ) -> Analysis: ...


class Interpret(Protocol):
    """`modal_app.pipeline.run.interpret`."""

    def __call__(  # noqa: D102
        self,
        observations: Path,
        edits: Edits,
        out_dir: Path,
        *,
        progress: Progress,
        should_stop: Callable[[], bool],
    ) -> Interpretation: ...


def real_analyze(
    source: Path,
    out_dir: Path,
    *,
    edits: Edits,
    progress: Progress,
    should_stop: Callable[[], bool],
    settings: PipelineSettings,
) -> Analysis:
    """Both halves of the pipeline."""
    from modal_app.pipeline.run import analyze  # noqa: PLC0415

    return analyze(source, out_dir, edits=edits, progress=progress, should_stop=should_stop, settings=settings)


def real_interpret(
    observations: Path,
    edits: Edits,
    out_dir: Path,
    *,
    progress: Progress,
    should_stop: Callable[[], bool],
) -> Interpretation:
    """The second half, which needs neither the video nor a model."""
    from modal_app.pipeline.run import interpret  # noqa: PLC0415

    return interpret(observations, edits, out_dir, progress=progress, should_stop=should_stop)


def load_interpretation() -> None:
    """Imports what an interpretation needs: most of the time that one takes."""
    import modal_app.pipeline.run  # noqa: F401, PLC0415


@dataclass(frozen=True)
class Pipelines:
    """What a job runs; tests put their own in."""

    analyze: Analyze = real_analyze
    interpret: Interpret = real_interpret
    load: Callable[[], None] = load_interpretation
