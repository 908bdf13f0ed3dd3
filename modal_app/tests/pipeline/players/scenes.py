"""Scripted matches as tracklets, and how well their players are kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from modal_app.contract.models import Swap
from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.players.choose import Chosen, choose_players
from modal_app.pipeline.tracklets import build
from modal_app.testing.halls.optics import Viewpoint
from modal_app.testing.paths import Seen

BROADCAST = Viewpoint((0.5, -15.0, 5.5), (0.0, -0.5, 0.0), 2.0).camera((1280, 720))
# A phone on a bench behind a corner: far players are 60 px tall, and their feet are told to half a metre.
LOW = Viewpoint((-3.5, -9.5, 1.6), (0.3, -1.0, 0.6), 0.8).camera((1280, 720))


class Standing:
    """A camera that does not move, through frames in which the court is seen, or in all."""

    def __init__(self, camera: CourtCamera, seen: NDArray[np.bool_] | None = None) -> None:
        self._camera, self._seen = camera, seen

    def camera_at(self, frame: int) -> CourtCamera | None:
        return self._camera if self._seen is None or self._seen[frame] else None


@dataclass(frozen=True)
class Outcome:
    """How the players that were chosen agree with the truth; shares of the detections of all players."""

    chosen: Chosen
    right: float
    wrong: float
    # Detections of others that were given to a player, as a share of theirs.
    false: float
    # The player who was chosen for each of the script's players.
    ids: dict[str, int]


def assess(
    seen: Seen,
    *,
    cuts: Sequence[float] = (),
    away: Sequence[tuple[float, float]] = (),
    swaps: Sequence[Swap] = (),
    court: bool = True,
) -> Outcome:
    """Choose the players of what was seen.

    Args:
        seen: What detection and tracking left behind.
        cuts: Times at which a new shot begins.
        away: From when to when the camera shows something else.
        swaps: Corrections.
        court: Whether the court is known.
    """
    shots = np.searchsorted(np.array(cuts), seen.times, side="right")
    on_court = np.ones(len(seen.times), dtype=np.bool_)
    for start, end in away:
        on_court[(seen.times >= start) & (seen.times < end)] = False
    # A tracker begins anew with each shot.
    keys = seen.tracklets + 100_000 * shots[seen.rows["frame"]]
    numbers = np.unique(keys, return_inverse=True)[1].astype(np.int32)
    tracklets = build([(seen.rows, numbers)], seen.times, shots)
    chosen = choose_players(tracklets, Standing(seen.camera, on_court) if court else None, seen.times, swaps)
    ids = chosen.assignment.players_of(numbers, seen.rows["frame"])
    shown = on_court[seen.rows["frame"]]
    names = [actor.name for actor in seen.script.players]
    counts = np.array([np.bincount(ids[shown & (seen.truth == who)], minlength=5) for who in range(len(names))])
    who, whom = linear_sum_assignment(-counts[:, 1:])
    right = int(counts[who, whom + 1].sum())
    others = shown & (seen.truth >= len(names))
    return Outcome(
        chosen=chosen,
        right=right / counts.sum(),
        wrong=(counts[:, 1:].sum() - right) / counts.sum(),
        false=float(np.mean(ids[others] > 0)) if others.any() else 0.0,
        ids={names[a]: int(b) + 1 for a, b in zip(who, whom, strict=True)},
    )
