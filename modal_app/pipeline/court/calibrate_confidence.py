"""Fit the weights of `confidence.py` on halls drawn with their truth.

    python -m modal_app.pipeline.court.calibrate_confidence --scenes 60

prints the weights, and what thresholds would do to scenes that the fit has not seen (five-fold).

Close-ups, replays and pictures of the crowd count as showing no court, but their halls have one, and some show a part
of it on which a search rightly ends. Such a sample is left out: the court is not wrong, yet no match would be measured
on it. What keeps it from that is how much of the floor is seen, and for how long, not the confidence.
"""

import argparse
import logging
from dataclasses import astuple, dataclass
from multiprocessing import get_context

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from modal_app.pipeline.court.camera import CourtCamera
from modal_app.pipeline.court.confidence import Signs
from modal_app.pipeline.court.find import LEAST_SEEN, judged_courts
from modal_app.pipeline.court.model import CROSSINGS
from modal_app.pipeline.court.ridges import COLOURED, WHITE
from modal_app.testing.halls import COURT_KINDS, NEGATIVE_KINDS, Scene, render
from modal_app.testing.halls.optics import elsewhere
from modal_app.testing.halls.stage import make_plan
from modal_app.testing.halls.viewpoints import visible

Values = NDArray[np.float64]

# Scenes with seeds from 100 000 on are for scoring.
_FIRST_SEED = 20_000
_SIZES = ((1280, 720), (1280, 720), (1920, 1080), (640, 360), (720, 1280))
# A court is right if its visible crossings are all within so many pixels at 720 lines.
_RIGHT_WITHIN = 10.0
# Fewer crossings could be met by chance: as many as tie a plane's picture down.
_TELLING = 4
# Penalty on weights of signs that are scaled to deviations of 1, so that few scenes do not make them extreme.
_RIDGE = 1.0
_FOLDS = 5
# Wrong courts that are this likely are named.
_DOUBTFUL = 0.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sample:
    """One court that was judged in a drawn picture."""

    kind: str
    seed: int
    signs: Signs
    right: bool


def main() -> None:
    """Draw, search, fit and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=60, help="of each kind that shows a court; a third of the others")
    count = parser.parse_args().scenes
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    seeds = [(kind, _FIRST_SEED + n) for kind in COURT_KINDS for n in range(count)]
    seeds += [(kind, _FIRST_SEED + n) for kind in NEGATIVE_KINDS for n in range(count // 3)]
    with get_context("spawn").Pool(initializer=_one_core) as pool:
        samples = [sample for found in pool.starmap(_samples, seeds, chunksize=2) for sample in found]
    signs = np.array([astuple(sample.signs) for sample in samples])
    right = np.array([sample.right for sample in samples])
    bias, weights = fit(signs, right)
    _log.info("_BIAS = %.2f", bias)
    _log.info("_WEIGHTS = (%s)", ", ".join(f"{weight:.2f}" for weight in weights))
    guessed = _unseen(signs, right, np.array([sample.seed for sample in samples]))
    for threshold in (0.02, 0.05, 0.1, 0.5, 0.8, 0.9, 0.95, 0.98):
        taken = guessed >= threshold
        wrong = float(np.mean(~right[taken])) if taken.any() else 0.0
        _log.info(
            "at %.2f: %.3f of %d right ones kept, %.3f of %d taken are wrong",
            threshold,
            np.mean(taken[right]),
            right.sum(),
            wrong,
            taken.sum(),
        )
    for sample, guess in zip(samples, guessed, strict=True):
        if guess > _DOUBTFUL and not sample.right:
            _log.info("wrong at %.2f: %s %d %s", guess, sample.kind, sample.seed, sample.signs)


def fit(signs: Values, right: NDArray[np.bool_]) -> tuple[float, Values]:
    """Logistic regression: bias, and weights of shape (n,). Every sign speaks for a court, so that none is negative."""
    middle, spread = signs.mean(axis=0), np.maximum(signs.std(axis=0), 1e-6)
    rows = np.column_stack([np.ones(len(signs)), (signs - middle) / spread])
    penalty = np.array([0.0] + [_RIDGE] * signs.shape[1])

    def cost(weights: Values) -> tuple[float, Values]:
        logit = rows @ weights
        value = np.sum(np.logaddexp(0, logit)) - logit[right].sum() + 0.5 * np.sum(penalty * weights**2)
        return float(value), rows.T @ (1 / (1 + np.exp(-logit)) - right) + penalty * weights

    bounds = [(None, None)] + [(0.0, None)] * signs.shape[1]
    weights = minimize(cost, np.zeros(rows.shape[1]), jac=True, bounds=bounds).x
    scaled = weights[1:] / spread
    return float(weights[0] - scaled @ middle), scaled


def _unseen(signs: Values, right: NDArray[np.bool_], seeds: NDArray[np.int64]) -> Values:
    """Probabilities by fits that have not seen the scene, shape (n,)."""
    guessed = np.zeros(len(right))
    for fold in range(_FOLDS):
        mine = seeds % _FOLDS == fold
        bias, weights = fit(signs[~mine], right[~mine])
        guessed[mine] = 1 / (1 + np.exp(-bias - signs[mine] @ weights))
    return guessed


def _samples(kind: str, seed: int) -> list[Sample]:
    scene = render(kind, seed, _SIZES[seed % len(_SIZES)])
    picture = scene.background if seed % 2 else scene.picture
    found = [
        one for channels in (WHITE, COLOURED) for one in judged_courts(picture, channels) if one.seen >= LEAST_SEEN
    ]
    if scene.camera is None:
        parts = _courts_in_part(scene)
        found = [one for one in found if not any(_right(one.fit.camera, part, picture) for part in parts)]
    return [Sample(kind, seed, one.signs, _right(one.fit.camera, scene.visible, picture)) for one in found]


def _courts_in_part(scene: Scene) -> list[dict[str, tuple[float, float]]]:
    """Visible crossings, by name, of the badminton courts that are painted in a hall whose picture is of none."""
    height, width = scene.picture.shape[:2]
    plan = make_plan(scene.kind, scene.seed, (width, height))
    camera = plan.view.camera((width, height))
    courts = [
        elsewhere(camera, paint.x, paint.y, paint.turn) for paint in plan.hall.paints if paint.sport == "badminton"
    ]
    parts = [visible(court, CROSSINGS) for court in courts]
    return [part for part in parts if len(part) >= _TELLING]


def _right(camera: CourtCamera, crossings: dict[str, tuple[float, float]], picture: NDArray[np.uint8]) -> bool:
    """Whether a camera shows a court's visible crossings where they are, either way round."""
    if not crossings:
        return False
    floor = np.array([CROSSINGS[name] for name in crossings])
    true = np.array(list(crossings.values()))
    off = [np.linalg.norm(camera.project_floor(turn * floor) - true, axis=1).max() for turn in (1, -1)]
    return bool(np.nanmin([*off, np.inf]) < _RIGHT_WITHIN * min(picture.shape[:2]) / 720)


def _one_core() -> None:
    cv2.setNumThreads(1)


if __name__ == "__main__":
    main()
