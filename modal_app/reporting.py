"""Progress of a job as Convex hears of it: at least once a second, at most four times, never backwards."""

import logging
import math
import random
import threading
import time
from collections.abc import Callable
from typing import Self

from modal_app.contract.models import ErrorCode, Stage, StatusUpdate
from modal_app.convex_client import CallRejectedError
from modal_app.errors import JobStopped, PipelineError
from modal_app.requests import JobRequest
from modal_app.retrying import TransientError
from modal_app.stopping import StopSignal

logger = logging.getLogger(__name__)

SHORTEST_INTERVAL = 0.25
LONGEST_INTERVAL = 0.9
"""Seconds between two posts; the longest leaves a tenth of a second for the post itself."""

LONGEST_BACKOFF = 5.0
"""Seconds between two posts to a deployment that does not answer, well below the lease of a job."""

PROGRESS_DIGITS = 4


class Reporter:
    """Posts a job's stage, progress and remaining time from its own thread, and hears there that the job has to stop.

    Use it as a context manager. `update` may be called from any thread, as often as one likes.

    Args:
        request: The attempt that is reported on.
        post: Sends one update.
        stop: Set when the answer is that the attempt is cancelled or superseded.
        stage: Stage of the first post.
        monotonic: Seconds that only grow.
        wall_clock: Seconds since the epoch.
    """

    def __init__(
        self,
        request: JobRequest,
        post: Callable[[StatusUpdate], None],
        stop: StopSignal,
        *,
        stage: Stage,
        monotonic: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._request = request
        self._post = post
        self._stop = stop
        self._monotonic = monotonic
        self._wall_clock = wall_clock
        self._state: tuple[Stage, float, int | None] = (stage, 0.0, None)
        self._posted: tuple[Stage, float, int | None] | None = None
        self._posted_at = -math.inf
        self._failures = 0
        self._sequence = 0
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"report-{request.video_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def update(self, stage: Stage, progress: float, eta_seconds: float | None) -> None:
        """Notes where the job stands.

        Args:
            stage: What is being done.
            progress: Share of the whole analysis that is done, 0 to 1. A lower value than before keeps the one before.
            eta_seconds: Expected time to the end of the analysis, or None while nobody can tell.
        """
        with self._changed:
            progress = max(self._state[1], min(1.0, round(progress, PROGRESS_DIGITS)))
            eta = None if eta_seconds is None else max(0, round(eta_seconds))
            self._state = (stage, progress, eta)
            self._changed.notify()

    def step(self) -> float:
        """Posts if a post is due. Returns the seconds until the next one is, if nothing changes meanwhile."""
        with self._changed:
            state = self._state
        wait = self._wait(state)
        if wait > 0:
            return wait
        self._posted_at = self._monotonic()
        self._posted = state
        self._send(state)
        return self._wait(state)

    def _wait(self, state: tuple[Stage, float, int | None]) -> float:
        interval = LONGEST_INTERVAL if state == self._posted else SHORTEST_INTERVAL
        if self._failures:
            # Several workers that lost the same deployment must not come back in step.
            interval = min(LONGEST_BACKOFF, LONGEST_INTERVAL * 2 ** (self._failures - 1)) * random.uniform(0.8, 1)  # noqa: S311
        return self._posted_at + interval - self._monotonic()

    def _send(self, state: tuple[Stage, float, int | None]) -> None:
        # Counting from the clock keeps the order across the processes that report on one attempt, one after the other.
        self._sequence = max(self._sequence + 1, int(self._wall_clock() * 1000))
        stage, progress, eta = state
        update = StatusUpdate.model_validate(
            {
                "videoId": self._request.video_id,
                "attempt": self._request.attempt,
                "sequence": self._sequence,
                "stage": stage,
                "progress": progress,
                "etaSeconds": eta,
            }
        )
        try:
            self._post(update)
        except JobStopped as reason:
            self._stop.set(reason)
        except CallRejectedError as error:
            self._stop.set(PipelineError(ErrorCode.internal_error, str(error)))
        except TransientError as error:
            self._failures += 1
            logger.warning("video %s: progress not delivered, %s", self._request.video_id, error)
        else:
            self._failures = 0

    def _run(self) -> None:
        while not self._stop.is_set():
            wait = self.step()
            with self._changed:
                if self._closed:
                    return
                self._changed.wait(max(0.0, wait))
                if self._closed:
                    return
