"""Stances and the obliquity curve -> peak contralateral pelvic drop per stance and per side.

The curve is filtered first and the peak taken afterwards: the highest raw frame overstates the drop by 0.6 to 2
degrees.
"""

from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.terms.landmarks import HIP
from gait.analysis.terms.types import FloatArray, PelvicLine, Signals
from gait.analysis.terms.uncertainty import ErrorParts, error_parts
from gait.result.conventions import Side
from gait.result.reference import MIN_MARKED_STANCES, MIN_STANCES_FOR_A_SIDE
from gait.result.result import Stance, Zero
from gait.result.sources import SOURCES

MAX_MISSING_SHARE = 0.10
"""Of a stance without hips or without the line. With more the peak may lie in the hole, and what is left reads too
small."""
UNSURE_SIGMA_DEG = 5.0
"""Mean error of one frame over a stance. For scale: always answering 0 has an RMS error of 4.8 degrees a frame on the
rendered clips, so such a stance says nothing."""
OUTLIER_MADS = 3.5
MAD_TO_SD = 1.4826
"""Outlier rule of docs/methods/pelvic_drop.md. The factor makes the median absolute deviation of normal values their
standard deviation."""
MIN_PEAKS_FOR_OUTLIERS = 4
"""Among three peaks the median deviation hangs on one of them, and the rule would throw out good stances."""
MIN_SPREAD_DEG = 0.4
"""Very steady walkers must not lose stances to a rule of their own steadiness."""


@dataclass(frozen=True, slots=True)
class SideDrop:
    """Mean peak drop over the used stances of one side, or None values with the number of stances that there were.

    drop_deg  degrees, + = swing side lower; sd_deg: between stances, ddof 1.
    used, rejected: numbers of stances; hidden: those of the rejected in which the line of the pelvis was missing.
    errors    the parts of the interval, None with drop_deg.
    is_unmarked: the picture carries a person's marks to this side, of which no picture was marked.
    reason    why there is no number, where it is not the number of clear steps or a hidden line.
    """

    drop_deg: float | None
    sd_deg: float | None
    used: int
    rejected: int
    errors: ErrorParts | None
    hidden: int = 0
    is_unmarked: bool = False
    reason: str | None = None


def measure_stances(signals: Signals, stances: tuple[Stance, ...]) -> tuple[Stance, ...]:
    """Peak drop of every stance: the maximum between initial contact and toe-off, and when.

    peak_drop_deg is in degrees, + = swing side lower; peak_s is on the clock of signals. A stance is left out (used
    False) with a reason: S_CUT (its hip is missing in more than MAX_MISSING_SHARE of it), S_HIPS_HIDDEN (the line is),
    S_UNSURE (mean sigma above UNSURE_SIGMA_DEG), S_OUTLIER (peak further than OUTLIER_MADS scaled median deviations
    from those of its side). A reason that it had already stays. Peaks of left-out stances stay visible where there
    are any.

    NaN: samples without a line do not count for the peak; S_CUT and S_HIPS_HIDDEN leave it None.
    Source: docs/methods/pelvic_drop.md.
    """
    peaked = [_with_peak(signals, stance) for stance in stances]
    limits = {side: _outlier_limits(peaked, side) for side in Side}
    return tuple(_without_outliers(stance, *limits[stance.side]) for stance in peaked)


def measure_side(
    stances: tuple[Stance, ...], side: Side, line: PelvicLine, zero: Zero, view_sigma_deg: float = 0.0
) -> SideDrop:
    """Mean, spread and error parts of one side; no number from fewer than MIN_STANCES_FOR_A_SIDE used stances.

    Where marks show the pelvis MIN_MARKED_STANCES are enough: then the spread is that of both sides together, each
    about its own mean, with the degrees of freedom that leaves. view_sigma_deg: one standard deviation of the lean that
    comes of a camera askew (Askew.sigma_deg).
    Source: a stable mean needs 6.3 steps (dingenen2018b), fewer than four give no result; docs/methods/pelvic_drop.md.
    """
    own = [s for s in stances if s.side is side]
    peaks_deg = _used_peaks_deg(stances, side)
    rejected = len(own) - len(peaks_deg)
    least = MIN_MARKED_STANCES if SOURCES[line.source].is_marked else MIN_STANCES_FOR_A_SIDE
    if len(peaks_deg) < least:
        hidden = sum(s.reason == "S_HIPS_HIDDEN" for s in own)
        return SideDrop(None, None, len(peaks_deg), rejected, None, hidden)
    sd_deg, freedom = float(np.std(peaks_deg, ddof=1)), len(peaks_deg) - 1
    if len(peaks_deg) < MIN_STANCES_FOR_A_SIDE:
        sd_deg, freedom = _spread_of_both(stances)
    errors = error_parts(sd_deg, len(peaks_deg), line, zero, view_sigma_deg, freedom=freedom)
    return SideDrop(float(np.mean(peaks_deg)), sd_deg, len(peaks_deg), rejected, errors)


def _spread_of_both(stances: tuple[Stance, ...]) -> tuple[float, int]:
    """Standard deviation of the used peaks about the mean of their side, and its degrees of freedom."""
    sides_deg = [_used_peaks_deg(stances, side) for side in Side]
    freedom = sum(len(peaks_deg) - 1 for peaks_deg in sides_deg if len(peaks_deg))
    squares = sum(((peaks_deg - peaks_deg.mean()) ** 2).sum() for peaks_deg in sides_deg if len(peaks_deg))
    return float(np.sqrt(squares / freedom)), freedom


def _used_peaks_deg(stances: tuple[Stance, ...], side: Side) -> FloatArray:
    return np.array([s.peak_drop_deg for s in stances if s.side is side and s.used and s.peak_drop_deg is not None])


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
    if len(peaks_deg) < MIN_PEAKS_FOR_OUTLIERS:
        return -np.inf, np.inf
    middle_deg = float(np.median(peaks_deg))
    spread_deg = MAD_TO_SD * float(np.median(np.abs(np.array(peaks_deg) - middle_deg)))
    reach_deg = OUTLIER_MADS * max(spread_deg, MIN_SPREAD_DEG)
    return middle_deg - reach_deg, middle_deg + reach_deg


def _without_outliers(stance: Stance, low_deg: float, high_deg: float) -> Stance:
    if stance.used and stance.peak_drop_deg is not None and not low_deg <= stance.peak_drop_deg <= high_deg:
        return _left_out(stance, "S_OUTLIER")
    return stance
