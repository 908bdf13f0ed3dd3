"""Tiny videos whose "people" are bright rectangles, and a detector that finds them."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from modal_app.bench.labels import load_labels
from modal_app.contract.models import CourtStatus
from modal_app.pipeline.court.finding import CourtFinding
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.patches import Image, Patch
from modal_app.testing.encode import VideoFormat, write_video

WIDTH, HEIGHT = 320, 240
RATE = Fraction(20)

# Left, top, right, bottom in pixels.
Box = tuple[int, int, int, int]


def picture(boxes: Iterable[Box]) -> Image:
    image = np.full((HEIGHT, WIDTH, 3), 60, np.uint8)
    for left, top, right, bottom in boxes:
        image[top:bottom, left:right] = 230
    return image


def player(number: int, frame: int) -> Box:
    """One of two people who run from side to side, the second further away."""
    place = (20 + 7 * frame) % 400
    x = place if place < 200 else 400 - place
    return (x, 130, x + 30, 220) if number == 0 else (240 - x, 30, 265 - x, 95)


def umpire() -> Box:
    return (285, 100, 310, 170)


def write_clip(
    path: Path, boxes: Callable[[int], list[Box]], times: Sequence[Fraction], video_format: VideoFormat | None = None
) -> None:
    frames = ((time, picture(boxes(number))) for number, time in enumerate(times))
    write_video(path, frames, RATE, video_format)


def even_times(count: int) -> list[Fraction]:
    return [Fraction(number) / RATE for number in range(count)]


def match(frame: int) -> list[Box]:
    return [player(0, frame), player(1, frame), umpire()]


def no_court(_: Sequence[Image]) -> CourtFinding:
    return CourtFinding(CourtStatus.none, 0.99)


class BoxDetector:
    """Sees every bright rectangle as a person whose keypoints all lie in its middle."""

    name = "boxes"
    device = "cpu"
    batch = 2

    def __init__(self) -> None:
        self.seen = 0

    def detect(self, patches: Sequence[Patch]) -> list[Detections]:
        self.seen += len({id(patch.picture) for patch in patches})
        return [self._find(patch) for patch in patches]

    def _find(self, patch: Patch) -> Detections:
        x, y, right, bottom = patch.area
        image = patch.picture[y:bottom, x:right]
        mask = (cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) > 150).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        blobs = [stat for stat in stats[1:] if stat[4] > 200]
        found = np.zeros(len(blobs), dtype=DETECTION)
        for row, (left, top, width, height, _) in zip(found, blobs, strict=True):
            row["box"] = x + left, y + top, x + left + width, y + top + height
            row["confidence"] = 0.9
            row["keypoints"] = x + left + width / 2, y + top + height / 2, 0.8
        return found


# Height of each keypoint in a standing body, and how far it is to the side, as parts of the box.
_BODY = [
    *[(0.06, 0.0)] * 5,
    *[(0.20, -0.2), (0.20, 0.2), (0.35, -0.3), (0.35, 0.3), (0.48, -0.3), (0.48, 0.3)],
    *[(0.50, -0.12), (0.50, 0.12), (0.73, -0.12), (0.73, 0.12), (0.945, -0.12), (0.945, 0.12)],
]


class TruthDetector:
    """Sees the labelled people of a clip, upright and entirely, in every patch that shows their middle."""

    name = "truth"
    device = "cpu"
    batch = 1

    def __init__(self, clip: Path) -> None:
        labels = load_labels(clip)
        assert labels is not None
        with av.open(str(clip)) as container:
            self._frames = {
                _fingerprint(np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8)): [
                    list(person.box) for person in labels.frames[n].values()
                ]
                for n, frame in enumerate(container.decode(video=0))
            }

    def detect(self, patches: Sequence[Patch]) -> list[Detections]:
        return [self._find(patch) for patch in patches]

    def _find(self, patch: Patch) -> Detections:
        # Labels are about pixels' centres.
        boxes = np.array(self._frames[_fingerprint(patch.picture)]) + np.array([0, 0, 1, 1])
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        boxes = boxes[np.all((middle > patch.area[:2]) & (middle < patch.area[2:]), axis=1)]
        found = np.zeros(len(boxes), dtype=DETECTION)
        down, aside = np.array(_BODY).T
        for row, (left, top, right, bottom) in zip(found, boxes, strict=True):
            row["box"], row["confidence"] = (left, top, right, bottom), 0.9
            row["keypoints"][:, 0] = (left + right) / 2 + aside * (right - left)
            row["keypoints"][:, 1] = top + down * (bottom - top)
            row["keypoints"][:, 2] = 0.9
        return found


def _fingerprint(picture: Image) -> bytes:
    return picture[::16, ::16].tobytes()
