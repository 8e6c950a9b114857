"""A clinic's way of prescribing: defaults, templates, standing orders, the hand-over, days with data."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from clinics.models import Clinic, User
from exercises.following.adherence import alerts
from exercises.following.alert_rules import RULES, regression_alert
from exercises.following.attention import calls_for
from exercises.following.diary import hold_back
from exercises.following.monitoring import periods_of
from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, Exercise, ExerciseHold, Plan, PlanPractice, PlanTemplate
from exercises.plan.lines import add_exercise, set_level
from exercises.plan.standing_orders import apply_all


@pytest.fixture
def office(dana: User) -> Client:
    client = Client()
    client.force_login(dana)
    return client


@pytest.fixture
def running(plan: Plan) -> Plan:
    """The plan as if it had begun ten days ago."""
    Plan.objects.filter(pk=plan.pk).update(started_on=plan.started_on - timedelta(days=10))
    return Plan.objects.select_related("patient__clinic", "revises").get(pk=plan.pk)


@pytest.fixture
def standing_order(north: Clinic) -> None:
    cache.clear()
    PlanPractice.objects.create(clinic=north, applies_progress=True)


def train(plan: Plan, slug: str, **told: object) -> None:
    """Three good sessions within the last week, unless told otherwise."""
    item = plan.items.get(exercise=slug)
    usual = {"pain_nprs": 1, "effort_rpe": 5, "stayed_level": True, "morning_nprs": 0}
    for days_ago in (6, 4, 1):
        day = today_at(plan.patient.clinic) - timedelta(days=days_ago)
        DiaryEntry.objects.create(item=item, day=day, **{**usual, **told})


def levels(plan: Plan) -> dict[str, int]:
    return dict(plan.items.values_list("exercise", "level"))


def test_defaults_hold_for_exercises_added_by_hand(office: Client, draft: Plan):
    office.post("/clinic/north/plans/", {"first_level": "0", "days_per_week": "5"})
    for item in draft.items.all():
        item.plan = draft
        item.delete()
    item = add_exercise(draft, Exercise.objects.get(pk="step-down"))
    assert (item.level, item.days_per_week) == (0, 5)


def test_a_template_keeps_doses_and_no_patient(desk: Client, draft: Plan):
    set_level(draft.items.select_related("plan").get(exercise="step-down"), 2)
    desk.post(f"/plans/{draft.pk}/template/", {"name": "After running"})
    template = PlanTemplate.objects.get()
    assert {line["exercise_id"]: line["level"] for line in template.lines} == levels(draft)
    assert "target_side" not in template.lines[0]
    assert draft.patient.last_name not in str(template.lines)


def test_a_template_fills_a_draft_on_the_side_of_the_report(desk: Client, draft: Plan):
    desk.post(f"/plans/{draft.pk}/template/", {"name": "Usual"})
    for item in draft.items.all():
        item.plan = draft
        item.delete()
    template = PlanTemplate.objects.get()
    assert "Usual" in desk.get(f"/plans/{draft.pk}/").content.decode()
    desk.post(f"/plans/{draft.pk}/fill/", {"template": template.pk})
    bridge = draft.items.get(exercise="single-leg-bridge")
    assert (bridge.target_side, bridge.extra_sets, bridge.rule) == ("right", 1, "template")
    assert "Usual" in bridge.reason


def test_a_template_leaves_out_what_the_clinic_no_longer_offers(desk: Client, draft: Plan, north: Clinic):
    desk.post(f"/plans/{draft.pk}/template/", {"name": "Usual"})
    Exercise.objects.filter(pk="step-down").update(is_offered=False)
    desk.post(f"/plans/{draft.pk}/fill/", {"template": PlanTemplate.objects.get().pk})
    assert "step-down" not in levels(draft)


def test_another_clinics_template_does_not_exist(desk: Client, draft: Plan, south: Clinic, omar: User):
    theirs = PlanTemplate.objects.create(clinic=south, name="Theirs", made_by=omar)
    assert desk.post(f"/plans/{draft.pk}/fill/", {"template": theirs.pk}).status_code == 404


def test_a_running_plan_is_not_filled(desk: Client, plan: Plan, north: Clinic, ines: User):
    template = PlanTemplate.objects.create(clinic=north, name="Usual", made_by=ines)
    before = list(plan.items.values_list("pk", flat=True))
    assert "no draft any more" in desk.post(f"/plans/{plan.pk}/fill/", {"template": template.pk}, follow=True).text
    assert list(plan.items.values_list("pk", flat=True)) == before


def test_without_a_standing_order_nothing_moves_by_itself(running: Plan):
    cache.clear()
    train(running, "step-down")
    assert apply_all() == 0
    assert Plan.objects.count() == 1


def test_progress_applies_itself_with_its_reason(running: Plan, standing_order: None, desk: Client):
    train(running, "step-down")
    assert apply_all() == 1
    active = Plan.objects.get(status="active")
    assert levels(active)["step-down"] == 2
    assert (active.is_automatic, active.revises_id) == (True, running.pk)
    assert active.changes[0]["rule"] == "P1"
    assert active.review_on == running.review_on, "moving on does not put off the review"
    assert levels(running)["step-down"] == 1, "the plan before it stays as it was"
    page = desk.get(f"/plans/{active.pk}/").content.decode()
    assert "by the clinic's standing order" in page
    assert "Three sessions and a week at this level" in page


def test_it_does_not_move_twice(running: Plan, standing_order: None):
    train(running, "step-down")
    apply_all()
    cache.clear()
    assert apply_all() == 0


def test_pain_takes_a_level_back_by_itself(running: Plan, standing_order: None):
    train(running, "single-leg-bridge", pain_nprs=7)
    apply_all()
    active = Plan.objects.get(status="active")
    assert levels(active)["single-leg-bridge"] == 1
    assert active.changes[0]["rule"] == "P3"


def test_an_exercise_that_rests_is_left_to_the_therapist(running: Plan, standing_order: None):
    """An easier version of it would come out of its rest without anybody having spoken to the patient."""
    train(running, "step-down", morning_nprs=9)
    hold_back(running.items.get(exercise="step-down"), ExerciseHold.Because.MORNING, 9)
    assert apply_all() == 0


def test_level_four_is_always_the_therapists(running: Plan, standing_order: None):
    running.items.filter(exercise="step-down").update(level=4)
    train(running, "step-down", pain_nprs=7)
    assert apply_all() == 0


def test_a_therapists_open_revision_is_not_overtaken(running: Plan, standing_order: None, desk: Client):
    train(running, "step-down")
    desk.post(f"/plans/{running.pk}/revise/")
    assert apply_all() == 0


def test_no_easier_level_pauses_and_calls_the_therapist(running: Plan, standing_order: None, ines: User):
    running.items.filter(exercise="step-down").update(level=0)
    train(running, "step-down", pain_nprs=7)
    apply_all()
    assert running.items.get(exercise="step-down").open_hold
    assert any("rests by rule P4" in call.why for call in calls_for(ines))
    cache.clear()
    assert len([call for call in calls_for(ines) if call.is_letter]) == 1


def test_the_patient_is_told_kindly(running: Plan, standing_order: None, phone: Client, secret: str):
    train(running, "step-down")
    apply_all()
    assert "is one level harder now: level 2. You were ready." in phone.get(f"/p/{secret}/").content.decode()


def test_the_handover_is_ticked_off_and_kept(desk: Client, plan: Plan, ines: User):
    assert "0 of 4" in desk.get(f"/plans/{plan.pk}/handover/").content.decode()
    desk.post(f"/plans/{plan.pk}/handover/tick/", {"step": "clip"})
    desk.post(f"/plans/{plan.pk}/handover/tick/", {"step": "clip"})
    desk.post(f"/plans/{plan.pk}/handover/tick/", {"step": "nonsense"})
    tick = plan.handover_ticks.get()
    assert (tick.step, tick.done_by) == ("clip", ines)
    assert "Handed over: 1 of 4 steps." in desk.get(f"/patients/{plan.patient_id}/").content.decode()
    desk.post(f"/plans/{plan.pk}/handover/tick/", {"step": "clip", "is_done": "no"})
    assert not plan.handover_ticks.exists()


def test_pain_that_rises_alerts(running: Plan):
    train(running, "step-down", pain_nprs=4, morning_nprs=None)
    (alert,) = [alert for alert in alerts(running, today_at(running.patient.clinic)) if alert.rule == "Pain rise"]
    assert alert.text.endswith("4.0/10 on average, against 2/10 at the start.")


def test_pain_that_rises_is_measured_from_the_usual_morning(running: Plan):
    train(running, "step-down", pain_nprs=2)
    (alert,) = [alert for alert in alerts(running, today_at(running.patient.clinic)) if alert.rule == "Pain rise"]
    assert alert.text.endswith("2.0/10 on average, against 0/10 on a usual morning.")


def test_mornings_count_for_a_rise(running: Plan):
    Plan.objects.filter(pk=running.pk).update(inputs={**running.inputs, "morning_nprs": 1})
    running.refresh_from_db()
    train(running, "step-down", pain_nprs=1, morning_nprs=3)
    assert "Pain rise" in [alert.rule for alert in alerts(running, today_at(running.patient.clinic))]


def test_pain_that_stays_does_not(running: Plan):
    train(running, "step-down", pain_nprs=3, morning_nprs=None)
    assert not [alert for alert in alerts(running, today_at(running.patient.clinic)) if alert.rule == "Pain rise"]


def test_two_steps_back_within_two_weeks_alert(plan: Plan):
    today = today_at(plan.patient.clinic)
    days = [today - timedelta(days=13), today - timedelta(days=2)]
    assert regression_alert("Step-down", days, today)
    assert not regression_alert("Step-down", [today - timedelta(days=15), today], today)


def test_the_rules_stand_beside_the_alerts(desk: Client, plan: Plan):
    page = desk.get(f"/plans/{plan.pk}/").content.decode()
    for _name, rule in RULES:
        assert rule in page


def test_days_with_data_are_counted_where_the_clinic_wants_it(desk: Client, running: Plan, north: Clinic):
    train(running, "step-down")
    train(running, "single-leg-bridge")
    assert "Days with data" not in desk.get(f"/plans/{running.pk}/").content.decode()
    PlanPractice.objects.create(clinic=north, counts_monitoring_days=True)
    assert "<strong>3 of 30</strong>" in desk.get(f"/plans/{running.pk}/").content.decode()


def test_a_period_has_thirty_days_and_its_edges_belong_to_it(running: Plan):
    start = running.started_on
    item = running.items.first()
    for day in (0, 29, 30):
        DiaryEntry.objects.create(item=item, day=start + timedelta(days=day))
    now, before = periods_of(running, start + timedelta(days=40))
    assert (before.first, before.last, before.days_with_data, before.is_over) == (
        start,
        start + timedelta(days=29),
        2,
        True,
    )
    assert (now.days_with_data, now.is_over) == (1, False)
