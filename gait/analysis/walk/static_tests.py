"""Standing on one leg and stepping down: holds and repetitions, and the pelvic drop in them.

Nobody walks here, so stances come from what the feet and hips do: a lifted foot is a hold of the other leg, a sinking
pelvis is a repetition of the leg whose foot stays where it is. Same line, same zero, same signs as in walking.
"""

from dataclasses import replace

import numpy as np
from scipy.signal import find_peaks

from gait.analysis.curves.filtering import low_pass, spans
from gait.analysis.curves.standing import LIFTED_TORSOS
from gait.analysis.terms.landmarks import ANKLE, HIP
from gait.analysis.terms.types import BoolArray, FloatArray, PelvicLine, Signals
from gait.analysis.terms.uncertainty import ErrorParts, error_parts
from gait.analysis.walk.companions import knee_fppa_curve_deg
from gait.result.conventions import Activity, Side
from gait.result.result import Zero
from gait.result.static_result import Hold, Repetition, StaticSide, StaticTest

STATIC_TESTS = (Activity.SINGLE_LEG_STANCE, Activity.STEP_DOWN)

FOOT_HZ, HIP_HZ = 4.0, 2.0
"""Low-pass of the height of feet and hips for timing; lifting a foot and sinking take half a second and more."""
MIN_HOLD_S, TOUCHED_S = 1.5, 0.3
"""A shorter while on one leg is a step, and SETTLE_S goes off either end of it. A gap of TOUCHED_S between two whiles
is trembling of the landmarks at the threshold; a longer one is a touch of the floor."""
SETTLE_S = 0.5
"""Lifting and lowering the foot is not part of the hold."""
WORST_OVER_S = 0.5
"""The worst drop is the highest mean over this long: a flicker of the line is no drop."""
MIN_KNOWN_SHARE = 0.5
"""Of a hold, with a line; with less its mean would be that of some other while."""

MIN_DEPTH_TORSOS = 0.06
"""The hips sink at least this far in a step down: 3 cm."""
EDGE_OF_DEPTH = 0.2
"""A repetition begins and ends at this share of its depth: standing before and after is not part of it."""
MIN_REPETITIONS = 3
"""Two make no useful interval: with one degree of freedom Student's factor is 12.7, with two 4.3."""


def measure_static_test(signals: Signals, activity: Activity, line: PelvicLine | None, zero: Zero) -> StaticTest:
    """Holds or repetitions, and each leg's figures. Degrees are None where the pelvic line is not known.

    line None: no line may be read in degrees; times and repetitions are given all the same. Drops are in degrees,
    + = the side of the lifted leg lower; lean + = towards the standing leg; times on the clock of signals.
    Source: docs/methods/static_tests.md. No reference values were confirmed, so nothing is graded.
    """
    if activity is Activity.STEP_DOWN:
        repetitions = find_repetitions(signals)
        sides = {side: _side_of_repetitions(repetitions, side, line, zero) for side in Side}
        return StaticTest(activity, (), repetitions, sides)
    holds = tuple(_with_degrees(hold, signals, line, zero) for hold in find_holds(signals))
    return StaticTest(activity, holds, (), {side: _side_of_holds(holds, side) for side in Side})


def find_holds(signals: Signals) -> tuple[Hold, ...]:
    """Every while on one leg that lasts MIN_HOLD_S, in order of time; a touch of the floor ends it.

    side is the standing leg, hold_s the whole while in seconds, degrees still None. until_end: the clip stopped first,
    so the hold lasted at least that long. Where a foot is not seen nobody stands on one leg.
    Source: docs/methods/static_tests.md.
    """
    lowered = lower_foot_torsos(signals)
    found = []
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        up = _bridged(sign * lowered > LIFTED_TORSOS, round(TOUCHED_S * signals.rate_hz))
        for first, stop in spans(up):
            from_s, to_s = float(signals.time_s[first]), float(signals.time_s[stop - 1])
            if to_s - from_s >= MIN_HOLD_S:
                found.append(Hold(side, from_s, to_s, to_s - from_s, until_end=stop == len(up)))
    return tuple(sorted(found, key=lambda hold: hold.from_s))


def lower_foot_torsos(signals: Signals) -> FloatArray:
    """(m,) how much lower the left foot is than the right one, in torso lengths; 0 where both stand, and where unseen.

    What the two differ by while both stand (floor seen askew, one foot further back) is taken off, if they stand for
    half a second in all.
    """
    difference_px = signals.landmarks_px[:, ANKLE[Side.LEFT], 1] - signals.landmarks_px[:, ANKLE[Side.RIGHT], 1]
    difference = low_pass(difference_px, signals.rate_hz, FOOT_HZ) / signals.torso_px
    level = difference[np.abs(difference) < LIFTED_TORSOS]
    return np.asarray(np.nan_to_num(difference - (np.median(level) if len(level) > signals.rate_hz / 2 else 0.0)))


def find_repetitions(signals: Signals) -> tuple[Repetition, ...]:
    """Every sinking of the hips, with the leg whose foot stays in place; peaks are NaN-free or None.

    A sinking counts from MIN_DEPTH_TORSOS on. Angles in degrees with the signs of Repetition.
    NaN: each span in which the hips are seen is searched alone; a peak is None with a tenth of it missing.
    Source: docs/methods/static_tests.md.
    """
    hips_px = np.mean([signals.landmarks_px[:, p, 1] for p in HIP.values()], axis=0)
    depth = low_pass(hips_px, signals.rate_hz, HIP_HZ) / signals.torso_px
    found: list[Repetition] = []
    for first, stop in spans(np.isfinite(depth)):
        piece = depth[first:stop]
        bottoms, shape = find_peaks(piece, prominence=MIN_DEPTH_TORSOS)
        for bottom, prominence in zip(bottoms, shape["prominences"], strict=True):
            shallow = piece < piece[bottom] - (1 - EDGE_OF_DEPTH) * prominence
            before, after = np.flatnonzero(shallow[:bottom]), np.flatnonzero(shallow[bottom:])
            if len(before) and len(after):
                window = slice(first + int(before[-1]), first + int(bottom) + int(after[0]) + 1)
                found.append(_repetition(signals, window, first + int(bottom)))
    return tuple(found)


def _repetition(signals: Signals, window: slice, bottom: int) -> Repetition:
    travel = {side: _travel(signals.landmarks_px[window, ANKLE[side]]) for side in Side}
    side = min(Side, key=lambda each: travel[each])
    drop_deg = side.drop_sign * signals.obliquity_deg[window]
    lean_deg = (1 if side is Side.RIGHT else -1) * signals.trunk_lean_deg[window]
    return Repetition(
        side=side,
        from_s=float(signals.time_s[window][0]),
        bottom_s=float(signals.time_s[bottom]),
        to_s=float(signals.time_s[window][-1]),
        peak_drop_deg=_highest(drop_deg),
        trunk_lean_deg=_highest(lean_deg),
        knee_fppa_deg=_known(float(knee_fppa_curve_deg(signals, side)[bottom])),
    )


def _with_degrees(hold: Hold, signals: Signals, line: PelvicLine | None, zero: Zero) -> Hold:
    inside = (signals.time_s >= hold.from_s + SETTLE_S) & (signals.time_s <= hold.to_s - SETTLE_S)
    drop_deg = hold.side.drop_sign * signals.obliquity_deg[inside]
    lean_deg = (1 if hold.side is Side.RIGHT else -1) * signals.trunk_lean_deg[inside]
    if line is None or not len(drop_deg) or np.mean(np.isfinite(drop_deg)) < MIN_KNOWN_SHARE:
        return hold
    # Samples a hundredth of a second apart are no independent looks: a hold counts as one look a second.
    mean_deg = float(np.nanmean(drop_deg))
    errors = error_parts(float(np.nanstd(drop_deg)), max(2, round(hold.hold_s)), line, zero)
    half_deg = errors.half_width_deg(mean_deg)
    return replace(
        hold,
        mean_drop_deg=mean_deg,
        worst_drop_deg=_sustained(drop_deg, round(WORST_OVER_S * signals.rate_hz)),
        ci95_deg=(mean_deg - half_deg, mean_deg + half_deg),
        trunk_lean_deg=_known(float(np.nanmean(lean_deg))),
    )


def _side_of_holds(holds: tuple[Hold, ...], side: Side) -> StaticSide | None:
    """The longest hold of a leg speaks for it."""
    own = [hold for hold in holds if hold.side is side]
    if not own:
        return None
    best = max(own, key=lambda hold: hold.hold_s)
    return StaticSide(len(own), best.hold_s, best.mean_drop_deg, best.worst_drop_deg, best.ci95_deg)


def _side_of_repetitions(
    repetitions: tuple[Repetition, ...], side: Side, line: PelvicLine | None, zero: Zero
) -> StaticSide | None:
    """Mean over the repetitions of a leg; an interval from three on."""
    own = [repetition for repetition in repetitions if repetition.side is side]
    peaks_deg = np.array([r.peak_drop_deg for r in own if r.peak_drop_deg is not None])
    if not own:
        return None
    if line is None or len(peaks_deg) < MIN_REPETITIONS:
        return StaticSide(len(own), None, None, None, None)
    mean_deg = float(peaks_deg.mean())
    errors: ErrorParts = error_parts(float(np.std(peaks_deg, ddof=1)), len(peaks_deg), line, zero)
    half_deg = errors.half_width_deg(mean_deg)
    return StaticSide(len(own), None, mean_deg, float(peaks_deg.max()), (mean_deg - half_deg, mean_deg + half_deg))


def _bridged(mask: BoolArray, longest: int) -> BoolArray:
    """mask with holes of at most longest samples filled."""
    filled = mask.copy()
    for first, stop in spans(~mask):
        if first > 0 and stop < len(mask) and stop - first <= longest:
            filled[first:stop] = True
    return filled


def _travel(points_px: FloatArray) -> float:
    """How far a point strays, px; infinite where it is not seen."""
    if not np.isfinite(points_px).all():
        return np.inf
    return float(np.hypot(*np.ptp(points_px, axis=0)))


def _sustained(values_deg: FloatArray, width: int) -> float:
    """The highest mean over width samples: a flicker is not a drop."""
    known = values_deg[np.isfinite(values_deg)]
    width = max(1, min(width, len(known)))
    return float(np.convolve(known, np.full(width, 1 / width), mode="valid").max())


def _highest(values_deg: FloatArray) -> float | None:
    return float(np.nanmax(values_deg)) if np.isfinite(values_deg).mean() > 0.9 else None


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
