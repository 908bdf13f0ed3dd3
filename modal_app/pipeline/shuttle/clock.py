"""When the pictures were taken."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from modal_app.pipeline.observations import FrameTable

Index = NDArray[np.int64]

# Pictures that are shown a frame longer, or shorter, than those around them are a change of the frame rate if they come
# at least this often, pictures, and as evenly as whole pictures allow ...
_RAREST, _UNEVEN = 13, 1
# ... so many times in a row; fewer may be even by chance.
_IN_A_ROW = 4
# Most frames for which one picture is shown: 24 a second in a video of 60 is shown for 2 and 3 by turns.
_LONGEST = 3
# Turns of the pattern over which times are made even.
_TURNS = 3


def capture_seconds(frames: FrameTable, seconds_per_tick: float) -> NDArray[np.float64]:
    """When each frame's picture was taken, seconds, shape (n,).

    A film of 25 pictures a second that was put into a video of 30 frames repeats every fifth picture, and the others
    are shown too early or too late. Where frames are repeated in such a pattern, the times of the pictures are made
    even again; elsewhere they are taken at the frames' times. A repeat has its picture's time.
    """
    shown = frames.pts * seconds_per_tick
    new = np.flatnonzero(~frames.repeated)
    seconds = shown[new].astype(np.float64)
    for first, end, period in _patterns(np.diff(new)):
        window = 2 * round(_TURNS * period / 2) + 1
        if end - first >= window:
            seconds[first:end] = _even_times(seconds[first:end], window)
    return np.asarray(seconds[np.maximum(np.cumsum(~frames.repeated) - 1, 0)])


def _even_times(seconds: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Times by the straight lines through those around them: so many, an odd number; at both ends by the last lines."""
    even, half, places = uniform_filter1d(seconds, window), window // 2, np.arange(window)
    even[:half] = np.polyval(np.polyfit(places, seconds[:window], 1), places[:half])
    even[-half:] = np.polyval(np.polyfit(places, seconds[-window:], 1), places[-half:])
    return np.asarray(even)


def _patterns(lasting: Index) -> list[tuple[int, int, float]]:
    """Stretches of pictures that are shown unevenly by a pattern: first, the one after the last, pictures in a turn.

    Args:
        lasting: For how many frames each picture is shown.
    """
    found: list[tuple[int, int, float]] = []
    for short in range(1, _LONGEST):
        fits = np.isin(lasting, [short, short + 1])
        edges = np.flatnonzero(np.diff(np.concatenate([[False], fits, [False]]).astype(np.int8)))
        for begin, end in edges.reshape(-1, 2).tolist():
            longer = lasting[begin:end] > short
            odd = begin + np.flatnonzero(longer if longer.mean() <= 0.5 else ~longer)
            found += [
                (max(begin, first - round(period)), min(end + 1, last + round(period)), period)
                for first, last, period in _even(odd)
            ]
    return found


def _even(places: Index) -> list[tuple[int, int, float]]:
    """Stretches in which places follow one another evenly: the first, the last, and their mean distance."""
    found: list[tuple[int, int, float]] = []
    gaps = np.diff(places)
    first = 0
    for at in range(1, len(gaps) + 1):
        stretch = gaps[first : at + 1]
        if at < len(gaps) and stretch.max() <= _RAREST and np.ptp(stretch) <= _UNEVEN:
            continue
        even = gaps[first:at]
        if len(even) + 1 >= _IN_A_ROW and even.max() <= _RAREST:
            found.append((int(places[first]), int(places[at]), float(even.mean())))
        first = at
    return found
