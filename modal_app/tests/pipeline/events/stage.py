"""A bare match for tests of rallies and corrections: two players who stand and run as told, contacts by their times."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from modal_app.contract.constants import JOINTS
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.events.rallies import Span, find_rallies
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.events.serves import serve_evidence
from modal_app.pipeline.frame_data import Times
from modal_app.pipeline.metrics.measure import Measured, PlayerMotion
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline, Shot

RATE = 25
SIZE = (1280, 720)
SIDES = [[1], [2]]
NEAR, FAR = 1, 2
# Player 1 serves from the right, player 2 receives diagonally opposite; where they play, and where they idle.
SERVE = {NEAR: (0.5, -2.3), FAR: (-1.0, 3.4)}
IDLE = {NEAR: (2.0, -6.0), FAR: (1.5, 6.2)}


class Match:
    """Written second by second: `wait`, `rally`, `tap`; then `scene` and `contacts`."""

    def __init__(self) -> None:
        self.time = 0.0
        self.contacts: list[Contact] = []
        self.rallies: list[tuple[float, float]] = []
        self._knots: dict[int, list[tuple[float, tuple[float, float]]]] = {one: [(0.0, IDLE[one])] for one in IDLE}
        self._flights: list[tuple[float, float]] = []

    def wait(self, seconds: float) -> "Match":
        """Everybody stands."""
        self._stand(self.time)
        self.time += seconds
        self._stand(self.time)
        return self

    def walk(self, places: dict[int, tuple[float, float]], seconds: float) -> "Match":
        """Everybody goes somewhere."""
        self._stand(self.time)
        self.time += seconds
        for player, place in places.items():
            self._knots[player].append((self.time, place))
        return self

    def rally(self, gaps: Sequence[float], *, server: int = NEAR, missed: Sequence[int] = ()) -> "Match":
        """Line up and play: seconds between hits, the last until the shuttle lands; hits that are not told."""
        self.walk(SERVE, 3.0).wait(1.5)
        start = self.time
        for number, gap in enumerate(gaps):
            player = server if number % 2 == 0 else NEAR + FAR - server
            if number not in missed:
                self.hit(self.time, player)
            self._flights.append((self.time, self.time + gap))
            self.time += gap
            for one, (x, y) in SERVE.items():
                side = 1.5 if (number + one) % 2 else -1.5
                self._knots[one].append((self.time, (x + side * gap, y)))
        self.rallies.append((start, self.time))
        return self

    def tap(self, player: int, seconds: float = 1.2) -> "Match":
        """Between rallies the shuttle is tapped over, and caught."""
        self.hit(self.time, player)
        self._flights.append((self.time, self.time + seconds))
        return self.wait(seconds)

    def hit(self, time: float, player: int, confidence: float = 0.9) -> "Match":
        """A contact is told."""
        contact = Contact(round(time * RATE), time, confidence, True, player, 0.95, np.array([640.0, 360.0]))
        self.contacts = sorted([*self.contacts, contact], key=lambda one: one.time)
        return self

    def scene(self, shots: Sequence[Shot] | None = None) -> Scene:
        """The match as it was seen."""
        count = int((self.time + 1.0) * RATE)
        seconds = np.arange(count) / RATE
        times = Times(Fraction(1, RATE), np.arange(count), count, np.zeros(count, np.bool_))
        motion = {player: _motion(knots, seconds) for player, knots in self._knots.items()}
        frames = np.unique(
            np.concatenate(
                [np.zeros(0, np.int64)]
                + [np.arange(int(a * RATE) + 1, min(count, int(b * RATE) + 1)) for a, b in self._flights]
            )
        )
        flights = np.array([sum(start <= frame / RATE for start, _ in self._flights) for frame in frames])
        places = np.column_stack([np.full(len(frames), 640.0), 400.0 - 20.0 * (frames % 9)])
        known = np.ones(len(frames))
        track = ShuttleTrack(frames, places, known, known > 0, flights.astype(np.int32))
        timeline = None if shots is None else CourtTimeline(SIZE, shots, [None])
        return Scene(track, {}, Measured(motion, {}, None), timeline, times, SIZE, (NEAR, FAR))

    def read(self, scene: Scene | None = None) -> list[Span]:
        """The rallies that are found."""
        scene = scene or self.scene()
        serves = [serve_evidence(scene, SIDES, contact) for contact in self.contacts]
        return find_rallies(scene, self.contacts, serves, SIDES)

    def _stand(self, time: float) -> None:
        for knots in self._knots.values():
            knots.append((time, knots[-1][1]))


def _motion(knots: list[tuple[float, tuple[float, float]]], seconds: np.ndarray) -> PlayerMotion:
    times = np.array([time for time, _ in knots])
    places = np.array([place for _, place in knots])
    way = np.column_stack([np.interp(seconds, times, places[:, axis]) for axis in (0, 1)])
    speed = np.linalg.norm(np.gradient(way, seconds, axis=0), axis=1)
    count = len(seconds)
    angles = np.full((count, len(JOINTS)), 255, np.uint8)
    return PlayerMotion(way.astype(np.float32), speed.astype(np.float32), np.ones(count, np.uint8), angles)
