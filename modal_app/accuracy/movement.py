"""How far and how fast players moved, against the truth of drawn matches."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from modal_app.accuracy.outcome import Outcome
from modal_app.accuracy.players import PlayerScore

# Of the path in NAME.truth.json, seconds.
_PATH_STEP = 0.02


@dataclass(frozen=True)
class MotionScore:
    """One player's movement against the truth, over the frames in which the place was told."""

    name: str
    seconds: float
    distance: float
    true_distance: float
    peak_speed: float | None
    true_peak_speed: float
    # Root mean square of the difference of speeds, m/s.
    speed_rms: float

    @property
    def distance_error(self) -> float:
        """As a part of the truth."""
        return abs(self.distance - self.true_distance) / max(self.true_distance, 1e-9)

    @property
    def peak_error(self) -> float | None:
        """As a part of the truth."""
        return None if self.peak_speed is None else abs(self.peak_speed - self.true_peak_speed) / self.true_peak_speed


def owners(score: PlayerScore) -> dict[str, int]:
    """The id that each labelled person carried first."""
    return {name: ids[0] for name, ids in score.ids.items() if ids}


def score_motion(outcome: Outcome, truth: dict[str, Any], identities: dict[str, int]) -> list[MotionScore]:
    """Compare distances and speeds with a drawn match's truth.

    Args:
        outcome: The analysis.
        truth: NAME.truth.json.
        identities: The id of each player of the truth.
    """
    scores = []
    for name, player in truth["players"].items():
        identity = identities.get(name)
        numbers = [number for number, frame in sorted(outcome.frames.items()) if identity in frame.places]
        if identity is None or len(numbers) < 2:
            continue
        times = np.array([outcome.frames[number].time for number in numbers])
        path = np.array(player["path"])
        steps = np.arange(len(path)) * _PATH_STEP
        true_places = np.column_stack([np.interp(times, steps, path[:, axis]) for axis in (0, 1)])
        together = np.diff(numbers) == 1
        true_speed = np.linalg.norm(np.gradient(path, _PATH_STEP, axis=0), axis=1)
        speeds = np.array([outcome.frames[number].speeds[identity] for number in numbers])
        metrics = outcome.metrics.get(identity)
        scores.append(
            MotionScore(
                name,
                float(np.diff(times)[together].sum()),
                metrics.distance if metrics else 0.0,
                float(np.linalg.norm(np.diff(true_places, axis=0), axis=1)[together].sum()),
                metrics.peak_speed if metrics else None,
                float(np.interp(times, steps, true_speed).max()),
                float(np.sqrt(np.mean((speeds - np.interp(times, steps, true_speed)) ** 2))),
            )
        )
    return scores
