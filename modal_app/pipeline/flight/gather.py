"""What the track, the contacts and the players' places say of each flight, as a problem to solve."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.flight.outcome import Outcome
from modal_app.pipeline.flight.problem import Problem
from modal_app.pipeline.flight.view import ahead_of, view
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

# The highest serve and clear are in the air for about 2.5 s.
LONGEST_FLIGHT = 3.0
# Standard deviation of a place that was seen, pixels of a picture with 720 lines: streaks are long, and blend in.
SEEN_SPREAD = 1.5
# Points of a flight that are used; more of them tell nothing new, as their errors are alike. The first ones all are.
_MOST_POINTS, _FIRST_POINTS = 48, 12
# How far contacts are from where they mostly are: ahead, aside, metres; and how high.
_AHEAD_SPREAD, _ASIDE_SPREAD = 0.45, 0.6
_USUAL_HEIGHT, _HEIGHT_SPREAD = 1.6, 0.8
# A contact so long after the one before is a serve, seconds: it is hit below 1.15 m (law 9.1.6.1).
_PAUSE, _SERVE_HEIGHT, _SERVE_SPREAD = 3.0, 0.95, 0.2
# Where nothing is known of a hitter: somewhere over the court.
_ANYWHERE = np.array([2.0, 4.5, 0.8])
# A flight of the track belongs to that time between contacts in which this part of its points lies.
_MOSTLY = 0.7
# Points of it beyond the contacts belong to it up to so many seconds.
_BEYOND = 0.07


def spans(track: ShuttleTrack, contacts: Sequence[Contact], seconds: Array) -> list[Rows]:
    """Rows of the track that belong to the flight after each contact."""
    times = seconds[track.frame]
    at = np.array([contact.time for contact in contacts])
    owner = np.searchsorted(at, times, side="left") - 1
    # Flights that the track tells apart belong together, where they just begin a little early or end a little late.
    borders = np.flatnonzero(np.diff(track.flight)) + 1
    for rows in np.split(np.arange(len(track)), borders):
        owners, counts = np.unique(owner[rows], return_counts=True)
        most = owners[np.argmax(counts)]
        if len(owners) > 1 and most >= 0 and counts.max() >= _MOSTLY * len(rows):
            until = at[most + 1] if most + 1 < len(at) else np.inf
            near = (times[rows] > at[most] - _BEYOND) & (times[rows] < until + _BEYOND)
            owner[rows[near]] = most
    longest = np.where(owner >= 0, times - at[np.maximum(owner, 0)], 0.0) <= LONGEST_FLIGHT
    return [np.flatnonzero((owner == number) & longest) for number in range(len(contacts))]


def first_part(track: ShuttleTrack, rows: Rows) -> Rows:
    """Those rows that the track holds for one flight with the first of them."""
    return rows[track.flight[rows] == track.flight[rows[0]]] if len(rows) else rows


class Gatherer:
    """Makes problems of contacts."""

    def __init__(
        self,
        track: ShuttleTrack,
        contacts: Sequence[Contact],
        timeline: CourtTimeline,
        measured: Measured,
        seconds: Array,
    ) -> None:
        self._track, self._contacts = track, contacts
        self._times = seconds[track.frame]
        self._at = np.array([contact.time for contact in contacts])
        steps = np.diff(seconds)
        # Usual time between two pictures, seconds.
        self.step = float(np.median(steps[steps > 0])) if np.any(steps > 0) else 1 / 30
        self._scale = min(timeline.size) / 720
        self._sight = view(timeline, track.frame, track.places)
        frames = np.array([contact.frame for contact in contacts], dtype=np.int64)
        self._contact_view = view(timeline, frames, np.array([contact.place for contact in contacts]))
        self.places, self.roots = self._hitters(measured)

    def usable(self, contact: int, rows: Rows) -> Rows:
        """Rows in which the shuttle was seen and heights are known; none where the contact's frame tells no heights."""
        if not self._contact_view.known[contact]:
            return rows[:0]
        return rows[self._track.seen[rows] & self._sight.known[rows]]

    def following(self, contact: int, outcome: Outcome, rows: Rows) -> Rows:
        """A flight's rows, and those of usable ones that follow as if it went on."""
        later = rows[rows > outcome.rows[-1]]
        times = self._times[later] - self._at[contact]
        spread = SEEN_SPREAD * self._scale
        goes_on = outcome.follows(times, self._sight.ideal[later], self._sight.cameras[later], spread)
        return np.concatenate([outcome.rows, later[np.logical_and.accumulate(goes_on)]])

    def problem(
        self, chosen: Sequence[int], rows: Sequence[Rows], linked: NDArray[np.bool_], terminal: tuple[float, float]
    ) -> Problem:
        """The flights after chosen contacts, which all have usable rows.

        Args:
            chosen: Numbers of the contacts, f of them.
            rows: The usable rows of each.
            linked: Whether each ends with the next contact, shape (f,).
            terminal: The shuttles' terminal speed, and its standard deviation, m/s.
        """
        used = [_thinned(one) for one in rows]
        count, most = len(used), max(len(one) for one in used)
        picked = np.zeros((count, most), dtype=np.int64)
        there = np.zeros((count, most), dtype=np.bool_)
        for number, one in enumerate(used):
            picked[number, : len(one)], picked[number, len(one) :] = one, one[-1]
            there[number, : len(one)] = True
        at = np.asarray(chosen, dtype=np.int64)
        following = np.minimum(at + 1, len(self._contacts) - 1)
        times = self._times[picked] - self._at[at, None]
        duration = np.where(linked, self._at[following] - self._at[at], np.max(times, axis=1))
        hitters = np.array([self._contacts[number].place_error for number in chosen])
        ends = np.where(linked[:, None, None], self.roots[following], 0.0)
        return Problem(
            times=times,
            pixels=self._sight.ideal[picked],
            weights=there / (SEEN_SPREAD * self._scale),
            cameras=self._sight.cameras[picked],
            begin=self.places[at],
            begin_root=self.roots[at],
            begin_pixel=self._contact_view.ideal[at],
            begin_weight=1 / hitters,
            begin_camera=self._contact_view.cameras[at],
            begin_spread=np.array([max(1e-3, self._contacts[number].time_error) for number in chosen]),
            duration=np.maximum(duration, 0.02),
            end=self.places[following],
            end_root=ends,
            returned=linked,
            terminal=np.tile(terminal, (count, 1)),
            passed=linked & (self.places[at, 1] * self.places[following, 1] < 0),
        )

    def _hitters(self, measured: Measured) -> tuple[Array, Array]:
        """Where contacts are as far as the hitters tell, shape (c, 3), and the weights of that, (c, 3, 3)."""
        places = np.tile(np.array([0.0, 0.0, _USUAL_HEIGHT]), (len(self._contacts), 1))
        roots = np.tile(np.diag(1 / _ANYWHERE), (len(self._contacts), 1, 1))
        for number, contact in enumerate(self._contacts):
            way = None if contact.player is None else measured.motion.get(contact.player)
            if way is not None and np.isfinite(way.position[contact.frame]).all():
                places[number, :2] = ahead_of(way.position[contact.frame].astype(np.float64))
                roots[number] = np.diag(1 / np.array([_ASIDE_SPREAD, _AHEAD_SPREAD, _HEIGHT_SPREAD]))
            if number and self._at[number] - self._at[number - 1] > _PAUSE:
                places[number, 2], roots[number, 2, 2] = _SERVE_HEIGHT, 1 / _SERVE_SPREAD
        return places, roots


def _thinned(rows: Rows) -> Rows:
    if len(rows) <= _MOST_POINTS:
        return rows
    others = np.linspace(_FIRST_POINTS, len(rows) - 1, _MOST_POINTS - _FIRST_POINTS).round().astype(np.int64)
    return np.asarray(rows[np.concatenate([np.arange(_FIRST_POINTS), others])])
