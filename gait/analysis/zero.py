"""Where zero is: the camera's roll, or better, the person's own quiet standing in the same clip."""

import numpy as np

from gait.analysis.conventions import RollOrigin
from gait.analysis.readings import Readings
from gait.analysis.standing import standing_frames
from gait.analysis.types import Zero

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
