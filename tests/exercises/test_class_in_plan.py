"""The class in the plan is the class in the report, for every walker."""

from dataclasses import replace

import pytest
import results
from plan_cast import make_report
from synthetic import Walker, walk

from exercises.plan.inputs import Answers, SideAnswers, measured_grade, measured_pattern, side_inputs
from exercises.plan.questionnaire import Questionnaire
from exercises.prescribing.patterns import pattern_of
from exercises.prescribing.types import Pattern
from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.analysis.written.report import result_of
from gait.result.conventions import Activity, Grade, Side, Verdict, View
from gait.result.result import Companions, Result

LEANS_DEG = (-8, -5, -3, 2, 5, 8)


def found_of(walker: Walker, **hints: object) -> Result:
    """As the web reads what the engine has written."""
    concluded = conclude(walk(walker), Hints(view=View.POSTERIOR, **hints))
    return Result.from_json(result_of(concluded, pipeline_version="test").as_json())


def class_of(found: Result, side: Side) -> str | None:
    return found.companions.compensation[side]


@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
@pytest.mark.parametrize("drops_deg", [(-3.0, 10.5), (2.0, 6.5), (5.8, 8.5)])
def test_a_grid_of_walkers_has_one_class_in_report_and_plan(activity, drops_deg):
    steps_per_s = 2.8 if activity is Activity.RUNNING else 1.8
    for left_lean_deg, right_lean_deg in zip(LEANS_DEG, reversed(LEANS_DEG), strict=True):
        leans_deg = (float(left_lean_deg), float(right_lean_deg))
        found = found_of(
            Walker(activity, seconds=7.0, rate_hz=30.0, steps_per_s=steps_per_s, drop_deg=drops_deg, lean_deg=leans_deg)
        )
        for side in Side:
            planned = side_inputs(found, Answers(), side).pattern
            assert planned is pattern_of(class_of(found, side)), (activity, drops_deg, leans_deg, side)
            typed = measured_pattern(found, side, measured_grade(found, side))
            assert typed is planned


def test_a_walking_aid_leaves_the_class_unknown_in_both():
    found = found_of(Walker(seconds=9.0, drop_deg=(8.5, 3.0), lean_deg=(6.0, 6.0)), walking_aid=True)
    typed = Answers(left=SideAnswers(grade=2))
    assert class_of(found, Side.LEFT) is None
    assert side_inputs(found, typed, Side.LEFT).pattern is Pattern.UNKNOWN


def leaning(away_deg: float, towards_deg: float, letter: str | None) -> Result:
    companions = Companions(
        trunk_lean_deg={Side.LEFT: 1.0, Side.RIGHT: towards_deg},
        trunk_away_deg={Side.LEFT: 0.0, Side.RIGHT: away_deg},
        compensation={Side.LEFT: "N", Side.RIGHT: letter},
    )
    sides = {
        Side.LEFT: results.side(2.0, 1.5, grade=Grade.NONE, verdict=Verdict.LEVEL), Side.RIGHT: results.side(8.1, 2.0)
    }  # fmt: skip
    return results.found(activity=Activity.RUNNING, sides=sides, companions=companions)


def right_class(found: Result, **typed: object) -> Pattern:
    return side_inputs(found, Answers(right=SideAnswers(**typed)), Side.RIGHT).pattern


def test_the_plan_reads_what_was_signed():
    assert right_class(leaning(4.0, 1.0, "X")) is Pattern.AWAY
    assert right_class(leaning(2.0, -4.0, "U")) is Pattern.UNCOMPENSATED


def test_a_typed_grade_across_none_finds_the_class_anew_by_the_reports_rule():
    away = leaning(4.0, 1.0, "X")
    assert right_class(away, grade=3) is Pattern.AWAY
    assert right_class(away, grade=0) is Pattern.NONE
    unknown = leaning(4.0, 1.0, None)
    sides = unknown.sides | {Side.RIGHT: results.withheld()}
    withheld = replace(unknown, activity=Activity.WALKING, sides=sides)
    assert right_class(withheld) is Pattern.UNKNOWN
    assert right_class(withheld, grade=2) is Pattern.AWAY


def test_a_typed_class_stands_above_everything():
    assert right_class(leaning(4.0, 1.0, "X"), pattern=Pattern.PARTIAL) is Pattern.PARTIAL


def test_the_questionnaire_claims_no_class_where_no_lean_was_measured(pat, ines):
    nothing = {"left": None, "right": None}
    names = ("trunk_lean_deg", "trunk_away_deg", "compensation")
    report = make_report(pat, ines, companions=dict.fromkeys(names, nothing))
    (_, first), *_ = Questionnaire(report, ines).fields["right_pattern"].choices
    assert first == "Not measured"
