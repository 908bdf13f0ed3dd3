"""What the detector saw, on disk: memory stays the same whatever the video's length."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

# One person in one frame. Pixels of the rendition, (0, 0) at the top-left corner of the picture.
DETECTION = np.dtype(
    [
        ("frame", "<u4"),
        # Left, top, right, bottom.
        ("box", "<f4", (4,)),
        ("confidence", "<f4"),
        # x, y, confidence of the 17 COCO keypoints.
        ("keypoints", "<f4", (17, 3)),
        # Colour of the upper and of the lower body, CIE L*a*b* as OpenCV puts it into bytes; 0 where unknown.
        ("colours", "u1", (2, 3)),
    ]
)
Detections = np.ndarray[tuple[int], np.dtype[np.void]]

_CHUNK = 16384


@dataclass(frozen=True)
class FrameTable:
    """Every frame of the video, in order; each column of shape (n,)."""

    # Time since the first frame in ticks of the source's time base.
    pts: NDArray[np.int64]
    # Whether the picture repeats the frame before.
    repeated: NDArray[np.bool_]
    # Whether a new shot begins; known once the whole video was seen.
    cut: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.pts)


class FrameTableBuilder:
    """Collects the frame table."""

    def __init__(self) -> None:
        self._pts = array("q")
        self._repeated = array("b")

    def __len__(self) -> int:
        return len(self._pts)

    def add(self, pts: int, *, repeated: bool) -> None:
        """Append one frame."""
        self._pts.append(pts)
        self._repeated.append(repeated)

    def build(self) -> FrameTable:
        """The table so far."""
        return FrameTable(
            np.array(self._pts, dtype=np.int64),
            np.array(self._repeated, dtype=np.bool_),
            np.zeros(len(self._pts), dtype=np.bool_),
        )


class ObservationWriter:
    """Appends detections, frame by frame, to a file."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")

    def add(self, detections: Detections) -> None:
        """Append the detections of one frame."""
        self._file.write(detections.tobytes())

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def read_frames(path: Path) -> Iterator[Detections]:
    """The detections of each frame that has any, in order."""
    rest = np.empty(0, dtype=DETECTION)
    with path.open("rb") as file:
        while data := file.read(_CHUNK * DETECTION.itemsize):
            rows = np.concatenate([rest, np.frombuffer(data, dtype=DETECTION)])
            starts = np.flatnonzero(np.diff(rows["frame"])) + 1
            groups = np.split(rows, starts)
            rest = groups.pop()
            yield from groups
    if len(rest):
        yield rest


def read_chunks(observations: Path, assignments: Path) -> Iterator[tuple[Detections, NDArray[np.int32]]]:
    """Detections in order, thousands of whole frames at a time, and the number of each one's tracklet."""
    rest = np.empty(0, dtype=DETECTION)
    with observations.open("rb") as rows, assignments.open("rb") as numbers:
        while data := rows.read(_CHUNK * DETECTION.itemsize):
            people = np.concatenate([rest, np.frombuffer(data, dtype=DETECTION)])
            # The last frame may go on in the next chunk.
            whole = int(np.searchsorted(people["frame"], people["frame"][-1]))
            people, rest = people[:whole], people[whole:]
            if len(people):
                yield people, np.frombuffer(numbers.read(4 * len(people)), dtype="<i4")
        if len(rest):
            yield rest, np.frombuffer(numbers.read(4 * len(rest)), dtype="<i4")
