"""Scores as tables: one row per file, and one for all."""

from collections.abc import Sequence

from modal_app.accuracy.courts import CLICK_NOISE, LINES, RIGHT_WITHIN, CourtScore, Verdict
from modal_app.accuracy.event_tables import event_tables
from modal_app.accuracy.files import FileScore
from modal_app.accuracy.players import PlayerScore
from modal_app.accuracy.shuttle import shuttle_table
from modal_app.accuracy.tables import Cell, high, middle, share, table, worst


def report(scores: Sequence[FileScore]) -> list[str]:
    """Lines for people."""
    lines: list[str] = []
    if courts := [score for score in scores if score.court]:
        lines += court_table(courts)
    if players := [score for score in scores if score.players]:
        lines += ["", *player_table(players)]
    if motions := [score for score in scores if score.motion]:
        lines += ["", *motion_table(motions)]
    if shuttles := [(score.file, score.shuttle) for score in scores if score.shuttle]:
        lines += ["", *shuttle_table(shuttles)]
    if events := [(score.file, score.events) for score in scores if score.events]:
        lines += ["", *event_tables(events)]
    return lines


def court_table(scores: Sequence[FileScore]) -> list[str]:
    """Courts."""
    found = [(score.file, f"{min(score.size)}", score.court) for score in scores if score.court]
    rows = [_court_row(name, lines, [court]) for name, lines, court in found]
    if len(found) > 1:
        rows.append(_court_row(f"all {len(found)}", "", [court for _, _, court in found]))
    conventions = sorted({court.convention for _, _, court in found if court.convention})
    return [
        f"Courts. Pixels at {LINES} lines, at labelled crossings (or corners) in the picture; right: all within"
        f" {RIGHT_WITHIN:.0f}; clicks: worst point after four clicks that are {CLICK_NOISE:.0f} off."
        + (f" Corners meant by: {'; '.join(conventions)}." if conventions else ""),
        *table(
            ["file", "lines", "status", "confid.", "verdict", "points", "median", "worst", "corners", "hidden",
             "clicks", "clicks 95", "seconds"],
            rows,
        ),
    ]  # fmt: skip


def _court_row(name: str, lines: str, courts: Sequence[CourtScore]) -> list[Cell]:
    visible = [error for court in courts for error in court.visible]
    clicks = [error for court in courts for error in court.clicks]
    verdicts = [court.verdict for court in courts]
    good = sum(verdict in {Verdict.right, Verdict.none} for verdict in verdicts)
    return [
        name,
        lines,
        courts[0].status if len(courts) == 1 else None,
        courts[0].confidence if len(courts) == 1 else None,
        verdicts[0].value if len(courts) == 1 else share(good, len(courts)),
        len(visible),
        middle(visible),
        worst(visible),
        worst([error for court in courts for error in court.corners]),
        worst([error for court in courts for error in court.hidden_corners]),
        middle(clicks),
        high(clicks),
        middle([court.seconds for court in courts if court.seconds is not None]),
    ]


def player_table(scores: Sequence[FileScore]) -> list[str]:
    """Players."""
    found = [(score.file, score.players) for score in scores if score.players]
    rows = [_player_row(name, [players]) for name, players in found]
    if len(found) > 1:
        rows.append(_player_row(f"all {len(found)}", [players for _, players in found]))
    return [
        "Players. Feet: against labelled pixels, put on the floor by our court; place: against the labels' metres.",
        *table(
            ["file", "frames", "all present", "overlap", "feet px", "95 %", "feet m", "95 %", "place m", "95 %",
             "metres from", "switches"],
            rows,
        ),
    ]  # fmt: skip


def _player_row(name: str, players: Sequence[PlayerScore]) -> list[Cell]:
    frames = sum(score.frames for score in players)
    feet_px, feet_m, place_m, overlaps = (
        [value for score in players for value in getattr(score, name)]
        for name in ("feet_px", "feet_m", "place_m", "overlaps")
    )
    return [
        name,
        frames,
        share(sum(score.complete for score in players), frames),
        middle(overlaps),
        middle(feet_px),
        high(feet_px),
        middle(feet_m),
        high(feet_m),
        middle(place_m),
        high(place_m),
        players[0].metres_from if len(players) == 1 else None,
        sum(score.switches for score in players),
    ]


def motion_table(scores: Sequence[FileScore]) -> list[str]:
    """Distances and speeds of drawn matches."""
    rows: list[list[Cell]] = []
    distance_errors, peak_errors = list[float](), list[float]()
    for score in scores:
        for motion in score.motion:
            distance_errors.append(100 * motion.distance_error)
            peak = motion.peak_error
            if peak is not None:
                peak_errors.append(100 * peak)
            rows.append(
                [
                    f"{score.file} {motion.name}",
                    motion.seconds,
                    motion.distance,
                    motion.true_distance,
                    100 * motion.distance_error,
                    motion.peak_speed,
                    motion.true_peak_speed,
                    None if peak is None else 100 * peak,
                    motion.speed_rms,
                ]
            )
    lines = table(
        ["file, player", "seconds", "metres", "true", "off %", "peak m/s", "true", "off %", "speed rms"], rows
    )
    return [
        "Movement, over the frames in which the place was told.",
        *lines,
        f"distance off by {text_of(distance_errors)} %, peak speed off by {text_of(peak_errors)} % (median, worst;"
        f" {len(rows)} players)",
    ]


def text_of(values: Sequence[float]) -> str:
    """Median and worst."""
    return f"{middle(values):.1f}, {worst(values):.1f}" if values else "-"
