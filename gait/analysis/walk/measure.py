"""Stances and the obliquity curve -> peak contralateral pelvic drop per stance and per side.

The curve is filtered first and the peak taken afterwards: the highest raw frame overstates the drop (clinical.md 4.1).
"""

from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.terms.landmarks import HIP
from gait.analysis.terms.types import PelvicLine, Signals
from gait.analysis.terms.uncertainty import ErrorParts, error_parts
from gait.result.conventions import Side
from gait.result.reference import MIN_STANCES_FOR_A_SIDE
from gait.result.result import Stance, Zero

MAX_MISSING_SHARE = 0.10
UNSURE_SIGMA_DEG = 5.0
OUTLIER_MADS = 3.5
MAD_TO_SD = 1.4826
MIN_SPREAD_DEG = 0.4
"""Very steady walkers must not lose stances to a rule of their own steadiness."""


@dataclass(frozen=True, slots=True)
class SideDrop:
    """Mean peak drop over the used stances of one side, or None values with the number of stances that there were.

    hidden: stances left out because the line of the pelvis was missing in them.
    """

    drop_deg: float | None
    sd_deg: float | None
    used: int
    rejected: int
    errors: ErrorParts | None
    hidden: int = 0


def measure_stances(signals: Signals, stances: tuple[Stance, ...]) -> tuple[Stance, ...]:
    """Peak drop of every stance: the maximum between initial contact and toe-off, and when.

    A stance is left out (used False) when the line is missing in a tenth of it or too unsure, or when its peak lies
    far from the others of its side. Peaks of left-out stances stay visible where there are any.
    """
    peaked = [_with_peak(signals, stance) for stance in stances]
    limits = {side: _outlier_limits(peaked, side) for side in Side}
    return tuple(_without_outliers(stance, *limits[stance.side]) for stance in peaked)


def measure_side(
    stances: tuple[Stance, ...], side: Side, line: PelvicLine, zero: Zero, view_sigma_deg: float = 0.0
) -> SideDrop:
    """Mean, spread and error parts of one side; no number from fewer than MIN_STANCES_FOR_A_SIDE used stances."""
    own = [s for s in stances if s.side is side]
    peaks_deg = np.array([s.peak_drop_deg for s in own if s.used and s.peak_drop_deg is not None])
    rejected = len(own) - len(peaks_deg)
    if len(peaks_deg) < MIN_STANCES_FOR_A_SIDE:
        hidden = sum(s.reason == "S_HIPS_HIDDEN" for s in own)
        return SideDrop(None, None, len(peaks_deg), rejected, None, hidden)
    sd_deg = float(np.std(peaks_deg, ddof=1))
    errors = error_parts(sd_deg, len(peaks_deg), line, zero, view_sigma_deg)
    return SideDrop(float(np.mean(peaks_deg)), sd_deg, len(peaks_deg), rejected, errors)


def _with_peak(signals: Signals, stance: Stance) -> Stance:
    inside = (signals.time_s >= stance.initial_contact_s) & (signals.time_s <= stance.toe_off_s)
    drop_deg = stance.side.drop_sign * signals.obliquity_deg[inside]
    if np.mean(~np.isfinite(signals.landmarks_px[inside, HIP[stance.side], 0])) > MAX_MISSING_SHARE:
        return _left_out(stance, "S_CUT")
    if not len(drop_deg) or np.mean(~np.isfinite(drop_deg)) > MAX_MISSING_SHARE:
        return _left_out(stance, "S_HIPS_HIDDEN")
    highest = int(np.nanargmax(drop_deg))
    peaked = replace(stance, peak_drop_deg=float(drop_deg[highest]), peak_s=float(signals.time_s[inside][highest]))
    if float(np.nanmean(signals.sigma_deg[inside])) > UNSURE_SIGMA_DEG:
        return _left_out(peaked, "S_UNSURE")
    return peaked


def _left_out(stance: Stance, reason: str) -> Stance:
    return replace(stance, used=False, reason=stance.reason or reason)


def _outlier_limits(stances: list[Stance], side: Side) -> tuple[float, float]:
    peaks_deg = [s.peak_drop_deg for s in stances if s.side is side and s.used and s.peak_drop_deg is not None]
    if len(peaks_deg) < 4:
        return -np.inf, np.inf
    middle_deg = float(np.median(peaks_deg))
    spread_deg = MAD_TO_SD * float(np.median(np.abs(np.array(peaks_deg) - middle_deg)))
    reach_deg = OUTLIER_MADS * max(spread_deg, MIN_SPREAD_DEG)
    return middle_deg - reach_deg, middle_deg + reach_deg


def _without_outliers(stance: Stance, low_deg: float, high_deg: float) -> Stance:
    if stance.used and stance.peak_drop_deg is not None and not low_deg <= stance.peak_drop_deg <= high_deg:
        return _left_out(stance, "S_OUTLIER")
    return stance
