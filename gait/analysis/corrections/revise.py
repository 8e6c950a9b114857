"""What people said about a clip, laid over what was read off its pictures. Free of pictures, so it runs at every edit.

View, mirror, activity, true rate and level line can be said otherwise at any time. What changes where the pelvis is
looked for (source, clicks, the person) needs the pictures again. So does the view of somebody who turns round in the
clip: what is known is only the part from one side, and no word makes that part show the other side.
"""

from dataclasses import replace

import numpy as np

from gait.analysis.corrections.settle import Settled
from gait.analysis.curves.rhythm import STILL_LIFT, Pace, activity_of, pace_of
from gait.analysis.curves.sides import name_sides
from gait.analysis.film.camera_motion import followed_turn_deg, is_moving
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import Evidence, PelvicLine, Pose, Subject
from gait.analysis.walk.static_tests import STATIC_TESTS
from gait.result.conventions import Activity, RollOrigin, Source, View
from gait.result.handedness import rightward_of
from gait.result.intervals import Z95
from gait.result.result import SAID_LEVEL_SIGMA_DEG, CameraRoll, Note

LIFTED_BY_HINTS = frozenset({"E_VIEW_UNCLEAR", "E_NOT_MOVING", "E_BACKWARDS", "E_TOO_FAST"})
"""Reasons against measuring that what a person says can lift."""
DOUBTS_LEFT = {
    "E_CAMERA_MOVING": "W_CAMERA_LOST",
    "E_NOT_A_PERSON": "W_LOOKS_DRAWN",
    "E_WAIST_DOWN": "W_TRUNK_UNCLEAR",
    "E_OUT_OF_FRAME": "W_HIPS_CUT",
}
LIFTED_BY_POINTS = frozenset({*DOUBTS_LEFT, "E_PERSON_SMALL"})
"""Doubts about finding the pelvis, lifted where a person has shown it, and the notes that are left of them;
W_PERSON_SMALL is noted anyway. A side view, a camera askew and hidden feet stay: no point on the pelvis mends those."""

SAID_NOTES = frozenset(
    {
        "W_MIRRORED",
        "W_VIEW",
        "W_VIEW_ASSUMED",
        "W_ACTIVITY",
        "W_ACTIVITY_UNUSED",
        "W_SLOWMO",
        "W_TRUE_RATE",
        "W_CAPTURE_RATE",
    }
) | frozenset(DOUBTS_LEFT.values())


def is_beyond_hints(subject: Subject) -> bool:
    """Will no hint make this clip measurable? Otherwise the sources are run, so that a later hint can count."""
    reasons = (subject.reason,) if subject.evidence is None else (*subject.evidence.reasons, subject.reason)
    return any(reason is not None and reason not in LIFTED_BY_HINTS for reason in reasons)


def revise(readings: Readings, settled: Settled) -> Readings:
    """The readings as seen by somebody who believes what was said. Revising twice changes nothing more.

    Another view or mirror exchanges left and right everywhere and turns the signs of line and roll round; a level line
    or roll that was said replaces the one that was found.
    Source: docs/hints.md; docs/methods/following.md.
    """
    evidence = readings.subject.evidence
    is_turned = any(note.code == "W_TURNED" for note in readings.notes)
    if is_turned and (evidence is None or settled.view is not evidence.view):
        settled = replace(settled, view=None)
    subject = said_about(readings.subject, settled, is_shown=is_shown_by_hand(readings.line))
    turned = _seen_from(readings, rightward_of(subject.view, mirrored=settled.mirrored))
    notes = tuple(note for note in readings.notes if note.code not in SAID_NOTES)
    said = tuple(note for note in subject.notes if note.code in SAID_NOTES)
    return _levelled(replace(turned, subject=subject, notes=notes + said), settled)


def is_shown_by_hand(line: PelvicLine | None) -> bool:
    """Did a person show where the pelvis is? Their points then mend what the pictures leave in doubt."""
    return line is not None and line.source is Source.CLICKS


def said_about(subject: Subject, settled: Settled, *, is_shown: bool = False) -> Subject:
    """View, activity and measurability once what was said counts; a side view or a statue no word makes measurable.

    is_shown: a person has marked the pelvis, which lifts LIFTED_BY_POINTS and leaves a note of each. A subject without
    evidence (of readings kept by an earlier version) keeps what it was, apart from its view.
    Source: docs/methods/following.md (A view that is not certain).
    """
    evidence = subject.evidence
    if evidence is None:
        kept = subject.view if subject.view is View.SIDE else (settled.view or subject.view)
        return replace(subject, view=kept)
    seen = activity_of(evidence.rhythm, settled.clock.stretch)
    is_unused = _is_still(evidence, settled)
    activity = Activity.STANDING if is_unused else (settled.activity or seen)
    reason = next(iter(_reasons_left(evidence, activity, settled, is_shown=is_shown)), None)
    return replace(
        subject,
        view=evidence.view if evidence.view is View.SIDE else (settled.view or evidence.view),
        activity=activity,
        measurable=reason is None,
        reason=reason,
        notes=tuple(note for note in subject.notes if note.code not in SAID_NOTES)
        + _said_notes(evidence, settled, seen, is_shown=is_shown),
    )


def stands_against(subject: Subject, settled: Settled) -> list[str]:
    """All codes that keep a clip from being measured once a person has marked the pelvis and what was said counts.

    Source: docs/methods/following.md.
    """
    if subject.evidence is None:
        return [] if subject.reason is None else [subject.reason]
    activity = said_about(subject, settled, is_shown=True).activity
    return _reasons_left(subject.evidence, activity, settled, is_shown=True)


def goes_backwards(subject: Subject, settled: Settled) -> bool:
    """Do the steps go the other way than the view that was said? False in readings without evidence.

    Source: docs/methods/following.md.
    """
    return subject.evidence is not None and _goes_backwards(subject.evidence, settled)


def is_pace_doubted(subject: Subject, settled: Settled) -> bool:
    """Would nobody walk or run at the pace of this film? False in readings without evidence.

    Source: docs/methods/events.md.
    """
    return subject.evidence is not None and _pace(subject.evidence, settled) is not Pace.USUAL


def _is_still(evidence: Evidence, settled: Settled) -> bool:
    """A walk or run was said of a clip whose feet do not rise in turn. Steps too few for a rhythm are steps."""
    return settled.activity in (Activity.WALKING, Activity.RUNNING) and evidence.rhythm.lift < STILL_LIFT


def _reasons_left(evidence: Evidence, activity: Activity, settled: Settled, *, is_shown: bool) -> list[str]:
    lifted = LIFTED_BY_POINTS | {"E_VIEW_UNCLEAR"} if is_shown else {"E_VIEW_UNCLEAR"}
    lasting = [reason for reason in evidence.reasons if reason not in lifted]
    still = ["E_NOT_MOVING"] if activity is Activity.STANDING and settled.activity is not Activity.STANDING else []
    doubtful = ["E_VIEW_UNCLEAR"] if _is_view_doubtful(evidence, settled) else []
    # A film in reverse exchanges contact and toe-off: its drops were 2.5 and 4.6 degrees too small, intervals and all.
    backwards = ["E_BACKWARDS"] if _goes_backwards(evidence, settled) else []
    fast = ["E_TOO_FAST"] if _pace(evidence, settled) is Pace.FAST else []
    return lasting + still + doubtful + backwards + fast


def _pace(evidence: Evidence, settled: Settled) -> Pace:
    """Usual where somebody said at which rate the camera filmed, and where nobody walks."""
    if settled.is_rate_said or settled.activity in STATIC_TESTS:
        return Pace.USUAL
    return pace_of(evidence.rhythm, settled.clock.stretch)


def _goes_backwards(evidence: Evidence, settled: Settled) -> bool:
    """The view was said, the figure agrees with it, and the steps still go the other way."""
    if settled.activity in STATIC_TESTS:  # stepping up again goes backwards, and standing goes nowhere
        return False
    return settled.view is evidence.view and evidence.view_by_motion not in (None, settled.view)


def _is_view_doubtful(evidence: Evidence, settled: Settled) -> bool:
    """Nobody said the view and the pictures do not settle it: which side is left would be a guess.

    Readings that an earlier version kept know of the feet's doubt only.
    """
    return settled.view is None and (evidence.feet_disagree or "E_VIEW_UNCLEAR" in evidence.reasons)


def _said_notes(evidence: Evidence, settled: Settled, seen: Activity, *, is_shown: bool) -> tuple[Note, ...]:
    is_still = _is_still(evidence, settled)
    return notes_where(
        {note: is_shown and reason in evidence.reasons for reason, note in DOUBTS_LEFT.items()}
        | {
            "W_MIRRORED": settled.mirrored,
            "W_VIEW": settled.view not in (None, evidence.view),
            "W_VIEW_ASSUMED": _is_view_doubtful(evidence, settled),
            "W_ACTIVITY": settled.activity not in (None, seen, *STATIC_TESTS) and not is_still,
            "W_ACTIVITY_UNUSED": is_still,
            "W_SLOWMO": _pace(evidence, settled) is Pace.SLOW,
            "W_TRUE_RATE": settled.is_rate_said,
            "W_CAPTURE_RATE": settled.is_rate_in_file,
        }
    )


def _seen_from(readings: Readings, rightward: int) -> Readings:
    """The same pictures with left and right exchanged, when the view or the mirror is another one than was thought."""
    if rightward == readings.rightward:
        return readings
    return replace(
        readings,
        rightward=rightward,
        pose=Pose(name_sides(readings.pose.landmarks_px, rightward), readings.pose.visibility),
        roll=_other_way(readings.roll),
        line=None if readings.line is None else _other_side_low(readings.line),
        sources={source: _other_side_low(line) for source, line in readings.sources.items()},
    )


def _other_side_low(line: PelvicLine) -> PelvicLine:
    return replace(line, angle_deg=-line.angle_deg)


def _levelled(readings: Readings, settled: Settled) -> Readings:
    """A level line that somebody drew, or a roll that they said, replaces what was found in the picture.

    Nobody knows in which frame a line was drawn, and the roll counts for the first one: before a camera in a hand the
    largest turn away from that frame goes into the interval.
    """
    if settled.level_line_deg is not None:
        said_deg = readings.rightward * settled.level_line_deg
    elif settled.roll_deg is not None:
        said_deg = settled.roll_deg
    else:
        return readings
    told = _beside_the_room(said_deg, readings.roll)
    if readings.camera is None or not is_moving(readings.camera, readings.info.long_side_px):
        return replace(readings, roll=told)
    drift_deg = float(np.abs(followed_turn_deg(readings.camera, readings.info.long_side_px)).max())
    return replace(readings, roll=replace(told, sigma_deg=float(np.hypot(told.sigma_deg, drift_deg / Z95))))


def _beside_the_room(said_deg: float, before: CameraRoll) -> CameraRoll:
    """What was said, beside what the edges in the picture read. Where they contradict it the interval reaches from the
    one over the whole of the other: nobody knows which of the two is wrong.
    """
    read_deg, read_sigma_deg = before.read_deg, before.read_sigma_deg
    if before.origin is RollOrigin.EDGES:
        read_deg, read_sigma_deg = before.value_deg, before.sigma_deg
    said = CameraRoll(
        said_deg, SAID_LEVEL_SIGMA_DEG, RollOrigin.CLICKS, read_deg=read_deg, read_sigma_deg=read_sigma_deg
    )
    if read_deg is None or read_sigma_deg is None or not said.is_contradicted:
        return said
    return replace(said, sigma_deg=abs(said_deg - read_deg) / Z95 + read_sigma_deg)


def _other_way(roll: CameraRoll) -> CameraRoll:
    return replace(roll, value_deg=-roll.value_deg, read_deg=None if roll.read_deg is None else -roll.read_deg)
