"""Second stage: one pass over the source encodes the rendition, follows the camera, finds people and small things."""

import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from modal_app.contract.models import ErrorCode
from modal_app.errors import PipelineError
from modal_app.pipeline.background import run_interruptibly
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.decode import Picture, SourceReader
from modal_app.pipeline.gaze import Gaze
from modal_app.pipeline.motion import MotionWatch, luma_of, small
from modal_app.pipeline.observations import Detections, FrameTable, FrameTableBuilder, ObservationWriter
from modal_app.pipeline.patches import Image
from modal_app.pipeline.pose import PoseDetector
from modal_app.pipeline.probe import MediaInfo
from modal_app.pipeline.progress import Reporter
from modal_app.pipeline.regions import whole
from modal_app.pipeline.rendition import RenditionWriter
from modal_app.pipeline.settings import PipelineSettings
from modal_app.pipeline.shuttle.candidates import CandidateFinder
from modal_app.pipeline.shuttle.heatmap import HeatmapDetector
from modal_app.pipeline.upright import Upright, rendition_size
from modal_app.pipeline.views.standpoint import displacement
from modal_app.pipeline.views.survey import View
from modal_app.pipeline.views.watch import NewView, Sighting, Sightings, SightingsBuilder, ViewWatch

# Nothing that moved for so many seconds of video: not a recording of play.
_STILL_SECONDS = 120.0
_POLL = 0.2
# A camera that moved less than this looks where it looked before, pixels.
_UNMOVED = 0.5


@dataclass(frozen=True)
class Detected:
    """What the pass left behind."""

    frames: FrameTable
    sightings: Sightings
    # Views that the survey missed, by their numbers in the sightings.
    new_views: dict[int, NewView]
    # The rendition, complete but for its end; close it.
    rendition: RenditionWriter
    # Frames that went through the pose model.
    processed: int


@dataclass(frozen=True)
class _NewPicture:
    number: int
    seconds: float
    image: Image
    sighting: Sighting


class _Pass(threading.Thread):
    """Decodes, compares and encodes, finds what may be the shuttle; hands each new picture to the detector's thread."""

    def __init__(
        self,
        info: MediaInfo,
        work: Path,
        watch: ViewWatch,
        learned: HeatmapDetector | None,
        settings: PipelineSettings,
        ahead: int,
    ) -> None:
        super().__init__(daemon=True, name="pipeline-decode")
        self._info = info
        self._reader = SourceReader(info)
        size = rendition_size(info, settings.rendition.max_lines)
        self._upright = Upright(info, size)
        self.rendition = RenditionWriter(work / "rendition.mp4", info, size, self._reader.audio, settings.rendition)
        self._watch = MotionWatch()
        self._views = watch
        self._small_things = CandidateFinder(work / "candidates.bin", (size.width, size.height), learned)
        self._scene = 0
        self.table = FrameTableBuilder()
        self.sightings = SightingsBuilder((size.width, size.height))
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
            self._small_things.close()
            self._put(None)

    def raise_failure(self) -> None:
        """Raise what ended the pass early, if anything did."""
        if self.failure is not None:
            raise self.failure

    def _take(self, picture: Picture) -> None:
        frame = self._upright.convert(picture.frame)
        grey = luma_of(frame)
        luma = small(grey)
        repeated, cut = self._watch.update(luma)
        number = len(self.table)
        self.table.add(picture.pts, repeated=repeated)
        self.seconds = float(picture.pts * self._info.time_base)
        self._refuse_still(_STILL_SECONDS)
        new = None
        if repeated and not self._views.in_doubt:
            sighting = self._views.repeat()
        else:
            image = np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8)
            sighting = self._views.update(luma, image, self.seconds, cut=cut)
            if not repeated:
                begins, self._scene = sighting.scene != self._scene, sighting.scene
                self._small_things.add(number, self.seconds, grey, cut=begins, motion=sighting.motion)
                new = _NewPicture(number, self.seconds, image, sighting)
        self.sightings.add(sighting)
        self.rendition.add_picture(frame, picture.pts)
        if new is not None:
            self._put(new)

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


class _Looking:
    """Finds the people in each new picture, where the court says that they can be."""

    def __init__(
        self, detector: PoseDetector, cameras: Sequence[CourtCamera | None], settings: PipelineSettings
    ) -> None:
        self._detector = detector
        self._cameras = list(cameras)
        self._settings = settings.pose
        self._gaze = Gaze(settings.pose, detector.detect)

    def at(self, batch: list[_NewPicture]) -> list[Detections]:
        """The people in each picture, each with the picture's number."""
        if self._detector.batch == 1:
            found = [
                self._gaze.see(picture.image, self._camera(picture), picture.sighting.scene, picture.seconds)
                for picture in batch
            ]
        else:
            # Windows follow people from picture to picture, so they cannot be looked at in batches.
            found = self._detector.detect(
                [whole(picture.image, self._camera(picture), self._settings) for picture in batch]
            )
        for picture, people in zip(batch, found, strict=True):
            people["frame"] = picture.number
        return found

    def _camera(self, picture: _NewPicture) -> CourtCamera | None:
        view, motion = picture.sighting.view, picture.sighting.motion
        camera = self._cameras[view] if view < len(self._cameras) else None
        if camera is None or displacement(motion, camera.size) < _UNMOVED:
            return camera
        return camera.moved(motion)


def detect(
    info: MediaInfo,
    work: Path,
    views: Sequence[View],
    detector: PoseDetector,
    learned: HeatmapDetector | None,
    settings: PipelineSettings,
    reporter: Reporter,
) -> Detected:
    """Run the pass.

    Memory is bounded by the detector's batch, whatever the video's length.

    Args:
        info: The source.
        work: Folder that receives rendition.mp4, detections.bin, candidates.bin and pictures of new views.
        views: What the survey found.
        detector: Finds the people.
        learned: Finds the shuttle, besides what motion tells of it.
        settings: Of the rendition and of the looks.
        reporter: Receives the progress.

    Raises:
        PipelineError: What reading the source may raise, and video_still.
    """
    size = rendition_size(info, settings.rendition.max_lines)
    watch = ViewWatch([view.standpoint for view in views], (size.width, size.height), work)
    reading = _Pass(info, work, watch, learned, settings, ahead=2 * detector.batch)
    observations = ObservationWriter(work / "detections.bin")
    looking = _Looking(detector, [view.finding.camera for view in views], settings)
    processed = 0
    pace: tuple[float, float] | None = None
    reading.start()
    try:
        while batch := _next_batch(reading, detector.batch, reporter):
            # The first call may take seconds: the model is made ready for the pictures' size.
            for found in run_interruptibly(partial(looking.at, batch), lambda: reporter.update(0.0)):
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
    return Detected(reading.table.build(), reading.sightings.build(), watch.new_views, reading.rendition, processed)


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
