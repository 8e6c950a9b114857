"""Signals -> when the body is lowest: once a step, in the middle of double support or of a running stance.

The trunk bounces once a step. It is lowest in the middle of double support when walking and in the middle of stance
when running, whatever the view, the frame rate or the clothes: the least biased clock of a frontal picture. Single lows
are noisy, and a camera in a hand bobs the trunk along. So the feet give the pace (foot_clock.py), and the bounce of the
whole clip says where in it the body is low; only where the feet do not tell is each low looked for alone.
"""

import numpy as np
from scipy.signal import find_peaks

from gait.analysis.curves.filtering import low_pass, spans
from gait.analysis.terms.landmarks import HIP, SHOULDER
from gait.analysis.terms.types import BoolArray, FloatArray, Signals
from gait.analysis.walk.foot_clock import stride_phase
from gait.result.conventions import Activity

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
MIN_CLEARNESS = 2.0
"""Of the bounce against what is left of it in as many steps: less is chance, as before a camera that shakes hard."""
MIN_CLOCKED_STEPS = 4
"""With fewer, where in a step the body is low hangs on one of them."""
CHANGE_S = 5.0
CHANGE_RIDGE = 0.02
"""The place of the low in the stride of the feet changes slowly with the distance of a person who walks away: how much
in so many seconds is fitted, held back by this share of all samples."""


def body_lows_s(signals: Signals, activity: Activity) -> FloatArray:
    """Times (k,) at which hips and shoulders together are lowest, seconds, rising, to a fraction of a sample.

    NaN: each span without a hole is searched alone; empty where nothing was seen. Raises KeyError for an activity
    without steps.
    Source: docs/methods/events.md.
    """
    depth = _depth_torsos(signals, activity)
    clocked_s = _lows_by_the_feet(signals, depth)
    return clocked_s if len(clocked_s) >= MIN_CLOCKED_STEPS else _lows_one_by_one(signals, depth)


def _depth_torsos(signals: Signals, activity: Activity) -> FloatArray:
    """Height of the trunk in the picture, + = lower, without what is slower or faster than the bounce; (m,)."""
    trunk_px = np.mean([signals.landmarks_px[:, p, 1] for p in (*HIP.values(), *SHOULDER.values())], axis=0)
    rate_hz = signals.rate_hz
    return (low_pass(trunk_px, rate_hz, BOUNCE_HZ[activity]) - low_pass(trunk_px, rate_hz, DRIFT_HZ)) / signals.torso_px


def _lows_one_by_one(signals: Signals, depth: FloatArray) -> FloatArray:
    found: list[float] = []
    for first, stop in spans(np.isfinite(depth)):
        piece = depth[first:stop]
        peaks, shape = find_peaks(piece, prominence=MIN_BOUNCE_TORSO)
        if len(peaks):
            clear = shape["prominences"] >= MIN_SHARE_OF_TYPICAL * np.median(shape["prominences"])
            found += [signals.time_s[first] + vertex(piece, int(k)) / signals.rate_hz for k in peaks[clear]]
    return np.array(found)


def _lows_by_the_feet(signals: Signals, depth: FloatArray) -> FloatArray:
    """One low a step of the feet, where in it the bounce of the whole clip says; empty where the two do not tell."""
    phase = stride_phase(signals)
    known = np.isfinite(phase) & np.isfinite(depth)
    if known.sum() < signals.rate_hz:
        return np.empty(0)
    turn = _step_turn(signals.time_s, phase, depth, known)
    if turn is None:
        return np.empty(0)
    steps = 2 * phase - turn  # a whole number at every low
    found: list[float] = []
    for first, stop in spans(known):
        rising = np.maximum.accumulate(steps[first:stop])
        whole = np.arange(np.ceil(rising[0]), np.floor(rising[-1]) + 1)
        found += np.interp(whole, rising, signals.time_s[first:stop]).tolist()
    return np.array(found)


def _step_turn(time_s: FloatArray, phase: FloatArray, depth: FloatArray, known: BoolArray) -> FloatArray | None:
    """By how much of a step (m,) the body's lows lie behind the whole steps of the feet; None where that is not clear.

    The bounce is fitted by a sine at twice the pace of the stride, which may change slowly, and one at the pace itself
    for those who bounce more on one leg.
    """
    bounce, limp = np.exp(4j * np.pi * phase[known]), np.exp(2j * np.pi * phase[known])
    since = (time_s - time_s[known].mean()) / CHANGE_S
    shapes = [part for wave in (bounce, since[known] * bounce, limp) for part in (wave.real, wave.imag)]
    fit = np.stack(shapes, axis=1)
    ridge = np.diag([0.0, 0.0, CHANGE_RIDGE, CHANGE_RIDGE, 0.0, 0.0]) * len(fit)
    size = np.linalg.solve(fit.T @ fit + ridge + 1e-9 * np.eye(6), fit.T @ depth[known])
    rest = float(np.std(depth[known] - fit @ size))
    steps = 2 * float(np.abs(np.diff(phase[known])).sum())
    height = float(np.hypot(size[0], size[1]))
    if height < MIN_BOUNCE_TORSO / 2 or height < MIN_CLEARNESS * rest / np.sqrt(max(1.0, steps)):
        return None
    turning = np.arctan2(size[1] + since * size[3], size[0] + since * size[2])
    return np.asarray(np.unwrap(turning) / (2 * np.pi))


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
