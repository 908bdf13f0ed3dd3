"""What may be the shuttle in each new picture: small things that are there now, but not just before or after."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.motion import Luma
from modal_app.pipeline.shuttle.blobs import Candidates, find_blobs
from modal_app.pipeline.shuttle.heatmap import HeatmapDetector, joined
from modal_app.pipeline.shuttle.steady import Standing, Steady

# Pictures with at least so many lines are looked at in half their size: at 720 lines that loses no shuttle, and no
# precision, and costs a quarter.
_LARGE = 540
# Pictures are compared with those about so long before and after, seconds, and twice as long.
_STEP = 0.04
# Longest that pictures are held back until there is a backdrop, seconds.
_PATIENCE = 1.2
# Grey levels by which a candidate stands out: never less than coding leaves, and so many times the picture's noise.
_LEAST, _NOISES = 7, 4.0
# Half of normally distributed noise lies within so many standard deviations.
_HALF = 0.6745
# Every so many pixels are enough to tell the noise.
_SPARSE = 61
# Something white is darker only than what is bright itself: lamps, a white wall.
_BRIGHT = 140
# Most candidates of a picture.
_MOST, _MOST_DARK = 64, 20
_EIGHT = np.ones((3, 3), dtype=np.uint8)


class CandidateFinder:
    """Takes the pictures one by one and writes what may be the shuttle to a file; memory does not grow."""

    def __init__(self, path: Path, size: tuple[int, int], detector: HeatmapDetector | None = None) -> None:
        """Begin.

        Args:
            path: The file that `follow_shuttle` reads.
            size: Width and height of the rendition, in whose pixels places are told.
            detector: A learned one, whose candidates join those that are told by their motion.
        """
        self._detector = detector
        self._file = path.open("wb")
        self._size = size
        halves = 2 if min(size) >= _LARGE else 1
        self._small = (max(1, size[0] // halves), max(1, size[1] // halves))
        across, down = self._small[0] / size[0], self._small[1] / size[1]
        self._to_small = np.diag([across, down, 1.0])
        self._to_full = np.linalg.inv(self._to_small)
        self._begin()

    def add(self, number: int, seconds: float, luma: Luma, *, cut: bool, motion: Matrix | None = None) -> None:
        """Look at the next new picture; frames that repeat the one before are passed over.

        Args:
            number: Of the frame in the video.
            seconds: Its presentation time.
            luma: The grey picture of the rendition's size, shape (height, width).
            cut: Whether it begins a new shot.
            motion: How the camera has moved since some picture of the shot, a homography of pixels.
        """
        if cut:
            self._finish()
        small = np.asarray(cv2.resize(luma, self._small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if np.shares_memory(small, luma):
            small = luma.copy()
        moved = np.eye(3) if motion is None else self._to_small @ motion @ self._to_full
        self._held.append(self._standing.add(number, seconds, small, moved, self._held))
        if self._standing.ready or seconds - self._held[self._done].seconds > _PATIENCE:
            self._work(ahead=2 * self._step())

    def close(self) -> None:
        """Write what is still held back, and finish the file."""
        self._finish()
        self._file.close()

    def _begin(self) -> None:
        self._held: list[Steady] = []
        # How many of those held are done, and only kept for the next to be compared with.
        self._done = 0
        self._standing = Standing()

    def _step(self) -> int:
        """Pictures in _STEP seconds."""
        span = self._held[-1].seconds - self._held[0].seconds
        return max(1, round(_STEP * (len(self._held) - 1) / span)) if span > 0 else 1

    def _finish(self) -> None:
        if len(self._held) > 1:
            self._work(ahead=0)
        self._begin()

    def _work(self, ahead: int) -> None:
        """Look at the pictures that have at least so many others after them."""
        step = self._step()
        while len(self._held) - self._done > ahead:
            self._look(self._done, step)
            self._done += 1
            surplus = max(0, self._done - 2 * step)
            del self._held[:surplus]
            self._done -= surplus

    def _around(self, at: int, lag: int) -> tuple[Luma, Luma]:
        """The pictures so many before and after one; at the ends of a shot, what is on one side stands for both."""
        last = len(self._held) - 1
        before, after = at - lag, at + lag
        before, after = (before if before >= 0 else after), (after if after <= last else before)
        return self._held[min(max(before, 0), last)].luma, self._held[min(max(after, 0), last)].luma

    def _look(self, at: int, step: int) -> None:
        held = self._held[at]
        picture, behind = held.luma, self._standing.behind()
        (before, after), (long_before, long_after) = self._around(at, step), self._around(at, 2 * step)
        changes = cv2.absdiff(picture, before).ravel()[::_SPARSE]
        noise = float(np.median(changes)) / _HALF / np.sqrt(2)
        threshold = round(max(_LEAST, _NOISES * noise))
        # Where the camera moves, an edge of what is behind may be off by a pixel.
        high, low = (
            (cv2.dilate(behind, _EIGHT), cv2.erode(behind, _EIGHT)) if self._standing.moved else (behind, behind)
        )
        # Brighter than just before and after, or than a little longer before and after: what is slow needs longer.
        most = cv2.min(cv2.max(before, after), cv2.max(long_before, long_after))
        bright = find_blobs(_grey(cv2.subtract(picture, cv2.max(most, high))), threshold, _MOST)
        least = cv2.max(cv2.min(before, after), cv2.min(long_before, long_after))
        response = _grey(cv2.subtract(cv2.min(least, low), picture))
        response[behind < _BRIGHT] = 0
        dark = find_blobs(response, threshold, _MOST_DARK)
        dark["dark"] = 1
        found = np.concatenate([bright, dark])
        if self._detector is not None:
            previous, following = self._around(at, 1)
            found = joined(found, self._detector.look(previous, picture, following), picture.shape[1])
        self._write(found, held)

    def _write(self, found: Candidates, held: Steady) -> None:
        if held.motion is not None and len(found):
            found["place"] = _moved(found["place"], held.motion)
        found["steady"] = found["place"]
        if held.camera is not None and len(found):
            found["steady"] = _moved(found["place"], np.asarray(np.linalg.inv(held.camera), dtype=np.float64))
        scale = 1 / self._to_small[0, 0]
        found["frame"] = held.number
        for name in ("place", "steady", "length", "width"):
            found[name] *= scale
        self._file.write(found.tobytes())


def _moved(places: NDArray[np.float32], motion: Matrix) -> NDArray[np.float32]:
    return np.asarray(cv2.perspectiveTransform(np.ascontiguousarray(places)[None], motion)[0], dtype=np.float32)


def _grey(picture: object) -> Luma:
    return np.asarray(picture, dtype=np.uint8)
