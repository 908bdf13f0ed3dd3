"""The same scores from halls and matches that are drawn with their truth."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from modal_app.accuracy.courts import RIGHT_WITHIN, CourtScore, Verdict, score_clicks, score_court
from modal_app.accuracy.files import FileScore, score_folder
from modal_app.accuracy.media import CourtLabels
from modal_app.accuracy.rallies import RallyScriptScore
from modal_app.accuracy.scripted import ScriptedScore
from modal_app.accuracy.tables import Cell, high, middle, share, table, worst
from modal_app.pipeline.court.find import find_court
from modal_app.pipeline.court.model import CORNERS, CROSSINGS
from modal_app.testing.halls import COURT_KINDS, NEGATIVE_KINDS, Scene, render
from modal_app.testing.match.clip import MatchClip, Take, write_clip
from modal_app.testing.match.script import write_script

# Scenes with these seeds are for scoring only: thresholds are set on others (below 100 000).
FIRST_SEED = 500_000
# 720p mostly, and what else phones and archives bring; by turns.
_SIZES = ((1280, 720), (1920, 1080), (1280, 720), (854, 480), (1280, 720), (720, 1280), (640, 360), (2560, 1440))
_MATCH_SECONDS = 24.0


@dataclass
class SceneScore:
    """One drawn picture."""

    kind: str
    seed: int
    size: tuple[int, int]
    court: CourtScore
    # Whether a wrong court is another one that is in the picture, exactly.
    neighbour: bool = False
    # From the raw frame, with people, in place of the clean background.
    single: CourtScore | None = None


@dataclass
class RenderedScore:
    """Everything that was drawn."""

    scenes: list[SceneScore] = field(default_factory=list)
    scripts: list[ScriptedScore] = field(default_factory=list)
    matches: list[FileScore] = field(default_factory=list)
    rally_scripts: list[RallyScriptScore] = field(default_factory=list)
    rallies: list[FileScore] = field(default_factory=list)


def score_scenes(count: int) -> list[SceneScore]:
    """So many pictures of each kind, as many at a time as the machine has cores."""
    wanted = [
        (kind, FIRST_SEED + number, _SIZES[number % len(_SIZES)])
        for kind in (*COURT_KINDS, *NEGATIVE_KINDS)
        for number in range(count)
    ]
    with get_context("spawn").Pool(initializer=_one_core) as pool:
        return pool.starmap(score_scene, wanted, chunksize=1)


def _one_core() -> None:
    """So that times are those of one core each."""
    cv2.setNumThreads(1)


def score_scene(kind: str, seed: int, size: tuple[int, int]) -> SceneScore:
    """Find the court in one drawn picture, and after rough clicks."""
    scene = render(kind, seed, size)
    labels = labels_of(scene)
    started = time.monotonic()
    finding = find_court([scene.background, scene.picture])
    court = score_court(finding, size, labels, time.monotonic() - started)
    score = SceneScore(kind, seed, size, court)
    if labels.there:
        score.single = score_court(find_court([scene.picture]), size, labels)
        court.clicks.extend(score_clicks(scene.background, labels, seed, tries=2))
    if finding.camera is not None and court.verdict == Verdict.wrong:
        floor = np.array(list(CROSSINGS.values()))
        for other in scene.neighbours:
            beside = CourtLabels(crossing_floor=floor, crossing_pixels=other.project_floor(floor))
            score.neighbour |= score_court(finding, size, beside).verdict == Verdict.right
    return score


def labels_of(scene: Scene) -> CourtLabels:
    """The truth as labels."""
    if scene.camera is None:
        return CourtLabels(there=False)
    corner_floor = np.array(list(CORNERS.values()))
    shown = scene.camera.project_floor(corner_floor)
    ahead = np.all(np.isfinite(shown), axis=1)
    return CourtLabels(
        True,
        "line centres",
        corner_floor[ahead],
        shown[ahead],
        np.array([CROSSINGS[name] for name in scene.visible]),
        np.array(list(scene.visible.values())),
    )


def score_matches(count: int) -> list[FileScore]:
    """So many drawn matches, through the whole pipeline."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(count):
            write_match(folder, number)
        return score_folder(folder)


def write_match(folder: Path, number: int) -> None:
    """A drawn match with its truth. By turns singles and doubles, all kinds, still and moving, cut, 10 to 60 fps."""
    kind = ("broadcast", "high-club", "low-corner")[number % 3]
    motion = ("still", "still", "shake", "still", "pan")[number % 5]
    doubles = number % 2 == 1
    rate = (25, 30, 60, 15, 10, 50)[number % 6]
    size = ((1280, 720), (1280, 720), (1920, 1080), (854, 480))[number % 4]
    rng = np.random.default_rng(FIRST_SEED + number)
    script = write_script(rng, _MATCH_SECONDS, doubles=doubles)
    cut = (10.0, 13.0) if number % 4 == 1 else None
    take = Take(kind, FIRST_SEED + number, size, Fraction(rate), motion, cut)
    game = "doubles" if doubles else "singles"
    name = f"{number:02}-{kind}-{game}-{motion}{'-cut' if cut else ''}-{size[1]}p{rate}.mp4"
    write_clip(folder / name, MatchClip(script, take))


def scene_table(scenes: Sequence[SceneScore]) -> list[str]:
    """One row per kind: what a search came to, and how exact it was."""
    rows: list[list[Cell]] = []
    for kind in (*COURT_KINDS, *NEGATIVE_KINDS):
        chosen = [scene for scene in scenes if scene.kind == kind]
        if chosen:
            rows.append(_scene_row(kind, chosen))
    negatives = [scene for scene in scenes if scene.kind in NEGATIVE_KINDS]
    if negatives:
        rows.append(_scene_row("all without a court", negatives))
    return [
        f"Drawn halls, clean backgrounds. right: all visible crossings within {RIGHT_WITHIN:.0f} px at 720 lines, or"
        " none where there is no court. Errors of right courts; clicks: worst crossing after four rough clicks.",
        *table(
            ["kind", "pictures", "right", "asked", "missed", "wrong", "other court", "median", "95 %", "worst",
             "corners", "clicks", "clicks 95", "single right", "single wrong", "seconds", "95 %"],
            rows,
        ),
    ]  # fmt: skip


def _scene_row(kind: str, scenes: Sequence[SceneScore]) -> list[Cell]:
    def count(*verdicts: Verdict) -> int:
        return sum(scene.court.verdict in verdicts for scene in scenes)

    def count_single(*verdicts: Verdict) -> int:
        return sum(scene.single is not None and scene.single.verdict in verdicts for scene in scenes)

    singles = sum(scene.single is not None for scene in scenes)

    right = [scene.court for scene in scenes if scene.court.verdict == Verdict.right]
    visible = [error for court in right for error in court.visible]
    clicks = [error for scene in scenes for error in scene.court.clicks]
    seconds = [scene.court.seconds for scene in scenes if scene.court.seconds is not None]
    whole = len(scenes)
    return [
        kind,
        whole,
        share(count(Verdict.right, Verdict.none), whole),
        share(count(Verdict.asked), whole),
        share(count(Verdict.missed), whole),
        share(count(Verdict.wrong), whole),
        sum(scene.neighbour for scene in scenes),
        middle(visible),
        high(visible),
        worst(visible),
        middle([error for court in right for error in court.corners]),
        middle(clicks),
        high(clicks),
        share(count_single(Verdict.right), singles),
        share(count_single(Verdict.wrong), singles),
        middle(seconds),
        high(seconds),
    ]
