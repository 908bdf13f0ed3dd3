"""Whether what flies is a shuttle: it loses most of its speed within half a second, which no ball does.

In the picture a flight away from the camera seems to slow down and one towards it to speed up, but these even out if
both count alike.
"""

import numpy as np

from modal_app.pipeline.events.scene import Scene

# Flights that are looked at, points and seconds, how many it takes in each direction, and that
# one in so many counts: the fastest.
_FEWEST, _SHORTEST, _ENOUGH, _SHARE = 6, 0.25, 2, 3
# Seconds at either end of a flight over which its speed is taken, and the speeds' ratio, geometric mean over the fast
# flights. A shuttle that leaves the racket with 15 m/s has a third of it left after half a second (see
# flight/drag.py); a tennis ball with 30 m/s nine tenths (drag coefficient 0.55: Mehta, Alam and Subic, Sports
# Technology 1, 2008), and two thirds of that after its bounce.
_PART, _MOST = 0.12, 0.65


def slows_like_a_shuttle(scene: Scene) -> bool:
    """Judge by all flights of the track."""
    track, times = scene.track, scene.shuttle_seconds
    # First and last speed of flights up and down the picture: away from the camera and towards it, mostly.
    speeds: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for flight in np.split(np.arange(len(track)), np.flatnonzero(np.diff(track.flight)) + 1):
        rows = flight[track.seen[flight]]
        if len(rows) < _FEWEST or times[rows[-1]] - times[rows[0]] < _SHORTEST:
            continue
        seconds, places = times[rows], track.places[rows]
        early, late = seconds <= seconds[0] + _PART, seconds >= seconds[-1] - _PART
        if early.sum() < 2 or late.sum() < 2:
            continue
        first, last = (
            float(np.linalg.norm(places[part][-1] - places[part][0]) / (seconds[part][-1] - seconds[part][0]))
            for part in (early, late)
        )
        if first > 0 and last > 0:
            speeds[bool(places[-1, 1] < places[0, 1])].append((first, last))
    if min(len(both) for both in speeds.values()) < _ENOUGH:
        return False
    # Slow flights are ruled by gravity.
    fast = [sorted(both, reverse=True)[: max(_ENOUGH, len(both) // _SHARE)] for both in speeds.values()]
    slowed = [float(np.mean([np.log(last / first) for first, last in both])) for both in fast]
    return float(np.exp(np.mean(slowed))) < _MOST
