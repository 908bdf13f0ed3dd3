"""Pipelines that analyse nothing. Run as a module, this is a job's process with the pipeline that the source names."""

import errno
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from modal_app.contract.models import Edits, ErrorCode, Results, Stage
from modal_app.errors import Cancelled, PipelineError
from modal_app.pipeline.settings import PipelineSettings
from modal_app.pipelines import Interpret, Pipelines, Progress

RESULTS: dict[str, Any] = {
    "duration": 2.0,
    "fps": 25.0,
    "totalFrames": 50,
    "processedFrames": 50,
    "videoWidth": 320,
    "videoHeight": 180,
    "timeBase": [1, 12800],
    "hasAudio": False,
    "players": [],
    "segments": [
        {"index": 0, "start": 0.0, "end": 1.0, "firstFrame": 0, "frames": 25, "bytes": 9},
        {"index": 1, "start": 1.0, "end": 2.0, "firstFrame": 25, "frames": 25, "bytes": 9},
    ],
    "notes": ["no_people"],
    "poseModel": "fake",
}


@dataclass(frozen=True)
class FakeAnalysis:
    """What comes out of both halves; an interpretation has it too, and only names less of it."""

    results: Results
    rendition: Path
    poster: Path
    observations: Path
    motion: Path
    events: Path
    segments: list[Path]


class FakeAnalyze(Protocol):
    def __call__(
        self,
        source: Path,
        out_dir: Path,
        *,
        edits: Edits,
        progress: Progress,
        should_stop: Callable[[], bool],
        settings: PipelineSettings,
    ) -> FakeAnalysis: ...


def succeed(
    source: Path,
    out_dir: Path,
    *,
    edits: Edits,
    progress: Progress,
    should_stop: Callable[[], bool],
    settings: PipelineSettings,
) -> FakeAnalysis:
    """Its rendition is the source, and its observations are the edits."""
    progress(Stage.detect, 0.5, 10.0)
    names = ("rendition.mp4", "poster.jpg", "observations.zip", "motion.bin", "events.bin", "0.seg", "1.seg")
    rendition, poster, observations, motion, events, *segments = files = [out_dir / name for name in names]
    for file in files:
        file.write_bytes(file.name.encode())
    rendition.write_bytes(source.read_bytes())
    observations.write_bytes(edits.model_dump_json().encode())
    return FakeAnalysis(Results.model_validate(RESULTS), rendition, poster, observations, motion, events, segments)


def run_until_stopped(
    source: Path,
    out_dir: Path,
    *,
    edits: Edits,
    progress: Progress,
    should_stop: Callable[[], bool],
    settings: PipelineSettings,
) -> FakeAnalysis:
    progress(Stage.detect, 0.25, None)
    while not should_stop():
        threading.Event().wait(0.02)
    raise Cancelled


def failing_with(error: BaseException) -> FakeAnalyze:
    def fail(
        source: Path,
        out_dir: Path,
        *,
        edits: Edits,
        progress: Progress,
        should_stop: Callable[[], bool],
        settings: PipelineSettings,
    ) -> FakeAnalysis:
        (out_dir / "half-written").write_bytes(b"x")
        raise error

    return fail


def by_content(
    source: Path,
    out_dir: Path,
    *,
    edits: Edits,
    progress: Progress,
    should_stop: Callable[[], bool],
    settings: PipelineSettings,
) -> FakeAnalysis:
    """The pipeline that the source names; `crash` is the end of the whole process, and `deaf` heeds no stop."""
    content = source.read_bytes()
    if content == b"crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if content == b"deaf":
        progress(Stage.detect, 0.25, None)
        threading.Event().wait()
    run: dict[bytes, FakeAnalyze] = {
        b"still": failing_with(PipelineError(ErrorCode.video_still, "nothing moves")),
        b"full": failing_with(OSError(errno.ENOSPC, "No space left on device")),
        b"endless": run_until_stopped,
    }
    analyze = run.get(content, succeed)
    return analyze(source, out_dir, edits=edits, progress=progress, should_stop=should_stop, settings=settings)


def interpreting_with(analyze: FakeAnalyze) -> Interpret:
    """An interpretation that does to the observations what `analyze` does to a source."""

    def interpret(
        observations: Path, edits: Edits, out_dir: Path, *, progress: Progress, should_stop: Callable[[], bool]
    ) -> FakeAnalysis:
        settings = PipelineSettings()
        made = analyze(
            observations, out_dir, edits=edits, progress=progress, should_stop=should_stop, settings=settings
        )
        made.motion.write_bytes(edits.model_dump_json().encode())
        return made

    return interpret


if __name__ == "__main__":
    from modal_app.job_process import main

    main(Pipelines(by_content, interpreting_with(by_content), load=lambda: None))
