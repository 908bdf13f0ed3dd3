"""The file of observations: all that a video showed, so that whatever depends on an edit can be computed from it alone.

A zip archive. `meta.json` holds what is said once (Meta), `frames.bin` the frame table, `motion.bin` where each frame
of a moving shot shows its view's corners, `detections-NNNN.bin` the people, thousands at a time, column by column,
`shuttle.bin` where the shuttle was, `view-NN.jpg` each view without people. Numbers are little-endian, places of people
are eighths of a pixel: a foot moves by 0.06.
"""

import json
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from modal_app.contract.models import CameraView, ResultNote
from modal_app.contract.models import Shot as ShotMessage
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.finding import CourtFinding, Fit
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.patches import Image
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import Corners, Shot

ARCHIVE_VERSION = 2
# Steps in a pixel; 16 bits reach 4096 pixels to both sides.
_PLACE_SCALE = 8
_BYTE = 255
_STILL_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
_FRAMES, _MOTION, _SHUTTLE = "frames.bin", "motion.bin", "shuttle.bin"
# One frame: ticks of the rendition's time base, whether it repeats the one before.
_FRAME = np.dtype([("pts", "<i8"), ("repeated", "u1")])


class Meta(BaseModel):
    """What is said once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = ARCHIVE_VERSION
    # Width and height of the rendition.
    size: tuple[int, int]
    time_base: tuple[int, int]
    # Ticks at which the last frame ends.
    end: int
    has_audio: bool
    # Frames that went through the pose model.
    processed: int
    pose_model: str
    # What the source was like.
    notes: list[ResultNote]
    views: list[CameraView]
    # Numbers of the views in which more than one court is seen.
    several: list[int] = []
    shots: list[ShotMessage]
    # Whether the camera moves in each shot, and whether it begins with a cut.
    moving: list[bool]
    cut: list[bool]
    # Detections in each of their files.
    detections: list[int]
    # Points of the shuttle's track, and the share of them beside which something flies like a second one.
    shuttle: int = 0
    several_shuttles: float = 0.0


class ArchiveWriter:
    """Writes the file; detections first, as they come in order of frames."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._counts: list[int] = []
        self._shuttle = ShuttleTrack.empty()

    def add_detections(self, people: Detections, tracklets: NDArray[np.int32]) -> None:
        """Append detections, of whole frames, and the number of each one's tracklet."""
        points = people["keypoints"]
        columns = [
            people["frame"].astype("<u4"),
            tracklets.astype("<i4"),
            _to_steps(people["box"]),
            _to_bytes(people["confidence"]),
            _to_steps(points[:, :, :2]),
            _to_bytes(points[:, :, 2]),
            people["colours"],
        ]
        self._zip.writestr(_detections(len(self._counts)), b"".join(column.tobytes() for column in columns))
        self._counts.append(len(people))

    def add_shuttle(self, track: ShuttleTrack) -> None:
        """Add where the shuttle was."""
        columns = [
            track.frame.astype("<u4"),
            track.places.astype("<f4"),
            _to_bytes(track.confidence),
            track.seen.astype("u1"),
            track.flight.astype("<i4"),
        ]
        self._zip.writestr(_SHUTTLE, b"".join(column.tobytes() for column in columns))
        self._shuttle = track

    def add_view(self, picture: Image) -> None:
        """Append the next view's clean picture."""
        done, coded = cv2.imencode(".jpg", picture, _STILL_QUALITY)
        if not done:
            raise OSError("a view cannot be encoded")
        number = sum(name.startswith("view-") for name in self._zip.namelist())
        self._zip.writestr(zipfile.ZipInfo(_view(number)), coded.tobytes(), zipfile.ZIP_STORED)

    def close(
        self, meta: Meta, pts: NDArray[np.int64], repeated: NDArray[np.bool_], corners: Corners, shots: list[Shot]
    ) -> None:
        """Finish the file.

        Args:
            meta: What is said once; shots and counts of detections are filled in here.
            pts: Ticks of the frames, shape (n,).
            repeated: Whether each repeats the one before, shape (n,).
            corners: Where each shows its view's corners, shape (n, 4, 2).
            shots: All shots.
        """
        frames = np.empty(len(pts), dtype=_FRAME)
        frames["pts"], frames["repeated"] = np.diff(pts, prepend=0), repeated
        self._zip.writestr(_FRAMES, frames.tobytes())
        moving = [corners[shot.first : shot.end] for shot in shots if shot.moving]
        self._zip.writestr(_MOTION, b"".join(part.astype("<f4").tobytes() for part in moving))
        told = meta.model_copy(
            update={
                "shots": [_to_message(shot) for shot in shots],
                "moving": [shot.moving for shot in shots],
                "cut": [shot.cut for shot in shots],
                "detections": self._counts,
                "shuttle": len(self._shuttle),
                "several_shuttles": self._shuttle.several,
            }
        )
        self._zip.writestr("meta.json", told.model_dump_json(by_alias=True))
        self._zip.close()

    def abandon(self) -> None:
        """Let go of a file that is not wanted."""
        self._zip.close()


class Archive:
    """Reads the file; detections chunk by chunk, so that memory does not depend on the video's length."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            ValueError: It is no such file, or of another version.
        """
        try:
            self._zip = zipfile.ZipFile(path)
            raw: dict[str, Any] = json.loads(self._zip.read("meta.json"))
        except (zipfile.BadZipFile, KeyError) as error:
            raise ValueError(f"no file of observations: {error}") from error
        if raw.get("version") != ARCHIVE_VERSION:
            raise ValueError(f"observations of version {raw.get('version')}")
        self.meta = Meta.model_validate(raw)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    @cached_property
    def _frames(self) -> NDArray[np.void]:
        return np.frombuffer(self._zip.read(_FRAMES), dtype=_FRAME)

    @property
    def pts(self) -> NDArray[np.int64]:
        """Ticks of the frames, shape (n,)."""
        return np.cumsum(self._frames["pts"], dtype=np.int64)

    @property
    def repeated(self) -> NDArray[np.bool_]:
        """Whether each frame repeats the one before, shape (n,)."""
        return np.asarray(self._frames["repeated"] == 1)

    @property
    def shots(self) -> list[Shot]:
        """All shots."""
        return [
            Shot(shot.first, shot.end, shot.view, moving, cut)
            for shot, moving, cut in zip(self.meta.shots, self.meta.moving, self.meta.cut, strict=True)
        ]

    def corners(self) -> Corners | None:
        """Where each frame shows its view's corners, shape (n, 4, 2), NaN in still shots; None if all are still."""
        moving = [shot for shot in self.shots if shot.moving]
        if not moving:
            return None
        told = np.frombuffer(self._zip.read(_MOTION), dtype="<f4").reshape(-1, 4, 2)
        corners = np.full((len(self._frames), 4, 2), np.nan, dtype=np.float32)
        start = 0
        for shot in moving:
            corners[shot.first : shot.end] = told[start : start + len(shot)]
            start += len(shot)
        return corners

    def findings(self) -> list[CourtFinding]:
        """The court of each view as the search left it."""
        several = self.meta.several
        return [_finding(view, self.meta.size, number in several) for number, view in enumerate(self.meta.views)]

    def view(self, number: int) -> Image:
        """A view without people, shape (height, width, 3)."""
        coded = np.frombuffer(self._zip.read(_view(number)), dtype=np.uint8)
        return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), dtype=np.uint8)

    def detections(self) -> Iterator[tuple[Detections, NDArray[np.int32]]]:
        """Detections in order, of whole frames, and the number of each one's tracklet; may be asked for again."""
        for number, count in enumerate(self.meta.detections):
            columns = _Columns(self._zip.read(_detections(number)), count)
            people = np.zeros(count, dtype=DETECTION)
            people["frame"] = columns.take("<u4")
            tracklets = columns.take("<i4")
            people["box"] = columns.take("<i2", 4) / _PLACE_SCALE
            people["confidence"] = columns.take("u1") / _BYTE
            people["keypoints"][:, :, :2] = columns.take("<i2", 17, 2) / _PLACE_SCALE
            people["keypoints"][:, :, 2] = columns.take("u1", 17) / _BYTE
            people["colours"] = columns.take("u1", 2, 3)
            yield people, tracklets.astype(np.int32)

    def shuttle(self) -> ShuttleTrack:
        """Where the shuttle was."""
        if not self.meta.shuttle:
            return ShuttleTrack.empty()
        columns = _Columns(self._zip.read(_SHUTTLE), self.meta.shuttle)
        return ShuttleTrack(
            frame=columns.take("<u4").astype(np.int64),
            places=columns.take("<f4", 2).astype(np.float64),
            confidence=columns.take("u1") / _BYTE,
            seen=np.asarray(columns.take("u1") == 1),
            flight=columns.take("<i4").astype(np.int32),
            several=self.meta.several_shuttles,
        )


class _Columns:
    """Takes one column after another."""

    def __init__(self, data: bytes, count: int) -> None:
        self._data, self._count, self._at = data, count, 0

    def take(self, kind: str, *shape: int) -> NDArray[Any]:
        """The next column, shape (count, *shape)."""
        values = self._count * int(np.prod(shape, dtype=np.int64))
        column = np.frombuffer(self._data, dtype=kind, count=values, offset=self._at)
        self._at += column.nbytes
        return column.reshape(self._count, *shape)


def _to_steps(pixels: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.clip(np.round(np.nan_to_num(pixels) * _PLACE_SCALE), -(2**15), 2**15 - 1).astype("<i2")


def _to_bytes(values: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.asarray(np.round(np.clip(np.nan_to_num(values), 0, 1) * _BYTE), dtype=np.uint8)


def _detections(number: int) -> str:
    return f"detections-{number:04}.bin"


def _view(number: int) -> str:
    return f"view-{number:02}.jpg"


def _to_message(shot: Shot) -> ShotMessage:
    if shot.view is None:
        return ShotMessage(first=shot.first, end=shot.end)
    return ShotMessage(first=shot.first, end=shot.end, view=shot.view)


def _finding(view: CameraView, size: tuple[int, int], several: bool) -> CourtFinding:
    if view.camera is None:
        return CourtFinding(view.status, view.confidence)
    fit = Fit(CourtCamera.from_contract(view.camera, size), cast(float, view.error_px), cast(float, view.error_cm))
    return CourtFinding(view.status, view.confidence, fit, several)
