"""What players do with a shuttle, and where they wait for the next one."""

import numpy as np

from modal_app.testing.rallies.feet import BASE, Array

# From this height on, strokes are hit overhead, metres.
HIGH = 2.05


def base(half: int, partner: Array | None) -> Array:
    """Where a player waits for the next stroke."""
    if partner is None:
        return np.array([0.0, half * BASE])
    # One behind the other after an attack, side by side otherwise: opposite to where the partner is.
    depth = abs(partner[1])
    if depth < 2.4:
        return np.array([-0.3 * partner[0], half * 4.6])
    if depth > 4.6:
        return np.array([-0.3 * partner[0], half * 2.4])
    return np.array([-1.5 if partner[0] > 0 else 1.5, half * 3.7])


def choices(place: Array, after: float, incoming: str) -> dict[str, float]:
    """What can sensibly be done with a shuttle here, and how often it is: by its height, depth and what came."""
    depth, height = abs(float(place[1])), float(place[2])
    if height >= HIGH:
        return {"clear": 0.34, "smash": 0.34, "drop": 0.32} if depth >= 2.8 and after > 0.6 and height <= 2.95 else {}
    if incoming == "smash":
        return {"block": 0.55, "lift": 0.25, **({"drive": 0.2} if height > 0.9 else {})} if 0.3 <= height < 1.5 else {}
    if depth < 2.3 and incoming not in {"drive", "push"}:
        if height > 1.2:
            return {"push": 0.5, "net-shot": 0.5} if height < 1.8 else {}
        return {"net-shot": 0.5, "lift": 0.5} if height > 0.25 else {}
    if height > 1.0:
        return {"drive": 0.75, **({"push": 0.25} if depth < 3.5 else {})} if height < 1.95 else {}
    return {"lift": 1.0} if height > 0.25 else {}
