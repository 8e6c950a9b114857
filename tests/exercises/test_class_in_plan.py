"""The class in the plan is the class in the report, for every walker."""

import pytest
from plan_cast import make_report, report_content, side_content
from synthetic import Walker, walk

from exercises.inputs import Answers, SideAnswers, measured_grade, measured_pattern, side_inputs
from exercises.prescribing.patterns import pattern_of
from exercises.prescribing.types import Pattern
from exercises.questionnaire import Questionnaire
from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.analysis.written.report import as_json
from gait.result.conventions import Activity, Side, View

LEANS_DEG = (-8, -5, -3, 2, 5, 8)


def result_of(walker: Walker, **hints: object) -> dict:
    return as_json(conclude(walk(walker), Hints(view=View.POSTERIOR, **hints)), pipeline_version="test")


def class_of(result: dict, side: Side) -> str | None:
    return result["companions"]["compensation"][side]


@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
@pytest.mark.parametrize("drops_deg", [(-3.0, 10.5), (2.0, 6.5), (5.8, 8.5)])
def test_a_grid_of_walkers_has_one_class_in_report_and_plan(activity, drops_deg):
    steps_per_s = 2.8 if activity is Activity.RUNNING else 1.8
    for left_lean_deg, right_lean_deg in zip(LEANS_DEG, reversed(LEANS_DEG), strict=True):
        leans_deg = (float(left_lean_deg), float(right_lean_deg))
        result = result_of(
            Walker(activity, seconds=7.0, rate_hz=30.0, steps_per_s=steps_per_s, drop_deg=drops_deg, lean_deg=leans_deg)
        )
        for side in Side:
            planned = side_inputs(result, Answers(), side).pattern
            assert planned is pattern_of(class_of(result, side)), (activity, drops_deg, leans_deg, side)
            typed = measured_pattern(result, side, measured_grade(result, side))
            assert typed is planned


def test_a_walking_aid_leaves_the_class_unknown_in_both():
    result = result_of(Walker(seconds=9.0, drop_deg=(8.5, 3.0), lean_deg=(6.0, 6.0)), walking_aid=True)
    typed = Answers(left=SideAnswers(grade=2))
    assert class_of(result, Side.LEFT) is None
    assert side_inputs(result, typed, Side.LEFT).pattern is Pattern.UNKNOWN


def leaning(away_deg: float, towards_deg: float, letter: str | None) -> dict:
    return report_content(
        companions={
            "trunk_lean_deg": {"left": 1.0, "right": towards_deg},
            "trunk_away_deg": {"left": 0.0, "right": away_deg},
            "compensation": {"left": "N", "right": letter},
        }
    )


def right_class(content: dict, **typed: object) -> Pattern:
    return side_inputs(content, Answers(right=SideAnswers(**typed)), Side.RIGHT).pattern


def test_the_plan_reads_what_was_signed():
    assert right_class(leaning(4.0, 1.0, "X")) is Pattern.AWAY
    assert right_class(leaning(2.0, -4.0, "U")) is Pattern.UNCOMPENSATED


def test_a_typed_grade_across_none_finds_the_class_anew_by_the_reports_rule():
    away = leaning(4.0, 1.0, "X")
    assert right_class(away, grade=3) is Pattern.AWAY
    assert right_class(away, grade=0) is Pattern.NONE
    withheld = report_content(
        activity="walking",
        sides={"left": side_content(2.0, 1.5, "none", "level"), "right": {"pelvic_drop_deg": None, "grade": None}},
        companions=leaning(4.0, 1.0, None)["companions"],
    )
    assert right_class(withheld) is Pattern.UNKNOWN
    assert right_class(withheld, grade=2) is Pattern.AWAY


def test_a_typed_class_stands_above_everything():
    assert right_class(leaning(4.0, 1.0, "X"), pattern=Pattern.PARTIAL) is Pattern.PARTIAL


def test_the_questionnaire_claims_no_class_where_no_lean_was_measured(pat, ines):
    nothing = {"left": None, "right": None}
    names = ("trunk_lean_deg", "trunk_away_deg", "compensation")
    report = make_report(pat, ines, companions=dict.fromkeys(names, nothing))
    (_, first), *_ = Questionnaire(report).fields["right_pattern"].choices
    assert first == "Not measured"
