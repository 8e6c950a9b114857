"""Where zero is: the camera's roll, or better, the person's own quiet standing in the same clip."""

import numpy as np

from gait.analysis.conventions import RollOrigin
from gait.analysis.filtering import runs
from gait.analysis.landmarks import ANKLE, HIP
from gait.analysis.readings import Readings
from gait.analysis.types import BoolArray, FloatArray, Zero

SHORTEST_STANDING_S = 0.8
STILL_TORSO_PER_S = 0.20
"""Ankles and hips of a standing person move slower than this; a walking ankle is ten times faster."""
SETTLE_S = 0.15
STANDING_SIGMA_DEG = 0.5
"""How well quiet standing repeats as a zero: half a degree on rendered clips with known truth."""


def find_zero(readings: Readings) -> Zero:
    """Quiet standing in the clip when there is some, otherwise the camera's roll.

    A roll that a therapist drew goes before standing: they have said what is level.
    """
    roll = readings.roll
    standing_deg = standing_angle_deg(readings)
    over_horizon_deg = None if standing_deg is None else standing_deg - roll.value_deg
    if standing_deg is None or roll.origin is RollOrigin.CLICKS:
        return Zero(roll.value_deg, roll.sigma_deg, relative=False, standing_obliquity_deg=over_horizon_deg)
    return Zero(standing_deg, STANDING_SIGMA_DEG, relative=True, standing_obliquity_deg=over_horizon_deg)


def standing_angle_deg(readings: Readings) -> float | None:
    """Median of the raw pelvic line while the person stands still on both feet; None without such a while."""
    if readings.line is None:
        return None
    angles_deg = readings.line.angle_deg[standing_frames(readings)]
    angles_deg = angles_deg[np.isfinite(angles_deg)]
    return float(np.median(angles_deg)) if len(angles_deg) >= 8 else None


def standing_frames(readings: Readings) -> BoolArray:
    """(n,) True in the longest while of quiet standing, if it lasts SHORTEST_STANDING_S; its edges left out."""
    speed = body_speed(readings)
    still = np.nan_to_num(speed, nan=np.inf) < STILL_TORSO_PER_S
    standing = np.zeros(len(still), dtype=np.bool_)
    whiles = [(readings.time_s[stop - 1] - readings.time_s[first], first, stop) for first, stop in runs(still)]
    if whiles and max(whiles)[0] >= SHORTEST_STANDING_S:
        _, first, stop = max(whiles)
        inside = (readings.time_s >= readings.time_s[first] + SETTLE_S) & (
            readings.time_s <= readings.time_s[stop - 1] - SETTLE_S
        )
        standing[first:stop] = inside[first:stop]
    return standing


def body_speed(readings: Readings) -> FloatArray:
    """(n,) speed of the fastest of ankles and hips over a third of a second, in torso lengths a second."""
    points_px = readings.pose.landmarks_px[:, [*ANKLE.values(), *HIP.values()]]
    frames = max(1, round(0.33 / float(np.median(np.diff(readings.time_s)))))
    smooth_px = _running_median(points_px, frames)
    ahead = np.minimum(np.arange(len(smooth_px)) + frames // 2, len(smooth_px) - 1)
    back = np.maximum(np.arange(len(smooth_px)) - frames // 2, 0)
    wait_s = np.maximum(readings.time_s[ahead] - readings.time_s[back], 1e-6)
    moved_px = np.linalg.norm(smooth_px[ahead] - smooth_px[back], axis=-1).max(axis=1)
    return np.asarray(moved_px / wait_s / float(np.nanmedian(readings.subject.torso_px)))


def _running_median(values: FloatArray, width: int) -> FloatArray:
    """Median over width samples along the first axis, ends repeated."""
    half = width // 2
    padded = np.concatenate((np.repeat(values[:1], half, axis=0), values, np.repeat(values[-1:], half, axis=0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=0)
    return np.asarray(np.median(windows, axis=-1))
