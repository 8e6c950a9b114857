"""Signals -> steps: when the body is lowest (lows.py), and which foot that moment belongs to."""

from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, TOE
from gait.analysis.terms.types import BoolArray, FloatArray, Signals, Subject
from gait.analysis.walk.lows import body_lows_s
from gait.result.conventions import Activity, Side, View

DOUBLED, MISSED = 0.6, 1.5
"""Steps shorter or longer than these shares of the median are two found for one, or one lost."""
ODD_STRIDE = 0.20
"""A stride off the median by more than this share is not steady walking (docs/methods/events.md)."""
UNCLEAR_VOTE_TORSO = 0.02
"""Feet closer in height than this, 1 cm, do not contradict the turn that left and right take."""


@dataclass(frozen=True, slots=True)
class Step:
    """One lowest point of the body at low_s, seconds on the clock of the signals.

    Walking: side is the foot that has just landed, the other is about to leave. Running: side is the standing foot.
    section counts unbroken rows of steps. doubt is a reason code: S_ORDER when the feet themselves say the other
    side, S_UNSTEADY when the stride around this step is far from the usual one.
    """

    low_s: float
    side: Side
    section: int
    doubt: str | None = None


def find_steps(signals: Signals, subject: Subject) -> tuple[Step, ...]:
    """Steps in order of time; left and right alternate inside a section. Empty with fewer than two lows.

    NaN: where hips or shoulders are missing there are no lows; feet that are missing do not vote.
    Source: docs/methods/events.md.
    """
    lows_s = _drop_doubles(body_lows_s(signals, subject.activity))
    if len(lows_s) < 2:
        return ()
    votes = np.interp(lows_s, signals.time_s, _left_vote(signals, subject))
    gaps_s = np.diff(lows_s)
    is_step_missing = gaps_s > MISSED * np.median(gaps_s)
    sections = np.concatenate(([0], np.cumsum(is_step_missing)))
    unsteady = unsteady_steps(lows_s)
    steps: list[Step] = []
    for section in np.unique(sections):
        inside = np.flatnonzero(sections == section)
        steps += _alternate(lows_s[inside], votes[inside], int(section))
    return tuple(replace(step, doubt="S_UNSTEADY") if odd else step for step, odd in zip(steps, unsteady, strict=True))


def unsteady_steps(lows_s: FloatArray) -> BoolArray:
    """Which steps lie in an odd stride: lows_s (k,), seconds, rising -> (k,).

    True where the stride about a step (the one beside it at the ends) is off the median by more than ODD_STRIDE. All
    False with fewer than four steps, which show no usual stride.
    Source: docs/methods/events.md (Left out).
    """
    if len(lows_s) < 4:
        return np.zeros(len(lows_s), dtype=np.bool_)
    strides_s = lows_s[2:] - lows_s[:-2]
    about = np.concatenate((strides_s[:1], strides_s, strides_s[-1:]))
    return np.asarray(np.abs(about - np.median(strides_s)) > ODD_STRIDE * np.median(strides_s))


def foot_height(signals: Signals, side: Side) -> FloatArray:
    """Ankle, heel and toe under the middle of the hips, in torso lengths, + = lower in the picture; (m,).

    NaN where hips, ankle, heel or toe are missing. The hips are taken off so that the bounce of the body does not vote.
    Source: docs/methods/events.md (Which foot).
    """
    foot_px = np.mean([signals.landmarks_px[:, p[side], 1] for p in (ANKLE, HEEL, TOE)], axis=0)
    hip_px = np.mean([signals.landmarks_px[:, p, 1] for p in HIP.values()], axis=0)
    return np.asarray((foot_px - hip_px) / signals.torso_px)


def _left_vote(signals: Signals, subject: Subject) -> FloatArray:
    """Positive where the feet say that a lowest point belongs to the left foot.

    Running: the standing foot is the lower one. Walking: the foot in front has landed, and in front means higher
    in the picture seen from behind and lower seen from the front (the camera looks down on the floor).
    """
    left_lower = foot_height(signals, Side.LEFT) - foot_height(signals, Side.RIGHT)
    left_lower = np.nan_to_num(left_lower)
    if subject.activity is Activity.RUNNING or subject.view is View.ANTERIOR:
        return left_lower
    return -left_lower


def _drop_doubles(lows_s: FloatArray) -> FloatArray:
    """Leave out lows that follow another too closely to be a step."""
    if len(lows_s) < 4:
        return lows_s
    typical_s = float(np.median(np.diff(lows_s)))
    kept = [float(lows_s[0])]
    for low_s in lows_s[1:]:
        if low_s - kept[-1] > DOUBLED * typical_s:
            kept.append(float(low_s))
    return np.array(kept)


def _alternate(lows_s: FloatArray, votes: FloatArray, section: int) -> list[Step]:
    """Give the lows of one section to left and right in turn, the way most of the feet say."""
    turn = (-1.0) ** np.arange(len(lows_s))
    first_is_left = bool(np.sum(votes * turn) >= 0)  # clear votes weigh more than doubtful ones
    steps = []
    for k, (low_s, vote) in enumerate(zip(lows_s, votes, strict=True)):
        side = Side.LEFT if (k % 2 == 0) == first_is_left else Side.RIGHT
        agrees = bool((vote >= 0) == (side is Side.LEFT)) or abs(vote) < UNCLEAR_VOTE_TORSO
        steps.append(Step(float(low_s), side, section, None if agrees else "S_ORDER"))
    return steps
