"""Which parts of which tracklets are which player."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.models import Swap

# Nobody who plays.
NOBODY = 0
_FRAME_BITS = 32


@dataclass(frozen=True)
class Piece:
    """A part of a tracklet: frames from `first` to before `end`."""

    tracklet: int
    first: int
    end: int


@dataclass(frozen=True)
class Person:
    """Somebody who plays: pieces in order of time, of which no two are at the same time."""

    pieces: tuple[Piece, ...]
    # Probability that all pieces show one and the same person; None where nothing tells.
    identity: float | None = None
    # Usual colour of the shirt, #rrggbb.
    shirt: str | None = None

    @property
    def first(self) -> int:
        """The first frame."""
        return self.pieces[0].first

    @property
    def frames(self) -> int:
        """How many frames the pieces cover."""
        return sum(piece.end - piece.first for piece in self.pieces)


class Assignment:
    """Tells the player of a detection; ids count from 1 in the order of the people."""

    def __init__(self, people: Sequence[Person]) -> None:
        rows = sorted(
            (piece.tracklet, piece.first, piece.end, number)
            for number, person in enumerate(people, 1)
            for piece in person.pieces
        )
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        self._keys = _key(table[:, 0], table[:, 1])
        self._tracklet, self._end, self._player = table[:, 0], table[:, 2], table[:, 3]

    def players_of(self, tracklets: NDArray[np.integer], frames: NDArray[np.integer]) -> NDArray[np.int64]:
        """The players of detections.

        Args:
            tracklets: Number of each detection's tracklet, shape (n,).
            frames: Each detection's frame, shape (n,).

        Returns:
            Ids, NOBODY where the detection shows nobody who plays, shape (n,).
        """
        if not len(self._keys):
            return np.full(len(tracklets), NOBODY, dtype=np.int64)
        at = np.searchsorted(self._keys, _key(tracklets, frames), side="right") - 1
        inside = (at >= 0) & (self._tracklet[at] == tracklets) & (frames < self._end[at])
        return np.where(inside, self._player[at], NOBODY)


def _key(tracklets: NDArray[np.integer], frames: NDArray[np.integer]) -> NDArray[np.int64]:
    return (tracklets.astype(np.int64) << _FRAME_BITS) + frames.astype(np.int64)


def in_order(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces in order of time: each ends where the next begins, and parts of a tracklet that meet are one."""
    ordered: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.first, piece.end)):
        if ordered:
            last = ordered.pop()
            if last.tracklet == piece.tracklet and last.end >= piece.first:
                ordered.append(replace(last, end=max(last.end, piece.end)))
                continue
            if last.first < piece.first:
                ordered.append(replace(last, end=min(last.end, piece.first)))
        if piece.first < piece.end:
            ordered.append(piece)
    return tuple(ordered)


def swap(people: Sequence[Person], swaps: Sequence[Swap], times: NDArray[np.float64]) -> list[Person]:
    """The people after somebody's corrections, in the order in which they were made.

    From the frame that is shown at `at` on, the two are each other. A swap with a player who is not there changes
    nothing.

    Args:
        people: The players.
        swaps: The corrections.
        times: Time of each frame, seconds, rising.
    """
    pieces = [person.pieces for person in people]
    for edit in swaps:
        one, other = edit.one - 1, edit.other - 1
        if one == other or max(one, other) >= len(pieces):
            continue
        # Times arrive rounded: a millisecond is less than any frame.
        frame = max(0, int(np.searchsorted(times, edit.at + 1e-3, side="right")) - 1)
        (before, after), (others_before, others_after) = _split(pieces[one], frame), _split(pieces[other], frame)
        pieces[one], pieces[other] = in_order(before + others_after), in_order(others_before + after)
    return [replace(person, pieces=own) for person, own in zip(people, pieces, strict=True)]


def _split(pieces: tuple[Piece, ...], frame: int) -> tuple[list[Piece], list[Piece]]:
    before = [replace(piece, end=min(piece.end, frame)) for piece in pieces if piece.first < frame]
    after = [replace(piece, first=max(piece.first, frame)) for piece in pieces if piece.end > frame]
    return before, after
