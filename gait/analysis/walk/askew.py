"""Does the camera stand off the line of walking? Then every level line of the body leans a little in the picture.

A standing foot goes straight back along the line of walking (or stays while the body goes on). Seen askew it also goes
sideways, both feet the same way. How far tells the angle; what the room's edges say about it is taken where they do.
"""

import numpy as np

from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, TOE
from gait.analysis.terms.types import FloatArray, Signals
from gait.result.conventions import Activity, Side
from gait.result.result import Askew, CameraRoll, Stance

MAX_YAW_DEG = 25.0
"""Beyond this no angle is claimed (E_OBLIQUE_VIEW)."""
NOTED_YAW_DEG = 8.0
"""Noted (W_OBLIQUE) from here on; on rendered clips the yaw is within 4 degrees."""

STANCE_PART = (0.15, 0.75)
"""The middle of a stance, as shares of it: at the ends the foot tips over heel and toe, and its landmarks move though
it does not travel."""
MIN_STANCES_FOR_YAW = 2
OUTWARD_TORSOS = 0.02
"""What is left over in a square view. Median of 16 square rendered clips, all within 0.03 of it."""
TORSOS_PER_DEG = {Activity.WALKING: 0.0165, Activity.RUNNING: 0.021}
"""Sideways travel per degree over STANCE_PART, from nine rendered clips at 6 to 20 degrees; within 4 degrees."""

FREE_YAW_DEG = 3.0
"""16 square rendered clips read 0 to 3 degrees; nothing is made of so little."""
SIGMA_PER_YAW = 0.085
"""Lean per degree of yaw for a camera some 5 degrees above or below the pelvis, as propped phones are: tan(yaw) times
sin(pitch)."""
SIGMA_PER_EDGES, YAW_SHARE_BESIDE_EDGES = 0.75, 0.5
"""What is read off the body follows the room's lean by a quarter to a half only (nine rendered clips)."""
SHARE_WITH_STANDING = 0.3
"""Quiet standing leans by the same amount; what is left is the turning of the pelvis as it walks."""


def judge_askew(signals: Signals, stances: tuple[Stance, ...], activity: Activity, roll: CameraRoll) -> Askew:
    """How far the camera stands off the line of walking, and the error of every angle that comes of it, degrees.

    yaw_deg without sign; sigma_deg from the room's edges where upright and level ones are seen, else from yaw, and 0
    where neither tells. The lean itself is not taken off: sources follow it to a quarter to a half only.
    Source: measured on rendered clips, docs/methods/pelvic_line.md (A camera off the line of walking).
    """
    yaw_deg = camera_yaw_deg(signals, stances, activity)
    by_yaw_deg = SIGMA_PER_YAW * max(0.0, (yaw_deg or 0.0) - FREE_YAW_DEG)
    if roll.askew_deg is None:
        return Askew(yaw_deg, by_yaw_deg)
    by_edges_deg = SIGMA_PER_EDGES * abs(roll.askew_deg)
    return Askew(yaw_deg, max(by_edges_deg, YAW_SHARE_BESIDE_EDGES * by_yaw_deg))


def camera_yaw_deg(signals: Signals, stances: tuple[Stance, ...], activity: Activity) -> float | None:
    """Angle between the camera's view and the line of walking, degrees, 0 or more; None with too few stances a side.

    The mean of both sides, so that what is alike in both legs, or mirrored, does not count.

    NaN: a stance at whose ends a point of foot or hips is missing does not count. None too while somebody stands.
    Source: travel per degree measured on nine rendered clips, docs/methods/pelvic_line.md.
    """
    if activity not in TORSOS_PER_DEG:
        return None
    sides = []
    for side in Side:
        travels = [_sideways_torsos(signals, s) for s in stances if s.side is side]
        known = [travel for travel in travels if np.isfinite(travel)]
        if len(known) < MIN_STANCES_FOR_YAW:
            return None
        sides.append(float(np.median(known)))
    return abs(signals.rightward * float(np.mean(sides)) - OUTWARD_TORSOS) / TORSOS_PER_DEG[activity]


def _sideways_torsos(signals: Signals, stance: Stance) -> float:
    """How far the foot goes to image right against the hips in the middle part of a stance."""
    foot_px = _across(signals, stance.side) - np.mean([signals.landmarks_px[:, p, 0] for p in HIP.values()], axis=0)
    length_s = stance.toe_off_s - stance.initial_contact_s
    first, last = (
        int(np.clip(np.searchsorted(signals.time_s, stance.initial_contact_s + p * length_s), 0, len(foot_px) - 1))
        for p in STANCE_PART
    )
    return float((foot_px[last] - foot_px[first]) / signals.torso_px[first])


def _across(signals: Signals, side: Side) -> FloatArray:
    return np.asarray(np.mean([signals.landmarks_px[:, p[side], 0] for p in (ANKLE, HEEL, TOE)], axis=0))
