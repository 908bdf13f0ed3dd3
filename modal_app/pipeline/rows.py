"""The players' detections, read from the observations as often as wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.archive import Archive
from modal_app.pipeline.observations import DETECTION, Detections
from modal_app.pipeline.players.assignment import NOBODY, Assignment


@dataclass(frozen=True)
class PlayerRows:
    """Who of the people seen is which player."""

    archive: Archive
    assignment: Assignment

    def chunks(self) -> Iterator[tuple[Detections, NDArray[np.int64]]]:
        """Detections of players in order of frames, each player once a frame, and whose they are."""
        for people, tracklets in self.archive.detections():
            players = self.assignment.players_of(tracklets, people["frame"])
            chosen = np.flatnonzero(players != NOBODY)
            # The surest first of those that claim one player in one frame.
            order = chosen[
                np.lexsort((-people["confidence"][chosen], players[chosen], people["frame"][chosen].astype(np.int64)))
            ]
            frames, owners = people["frame"][order].astype(np.int64), players[order]
            first = np.ones(len(order), dtype=np.bool_)
            first[1:] = (np.diff(frames) != 0) | (np.diff(owners) != 0)
            yield people[order[first]], owners[first]

    def __iter__(self) -> Iterator[tuple[int, dict[int, np.void]]]:
        """Number of a frame, and the detection of each player in it by the player's id. Frames without are left out."""
        for people, owners in self.chunks():
            frames = people["frame"]
            starts = [0, *(np.flatnonzero(np.diff(frames)) + 1).tolist(), len(frames)]
            for start, end in pairwise(starts):
                if end > start:
                    yield int(frames[start]), {int(owners[row]): people[row] for row in range(start, end)}


class Spans:
    """The players' detections, one span of frames after another, carried over to frames that repeat the one before."""

    def __init__(self, rows: PlayerRows, repeated: NDArray[np.bool_]) -> None:
        self._chunks = rows.chunks()
        self._people, self._owners = next(self._chunks, (np.zeros(0, dtype=DETECTION), np.zeros(0, np.int64)))
        # The frame whose picture each frame shows.
        self._source = np.maximum.accumulate(np.where(repeated, -1, np.arange(len(repeated))))

    def take(self, first: int, end: int) -> dict[int, tuple[NDArray[np.int64], Detections]]:
        """By player: the frames from `first` to before `end` in which the player is seen, and what is seen in each."""
        source = self._source[first:end]
        while len(self._people) == 0 or int(self._people["frame"][-1]) < source[-1]:
            more = next(self._chunks, None)
            if more is None:
                break
            kept = self._people["frame"].astype(np.int64) >= source[0]
            self._people = np.concatenate([self._people[kept], more[0]])
            self._owners = np.concatenate([self._owners[kept], more[1]])
        found: dict[int, tuple[NDArray[np.int64], Detections]] = {}
        for player in np.unique(self._owners).tolist():
            people = self._people[self._owners == player]
            frames = people["frame"].astype(np.int64)
            places = np.minimum(np.searchsorted(frames, source), len(frames) - 1)
            seen = frames[places] == source
            if seen.any():
                found[int(player)] = (np.flatnonzero(seen) + first, people[places[seen]])
        return found
