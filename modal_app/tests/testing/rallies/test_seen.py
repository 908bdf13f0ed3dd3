"""Tracks and poses by numbers say what is true, but for the mistakes that are asked for."""

import numpy as np
import pytest

from modal_app.testing.halls import viewpoints
from modal_app.testing.rallies.quality import GOOD, MEDIOCRE, PERFECT, Quality
from modal_app.testing.rallies.script import write_rallies
from modal_app.testing.rallies.seen import SeenMatch, observe

SIZE = (1280, 720)
MATCH = write_rallies(np.random.default_rng(31), 2, lengths=[6, 4], others=False)
CAMERA = viewpoints.choose(np.random.default_rng(4), "broadcast", SIZE).camera(SIZE)


def test_a_perfect_track_lies_on_the_truth_and_has_every_flight() -> None:
    seen = observe(MATCH, CAMERA, 50.0, 1, PERFECT)
    assert np.allclose(seen.track.places[seen.track.seen], seen.true_places[seen.track.frame][seen.track.seen])
    assert np.all(np.diff(seen.track.frame) > 0)
    assert np.all(np.diff(seen.track.flight) >= 0)
    seconds = seen.times.seconds
    for hit in MATCH.hits:
        during = (seconds[seen.track.frame] > hit.time) & (seconds[seen.track.frame] < hit.end)
        # One number for a flight, unless it leaves the picture for long.
        shown = seen.visible[(seconds > hit.time) & (seconds < hit.end)]
        if shown.all() and len(shown) > 3:
            assert len(np.unique(seen.track.flight[during])) == 1


def test_a_mediocre_track_is_worse_than_a_good_one() -> None:
    good, mediocre = (observe(MATCH, CAMERA, 50.0, 1, quality) for quality in (GOOD, MEDIOCRE))

    def error(seen: SeenMatch) -> float:
        inside = seen.track.seen & seen.visible[seen.track.frame]
        off = np.linalg.norm(seen.track.places - seen.true_places[seen.track.frame], axis=1)
        return float(np.median(off[inside]))

    assert error(good) < error(mediocre)
    assert np.count_nonzero(good.track.seen & good.visible[good.track.frame]) > np.count_nonzero(
        mediocre.track.seen & mediocre.visible[mediocre.track.frame]
    )


def test_poses_are_the_players() -> None:
    seen = observe(MATCH, CAMERA, 25.0, 1, PERFECT)
    ((rows, owners),) = seen.rows.chunks()
    assert set(owners.tolist()) == set(seen.ids.values())
    assert np.all(np.diff(rows["frame"].astype(int)) >= 0)
    for name, identity in seen.ids.items():
        own = rows[owners == identity]
        ankles = seen.camera.to_floor(own["keypoints"][:, 15:17, :2].mean(axis=1).astype(float), height=0.09)
        place = MATCH.ways[name].at(seen.times.seconds[own["frame"]])
        # A foot is lifted, or far ahead, now and then.
        assert np.median(np.linalg.norm(ankles - place, axis=1)) < 0.15


def test_frames_that_repeat_another_say_nothing() -> None:
    seen = observe(MATCH, CAMERA, 30.0, 1, GOOD, repeat_every=6)
    ((rows, _),) = seen.rows.chunks()
    repeated = np.flatnonzero(seen.times.repeated)
    assert len(repeated)
    assert not np.isin(rows["frame"], repeated).any()
    assert not np.isin(seen.track.frame, repeated).any()


@pytest.mark.parametrize("quality", [GOOD, MEDIOCRE])
def test_the_same_seed_sees_the_same(quality: Quality) -> None:
    one, other = (observe(MATCH, CAMERA, 25.0, 3, quality) for _ in range(2))
    assert np.array_equal(one.track.places, other.track.places)
