"""How far an analysis is, and how long it will still take."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from modal_app.contract.models import Stage
from modal_app.errors import Cancelled

# Receives (stage, part of that stage done 0..1, seconds to the stage's end or None).
ProgressCallback = Callable[[Stage, float, float | None], None]
StopCheck = Callable[[], bool]

# Shares of the time that a whole analysis takes, in the order in which the stages happen: measured on two cores, see
# docs/performance.md. They only shape the bar; each stage measures its own pace.
WEIGHTS: dict[Stage, float] = {
    Stage.queue: 0.0,
    Stage.download: 0.03,
    Stage.probe: 0.08,
    Stage.detect: 0.78,
    Stage.track: 0.03,
    Stage.encode: 0.05,
    Stage.publish: 0.03,
}

# At most this often, in seconds, a stage reports; the contract allows four times a second.
REPORT_INTERVAL = 0.3


@dataclass(frozen=True)
class Overall:
    """Progress of the whole analysis, 0..1, and the expected seconds to its end."""

    progress: float
    eta_seconds: float | None


class OverallProgress:
    """Joins the stages' progress into one number that never goes back."""

    def __init__(self) -> None:
        self._progress = 0.0

    def update(self, stage: Stage, fraction: float, stage_eta: float | None) -> Overall:
        """Take in one report.

        Args:
            stage: The stage that is under way.
            fraction: How much of it is done; clipped to 0..1.
            stage_eta: Seconds to that stage's end, None when unknown.
        """
        fraction = min(1.0, max(0.0, fraction))
        stages = list(WEIGHTS)
        position = stages.index(stage)
        before = sum(WEIGHTS[earlier] for earlier in stages[:position])
        self._progress = max(self._progress, min(1.0, before + WEIGHTS[stage] * fraction))
        return Overall(self._progress, self._eta(stage, fraction, stage_eta))

    def _eta(self, stage: Stage, fraction: float, stage_eta: float | None) -> float | None:
        if stage_eta is None:
            return None
        stages = list(WEIGHTS)
        after = sum(WEIGHTS[later] for later in stages[stages.index(stage) + 1 :])
        here = WEIGHTS[stage] * (1.0 - fraction)
        # Later stages are expected to run at the pace of this one; only detection is long enough to tell a pace.
        pace = stage_eta / here if stage is Stage.detect and here > 0.05 else None
        return stage_eta if pace is None else stage_eta + pace * after


class Reporter:
    """Passes a stage's progress on, at a bounded rate, and raises Cancelled when the analysis is to stop."""

    def __init__(
        self, callback: ProgressCallback, should_stop: StopCheck, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._callback = callback
        self._should_stop = should_stop
        self._clock = clock
        self._stage: Stage | None = None
        self._started = 0.0
        self._sent = 0.0
        self._fraction = 0.0

    def begin(self, stage: Stage) -> None:
        """Enter a stage; always reported."""
        self.check()
        self._stage, self._started, self._fraction = stage, self._clock(), 0.0
        self._send(None)

    def update(self, fraction: float, *, paced_from: tuple[float, float] | None = None) -> None:
        """Report the current stage, unless it was reported just now.

        Args:
            fraction: Part of the stage that is done; clipped to 0..1, and never sent lower than before.
            paced_from: (clock, fraction) from which the pace counts, where the stage's beginning tells little.
        """
        self.check()
        self._fraction = max(self._fraction, min(1.0, fraction))
        now = self._clock()
        if now - self._sent < REPORT_INTERVAL:
            return
        since, done = paced_from or (self._started, 0.0)
        elapsed, gained = now - since, self._fraction - done
        self._send(elapsed / gained * (1.0 - self._fraction) if elapsed > 1.0 and gained > 0.01 else None)

    def check(self) -> None:
        """Raise Cancelled if the analysis is to stop."""
        if self._should_stop():
            raise Cancelled

    def _send(self, eta: float | None) -> None:
        assert self._stage is not None
        self._sent = self._clock()
        self._callback(self._stage, self._fraction, eta)
