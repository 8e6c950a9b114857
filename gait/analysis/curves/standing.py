"""Quiet standing in a clip: when, and which steps are still part of setting off or stopping."""

from dataclasses import replace

import numpy as np

from gait.analysis.curves.filtering import spans
from gait.analysis.terms.landmarks import ANKLE, HIP
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import BoolArray, FloatArray, Pose
from gait.result.conventions import Side
from gait.result.reference import STANCES_WANTED
from gait.result.result import Stance

MIN_STANDING_S = 0.8
"""A shorter stop is no standing: at 110 steps a minute a single stance lasts 0.65 s."""
MIN_STANDING_FRAMES = 8
"""With a line among them: the median of fewer hangs on single frames."""
STILL_TORSO_PER_S = 0.20
"""Ankles and hips of a standing person move slower than this; a walking ankle is ten times faster."""
LIFTED_TORSOS = 0.12
"""A foot this far above the other one is off the ground; standing feet differ by a few hundredths."""
SETTLE_S = 0.15
"""Cut off at both ends, where the person still comes to rest or already sets off."""
SPEED_OVER_S = 0.33
"""Speed over a third of a second: frame to frame the trembling of the landmarks would be faster than any standing."""
SETTING_OFF_S = 1.0
"""Steps this close to standing are not yet, or no longer, steady walking."""


def leave_out_setting_off(stances: tuple[Stance, ...], readings: Readings) -> tuple[Stance, ...]:
    """Reject (S_UNSTEADY) the steps next to quiet standing, on sides that keep STANCES_WANTED without them.

    Source: docs/methods/pelvic_drop.md (Stances left out).
    """
    standing = np.flatnonzero(standing_frames(readings))
    if not len(standing):
        return stances
    first_s, last_s = readings.time_s[standing[0]], readings.time_s[standing[-1]]
    near = [
        s.used and first_s - SETTING_OFF_S < s.toe_off_s and s.initial_contact_s < last_s + SETTING_OFF_S
        for s in stances
    ]
    left = {side: sum(s.used and not n for s, n in zip(stances, near, strict=True) if s.side is side) for side in Side}
    return tuple(
        replace(s, used=False, reason="S_UNSTEADY") if n and left[s.side] >= STANCES_WANTED else s
        for s, n in zip(stances, near, strict=True)
    )


def standing_frames(readings: Readings) -> BoolArray:
    """(n,) True in the longest while of quiet standing on both feet, if it lasts MIN_STANDING_S; its edges left
    out.

    Source: docs/methods/pelvic_line.md (Zero).
    """
    return quiet_frames(readings.timeline, readings.pose, readings.subject.torso_px)


def quiet_frames(timeline: Timeline, pose: Pose, torso_px: FloatArray) -> BoolArray:
    """As standing_frames, before there are readings: n times, torso_px (n,) -> (n,).

    False where hips or ankles are not seen.
    Source: docs/methods/pelvic_line.md (Zero).
    """
    time_s = timeline.time_s
    if not np.isfinite(torso_px).any():  # nobody was followed
        return np.zeros(len(time_s), dtype=np.bool_)
    speed = body_speed(timeline, pose, torso_px)
    still = (np.nan_to_num(speed, nan=np.inf) < STILL_TORSO_PER_S) & on_both_feet(pose, torso_px)
    standing = np.zeros(len(still), dtype=np.bool_)
    whiles = [(time_s[stop - 1] - time_s[first], first, stop) for first, stop in spans(still)]
    if whiles and max(whiles)[0] >= MIN_STANDING_S:
        _, first, stop = max(whiles)
        inside = (time_s >= time_s[first] + SETTLE_S) & (time_s <= time_s[stop - 1] - SETTLE_S)
        standing[first:stop] = inside[first:stop]
    return standing


def on_both_feet(pose: Pose, torso_px: FloatArray) -> BoolArray:
    """(n,) True where neither ankle is LIFTED_TORSOS above the other; False where they are not seen.

    Source: standing ankles differ by 0.02 to 0.04 torso lengths on the clips of docs/methods/following.md (View).
    """
    ankles_px = pose.landmarks_px[:, list(ANKLE.values()), 1]
    apart_torsos = np.abs(ankles_px[:, 0] - ankles_px[:, 1]) / torso_px
    return np.asarray(np.nan_to_num(apart_torsos, nan=np.inf) < LIFTED_TORSOS)


def body_speed(timeline: Timeline, pose: Pose, torso_px: FloatArray) -> FloatArray:
    """(n,) speed of the fastest of ankles and hips over SPEED_OVER_S, torso lengths a second; NaN where not seen."""
    points_px = pose.landmarks_px[:, [*ANKLE.values(), *HIP.values()]]
    frames = max(1, round(SPEED_OVER_S / timeline.step_s))
    smooth_px = _running_median(points_px, frames)
    ahead = np.minimum(np.arange(len(smooth_px)) + frames // 2, len(smooth_px) - 1)
    back = np.maximum(np.arange(len(smooth_px)) - frames // 2, 0)
    wait_s = np.maximum(timeline.time_s[ahead] - timeline.time_s[back], 1e-6)
    moved_px = np.linalg.norm(smooth_px[ahead] - smooth_px[back], axis=-1).max(axis=1)
    return np.asarray(moved_px / wait_s / float(np.nanmedian(torso_px)))


def _running_median(values: FloatArray, width: int) -> FloatArray:
    """Median over width samples along the first axis, ends repeated."""
    half = width // 2
    padded = np.concatenate((np.repeat(values[:1], half, axis=0), values, np.repeat(values[-1:], half, axis=0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=0)
    return np.asarray(np.median(windows, axis=-1))
