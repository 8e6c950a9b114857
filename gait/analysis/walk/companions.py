"""What goes with the drop: trunk, hip, knee, feet and rhythm, per side with the same stances.

All are read from the landmarks of the pose except the pelvic part of hip adduction. They are 2-D, from one camera, and
describe; only the trunk lean decides anything (the compensation class in judge.py).
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from gait.analysis.curves.filtering import low_pass
from gait.analysis.terms.landmarks import ANKLE, HIP, KNEE
from gait.analysis.terms.types import BoolArray, FloatArray, Signals
from gait.analysis.walk.lows import DRIFT_HZ
from gait.result.conventions import Side
from gait.result.result import Companions, Stance

MIN_STANCES_FOR_A_COMPANION = 3
"""The median of three bears one bad stance (docs/methods/companions.md)."""
MIDDLE_OF_STANCE = (0.3, 0.7)
"""Shares of a stance that are single support for certain: double support takes about a sixth of it at either end."""


def measure_companions(signals: Signals, stances: tuple[Stance, ...], *, frontal: bool) -> Companions:
    """Companion figures, medians over the used stances; None where fewer than three stances show one.

    Angles in degrees with the signs of Companions, the ratio without unit, cadence in steps a minute.

    frontal False (seen from the side, or askew) leaves the cadence only: nothing else is true in that picture.
    compensation stays None here: judge.py fills it in where the drop is known.

    NaN: a stance with a missing sample gives no figure and does not count.
    Source: docs/methods/companions.md.
    """
    used = tuple(s for s in stances if s.used and frontal)
    return Companions(
        cadence_spm=cadence_spm(stances),
        trunk_lean_deg=_per_side(signals, used, trunk_lean_deg),
        hip_adduction_deg=_per_side(signals, used, hip_adduction_deg),
        knee_fppa_deg=_per_side(signals, used, knee_fppa_deg),
        step_width_hip_ratio=step_width_hip_ratio(signals, used),
        compensation=dict.fromkeys(Side),
        trunk_away_deg=_per_side(signals, used, trunk_away_deg),
    )


def cadence_spm(stances: tuple[Stance, ...]) -> float | None:
    """Steps a minute: 120 over the median time between contacts of the same foot, both feet together.

    Left-out stances count too, for their contacts are real. A stance that is missing altogether makes one long stride,
    which the median bears. None with fewer than three strides.
    Source: docs/methods/companions.md.
    """
    strides_s = []
    for side in Side:
        contacts_s = [s.initial_contact_s for s in stances if s.side is side]
        strides_s += [b - a for a, b in pairwise(contacts_s)]
    if len(strides_s) < MIN_STANCES_FOR_A_COMPANION:
        return None
    return 120.0 / float(np.median(strides_s))


def trunk_lean_deg(signals: Signals, stance: Stance) -> float:
    """Largest lean towards the stance side between contact and toe-off, degrees; NaN where a sample is missing.

    Source: peak ipsilateral lean as in bramah2018; docs/methods/companions.md.
    """
    return float(np.max(_towards_stance(signals, stance)[_inside(signals, stance)]))


def trunk_away_deg(signals: Signals, stance: Stance) -> float:
    """Mean lean away from the stance side in the middle of stance, degrees; negative when it leans towards it.

    NaN where a sample is missing.
    Source: lean away with a drop is seen with lateral hip pain (allison2016); docs/methods/companions.md.
    """
    return float(-np.mean(_towards_stance(signals, stance)[_middle(signals, stance)]))


def hip_adduction_deg(signals: Signals, stance: Stance) -> float:
    """2-D hip adduction at its peak: thigh against the perpendicular of the pelvic line, + = thigh crosses inward.

    Degrees, between contact and toe-off; NaN where thigh or line is missing in a sample. The thigh comes from the
    landmarks of the pose, the line does not: only the sum of both is anatomical.
    Source: docs/methods/companions.md.
    """
    inside = _inside(signals, stance)
    thigh_px = (signals.landmarks_px[:, KNEE[stance.side]] - signals.landmarks_px[:, HIP[stance.side]])[inside]
    thigh_inward_deg = np.degrees(np.arctan2(_inward(stance.side, signals) * thigh_px[:, 0], thigh_px[:, 1]))
    drop_deg = stance.side.drop_sign * signals.obliquity_deg[inside]
    return float(np.max(thigh_inward_deg + drop_deg))


def knee_fppa_deg(signals: Signals, stance: Stance) -> float:
    """Knee frontal-plane projection angle, mean of mid-stance: shank against thigh, degrees, + = knee falls inward.

    NaN where a sample is missing.
    Source: docs/methods/companions.md.
    """
    return float(np.mean(knee_fppa_curve_deg(signals, stance.side)[_middle(signals, stance)]))


def companion_curves(signals: Signals) -> dict[str, FloatArray]:
    """Curves (m,) to show beside the pelvis, by the names they are written under; NaN where unknown.

    trunk_lean_deg: + to the patient's right. knee_fppa_<side>_deg: + = that knee falls inward.
    Source: docs/methods/companions.md.
    """
    return {
        "trunk_lean_deg": signals.trunk_lean_deg,
        **{f"knee_fppa_{side.value}_deg": knee_fppa_curve_deg(signals, side) for side in Side},
    }


def knee_fppa_curve_deg(signals: Signals, side: Side) -> FloatArray:
    """Shank against thigh at every sample, (m,), degrees, + = knee falls inward; NaN where hip, knee or ankle is.

    Angles against the vertical of the picture: camera roll cancels in the difference.
    Source: docs/methods/companions.md.
    """
    hip_px, knee_px, ankle_px = (signals.landmarks_px[:, p[side]] for p in (HIP, KNEE, ANKLE))
    inward = _inward(side, signals)
    thigh_deg = np.degrees(np.arctan2(inward * (knee_px - hip_px)[:, 0], (knee_px - hip_px)[:, 1]))
    shank_deg = np.degrees(np.arctan2(inward * (ankle_px - knee_px)[:, 0], (ankle_px - knee_px)[:, 1]))
    return np.asarray(thigh_deg - shank_deg)


def step_width_hip_ratio(signals: Signals, used: tuple[Stance, ...]) -> float | None:
    """Side-to-side distance of the ankles in their own mid-stances over the width of the hips; negative = crossing.

    used: stances that count, of both sides. Each ankle is taken against the slow drift of the hips, for the two stand
    at different times and the person wanders across the picture. None with fewer than three stances on a side, or
    where landmarks are missing. Too coarse for a number on the page: reference.step_width_category.
    Source: docs/methods/companions.md; categories after souza2016.
    """
    hips_px = np.stack([signals.landmarks_px[:, HIP[side], 0] for side in Side])
    drift_px = low_pass(hips_px.mean(axis=0), signals.rate_hz, DRIFT_HZ)
    place_px = {
        side: [
            float(np.mean((signals.landmarks_px[:, ANKLE[side], 0] - drift_px)[_middle(signals, s)]))
            for s in used
            if s.side is side
        ]
        for side in Side
    }
    if min(len(p) for p in place_px.values()) < MIN_STANCES_FOR_A_COMPANION:
        return None
    width_px = float(np.nanmedian(np.abs(hips_px[0] - hips_px[1])))
    right_of_left_px = float(np.nanmedian(place_px[Side.RIGHT]) - np.nanmedian(place_px[Side.LEFT]))
    ratio = signals.rightward * right_of_left_px / width_px
    return ratio if np.isfinite(ratio) else None


def _per_side(
    signals: Signals, used: tuple[Stance, ...], figure: Callable[[Signals, Stance], float]
) -> dict[Side, float | None]:
    """Median of a figure over the stances of each side, None below three finite ones."""
    sides: dict[Side, float | None] = {}
    for side in Side:
        values = [v for s in used if s.side is side and np.isfinite(v := figure(signals, s))]
        sides[side] = float(np.median(values)) if len(values) >= MIN_STANCES_FOR_A_COMPANION else None
    return sides


def _inside(signals: Signals, stance: Stance) -> BoolArray:
    return (signals.time_s >= stance.initial_contact_s) & (signals.time_s <= stance.toe_off_s)


def _middle(signals: Signals, stance: Stance) -> BoolArray:
    first, last = (
        stance.initial_contact_s + p * (stance.toe_off_s - stance.initial_contact_s) for p in MIDDLE_OF_STANCE
    )
    return (signals.time_s >= first) & (signals.time_s <= last)


def _towards_stance(signals: Signals, stance: Stance) -> FloatArray:
    """Trunk lean with + towards the stance side; the series itself is + towards the patient's right."""
    return signals.trunk_lean_deg if stance.side is Side.RIGHT else -signals.trunk_lean_deg


def _inward(side: Side, signals: Signals) -> int:
    """Image direction from this leg towards the middle of the body."""
    return -signals.rightward if side is Side.RIGHT else signals.rightward
