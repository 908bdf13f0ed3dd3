"""Keeps the model libraries to their work: nothing installed, nothing sent, nothing written to the user's home."""

import os
import sys
from pathlib import Path
from typing import Any


def load_yolo(cache_dir: Path, *, offline: bool) -> Any:
    """Import ultralytics, confined, and return its YOLO class.

    Args:
        cache_dir: Folder for ultralytics' own settings; made when absent.
        offline: Whether every model is there already, so that no connection is even looked for.
    """
    folder = (cache_dir / "ultralytics").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["YOLO_CONFIG_DIR"] = str(folder)
    os.environ["YOLO_AUTOINSTALL"] = "false"
    os.environ["YOLO_VERBOSE"] = "false"
    os.environ["YOLO_OFFLINE"] = "true" if offline else "false"
    # OpenVINO's converter goes on without its telemetry package, and has no other switch.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    from ultralytics import YOLO  # type: ignore[attr-defined]  # noqa: PLC0415 - reads the environment
    from ultralytics.utils.events import events  # noqa: PLC0415

    events.enabled = False
    return YOLO
