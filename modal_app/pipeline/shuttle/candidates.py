"""What may be the shuttle in each new picture: small things that are there now, but not just before or after."""

from collections import deque
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from modal_app.pipeline.court.camera import Matrix
from modal_app.pipeline.motion import Luma
from modal_app.pipeline.shuttle.backdrop import Backdrop, Still
from modal_app.pipeline.shuttle.blobs import find_blobs
from modal_app.pipeline.views.standpoint import displacement

# Pictures with at least so many lines are looked at in half their size: at 720 lines that loses no shuttle, and no
# precision, and costs a quarter.
_LARGE = 540
# Pictures are compared with those about so long before and after, seconds, and twice as long.
_STEP = 0.04
# Longest that pictures are held back until there is a backdrop, seconds.
_PATIENCE = 1.2
# A picture that is off by less is taken as it is, pixels of the small picture: resampling would blur it.
_UNMOVED = 0.15
# Grey levels by which a candidate stands out: never less than coding leaves, and so many times the picture's noise.
_LEAST, _NOISES = 7, 4.0
# Half of normally distributed noise lies within so many standard deviations.
_HALF = 0.6745
# Every so many pixels are enough to tell the noise.
_SPARSE = 7
# Something white is darker only than what is bright itself: lamps, a white wall.
_BRIGHT = 140
# Most candidates of a picture.
_MOST, _MOST_DARK = 80, 30


@dataclass(frozen=True)
class _Held:
    number: int
    seconds: float
    still: Still


class CandidateFinder:
    """Takes the pictures one by one and writes what may be the shuttle to a file; memory does not grow."""

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        """Begin.

        Args:
            path: The file that `follow_shuttle` reads.
            size: Width and height of the rendition, in whose pixels places are told.
        """
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
        if small is luma or np.shares_memory(small, luma):
            small = luma.copy()
        still = Still(small, self._motion(motion))
        self._held.append(_Held(number, seconds, still))
        self._backdrop.offer(seconds, still)
        if self._backdrop.ready or seconds - self._held[self._done].seconds > _PATIENCE:
            self._work(ahead=2 * self._step())

    def close(self) -> None:
        """Write what is still held back, and finish the file."""
        self._finish()
        self._file.close()

    def _begin(self) -> None:
        self._held: deque[_Held] = deque()
        # How many of those held are done, and only kept for the next to be compared with.
        self._done = 0
        self._backdrop = Backdrop()
        self._latest = np.eye(3)

    def _motion(self, motion: Matrix | None) -> Matrix:
        """Of the small picture; the very same matrix as long as the camera stands still."""
        if motion is None:
            return self._latest
        moved = self._to_small @ motion @ self._to_full
        if displacement(moved @ np.linalg.inv(self._latest), self._small) > _UNMOVED:
            self._latest = moved
        return self._latest

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
            at = self._done
            around = [at + sign * lag for lag in (step, 2 * step) for sign in (-1, 1)]
            # At the ends of a shot, what is on one side stands for both.
            before, after, long_before, long_after = (
                self._held[place if 0 <= place < len(self._held) else 2 * at - place].still
                if 0 <= place < len(self._held) or 0 <= 2 * at - place < len(self._held)
                else None
                for place in around
            )
            self._look(self._held[at], before, after, long_before, long_after)
            self._done += 1
            while self._done > 2 * step:
                self._held.popleft()
                self._done -= 1

    def _look(self, held: _Held, *others: Still | None) -> None:
        picture = held.still
        seen = [picture.luma if other is None else other.seen_from(picture) for other in others]
        behind = self._backdrop.behind(picture)
        noise = np.median(cv2.absdiff(picture.luma, seen[0]).ravel()[::_SPARSE]) / _HALF / np.sqrt(2)
        threshold = round(max(_LEAST, _NOISES * noise))
        # Brighter than just before and after, or than a little longer before and after: what is slow needs longer.
        most = cv2.min(cv2.max(seen[0], seen[1]), cv2.max(seen[2], seen[3]))
        bright = find_blobs(_grey(cv2.subtract(picture.luma, cv2.max(most, behind))), threshold, _MOST)
        least = cv2.max(cv2.min(seen[0], seen[1]), cv2.min(seen[2], seen[3]))
        least = cv2.min(least, behind)
        response = _grey(cv2.subtract(least, picture.luma))
        response[behind < _BRIGHT] = 0
        dark = find_blobs(response, threshold, _MOST_DARK)
        dark["dark"] = 1
        found = np.concatenate([bright, dark])
        scale = 1 / self._to_small[0, 0]
        found["frame"] = held.number
        for name in ("place", "length", "width"):
            found[name] *= scale
        self._file.write(found.tobytes())


def _grey(picture: object) -> Luma:
    return np.asarray(picture, dtype=np.uint8)
