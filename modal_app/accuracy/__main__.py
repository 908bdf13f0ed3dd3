"""How right the analysis is.

python -m modal_app.accuracy [--media DIR] [--rendered] [--scenes N] [--scripts N] [--matches N]
    [--rally-scripts N] [--rally-clips N] [--json FILE]

Scores every labelled file of a folder, by default ../shared/media where it is. With --rendered, or where there is no
media, also halls and matches that are drawn with their truth. docs/accuracy.md describes labels and figures.
"""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from modal_app.accuracy.event_tables import rally_script_table
from modal_app.accuracy.files import score_folder
from modal_app.accuracy.rallies import score_rally_clips, score_rally_scripts
from modal_app.accuracy.rendered import FIRST_SEED, RenderedScore, scene_table, score_matches, score_scenes
from modal_app.accuracy.report import report
from modal_app.accuracy.scripted import score_scripts, scripted_table

_MEDIA = Path("../shared/media")
_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="accuracy", description="Score the analysis against labels and drawn truth.")
    parser.add_argument("--media", type=Path, help="folder of labelled media; by default ../shared/media where it is")
    parser.add_argument("--rendered", action="store_true", help="also score drawn halls and matches")
    parser.add_argument("--scenes", type=int, default=40, help="drawn pictures of each kind")
    parser.add_argument("--matches", type=int, default=6, help="drawn matches")
    parser.add_argument("--scripts", type=int, default=24, help="scripted matches without pictures")
    parser.add_argument("--rally-scripts", type=int, default=24, help="scripted matches of rallies without pictures")
    parser.add_argument("--rally-clips", type=int, default=4, help="drawn matches of rallies")
    parser.add_argument("--json", type=Path, help="also write all scores to this file")
    arguments = parser.parse_args()
    media = arguments.media or (_ROOT / _MEDIA)
    if arguments.media and not media.is_dir():
        parser.error(f"there is no folder {media}")
    figures: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    }
    if media.is_dir():
        files = score_folder(media)
        print("\n".join(report(files) or [f"no labelled files in {media}"]), flush=True)
        figures["media"] = [asdict(score) for score in files]
    if arguments.rendered or not media.is_dir():
        rendered = RenderedScore()
        rendered.scenes = score_scenes(arguments.scenes)
        print("\n".join(["", *scene_table(rendered.scenes)]), flush=True)
        rendered.scripts = list(score_scripts(arguments.scripts, FIRST_SEED))
        print("\n".join(["", *scripted_table(rendered.scripts)]), flush=True)
        rendered.matches = score_matches(arguments.matches)
        print("\n".join(["", *report(rendered.matches)]), flush=True)
        rendered.rally_scripts = list(score_rally_scripts(arguments.rally_scripts, FIRST_SEED))
        print("\n".join(["", *rally_script_table(rendered.rally_scripts)]), flush=True)
        rendered.rallies = score_rally_clips(arguments.rally_clips, FIRST_SEED)
        print("\n".join(["", *report(rendered.rallies)]), flush=True)
        figures["rendered"] = asdict(rendered)
    if arguments.json:
        arguments.json.write_text(json.dumps(_plain(figures), indent=1) + "\n", encoding="utf-8")
    return 0


def _plain(value: Any) -> Any:
    """Without what JSON has no word for: infinite errors become null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if abs(value) < float("inf") else None
    return value


if __name__ == "__main__":
    sys.exit(main())
