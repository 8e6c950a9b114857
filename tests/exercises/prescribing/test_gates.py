import pytest

from exercises.prescribing.answer import RefusalKind
from exercises.prescribing.draft import draft_plan
from exercises.prescribing.gates import FLAGS, REFUSED
from exercises.prescribing.inputs import BALANCE, Clearance, Inputs, SideInputs
from exercises.prescribing.types import Pattern
from gait.result.conventions import Confidence

MODERATE = SideInputs(2, Pattern.UNCOMPENSATED)


def inputs(**changes: object) -> Inputs:
    return Inputs(**{"left": SideInputs(0), "right": MODERATE, "confidence": Confidence.A, **changes})


def cleared(*codes: str) -> tuple[Clearance, ...]:
    return tuple(Clearance(code, "hop and log roll, no pain", "Ines") for code in codes)


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.code)
def test_every_flag_stops_the_draft(flag):
    draft = draft_plan(inputs(red_flags=frozenset({flag.code})))
    assert not draft.lines
    assert (draft.refusals[0].kind, draft.refusals[0].rule) == (flag.kind, f"RF {flag.code}")


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.code)
def test_a_cleared_flag_stays_on_record(flag):
    draft = draft_plan(inputs(clearances=cleared(flag.code)))
    assert draft.lines
    assert f"Cleared by Ines: {flag.question}. Examined: hop and log roll, no pain." in draft.remarks


@pytest.mark.parametrize("said", [("", "Ines"), ("hop and log roll", " "), ("", "")])
@pytest.mark.parametrize("code", ["femoral_neck", BALANCE])
def test_a_tap_clears_nothing(code, said):
    assert draft_plan(inputs(clearances=(Clearance(code, *said),))).refusals[0].kind is RefusalKind.REFER


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.code)
def test_a_yes_of_the_intake_is_not_taken_back_by_a_no(flag):
    told = frozenset({flag.code})
    assert draft_plan(inputs(intake_flags=told)).refusals[0].kind is RefusalKind.CONTRADICTION
    assert draft_plan(inputs(intake_flags=told, red_flags=told)).refusals[0].kind is flag.kind
    assert draft_plan(inputs(intake_flags=told, clearances=cleared(flag.code))).lines


@pytest.mark.parametrize("pain", [{"step_pain_nprs": 5}, {"morning_nprs": 3}])
def test_no_pain_of_the_week_is_above_the_worst(pain):
    assert draft_plan(inputs(nprs=2, **pain)).refusals[0].kind is RefusalKind.CONTRADICTION
    assert draft_plan(inputs(nprs=5, **pain)).lines


def test_a_referral_stands_before_everything_else():
    flags = frozenset({"pregnancy", "dvt"})
    kinds = [refusal.kind for refusal in draft_plan(inputs(red_flags=flags, confidence=Confidence.C)).refusals]
    assert kinds == [RefusalKind.REFER, RefusalKind.BY_HAND, RefusalKind.NO_GRADE]


def test_mmt_of_2_is_referred():
    draft = draft_plan(inputs(right=SideInputs(2, Pattern.UNCOMPENSATED, mmt=2)))
    assert draft.refusals[0].kind is RefusalKind.REFER


def test_night_pain_against_a_no_to_night_pain_is_put_right_first():
    stopped = draft_plan(inputs(has_night_pain=True, nprs=2))
    assert (stopped.lines, stopped.refusals[0].kind) == ((), RefusalKind.CONTRADICTION)
    assert draft_plan(inputs(has_night_pain=True, clearances=cleared("femoral_neck"))).row == "D9"


def test_a_painless_marked_drop_in_a_weak_hip_is_asked_about_first():
    marked = SideInputs(3, Pattern.UNCOMPENSATED, mmt=3)
    stopped = draft_plan(inputs(right=marked, nprs=0))
    assert (stopped.lines, stopped.refusals[0].kind) == ((), RefusalKind.CONTRADICTION)
    assert draft_plan(inputs(right=marked, nprs=0, clearances=cleared("new_marked_sign"))).lines
    assert draft_plan(inputs(right=marked, nprs=1)).lines
    perhaps = SideInputs(2, Pattern.UNCOMPENSATED, mmt=3, lower_grade=2, higher_grade=3)
    assert draft_plan(inputs(right=perhaps, nprs=0)).is_refused


def test_under_five_seconds_on_one_leg_the_plan_is_built_by_hand():
    assert draft_plan(inputs(one_leg_stance_s=4.9)).refusals[0].kind is RefusalKind.BY_HAND
    assert draft_plan(inputs(one_leg_stance_s=5)).lines
    assert draft_plan(inputs(one_leg_stance_s=4.9, clearances=cleared(BALANCE))).lines


def test_nobody_under_16_gets_a_draft():
    assert draft_plan(inputs(age_years=15)).is_refused
    assert not draft_plan(inputs(age_years=16)).is_refused


def test_confidence_c_drafts_only_from_a_typed_grade():
    assert draft_plan(inputs(confidence=Confidence.C)).refusals[0].kind is RefusalKind.NO_GRADE
    assert draft_plan(inputs(confidence=Confidence.C, is_grade_typed=True)).lines


def test_no_grade_on_either_side_means_no_draft():
    assert draft_plan(inputs(right=SideInputs(None))).lines == ()
    assert draft_plan(inputs(left=SideInputs(None), right=SideInputs(None))).is_refused


def test_the_printed_rule_names_the_weakness_that_it_stops_for() -> None:
    told = dict(REFUSED)["RC"]
    assert "marked drop with weakness and no pain" in told
    assert "without pain and weakness" not in told
