"""Does the trunk pay for the pelvis? The compensation class of one stance side."""

from exercises.prescribing.types import Pattern
from gait.analysis.conventions import Activity

AWAY_LEAN_DEG = 3.0
RAISED_DROP_DEG = -2.0
RAISED_LEAN_DEG = 7.0
LEAN_CUTS_DEG = {Activity.RUNNING: (5.4, 7.2), Activity.WALKING: (5.0, 5.0)}
"""Partial from the first, compensated from the second. Running: +1 and +2 SD of Bramah 2018; walking: proposal."""


def compensation_pattern(
    grade: int | None, drop_deg: float | None, trunk_lean_deg: float | None, activity: Activity
) -> Pattern:
    """Class of one stance side.

    grade           0 none to 3 marked; None is read as none.
    drop_deg        contralateral pelvic drop, positive when the swing side is lower.
    trunk_lean_deg  positive toward the stance side; None (not measured) is read as upright.
    """
    has_drop = bool(grade)
    lean_deg = trunk_lean_deg or 0.0
    partial_deg, compensated_deg = LEAN_CUTS_DEG.get(activity, LEAN_CUTS_DEG[Activity.WALKING])
    if has_drop and lean_deg < -AWAY_LEAN_DEG:
        return Pattern.AWAY
    if has_drop:
        return Pattern.PARTIAL if lean_deg >= partial_deg else Pattern.UNCOMPENSATED
    is_raised = drop_deg is not None and drop_deg < RAISED_DROP_DEG and lean_deg >= RAISED_LEAN_DEG
    return Pattern.COMPENSATED if is_raised or lean_deg >= compensated_deg else Pattern.NONE
