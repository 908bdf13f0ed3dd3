"""Rows of a file, by frame: memory holds eight bytes for each frame of the video."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CHUNK = 1 << 14


class StoredRows:
    """A file of rows in order of their column `frame`."""

    def __init__(self, path: Path, kind: "np.dtype[Any]", frames: int) -> None:
        """Read once through the file.

        Args:
            path: The file.
            kind: Of a row.
            frames: Number of the video's frames.
        """
        self._path, self._kind = path, kind
        counts = np.zeros(frames + 1, dtype=np.int64)
        with path.open("rb") as file:
            while data := file.read(_CHUNK * kind.itemsize):
                number = np.frombuffer(data, dtype=kind)["frame"].astype(np.int64)
                counts[1:] += np.bincount(number, minlength=frames)[:frames]
        self._begins = np.cumsum(counts)

    def between(self, first: int, end: int) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
        """The rows of the frames from `first` to before `end`."""
        low, high = (int(self._begins[min(number, len(self._begins) - 1)]) for number in (first, end))
        rows: NDArray[np.void] = np.fromfile(
            self._path, dtype=self._kind, count=high - low, offset=low * self._kind.itemsize
        )
        return rows
