"""A learned detector of the shuttle: a network that looks at three pictures and says where it is in the middle one.

The model is a file: ONNX, which OpenCV runs, or TorchScript. Its input is the grey pictures before, now and after,
shape (1, 3, 288, 512), 0 to 1; its answer is where the shuttle is now, shape (1, 1, 288, 512), 0 to 1, as TrackNet has
it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.pipeline.motion import Luma
from modal_app.pipeline.shuttle.blobs import Candidates, find_blobs

Heat = NDArray[np.float32]

WIDTH, HEIGHT = 512, 288
_PICTURES = 3
# Peaks below this, of 255, are no candidates; the network's own doubt is left to the linker.
_LEAST, _MOST = 32, 8
# A blob that near to a peak, pixels of the heatmap, is that peak's shuttle, and tells its place better.
_SAME = 3.0


class HeatmapDetector:
    """A network, ready to look."""

    def __init__(self, path: Path) -> None:
        """Load and try a model.

        Raises:
            PipelineError: internal_error; the file is missing, or no such model.
        """
        if not path.is_file():
            raise PipelineError(ErrorCode.internal_error, f"SHUTTLE_MODEL: there is no file {path}")
        try:
            self._run = _onnx(path) if path.suffix == ".onnx" else _torchscript(path)
            answer = self._run(np.zeros((1, _PICTURES, HEIGHT, WIDTH), dtype=np.float32))
        except (RuntimeError, ValueError, cv2.error) as error:
            raise PipelineError(
                ErrorCode.internal_error, f"SHUTTLE_MODEL: {path.name} cannot be used: {error}"
            ) from error
        if answer.shape != (1, 1, HEIGHT, WIDTH):
            detail = f"SHUTTLE_MODEL: {path.name} answers {answer.shape}, not (1, 1, {HEIGHT}, {WIDTH})"
            raise PipelineError(ErrorCode.internal_error, detail)

    def look(self, before: Luma, now: Luma, after: Luma) -> Candidates:
        """Where the shuttle may be now, in pixels of these pictures; each with the network's score."""
        pictures = [cv2.resize(one, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for one in (before, now, after)]
        heat = self._run(np.asarray(np.stack(pictures)[None] / 255, dtype=np.float32))[0, 0]
        found = find_blobs(np.asarray(np.clip(heat, 0, 1) * 255, dtype=np.uint8), _LEAST, _MOST)
        found["score"] = np.clip(found["contrast"] / 255, 0.01, 0.99)
        scale = np.array([now.shape[1] / WIDTH, now.shape[0] / HEIGHT], dtype=np.float32)
        found["place"] *= scale
        for name in ("length", "width"):
            found[name] *= scale[0]
        return found


def joined(blobs: Candidates, peaks: Candidates, width: int) -> Candidates:
    """Both, but where a blob lies at a peak it has the peak's score. `width`: of the picture, pixels."""
    if not len(peaks) or not len(blobs):
        return np.concatenate([blobs, peaks])
    apart = np.linalg.norm(peaks["place"][:, None] - blobs["place"][None], axis=2)
    nearest = apart.argmin(axis=1)
    same = apart.min(axis=1) <= _SAME * width / WIDTH
    blobs["score"][nearest[same]] = peaks["score"][same]
    return np.concatenate([blobs, peaks[~same]])


def _onnx(path: Path) -> Callable[[Heat], Heat]:
    network = cv2.dnn.readNetFromONNX(str(path))

    def run(pictures: Heat) -> Heat:
        network.setInput(pictures)
        return np.asarray(network.forward(), dtype=np.float32)

    return run


def _torchscript(path: Path) -> Callable[[Heat], Heat]:
    import torch  # noqa: PLC0415 - takes seconds, and only a learned detector needs it

    device = "cuda:0" if torch.cuda.is_available() else "cpu"
    load: Callable[..., Any] = torch.jit.load
    network = load(str(path), map_location=device).eval()

    def run(pictures: Heat) -> Heat:
        with torch.inference_mode():
            return np.asarray(network(torch.from_numpy(pictures).to(device)).float().cpu().numpy(), dtype=np.float32)

    return run
