"""What a rally is made of."""

from dataclasses import dataclass, field

from modal_app.testing.rallies.laws import Area
from modal_app.testing.rallies.reach import Array, Reach


@dataclass(frozen=True)
class Person:
    """A player as far as strokes depend on it."""

    name: str
    side: int
    tall: float
    left_handed: bool


@dataclass(frozen=True)
class Hit:
    """A contact and the flight after it. World frame, metres, m/s, seconds."""

    time: float
    hitter: str
    stroke: str
    hand: str
    place: Array
    velocity: Array
    # When and where the flight ends: at the next contact, on the floor or in the net.
    end: float
    finish: Array
    # Where the hitter stands, shape (2,), and how.
    stand: Array
    body: Reach


@dataclass
class Rally:
    """What happened. Sides 0 and 1."""

    hits: list[Hit]
    # "in", "out" or "net"; where the shuttle came down.
    ending: str
    landing: Array
    # When it was dead: when it came down, or met the net (law 15).
    end: float
    winner: int
    # From the landing to the nearest line that decides, positive inside; None in the net.
    margin: float | None
    score: tuple[int, int] = (0, 0)
    game: int = 1
    serving: int = 0
    server: str = ""
    receiver: str = ""
    from_right: bool = True
    # When it came down, from the net too.
    landed: float = 0.0
    start: float = field(init=False)

    def __post_init__(self) -> None:
        self.start = self.hits[0].time


@dataclass(frozen=True)
class Serve:
    """Who serves from where to whom."""

    server: str
    receiver: str
    from_right: bool
    # The service court, and the whole half, both as a hitter sees them.
    box: Area
    half: Area
    doubles: bool
