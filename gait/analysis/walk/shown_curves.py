"""Curves of the signals' even clock -> one value a frame of the clip, NaN where none may be shown."""

import numpy as np

from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import FloatArray, Signals
from gait.analysis.walk.signals import back_to_frames
from gait.result.conventions import ZeroReference
from gait.result.result import Zero


def obliquity_shown(
    readings: Readings, signals: Signals, zero: Zero, *, is_named: bool, is_by_hand: bool
) -> dict[str, FloatArray]:
    """obliquity_deg and sigma_deg (n,), degrees in the sense of PelvicLine, in every frame; by hand in the
    marked ones only, for no curve lies between them.

    Where nothing shows zero there is none: a curve against any level would show which side falls more.
    is_named: is it known which side is left?
    Source: docs/methods/pelvic_line.md (Zero).
    """
    is_known = is_named and zero.reference is not ZeroReference.NONE
    unknown_deg = np.full(len(readings.time_s), np.nan)
    if is_by_hand and readings.line is not None:
        marked_deg = readings.line.angle_deg - zero.offset_deg
        return {"obliquity_deg": marked_deg if is_known else unknown_deg, "sigma_deg": readings.line.sigma_deg}
    obliquity_deg = back_to_frames(signals.obliquity_deg, signals, readings.time_s)
    return {
        "obliquity_deg": obliquity_deg if is_known else unknown_deg,
        "sigma_deg": back_to_frames(signals.sigma_deg, signals, readings.time_s),
    }


def companion_shown(curve_deg: FloatArray, signals: Signals, readings: Readings) -> FloatArray:
    """A companion's curve (m,) in degrees as (n,), one value a frame; all NaN in a picture that is not frontal.

    Source: docs/methods/companions.md.
    """
    if not readings.subject.measurable:
        return np.full(len(readings.time_s), np.nan)
    return back_to_frames(curve_deg, signals, readings.time_s)
