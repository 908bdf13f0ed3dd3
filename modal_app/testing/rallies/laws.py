"""Scores, servers and service courts (Laws of Badminton, BWF, sections 7 to 11), and which lines decide."""

from dataclasses import dataclass

from modal_app.contract.constants import (
    COURT_LENGTH,
    COURT_WIDTH,
    LONG_SERVICE_INSET,
    NET_MIDDLE_HEIGHT,
    NET_POST_HEIGHT,
    SHORT_SERVICE_DISTANCE,
    SINGLES_WIDTH,
)

# The whole shuttle is below this height when a serve is hit, metres (law 9.1.6.1).
SERVICE_HEIGHT = 1.15

_WIN, _LEAD, _CAP = 21, 2, 30

Sides = tuple[tuple[str, ...], tuple[str, ...]]


def net_top(x: float) -> float:
    """Height of the net, which hangs through in the middle, as testing.halls draws it."""
    return NET_POST_HEIGHT - (NET_POST_HEIGHT - NET_MIDDLE_HEIGHT) * (1 - (2 * x / COURT_WIDTH) ** 2)


class Game:
    """One game by rally points: sides 0 and 1, of one or two players each."""

    def __init__(self, sides: Sides, *, serving: int = 0, points: tuple[int, int] = (0, 0)) -> None:
        """Begin; the first of each side stands in its right service court."""
        self.sides = sides
        self.points = points
        self.serving = serving
        self._right = [side[0] for side in sides]

    @property
    def doubles(self) -> bool:
        """Whether there are two on each side."""
        return len(self.sides[0]) > 1

    @property
    def from_right(self) -> bool:
        """Whether the serve is from the right service court: the server's points are even (law 10.1, 11.1.1)."""
        return self.points[self.serving] % 2 == 0

    @property
    def server(self) -> str:
        """Who serves."""
        return self._standing(self.serving)

    @property
    def receiver(self) -> str:
        """Who receives: the one diagonally opposite."""
        return self._standing(1 - self.serving)

    def score(self, winner: int) -> None:
        """A side has won the rally."""
        if winner == self.serving and self.doubles:
            # Only who wins a point while serving changes courts (law 11.4).
            pair = self.sides[winner]
            self._right[winner] = pair[1] if self._right[winner] == pair[0] else pair[0]
        self.points = (self.points[0] + (winner == 0), self.points[1] + (winner == 1))
        self.serving = winner

    @property
    def over(self) -> bool:
        """Whether somebody has won the game (law 7)."""
        high, low = max(self.points), min(self.points)
        return high == _CAP or (high >= _WIN and high - low >= _LEAD)

    def _standing(self, side: int) -> str:
        """The one of a side who stands in the court that is served from or to."""
        pair = self.sides[side]
        right = self._right[side]
        return right if self.from_right or len(pair) == 1 else next(name for name in pair if name != right)


@dataclass(frozen=True)
class Area:
    """Where a shuttle is in, as the hitter sees it: x to the right, y from the net away. Metres; lines are in."""

    left: float
    right: float
    near: float
    far: float

    def margin(self, x: float, y: float) -> float:
        """From the landing to the nearest edge that it is inside of; outside, how far beyond, negative."""
        inside = min(x - self.left, self.right - x, y - self.near, self.far - y)
        if inside >= 0:
            return inside
        aside, beyond = max(self.left - x, x - self.right, 0.0), max(self.near - y, y - self.far, 0.0)
        return -float((aside**2 + beyond**2) ** 0.5)


def court(*, doubles: bool) -> Area:
    """The opponents' half."""
    half = (COURT_WIDTH if doubles else SINGLES_WIDTH) / 2
    return Area(-half, half, 0.0, COURT_LENGTH / 2)


def service_court(*, doubles: bool, from_right: bool) -> Area:
    """The service court diagonally opposite, as the server sees it."""
    half = (COURT_WIDTH if doubles else SINGLES_WIDTH) / 2
    end = COURT_LENGTH / 2 - (LONG_SERVICE_INSET if doubles else 0.0)
    left, right = (-half, 0.02) if from_right else (-0.02, half)
    return Area(left, right, SHORT_SERVICE_DISTANCE, end)
