"""Measure the pipeline on a video.

python -m modal_app.bench [VIDEO] [--json FILE]

Without VIDEO it measures a synthetic match that it makes itself. Looking for people in whole pictures and where the
court tells are timed in one run, picture by picture, so that both meet the same machine. Memory is resident memory of
this process and its children together, sampled.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from modal_app.bench.events import EventStages
from modal_app.bench.labels import load_labels, score
from modal_app.bench.looks import compare_looks
from modal_app.bench.memory import PeakMemory
from modal_app.config import WorkerSettings
from modal_app.contract.models import Stage
from modal_app.pipeline.archive import Archive
from modal_app.pipeline.court.find import find_court
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.patches import Patch
from modal_app.pipeline.pose import PoseDetector, make_detector
from modal_app.pipeline.probe import probe
from modal_app.pipeline.run import NO_EDITS, Analysis, analyze, interpret
from modal_app.pipeline.settings import PipelineSettings
from modal_app.pipeline.upright import rendition_size

_STAGES = (Stage.probe, Stage.detect, Stage.track, Stage.encode)
_SYNTHETIC_SECONDS = 6.0


class _Nobody:
    """Sees nobody, at no cost: what remains is reading and encoding."""

    name, device, batch = "nobody", "none", 2

    def detect(self, patches: Sequence[Patch]) -> list[Detections]:
        """Nobody in any patch."""
        return [np.zeros(0, dtype=DETECTION) for _ in patches]


def main() -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure the pipeline on a video.")
    parser.add_argument("video", type=Path, nargs="?", help="by default a synthetic match, made on the spot")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        video = arguments.video or _synthetic(Path(folder))
        figures = measure(video, Path(folder))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print("\n".join(table(figures)))
    return 0


def measure(video: Path, folder: Path) -> dict[str, Any]:
    """Analyse a video and return the figures; files go into `folder`."""
    settings = PipelineSettings(cache_dir=WorkerSettings.model_fields["cache_dir"].default)
    memory = PeakMemory()
    started = time.monotonic()
    detector = make_detector(settings.pose, settings.cache_dir)
    loading = time.monotonic() - started
    _, plain = _timed(video, folder / "plain", settings, _Nobody())
    analysis, stages = _timed(video, folder / "full", settings, detector)
    results = analysis.results
    total = sum(stages.values())
    info = probe(video)
    labels = load_labels(video)
    again = _again(analysis, folder / "again")
    looks = _looks(video, analysis, detector, settings, folder)
    agreement = score(analysis, labels, info.upright_size) if labels else None
    return {
        "video": video.name,
        "picture": f"{info.upright_size[0]}x{info.upright_size[1]}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "device": detector.device,
        "model": detector.name,
        "image_size": settings.pose.image_size,
        "frames": results.total_frames,
        "processed_frames": results.processed_frames,
        "seconds_of_video": results.duration,
        "model_loading_seconds": loading,
        "reading_and_rendition_alone_seconds": plain[Stage.detect],
        "stage_seconds": {stage.value: stages[stage] for stage in _STAGES},
        "total_seconds": total,
        "times_the_length": total / results.duration,
        "peak_memory_mb": memory.stop(),
        "court": again["court"],
        "interpret_seconds": again["seconds"],
        "looks": looks,
        "observations_bytes": analysis.observations.stat().st_size,
        "segment_bytes": sum(info.bytes for info in results.segments),
        "rendition_bytes": analysis.rendition.stat().st_size,
        "labels": agreement
        and {
            "frames": agreement.labelled_frames,
            "both_found": agreement.share,
            "mean_overlap": agreement.mean_overlap,
            "identities": agreement.identities,
        },
    }


def _again(analysis: Analysis, folder: Path) -> dict[str, Any]:
    """How long the second phase takes by itself, and how long the search for a court in a view's picture."""
    folder.mkdir()
    started = time.monotonic()
    interpret(analysis.observations, NO_EDITS, folder, progress=lambda *_: None, should_stop=lambda: False)
    seconds = time.monotonic() - started
    archive = Archive(analysis.observations)
    picture = archive.view(0) if archive.meta.views else None
    archive.close()
    if picture is None:
        return {"seconds": seconds, "court": None}
    started = time.monotonic()
    finding = find_court([picture])
    court = {
        "search_seconds": time.monotonic() - started,
        "status": finding.status.value,
        "confidence": finding.confidence,
    }
    return {"seconds": seconds, "court": court}


def _looks(
    video: Path, analysis: Analysis, detector: PoseDetector, settings: PipelineSettings, folder: Path
) -> dict[str, Any] | None:
    """The pose stage with and without the court, and the shuttle's; None where the camera moved or without a court."""
    archive = Archive(analysis.observations)
    shots, findings = archive.shots, archive.findings()
    archive.close()
    if len(shots) != 1 or shots[0].view is None or shots[0].moving or findings[shots[0].view].camera is None:
        return None
    info = probe(video)
    size = rendition_size(info, settings.rendition.max_lines)
    stages = EventStages(folder, (size.width, size.height), info.time_base)
    camera = findings[shots[0].view].camera
    looks = compare_looks(video, camera, detector, settings, load_labels(video), stages)
    return {**looks, "events": stages.figures(analysis, folder / "read", looks["court"]["seconds"])}


def _timed(
    video: Path, folder: Path, settings: PipelineSettings, detector: PoseDetector
) -> tuple[Analysis, dict[Stage, float]]:
    """Analyse, and take the time of each stage in seconds."""
    folder.mkdir()
    begun: dict[Stage, float] = {}

    def progress(stage: Stage, _fraction: float, _eta: float | None) -> None:
        begun.setdefault(stage, time.monotonic())

    analysis = analyze(
        video, folder, progress=progress, should_stop=lambda: False, settings=settings, detector=detector
    )
    ends = [*(begun[stage] for stage in _STAGES[1:]), time.monotonic()]
    return analysis, {stage: end - begun[stage] for stage, end in zip(_STAGES, ends, strict=True)}


def _synthetic(folder: Path) -> Path:
    from modal_app.testing.sample import Match, frame_times, write_match  # noqa: PLC0415 - not in production images

    path, rate = folder / "synthetic.mp4", Fraction(30)
    write_match(path, Match(1280, 720, seed=1), frame_times(_SYNTHETIC_SECONDS, rate), rate)
    return path


def table(figures: dict[str, Any]) -> list[str]:
    """The figures for people."""
    frames = figures["frames"]
    lines = [
        f"{figures['video']}: {figures['picture']}, {frames} frames, {figures['seconds_of_video']:.1f} s",
        f"{figures['model']} at {figures['image_size']} on {figures['device']}; {figures['machine']}",
        "",
        f"{'stage':<24}{'seconds':>9}{'frames/s':>10}",
    ]
    rows = {
        **figures["stage_seconds"],
        "whole": figures["total_seconds"],
        "(reading, rendition)": figures["reading_and_rendition_alone_seconds"],
    }
    lines += [f"{name:<24}{seconds:>9.2f}{frames / max(seconds, 1e-6):>10.1f}" for name, seconds in rows.items()]
    lines += [
        "",
        f"times the video's length  {figures['times_the_length']:.2f}",
        f"peak memory               {figures['peak_memory_mb']:.0f} MB",
        f"frames through the model  {figures['processed_frames']} of {frames}",
        f"model loading             {figures['model_loading_seconds']:.1f} s",
    ]
    if court := figures["court"]:
        lines.append(
            f"court                     {court['status']}, confidence {court['confidence']:.2f},"
            f" searched in {court['search_seconds']:.2f} s"
        )
    lines.append(f"interpreting again        {figures['interpret_seconds']:.2f} s")
    if looks := figures["looks"]:
        lines += ["", f"{'looking for people':<26}{'pictures/s':>10}   labelled: found, confidence median, least"]
        for name, way in (("whole pictures", looks["whole"]), ("where the court tells", looks["court"])):
            told = [
                f"{who} {one['found']:.0%} {one['confidence_median']:.2f} {one['confidence_least']:.2f}"
                for who, one in way["labelled"].items()
            ]
            lines.append(f"{name:<26}{way['pictures_per_second']:>10.1f}   {'; '.join(told)}")
        lines += [f"{'times faster':<26}{looks['times_faster']:>10.2f}", ""]
        lines += [f"{'shuttle, hits, rallies':<26}{'seconds':>10}"]
        for name in ("candidates", "linking", "reading"):
            lines.append(f"{name:<26}{looks['events'][f'{name}_seconds']:>10.2f}")
        part = looks["events"]["part_of_looking"]
        lines += [f"{'as a part of looking for people':<31}{part:>5.2f}", ""]
    if labels := figures["labels"]:
        lines += [
            f"all players found         {labels['both_found']:.1%} of {labels['frames']} labelled frames"
            f" (mean overlap {labels['mean_overlap']:.2f})",
            f"identities                {labels['identities']}",
        ]
    return lines


if __name__ == "__main__":
    sys.exit(main())
