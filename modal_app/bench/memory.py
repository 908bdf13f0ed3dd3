"""How much memory a program takes."""

import contextlib
import threading

import psutil  # type: ignore[import-untyped]

_INTERVAL = 0.1


class PeakMemory:
    """Watches the resident memory of this process and its children together, from construction on."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._stop = threading.Event()
        self._peak = 0
        self._thread = threading.Thread(target=self._watch, daemon=True, name="bench-memory")
        self._thread.start()

    def stop(self) -> float:
        """End the watch; returns the peak in MB (10^6 bytes)."""
        self._stop.set()
        self._thread.join()
        return self._peak / 1e6

    def _watch(self) -> None:
        while not self._stop.wait(_INTERVAL):
            total = 0
            for process in [self._process, *self._process.children(recursive=True)]:
                # A child may end while it is looked at.
                with contextlib.suppress(psutil.Error):
                    total += process.memory_info().rss
            self._peak = max(self._peak, total)
