"""Somebody who walks away, turns and comes back: one clip with two views. The longest part with one view is measured.

The pose model names left and right by what it believes to see, so their order across the picture flips when the person
turns round. It also flips by mistake; in a true turn the feet change with it, since toes point to the camera then.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import median_filter

from gait.analysis.curves.filtering import spans
from gait.analysis.terms.landmarks import HEEL, HIP, SHOULDER, TOE
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.types import FloatArray, Footage, Pose, Signals
from gait.result.conventions import Side, View
from gait.result.result import Stance

SMOOTH_S, MIN_PASSAGE_S, BRIDGED_S = 0.5, 1.5, 0.4
CLEARLY_ACROSS = 0.15
"""Left to right of hips and shoulders in torso lengths: 0.5 seen squarely, 0 from the side."""
TOES_CHANGE_TORSOS = 0.12
"""Toes below heels differ by 0.2 and more between the two views (viewpoint.py)."""
TURN_MARGIN_S = 0.3
"""Cut off where a turn begins or ends: the body is half turned there, and every angle is foreshortened."""
NARROWED = 0.5
"""Less than this share of the usual width across: the body is turned by 60 degrees and more."""


@dataclass(frozen=True, slots=True)
class _Passage:
    first: int
    stop: int
    view: View


def keep_one_view(footage: Footage, said: View | None) -> Footage:
    """The footage with the person left out wherever they show the other side; unchanged when they never turn round.

    The longest passage is kept, of the view that was said where one was (None: nobody said one). Note W_TURNED.
    NaN: landmarks of all frames outside it.
    Source: docs/methods/following.md (Somebody who turns round).
    """
    passages = _passages(footage)
    if len({passage.view for passage in passages}) < 2 or not _feet_turn_too(footage, passages):
        return footage
    wanted = [s for s in passages if said in (None, s.view)] or passages
    longest = max(wanted, key=lambda s: footage.time_s[s.stop - 1] - footage.time_s[s.first])
    from_s = footage.time_s[longest.first] + (TURN_MARGIN_S if longest.first else 0.0)
    to_s = footage.time_s[longest.stop - 1] - (TURN_MARGIN_S if longest.stop < len(footage.time_s) else 0.0)
    kept = (footage.time_s >= from_s) & (footage.time_s <= to_s)
    landmarks_px = np.where(kept[:, None, None], footage.pose.landmarks_px, np.nan)
    return replace(
        footage,
        pose=Pose(landmarks_px, footage.pose.visibility),
        pelvis=replace(footage.pelvis, present=footage.pelvis.present & kept),
        notes=footage.notes + notes_where({"W_TURNED": True}),
    )


def leave_out_turning(stances: tuple[Stance, ...], signals: Signals) -> tuple[Stance, ...]:
    """Reject (S_TURNING) the steps in which hips and shoulders narrow to less than half of what is usual in the clip.

    Source: docs/methods/following.md (Somebody who turns round).
    """
    across_px = np.abs(_across_px(signals.landmarks_px))
    usual_px = float(np.nanmedian(across_px)) if np.isfinite(across_px).any() else 0.0

    def turns(stance: Stance) -> bool:
        inside = (signals.time_s >= stance.initial_contact_s) & (signals.time_s <= stance.toe_off_s)
        seen_px = across_px[inside & np.isfinite(across_px)]
        return bool(len(seen_px)) and float(np.median(seen_px)) < NARROWED * usual_px

    return tuple(replace(s, used=False, reason="S_TURNING") if s.used and turns(s) else s for s in stances)


def _passages(footage: Footage) -> list[_Passage]:
    """Unbroken parts of MIN_PASSAGE_S and more that show one side of the person."""
    points_px = footage.pose.landmarks_px
    seen = np.isfinite(points_px[:, 0, 0])
    across = np.full(len(seen), 0.0)
    across[seen] = _across_px(points_px[seen]) / _torso_px(points_px[seen])
    step_s = footage.timeline.step_s
    steady = median_filter(across, 2 * round(SMOOTH_S / 2 / step_s) + 1, mode="nearest")
    found = []
    for view, sign in ((View.ANTERIOR, 1.0), (View.POSTERIOR, -1.0)):
        shows = sign * steady > CLEARLY_ACROSS
        for first, stop in spans(~shows):
            if first > 0 and stop < len(shows) and (stop - first) * step_s < BRIDGED_S:
                shows[first:stop] = True
        found += [
            _Passage(first, stop, view) for first, stop in spans(shows) if (stop - first) * step_s >= MIN_PASSAGE_S
        ]
    return found


def _feet_turn_too(footage: Footage, passages: list[_Passage]) -> bool:
    from_front = np.mean([_toes_below(footage, s) for s in passages if s.view is View.ANTERIOR])
    from_behind = np.mean([_toes_below(footage, s) for s in passages if s.view is View.POSTERIOR])
    return float(from_front - from_behind) > TOES_CHANGE_TORSOS


def _toes_below(footage: Footage, passage: _Passage) -> float:
    points_px = footage.pose.landmarks_px[passage.first : passage.stop]
    below_px = np.mean([points_px[:, TOE[side], 1] - points_px[:, HEEL[side], 1] for side in Side], axis=0)
    return float(np.nanmedian(below_px / _torso_px(points_px)))


def _across_px(points_px: FloatArray) -> FloatArray:
    """(n,) left to the right of right in the picture, mean of hips and shoulders; positive when the person faces us."""
    pairs = [points_px[:, p[Side.LEFT], 0] - points_px[:, p[Side.RIGHT], 0] for p in (HIP, SHOULDER)]
    return np.asarray(np.mean(pairs, axis=0))


def _torso_px(points_px: FloatArray) -> FloatArray:
    hips, shoulders = (points_px[:, list(p.values())].mean(axis=1) for p in (HIP, SHOULDER))
    return np.asarray(np.linalg.norm(hips - shoulders, axis=1))
