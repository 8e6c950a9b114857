"""Signals -> steps: when the body is lowest, and which foot that moment belongs to.

The trunk bounces once a step. It is lowest in the middle of double support when walking and in the middle of stance
when running, whatever the view, the frame rate or the clothes: the strongest and least biased clock of a frontal
picture.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.signal import find_peaks

from gait.analysis.curves.filtering import low_pass, spans
from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, SHOULDER, TOE
from gait.analysis.terms.types import BoolArray, FloatArray, Signals, Subject
from gait.result.conventions import Activity, Side, View

BOUNCE_HZ = {Activity.WALKING: 3.0, Activity.RUNNING: 4.0}
"""Low-pass of the bounce: above the step rate (145 steps a minute are 2.4 a second, 200 are 3.3), below the trembling
of the pose, which would make several lows of one."""
DRIFT_HZ = 0.4
"""What is slower is somebody who comes nearer or goes away: the slowest walking has 0.8 steps a second. Taken off
positions only: the angle of the pelvis is never high-passed, or its mean and with it one side's drop would go."""
MIN_BOUNCE_TORSO = 0.006
"""Smaller bounces, 3 mm of half a metre, are noise of the pose; the hips of rendered walkers go up and down by 0.06 to
0.12."""
MIN_SHARE_OF_TYPICAL = 0.3
"""A low that is much shallower than the others of the clip is a ripple on one of them."""
DOUBLED, MISSED = 0.6, 1.5
"""Steps shorter or longer than these shares of the median are two found for one, or one lost."""
ODD_STRIDE = 0.20
"""A stride off the median by more than this share is not steady walking (docs/methods/events.md)."""
UNCLEAR_VOTE_TORSO = 0.02
"""Feet closer in height than this, 1 cm, do not contradict the turn that left and right take."""


@dataclass(frozen=True, slots=True)
class Step:
    """One lowest point of the body at low_s, seconds on the clock of the signals.

    Walking: side is the foot that has just landed, the other is about to leave. Running: side is the standing foot.
    section counts unbroken rows of steps. doubt is a reason code: S_ORDER when the feet themselves say the other
    side, S_UNSTEADY when the stride around this step is far from the usual one.
    """

    low_s: float
    side: Side
    section: int
    doubt: str | None = None


def find_steps(signals: Signals, subject: Subject) -> tuple[Step, ...]:
    """Steps in order of time; left and right alternate inside a section. Empty with fewer than two lows.

    NaN: where hips or shoulders are missing there are no lows; feet that are missing do not vote.
    Source: docs/methods/events.md.
    """
    lows_s = _drop_doubles(body_lows_s(signals, subject.activity))
    if len(lows_s) < 2:
        return ()
    votes = np.interp(lows_s, signals.time_s, _left_vote(signals, subject))
    gaps_s = np.diff(lows_s)
    is_step_missing = gaps_s > MISSED * np.median(gaps_s)
    sections = np.concatenate(([0], np.cumsum(is_step_missing)))
    unsteady = unsteady_steps(lows_s)
    steps: list[Step] = []
    for section in np.unique(sections):
        inside = np.flatnonzero(sections == section)
        steps += _alternate(lows_s[inside], votes[inside], int(section))
    return tuple(replace(step, doubt="S_UNSTEADY") if odd else step for step, odd in zip(steps, unsteady, strict=True))


def unsteady_steps(lows_s: FloatArray) -> BoolArray:
    """Which steps lie in an odd stride: lows_s (k,), seconds, rising -> (k,).

    True where the stride about a step (the one beside it at the ends) is off the median by more than ODD_STRIDE. All
    False with fewer than four steps, which show no usual stride.
    Source: docs/methods/events.md (Left out).
    """
    if len(lows_s) < 4:
        return np.zeros(len(lows_s), dtype=np.bool_)
    strides_s = lows_s[2:] - lows_s[:-2]
    about = np.concatenate((strides_s[:1], strides_s, strides_s[-1:]))
    return np.asarray(np.abs(about - np.median(strides_s)) > ODD_STRIDE * np.median(strides_s))


def body_lows_s(signals: Signals, activity: Activity) -> FloatArray:
    """Times (k,) at which hips and shoulders together are lowest, seconds, to a fraction of a sample.

    NaN: each span without a hole is searched alone; empty where nothing was seen. Raises KeyError for an activity
    without steps.
    Source: docs/methods/events.md.
    """
    trunk_px = np.mean([signals.landmarks_px[:, p, 1] for p in (*HIP.values(), *SHOULDER.values())], axis=0)
    depth = trunk_px / signals.torso_px
    depth = low_pass(depth, signals.rate_hz, BOUNCE_HZ[activity]) - low_pass(depth, signals.rate_hz, DRIFT_HZ)
    found: list[float] = []
    for first, stop in spans(np.isfinite(depth)):
        piece = depth[first:stop]
        peaks, shape = find_peaks(piece, prominence=MIN_BOUNCE_TORSO)
        if len(peaks):
            clear = shape["prominences"] >= MIN_SHARE_OF_TYPICAL * np.median(shape["prominences"])
            found += [signals.time_s[first] + vertex(piece, int(k)) / signals.rate_hz for k in peaks[clear]]
    return np.array(found)


def vertex(values: FloatArray, k: int) -> float:
    """Index of the top of the parabola through values[k - 1 : k + 2]; k itself at the ends and on a flat top.

    Without it contacts would sit on the samples, and 30 and 240 pictures a second would give different times.
    Source: docs/methods/events.md (Lows of the body).
    """
    if not 0 < k < len(values) - 1:
        return float(k)
    before, at, after = values[k - 1 : k + 2]
    bend = before - 2 * at + after
    return k + (0.5 * (before - after) / bend if abs(bend) > 1e-12 else 0.0)


def foot_height(signals: Signals, side: Side) -> FloatArray:
    """Ankle, heel and toe under the middle of the hips, in torso lengths, + = lower in the picture; (m,).

    NaN where hips, ankle, heel or toe are missing. The hips are taken off so that the bounce of the body does not vote.
    Source: docs/methods/events.md (Which foot).
    """
    foot_px = np.mean([signals.landmarks_px[:, p[side], 1] for p in (ANKLE, HEEL, TOE)], axis=0)
    hip_px = np.mean([signals.landmarks_px[:, p, 1] for p in HIP.values()], axis=0)
    return np.asarray((foot_px - hip_px) / signals.torso_px)


def _left_vote(signals: Signals, subject: Subject) -> FloatArray:
    """Positive where the feet say that a lowest point belongs to the left foot.

    Running: the standing foot is the lower one. Walking: the foot in front has landed, and in front means higher
    in the picture seen from behind and lower seen from the front (the camera looks down on the floor).
    """
    left_lower = foot_height(signals, Side.LEFT) - foot_height(signals, Side.RIGHT)
    left_lower = np.nan_to_num(left_lower)
    if subject.activity is Activity.RUNNING or subject.view is View.ANTERIOR:
        return left_lower
    return -left_lower


def _drop_doubles(lows_s: FloatArray) -> FloatArray:
    """Leave out lows that follow another too closely to be a step."""
    if len(lows_s) < 4:
        return lows_s
    typical_s = float(np.median(np.diff(lows_s)))
    kept = [float(lows_s[0])]
    for low_s in lows_s[1:]:
        if low_s - kept[-1] > DOUBLED * typical_s:
            kept.append(float(low_s))
    return np.array(kept)


def _alternate(lows_s: FloatArray, votes: FloatArray, section: int) -> list[Step]:
    """Give the lows of one section to left and right in turn, the way most of the feet say."""
    turn = (-1.0) ** np.arange(len(lows_s))
    first_is_left = bool(np.sum(votes * turn) >= 0)  # clear votes weigh more than doubtful ones
    steps = []
    for k, (low_s, vote) in enumerate(zip(lows_s, votes, strict=True)):
        side = Side.LEFT if (k % 2 == 0) == first_is_left else Side.RIGHT
        agrees = bool((vote >= 0) == (side is Side.LEFT)) or abs(vote) < UNCLEAR_VOTE_TORSO
        steps.append(Step(float(low_s), side, section, None if agrees else "S_ORDER"))
    return steps
