"""The shuttle's flights in space, from its way through the picture.

Each flight is fitted alone first, with what the hitters' places say of its ends. Then neighbours tell each other where
the contact between them was, and all are fitted once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import TERMINAL_SPEED
from modal_app.pipeline.events.clock import Clock
from modal_app.pipeline.events.contacts import Contact
from modal_app.pipeline.flight.fitted import FittedFlight
from modal_app.pipeline.flight.gather import LONGEST_FLIGHT, Gatherer, Rows, first_part, spans
from modal_app.pipeline.flight.outcome import Outcome, tell
from modal_app.pipeline.flight.problem import Problem
from modal_app.pipeline.flight.solve import improve, solve
from modal_app.pipeline.metrics.measure import Measured
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.pipeline.views.timeline import CourtTimeline

Array = NDArray[np.float64]

# Flights solved at once: each step costs little more for many than for one, but its memory grows with them.
_AT_ONCE = 256
# Sights that a flight needs at least.
_FEWEST = 3
# Terminal speeds of shuttles: 6.3 to 7.2 m/s, by feathers or plastic, height and heat. Those of one match are alike.
_TERMINAL = (TERMINAL_SPEED, 0.25)
_ALIKE = 0.06
# Where two flights meet, they do so within this, metres: the racket carries the shuttle along.
_CARRIED = 0.05


@dataclass(frozen=True)
class _Task:
    """A flight to be fitted: the contact that begins it, its usable rows, whether the next contact ends it."""

    contact: int
    rows: Rows
    linked: bool


def fit_flights(
    track: ShuttleTrack,
    contacts: Sequence[Contact],
    timeline: CourtTimeline | None,
    measured: Measured,
    seconds: NDArray[np.float64],
    size: tuple[int, int],
    repeated: NDArray[np.bool_] | None = None,
) -> list[FittedFlight | None]:
    """For each contact the flight that follows; None where the picture does not tell it.

    Args:
        track: Where the shuttle was.
        contacts: The hits, in order of time.
        timeline: What the frames show; None where nothing is known of a court.
        measured: The players' ways over the floor.
        seconds: Time of every frame of the video, shape (n,).
        size: Width and height of the pictures.
        repeated: Whether each frame repeats the one before, shape (n,): pictures were taken more evenly than shown.
    """
    if timeline is None or not contacts or len(track) == 0:
        return [None] * len(contacts)
    clock = Clock(seconds, repeated)
    seconds = clock.taken
    contacts = [replace(contact, time=clock.to_taken(contact.time)) for contact in contacts]
    gatherer = Gatherer(track, contacts, timeline, measured, seconds)
    rows = spans(track, contacts, seconds)
    followed = np.append(np.diff([contact.time for contact in contacts]) <= LONGEST_FLIGHT, [False])
    # One that nobody returns may bounce, or lie about: only its first part flies.
    firsts = [gatherer.usable(number, first_part(track, one)) for number, one in enumerate(rows)]
    alls = [gatherer.usable(number, one) for number, one in enumerate(rows)]
    tasks = [
        _Task(number, alls[number] if linked else firsts[number], bool(linked))
        for number, linked in enumerate(followed)
    ]
    found = _solve(gatherer, tasks)
    # The next contact may be another shuttle's, or come long after this one fell.
    doubtful = [_Task(task.contact, firsts[task.contact], linked=False) for task in tasks if task.linked]
    alone = _solve(gatherer, [task for task in doubtful if task.contact not in found or not found[task.contact].good])
    found |= {number: outcome for number, outcome in alone.items() if outcome.good}
    found = _settle(gatherer, {number: outcome for number, outcome in found.items() if outcome.good}, alls)
    scale = min(size) / 720
    told: list[FittedFlight | None] = [None] * len(contacts)
    for number, outcome in found.items():
        flight = tell(outcome, contacts[number].time, track, rows[number], seconds, scale)
        told[number] = replace(flight, start=clock.to_shown(flight.start), end=clock.to_shown(flight.end))
    return told


def _solve(gatherer: Gatherer, tasks: Sequence[_Task]) -> dict[int, Outcome]:
    """Each flight alone, by the contact's number."""
    found: dict[int, Outcome] = {}
    worth = [task for task in tasks if len(task.rows) >= _FEWEST]
    for start in range(0, len(worth), _AT_ONCE):
        part = worth[start : start + _AT_ONCE]
        problem = _problem(gatherer, part)
        guess, covariance = solve(problem)
        found |= _outcomes(part, problem, guess, covariance)
    return found


def _settle(gatherer: Gatherer, found: dict[int, Outcome], rows: Sequence[Rows]) -> dict[int, Outcome]:
    """All once more: neighbours meet, and those that nobody returned go on for as long as the track follows them."""
    settled: dict[int, Outcome] = {}
    terminal = _terminal(found)
    numbers = sorted(found)
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        tasks = [
            _Task(number, outcome.rows, linked=True)
            if (outcome := found[number]).linked
            else _Task(number, gatherer.following(number, outcome, rows[number]), linked=False)
            for number in part
        ]
        problem = _meeting(_problem(gatherer, tasks, terminal), tasks, found, gatherer.step)
        guess, covariance = improve(problem, np.array([found[number].guess for number in part]))
        settled |= _outcomes(tasks, problem, guess, covariance)
    return {number: outcome for number, outcome in settled.items() if outcome.good}


def _meeting(problem: Problem, tasks: Sequence[_Task], found: dict[int, Outcome], step: float) -> Problem:
    """Instead of what hitters tell of a contact, what the flight on its other side tells, which knows the hitter.

    Where the track of a last flight ends on the floor, the floor tells the height.
    """
    begin, begin_root = problem.begin.copy(), problem.begin_root.copy()
    end, end_root = problem.end.copy(), problem.end_root.copy()
    for row, task in enumerate(tasks):
        before, after = found.get(task.contact - 1), found.get(task.contact + 1)
        if before is not None and before.linked:
            begin[row], begin_root[row] = before.end, _root(before.end_covariance)
        if task.linked and after is not None:
            end[row], end_root[row] = after.begin, _root(after.begin_covariance)
        floor = None if task.linked else found[task.contact].floor(step)
        if floor is not None:
            end[row], end_root[row] = (0.0, 0.0, floor[0]), np.diag((0.0, 0.0, 1 / floor[1]))
    return replace(problem, begin=begin, begin_root=begin_root, end=end, end_root=end_root)


def _root(covariance: Array) -> Array:
    """The matrix that turns a distance into standard deviations."""
    return np.asarray(np.linalg.inv(np.linalg.cholesky(covariance + _CARRIED**2 * np.eye(3))))


def _terminal(found: dict[int, Outcome]) -> tuple[float, float]:
    """What all flights together tell of the terminal speed, and how surely."""
    speed, spread = _TERMINAL
    weight, total = spread**-2, speed * spread**-2
    for outcome in found.values():
        # What the flight knows of it beyond what was known before.
        known = float(outcome.covariance[7, 7]) ** -1
        if known > spread**-2:
            weight += known - spread**-2
            total += known * float(outcome.guess[7]) - speed * spread**-2
    return total / weight, max(_ALIKE, weight**-0.5)


def _problem(gatherer: Gatherer, tasks: Sequence[_Task], terminal: tuple[float, float] = _TERMINAL) -> Problem:
    linked = np.array([task.linked for task in tasks], dtype=np.bool_)
    return gatherer.problem([task.contact for task in tasks], [task.rows for task in tasks], linked, terminal)


def _outcomes(tasks: Sequence[_Task], problem: Problem, guess: Array, covariance: Array) -> dict[int, Outcome]:
    linked = np.array([task.linked for task in tasks], dtype=np.bool_)
    told = Outcome.of(problem, guess, covariance, [task.rows for task in tasks], linked)
    return {task.contact: outcome for task, outcome in zip(tasks, told, strict=True)}
