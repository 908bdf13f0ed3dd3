"""People and their poses in pictures, by ultralytics."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.models import find_model, prepare_for_cpu
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.quiet import load_yolo
from modal_app.pipeline.settings import PoseSettings

Image = NDArray[np.uint8]

# Keypoints in COCO order.
_SHOULDERS, _HIPS, _KNEES = [5, 6], [11, 12], [13, 14]
_SEEN = 0.3


class PoseDetector(Protocol):
    """Finds people in pictures."""

    name: str
    device: str
    batch: int

    def detect(self, pictures: Sequence[Image]) -> list[Detections]:
        """The people in each picture; pictures are blue, green, red of shape (height, width, 3)."""
        ...


class UltralyticsDetector:
    """A YOLO pose model: through OpenVINO on the CPU, through PyTorch on CUDA."""

    def __init__(self, settings: PoseSettings, cache_dir: Path, check: Callable[[], None] = lambda: None) -> None:
        checkpoint = find_model(settings.model, cache_dir)
        yolo = load_yolo(cache_dir, offline=checkpoint.exists())
        import torch  # noqa: PLC0415 - takes seconds, and only detection needs it

        self.device = settings.device or ("cuda:0" if torch.cuda.is_available() else "cpu")
        self._settings = settings
        on_gpu = self.device.startswith("cuda")
        self.batch = settings.gpu_batch if on_gpu else settings.cpu_batch
        self.name = checkpoint.name.split(".")[0]
        path = checkpoint if on_gpu else prepare_for_cpu(checkpoint, cache_dir, check)
        self._model: Any = yolo(str(path), task="pose")
        self._options = {
            "imgsz": settings.image_size,
            "conf": settings.min_confidence,
            "iou": settings.overlap,
            "max_det": settings.max_people,
            "classes": [0],
            "device": self.device,
            # Half precision on CUDA; OpenVINO chooses by the processor.
            "quantize": 16 if on_gpu else None,
            "verbose": False,
            "save": False,
        }

    def detect(self, pictures: Sequence[Image]) -> list[Detections]:
        """The people in each picture."""
        results = self._model.predict(list(pictures), **self._options)
        return [_to_detections(result, picture) for result, picture in zip(results, pictures, strict=True)]


def _to_detections(result: Any, picture: Image) -> Detections:
    boxes = result.boxes.data.cpu().numpy()
    found = np.zeros(len(boxes), dtype=DETECTION)
    if len(boxes):
        found["box"] = boxes[:, :4]
        found["confidence"] = boxes[:, 4]
        found["keypoints"] = result.keypoints.data.cpu().numpy()
        for person in found:
            person["colours"] = _colours(picture, person)
    return found


def _colours(picture: Image, person: np.void) -> NDArray[np.uint8]:
    """Median colours of the torso and of the thighs, shape (2, 3)."""
    points = person["keypoints"]
    colours = np.zeros((2, 3), dtype=np.uint8)
    for row, (upper, lower) in enumerate([(_SHOULDERS, _HIPS), (_HIPS, _KNEES)]):
        corners = points[upper + lower]
        if corners[:, 2].min() < _SEEN:
            continue
        # A rectangle around the middle: profile views have shoulders that coincide, so it is at least a tenth of the
        # box wide.
        centre = corners[:, :2].mean(axis=0)
        half = 0.5 * np.ptp(corners[:, :2], axis=0) * 0.7
        half[0] = max(half[0], 0.05 * (person["box"][2] - person["box"][0]))
        left, top = np.maximum(0, np.floor(centre - half)).astype(int)
        right, bottom = np.ceil(centre + half).astype(int)
        patch = picture[top:bottom, left:right]
        if patch.size:
            middle = np.median(patch.reshape(-1, 3), axis=0).astype(np.uint8)
            colours[row] = cv2.cvtColor(middle[None, None], cv2.COLOR_BGR2Lab)[0, 0]
    return colours
