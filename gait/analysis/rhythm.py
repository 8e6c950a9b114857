"""Walking, running or neither? Told from how high and how regularly the feet rise in turn.

What a moving camera or a pushed poster does to both feet alike cancels in the difference of their heights.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.conventions import Activity, Side
from gait.analysis.filtering import even_grid
from gait.analysis.landmarks import ANKLE
from gait.analysis.types import FloatArray

GRID_HZ = 30.0
STILL_LIFT = 0.08
RUNNING_LIFT = 0.95
"""Range of the difference in ankle height, in torso lengths: standing 0.02, walking 0.2 to 0.65, running 1.2 to 2."""
FASTEST_WALK_SPM, SLOWEST_RUN_SPM = 145.0, 140.0
SLOW_WALK_SPM, SLOW_RUN_SPM = 50.0, 120.0
"""Fewer steps a minute than this are not seen in people who walk or run by themselves: stretched time."""
STRIDE_S = (0.45, 7.0)
CLEAR_RHYTHM = 0.25
NEARLY_AS_HIGH = 0.05


@dataclass(frozen=True, slots=True)
class Rhythm:
    """lift: range of left against right ankle height in torso lengths; cadence in steps a minute, None when none is
    found; regularity: likeness of one stride and the next, -1 to 1.
    """

    lift: float
    cadence_spm: float | None
    regularity: float

    @property
    def activity(self) -> Activity:
        if self.lift < STILL_LIFT or self.cadence_spm is None:
            return Activity.STANDING
        runs_by_lift = self.lift > RUNNING_LIFT
        runs_by_pace = self.cadence_spm > FASTEST_WALK_SPM and self.lift > RUNNING_LIFT / 2
        return Activity.RUNNING if runs_by_lift or runs_by_pace else Activity.WALKING

    @property
    def is_slow_motion(self) -> bool:
        if self.cadence_spm is None:
            return False
        return self.cadence_spm < (SLOW_RUN_SPM if self.activity is Activity.RUNNING else SLOW_WALK_SPM)


def find_rhythm(time_s: FloatArray, landmarks_px: FloatArray, torso_px: FloatArray) -> Rhythm:
    """All (n, ...) for the pictures in which the person is seen, times in seconds."""
    lift = (landmarks_px[:, ANKLE[Side.RIGHT], 1] - landmarks_px[:, ANKLE[Side.LEFT], 1]) / torso_px
    grid_s = even_grid(time_s, GRID_HZ)
    even = np.interp(grid_s, time_s, lift)
    even = even - np.polyval(np.polyfit(grid_s, even, 1), grid_s)
    stride_s, regularity = _period(even)
    low, high = np.percentile(even, [5, 95])
    is_regular = stride_s is not None and regularity > CLEAR_RHYTHM
    return Rhythm(float(high - low), 120.0 / stride_s if stride_s and is_regular else None, regularity)


def _period(even: FloatArray) -> tuple[float | None, float]:
    """The shortest lag, in seconds, at which the curve is about as like itself as it ever is; None when there is none.

    Needs two whole periods and more, so that likeness is not chance.
    """
    longest = min(int(STRIDE_S[1] * GRID_HZ), int(len(even) / 2.2))
    power = float(np.mean(even**2))
    if longest < 3 or power == 0:
        return None, 0.0
    likeness = np.array([np.mean(even[lag:] * even[: len(even) - lag]) for lag in range(longest + 1)]) / power
    inner = np.arange(max(1, int(STRIDE_S[0] * GRID_HZ)), longest)
    peaks = inner[(likeness[inner] >= likeness[inner - 1]) & (likeness[inner] >= likeness[inner + 1])]
    if len(peaks) == 0:
        return None, 0.0
    best = likeness[peaks].max()
    first = int(peaks[likeness[peaks] >= best - NEARLY_AS_HIGH][0])
    return first / GRID_HZ, float(likeness[first])
