"""A clip measured by hand: points in single pictures take the place of a line, whatever the machine thinks of the clip.

Nothing here looks at pictures, so it works on stored readings, and on a clip in which nobody was followed at all: then
the size of the clip and the times of its frames are all that is known.
"""

from dataclasses import replace

import numpy as np

from gait.analysis.corrections.reclick import ABOUT_THE_CHOICE
from gait.analysis.corrections.revise import LIFTED_BY_POINTS, revise, stands_against
from gait.analysis.corrections.settle import Settled
from gait.analysis.pelvis.clicks import CLICK_ERROR_PX
from gait.analysis.pelvis.roll import ASSUMED_SIGMA_DEG
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import Click, FloatArray, Hints, PelvicLine, Pose, Subject
from gait.analysis.walk.hand_frames import MIN_FRAMES_FOR_A_SIDE, HandFrame
from gait.result.conventions import Activity, RollOrigin, Side, Source, View
from gait.result.handedness import rightward_of
from gait.result.result import CameraRoll, VideoInfo

LANDMARKS = 33
STEPS = (Activity.WALKING, Activity.RUNNING)
NOBODY_FOLLOWED = frozenset({"E_NO_PERSON", "E_TWO_PERSONS"})
"""Refusals that are about the one whom the machine should follow; a hand that points needs no such one."""

FOR_HANDS = frozenset(
    {
        *("W_CLICKS_FEW", "W_CLICKS_NOT_CARRIED", "W_CLICKS_UNSTEADY", "E_NO_SOURCE", "E_QUALITY"),
        *("E_SHORT_WALK", "E_SIDE_UNMARKED", "E_HIPS_HIDDEN", *LIFTED_BY_POINTS, *NOBODY_FOLLOWED),
    }
)
"""Reasons without a number that are about following a line, which a hand does not need. Everything else that stands
against a clip stands against its points too, unless somebody asks for a measurement by hand."""


def is_left_to_hands(reasons: set[str | None], subject: Subject, settled: Settled) -> bool:
    """May points that were given for a carried line be read by hand instead? reasons: of both sides, by the line.

    subject: as it was recognised. Not where another source was asked for.
    Source: a decision, docs/methods/by_hand.md.
    """
    is_open = settled.source in (None, Source.CLICKS) and reasons <= FOR_HANDS
    return is_open and not set(stands_against(subject, settled)) - NOBODY_FOLLOWED


def needs_no_person(code: str, hints: Hints) -> bool:
    """May a clip that was refused with this code be measured all the same, by the points that somebody gave?

    Asked for, or with the standing leg said in enough pictures of one side, for steps cannot be found.
    Source: a decision, docs/hints.md.
    """
    if code not in NOBODY_FOLLOWED:
        return False
    said = [sum(click.side is side for click in hints.clicks) for side in Side]
    return hints.source is Source.BY_HAND or max(said) >= MIN_FRAMES_FOR_A_SIDE


def bare_readings(info: VideoInfo, time_s: FloatArray, reason: str) -> Readings:
    """Of a clip that was refused for `reason`: (n,) times on the clip's clock, nobody followed, no line, level assumed.

    Such readings end in CANNOT_TELL with that reason until somebody measures by hand.
    Source: a decision, docs/methods/by_hand.md.
    """
    n = len(time_s)
    unknown = np.full(n, np.nan)
    return Readings(
        info=info,
        timeline=Timeline.of(time_s),
        pose=Pose(np.full((n, LANDMARKS, 2), np.nan), np.zeros((n, LANDMARKS))),
        rightward=rightward_of(View.POSTERIOR, mirrored=False),
        subject=Subject(View.POSTERIOR, Activity.STANDING, unknown, measurable=False, reason=reason, notes=info.notes),
        roll=CameraRoll(0.0, ASSUMED_SIGMA_DEG, RollOrigin.ASSUMED),
        line=None,
        sources={},
        notes=info.notes,
    )


def settled_by_points(settled: Settled) -> Settled:
    """Where nobody said the view, the points do: left and right of them are the patient's.

    Source: a decision, docs/methods/by_hand.md.
    """
    if settled.view is not None or not settled.clicks:
        return settled
    rightward = 1 if sum(np.sign(_across_px(click)) for click in settled.clicks) >= 0 else -1
    views = (View.POSTERIOR, View.ANTERIOR)
    return replace(settled, view=next(v for v in views if rightward_of(v, mirrored=settled.mirrored) == rightward))


def with_points(readings: Readings, settled: Settled) -> Readings:
    """The readings as revise() sees them, with the points as their line, source BY_HAND; NaN in all other frames.

    A clip that was recognised as seen from the side stays one. The activity is what a person said, else what the
    pictures showed, else walking (W_ACTIVITY_ASSUMED).
    Degrees and pixels as PelvicLine; sigma_deg is the usual error of two points at that distance.
    """
    revised = revise(readings, settled)
    view = settled.view or revised.subject.view
    seen = revised.subject.activity
    is_assumed = settled.activity is None and seen not in STEPS
    activity = Activity.WALKING if is_assumed else (settled.activity or seen)
    outdated = ABOUT_THE_CHOICE | {line.reason for line in revised.sources.values()}
    notes = tuple(note for note in revised.notes if note.code not in outdated)
    rightward = rightward_of(view, mirrored=settled.mirrored)
    line = _line(revised, usable(settled.clicks, revised, rightward, settled.clock.stretch))
    shown = View.SIDE if revised.subject.view is View.SIDE else view
    return replace(
        revised,
        rightward=rightward,
        subject=replace(revised.subject, view=shown, activity=activity),
        line=line,
        sources={**revised.sources, Source.BY_HAND: line},
        notes=notes + notes_where({"W_ACTIVITY_ASSUMED": is_assumed}),
    )


def usable(clicks: tuple[Click, ...], readings: Readings, rightward: int, stretch: float) -> list[tuple[int, Click]]:
    """Frame and points of those inside the clip whose left and right lie as in this view; clicks on the true clock."""
    true_s = readings.time_s / stretch
    step_s = readings.timeline.step_s / stretch
    frames = [int(np.abs(true_s - click.time_s).argmin()) for click in clicks]
    return [
        (frame, click)
        for frame, click in zip(frames, clicks, strict=True)
        if abs(true_s[frame] - click.time_s) < step_s and rightward * _across_px(click) > 0
    ]


def hand_frames(readings: Readings, told: Readings, settled: Settled) -> list[HandFrame]:
    """One for each usable pair of points, also where a picture was marked again.

    told: as with_points gave it; readings: the same steadied, whose line knows what a moving camera did to an angle.
    """
    if readings.line is None or told.line is None:
        return []
    turned_deg = readings.line.angle_deg - told.line.angle_deg
    return [
        HandFrame(frame, click.side, _angle_deg(click) + float(turned_deg[frame]))
        for frame, click in usable(settled.clicks, told, told.rightward, settled.clock.stretch)
    ]


def _line(readings: Readings, marked: list[tuple[int, Click]]) -> PelvicLine:
    """A picture that was marked again has the mean of its points."""
    n = len(readings.time_s)
    ends_px = np.full((n, 2, 2), np.nan)
    for frame in {frame for frame, _ in marked}:
        ends_px[frame] = np.mean([(c.left_xy_px, c.right_xy_px) for at, c in marked if at == frame], axis=0)
    across_px, down_px = (ends_px[:, 1] - ends_px[:, 0]).T
    length_px = np.hypot(across_px, down_px)
    error_px = CLICK_ERROR_PX * readings.info.long_side_px / 1280
    return PelvicLine(
        source=Source.BY_HAND,
        angle_deg=np.degrees(np.arctan2(down_px, np.abs(across_px))),
        sigma_deg=np.degrees(np.sqrt(2) * error_px / length_px),
        bias_sigma_deg=0.0,
        gain_sigma=0.0,
        centre_px=ends_px.mean(axis=1),
        half_width_px=length_px / 2,
        trusted=True,
    )


def _angle_deg(click: Click) -> float:
    across, down = np.subtract(click.right_xy_px, click.left_xy_px)
    return float(np.degrees(np.arctan2(down, abs(across))))


def _across_px(click: Click) -> float:
    return click.right_xy_px[0] - click.left_xy_px[0]
