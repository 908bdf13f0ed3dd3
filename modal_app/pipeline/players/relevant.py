"""Leaves out who has nothing to do with the match: most people in a hall."""

from collections.abc import Sequence

import numpy as np

from modal_app.pipeline.players.costs import LONGEST_CARRY
from modal_app.pipeline.players.evidence import inside, is_visit
from modal_app.pipeline.players.floor import FloorPath, Values

# How far from where a tracklet ended the next one of the same person begins, metres, at once and per second of waiting.
_REACH, _REACH_SPEED = 1.0, 2.5


def relevant(paths: Sequence[FloorPath]) -> list[FloorPath]:
    """Those who were on the court, and those outside who may be one of them just before or after."""
    visiting = [path for path in paths if is_visit(inside(path))]
    if not visiting:
        return []
    starts, ends = _doorways(visiting, 0), _doorways(visiting, -1)
    kept = {id(path) for path in visiting}
    for path in paths:
        start, end = _doorways([path], 0), _doorways([path], -1)
        if id(path) not in kept and (_follows(start, ends).any() or _follows(starts, end).any()):
            kept.add(id(path))
    return [path for path in paths if id(path) in kept]


def _doorways(paths: Sequence[FloorPath], at: int) -> Values:
    """Shot, time, place and uncertainty of a sample of each path, shape (n, 5)."""
    return np.array([(p.shot, p.times[at], *p.places[at], np.hypot(*p.sigma[at])) for p in paths])


def _follows(later: Values, earlier: Values) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether later doorways may be those of somebody who left by earlier ones; either may be a single one."""
    wait = later[:, 1] - earlier[:, 1]
    apart = np.linalg.norm(later[:, 2:4] - earlier[:, 2:4], axis=1)
    reach = _REACH + _REACH_SPEED * wait + later[:, 4] + earlier[:, 4]
    return np.asarray((later[:, 0] == earlier[:, 0]) & (wait >= 0) & (wait <= LONGEST_CARRY) & (apart <= reach))
