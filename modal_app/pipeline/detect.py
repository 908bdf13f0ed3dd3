"""Second stage: one pass over the source encodes the rendition and finds the people in every new picture."""

import queue
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.pipeline.background import run_interruptibly
from modal_app.pipeline.decode import Picture, SourceReader
from modal_app.pipeline.motion import MotionWatch, small_luma
from modal_app.pipeline.observations import Detections, FrameTable, FrameTableBuilder, ObservationWriter
from modal_app.pipeline.pose import Image, PoseDetector
from modal_app.pipeline.probe import MediaInfo
from modal_app.pipeline.progress import Reporter
from modal_app.pipeline.rendition import RenditionWriter
from modal_app.pipeline.settings import RenditionSettings
from modal_app.pipeline.upright import Upright, rendition_size

# Nothing that moved for so many seconds of video: not a recording of play.
_STILL_SECONDS = 120.0
_POLL = 0.2


@dataclass(frozen=True)
class Detected:
    """What the pass left behind."""

    frames: FrameTable
    # The rendition, complete but for its end; close it.
    rendition: RenditionWriter
    # Frames that went through the pose model.
    processed: int


@dataclass(frozen=True)
class _NewPicture:
    number: int
    image: Image


class _Pass(threading.Thread):
    """Decodes, compares and encodes; hands each new picture to the detector's thread."""

    def __init__(self, info: MediaInfo, rendition_path: Path, settings: RenditionSettings, ahead: int) -> None:
        super().__init__(daemon=True, name="pipeline-decode")
        self._info = info
        self._reader = SourceReader(info)
        size = rendition_size(info, settings.max_lines)
        self._upright = Upright(info, size)
        self.rendition = RenditionWriter(rendition_path, info, size, self._reader.audio, settings)
        self._watch = MotionWatch()
        self.table = FrameTableBuilder()
        # None: the end.
        self.pictures: queue.Queue[_NewPicture | None] = queue.Queue(maxsize=ahead)
        self.failure: BaseException | None = None
        self.stopping = threading.Event()
        # Seconds of the video that have been read.
        self.seconds = 0.0

    def run(self) -> None:
        """Read the whole source."""
        try:
            for item in self._reader.read():
                if self.stopping.is_set():
                    break
                if isinstance(item, Picture):
                    self._take(item)
                else:
                    self.rendition.add_sound(item)
            else:
                self._refuse_still(0.0)
        except BaseException as error:
            self.failure = error
        finally:
            self._reader.close()
            self._put(None)

    def raise_failure(self) -> None:
        """Raise what ended the pass early, if anything did."""
        if self.failure is not None:
            raise self.failure

    def _take(self, picture: Picture) -> None:
        frame = self._upright.convert(picture.frame)
        repeated, cut = self._watch.update(small_luma(frame))
        number = len(self.table)
        self.table.add(picture.pts, repeated=repeated, cut=cut)
        self.seconds = float(picture.pts * self._info.time_base)
        self._refuse_still(_STILL_SECONDS)
        image = None if repeated else np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8)
        self.rendition.add_picture(frame, picture.pts)
        if image is not None:
            self._put(_NewPicture(number, image))

    def _refuse_still(self, patience: float) -> None:
        if not self._watch.moved and len(self.table) > 1 and self.seconds > patience:
            raise PipelineError(ErrorCode.video_still, f"nothing moved in {self.seconds:.0f} s")

    def _put(self, item: _NewPicture | None) -> None:
        while not self.stopping.is_set():
            try:
                self.pictures.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return


def detect(
    info: MediaInfo,
    rendition_path: Path,
    observations_path: Path,
    detector: PoseDetector,
    settings: RenditionSettings,
    reporter: Reporter,
) -> Detected:
    """Run the pass.

    Memory is bounded by the detector's batch, whatever the video's length.

    Raises:
        PipelineError: What reading the source may raise, and video_still.
    """
    reading = _Pass(info, rendition_path, settings, ahead=2 * detector.batch)
    observations = ObservationWriter(observations_path)
    processed = 0
    pace: tuple[float, float] | None = None
    reading.start()
    try:
        while batch := _next_batch(reading, detector.batch, reporter):
            for picture, found in zip(batch, _find_people(detector, batch, reporter), strict=True):
                found["frame"] = picture.number
                observations.add(found)
            processed += len(batch)
            done = _fraction(reading, info)
            # The first batch also warms the model up.
            pace = pace or (time.monotonic(), done)
            reporter.update(done, paced_from=pace)
        reading.raise_failure()
    except BaseException:
        reading.stopping.set()
        reading.join()
        reading.rendition.abandon()
        raise
    finally:
        observations.close()
    reading.join()
    return Detected(reading.table.build(), reading.rendition, processed)


def _find_people(detector: PoseDetector, batch: list[_NewPicture], reporter: Reporter) -> list[Detections]:
    """The people in each picture. The first call may take seconds: the model is made ready for the pictures' size."""
    return run_interruptibly(
        lambda: detector.detect([picture.image for picture in batch]), lambda: reporter.update(0.0)
    )


def _next_batch(reading: _Pass, size: int, reporter: Reporter) -> list[_NewPicture]:
    """Up to `size` new pictures; empty at the end or after a failure."""
    batch: list[_NewPicture] = []
    while len(batch) < size:
        try:
            item = reading.pictures.get(timeout=_POLL)
        except queue.Empty:
            reporter.update(0.0)
            continue
        if item is None:
            # Seen again by the next call.
            reading.pictures.put(None)
            break
        batch.append(item)
    return batch if reading.failure is None else []


def _fraction(reading: _Pass, info: MediaInfo) -> float:
    return min(1.0, reading.seconds / info.duration) if info.duration else 0.0
