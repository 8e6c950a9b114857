"""Readings of a clip -> the whole answer. Quick and free of pictures, so it runs again after every edit."""

from dataclasses import replace
from functools import partial

from gait.analysis.corrections.by_hand import hand_frames, is_left_to_hands, settled_by_points, with_points
from gait.analysis.corrections.edits import StanceEdit, apply_edits
from gait.analysis.corrections.event_edits import EventEdit, apply_event_edits, breaks_order
from gait.analysis.corrections.revise import goes_backwards, is_pace_doubted, revise
from gait.analysis.corrections.settle import Settled, settle
from gait.analysis.curves.clock import at_true_times
from gait.analysis.curves.standing import leave_out_setting_off
from gait.analysis.film.camera_motion import steadied
from gait.analysis.film.turning import leave_out_turning
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings, has_degrees
from gait.analysis.terms.types import AnalysisResult, Hints, Signals
from gait.analysis.terms.uncertainty import CARRIED_BY_PICTURE
from gait.analysis.verdict.clip_notes import clip_notes
from gait.analysis.verdict.findings import derive_findings, derive_static_findings
from gait.analysis.verdict.judge import (
    Ground,
    compensation_class,
    judge_asymmetry,
    judge_confidence,
    judge_excursion,
    judge_side,
    judge_static_confidence,
)
from gait.analysis.walk.askew import MAX_YAW_DEG, SHARE_WITH_STANDING, judge_askew
from gait.analysis.walk.companions import companion_curves, measure_companions
from gait.analysis.walk.events import detect_stances
from gait.analysis.walk.hand_frames import AT_PEAK_SHARE, IN_STANCE_SHARE, measure_hand_frames
from gait.analysis.walk.marked_peaks import MarkedPeaks, marked_peaks
from gait.analysis.walk.measure import SideDrop, measure_side, measure_stances
from gait.analysis.walk.proposals import propose_frames
from gait.analysis.walk.shown_curves import companion_shown, obliquity_shown
from gait.analysis.walk.signals import build_signals
from gait.analysis.walk.static_tests import STATIC_TESTS, measure_static_test
from gait.analysis.walk.zero import find_zero, standing_in
from gait.result.conventions import Activity, Side, Source, View, ZeroReference
from gait.result.reference import drop_band, lean_cuts
from gait.result.result import Askew, Companions, Note, SideResult, Stance, Zero
from gait.result.static_result import StaticTest


def conclude(
    readings: Readings,
    hints: Hints,
    edits: tuple[StanceEdit, ...] = (),
    event_edits: tuple[EventEdit, ...] = (),
) -> AnalysisResult:
    """Zero, signals, stances, drops, companions, verdicts and findings; every time is on the clip's own clock.

    Points that nothing could carry through the clip are read by hand where they lie at the peaks of enough stances, and
    by hand they are read where that was asked for (Source.BY_HAND).

    A line that its own checks do not trust, and landmarks always, give no degrees: both sides are then CANNOT_TELL
    and the confidence is C, while steps, cadence and the rest are still told.
    """
    settled = settle(readings.info, hints, edits, event_edits)
    if settled.source is Source.BY_HAND and settled.activity not in (Activity.STANDING, *STATIC_TESTS):
        return _conclude(readings, settled_by_points(settled), reach_share=IN_STANCE_SHARE)
    result = _conclude(readings, settled)
    if not settled.clicks:
        return result
    by_hand = _by_hand_instead(readings, settled, result)
    if by_hand is not None:
        return by_hand
    is_unread = settled.source is Source.BY_HAND or (readings.subject.evidence is None and readings.line is None)
    return replace(result, notes=_each_once(result.notes + notes_where({"W_POINTS_UNUSED": is_unread})))


def _by_hand_instead(readings: Readings, settled: Settled, result: AnalysisResult) -> AnalysisResult | None:
    """The points read by hand, where nothing carried them and that tells more than the line did."""
    reasons = {side.reason for side in result.sides.values()}
    is_askew = (result.askew.yaw_deg or 0.0) > MAX_YAW_DEG
    if is_askew or not is_left_to_hands(reasons, readings.subject, settled):
        return None
    is_bare = readings.subject.evidence is None
    by_hand = _conclude(readings, settled_by_points(settled) if is_bare else settled, reach_share=AT_PEAK_SHARE)
    told = [side.pelvic_drop_deg for side in by_hand.sides.values()] + [by_hand.excursion.value_deg]
    return by_hand if any(value is not None for value in told) else None


def _conclude(readings: Readings, settled: Settled, *, reach_share: float | None = None) -> AnalysisResult:
    """reach_share: measure by hand, as measure_hand_frames. None: by the line that was read."""
    clock = settled.clock
    is_by_hand = reach_share is not None
    told = with_points(readings, settled) if is_by_hand else revise(readings, settled)
    readings = steadied(at_true_times(told, clock))
    elsewhere = None if is_by_hand else settled.standing_elsewhere
    zero = find_zero(readings, elsewhere, marks_bone=settled.marks_bone)
    signals = build_signals(readings, zero)
    steps = leave_out_turning(detect_stances(signals, readings.subject), signals)
    found = leave_out_setting_off(steps, readings)
    retimed = apply_event_edits(found, settled.event_edits)
    stances = apply_edits(retimed, settled.edits)
    activity = readings.subject.activity
    proposed = propose_frames(stances, readings.time_s, readings.sharpness, activity)
    is_asked = any(note.code == "W_VIEW_ASSUMED" for note in readings.subject.notes)
    names_sides = is_by_hand or not (is_asked or goes_backwards(readings.subject, settled))
    if has_degrees(readings) and names_sides and not is_by_hand:
        stances = measure_stances(signals, stances)
    askew = judge_askew(signals, stances, activity, readings.roll)
    ground = _ground(readings, zero, settled, askew, is_by_hand=is_by_hand)
    companions = measure_companions(signals, stances, frontal=readings.subject.measurable)
    hand = None
    if reach_share is None:
        marked = marked_peaks(settled.clicks, readings, zero, stances)
        drops = {side: _drop(stances, side, ground, marked[side]) for side in Side}
        sides = {side: _beside_marks(judge_side(drops[side], side, ground), marked[side], ground) for side in Side}
        swings = {side: _drop(stances, side, ground, marked[side], needs_zero=False) for side in Side}
    else:
        points = hand_frames(readings, told, settled)
        where = {"reach_share": reach_share, "view_sigma_deg": askew.sigma_deg}
        edited = partial(apply_edits, edits=settled.edits)
        hand = measure_hand_frames(points, stances, readings.time_s, zero, activity, edited=edited, **where)
        hand = replace(hand, unused=hand.unused + len(settled.clicks) - len(points))
        stances, drops, swings = hand.stances, hand.drops, hand.drops
        sides = {side: judge_side(drops[side], side, ground) for side in Side}
    if zero.reference is ZeroReference.NONE:
        stances = tuple(replace(stance, peak_drop_deg=None, peak_s=None) for stance in stances)
    static = _static_test(signals, readings, zero)
    asymmetry = judge_asymmetry(drops, sides, ground)
    companions = _with_classes(companions, sides, ground)
    return AnalysisResult(
        info=readings.info,
        subject=readings.subject,
        line=told.line,
        roll=readings.roll,
        zero=zero,
        confidence=judge_confidence(sides, ground) if static is None else judge_static_confidence(static, ground),
        notes=_each_once(
            clip_notes(sides, ground, readings, hand, has_elsewhere=settled.standing_elsewhere is not None)
            + notes_where({"W_EDIT_ORDER": breaks_order(found, settled.event_edits, retimed)})
        ),
        stances=tuple(clock.stance_on_clip(stance) for stance in stances),
        sides=sides,
        asymmetry=asymmetry,
        excursion=judge_excursion(swings, ground),
        companions=companions,
        findings=derive_findings(sides, asymmetry, companions, ground)
        if static is None
        else derive_static_findings(static),
        timeline=told.timeline,
        **obliquity_shown(readings, signals, zero, is_named=names_sides, is_by_hand=is_by_hand),
        companion_curves={
            name: companion_shown(curve, signals, readings) for name, curve in companion_curves(signals).items()
        },
        pose=told.pose,
        rightward=readings.rightward,
        sources=readings.sources,
        askew=askew,
        standing=standing_in(readings) if names_sides else None,
        static=None if static is None else clock.static_on_clip(static),
        hand=None if hand is None else hand.facts,
        proposed_frames=tuple(replace(each, time_s=each.time_s * clock.stretch) for each in proposed),
        reader_calibration=ground.calibration,
    )


def _static_test(signals: Signals, readings: Readings, zero: Zero) -> StaticTest | None:
    """None for a walk or a run. A picture that is not frontal, or a line without degrees, leaves times only."""
    if readings.subject.activity not in STATIC_TESTS:
        return None
    is_read = readings.subject.measurable and has_degrees(readings) and zero.reference is not ZeroReference.NONE
    line = readings.line if is_read else None
    return measure_static_test(signals, readings.subject.activity, line, zero)


def _ground(readings: Readings, zero: Zero, settled: Settled, askew: Askew, *, is_by_hand: bool) -> Ground:
    """What the machine holds against a clip counts for what the machine reads, not for what a person sees."""
    activity, line = readings.subject.activity, readings.line
    refusal = None if readings.subject.measurable or is_by_hand else (readings.subject.reason or "E_NO_ANSWER")
    if refusal is None and (askew.yaw_deg or 0.0) > MAX_YAW_DEG and not is_by_hand:
        refusal = "E_OBLIQUE_VIEW"
    if refusal is None and activity in (Activity.STANDING, *STATIC_TESTS):
        refusal = "E_NOT_A_WALK"
    if refusal is None and not has_degrees(readings):
        refusal = _why_unread(readings)
    if refusal is None and zero.reference is ZeroReference.NONE:
        refusal = "E_ZERO_UNKNOWN"
    return Ground(
        line=line,
        refusal=refusal,
        zero=zero,
        roll=readings.roll,
        askew=askew,
        walking_aid=settled.walking_aid,
        is_pace_doubted=is_pace_doubted(readings.subject, settled),
        is_seen_from_side=readings.subject.view is View.SIDE,
        is_view_said=settled.view is not None,
        activity=activity,
        band=drop_band(activity, settled.sex),
        cuts=lean_cuts(activity),
        calibration=settled.reader_calibration if line is not None and line.source is Source.SURFACE else None,
    )


def _why_unread(readings: Readings) -> str:
    """The source's own reason; a dark picture in which nothing was found is the picture's fault."""
    reason = (readings.line.reason if readings.line else None) or "E_NO_SOURCE"
    is_dark = any(note.code == "W_DARK" for note in readings.notes)
    return "E_QUALITY" if reason == "E_NO_SOURCE" and is_dark else reason


def _drop(
    stances: tuple[Stance, ...], side: Side, ground: Ground, marked: MarkedPeaks, *, needs_zero: bool = True
) -> SideDrop:
    own = [s for s in stances if s.side is side]
    lifted = (None,) if needs_zero else (None, "E_ZERO_UNKNOWN")
    if ground.line is None or ground.refusal not in lifted:
        return SideDrop(None, None, 0, len(own), None)
    if CARRIED_BY_PICTURE in ground.line.checks and not marked.count:
        return SideDrop(None, None, 0, len(own), None, is_unmarked=True)
    share = SHARE_WITH_STANDING if ground.zero.relative else 1.0
    drop = measure_side(stances, side, ground.line, ground.zero, share * ground.askew.sigma_deg)
    if ground.calibration is None or drop.errors is None:
        return drop
    return replace(drop, errors=replace(drop.errors, times=ground.calibration.interval_times))


def _beside_marks(side: SideResult, marked: MarkedPeaks, ground: Ground) -> SideResult:
    """With the plain mean of the marked pictures, where it is the pelvis that was marked in them."""
    if not marked.count or ground.refusal is not None:
        return side
    return replace(side, marked_pictures=marked.count, marked_mean_deg=marked.mean_drop_deg)


def _with_classes(companions: Companions, sides: dict[Side, SideResult], ground: Ground) -> Companions:
    """Hip adduction rests on the pelvic line, so it goes where the drop goes."""
    classes = {side: compensation_class(sides[side], companions, side, ground) for side in Side}
    if ground.zero.reference is ZeroReference.NONE:
        companions = replace(companions, hip_adduction_deg=dict.fromkeys(Side))
    return replace(companions, compensation=classes)


def _each_once(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple({note.code: note for note in notes}.values())
