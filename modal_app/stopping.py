"""Ending a job's work early, from whichever thread learns that it has to end."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.1


class StopSignal:
    """Tells a job to stop, and why. The first reason stays."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self._reason: Exception | None = None
        self._lock = threading.Lock()

    def set(self, reason: Exception) -> None:
        """Asks for the stop."""
        with self._lock:
            if self._reason is None:
                self._reason = reason
        self.event.set()

    def is_set(self) -> bool:
        """Whether the job has to stop."""
        return self.event.is_set()

    @property
    def reason(self) -> Exception | None:
        """Why the job has to stop, once it has to."""
        return self._reason

    def raise_if_set(self) -> None:
        """Raises the reason, once there is one."""
        if self._reason is not None:
            raise self._reason


def run_interruptibly(work: Coroutine[Any, Any, T], stop: StopSignal) -> T:
    """Runs a coroutine to its end, or cancels it within a fraction of a second of the stop signal.

    Raises:
        Exception: What the work raised, or the reason of the stop.
    """

    async def supervise() -> T:
        task = asyncio.create_task(work)
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=POLL_SECONDS)
                if not task.done():
                    stop.raise_if_set()
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return asyncio.run(supervise())
