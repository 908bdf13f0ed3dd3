from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from modal_app.accuracy.shuttle import ShuttleScore, ToldPoint, f1, score_shuttle
from modal_app.pipeline.observations import DETECTION, FrameTable
from modal_app.pipeline.shuttle import link
from modal_app.pipeline.shuttle.blobs import CANDIDATE
from modal_app.pipeline.shuttle.flights import LONGEST_BRIDGE
from modal_app.pipeline.shuttle.link import follow_shuttle
from modal_app.pipeline.shuttle.track import ShuttleTrack
from modal_app.tests.pipeline.shuttle.rallies import Rally, write_rally


def score(rally: Rally, track: ShuttleTrack) -> ShuttleScore:
    told = {
        int(frame): ToldPoint((float(x), float(y)), float(sure), bool(seen))
        for frame, (x, y), sure, seen in zip(track.frame, track.places, track.confidence, track.seen, strict=True)
    }
    truth = {
        number: (float(x), float(y)) if visible else None
        for number, ((x, y), visible) in enumerate(zip(rally.seen.true_places, rally.seen.visible, strict=True))
        if not rally.seen.times.repeated[number]
    }
    return score_shuttle(told, truth, rally.size)


@pytest.mark.parametrize(
    ("kind", "fps", "size"),
    [
        ("broadcast", 24.0, (640, 360)),
        ("broadcast", 30.0, (1280, 720)),
        ("low-corner", 25.0, (1920, 1080)),
        ("high-club", 60.0, (1280, 720)),
        ("broadcast", 50.0, (2560, 1440)),
    ],
)
def test_the_shuttle_is_followed_among_things_that_move_with_people(
    tmp_path: Path, kind: str, fps: float, size: tuple[int, int]
) -> None:
    rally = write_rally(tmp_path, 41, kind=kind, fps=fps, size=size)
    seen = score(rally, rally.follow())
    assert seen.visible > 2 * fps
    assert seen.seen.right >= 0.97 * seen.seen.told
    assert (f1(seen.seen.right, seen.seen.told, seen.visible) or 0) >= 0.8
    assert seen.all.false <= 0.03 * seen.none


def test_nothing_is_invented_where_no_shuttle_is(tmp_path: Path) -> None:
    rally = write_rally(tmp_path, 44, kind="high-club", shown=0.0, clutter=16)
    assert len(rally.follow()) <= 0.03 * len(rally.frames)


def test_a_second_shuttle_beside_the_first_is_told(tmp_path: Path) -> None:
    rally = write_rally(tmp_path, 41)
    assert rally.follow().several <= 0.02
    # The match on the court beside: the same flights, half a second later and 300 pixels to the left.
    found = np.fromfile(rally.candidates, CANDIDATE)
    flying = np.isin(found["frame"], np.flatnonzero(rally.seen.visible))
    nearest = np.linalg.norm(found["place"] - rally.seen.true_places[found["frame"]], axis=1) < 5
    copy = found[flying & nearest]
    copy["frame"] += 15
    copy["place"][:, 0] -= 300
    copy["steady"] = copy["place"]
    copy = copy[copy["frame"] < len(rally.frames)]
    both = np.concatenate([found, copy])
    both[np.argsort(both["frame"], kind="stable")].tofile(rally.candidates)
    # From there on people are told.
    assert rally.follow().several > 0.1


def test_a_film_of_25_pictures_a_second_is_followed_in_a_video_of_30(tmp_path: Path) -> None:
    rally = write_rally(tmp_path, 41, fps=25.0)
    pictures = len(rally.frames)
    shown_first = np.ceil(np.arange(pictures) * 6 / 5).astype(np.int64)
    for path, kind in ((rally.candidates, CANDIDATE), (rally.detections, DETECTION)):
        rows = np.fromfile(path, kind)
        rows["frame"] = shown_first[rows["frame"]]
        rows.tofile(path)
    repeated = np.ones(int(shown_first[-1]) + 1, dtype=np.bool_)
    repeated[shown_first] = False
    frames = FrameTable(np.arange(len(repeated)), repeated, np.zeros(len(repeated), dtype=np.bool_))
    track = follow_shuttle(rally.candidates, rally.detections, frames, 1 / 30, rally.size)
    assert not repeated[track.frame].any()
    picture = np.searchsorted(shown_first, track.frame)
    seen = score(rally, replace(track, frame=picture))
    assert (f1(seen.seen.right, seen.seen.told, seen.visible) or 0) >= 0.8


def test_bridges_are_short_and_within_a_flight(tmp_path: Path) -> None:
    rally = write_rally(tmp_path, 41, shown=0.75)
    track, seconds = rally.follow(), rally.seen.times.seconds
    bridged = np.flatnonzero(~track.seen)
    assert len(bridged) > 5
    for at in bridged:
        before = np.flatnonzero(track.seen[:at])[-1]
        after = at + np.flatnonzero(track.seen[at:])[0]
        assert track.flight[before] == track.flight[at] == track.flight[after]
        assert seconds[track.frame[after]] - seconds[track.frame[before]] <= LONGEST_BRIDGE + 1e-6
        assert track.confidence[at] < min(track.confidence[before], track.confidence[after])


def test_a_hit_parts_flights(tmp_path: Path) -> None:
    rally = write_rally(tmp_path, 41)
    track, seconds = rally.follow(), rally.seen.times.seconds
    parted = 0
    for hit in rally.hits[1:]:
        before = np.flatnonzero(seconds[track.frame] < hit - 0.05)
        after = np.flatnonzero(seconds[track.frame] > hit + 0.05)
        parted += track.flight[before[-1]] != track.flight[after[0]]
    assert parted == len(rally.hits) - 1


def test_long_videos_are_followed_in_stretches_as_if_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rally = write_rally(tmp_path, 41)
    whole = rally.follow()
    monkeypatch.setattr(link, "_STRETCH", 3.0)
    parts = rally.follow()
    same = np.isin(parts.frame, whole.frame)
    assert same.mean() > 0.97
    there = parts.frame[same]
    places = whole.places[np.searchsorted(whole.frame, there)]
    assert np.linalg.norm(parts.places[same] - places, axis=1).max() < 1e-6
    assert len(np.unique(parts.flight)) == len(np.unique(whole.flight))


def test_nothing_is_followed_over_a_cut(tmp_path: Path) -> None:
    rally = write_rally(tmp_path, 41)
    track = rally.follow()
    middle = int(track.frame[len(track) // 2])
    cut = np.zeros(len(rally.frames), dtype=np.bool_)
    cut[middle] = True
    parted = rally.follow(FrameTable(rally.frames.pts, rally.frames.repeated, cut))
    before, after = parted.flight[parted.frame < middle], parted.flight[parted.frame >= middle]
    assert before[-1] != after[0]


def test_a_video_without_candidates_has_no_track(tmp_path: Path) -> None:
    rally = write_rally(tmp_path, 41)
    np.zeros(0, dtype=CANDIDATE).tofile(rally.candidates)
    assert len(rally.follow()) == 0
