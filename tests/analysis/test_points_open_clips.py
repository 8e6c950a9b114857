"""What pictures leave in doubt is mended where a person shows the pelvis or says what is done, and never in silence."""

import dataclasses

import numpy as np
import pytest
from synthetic import Walker, true_stances, walk

from gait.analysis.conclude import conclude
from gait.analysis.corrections.reclick import carry_clicks
from gait.analysis.corrections.revise import said_about
from gait.analysis.corrections.settle import settle
from gait.analysis.curves.rhythm import find_rhythm
from gait.analysis.terms.landmarks import HIP
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, CameraMotion, Click, Evidence, Hints, Rhythm
from gait.analysis.terms.uncertainty import CARRIED_BY_PICTURE
from gait.result.conventions import Activity, Confidence, Side, Source, View

WALKER = Walker(drop_deg=(4.0, 7.0))
TOLD = Hints(view=View.POSTERIOR, activity=Activity.WALKING)


def as_read(
    *reasons: str, walker: Walker = WALKER, source: Source = Source.CLICKS, rhythm: Rhythm | None = None
) -> Readings:
    """The walker's readings through a line of this source, with what the pictures held against measuring them."""
    readings = walk(walker)
    assert readings.line is not None
    line = dataclasses.replace(readings.line, source=source)
    seen = rhythm or find_rhythm(readings.time_s, readings.pose.landmarks_px, readings.subject.torso_px)
    subject = dataclasses.replace(readings.subject, evidence=Evidence(walker.view, False, seen, reasons))
    return dataclasses.replace(readings, line=line, sources={source: line}, subject=subject)


def codes(result: AnalysisResult) -> set[str]:
    return {note.code for note in result.notes}


def drops(result: AnalysisResult) -> list[float | None]:
    return [result.sides[side].pelvic_drop_deg for side in Side]


def reasons(result: AnalysisResult) -> set[str | None]:
    return {side.reason for side in result.sides.values()}


@pytest.mark.provokes("W_CAMERA_LOST", "W_LOOKS_DRAWN", "W_TRUNK_UNCLEAR", "W_HIPS_CUT")
@pytest.mark.parametrize(
    ("doubt", "note"),
    [
        ("E_CAMERA_MOVING", "W_CAMERA_LOST"),
        ("E_NOT_A_PERSON", "W_LOOKS_DRAWN"),
        ("E_WAIST_DOWN", "W_TRUNK_UNCLEAR"),
        ("E_OUT_OF_FRAME", "W_HIPS_CUT"),
        ("E_PERSON_SMALL", None),
    ],
)
def test_a_doubt_is_mended_by_points_and_said(doubt: str, note: str | None) -> None:
    marked = conclude(as_read(doubt), TOLD)
    assert drops(marked) == [pytest.approx(4.0, abs=0.3), pytest.approx(7.0, abs=0.3)]
    assert codes(marked) == ({note} if note else set())
    unmarked = conclude(as_read(doubt, source=Source.WAISTBAND), TOLD)
    assert reasons(unmarked) == {doubt}
    assert note not in codes(unmarked)


@pytest.mark.parametrize("lasting", ["E_SIDE_VIEW", "E_OBLIQUE_VIEW", "E_FEET_HIDDEN"])
def test_no_point_mends_what_the_picture_cannot_show(lasting: str) -> None:
    assert reasons(conclude(as_read("E_CAMERA_MOVING", lasting), TOLD)) == {lasting}


def test_points_do_not_tell_the_view() -> None:
    unclear = as_read("E_VIEW_UNCLEAR")
    assert reasons(conclude(unclear, Hints(activity=Activity.WALKING))) == {"E_VIEW_UNCLEAR"}
    assert None not in drops(conclude(unclear, TOLD))


def test_a_room_that_was_lost_widens_the_interval_and_bends_no_line() -> None:
    readings = as_read("E_CAMERA_MOVING")
    made_up_deg = np.linspace(0.0, 5.0, len(readings.time_s))
    motion = CameraMotion(made_up_deg, np.zeros((len(readings.time_s), 2)), lost_share=0.6)
    lost, still = (conclude(dataclasses.replace(readings, camera=camera), TOLD) for camera in (motion, None))
    assert drops(lost) == pytest.approx(drops(still))
    for side in Side:
        assert (lost.sides[side].half_width_deg or 0) > (still.sides[side].half_width_deg or 0) + 0.5


@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
def test_steps_too_few_for_a_rhythm_are_steps_once_somebody_says_so(activity: Activity) -> None:
    walker = dataclasses.replace(WALKER, activity=activity)
    unclear = as_read(walker=walker, rhythm=Rhythm(lift=0.4, cadence_spm=None, regularity=0.1))
    untold = conclude(unclear, Hints(view=View.POSTERIOR))
    assert reasons(untold) == {"E_NOT_MOVING"}
    told = conclude(unclear, Hints(view=View.POSTERIOR, activity=activity))
    assert told.subject.activity is activity
    assert drops(told) == [pytest.approx(4.0, abs=0.3), pytest.approx(7.0, abs=0.3)]
    assert "W_ACTIVITY" in codes(told)


@pytest.mark.provokes("W_ACTIVITY_UNUSED")
def test_a_word_about_somebody_who_does_not_move_is_not_used_and_that_is_said() -> None:
    statue = as_read(rhythm=Rhythm(lift=0.02, cadence_spm=None, regularity=0.0))
    told = conclude(statue, TOLD)
    assert reasons(told) == {"E_NOT_MOVING"}
    assert "W_ACTIVITY_UNUSED" in codes(told)
    assert "W_ACTIVITY" not in codes(told)


@pytest.mark.parametrize("source", [Source.CLICKS, Source.MARKERS])
def test_a_short_walk_with_marks_is_a_wide_number_without_a_grade(source: Source) -> None:
    short = dataclasses.replace(WALKER, seconds=3.6, angle_noise_deg=0.4)
    result, long_walk = (conclude(as_read(walker=w, source=source), TOLD) for w in (short, WALKER))
    for side in Side:
        assert 2 <= result.sides[side].stances_used < 4
        assert result.sides[side].pelvic_drop_deg == pytest.approx(WALKER.drop_of(side), abs=0.6)
        assert (result.sides[side].half_width_deg or 0) > (long_walk.sides[side].half_width_deg or 0)
        assert result.sides[side].grade is None
    assert result.confidence is Confidence.C
    assert result.findings == ()
    assert "W_LOW_DATA" in codes(result)
    assert reasons(conclude(as_read(walker=short, source=Source.WAISTBAND), TOLD)) == {"E_SHORT_WALK"}


def test_saying_it_twice_leaves_each_note_once() -> None:
    settled = settle(walk(WALKER).info, TOLD)
    subject = as_read("E_CAMERA_MOVING", "E_NOT_A_PERSON").subject
    once = said_about(subject, settled, is_shown=True)
    assert said_about(once, settled, is_shown=True) == once
    assert said_about(once, settled).reason == "E_CAMERA_MOVING"
    assert said_about(once, settled).notes == ()


@pytest.mark.provokes("W_CLICKS_UNUSED")
def test_points_that_cannot_be_used_are_named_with_their_cause_and_time() -> None:
    readings = as_read(source=Source.WAISTBAND)
    good = tuple(_click(readings, frame) for frame in (60, 150, 240, 330))
    bad = (
        dataclasses.replace(good[0], left_xy_px=good[0].right_xy_px, right_xy_px=good[0].left_xy_px),
        Click(99.0, good[0].left_xy_px, good[0].right_xy_px),
        Click(float(readings.time_s[90]), (5.0, 5.0), (60.0, 5.0)),
    )
    carried = carry_clicks(readings, dataclasses.replace(TOLD, clicks=good))
    assert carried is not None
    assert "W_CLICKS_UNUSED" not in codes(conclude(carried, TOLD))
    carried = carry_clicks(readings, dataclasses.replace(TOLD, clicks=(*good, *bad)))
    assert carried is not None and carried.line is not None
    assert carried.line.checks["clicks"] == 4
    (note,) = [note for note in carried.notes if note.code == "W_CLICKS_UNUSED"]
    for said in ("exchanged", "1.00 s", "outside", "99.00 s", "not on this person", "1.50 s"):
        assert said in note.message


def test_readings_of_slow_motion_name_unused_points_by_the_time_in_the_video() -> None:
    stored = as_read(source=Source.WAISTBAND)
    info = dataclasses.replace(stored.info, frame_rate_hz=WALKER.rate_hz)
    readings = dataclasses.replace(stored, info=info)
    good = tuple(_click(readings, frame) for frame in (60, 150, 240, 330))
    astray = Click(float(readings.time_s[90]), (5.0, 5.0), (60.0, 5.0))
    hints = dataclasses.replace(TOLD, true_rate_hz=2 * WALKER.rate_hz, clicks=(*good, astray))
    carried = carry_clicks(readings, hints)
    assert carried is not None
    (note,) = [note for note in carried.notes if note.code == "W_CLICKS_UNUSED"]
    assert "1.50 s" in note.message


def carried_by_picture(clicked: tuple[Side, ...], marks: int = 2) -> tuple[Readings, Hints, dict[Side, float]]:
    """Readings of a line that only the picture carries, marked at the peaks of two stances of these sides, 1 degree
    high."""
    readings = as_read()
    assert readings.line is not None
    line = dataclasses.replace(readings.line, checks={CARRIED_BY_PICTURE: 1.0})
    clicks, means = [], {}
    for side in clicked:
        peaks = [s for s in true_stances(WALKER) if s.side is side][2 : 2 + marks]
        frames = [int(np.abs(readings.time_s - (s.peak_s or 0)).argmin()) for s in peaks]
        clicks += [_click(readings, frame, side.drop_sign * 1.0) for frame in frames]
        means[side] = float(np.mean([side.drop_sign * line.angle_deg[frame] for frame in frames])) + 1.0
    readings = dataclasses.replace(readings, line=line)
    return readings, dataclasses.replace(TOLD, clicks=tuple(sorted(clicks, key=lambda click: click.time_s))), means


@pytest.mark.provokes("E_SIDE_UNMARKED")
@pytest.mark.parametrize("marked", list(Side))
def test_the_picture_carries_no_peak_to_a_side_without_a_marked_one(marked: Side) -> None:
    readings, hints, _ = carried_by_picture((marked,), marks=4)
    result = conclude(readings, hints)
    assert result.sides[marked].pelvic_drop_deg == pytest.approx(WALKER.drop_of(marked), abs=0.3)
    assert (result.sides[marked.other].pelvic_drop_deg, result.sides[marked.other].reason) == (None, "E_SIDE_UNMARKED")
    assert result.asymmetry is None


def test_the_plain_mean_of_the_marked_pictures_stands_beside_what_was_carried() -> None:
    readings, hints, means = carried_by_picture(tuple(Side))
    result = conclude(readings, hints)
    for side in Side:
        own = result.sides[side]
        assert own.marked_pictures == 2
        assert own.marked_mean_deg == pytest.approx(means[side], abs=0.05)
        assert own.pelvic_drop_deg == pytest.approx(WALKER.drop_of(side), abs=0.3)


def test_marks_between_stances_or_on_somebody_else_belong_to_no_side() -> None:
    readings, hints, _ = carried_by_picture(tuple(Side))
    contact_s = true_stances(WALKER)[4].initial_contact_s + 0.06
    frame = int(np.abs(readings.time_s - contact_s).argmin())
    far = dataclasses.replace(hints.clicks[0], left_xy_px=(5.0, 5.0), right_xy_px=(60.0, 5.0))
    result = conclude(readings, dataclasses.replace(hints, clicks=(_click(readings, frame), far)))
    assert {side.marked_pictures for side in result.sides.values()} == {0}
    assert reasons(result) == {"E_SIDE_UNMARKED"}


def _click(readings: Readings, frame: int, more_deg: float = 0.0) -> Click:
    """On the stored line, or turned against it, 60 px either side of the middle of the hips."""
    assert readings.line is not None
    x, y = readings.pose.landmarks_px[frame, list(HIP.values())].mean(axis=0)
    rise = 60 * np.tan(np.radians(readings.line.angle_deg[frame] + more_deg))
    return Click(float(readings.time_s[frame]), (float(x - 60), float(y - rise)), (float(x + 60), float(y + rise)))
