import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from modal_app.pipeline.metrics import smooth as module
from modal_app.pipeline.metrics.smooth import JERK_DENSITY, smooth

Vector = NDArray[np.float64]

# As in the module: what is believed of velocity and acceleration at both ends.
_ENDS = np.array([3.0, 3.0, 6.0, 6.0])


def sightings(count: int, seed: int = 0) -> tuple[Vector, Vector, Vector]:
    """Uneven times, places, and information of which some are nothing."""
    rng = np.random.default_rng(seed)
    times = np.cumsum(rng.uniform(0.015, 0.09, count))
    places = np.cumsum(rng.normal(0, 0.1, (count, 2)), axis=0)
    root = rng.normal(0, 0.1, (count, 2, 2)) + 0.2 * np.eye(2)
    information = np.asarray(np.linalg.inv(root @ root.transpose(0, 2, 1)), dtype=np.float64)
    information[rng.random(count) < 0.2] = 0
    information[[0, -1]] = np.eye(2) * 50
    return times, places, information


def no(times: Vector) -> NDArray[np.bool_]:
    return np.zeros(len(times), dtype=np.bool_)


def textbook(times: Vector, places: Vector, information: Vector) -> Vector:
    """Kalman filter and Rauch-Tung-Striebel pass, step by step."""
    mean, covariance = np.zeros(6), np.diag([1e8, 1e8, *_ENDS**2])
    means, covariances, ahead_means, ahead_covariances, steps = [], [], [], [], []
    for index, time in enumerate(times):
        if index:
            step = time - times[index - 1]
            one = np.array([[1, step, step**2 / 2], [0, 1, step], [0, 0, 1]])
            noise = JERK_DENSITY * np.array(
                [
                    [step**5 / 20, step**4 / 8, step**3 / 6],
                    [step**4 / 8, step**3 / 3, step**2 / 2],
                    [step**3 / 6, step**2 / 2, step],
                ]
            )
            steps.append(np.kron(one, np.eye(2)))
            mean = steps[-1] @ mean
            covariance = steps[-1] @ covariance @ steps[-1].T + np.kron(noise, np.eye(2))
            ahead_means.append(mean)
            ahead_covariances.append(covariance)
        observed = (
            [(np.eye(2, 6), places[index], np.linalg.inv(information[index]))] if information[index].any() else []
        )
        if index == len(times) - 1:
            observed.append((np.eye(6)[2:], np.zeros(4), np.diag(_ENDS**2)))
        for matrix, value, error in observed:
            gain = covariance @ matrix.T @ np.linalg.inv(matrix @ covariance @ matrix.T + error)
            mean = mean + gain @ (value - matrix @ mean)
            covariance = (np.eye(6) - gain @ matrix) @ covariance
        means.append(mean)
        covariances.append(covariance)
    smoothed = [means[-1]]
    for index in range(len(times) - 2, -1, -1):
        gain = covariances[index] @ steps[index].T @ np.linalg.inv(ahead_covariances[index])
        smoothed.append(means[index] + gain @ (smoothed[-1] - ahead_means[index]))
    return np.array(smoothed[::-1])


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_kalman_filter_with_the_rauch_tung_striebel_pass(seed: int) -> None:
    times, places, information = sightings(60, seed)
    path = smooth(times, places, information, no(times), no(times))
    assert path.states == pytest.approx(textbook(times, places, information), abs=1e-3)


def test_long_paths_are_solved_in_windows_that_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    times, places, information = sightings(900)
    whole = smooth(times, places, information, no(times), no(times))
    monkeypatch.setattr(module, "_WINDOW", 200)
    assert smooth(times, places, information, no(times), no(times)).states == pytest.approx(whole.states, abs=1e-4)


def test_between_states_the_path_is_the_likeliest() -> None:
    """States that are asked for afterwards are those of moments that were in it, unseen, from the start."""
    times, places, information = sightings(40)
    between = (times[:-1] + times[1:]) / 2
    everything = np.sort(np.concatenate([times, between]))
    seen = np.isin(everything, times)
    more, told = np.zeros((len(everything), 2)), np.zeros((len(everything), 2, 2))
    more[seen], told[seen] = places, information
    path = smooth(times, places, information, no(times), no(times))
    full = smooth(everything, more, told, no(everything), no(everything))
    assert path.at(between) == pytest.approx(full.states[~seen], abs=1e-3)
    assert path.at(times) == pytest.approx(path.states, abs=1e-9)


def test_who_stands_does_not_move() -> None:
    times, places, information = sightings(100)
    path = smooth(times, places, information, ~no(times), no(times))
    assert path.speeds.max() < 0.05


def test_nothing_pushes_in_flight() -> None:
    times = np.arange(60) / 30
    flying = (times > 0.7) & (times < 1.3)
    places = np.column_stack([np.abs(times - 1.0) * 3, np.zeros(60)])
    information = np.where(flying[:, None, None], 0.0, 400 * np.eye(2))
    path = smooth(times, places, information, no(times), flying)
    assert np.abs(path.states[flying, 4:]).max() < 3
    assert np.ptp(path.velocities[flying], axis=0).max() < 1


@pytest.mark.parametrize("count", [1, 2, 3])
def test_short_paths(count: int) -> None:
    times = np.arange(count) / 30
    path = smooth(times, np.ones((count, 2)), np.tile(np.eye(2) * 100, (count, 1, 1)), no(times), no(times))
    assert path.places == pytest.approx(np.ones((count, 2)), abs=1e-6)
    assert path.at(np.array([-1.0, 0.01, 9.0]))[:, :2] == pytest.approx(np.ones((3, 2)), abs=1e-6)


@given(shift=st.floats(-50, 50), turn=st.floats(0, 6.28), later=st.floats(0, 5000))
def test_neither_the_origin_nor_directions_nor_the_clock_matter(shift: float, turn: float, later: float) -> None:
    times, places, information = sightings(30)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    path = smooth(times, places, information, no(times), no(times))
    other = smooth(
        times + later, places @ rotation.T + shift, rotation @ information @ rotation.T, no(times), no(times)
    )
    assert other.places == pytest.approx(path.places @ rotation.T + shift, abs=1e-3)
    assert other.speeds == pytest.approx(path.speeds, abs=1e-2)
