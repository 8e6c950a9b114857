"""Footage -> Subject as the pictures alone show it: who is filmed, how, and may a pelvic angle be claimed at all?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter

from gait.analysis.curves.rhythm import activity_of, find_rhythm
from gait.analysis.curves.viewpoint import (
    OBLIQUE_WIDTH,
    SLIGHTLY_OBLIQUE_WIDTH,
    Viewpoint,
    estimate_viewpoint,
)
from gait.analysis.film.camera_motion import is_beyond_following
from gait.analysis.film.drawn import looks_drawn
from gait.analysis.film.heading import view_by_motion
from gait.analysis.terms.landmarks import ANKLE, HIP, SHOULDER
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.types import BoolArray, Evidence, FloatArray, Footage, Subject
from gait.result.conventions import Side, View

STEADY_TORSO_S = 0.5
"""Window of the running median, about a step: bending within a step does not change the scale."""
SMALL_TORSO_PX, SMALLISH_TORSO_PX = 45.0, 80.0
"""Of the full-size picture. A pelvis is about half a torso wide: below 45 px two degrees are less than one pixel."""
EDGE_SHARE = 0.02
"""A point this close to the border is out of the picture: the model guesses it there."""
HIDDEN_VISIBILITY = 0.5
MOSTLY, PARTLY = 0.6, 0.2
"""Shares of the pictures from which hips or feet count as outside: refused, noted."""
UPRIGHT_TRUNK = 0.7
"""The hips lie at least this share of a torso length below the shoulders: 45 degrees from upright."""
LEG_TORSOS = (0.6, 2.2)
"""Hip to ankle in torso lengths: 1.0 (steep camera) to 1.6. A figure squeezed into half a body is far outside."""
TREMBLING_TORSO = 0.12
DARK_LEVEL = 35.0
"""Mean level, of 255, of the pelvis patches."""
DARK_SAMPLE = 20
"""Patches looked at for it, spread over the clip."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """The person in the pictures in which one is seen; shares are of those pictures."""

    torso_px: float
    leg_px: float
    trunk_is_whole: bool
    hips_outside: float
    feet_outside: float


def recognise_subject(footage: Footage) -> Subject:
    """View and activity as they look, and whether the person can be measured in this clip.

    What people said about the clip comes after it (revise.said_about). torso_px (n,) is bridged where nobody is seen.
    notes hold everything noted so far, the file's included.

    NaN: frames without a person count for nothing; at least one must have one (track_person sees to that).
    Source: limits read off rendered and real clips, docs/methods/following.md (View, activity and refusals).
    """
    seen = np.isfinite(footage.pose.landmarks_px[:, 0, 0])
    landmarks_px = footage.pose.landmarks_px[seen]
    torso_px = _steady_torso_px(footage, seen)
    rhythm = find_rhythm(footage.time_s[seen], landmarks_px, torso_px[seen])
    by_motion = view_by_motion(footage.timeline.of_frames(seen), landmarks_px, torso_px[seen], rhythm)
    viewpoint = estimate_viewpoint(landmarks_px, torso_px[seen], by_motion)
    figure = _describe(footage, seen, torso_px)
    evidence = Evidence(
        view=viewpoint.view,
        feet_disagree=viewpoint.feet_agree is False,
        rhythm=rhythm,
        reasons=tuple(_reasons(figure, viewpoint, footage)),
        view_by_motion=by_motion,
    )
    return Subject(
        view=viewpoint.view,
        activity=activity_of(rhythm),
        torso_px=torso_px,
        measurable=not evidence.reasons,
        reason=next(iter(evidence.reasons), None),
        notes=footage.notes
        + notes_where(
            {
                "W_SIDES_SWAPPED": not viewpoint.is_steady,
                "W_OBLIQUE": OBLIQUE_WIDTH <= viewpoint.shoulder_width < SLIGHTLY_OBLIQUE_WIDTH,
                "W_PERSON_SMALL": figure.torso_px < SMALLISH_TORSO_PX,
                "W_FEET_HIDDEN": figure.feet_outside > PARTLY,
                "W_DARK": _is_dark(footage),
            }
        ),
        evidence=evidence,
    )


def _reasons(figure: _Figure, viewpoint: Viewpoint, footage: Footage) -> Iterator[str]:
    """What the pictures hold against claiming a pelvic angle, the most telling first."""
    yield from _of_body(figure)
    if looks_drawn(footage.pelvis):
        yield "E_NOT_A_PERSON"
    if figure.hips_outside > MOSTLY:
        yield "E_OUT_OF_FRAME"
    if viewpoint.view is View.SIDE:
        yield "E_SIDE_VIEW"
    if viewpoint.shoulder_width < OBLIQUE_WIDTH:
        yield "E_OBLIQUE_VIEW"
    if not viewpoint.is_certain:
        yield "E_VIEW_UNCLEAR"
    if figure.feet_outside > MOSTLY:
        yield "E_FEET_HIDDEN"
    if footage.camera is not None and is_beyond_following(footage.camera, footage.info.long_side_px):
        yield "E_CAMERA_MOVING"


def _of_body(figure: _Figure) -> list[str]:
    """Of somebody far away the model guesses the trunk, and to come closer mends that too; legs that fill the picture
    are not far away.
    """
    trunk = [] if figure.trunk_is_whole else ["E_WAIST_DOWN"]
    small = ["E_PERSON_SMALL"] if figure.torso_px < SMALL_TORSO_PX else []
    is_far = figure.leg_px < LEG_TORSOS[1] * SMALL_TORSO_PX
    return small + trunk if is_far else trunk + small


def _steady_torso_px(footage: Footage, seen: BoolArray) -> FloatArray:
    """(n,), middle of the shoulders to middle of the hips: running median, bridged where nobody is seen."""
    length_px = _torso_px(footage.pose.landmarks_px)
    bridged = np.interp(footage.time_s, footage.time_s[seen], length_px[seen])
    window = 2 * round(STEADY_TORSO_S / 2 / footage.timeline.step_s) + 1
    return np.asarray(median_filter(bridged, window, mode="nearest"), dtype=np.float64)


def _describe(footage: Footage, seen: BoolArray, torso_px: FloatArray) -> _Figure:
    landmarks_px, steady_px = footage.pose.landmarks_px[seen], torso_px[seen]
    hips, shoulders = _middle(landmarks_px, HIP), _middle(landmarks_px, SHOULDER)
    feet_seen = footage.pose.visibility[seen][:, list(ANKLE.values())] >= HIDDEN_VISIBILITY
    feet_inside = _inside(landmarks_px[:, list(ANKLE.values())], footage) & feet_seen
    trembling = float(np.median(np.abs(_torso_px(landmarks_px) / steady_px - 1)))
    leg_torsos = _leg_torsos(landmarks_px, steady_px)
    return _Figure(
        torso_px=float(np.median(steady_px)),
        leg_px=leg_torsos * float(np.median(steady_px)),
        trunk_is_whole=(
            float(np.median((hips - shoulders)[:, 1] / steady_px)) > UPRIGHT_TRUNK
            and float(np.median(shoulders[:, 1])) > EDGE_SHARE * footage.info.height_px
            and LEG_TORSOS[0] < leg_torsos < LEG_TORSOS[1]
            and trembling < TREMBLING_TORSO
        ),
        hips_outside=float(np.mean(~_inside(hips, footage))),
        feet_outside=float(np.mean(~feet_inside)),
    )


def _leg_torsos(landmarks_px: FloatArray, torso_px: FloatArray) -> float:
    """The longer leg, hip to ankle, in torso lengths."""
    legs = [np.linalg.norm(landmarks_px[:, ANKLE[s]] - landmarks_px[:, HIP[s]], axis=1) / torso_px for s in Side]
    return float(np.median(np.max(legs, axis=0)))


def _torso_px(landmarks_px: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(_middle(landmarks_px, SHOULDER) - _middle(landmarks_px, HIP), axis=1))


def _middle(landmarks_px: FloatArray, pair: Mapping[Side, int]) -> FloatArray:
    return np.asarray(landmarks_px[:, list(pair.values())].mean(axis=1))


def _inside(points_px: FloatArray, footage: Footage) -> BoolArray:
    size_px = np.array([footage.info.width_px, footage.info.height_px])
    margin_px = EDGE_SHARE * size_px
    return np.asarray(((points_px > margin_px) & (points_px < size_px - margin_px)).all(axis=-1))


def _is_dark(footage: Footage) -> bool:
    present = np.flatnonzero(footage.pelvis.present)
    some = present[:: max(1, len(present) // DARK_SAMPLE)]
    return bool(len(some)) and float(np.mean([footage.pelvis.rgb[k].mean() for k in some])) < DARK_LEVEL
