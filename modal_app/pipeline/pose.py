"""People and their poses in pictures: a YOLO pose model, through OpenVINO on the CPU, through PyTorch on CUDA."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.models import find_model, prepare_for_cpu
from modal_app.pipeline.observations import Detections
from modal_app.pipeline.patches import Image, Patch
from modal_app.pipeline.quiet import load_yolo
from modal_app.pipeline.settings import PoseSettings

__all__ = ["Image", "Patch", "PoseDetector", "make_detector"]

# Values of one person in the model's answer: box, confidence, keypoints.
_VALUES = 4 + 1 + 17 * 3


class PoseDetector(Protocol):
    """Finds people in pictures."""

    name: str
    device: str
    # Pictures that are best looked at together.
    batch: int

    def detect(self, patches: Sequence[Patch]) -> list[Detections]:
        """The people in each patch, in pixels of the patch's picture."""
        ...


def make_detector(settings: PoseSettings, cache_dir: Path, check: Callable[[], None] = lambda: None) -> PoseDetector:
    """The model of the settings, ready to look.

    Args:
        settings: Which model, where, and its thresholds.
        cache_dir: Where converted models are kept.
        check: Called now and then; raises to stop.
    """
    import torch  # noqa: PLC0415 - takes seconds, and only detection needs it

    checkpoint = find_model(settings.model, cache_dir)
    device = settings.device or ("cuda:0" if torch.cuda.is_available() else "cpu")
    if device.startswith("cuda"):
        return _CudaDetector(checkpoint, device, settings, cache_dir)
    return _CpuDetector(prepare_for_cpu(checkpoint, cache_dir, check), checkpoint.name.split(".")[0], settings)


class _CudaDetector:
    """Through ultralytics and PyTorch."""

    def __init__(self, checkpoint: Path, device: str, settings: PoseSettings, cache_dir: Path) -> None:
        self.name, self.device, self.batch = checkpoint.name.split(".")[0], device, settings.gpu_batch
        self._model: Any = load_yolo(cache_dir, offline=checkpoint.exists())(str(checkpoint), task="pose")
        self._options = {
            "conf": settings.min_confidence,
            "iou": settings.overlap,
            "max_det": settings.max_people,
            "classes": [0],
            "device": device,
            # Half precision.
            "quantize": 16,
            "verbose": False,
            "save": False,
        }

    def detect(self, patches: Sequence[Patch]) -> list[Detections]:
        """The people in each patch; those of one size go together."""
        found: dict[int, Detections] = {}
        for size in {patch.size for patch in patches}:
            places = [place for place, patch in enumerate(patches) if patch.size == size]
            inputs = [patches[place].pixels() for place in places]
            results = self._model.predict(inputs, imgsz=[size[1], size[0]], **self._options)
            for place, result in zip(places, results, strict=True):
                boxes = result.boxes.data.cpu().numpy()
                points = result.keypoints.data.cpu().numpy().reshape(len(boxes), -1)
                found[place] = patches[place].to_picture(np.concatenate([boxes[:, :5], points], axis=1))
        return [found[place] for place in range(len(patches))]


class _CpuDetector:
    """Through OpenVINO: small patches side by side, each on a core of its own; large ones with all cores for each."""

    def __init__(self, model: Path, name: str, settings: PoseSettings) -> None:
        import openvino  # noqa: PLC0415 - only detection needs it

        self.name, self.device, self.batch = name, "cpu", settings.cpu_batch
        self._settings = settings
        self._core = openvino.Core()
        self._model_file = next(model.glob("*.xml"))
        self._large = self._compile("LATENCY", None).create_infer_request()
        small = self._compile("THROUGHPUT", settings.window)
        count = int(small.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        # Each thread keeps to its own request: waiting for them from one thread is known to hang on some processors
        # (https://github.com/ultralytics/ultralytics/issues/25923).
        self._small = [small.create_infer_request() for _ in range(count)]
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="pipeline-pose")

    def _compile(self, hint: str, size: tuple[int, int] | None) -> Any:
        """The model with bytes of blue, green, red as input, for one size of input or for any."""
        import openvino  # noqa: PLC0415
        from openvino.preprocess import ColorFormat, PrePostProcessor  # noqa: PLC0415

        model = self._core.read_model(self._model_file)
        width, height = size or (-1, -1)
        model.reshape(openvino.PartialShape([1, 3, height, width]))
        steps = PrePostProcessor(model)
        steps.input().tensor().set_element_type(openvino.Type.u8).set_layout(openvino.Layout("NHWC"))
        steps.input().tensor().set_color_format(ColorFormat.BGR)
        steps.input().model().set_layout(openvino.Layout("NCHW"))
        steps.input().preprocess().convert_element_type(openvino.Type.f32).convert_color(ColorFormat.RGB).scale(255.0)
        return self._core.compile_model(steps.build(), "CPU", {"PERFORMANCE_HINT": hint})

    def detect(self, patches: Sequence[Patch]) -> list[Detections]:
        """The people in each patch."""
        if not all(patch.size == self._settings.window for patch in patches):
            return [self._look(self._large, patch) for patch in patches]
        shares = [patches[start :: len(self._small)] for start in range(len(self._small))]
        done = self._threads.map(self._look_at_all, self._small, shares)
        found = [iter(detections) for detections in done]
        return [next(found[number % len(found)]) for number in range(len(patches))]

    def _look_at_all(self, request: Any, patches: Sequence[Patch]) -> list[Detections]:
        return [self._look(request, patch) for patch in patches]

    def _look(self, request: Any, patch: Patch) -> Detections:
        answer = request.infer({0: patch.pixels()[None]}, share_inputs=True)
        return patch.to_picture(self._people(np.asarray(answer[0][0], dtype=np.float32)))

    def _people(self, answer: NDArray[np.float32]) -> NDArray[np.float32]:
        """Who is sure enough, and nobody twice: shape (n, 56), see Patch.to_picture."""
        if answer.shape[0] == _VALUES:
            people = answer[:, answer[4] >= self._settings.min_confidence].T
            half = people[:, 2:4] / 2
            people = np.concatenate([people[:, :2] - half, people[:, :2] + half, people[:, 4:]], axis=1)
            corner_and_size = np.concatenate([people[:, :2], 2 * half], axis=1)
            kept = cv2.dnn.NMSBoxes(
                corner_and_size.tolist(), people[:, 4].tolist(), 0.0, self._settings.overlap, top_k=1000
            )
            people = people[np.asarray(kept, dtype=np.int64).ravel()]
        else:
            # A model without doubles: its answer has a row for each person, with the class after the confidence.
            people = np.delete(answer[answer[:, 4] >= self._settings.min_confidence], 5, axis=1)
        return people[np.argsort(-people[:, 4], kind="stable")[: self._settings.max_people]]
