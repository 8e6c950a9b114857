"""Steps -> stances: initial contact and toe-off of each foot.

Lows of the body give the middle of double support (walking) or of stance (running). How long the contact reaches to
either side of that middle is read from the foot's own sharp turn: seen from behind the toe is lowest in the picture
as it leaves the ground; seen from the front the heel is lowest as it lands; a running ankle is thrown upward
hardest at toe-off. One reach for the clip, the median of its turns: single turns are noisy, people are regular.
"""

from itertools import pairwise

import numpy as np
from scipy.signal import find_peaks

from gait.analysis.curves.filtering import low_pass
from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, TOE
from gait.analysis.terms.types import FloatArray, Signals, Subject
from gait.analysis.walk.lows import DRIFT_HZ, vertex
from gait.analysis.walk.steps import Step, find_steps
from gait.result.conventions import Activity, Side, View
from gait.result.result import Stance

REACH_BOUNDS = {Activity.WALKING: (0.04, 0.22), Activity.RUNNING: (0.20, 0.48)}
"""Half of double support (walking) or of stance (running) as a share of the step time; beyond is not human gait."""
USUAL_REACH = {Activity.WALKING: 0.11, Activity.RUNNING: 0.35}
"""The same in people who walk or run comfortably: double support takes about 20 % of a walking cycle in all, so half of
one is about a tenth of a step; a running stance takes about two thirds of a step."""
MIN_TURNS = 3
"""Fewer turns of the feet are no median; then the usual reach is taken."""
ODD_LENGTH = 0.20
"""A stance whose length differs from the clip's median by more than this share is left out (docs/methods/events.md)."""


def detect_stances(signals: Signals, subject: Subject) -> tuple[Stance, ...]:
    """Stances that lie whole inside the clip, by initial contact; used is False, with a reason, for the doubtful.

    Sides alternate within an unbroken row of steps. Times are seconds on the clock of signals and lie between samples.
    Reasons: S_ORDER, S_UNSTEADY (find_steps), S_LENGTH (off the median length by more than ODD_LENGTH). Empty for a
    standing person and for fewer than three steps.

    NaN: no low is found in a hole of the landmarks, and a missing low ends the row of steps.
    Source: docs/methods/events.md; heel from the front after zeni2008. Errors against truth: docs/accuracy.md.
    """
    if subject.activity not in REACH_BOUNDS:
        return ()
    steps = find_steps(signals, subject)
    if len(steps) < 3:
        return ()
    reach_s = contact_reach_s(signals, subject, steps)
    if subject.activity is Activity.RUNNING:
        stances = [_stance(step.side, step.low_s - reach_s, step.low_s + reach_s, step.doubt) for step in steps]
    else:
        stances = _walking_stances(steps, reach_s)
    first_s, last_s = float(signals.time_s[0]), float(signals.time_s[-1])
    whole = [s for s in stances if s.initial_contact_s >= first_s and s.toe_off_s <= last_s]
    return _leave_out_odd_lengths(whole)


def _walking_stances(steps: tuple[Step, ...], reach_s: float) -> list[Stance]:
    """From the middle of the double support that a foot lands in to that of the one it leaves in."""
    stances = []
    for landing, leaving in pairwise(steps):
        if landing.section == leaving.section:
            doubt = landing.doubt or leaving.doubt
            stances.append(_stance(landing.side, landing.low_s - reach_s, leaving.low_s + reach_s, doubt))
    return stances


def _stance(side: Side, initial_contact_s: float, toe_off_s: float, doubt: str | None) -> Stance:
    return Stance(side, initial_contact_s, toe_off_s, used=doubt is None, reason=doubt)


def _leave_out_odd_lengths(stances: list[Stance]) -> tuple[Stance, ...]:
    if not stances:
        return ()
    typical_s = float(np.median([s.toe_off_s - s.initial_contact_s for s in stances]))
    return tuple(
        s
        if not s.used or abs(s.toe_off_s - s.initial_contact_s - typical_s) <= ODD_LENGTH * typical_s
        else Stance(s.side, s.initial_contact_s, s.toe_off_s, used=False, reason="S_LENGTH")
        for s in stances
    )


def contact_reach_s(signals: Signals, subject: Subject, steps: tuple[Step, ...]) -> float:
    """Seconds from the lowest body to toe-off, and back to initial contact; one value for the clip, above 0.

    The median over all turns of both feet, since a single turn is noisy. When walking it is kept half way to the usual
    share: the turn of a walking foot is soft, and double support of comfortable walking hardly varies between people.
    Always inside REACH_BOUNDS; USUAL_REACH with fewer than MIN_TURNS turns, as when the feet are hidden.
    Source: docs/methods/events.md.
    """
    step_s = float(np.median(np.diff([s.low_s for s in steps])))
    usual_s = USUAL_REACH[subject.activity] * step_s
    low_s, high_s = (share * step_s for share in REACH_BOUNDS[subject.activity])
    found_s = [reach for side in Side for reach in _turn_distances_s(signals, subject, steps, side, step_s)]
    if len(found_s) < MIN_TURNS:
        return usual_s
    seen_s = float(np.clip(np.median(found_s), low_s, high_s))
    return seen_s if subject.activity is Activity.RUNNING else (seen_s + usual_s) / 2


def _turn_distances_s(
    signals: Signals, subject: Subject, steps: tuple[Step, ...], side: Side, step_s: float
) -> list[float]:
    """Time between each low of the body and the sharp turn of this foot that belongs to it."""
    # own: is the turning foot the one that the low belongs to? first, last: where its turn is looked for, as shares of
    # a step from the low. Wide enough for every reach of REACH_BOUNDS, too narrow for the turn of the next step.
    if subject.activity is Activity.RUNNING:
        curve = -np.gradient(np.gradient(signals.landmarks_px[:, ANKLE[side], 1]))  # upward acceleration
        own, first, last = True, 0.15, 0.60
    elif subject.view is View.ANTERIOR:
        curve = _under_hips(signals, HEEL[side])
        own, first, last = True, -0.30, 0.0
    else:
        curve = _under_hips(signals, TOE[side])
        own, first, last = False, -0.05, 0.35
    distances_s = []
    for step in steps:
        if (step.side is side) == own:
            turn_s = _highest_between(signals, curve, step.low_s + first * step_s, step.low_s + last * step_s)
            distances_s += [] if turn_s is None else [abs(turn_s - step.low_s)]
    return distances_s


def _under_hips(signals: Signals, point: int) -> FloatArray:
    """Height of a point against the slow drift of the hips, not against their bounce; torso lengths, so that somebody
    who comes nearer is no drift either."""
    hip_px = np.mean([signals.landmarks_px[:, p, 1] for p in HIP.values()], axis=0)
    return (signals.landmarks_px[:, point, 1] - low_pass(hip_px, signals.rate_hz, DRIFT_HZ)) / signals.torso_px


def _highest_between(signals: Signals, values: FloatArray, first_s: float, last_s: float) -> float | None:
    """Time of the highest inner peak of values between two times; None when there is none or a hole."""
    window = np.flatnonzero((signals.time_s >= first_s) & (signals.time_s <= last_s))
    if len(window) < 3 or not np.isfinite(values[window]).all():
        return None
    piece = values[window]
    peaks, _ = find_peaks(piece)
    if not len(peaks):
        return None
    best = int(peaks[np.argmax(piece[peaks])])
    return float(signals.time_s[window[0]] + vertex(piece, best) / signals.rate_hz)
