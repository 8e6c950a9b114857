import dataclasses

import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.curves.standing import standing_frames
from gait.analysis.terms.landmarks import ANKLE
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import Hints, Pose
from gait.analysis.terms.uncertainty import LEVEL_DOUBTED
from gait.analysis.walk.zero import find_zero
from gait.result.conventions import RollOrigin, Side, Source, View, ZeroReference
from gait.result.result import CameraRoll

HINTS = Hints(view=View.POSTERIOR)
STANDING_FRAMES = 90


def after_standing(readings: Readings, *, line_error_deg: float = 0.0) -> Readings:
    """The same walk after a second and a half of quiet standing; line_error_deg is in the line all along."""
    assert readings.line is not None
    step_s = readings.time_s[1] - readings.time_s[0]
    time_s = np.arange(len(readings.time_s) + STANDING_FRAMES) * step_s
    random = np.random.default_rng(7)
    still_px = np.repeat(readings.pose.landmarks_px[:1], STANDING_FRAMES, axis=0)
    ankles = list(ANKLE.values())
    still_px[:, ankles, 1] = still_px[:, ankles, 1].mean()
    landmarks_px = np.concatenate((still_px + random.standard_normal(still_px.shape), readings.pose.landmarks_px))
    standing_deg = np.full(STANDING_FRAMES, readings.roll.value_deg) + 0.2 * random.standard_normal(STANDING_FRAMES)

    def longer(values: np.ndarray) -> np.ndarray:
        return np.concatenate((np.repeat(values[:1], STANDING_FRAMES, axis=0), values))

    line = dataclasses.replace(
        readings.line,
        angle_deg=np.concatenate((standing_deg, readings.line.angle_deg)) + line_error_deg,
        **{name: longer(getattr(readings.line, name)) for name in ("sigma_deg", "centre_px", "half_width_px")},
    )
    return dataclasses.replace(
        readings,
        timeline=Timeline.of(time_s),
        pose=Pose(landmarks_px, longer(readings.pose.visibility)),
        subject=dataclasses.replace(readings.subject, torso_px=longer(readings.subject.torso_px)),
        line=line,
        sources={line.source: line},
    )


def with_standing_at(readings: Readings, tilt_deg: float) -> Readings:
    assert readings.line is not None
    angle_deg = readings.line.angle_deg.copy()
    angle_deg[:STANDING_FRAMES] += tilt_deg
    return dataclasses.replace(readings, line=dataclasses.replace(readings.line, angle_deg=angle_deg))


def read_from(source: Source, readings: Readings) -> Readings:
    assert readings.line is not None
    return dataclasses.replace(readings, line=dataclasses.replace(readings.line, source=source))


def with_marks_apart(readings: Readings, torsos: float) -> Readings:
    assert readings.line is not None
    half_width_px = torsos / 2 * readings.subject.torso_px
    return dataclasses.replace(readings, line=dataclasses.replace(readings.line, half_width_px=half_width_px))


def test_quiet_standing_is_found_and_walking_is_not_standing() -> None:
    frames = standing_frames(after_standing(walk(Walker(landmark_noise_px=1.0))))
    assert frames[:STANDING_FRAMES].mean() > 0.6
    assert not frames[STANDING_FRAMES + 10 :].any()
    assert not standing_frames(walk(Walker(landmark_noise_px=1.0))).any()


def test_standing_takes_away_a_constant_error_of_the_line() -> None:
    readings = after_standing(walk(Walker(drop_deg=(4.0, 7.0))), line_error_deg=2.5)
    result = conclude(readings, HINTS)
    assert result.zero.relative
    assert result.sides[Side.LEFT].pelvic_drop_deg == pytest.approx(4.0, abs=0.3)
    assert result.sides[Side.RIGHT].pelvic_drop_deg == pytest.approx(7.0, abs=0.3)


def test_both_references_are_kept() -> None:
    readings = after_standing(walk(Walker(drop_deg=(4.0, 7.0), roll_deg=1.0)), line_error_deg=2.0)
    left = conclude(readings, HINTS).sides[Side.LEFT]
    assert left.relative_deg == pytest.approx(left.pelvic_drop_deg)
    assert left.absolute_deg == pytest.approx((left.relative_deg or 0.0) + 2.0, abs=0.2)


def test_a_level_line_that_a_therapist_drew_goes_before_standing() -> None:
    readings = after_standing(walk(Walker(roll_deg=3.0)))
    drawn = dataclasses.replace(readings, roll=CameraRoll(3.0, 0.4, RollOrigin.CLICKS))
    zero = find_zero(drawn)
    assert (zero.relative, zero.offset_deg) == (False, 3.0)
    assert zero.standing_obliquity_deg == pytest.approx(0.0, abs=0.2)


def test_without_standing_the_roll_is_the_zero() -> None:
    zero = find_zero(walk(Walker(roll_deg=-2.0)))
    assert (zero.relative, zero.offset_deg, zero.standing_obliquity_deg) == (False, -2.0, None)


@pytest.mark.provokes("S_UNSTEADY")
def test_the_first_steps_after_standing_are_left_out_when_there_are_enough_others() -> None:
    long, short = (conclude(after_standing(walk(Walker(seconds=s))), HINTS) for s in (14.0, 6.0))
    starting = [s for s in long.stances if s.initial_contact_s < 2.2]
    assert starting
    assert {s.reason for s in starting} == {"S_UNSTEADY"}
    assert all(s.used for s in short.stances)


def test_standing_on_one_leg_is_not_the_zero() -> None:
    readings = after_standing(walk(Walker()))
    landmarks_px = readings.pose.landmarks_px.copy()
    landmarks_px[:STANDING_FRAMES, ANKLE[Side.LEFT], 1] -= 60.0
    lifted = dataclasses.replace(readings, pose=Pose(landmarks_px, readings.pose.visibility))
    assert not standing_frames(lifted).any()


@pytest.mark.provokes("W_STANDING_TILTED")
def test_standing_that_is_tilted_is_not_believed_and_its_tilt_is_kept() -> None:
    """A pelvis 14 degrees down in "quiet standing": one leg, pain, or the wrong moment."""
    readings = with_standing_at(after_standing(walk(Walker(drop_deg=(4.0, 7.0)))), 14.0)
    result = conclude(readings, HINTS)
    assert result.zero.reference is ZeroReference.BONE
    assert result.zero.standing_obliquity_deg == pytest.approx(14.0, abs=0.3)
    assert result.sides[Side.RIGHT].pelvic_drop_deg == pytest.approx(7.0, abs=0.3)
    assert result.sides[Side.RIGHT].relative_deg is None
    assert "W_STANDING_TILTED" in {note.code for note in result.notes}


@pytest.mark.provokes("E_ZERO_UNKNOWN")
@pytest.mark.parametrize(
    ("source", "origin"), [(Source.WAISTBAND, RollOrigin.EDGES), (Source.MARKERS, RollOrigin.ASSUMED)]
)
def test_tilted_standing_leaves_no_zero_to_clothes_nor_before_an_unknown_level(
    source: Source, origin: RollOrigin
) -> None:
    readings = with_standing_at(read_from(source, after_standing(walk(Walker()))), 5.0)
    readings = dataclasses.replace(readings, roll=dataclasses.replace(readings.roll, origin=origin))
    result = conclude(readings, HINTS)
    assert result.zero.reference is ZeroReference.NONE
    assert {side.reason for side in result.sides.values()} == {"E_ZERO_UNKNOWN"}
    assert all(stance.peak_drop_deg is None for stance in result.stances)
    assert result.companions.hip_adduction_deg == dict.fromkeys(Side)
    assert result.excursion.value_deg == pytest.approx(11.0, abs=0.3)
    assert result.confidence.value == "C"


@pytest.mark.parametrize("source", [Source.MARKERS, Source.WAISTBAND])
def test_a_line_whose_level_is_contradicted_counts_from_standing_or_not_at_all(source: Source) -> None:
    def doubted(readings: Readings) -> Readings:
        read = read_from(source, readings)
        assert read.line is not None
        checks = read.line.checks | {LEVEL_DOUBTED: 1.0}
        return dataclasses.replace(read, line=dataclasses.replace(read.line, checks=checks))

    alone, stood = (conclude(doubted(each), HINTS) for each in (walk(Walker()), after_standing(walk(Walker()))))
    assert alone.zero.reference is ZeroReference.NONE
    assert {side.reason for side in alone.sides.values()} == {"E_ZERO_UNKNOWN"}
    assert alone.excursion.value_deg == pytest.approx(11.0, abs=0.3)
    assert stood.zero.reference is ZeroReference.STANDING
    assert all(side.pelvic_drop_deg is not None for side in stood.sides.values())


@pytest.mark.provokes("W_ZERO_CLOTHES")
def test_clothes_do_not_say_which_side_falls_more_and_standing_does() -> None:
    walker = walk(Walker(drop_deg=(3.0, 12.0)))
    from_clothes = conclude(read_from(Source.WAISTBAND, walker), HINTS)
    assert all(side.pelvic_drop_deg is not None for side in from_clothes.sides.values())
    assert from_clothes.asymmetry is None
    assert from_clothes.notes[0].code == "W_ZERO_CLOTHES"
    with_standing = conclude(read_from(Source.WAISTBAND, after_standing(walker)), HINTS)
    assert with_standing.asymmetry is not None
    assert with_standing.asymmetry.detectable


def test_two_marks_near_each_other_show_level_less_well_than_two_far_apart() -> None:
    """A sticker that sits 5 mm too low turns the line of the back dimples (95 mm) by 3 degrees."""
    near, far = (find_zero(with_marks_apart(walk(Walker()), torsos)) for torsos in (0.19, 0.5))
    assert 1.96 * near.sigma_deg == pytest.approx(3.0, abs=0.2)
    assert far.sigma_deg == pytest.approx(np.hypot(1.0, 0.3), abs=0.01)


def test_points_on_a_belt_are_no_marks_on_bone() -> None:
    readings = read_from(Source.CLICKS, walk(Walker()))
    assert find_zero(readings, marks_bone=True).reference is ZeroReference.BONE
    assert find_zero(readings, marks_bone=False).reference is ZeroReference.HORIZONTAL
