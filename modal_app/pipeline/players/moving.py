"""Who plays, where no court is known: players move much, all the time, on their feet, and look large."""

from dataclasses import dataclass

import numpy as np

from modal_app.contract.constants import MAX_PLAYERS
from modal_app.pipeline.players.joining import Followed
from modal_app.pipeline.tracklets import path_length

# Body heights a second at which somebody certainly plays. Between rallies players walk at 0.3 to 0.8, in rallies they
# run at 0.5 to 2; judges, umpires and spectators sit or stand below 0.1.
_FULL_SPEED = 0.5
_MIN_SPEED = 0.12
# Ground covered, in body heights: swaying on a chair covers none.
_MIN_EXTENT = 0.4
# Part of the video in which a player must have been followed.
_MIN_PRESENCE = 0.05
# People smaller than this part of the tallest mover are on another court or in the stands.
_MIN_HEIGHT_PART = 0.25
# Knees and ankles of players are seen; those of spectators in the front rows are cut off.
_MIN_LEGS = 0.35
# Each further player must reach this part of the second best score.
_SCORE_PART = 0.3


@dataclass(frozen=True)
class Candidate:
    """A person with what speaks for playing."""

    person: Followed
    # Part of the video in which the person was followed, 0..1.
    presence: float
    # Mean, body heights a second.
    speed: float
    # Ground covered between the 5th and 95th percentile, body heights.
    extent: float
    # Median, pixels.
    height: float
    # Mean confidence of knees and ankles, 0..1.
    legs: float

    @property
    def score(self) -> float:
        """0 for those who do not play; larger is likelier."""
        if self.speed < _MIN_SPEED or self.extent < _MIN_EXTENT:
            return 0.0
        if self.presence < _MIN_PRESENCE or self.legs < _MIN_LEGS:
            return 0.0
        return min(1.0, self.speed / _FULL_SPEED) * self.presence * self.legs


def describe(person: Followed, video_seconds: float) -> Candidate:
    """What speaks for and against a person's playing."""
    samples = person.samples
    height = float(np.median(samples[:, 3]))
    walked = sum(path_length(tracklet.samples) for tracklet in person.tracklets)
    low, high = np.percentile(samples[:, 1:3], [5, 95], axis=0)
    return Candidate(
        person=person,
        presence=min(1.0, person.seconds / max(video_seconds, 1e-6)),
        speed=walked / max(person.seconds, 0.2),
        extent=float(np.hypot(*(high - low))) / height,
        height=height,
        legs=float(samples[:, 4].mean()),
    )


def choose(people: list[Followed], video_seconds: float) -> list[Followed]:
    """The players, at most four, in the order in which they first appear.

    Args:
        people: Everybody who was followed.
        video_seconds: Length of the video.
    """
    candidates = [describe(person, video_seconds) for person in people]
    movers = sorted((c for c in candidates if c.score > 0), key=lambda c: c.score, reverse=True)
    if not movers:
        return []
    tallest = max(candidate.height for candidate in movers)
    movers = [candidate for candidate in movers if candidate.height >= _MIN_HEIGHT_PART * tallest]
    bar = _SCORE_PART * movers[min(1, len(movers) - 1)].score
    chosen = [candidate.person for candidate in movers[:MAX_PLAYERS] if candidate.score >= bar]
    return sorted(chosen, key=lambda person: (person.tracklets[0].first_time, person.tracklets[0].number))
