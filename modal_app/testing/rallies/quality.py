"""How much goes wrong where a match is seen by numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """A pose model and a shuttle tracker, as good or bad as these are. The shuttle's pixels are those of 720 lines."""

    # Poses. Standard deviation of a keypoint, pixels, and in addition a part of the body's height in the picture; of a
    # box's sides; how often a player is missed in a frame.
    keypoint: float = 0.8
    keypoint_part: float = 0.006
    box: float = 1.0
    missed: float = 0.01
    # Wrists: seconds that the shutter is open; a part of the blur by which they are off; how often one that moves at 3
    # m/s is taken for something else.
    exposure: float = 1 / 120
    blurred: float = 0.25
    wrist_lost: float = 0.03
    # Shuttle. Standard deviation of its place, pixels, and in addition a part of its way from frame to frame.
    place: float = 0.8
    place_part: float = 0.02
    # How often it is missed in a frame: anywhere, before a player, and just after it was hit hard.
    lost: float = 0.03
    lost_at_player: float = 0.2
    lost_when_fast: float = 0.3
    # How often the turn at a contact is not seen as such, and how often a flight is broken where there is none, a
    # second.
    turns_unseen: float = 0.05
    broken: float = 0.02
    # Stretches a minute in which something else is taken for the shuttle while none is seen.
    false_stretches: float = 1.0
    # How often a flight between rallies is followed, too.
    idle_flights: float = 0.9


PERFECT = Quality(
    keypoint=0.0, keypoint_part=0.0, box=0.0, missed=0.0, blurred=0.0, wrist_lost=0.0, place=0.0, place_part=0.0,
    lost=0.0, lost_at_player=0.0, lost_when_fast=0.0, turns_unseen=0.0, broken=0.0, false_stretches=0.0,
    idle_flights=1.0,
)  # fmt: skip
GOOD = Quality()
MEDIOCRE = Quality(
    keypoint=1.2, keypoint_part=0.012, missed=0.03, exposure=1 / 60, blurred=0.35, wrist_lost=0.08, place=1.5,
    place_part=0.05, lost=0.08, lost_at_player=0.45, lost_when_fast=0.6, turns_unseen=0.15, broken=0.08,
    false_stretches=4.0,
)  # fmt: skip
