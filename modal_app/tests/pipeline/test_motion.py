from collections.abc import Iterable

import numpy as np

from modal_app.pipeline.motion import Luma, MotionWatch, changed_share

SHAPE = (90, 160)


def with_box(x: int) -> Luma:
    picture = np.full(SHAPE, 60, np.uint8)
    picture[20:60, x : x + 10] = 200
    return picture


def repeats(pictures: Iterable[Luma]) -> list[bool]:
    watch = MotionWatch()
    return [watch.update(picture)[0] for picture in pictures]


def test_share_counts_pixels_beyond_the_threshold() -> None:
    before = np.zeros((10, 10), np.uint8)
    after = before.copy()
    after[0] = 13
    after[1] = 12
    assert changed_share(before, after) == 0.1


def test_every_sixth_frame_of_a_converted_broadcast_is_noticed() -> None:
    rng = np.random.default_rng(1)
    shown = [number - number // 6 for number in range(60)]
    # Coding noise differs even between repeated pictures.
    pictures = [with_box(2 * x + 10) + rng.integers(0, 6, SHAPE, dtype=np.uint8) for x in shown]
    expected = [number > 0 and shown[number] == shown[number - 1] for number in range(60)]
    assert repeats(pictures) == expected


def test_doubled_frames_are_noticed() -> None:
    assert repeats(with_box(3 * (number // 2)) for number in range(40)) == [number % 2 == 1 for number in range(40)]


def test_a_shuttle_that_moves_alone_is_no_repetition() -> None:
    played = [with_box(5 * number) for number in range(20)]
    paused = []
    for number in range(10):
        picture = with_box(5 * 19)
        # Two pixels of 14,400: less than a frame that is repeated may change.
        picture[70, 20 + 5 * number : 22 + 5 * number] = 140
        paused.append(picture)
    assert not any(repeats([*played, *paused]))


def test_slow_motion_adds_up_and_is_not_taken_for_repetition() -> None:
    fast = [with_box(5 * number) for number in range(20)]
    slow = [with_box(100 + number // 4) for number in range(40)]
    flagged = repeats([*fast, *slow])[20:]
    # Each new place is seen at once: nothing stays repeated while the box has moved on.
    assert [number for number in range(40) if not flagged[number]] == [0, *range(4, 40, 4)]


def test_a_still_never_moves() -> None:
    watch = MotionWatch()
    rng = np.random.default_rng(2)
    for _ in range(30):
        watch.update(with_box(50) + rng.integers(0, 6, SHAPE, dtype=np.uint8))
    assert not watch.moved


def test_a_cut_begins_a_new_shot() -> None:
    watch = MotionWatch()
    cuts = [watch.update(with_box(2 * number))[1] for number in range(20)]
    assert not any(cuts)
    assert watch.update(255 - with_box(40)) == (False, True)
