"""Walking, running or neither? Told from how high and how regularly the feet rise in turn.

What a moving camera or a pushed poster does to both feet alike cancels in the difference of their heights.
"""

from enum import StrEnum

import numpy as np

from gait.analysis.curves.filtering import even_grid
from gait.analysis.terms.landmarks import ANKLE
from gait.analysis.terms.types import FloatArray, Rhythm
from gait.result.conventions import Activity, Side

GRID_HZ = 30.0
"""Enough for a rhythm, and the cost of the likeness grows with its square."""
STILL_LIFT = 0.08
RUNNING_LIFT = 0.95
"""Range of the difference in ankle height, in torso lengths: standing 0.02, walking 0.2 to 0.65, running 1.2 to 2. The
foot in front is also nearer or further, so that walkers two metres away reach 1.1, but only in their nearest steps."""
NOBODY_RUNS_SPM = (95.0, 130.0)
"""Too slow for running, and too fast for running that is shown at half speed (164 steps a minute become 82)."""
LOW_STRIDES = 25
"""Per cent: a runner lifts the feet high in every stride, so the lower ones of the clip tell running from walking."""
MAX_WALK_SPM = 145.0
"""Faster steps are running, if the feet also rise half as high as in running (docs/methods/following.md)."""
USUAL_PACE_SPM = {Activity.WALKING: (80.0, 140.0), Activity.RUNNING: (140.0, 200.0)}
"""Steps a minute between which people walk and run by themselves. Beyond them a film is as likely to play slower or
faster than it was filmed: a walk at half its speed makes 50 to 60 (docs/methods/following.md, Slow motion)."""
STRIDE_S, SLOW_STRIDE_S = (0.3, 7.0), (7.0, 14.0)
"""From running at twice its speed to slow walking; and walking at an eighth of its speed, looked for when nothing else
is found."""
CLEAR_RHYTHM, CLEAR_SLOW_RHYTHM = 0.25, 0.6
"""How alike strides must be; more in slow motion, since slow swaying may look alike by chance."""
NEARLY_AS_HIGH = 0.05
"""Two strides are as like each other as one: the shortest lag this close to the best is the stride."""


def activity_of(rhythm: Rhythm, stretch: float = 1.0) -> Activity:
    """Walking, running or standing; stretch as in Clock: how much slower the clip plays than the person moved.

    Without a rhythm it is standing, whatever the feet do.
    Source: limits measured on rendered and real clips, docs/methods/following.md.
    """
    if rhythm.lift < STILL_LIFT or rhythm.cadence_spm is None:
        return Activity.STANDING
    runs_by_lift = (rhythm.lift if rhythm.low_lift is None else rhythm.low_lift) > RUNNING_LIFT
    cadence_spm = rhythm.cadence_spm * stretch
    runs_by_lift = runs_by_lift and not NOBODY_RUNS_SPM[0] < cadence_spm < NOBODY_RUNS_SPM[1]
    runs_by_pace = cadence_spm > MAX_WALK_SPM and rhythm.lift > RUNNING_LIFT / 2
    return Activity.RUNNING if runs_by_lift or runs_by_pace else Activity.WALKING


class Pace(StrEnum):
    """How the steps come, against how people walk or run by themselves."""

    SLOW = "slow"
    USUAL = "usual"
    FAST = "fast"


def pace_of(rhythm: Rhythm, stretch: float = 1.0) -> Pace:
    """Slow and fast alike may be a film that does not play at its true speed; usual without a rhythm.

    Source: docs/methods/following.md (Slow motion).
    """
    activity = activity_of(rhythm, stretch)
    if rhythm.cadence_spm is None or activity not in USUAL_PACE_SPM:
        return Pace.USUAL
    slowest_spm, fastest_spm = USUAL_PACE_SPM[activity]
    cadence_spm = rhythm.cadence_spm * stretch
    return Pace.SLOW if cadence_spm < slowest_spm else Pace.FAST if cadence_spm > fastest_spm else Pace.USUAL


def find_rhythm(time_s: FloatArray, landmarks_px: FloatArray, torso_px: FloatArray) -> Rhythm:
    """How high and how regularly the feet rise in turn.

    time_s (n,) in seconds, landmarks_px (n, 33, 2) and torso_px (n,) of the pictures in which the person is seen, free
    of NaN; holes between them are bridged by straight lines. The slow trend is taken out first, so that a body that
    comes nearer is no lift.
    Source: limits measured on rendered and real clips, docs/methods/following.md.
    """
    lift = (landmarks_px[:, ANKLE[Side.RIGHT], 1] - landmarks_px[:, ANKLE[Side.LEFT], 1]) / torso_px
    grid_s = even_grid(time_s, GRID_HZ)
    even = np.interp(grid_s, time_s, lift)
    even = even - np.polyval(np.polyfit(grid_s, even, 1), grid_s)
    low, high = np.percentile(even, [5, 95])
    stride_s, regularity = _period(even, STRIDE_S)
    if stride_s is not None and regularity > CLEAR_RHYTHM:
        return Rhythm(float(high - low), 120.0 / stride_s, regularity, _low_lift(even, stride_s))
    slow_stride_s, slow_regularity = _period(even, SLOW_STRIDE_S)
    if slow_stride_s is not None and slow_regularity > CLEAR_SLOW_RHYTHM:
        return Rhythm(float(high - low), 120.0 / slow_stride_s, slow_regularity, _low_lift(even, slow_stride_s))
    return Rhythm(float(high - low), None, regularity)


def _low_lift(even: FloatArray, stride_s: float) -> float:
    """The lift of the lower strides of those in which the feet move."""
    window = round(stride_s * GRID_HZ)
    lifts = np.ptp(np.lib.stride_tricks.sliding_window_view(even, window), axis=1)
    return float(np.percentile(lifts[lifts >= lifts.max() / 3], LOW_STRIDES))


def _period(even: FloatArray, bounds_s: tuple[float, float]) -> tuple[float | None, float]:
    """The shortest lag, in seconds, at which the curve is about as like itself as it ever is; None when there is none.

    Needs two whole periods and more, so that likeness is not chance.
    """
    longest = min(int(bounds_s[1] * GRID_HZ), int(len(even) / 2.2))
    power = float(np.mean(even**2))
    if longest < max(3, bounds_s[0] * GRID_HZ) or power == 0:
        return None, 0.0
    likeness = np.array([np.mean(even[lag:] * even[: len(even) - lag]) for lag in range(longest + 1)]) / power
    inner = np.arange(max(1, int(bounds_s[0] * GRID_HZ)), longest)
    peaks = inner[(likeness[inner] >= likeness[inner - 1]) & (likeness[inner] >= likeness[inner + 1])]
    if len(peaks) == 0:
        return None, 0.0
    best = likeness[peaks].max()
    first = int(peaks[likeness[peaks] >= best - NEARLY_AS_HIGH][0])
    return first / GRID_HZ, float(likeness[first])
