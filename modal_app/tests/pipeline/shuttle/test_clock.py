import numpy as np
import pytest

from modal_app.pipeline.observations import FrameTable
from modal_app.pipeline.shuttle.clock import capture_seconds


def shown(film: float, video: float, seconds: float = 8.0) -> FrameTable:
    """A film of so many pictures a second in a video of so many frames."""
    count = int(seconds * video)
    picture = np.floor(np.arange(count) * film / video + 1e-9)
    return FrameTable(
        np.arange(count), np.concatenate([[False], np.diff(picture) == 0]), np.zeros(count, dtype=np.bool_)
    )


@pytest.mark.parametrize(("film", "video"), [(25.0, 30.0), (24.0, 30.0), (24.0, 60.0), (25.0, 60.0), (50.0, 60.0)])
def test_pictures_of_a_film_are_taken_evenly(film: float, video: float) -> None:
    frames = shown(film, video)
    seconds = capture_seconds(frames, 1 / video)[~frames.repeated]
    inner = np.diff(seconds)[int(film) : -int(film)]
    assert np.abs(inner - 1 / film).max() < 0.2 / video


def test_chance_repeats_leave_the_times_alone() -> None:
    repeated = np.zeros(300, dtype=np.bool_)
    repeated[[20, 21, 22, 23, 70, 180, 181]] = True
    frames = FrameTable(np.arange(300), repeated, np.zeros(300, dtype=np.bool_))
    assert capture_seconds(frames, 1 / 30)[~repeated] == pytest.approx(np.flatnonzero(~repeated) / 30)


def test_without_repeats_pictures_are_taken_when_they_are_shown() -> None:
    frames = FrameTable(np.array([0, 3, 5, 9, 10]), np.zeros(5, dtype=np.bool_), np.zeros(5, dtype=np.bool_))
    assert capture_seconds(frames, 0.01).tolist() == pytest.approx([0, 0.03, 0.05, 0.09, 0.1])
