"""What somebody says after the clip was read counts at once, without the pictures."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from synthetic import Walker, true_stances, walk

from gait.analysis.conclude import conclude
from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.corrections.reclick import carry_clicks
from gait.analysis.corrections.revise import revise
from gait.analysis.corrections.settle import settle
from gait.analysis.curves.rhythm import find_rhythm
from gait.analysis.terms.landmarks import HIP
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings, load_readings, save_readings
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import AnalysisResult, CameraMotion, Click, Evidence, Hints
from gait.result.conventions import Activity, RollOrigin, Side, View
from gait.result.result import CameraRoll


def as_read(walker: Walker, *reasons: str) -> Readings:
    """The walker's readings with what the pictures said about view and rhythm."""
    readings = walk(walker)
    rhythm = find_rhythm(readings.time_s, readings.pose.landmarks_px, readings.subject.torso_px)
    evidence = Evidence(walker.view, False, rhythm, reasons)
    return dataclasses.replace(readings, subject=dataclasses.replace(readings.subject, evidence=evidence))


def slowed(walker: Walker, stretch: float) -> Readings:
    """Filmed at walker.rate_hz, stored so that it plays stretch times slower."""
    readings = walk(walker)
    time_s = readings.time_s * stretch
    info = dataclasses.replace(readings.info, frame_rate_hz=walker.rate_hz / stretch)
    rhythm = find_rhythm(time_s, readings.pose.landmarks_px, readings.subject.torso_px)
    subject = dataclasses.replace(readings.subject, evidence=Evidence(walker.view, False, rhythm, ()))
    return dataclasses.replace(readings, info=info, timeline=Timeline.of(time_s), subject=subject)


def revised(readings: Readings, hints: Hints) -> Readings:
    return revise(readings, settle(readings.info, hints))


def codes(result: AnalysisResult) -> set[str]:
    return {note.code for note in result.notes}


@pytest.mark.provokes("W_TRUE_RATE")
@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
def test_slow_motion_is_flagged_and_set_right_by_the_true_rate(activity: Activity) -> None:
    pace = 1.8 if activity is Activity.WALKING else 2.8
    walker = Walker(activity=activity, rate_hz=240.0, seconds=9.0, steps_per_s=pace)
    stretched = slowed(walker, 8.0)
    flagged, repaired = conclude(stretched, Hints()), conclude(stretched, Hints(true_rate_hz=240.0))
    assert "W_SLOWMO" in codes(flagged)
    assert codes(repaired) == {"W_TRUE_RATE"}
    assert repaired.subject.activity is activity
    assert repaired.companions.cadence_spm == pytest.approx(60 * pace, rel=0.02)
    for side in Side:
        assert repaired.sides[side].pelvic_drop_deg == pytest.approx(walker.drop_of(side), abs=0.3)


@pytest.mark.parametrize(
    ("activity", "steps_per_s", "stretch"),
    [(Activity.WALKING, 1.8, 2.0), (Activity.RUNNING, 2.7, 2.0), (Activity.WALKING, 1.05, 1.0)],
)
def test_steps_slower_than_people_s_own_are_measured_but_not_graded(
    activity: Activity, steps_per_s: float, stretch: float
) -> None:
    walker = Walker(activity=activity, rate_hz=120.0, seconds=9.0, steps_per_s=steps_per_s)
    result = conclude(slowed(walker, stretch), Hints())
    assert "W_SLOWMO" in codes(result)
    assert {side.grade for side in result.sides.values()} == {None}
    assert (result.confidence.value, result.findings) == ("C", ())
    assert all(side.pelvic_drop_deg is not None for side in result.sides.values())


@pytest.mark.provokes("E_TOO_FAST")
@pytest.mark.parametrize(("activity", "steps_per_s"), [(Activity.WALKING, 1.8), (Activity.RUNNING, 2.7)])
def test_a_film_that_plays_at_double_speed_is_withheld_until_its_rate_is_said(
    activity: Activity, steps_per_s: float
) -> None:
    walker = Walker(activity=activity, rate_hz=60.0, seconds=16.0, steps_per_s=steps_per_s)
    readings = slowed(walker, 0.5)
    doubted, said = conclude(readings, Hints()), conclude(readings, Hints(true_rate_hz=60.0))
    assert {side.reason for side in doubted.sides.values()} == {"E_TOO_FAST"}
    assert said.companions.cadence_spm == pytest.approx(60 * steps_per_s, rel=0.02)
    for side in Side:
        assert said.sides[side].pelvic_drop_deg == pytest.approx(walker.drop_of(side), abs=0.3)


def test_the_files_own_rate_said_by_a_person_ends_the_doubt() -> None:
    slow = slowed(Walker(steps_per_s=1.05, seconds=14.0), 1.0)
    assert "W_SLOWMO" in codes(conclude(slow, Hints()))
    said = conclude(slow, Hints(true_rate_hz=slow.info.frame_rate_hz))
    assert "W_SLOWMO" not in codes(said)
    assert said.confidence.value != "C"


@pytest.mark.provokes("W_CAPTURE_RATE")
def test_the_rate_that_the_camera_noted_in_the_file_sets_the_times_right() -> None:
    walker = Walker(rate_hz=240.0, seconds=9.0)
    stretched = slowed(walker, 8.0)
    noted = dataclasses.replace(stretched, info=dataclasses.replace(stretched.info, capture_rate_hz=240.0))
    result = conclude(noted, Hints())
    assert codes(result) == {"W_CAPTURE_RATE"}
    assert result.companions.cadence_spm == pytest.approx(60 * walker.steps_per_s, rel=0.02)
    assert codes(conclude(noted, Hints(true_rate_hz=240.0))) == {"W_TRUE_RATE"}


def test_a_camera_that_took_a_few_pictures_less_than_it_meant_to_was_not_slowed() -> None:
    readings = as_read(Walker())
    dim = dataclasses.replace(readings, info=dataclasses.replace(readings.info, capture_rate_hz=75.0))
    assert conclude(dim, Hints()).companions.cadence_spm == conclude(readings, Hints()).companions.cadence_spm


def test_repaired_stances_lie_where_the_video_shows_them() -> None:
    walker = Walker(rate_hz=120.0, seconds=8.0)
    repaired = conclude(slowed(walker, 4.0), Hints(true_rate_hz=120.0))
    true_s = np.array([s.initial_contact_s for s in true_stances(walker)]) * 4.0
    for stance in repaired.stances:
        assert np.abs(true_s - stance.initial_contact_s).min() < 4.0 * 0.06
    assert repaired.time_s[-1] == pytest.approx(4.0 * (walker.seconds - 1 / 120))


def test_a_stance_of_a_repaired_clip_is_left_out_by_its_time_in_the_video() -> None:
    stretched, hints = slowed(Walker(rate_hz=120.0, seconds=9.0), 4.0), Hints(true_rate_hz=120.0)
    third = conclude(stretched, hints).stances[2]
    middle_s = (third.initial_contact_s + third.toe_off_s) / 2
    edited = conclude(stretched, hints, (StanceEdit(third.side, middle_s, used=False),))
    assert [s.reason for s in edited.stances].count("S_EXCLUDED") == 1
    assert edited.stances[2].reason == "S_EXCLUDED"


def test_a_rate_no_camera_has_is_an_error() -> None:
    with pytest.raises(ValueError, match="no camera"):
        conclude(as_read(Walker(seconds=5.0)), Hints(true_rate_hz=5.0))


@pytest.mark.provokes("W_MIRRORED")
def test_the_other_view_or_a_mirror_exchanges_the_sides_exactly() -> None:
    readings = as_read(Walker(drop_deg=(3.0, 8.0)))
    plain = conclude(readings, Hints())
    mirrored = conclude(readings, Hints(mirrored=True))
    for side in Side:
        assert mirrored.sides[side.other].pelvic_drop_deg == pytest.approx(plain.sides[side].pelvic_drop_deg)
    assert codes(mirrored) == {"W_MIRRORED"}
    from_front = revised(readings, Hints(view=View.ANTERIOR))
    assert (from_front.rightward, from_front.subject.view) == (-readings.rightward, View.ANTERIOR)


def test_a_clip_that_only_players_mirror_is_not_mirrored_by_a_word() -> None:
    readings = as_read(Walker(drop_deg=(3.0, 8.0)))
    info = dataclasses.replace(readings.info, notes=notes_where({"W_SHOWN_MIRRORED": True}))
    selfie = dataclasses.replace(readings, info=info)
    assert conclude(selfie, Hints(mirrored=True)).sides == conclude(selfie, Hints()).sides


def test_points_on_a_clip_that_only_players_mirror_are_carried_as_they_lie() -> None:
    readings = as_read(Walker(drop_deg=(3.0, 8.0)))
    info = dataclasses.replace(readings.info, notes=notes_where({"W_SHOWN_MIRRORED": True}))
    selfie = dataclasses.replace(readings, info=info)
    assert readings.line is not None
    clicks = tuple(
        Click(float(readings.time_s[i]), tuple(left), tuple(right))
        for i in (60, 150, 240, 330)
        for left, right in [points_on(readings, i)]
    )
    plain = carry_clicks(selfie, Hints(clicks=clicks))
    mirrored = carry_clicks(selfie, Hints(clicks=clicks, mirrored=True))
    assert plain is not None and plain.line is not None and plain.line.trusted
    assert mirrored is not None and mirrored.line is not None
    assert np.array_equal(mirrored.line.angle_deg, plain.line.angle_deg)


def points_on(readings: Readings, frame: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Left and right, 60 px either side of the middle of the hips, on the stored line."""
    assert readings.line is not None
    x, y = readings.pose.landmarks_px[frame, list(HIP.values())].mean(axis=0)
    rise = 60 * np.tan(np.radians(readings.line.angle_deg[frame]))
    ends = ((float(x - 60), float(y - rise)), (float(x + 60), float(y + rise)))
    return ends if readings.rightward > 0 else (ends[1], ends[0])


def test_saying_it_twice_changes_nothing_and_taking_it_back_restores_all() -> None:
    readings, hints = as_read(Walker()), Hints(view=View.ANTERIOR, mirrored=False)
    once = revised(readings, hints)
    twice, back = revised(once, hints), revised(once, Hints())
    assert once.line is not None and twice.line is not None and back.line is not None and readings.line is not None
    assert np.array_equal(once.line.angle_deg, twice.line.angle_deg)
    assert once.notes == twice.notes
    assert np.array_equal(back.line.angle_deg, readings.line.angle_deg)
    assert np.array_equal(back.pose.landmarks_px, readings.pose.landmarks_px)
    assert (back.roll, back.notes) == (readings.roll, ())


def test_a_view_that_was_unclear_counts_once_it_is_said() -> None:
    unclear = as_read(Walker(), "E_VIEW_UNCLEAR")
    untold = conclude(unclear, Hints())
    assert {side.reason for side in untold.sides.values()} == {"E_VIEW_UNCLEAR"}
    assert (untold.asymmetry, untold.findings, untold.standing) == (None, (), None)
    assert {stance.peak_drop_deg for stance in untold.stances} == {None}
    assert np.isnan(untold.obliquity_deg).all()
    assert set(untold.companions.trunk_lean_deg.values()) == {None}
    assert conclude(unclear, Hints(view=View.POSTERIOR)).sides[Side.LEFT].pelvic_drop_deg is not None
    hidden = as_read(Walker(), "E_VIEW_UNCLEAR", "E_FEET_HIDDEN")
    assert conclude(hidden, Hints(view=View.POSTERIOR)).sides[Side.LEFT].reason == "E_FEET_HIDDEN"


def test_a_view_said_of_the_part_that_is_measured_counts_for_somebody_who_turns_round() -> None:
    unclear = as_read(Walker(), "E_VIEW_UNCLEAR")
    turned = dataclasses.replace(unclear, notes=notes_where({"W_TURNED": True}))
    assert conclude(turned, Hints()).sides[Side.LEFT].reason == "E_VIEW_UNCLEAR"
    assert conclude(turned, Hints(view=View.POSTERIOR)).sides[Side.LEFT].pelvic_drop_deg is not None
    assert conclude(turned, Hints(view=View.ANTERIOR)).sides[Side.LEFT].reason == "E_VIEW_UNCLEAR"


@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
def test_a_drawn_level_line_is_level_whichever_way_it_was_drawn(view: View) -> None:
    readings = as_read(Walker(view=view, roll_deg=3.0))
    ends = ((100.0, 500.0), (500.0, 500.0 + readings.rightward * 400.0 * np.tan(np.radians(3.0))))
    for line in (ends, ends[::-1]):
        roll = revised(readings, Hints(level_line_px=line)).roll
        assert (roll.value_deg, roll.origin) == (pytest.approx(3.0), RollOrigin.CLICKS)


def test_what_a_therapist_says_is_level_wins() -> None:
    roll = revised(as_read(Walker(roll_deg=3.0)), Hints(roll_deg=-1.25)).roll
    assert (roll.value_deg, roll.origin) == (-1.25, RollOrigin.CLICKS)


def test_kept_readings_can_be_told_otherwise(tmp_path: Path) -> None:
    readings = as_read(Walker())
    save_readings(readings, tmp_path / "readings.npz")
    again = load_readings(tmp_path / "readings.npz")
    assert again.subject.evidence == readings.subject.evidence
    hints = Hints(mirrored=True, activity=Activity.RUNNING)
    assert conclude(again, hints).sides == conclude(readings, hints).sides


def test_kept_readings_of_a_clip_with_notes_of_its_file_conclude_the_same(tmp_path: Path) -> None:
    readings = as_read(Walker(drop_deg=(3.0, 8.0)))
    info = dataclasses.replace(readings.info, notes=notes_where({"W_SHOWN_MIRRORED": True, "W_VFR": True}))
    readings = dataclasses.replace(readings, info=info)
    save_readings(readings, tmp_path / "readings.npz")
    again = load_readings(tmp_path / "readings.npz")
    assert again.info == readings.info
    assert conclude(again, Hints(mirrored=True)).sides == conclude(readings, Hints()).sides


LEVEL_PX = ((100.0, 400.0), (400.0, 400.0))
"""Level as the picture lies: the camera stood upright."""


def before_edges(read_deg: float, sigma_deg: float = 0.35) -> Readings:
    """A walk with stickers; edges of the room read this roll."""
    readings = as_read(Walker(seconds=20.0))
    return dataclasses.replace(readings, roll=CameraRoll(read_deg, sigma_deg, RollOrigin.EDGES))


@pytest.mark.provokes("W_LEVEL_DIFFERS")
def test_a_level_line_that_the_room_contradicts_reaches_over_both() -> None:
    readings = before_edges(3.0)
    drawn = Hints(view=View.POSTERIOR, level_line_px=LEVEL_PX)
    taken, own = conclude(readings, drawn), conclude(readings, Hints(view=View.POSTERIOR))
    assert "W_LEVEL_DIFFERS" in codes(taken)
    assert "W_LEVEL_DIFFERS" not in codes(own)
    assert taken.roll.value_deg == 0.0
    assert 1.96 * taken.roll.sigma_deg == pytest.approx(3.0 + 1.96 * 0.35)
    assert taken.confidence.value != "A"
    assert taken.asymmetry is None or not taken.asymmetry.detectable


@pytest.mark.parametrize("read_deg", [0.0, 0.6, -0.9])
def test_a_level_line_along_the_room_is_taken_as_drawn(read_deg: float) -> None:
    taken = conclude(before_edges(read_deg), Hints(view=View.POSTERIOR, level_line_px=LEVEL_PX))
    assert taken.roll.sigma_deg == 0.4
    assert "W_LEVEL_DIFFERS" not in codes(taken)


def before_a_hand(turn_deg: float) -> Readings:
    """A walk before a camera that turns by so much from the first frame to the last."""
    readings = as_read(Walker(seconds=9.0))
    frames = len(readings.pose.landmarks_px)
    motion = CameraMotion(np.linspace(0.0, turn_deg, frames), np.zeros((frames, 2)), lost_share=0.0)
    return dataclasses.replace(readings, roll=CameraRoll(0.0, 3.0, RollOrigin.ASSUMED), camera=motion)


def test_a_level_line_drawn_anywhere_before_a_camera_in_a_hand_reaches_over_its_turn() -> None:
    drawn = Hints(view=View.POSTERIOR, level_line_px=LEVEL_PX)
    assert 1.96 * revised(before_a_hand(4.0), drawn).roll.sigma_deg >= 4.0
    assert revised(before_a_hand(0.0), drawn).roll.sigma_deg == 0.4


def test_where_nothing_shows_level_nothing_contradicts_a_drawn_line() -> None:
    readings = as_read(Walker(seconds=9.0))
    readings = dataclasses.replace(readings, roll=CameraRoll(0.0, 3.0, RollOrigin.ASSUMED))
    assert not conclude(readings, Hints(level_line_px=((100.0, 400.0), (400.0, 440.0)))).roll.is_contradicted


def test_what_the_room_read_stays_with_a_drawn_line_however_often_it_is_revised() -> None:
    drawn = Hints(view=View.POSTERIOR, level_line_px=LEVEL_PX)
    once = revised(before_edges(3.0), drawn)
    assert revised(once, drawn).roll == once.roll
    other_way = Hints(view=View.ANTERIOR, level_line_px=LEVEL_PX)
    assert revised(once, other_way).roll.read_deg == -3.0
