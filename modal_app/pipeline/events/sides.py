"""Who plays with whom: partners share a half, opponents never do."""

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.scene import Scene

Halves = NDArray[np.float64]

# Seconds between two looks, and most looks.
_STEP, _MOST_LOOKS = 0.5, 2000
# Nearer to the net than this a half is not told, metres; in the picture, heights of the picture.
_NET, _LINE = 0.3, 0.02
# Looks that two players have to share, and how much of them on one half makes partners.
_LEAST_LOOKS, _PARTNERS = 4, 0.65


def tell_sides(scene: Scene) -> list[list[int]]:
    """Ids of the two sides, that of the lowest id first; empty where they cannot be told."""
    players = sorted(scene.players)
    if not 2 <= len(players) <= 4:
        return []
    halves = _halves(scene, players)
    together = np.full((len(players), len(players)), np.nan)
    for one in range(len(players)):
        for other in range(one):
            both = np.isfinite(halves[one]) & np.isfinite(halves[other])
            if both.sum() >= _LEAST_LOOKS:
                share = float(np.mean(halves[one, both] == halves[other, both]))
                together[one, other] = together[other, one] = share
    best, most = [], 0.0
    for mates in _partings(len(players)):
        apart = [
            (together[one, other] if (one in mates) == (other in mates) else 1 - together[one, other])
            for one in range(len(players))
            for other in range(one)
        ]
        if not np.isnan(apart).any() and min(apart) > _PARTNERS and float(np.mean(apart)) > most:
            most = float(np.mean(apart))
            best = [
                [player for index, player in enumerate(players) if (index in mates) == ours] for ours in (True, False)
            ]
    return best


def side_of(sides: list[list[int]], player: int | None) -> int | None:
    """Index of the side that a player belongs to."""
    return next((index for index, ids in enumerate(sides) if player in ids), None)


def _partings(count: int) -> list[set[int]]:
    """Ways to part so many players, the first always among those named; nobody has two partners."""
    if count == 2:
        return [{0}]
    if count == 3:
        return [{0}, {0, 1}, {0, 2}]
    return [{0, other} for other in range(1, count)]


def _halves(scene: Scene, players: list[int]) -> Halves:
    """Half of each player at looks over the video, -1 the near one, shape (players, looks); NaN where unknown."""
    step = max(_STEP, scene.times.duration / _MOST_LOOKS)
    looks = np.arange(step / 2, scene.times.duration, step)
    frames = np.clip(np.searchsorted(scene.seconds, looks), 0, len(scene.seconds) - 1)
    depth = np.full((len(players), len(looks)), np.nan)
    for row, player in enumerate(players):
        way = scene.measured.motion.get(player)
        if way is not None:
            depth[row] = way.position[frames, 1]
    if np.isfinite(depth).any():
        return np.where(np.abs(depth) > _NET, np.sign(depth), np.nan)
    # Without a court, who stands lower in the picture is nearer to the camera.
    for row, player in enumerate(players):
        for look, time in enumerate(looks.tolist()):
            feet = scene.feet(player, time)
            if feet is not None:
                depth[row, look] = -feet[1] / scene.size[1]
    known = np.isfinite(depth).all(axis=0)
    middle = np.where(known, (np.nanmin(depth, axis=0, initial=0) + np.nanmax(depth, axis=0, initial=-1)) / 2, np.nan)
    return np.where(np.abs(depth - middle) > _LINE, np.sign(depth - middle), np.nan)
