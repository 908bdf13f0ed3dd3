"""Highlights by hand-made rallies: which are chosen, and why."""

import numpy as np

from modal_app.contract.models import (
    Flight,
    HighlightKind,
    Hit,
    Rally,
    RallyEnding,
    SpeedInterval,
    Stroke,
    Support,
)
from modal_app.pipeline.events.highlights import choose_highlights
from modal_app.tests.pipeline.events.stage import Match

SCENE = Match().wait(200).scene()


def hit(time: float, stroke: Stroke = Stroke.clear, speed: tuple[float, float] | None = None) -> Hit:
    flight = Flight(landed=False)
    if speed is not None:
        flight = Flight(speed=SpeedInterval(low=speed[0], high=speed[1]), landed=False)
    return Hit(
        time=time,
        frame=round(time * 25),
        confidence=0.9,
        support=Support.shuttle,
        hitter=1,
        hitter_confidence=0.9,
        stroke=stroke,
        stroke_confidence=0.9,
        flight=flight,
        edited=False,
    )


def match(*groups: list[Hit], sure: float = 0.95) -> tuple[list[Hit], list[Rally]]:
    hits: list[Hit] = []
    rallies = []
    for group in groups:
        rallies.append(
            Rally(
                start=group[0].time,
                end=group[-1].time + 1,
                confidence=sure,
                start_unseen=False,
                end_unseen=False,
                first_hit=len(hits),
                hits=len(group),
                ending=RallyEnding.unknown,
                edited=False,
            )
        )
        hits += group
    return hits, rallies


def strokes(count: int, start: float) -> list[Hit]:
    return [hit(start + number) for number in range(count)]


def test_the_longest_rallies_are_chosen_and_say_how_long_they_are() -> None:
    lengths = [4, 14, 11, 22, 9, 17]
    groups = [strokes(count, 30.0 * number) for number, count in enumerate(lengths)]
    found = choose_highlights(SCENE, *match(*groups))
    assert [(one.rally, one.reasons[0].kind, one.reasons[0].value) for one in found] == [
        (3, HighlightKind.longest, 22),
        (5, HighlightKind.longest, 17),
        (1, HighlightKind.longest, 14),
    ]


def test_a_smash_counts_by_what_it_surely_had() -> None:
    vague, known = [hit(1, Stroke.smash, (42, 120))], [hit(31, Stroke.smash, (60, 70))]
    slow, clear = [hit(61, Stroke.smash, (30, 90))], [hit(91, Stroke.clear, (70, 80))]
    found = choose_highlights(SCENE, *match(vague, known, slow, clear))
    assert [(one.rally, one.reasons[0].value, one.reasons[0].player) for one in found] == [(1, 60, 1), (0, 42, 1)]


def test_net_shots_in_a_row_make_a_net_exchange() -> None:
    net = [hit(time, Stroke.net_shot) for time in (2.0, 3.0, 4.0)]
    broken = [*net[:2], hit(4.0, Stroke.lift), hit(5.0, Stroke.net_shot)]
    (found,) = choose_highlights(SCENE, *match([hit(1.0), *net, hit(5.0)]))
    assert [(one.kind, one.value) for one in found.reasons] == [(HighlightKind.net_exchange, 3)]
    assert choose_highlights(SCENE, *match(broken)) == []


def test_ground_is_that_of_who_covers_most() -> None:
    running = Match()
    for number in range(10):
        # Player 2 runs 3 m to and fro.
        running.walk({1: (0.0, -3.0), 2: (3.0 if number % 2 else 0.0, 4.0)}, 1.0)
    hits, rallies = match([hit(1.0), hit(8.0)])
    (found,) = choose_highlights(running.scene(), hits, rallies)
    (reason,) = found.reasons
    assert (reason.kind, reason.player) == (HighlightKind.ground_covered, 2)
    assert np.isclose(reason.value, 24, atol=1.5)


def test_more_reasons_come_first_and_doubtful_rallies_not_at_all() -> None:
    both = [hit(40.0 + number, Stroke.net_shot) for number in range(12)]
    longer = strokes(15, 80.0)
    found = choose_highlights(SCENE, *match(longer, both))
    assert [one.rally for one in found] == [1, 0]
    assert choose_highlights(SCENE, *match(longer, both, sure=0.4)) == []
