"""How rallies end, by hand-made last flights."""

import numpy as np
import pytest

from modal_app.contract.models import RallyEnding
from modal_app.pipeline.events.endings import court, service_court, tell_ending
from modal_app.pipeline.events.features import Descent, descents
from modal_app.pipeline.events.nets import NetFall
from modal_app.pipeline.flight.drag import simulate
from modal_app.pipeline.flight.fitted import FittedFlight


def flight(begin: tuple[float, float, float], velocity: tuple[float, float, float], error: float = 0.1) -> FittedFlight:
    """From the contact to the floor, m and m/s, its end known to this standard deviation."""
    times = np.linspace(0, 4, 4001)
    way = simulate(np.array(begin), np.array(velocity), times)
    last = int(np.flatnonzero(way[:, 2] <= 0)[0])
    speed = float(np.linalg.norm(velocity))
    return FittedFlight(
        10.0,
        10.0 + float(times[last]),
        np.array(begin),
        way[last] * [1, 1, 0],
        np.array(velocity),
        0.9 * speed,
        1.1 * speed,
        np.full(3, 0.1),
        np.array([error, error, 0.0]),
        True,
        0.5,
        np.zeros(0, np.int64),
        np.zeros((0, 3)),
    )


def down(one: FittedFlight) -> Descent:
    (found,) = descents([one])
    assert found is not None
    return found


# A clear of the near player that comes down 0.9 m inside the far baseline, and one that flies well beyond.
INSIDE, BEYOND = flight((0, -6, 2.6), (0, 38, 14)), flight((0, -6, 2.6), (0, 46, 25))


def test_a_landing_inside_wins_for_the_hitter() -> None:
    told = tell_ending(INSIDE, down(INSIDE), None, court(doubles=False), 1.0, above=False)
    assert told.kind is RallyEnding.in_
    assert told.margin is not None
    assert told.margin == pytest.approx(6.7 - INSIDE.finish[1], abs=0.02)
    assert told.hitter_won > 0.9
    assert told.time == pytest.approx(INSIDE.end)


def test_a_landing_outside_loses_for_the_hitter() -> None:
    told = tell_ending(BEYOND, down(BEYOND), None, court(doubles=False), 1.0, above=False)
    assert told.kind is RallyEnding.out
    assert told.margin is not None
    assert told.margin < 0
    assert told.hitter_won < 0.1


def test_too_near_to_the_line_is_unknown() -> None:
    vague = flight((0, -6, 2.6), (0, 40, 17), error=0.6)
    told = tell_ending(vague, down(vague), None, court(doubles=False), 1.0, above=False)
    assert told.kind is RallyEnding.unknown
    assert 0.1 < told.hitter_won < 0.9
    assert told.error == pytest.approx(0.6)


def test_the_far_player_hits_to_the_near_half() -> None:
    turned = flight((0, 6, 2.6), (0, -38, 14))
    told = tell_ending(turned, down(turned), None, court(doubles=False), 1.0, above=False)
    assert told.kind is RallyEnding.in_
    assert told.landing is not None
    assert told.landing[1] < 0


def test_what_comes_down_on_the_own_side_was_in_the_net() -> None:
    short = flight((0, -3, 0.8), (0, 5, 2))
    told = tell_ending(short, down(short), None, court(doubles=False), 1.0, above=False)
    assert told.kind is RallyEnding.net
    assert told.netted
    assert told.hitter_won < 0.1


def test_a_fall_along_the_net_tells_when_the_rally_was_over() -> None:
    # A flat stroke that would pass below the tape.
    low = flight((0, -3, 0.9), (0, 14, 1.5))
    told = tell_ending(low, down(low), NetFall(10.3, 0.4, 1.2), court(doubles=False), 1.0, above=False)
    assert told.kind is RallyEnding.net
    assert told.time == 10.3
    assert told.landing is not None
    assert told.landing.tolist() == [0.4, 0.0]


def test_nothing_seen_is_unknown() -> None:
    told = tell_ending(None, None, None, court(doubles=True), 1.0, above=False)
    assert (told.kind, told.hitter_won) == (RallyEnding.unknown, 0.5)


def test_the_lines_that_decide() -> None:
    # The singles court is 5.18 m wide, the doubles court 6.1 m; what is on a line is in.
    assert court(doubles=False).margin(2.5, 3.0)[0] == pytest.approx(0.09)
    assert court(doubles=False).margin(2.7, 3.0)[0] == pytest.approx(-0.11)
    assert court(doubles=True).margin(2.7, 3.0)[0] == pytest.approx(0.35)
    # A serve to the left court must not fall right of the middle line, short of 1.98 m, or, in doubles, in the last
    # 0.76 m.
    left = service_court(doubles=True, left=True)
    assert left.margin(-1.0, 4.0)[0] > 0
    assert left.margin(0.1, 4.0)[0] < 0
    assert left.margin(-1.0, 1.9)[0] < 0
    assert left.margin(-1.0, 6.0)[0] < 0
    assert service_court(doubles=False, left=True).margin(-1.0, 6.0)[0] > 0
