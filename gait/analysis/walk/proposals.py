"""Which pictures to mark by hand: a few stances of each leg, spread over the clip, at the expected peak, and sharp."""

import numpy as np

from gait.analysis.terms.types import FloatArray
from gait.analysis.walk.hand_frames import MIN_FRAMES_FOR_A_SIDE, PEAK_AT
from gait.result.conventions import Activity, Side
from gait.result.result import ProposedFrame, Stance

STANCES_TO_MARK = 5
"""A side; with ten pictures the interval is about 1.4 degrees to either side on a line 112 px wide, and marking them
takes a minute and a half (docs/methods/by_hand.md)."""

BESIDE_PEAK_S = 0.025
"""A sharper picture this near is taken instead: the degrees it costs are well inside TIMING_SIGMA_DEG, of 40 ms."""

NEVER = frozenset({"S_EXCLUDED", "S_TURNING", "S_CUT"})
"""Stances left out for these are not proposed, however few there are."""


def propose_frames(
    stances: tuple[Stance, ...], time_s: FloatArray, sharpness: FloatArray | None, activity: Activity
) -> tuple[ProposedFrame, ...]:
    """Up to STANCES_TO_MARK pictures a side, in order of time; none where no steps were found.

    time_s (n,) on the clock of stances; sharpness (n,), larger is sharper, None where it was not measured. The stances
    of a side are parted into as many groups as pictures are wanted, and the sharpest of each is taken.

    NaN: a picture without sharpness shows no pelvis and is not proposed.
    Source: docs/methods/by_hand.md.
    """
    if activity not in PEAK_AT:
        return ()
    sharp = np.ones(len(time_s)) if sharpness is None else sharpness
    proposed: list[ProposedFrame] = []
    for side in Side:
        frames = [_sharpest_near(_peak_s(s, activity), time_s, sharp) for s in _eligible(stances, side)]
        shown = [frame for frame in frames if np.isfinite(sharp[frame])]
        for group in np.array_split(np.array(shown, dtype=np.intp), STANCES_TO_MARK):
            if len(group):
                proposed.append(ProposedFrame(side, float(time_s[group[int(np.argmax(sharp[group]))]])))
    return tuple(sorted(proposed, key=lambda each: each.time_s))


def _eligible(stances: tuple[Stance, ...], side: Side) -> list[Stance]:
    """Those that count; where they are too few, also those that the machine left out."""
    own = [s for s in stances if s.side is side and s.reason not in NEVER]
    used = [s for s in own if s.used]
    return used if len(used) >= MIN_FRAMES_FOR_A_SIDE else own


def _peak_s(stance: Stance, activity: Activity) -> float:
    return stance.initial_contact_s + PEAK_AT[activity] * (stance.toe_off_s - stance.initial_contact_s)


def _sharpest_near(at_s: float, time_s: FloatArray, sharp: FloatArray) -> int:
    """The nearest picture, or a sharper one beside it."""
    near = np.flatnonzero(np.abs(time_s - at_s) <= BESIDE_PEAK_S)
    near = near[np.isfinite(sharp[near])]
    return int(near[np.argmax(sharp[near])]) if len(near) else int(np.abs(time_s - at_s).argmin())
