"""Events scored on matches of several rallies that are made up: by numbers, and as pictures through everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from modal_app.accuracy.event_labels import FAR, NEAR, scripted_events
from modal_app.accuracy.events import EventScore, HalfOf, score_events
from modal_app.accuracy.files import FileScore, score_folder
from modal_app.contract.models import EndChange
from modal_app.pipeline.events.poses import read_poses
from modal_app.pipeline.events.read import read_match
from modal_app.pipeline.events.scene import Scene
from modal_app.pipeline.metrics.measure import Measured, measure
from modal_app.pipeline.run import NO_EDITS
from modal_app.testing.encode import VideoFormat
from modal_app.testing.halls import COURT_KINDS, viewpoints
from modal_app.testing.match.clip import Take
from modal_app.testing.rallies.__main__ import write_clip
from modal_app.testing.rallies.film import LOOKS, RallyClip
from modal_app.testing.rallies.quality import GOOD, MEDIOCRE
from modal_app.testing.rallies.script import RallyMatch, write_rallies
from modal_app.testing.rallies.seen import SeenMatch, observe

_SIZE = (1280, 720)
_RATES = (30.0, 25.0, 60.0, 24.0, 50.0)
_RALLIES = 6
# What is drawn is shorter: it costs minutes.
_DRAWN_RALLIES = 4
_DRAWN_SIZES = ((1280, 720), (1280, 720), (1920, 1080))
_EXPOSURES = (1 / 120, 1 / 60, 1 / 250, 1 / 500)
_QUALITIES = (20, 26, 23, 30)
# Every so many-th scripted match has 90 s of dead time in it, and so many-th repeats every sixth frame.
_LONG, _REPEATS = 7, 4


@dataclass
class RallyScriptScore:
    """One scripted match."""

    name: str
    # What it is an example of.
    group: str
    events: EventScore


def score_rally_scripts(count: int, first_seed: int) -> Iterator[RallyScriptScore]:
    """So many matches by numbers: all kinds of cameras, singles and doubles, good and mediocre tracks, 24 to 60 fps."""
    for number in range(count):
        rng = np.random.default_rng(first_seed + number)
        doubles, rate = number % 3 == 2, _RATES[number % len(_RATES)]
        # Kinds and kinds of play go round in threes; every third round is shifted.
        kind = COURT_KINDS[(number + number // 3) % len(COURT_KINDS)]
        good = number % 2 == 0
        pauses = [0] if number % _LONG == _LONG - 1 else []
        match = write_rallies(rng, _RALLIES, doubles=doubles, long_pauses=pauses, others=False)
        camera = viewpoints.choose(rng, kind, _SIZE).camera(_SIZE)
        repeats = 6 if number % _REPEATS == _REPEATS - 1 else None
        seen = observe(match, camera, rate, first_seed + number, GOOD if good else MEDIOCRE, repeat_every=repeats)
        game, track = "doubles" if doubles else "singles", "good" if good else "mediocre"
        yield RallyScriptScore(
            f"{number:02} {kind} {game} {track} {rate:.0f}", f"{kind} {track}", score_seen(seen, rate)
        )


def score_seen(seen: SeenMatch, rate: float) -> EventScore:
    """Read a match that is seen by numbers, and compare."""
    times, people = seen.times, len(seen.ids)
    measured = measure(seen.rows, seen.timeline, times.seconds, times.repeated, people)
    poses = read_poses(seen.rows, times.seconds)
    scene = Scene(seen.track, poses, measured, seen.timeline, times, seen.camera.size, tuple(seen.ids.values()))
    changes = [EndChange(at=time, confidence=1.0) for time in seen.match.end_changes]
    told = read_match(scene, changes, NO_EDITS).events
    return score_events(told, scripted_events(seen.match, rate), times.seconds.tolist(), _halves(measured))


def _halves(measured: Measured) -> HalfOf:
    def half_of(player: int, frame: int) -> int | None:
        way = measured.motion.get(player)
        if way is None:
            return None
        known = np.flatnonzero(np.isfinite(way.position[:, 0]))
        if not len(known):
            return None
        nearest = known[np.argmin(np.abs(known - frame))]
        return NEAR if way.position[nearest, 1] < 0 else FAR

    return half_of


def score_rally_clips(count: int, first_seed: int) -> list[FileScore]:
    """So many matches of several rallies that are drawn, through the whole pipeline."""
    with TemporaryDirectory() as name:
        for number in range(count):
            write_rally_clip(Path(name), number, first_seed)
        return score_folder(Path(name))


def write_rally_clip(folder: Path, number: int, first_seed: int) -> None:
    """A drawn match of several rallies with its truth: every kind, look, rate, exposure and quality by turns."""
    seed = first_seed + number
    doubles = number % 4 == 3
    match: RallyMatch = write_rallies(np.random.default_rng(seed), _DRAWN_RALLIES, doubles=doubles, pause=(5.0, 7.0))
    kind, look = COURT_KINDS[(number + number // 3) % len(COURT_KINDS)], LOOKS[number % len(LOOKS)]
    rate, size = _RATES[number % len(_RATES)], _DRAWN_SIZES[number % len(_DRAWN_SIZES)]
    take = Take(kind, seed, size, Fraction(int(rate)))
    clip = RallyClip(match, take, exposure=_EXPOSURES[number % len(_EXPOSURES)], look=look)
    game = "doubles" if doubles else "singles"
    crf = _QUALITIES[number % len(_QUALITIES)]
    coding = VideoFormat(options={"preset": "veryfast", "crf": str(crf)})
    write_clip(folder / f"{number:02}-{kind}-{game}-{look}-{size[1]}p{rate:.0f}-crf{crf}.mp4", clip, coding)
