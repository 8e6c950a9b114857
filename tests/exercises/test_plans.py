from datetime import timedelta

import pytest
from plan_cast import make_report

from exercises.following.diary import hold_back
from exercises.library.doses import restrictions_of
from exercises.models import Exercise, ExerciseHold, Plan, PlanIsFixed
from exercises.plan.drafting import draft_from_report, start_by_hand
from exercises.plan.inputs import Answers, SideAnswers, build_inputs
from exercises.plan.lines import add_exercise, set_level
from exercises.plan.practice import fill_from, keep_as_template
from exercises.plan.versions import NothingToActivate, activate, revise
from exercises.prescribing.draft import draft_plan
from exercises.prescribing.record import draft_to_record, inputs_from_record
from exercises.prescribing.types import Dose, Pattern


def test_it_drafts_from_the_signed_numbers(draft):
    assert (draft.rule_row, draft.status) == ("D4", Plan.Status.DRAFT)
    rows = [(i.exercise_id, i.level, i.target_side, i.extra_sets, i.starts_in_week) for i in draft.items.all()]
    assert rows == [
        ("standing-clamshell", 1, "right", 1, 1),
        ("single-leg-bridge", 2, "right", 1, 1),
        ("lateral-banded-walk", 1, "both", 0, 3),
        ("step-down", 1, "right", 1, 1),
    ]


def test_the_stored_inputs_give_the_stored_draft_again(draft):
    again = draft_to_record(draft_plan(inputs_from_record(draft.inputs)))
    draft.refresh_from_db()
    assert [line["exercise"] for line in draft.draft["lines"]] == [line["exercise"] for line in again["lines"]]
    assert draft.draft["lines"][0]["reason"] == again["lines"][0]["reason"]


def test_it_reads_the_class_that_was_signed(pat, ines):
    report = make_report(pat, ines, companions={"compensation": {"left": "N", "right": "P"}})
    assert build_inputs(report, Answers()).right.pattern is Pattern.PARTIAL


def test_it_computes_strength_from_newtons(report):
    answers = Answers(left=SideAnswers(hhd_n=200), right=SideAnswers(hhd_n=150), body_mass_kg=60)
    right = build_inputs(report, answers).right
    assert right.hhd_lsi_pct == pytest.approx(75)
    assert right.hhd_body_weight_pct == pytest.approx(25.5, abs=0.05)


def test_no_force_at_all_is_a_weakness_and_not_unknown(report):
    answers = Answers(left=SideAnswers(hhd_n=200), right=SideAnswers(hhd_n=0), body_mass_kg=60)
    right = build_inputs(report, answers).right
    assert (right.hhd_lsi_pct, right.hhd_body_weight_pct) == (0, 0)


def test_confidence_c_makes_no_plan_until_a_grade_is_typed(pat, ines):
    report = make_report(pat, ines, confidence="C")
    refused, nothing = draft_from_report(report, ines, Answers())
    assert refused.is_refused and nothing is None
    _, plan = draft_from_report(report, ines, Answers(right=SideAnswers(grade=1)))
    assert plan.rule_row == "D1"


def test_a_red_flag_blocks_the_empty_plan_too(report, ines):
    flagged = Answers(red_flags=frozenset({"neuro"}))
    assert draft_from_report(report, ines, flagged)[1] is None
    assert start_by_hand(report, ines, flagged) is None
    assert not Plan.objects.exists()


def test_a_plan_by_hand_starts_empty(report, ines):
    plan = start_by_hand(report, ines, Answers(red_flags=frozenset({"pregnancy"})))
    assert not plan.items.exists()
    with pytest.raises(NothingToActivate):
        activate(plan, ines)


def test_an_active_plan_cannot_be_edited(plan):
    item = plan.items.first()
    with pytest.raises(PlanIsFixed):
        item.save()
    with pytest.raises(PlanIsFixed):
        item.delete()


def test_activating_replaces_the_plan_before(plan, ines):
    revision = activate(revise(plan, ines), ines)
    plan.refresh_from_db()
    assert (plan.status, revision.status) == (Plan.Status.REPLACED, Plan.Status.ACTIVE)
    assert plan.items.count() == revision.items.count() == 4


def test_activating_twice_is_refused(plan, ines):
    with pytest.raises(PlanIsFixed):
        activate(plan, ines)


def test_a_revision_keeps_the_first_day(plan, ines):
    Plan.objects.filter(pk=plan.pk).update(started_on=plan.started_on - timedelta(days=15))
    plan.refresh_from_db()
    assert activate(revise(plan, ines), ines).started_on == plan.started_on


def test_revising_twice_finds_the_open_revision(plan, ines):
    assert revise(plan, ines) == revise(plan, ines)


def test_a_level_brings_its_whole_dose(draft):
    item = draft.items.get(exercise="lateral-banded-walk")
    set_level(item, 3)
    item.refresh_from_db()
    assert (item.sets, item.reps, item.rest_s, item.band, item.band_position) == (3, 12, 90, "medium", "ankle")


def test_a_level_with_sides_aims_at_the_side_of_the_plan(pat, ines):
    report = make_report(pat, ines, pain_nprs=4)
    _, draft = draft_from_report(report, ines, Answers())
    bridge = draft.items.get(exercise="single-leg-bridge")
    assert (bridge.is_one_sided, bridge.target_side) == (False, "both")
    set_level(bridge, 2)
    assert (bridge.is_one_sided, bridge.target_side, bridge.extra_sets) == (True, "right", 1)


def test_an_added_exercise_says_that_a_therapist_added_it(draft):
    draft.items.get(exercise="step-down").delete()
    item = add_exercise(draft, Exercise.objects.get(pk="step-down"))
    assert (item.rule, item.target_side, item.position) == ("by hand", "right", 4)


@pytest.mark.parametrize(("level", "is_resting"), [(2, True), (1, False)])
def test_a_resting_exercise_rests_on_until_it_is_easier(plan, ines, level, is_resting):
    hold = hold_back(plan.items.get(exercise="single-leg-bridge"), ExerciseHold.Because.PAIN, 7)
    draft = revise(plan, ines)
    set_level(draft.items.select_related("plan").get(exercise="single-leg-bridge"), level)
    revision = activate(draft, ines)
    open_holds = [item.open_hold for item in revision.items.all() if item.open_hold]
    assert bool(open_holds) is is_resting
    hold.refresh_from_db()
    assert hold.lifted_by == (None if is_resting else ines)


UNSTEADY = Answers(other={"has_balance_risk": True})


@pytest.fixture
def unsteady(report, ines):
    return draft_from_report(report, ines, UNSTEADY)[1]


@pytest.mark.parametrize("slug", ["standing-clamshell", "lateral-banded-walk", "step-down"])
def test_no_tap_lifts_a_standing_exercise_above_the_cap_of_balance(unsteady, slug):
    item = unsteady.items.get(exercise=slug)
    set_level(item, 3)
    item.refresh_from_db()
    assert (item.level, item.support) == (1, item.support) and item.support != "none"
    item.plan = unsteady
    item.delete()
    added = add_exercise(unsteady, Exercise.objects.get(pk=slug))
    assert added.level <= 1 and added.support != "none"


def test_the_bridge_may_go_on(unsteady):
    item = unsteady.items.get(exercise="single-leg-bridge")
    set_level(item, 3)
    assert item.level == 3


def test_a_clinics_own_exercise_counts_as_standing(unsteady):
    kept = restrictions_of(unsteady, "hip-hitch")
    assert (kept.allowed(4), kept.fit(Dose(3, 10)).support) == (1, "fingertips")


def test_a_template_brings_nothing_above_the_cap(draft, unsteady, ines):
    for item in draft.items.select_related("plan"):
        set_level(item, 3)
    fill_from(unsteady, keep_as_template(draft, "Strong", ines), ("both", 1))
    lines = {item.exercise_id: item for item in unsteady.items.all()}
    assert lines.pop("single-leg-bridge").level == 3
    assert all(item.level == 1 and item.support != "none" for item in lines.values())


def test_a_support_stays_until_balance_is_cleared(desk, unsteady):
    item = unsteady.items.get(exercise="step-down")
    typed = {"sets": 2, "reps": 8, "hold_s": 0, "rest_s": 60, "days_per_week": 3, "starts_in_week": 1, "note": ""}
    typed |= {"target_side": "right", "extra_sets": 1, "support": "none", "step_height_cm": 10}
    sent = {f"item-{item.pk}-{name}": value for name, value in typed.items()}
    response = desk.post(f"/plans/{unsteady.pk}/items/{item.pk}/", sent)
    assert response.status_code == 422 and "a support stays" in response.text


def test_an_ankle_that_hurts_keeps_the_band_up_at_every_level(report, ines):
    _, plan = draft_from_report(report, ines, Answers(other={"has_ankle_or_forefoot_pain": True}))
    walk = plan.items.get(exercise="lateral-banded-walk")
    set_level(walk, 3)
    assert (walk.level, walk.band, walk.band_position) == (3, "medium", "above knee")


def test_a_plan_of_an_earlier_version_still_says_what_it_was_told(draft):
    told = {**draft.inputs, "cleared_flags": ["dvt"], "is_balance_cleared": True}
    for name in ("intake_flags", "clearances"):
        del told[name]
    again = inputs_from_record(told)
    assert (again.cleared_flags, again.is_balance_cleared) == ({"dvt"}, True)
