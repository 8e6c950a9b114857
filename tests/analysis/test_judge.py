import dataclasses

import numpy as np
import pytest

from gait.analysis.terms.types import PelvicLine
from gait.analysis.terms.uncertainty import ErrorParts
from gait.analysis.verdict.judge import (
    Ground,
    compensation_class,
    is_low_data,
    judge_asymmetry,
    judge_confidence,
    judge_side,
)
from gait.analysis.walk.measure import SideDrop
from gait.result.conventions import (
    Activity,
    Confidence,
    Grade,
    RollOrigin,
    Sex,
    Side,
    Source,
    Verdict,
    ZeroReference,
)
from gait.result.reference import drop_band, grade_of, lean_cuts
from gait.result.result import Askew, CameraRoll, Companions, Zero

SURE = ErrorParts(stride_deg=0.2, line_deg=0.3, zero_deg=0.3, gain=0.05)
UNSTEADY = ErrorParts(stride_deg=2.6, line_deg=0.3, zero_deg=0.3, gain=0.05)
UNSURE = ErrorParts(stride_deg=0.2, line_deg=2.5, zero_deg=1.2, gain=0.1)


def line(source: Source = Source.MARKERS) -> PelvicLine:
    nothing = np.zeros(1)
    return PelvicLine(source, nothing, nothing, 0.3, 0.05, np.zeros((1, 2)), nothing, trusted=True)


def ground(activity: Activity = Activity.RUNNING, **changes: object) -> Ground:
    usual = Ground(
        askew=Askew(None, 0.0),
        line=line(),
        refusal=None,
        zero=Zero(0.0, 0.3, ZeroReference.BONE, standing_obliquity_deg=None),
        roll=CameraRoll(0.0, 0.3, RollOrigin.EDGES),
        walking_aid=False,
        is_pace_doubted=False,
        is_seen_from_side=False,
        is_view_said=True,
        activity=activity,
        band=drop_band(activity, None),
        cuts=lean_cuts(activity),
    )
    return dataclasses.replace(usual, **changes)


def drop(value_deg: float, used: int = 9, errors: ErrorParts = SURE) -> SideDrop:
    return SideDrop(value_deg, 0.6, used, 0, errors)


@pytest.mark.parametrize(
    ("value_deg", "grade"),
    [
        (3.7, Grade.NONE),
        (5.5, Grade.NONE),
        (5.7, Grade.MILD),
        (7.4, Grade.MILD),
        (7.6, Grade.MODERATE),
        (9.5, Grade.MARKED),
    ],
)
def test_running_grades_follow_the_table(value_deg: float, grade: Grade) -> None:
    result = judge_side(drop(value_deg), Side.LEFT, ground())
    assert result.grade is grade
    assert result.verdict is (Verdict.LEVEL if grade is Grade.NONE else Verdict.DROP)


@pytest.mark.parametrize(("sex", "cut_deg"), [(Sex.MALE, 5.4), (Sex.FEMALE, 6.45), (None, 6.0)])
def test_walking_cuts_depend_on_sex_where_it_is_told(sex: Sex | None, cut_deg: float) -> None:
    band = drop_band(Activity.WALKING, sex)
    assert grade_of(cut_deg - 0.05, band) is Grade.NONE
    assert grade_of(cut_deg + 0.05, band) is Grade.MILD


def test_a_value_closer_to_a_limit_than_its_error_is_borderline() -> None:
    assert judge_side(drop(5.8), Side.LEFT, ground()).borderline
    assert not judge_side(drop(6.55), Side.LEFT, ground()).borderline


@pytest.mark.parametrize(
    ("value_deg", "between"),
    [
        (5.4, (Grade.NONE, Grade.MILD)),
        (5.8, (Grade.NONE, Grade.MILD)),
        (7.6, (Grade.MILD, Grade.MODERATE)),
        (9.3, (Grade.MODERATE, Grade.MARKED)),
        (3.0, None),
    ],
)
def test_a_borderline_value_names_the_two_grades_it_lies_between(value_deg, between) -> None:
    assert judge_side(drop(value_deg), Side.LEFT, ground()).borderline_between == between


def test_too_few_stances_cannot_tell_and_say_why() -> None:
    result = judge_side(SideDrop(None, None, 3, 1, None), Side.LEFT, ground())
    assert (result.verdict, result.reason, result.pelvic_drop_deg) == (Verdict.CANNOT_TELL, "E_SHORT_WALK", None)


@pytest.mark.provokes("E_NO_ANSWER")
@pytest.mark.provokes("E_ZERO_WIDE")
@pytest.mark.parametrize(("errors", "reason"), [(UNSTEADY, "E_NO_ANSWER"), (UNSURE, "E_ZERO_WIDE")])
def test_an_interval_that_could_mean_either_is_no_answer_but_a_clear_drop_is(errors: ErrorParts, reason: str) -> None:
    """Where quiet standing would have told, the reason says that zero is what is missing."""
    assert judge_side(drop(5.0, errors=errors), Side.LEFT, ground()).reason == reason
    assert judge_side(drop(14.0, errors=errors), Side.LEFT, ground()).verdict is Verdict.DROP


def test_a_refused_line_gives_no_number_whatever_was_measured() -> None:
    result = judge_side(drop(12.0), Side.RIGHT, ground(refusal="W_SOURCES_DISAGREE"))
    assert (result.pelvic_drop_deg, result.grade, result.reason) == (None, None, "W_SOURCES_DISAGREE")


def confidence_of(where: Ground, used: int = 9) -> Confidence:
    return judge_confidence({side: judge_side(drop(7.0, used), side, where) for side in Side}, where)


def test_confidence_a_needs_marks_seven_stances_a_level_and_a_confirmed_view() -> None:
    assert confidence_of(ground()) is Confidence.A
    assert confidence_of(ground(), used=6) is Confidence.B
    assert confidence_of(ground(line=line(Source.WAISTBAND))) is Confidence.B
    assert confidence_of(ground(roll=CameraRoll(0.0, 1.2, RollOrigin.ASSUMED))) is Confidence.B
    assert confidence_of(ground(is_view_said=False)) is Confidence.B
    assert confidence_of(ground(refusal="E_NO_SOURCE")) is Confidence.C


def test_a_side_of_few_marked_stances_is_told_and_not_graded() -> None:
    where = ground()
    few, enough = (judge_side(drop(7.0, used), Side.LEFT, where) for used in (3, 4))
    assert (few.pelvic_drop_deg, few.verdict, few.grade, few.borderline) == (7.0, Verdict.DROP, None, False)
    assert enough.grade is Grade.MILD
    assert confidence_of(where, used=3) is Confidence.C
    assert judge_confidence({Side.LEFT: few, Side.RIGHT: enough}, where) is Confidence.B
    assert is_low_data({Side.LEFT: few, Side.RIGHT: enough})


def asymmetry_of(left_deg: float, right_deg: float, where: Ground) -> tuple[float, bool]:
    drops = {Side.LEFT: drop(left_deg), Side.RIGHT: drop(right_deg)}
    sides = {side: judge_side(drops[side], side, where) for side in Side}
    found = judge_asymmetry(drops, sides, where)
    assert found is not None
    return found.value_deg, found.detectable


def test_asymmetry_is_right_minus_left_and_only_named_from_three_degrees() -> None:
    assert asymmetry_of(4.0, 8.0, ground()) == (4.0, True)
    assert asymmetry_of(8.0, 4.0, ground()) == (-4.0, True)
    assert asymmetry_of(4.0, 6.5, ground()) == (2.5, False)


def test_the_tilt_reader_alone_names_no_gap_under_four_degrees() -> None:
    assert asymmetry_of(4.0, 7.5, ground(line=line(Source.SURFACE)))[1] is False
    assert asymmetry_of(4.0, 8.5, ground(line=line(Source.SURFACE)))[1] is True


def test_no_asymmetry_is_named_when_level_is_only_assumed() -> None:
    assumed = ground(roll=CameraRoll(0.0, 1.2, RollOrigin.ASSUMED))
    assert asymmetry_of(3.0, 12.0, assumed)[1] is False


def test_one_withheld_side_leaves_no_asymmetry() -> None:
    drops = {Side.LEFT: SideDrop(None, None, 2, 0, None), Side.RIGHT: drop(7.0)}
    sides = {side: judge_side(drops[side], side, ground()) for side in Side}
    assert judge_asymmetry(drops, sides, ground()) is None


@pytest.mark.parametrize(
    ("drop_deg", "lean_deg", "away_deg", "kind"),
    [
        (7.0, 2.0, -1.0, "U"),
        (7.0, 6.0, -4.0, "P"),
        (2.0, 8.0, -6.0, "C"),
        (-3.0, 7.1, -6.0, "C"),
        (7.0, 0.5, 4.0, "X"),
        (3.0, 2.0, 0.0, "N"),
    ],
)
def test_compensation_classes(drop_deg: float, lean_deg: float, away_deg: float, kind: str) -> None:
    nothing: dict[Side, float | None] = dict.fromkeys(Side)
    companions = Companions(
        cadence_spm=None,
        trunk_lean_deg=nothing | {Side.LEFT: lean_deg},
        hip_adduction_deg=nothing,
        knee_fppa_deg=nothing,
        step_width_hip_ratio=None,
        compensation=dict.fromkeys(Side),
        trunk_away_deg=nothing | {Side.LEFT: away_deg},
    )
    result = judge_side(drop(drop_deg), Side.LEFT, ground())
    assert compensation_class(result, companions, Side.LEFT, ground()) == kind
    assert compensation_class(result, companions, Side.RIGHT, ground()) is None
