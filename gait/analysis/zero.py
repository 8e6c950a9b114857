"""Where zero is: the camera's roll, or better, the person's own quiet standing, here or in another recording."""

import numpy as np

from gait.analysis.conventions import RollOrigin
from gait.analysis.readings import Readings, has_degrees
from gait.analysis.standing import standing_frames
from gait.analysis.types import CameraRoll, StandingZero, Zero

STANDING_SIGMA_DEG = 0.5
"""How well quiet standing repeats as a zero: half a degree on rendered clips with known truth."""

OTHER_RECORDING_SIGMA_DEG = 0.7
"""The same when the person has stepped off and on between two recordings; a proposal, not yet measured."""

SAME_CAMERA_DEG = 1.0
"""Two recordings whose rolls differ by less were made by a camera that nobody moved; its roll then drops out."""


def find_zero(readings: Readings, elsewhere: StandingZero | None = None) -> Zero:
    """Quiet standing in the clip when there is some, else in another recording of this visit, else the camera's roll.

    A roll that a therapist drew goes before standing: they have said what is level.
    """
    roll = readings.roll
    standing_deg = standing_angle_deg(readings)
    if standing_deg is not None:
        zero = Zero(standing_deg, STANDING_SIGMA_DEG, True, standing_deg - roll.value_deg)
    elif elsewhere is not None and readings.line is not None:
        zero = _from_elsewhere(elsewhere, readings, roll)
    else:
        return Zero(roll.value_deg, roll.sigma_deg, relative=False, standing_obliquity_deg=None)
    if roll.origin is RollOrigin.CLICKS:
        return Zero(roll.value_deg, roll.sigma_deg, False, zero.standing_obliquity_deg)
    return zero


def standing_in(readings: Readings) -> StandingZero | None:
    """This recording's quiet standing, for the zero of other recordings; None without any or without a trusted line."""
    line_deg = standing_angle_deg(readings)
    if line_deg is None or readings.line is None or not has_degrees(readings):
        return None
    roll = readings.roll
    return StandingZero(line_deg, STANDING_SIGMA_DEG, roll.value_deg, roll.sigma_deg, readings.line.source)


def standing_angle_deg(readings: Readings) -> float | None:
    """Median of the raw pelvic line while the person stands still on both feet; None without such a while."""
    if readings.line is None:
        return None
    angles_deg = readings.line.angle_deg[standing_frames(readings)]
    angles_deg = angles_deg[np.isfinite(angles_deg)]
    return float(np.median(angles_deg)) if len(angles_deg) >= 8 else None


def _from_elsewhere(standing: StandingZero, readings: Readings, roll: CameraRoll) -> Zero:
    """A moved camera brings the error of both rolls; another source of the line brings its own constant error."""
    obliquity_deg = standing.line_deg - standing.roll_deg
    is_moved = abs(roll.value_deg - standing.roll_deg) > SAME_CAMERA_DEG
    rolls_deg = np.hypot(roll.sigma_deg, standing.roll_sigma_deg) if is_moved else 0.0
    line = readings.line
    is_other_source = line is not None and line.source is not standing.source
    line_deg = line.bias_sigma_deg if line is not None and is_other_source else 0.0
    sigma_deg = float(np.sqrt(standing.sigma_deg**2 + OTHER_RECORDING_SIGMA_DEG**2 + rolls_deg**2 + line_deg**2))
    offset_deg = obliquity_deg + roll.value_deg if is_moved else standing.line_deg
    return Zero(offset_deg, sigma_deg, relative=True, standing_obliquity_deg=obliquity_deg)
