"""Two ways of looking for the players, side by side: at every whole picture, and where the court says that they are.

On the same pictures in the same run, what the shuttle costs.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from modal_app.bench.events import EventStages
from modal_app.bench.labels import MIN_OVERLAP, Labels
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.decode import Picture, SourceReader
from modal_app.pipeline.gaze import Gaze
from modal_app.pipeline.motion import MotionWatch, luma_of, small
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.patches import Image
from modal_app.pipeline.pose import PoseDetector
from modal_app.pipeline.probe import probe
from modal_app.pipeline.regions import overlap
from modal_app.pipeline.settings import PipelineSettings
from modal_app.pipeline.upright import Upright, rendition_size

# Pictures that only warm the model up.
_WARM = 3


@dataclass
class _Way:
    """One way of looking, and how it fared."""

    seconds: float = 0.0
    pictures: int = 0
    # For each labelled person the confidence of the box that shows them, 0 where none does.
    confidences: dict[str, list[float]] = field(default_factory=dict)

    def score(self, people: Detections, labels: Labels, frame: int, scale: float) -> None:
        for name, person in labels.frames.get(frame, {}).items():
            truth = np.array(person.box) * scale
            right = [
                float(other["confidence"])
                for other in people
                if overlap(truth, other["box"].astype(np.float64)) >= MIN_OVERLAP
            ]
            self.confidences.setdefault(name, []).append(max(right, default=0.0))

    def figures(self) -> dict[str, Any]:
        return {
            "pictures_per_second": self.pictures / self.seconds,
            "seconds": self.seconds,
            "labelled": {
                name: {
                    "found": float(np.mean(np.array(values) > 0)),
                    "confidence_median": float(np.median(values)),
                    "confidence_least": float(np.min(values)),
                }
                for name, values in sorted(self.confidences.items())
            },
        }


def compare_looks(
    video: Path,
    camera: CourtCamera | None,
    detector: PoseDetector,
    settings: PipelineSettings,
    labels: Labels | None,
    stages: EventStages,
) -> dict[str, Any]:
    """Look at each new picture in both ways, in turn, so that both meet the same machine; times are of the looks alone.

    Args:
        video: One view, without cuts.
        camera: How it shows the court; without, both ways are one.
        detector: The model.
        settings: Of the looks.
        labels: Players in pixels of the source, to tell how sure each way is of them.
        stages: Gets every frame, with the people that the court's way sees.
    """
    info = probe(video)
    size = rendition_size(info, settings.rendition.max_lines)
    upright, watch, reader = Upright(info, size), MotionWatch(), SourceReader(info)
    scale = size.height / info.upright_size[1]
    ways = {"whole": (_Way(), None), "court": (_Way(), camera)}
    gazes = {name: Gaze(settings.pose, detector.detect) for name in ways}
    number = -1
    people = np.zeros(0, dtype=DETECTION)
    for item in reader.read():
        if not isinstance(item, Picture):
            continue
        number += 1
        frame = upright.convert(item.frame)
        grey = luma_of(frame)
        if watch.update(small(grey))[0]:
            stages.add(item.pts, grey, people, repeated=True)
            continue
        image: Image = np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8)
        seconds = float(item.pts * info.time_base)
        for name, (way, court) in ways.items():
            started = time.perf_counter()
            people = gazes[name].see(image, court, 0, seconds)
            if number >= _WARM:
                way.seconds += time.perf_counter() - started
                way.pictures += 1
            if labels is not None:
                way.score(people, labels, number, scale)
        # The court's way comes last.
        stages.add(item.pts, grey, people, repeated=False)
    reader.close()
    figures = {name: way.figures() for name, (way, _) in ways.items()}
    ratio = figures["court"]["pictures_per_second"] / figures["whole"]["pictures_per_second"]
    return {**figures, "times_faster": ratio}
