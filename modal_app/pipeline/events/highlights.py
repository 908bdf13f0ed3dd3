"""The rallies worth watching, each with the reasons that it was chosen for."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from modal_app.contract.constants import MAX_HIGHLIGHTS
from modal_app.contract.models import Highlight, HighlightKind, HighlightReason, Hit, Rally, Stroke
from modal_app.pipeline.events.poses import Poses
from modal_app.pipeline.events.scene import Scene

# So many rallies are chosen for each reason, and what they must reach at least: strokes, m/s, metres, strokes.
_MOST = 3
_LEAST = {
    HighlightKind.longest: 10.0,
    HighlightKind.fastest_smash: 40.0,
    HighlightKind.ground_covered: 20.0,
    HighlightKind.diving_recovery: 1.0,
    HighlightKind.net_exchange: 3.0,
}
# Rallies and strokes less sure than this are not chosen, or counted.
_SURE = 0.5
# Who dives is at most this part as tall as when upright, for at least so long and not longer, seconds: lying down
# after it ends a rally. From so long before a hit of his or hers to so long after.
_LOW, _AT_LEAST, _AT_MOST, _AROUND = 0.5, 0.15, 2.0, 0.5

Found = dict[HighlightKind, HighlightReason]


def choose_highlights(scene: Scene, hits: Sequence[Hit], rallies: Sequence[Rally]) -> list[Highlight]:
    """The highlights, best first."""
    found = [_reasons(scene, hits[rally.first_hit : rally.first_hit + rally.hits], rally) for rally in rallies]
    chosen: dict[int, list[tuple[int, HighlightReason]]] = {}
    for kind, least in _LEAST.items():
        worth = [
            (own[kind].value, -number)
            for number, own in enumerate(found)
            if kind in own and own[kind].value >= least and rallies[number].confidence >= _SURE
        ]
        for rank, (_, number) in enumerate(sorted(worth, reverse=True)[:_MOST]):
            chosen.setdefault(-number, []).append((rank, found[-number][kind]))
    order = sorted(chosen, key=lambda number: (-len(chosen[number]), min(rank for rank, _ in chosen[number]), number))
    return [
        Highlight(rally=number, reasons=[reason for _, reason in sorted(chosen[number], key=lambda pair: pair[0])])
        for number in order[:MAX_HIGHLIGHTS]
    ]


def _reasons(scene: Scene, hits: Sequence[Hit], rally: Rally) -> Found:
    """What a rally has of each kind."""
    found = [_reason(HighlightKind.longest, float(len(hits)), None)]
    smashes = [
        (hit.flight.speed.low, hit.hitter)
        for hit in hits
        if hit.stroke is Stroke.smash and hit.stroke_confidence >= _SURE and hit.flight.speed is not None
    ]
    if smashes:
        # What it surely had: else the least certain would be the fastest.
        found.append(_reason(HighlightKind.fastest_smash, *max(smashes, key=lambda pair: pair[0])))
    ways = [(scene.distance(player, rally.start, rally.end), player) for player in scene.players]
    if ways:
        found.append(_reason(HighlightKind.ground_covered, *max(ways)))
    after_dives = [
        (float(len(hits) - 1 - number), hit.hitter)
        for number, hit in enumerate(hits)
        if hit.hitter in scene.poses and _dives(scene.poses[hit.hitter], hit.time)
    ]
    if after_dives:
        found.append(_reason(HighlightKind.diving_recovery, *max(after_dives, key=lambda pair: pair[0])))
    runs = [len(list(run)) for same, run in groupby(hits, lambda hit: hit.stroke is Stroke.net_shot) if same]
    found.append(_reason(HighlightKind.net_exchange, float(max(runs, default=0)), None))
    return {reason.kind: reason for reason in found}


def _reason(kind: HighlightKind, value: float, player: int | None) -> HighlightReason:
    value = round(value, 2)
    if player is None:
        return HighlightReason(kind=kind, value=value)
    return HighlightReason(kind=kind, value=value, player=player)


def _dives(own: Poses, time: float) -> bool:
    """Whether a player goes to the floor around a hit, and comes up again."""
    low, high = np.searchsorted(own.times, [time - _AROUND, time + _AROUND + _AT_MOST]).tolist()
    if high - low < 3:
        return False
    boxes = own.boxes[low:high].astype(np.float64)
    down = (boxes[:, 3] - boxes[:, 1]) / own.height[low:high] < _LOW
    times = own.times[low:high]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], down, [False]]).astype(np.int8)))
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end < len(times) and times[first] <= time + _AROUND and _AT_LEAST <= times[end] - times[first] <= _AT_MOST:
            return True
    return False
