"""Analyse a video file without any deployment.

python -m modal_app.analyze VIDEO --out DIR [--json]
"""

import argparse
import json
import signal
import sys
from pathlib import Path
from threading import Event

from modal_app.config import WorkerSettings
from modal_app.contract.models import Stage
from modal_app.errors import Cancelled, PipelineError
from modal_app.pipeline import segments
from modal_app.pipeline.progress import OverallProgress
from modal_app.pipeline.run import Analysis, analyze
from modal_app.pipeline.settings import PipelineSettings, PoseSettings, ShuttleSettings


def main() -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="analyze", description="Analyse a video file without any deployment.")
    parser.add_argument("video", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder for the results; made when absent")
    parser.add_argument("--json", action="store_true", help="also write every frame readably, as frames.json")
    parser.add_argument("--pose-model", help="a model file, or a model name that ultralytics knows")
    parser.add_argument("--shuttle-model", type=Path, help="a file with a learned detector of the shuttle")
    arguments = parser.parse_args()
    if not arguments.video.is_file():
        parser.error(f"there is no file {arguments.video}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    stop = Event()
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    settings = PipelineSettings(
        pose=PoseSettings(model=arguments.pose_model),
        shuttle=ShuttleSettings(model=arguments.shuttle_model),
        cache_dir=WorkerSettings.model_fields["cache_dir"].default,
    )
    try:
        analysis = analyze(
            arguments.video, arguments.out, progress=_Bar().show, should_stop=stop.is_set, settings=settings
        )
    except PipelineError as error:
        print(f"\n{error.code.value}: {error.detail}", file=sys.stderr)
        return 1
    except Cancelled:
        print("\nstopped", file=sys.stderr)
        return 130
    _write_summary(analysis, arguments.out, readable=arguments.json)
    return 0


class _Bar:
    """One line that says how far the analysis is."""

    def __init__(self) -> None:
        self._overall = OverallProgress()

    def show(self, stage: Stage, fraction: float, eta: float | None) -> None:
        """Draw the line again."""
        now = self._overall.update(stage, fraction, eta)
        left = "" if now.eta_seconds is None else f", {now.eta_seconds:.0f} s left"
        print(f"\r\x1b[K{now.progress:6.1%} {stage.value}{left}", end="", file=sys.stderr, flush=True)


def _write_summary(analysis: Analysis, folder: Path, *, readable: bool) -> None:
    results = analysis.results
    (folder / "summary.json").write_text(json.dumps(results.wire(), indent=2) + "\n", encoding="utf-8")
    if readable:
        frames = [
            frame for path in analysis.segments for frame in _readable(path, results.video_width, results.video_height)
        ]
        (folder / "frames.json").write_text(json.dumps(frames) + "\n", encoding="utf-8")
    print(file=sys.stderr)
    print(f"{results.total_frames} frames, {results.duration:.2f} s, {len(results.players)} players")
    for player in results.players:
        way = "" if player.metrics is None else f", {player.metrics.distance:.0f} m"
        sure = f"confidence {player.confidence:.2f}"
        print(f"  player {player.id}: seen in {player.presence:.1%} of the frames, {sure}{way}")
    if results.court_detection is not None:
        for number, view in enumerate(results.court_detection.views):
            error = "" if view.error_cm is None else f", lines {view.error_cm:.1f} cm off"
            print(f"  view {number}: court {view.status.value}, confidence {view.confidence:.2f}{error}")
    if results.events is not None:
        told = results.events
        print(f"  {told.rallies} rallies, {told.hits} hits, {told.play_seconds:.0f} s in play")
    for note in results.notes:
        print(f"  note: {note.value}")
    print(f"results in {folder}")


def _readable(path: Path, width: int, height: int) -> list[dict[str, object]]:
    """Every frame of a segment: times in seconds, places in pixels of the rendition."""
    segment = segments.unpack(path.read_bytes())
    frames: list[dict[str, object]] = []
    people: list[list[dict[str, object]]] = [[] for _ in segment.pts]
    for track in segment.tracks:
        for row, offset in enumerate(track.frame):
            box, points = track.box[row], track.keypoints[row]
            people[offset].append(
                {
                    "id": track.id,
                    "confidence": round(float(track.box_confidence[row]), 3),
                    "box": [round(float(v) * s, 1) for v, s in zip(box, (width, height) * 2, strict=True)],
                    "keypoints": [
                        [round(float(x) * width, 1), round(float(y) * height, 1), round(float(confidence), 3)]
                        for (x, y), confidence in zip(points, track.keypoint_confidence[row], strict=True)
                    ],
                }
            )
    for offset, pts in enumerate(segment.pts):
        frames.append(
            {
                "frame": segment.first_frame + offset,
                "pts": int(pts),
                "seconds": float(int(pts) * segment.time_base),
                "repeated": bool(segment.repeated[offset]),
                "players": people[offset],
            }
        )
    return frames


if __name__ == "__main__":
    sys.exit(main())
