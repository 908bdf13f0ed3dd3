"""When the pictures were taken."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import savgol_filter

from modal_app.pipeline.observations import FrameTable

# Repeats that come at least this often, frames, and as evenly as whole frames allow, are a change of the frame rate.
_RAREST = 13
_UNEVEN = 1
# So many in a row, for chance repeats not to look even.
_IN_A_ROW = 3
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
    for first, last in _patterns(np.flatnonzero(frames.repeated)):
        low, high = np.searchsorted(new, [first, last])
        period = (high - low) / max(1, np.count_nonzero(frames.repeated[first:last]))
        window = max(5, 2 * round(_TURNS * period / 2) + 1)
        if high - low > window:
            seconds[low:high] = savgol_filter(seconds[low:high], window, 1)
    return np.asarray(seconds[np.maximum(np.cumsum(~frames.repeated) - 1, 0)])


def _patterns(repeats: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Stretches of frames, from the first to before the last, in which frames are repeated evenly."""
    found: list[tuple[int, int]] = []
    gaps = np.diff(repeats)
    first = 0
    for at in range(1, len(gaps) + 1):
        stretch = gaps[first : at + 1]
        if at < len(gaps) and stretch.max() <= _RAREST and np.ptp(stretch) <= _UNEVEN:
            continue
        even = gaps[first:at]
        if len(even) + 1 >= _IN_A_ROW and even.max() <= _RAREST:
            reach = int(even.max())
            found.append((max(0, int(repeats[first]) - reach), int(repeats[at]) + reach))
        first = at
    return found
