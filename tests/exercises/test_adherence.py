from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from plan_cast import make_report

from exercises.following.adherence import adherence_pct, alerts, changes_proposed, course_of, proposals, week_so_far
from exercises.following.attention import calls_for
from exercises.following.diary import hold_back, log_done
from exercises.following.schedule import (
    days_each,
    first_day_of_week,
    minutes_of,
    seconds_of,
    sessions_of,
    set_order,
    sets_of,
    tasks_of,
    today_at,
    week_of,
)
from exercises.models import DiaryEntry, ExerciseHold, Plan, PlanItem, RunEntry
from exercises.patient.follow import exercise_script
from exercises.patient.progress import progress_of
from exercises.patient.reminders import days_of
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.item_form import PlanItemForm
from exercises.plan.lines import set_level, share_days
from exercises.plan.versions import activate, revise
from exercises.prescribing.progression import Move
from exercises.prescribing.sessions import ANSWER_S, MAX_SESSION_MINUTES


@pytest.fixture
def old_plan(plan):
    """The plan as if it had begun ten days ago."""
    Plan.objects.filter(pk=plan.pk).update(started_on=plan.started_on - timedelta(days=10))
    return Plan.objects.select_related("patient__clinic", "revises").get(pk=plan.pk)


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


def log(item, day, **told):
    told = {"pain_nprs": 1, "effort_rpe": 5, "stayed_level": True, "morning_nprs": 0, **told}
    return DiaryEntry.objects.create(item=item, day=day, **told)


def good_week(item, today):
    for days_ago in (6, 4, 1):
        log(item, today - timedelta(days=days_ago))


def test_weeks_are_counted_from_the_start(old_plan, today):
    assert [week_of(old_plan, today - timedelta(days=n)) for n in (10, 4, 3, 0)] == [1, 1, 2, 2]


def test_done_counts_against_the_running_week(old_plan, today):
    item = old_plan.items.first()
    log(item, today)
    log(item, today - timedelta(days=5))
    week = week_so_far(old_plan, today)
    assert (week.number, week.done, week.planned, week.percent) == (2, 1, 9, 11)


def test_adherence_counts_full_weeks_only(old_plan, today):
    assert adherence_pct(old_plan) == 0
    for item in old_plan.items.filter(starts_in_week=1):
        log(item, today - timedelta(days=5))
    assert adherence_pct(old_plan) == pytest.approx(100 * 3 / 9)


def test_a_plan_in_its_first_week_has_no_adherence_yet(plan):
    assert adherence_pct(plan) is None


def test_what_was_done_before_a_plan_from_a_new_report_counts_on(old_plan, today, ines):
    """As on the schedule, in the usual morning and on the worklist, which read the person's diary."""
    item = old_plan.items.get(exercise="step-down")
    log(item, today, is_done=False, skip_reason="hurts", pain_nprs=None)
    log(old_plan.items.get(exercise="standing-clamshell"), today)
    _, draft = draft_from_report(make_report(old_plan.patient, ines), ines, Answers())
    fresh = activate(draft, ines)
    assert fresh.revises is None
    assert [alert.rule for alert in alerts(fresh, today)] == ["Skipped: it hurts"]
    assert week_so_far(fresh, today).done == 1
    assert progress_of(fresh, today).days_done == 1
    log(old_plan.items.get(exercise="single-leg-bridge"), today - timedelta(days=3))
    Plan.objects.filter(pk=fresh.pk).update(started_on=today - timedelta(days=7))
    fresh.refresh_from_db()
    assert adherence_pct(fresh) == pytest.approx(100 * 1 / 9)


def test_a_plan_from_a_new_report_that_is_followed_is_not_silent(old_plan, today, ines):
    _, draft = draft_from_report(make_report(old_plan.patient, ines), ines, Answers())
    fresh = activate(draft, ines)
    Plan.objects.filter(pk=fresh.pk).update(started_on=today - timedelta(days=8))
    log(old_plan.items.get(exercise="step-down"), today)
    fresh.refresh_from_db()
    assert alerts(fresh, today) == []


def test_the_usual_morning_is_asked_for_once_however_many_exercises(old_plan, today):
    with CaptureQueriesContext(connection) as asked:
        proposals(old_plan, today)
    assert sum("morning_nprs" in each["sql"].partition("WHERE")[2] for each in asked.captured_queries) == 1


def test_silence_of_seven_days_alerts(old_plan, today):
    assert [alert.rule for alert in alerts(old_plan, today)] == ["No entry for 7 days"]
    log(old_plan.items.first(), today - timedelta(days=6))
    assert alerts(old_plan, today) == []


def test_a_new_plan_is_not_silent_because_an_older_one_was(plan, ines, today):
    log(plan.items.first(), today - timedelta(days=60))
    assert [alert.rule for alert in alerts(plan, today)] == []
    assert not [call for call in calls_for(ines) if call.is_silence]


def test_who_logs_runs_is_not_silent(old_plan, ines, today):
    RunEntry.objects.create(patient=old_plan.patient, plan=old_plan, day=today - timedelta(days=1), km=3, pain_nprs=0)
    assert [alert.rule for alert in alerts(old_plan, today)] == []
    assert not [call for call in calls_for(ines) if call.is_silence]


def test_a_painful_skip_alerts(plan, today):
    log(plan.items.first(), today, is_done=False, skip_reason="hurts", pain_nprs=None)
    assert [alert.rule for alert in alerts(plan, today)] == ["Skipped: it hurts"]


def test_a_good_week_proposes_the_next_level(old_plan, today):
    item = old_plan.items.get(exercise="step-down")
    good_week(item, today)
    [(proposed, proposal)] = changes_proposed(old_plan, today)
    assert (proposed, proposal.move, proposal.level) == (item, Move.PROGRESS, 2)


@pytest.mark.parametrize(("rule", "capped_by"), [("D4 M7", "M7"), ("D4 M4", "M4"), ("D4 M1", ""), ("D4 M6", "M6")])
def test_a_cap_of_the_draft_is_remembered(old_plan, rule, capped_by):
    item = old_plan.items.get(exercise="step-down")
    item.rule = rule
    assert course_of(old_plan, item, None).capped_by == capped_by


def test_the_cap_for_lateral_hip_pain_ends_after_two_weeks(old_plan):
    Plan.objects.filter(pk=old_plan.pk).update(started_on=old_plan.started_on - timedelta(days=5))
    old_plan.refresh_from_db()
    item = old_plan.items.get(exercise="step-down")
    item.rule = "D4 M4"
    assert course_of(old_plan, item, None).capped_by == ""


def test_too_much_pain_proposes_the_level_below(old_plan, today):
    item = old_plan.items.get(exercise="step-down")
    log(item, today, pain_nprs=7)
    hold_back(item, ExerciseHold.Because.PAIN, 7)
    [(_, proposal)] = changes_proposed(old_plan, today)
    assert (proposal.move, proposal.level) == (Move.REGRESS, 0)


def test_a_resting_exercise_never_gets_harder(old_plan, today):
    item = old_plan.items.get(exercise="step-down")
    good_week(item, today)
    hold_back(item, ExerciseHold.Because.PAIN, 7)
    assert changes_proposed(old_plan, today) == []


def test_a_revision_at_the_same_level_keeps_the_history(old_plan, today, ines):
    good_week(old_plan.items.get(exercise="step-down"), today)
    revision = activate(revise(old_plan, ines), ines)
    [(_, proposal)] = changes_proposed(revision, today)
    assert proposal.level == 2


def test_a_new_level_starts_its_own_history(old_plan, today, ines):
    good_week(old_plan.items.get(exercise="step-down"), today)
    draft = revise(old_plan, ines)
    set_level(draft.items.select_related("plan").get(exercise="step-down"), 2)
    revision = activate(draft, ines)
    course = course_of(revision, revision.items.get(exercise="step-down"), None)
    assert (course.sessions, course.level_since) == ((), today)


def test_a_step_back_is_remembered(old_plan, ines, today):
    draft = revise(old_plan, ines)
    set_level(draft.items.select_related("plan").get(exercise="step-down"), 0)
    revision = activate(draft, ines)
    assert course_of(revision, revision.items.get(exercise="step-down"), None).regressed_on == (today,)


def test_legs_take_turns_and_the_aimed_at_leg_begins_and_ends(plan):
    item = plan.items.get(exercise="step-down")
    assert sets_of(item) == {"left": 2, "right": 3}
    assert set_order(item) == ["right", "left", "right", "left", "right"]


def test_both_ways_count_once_per_set(plan):
    walk = plan.items.get(exercise="lateral-banded-walk")
    assert set_order(walk) == ["both", "both"]


def test_a_session_of_the_first_block_stays_under_20_minutes(plan):
    assert 10 <= minutes_of(plan.items.filter(starts_in_week=1)) <= 20


def at_level(plan, ines, level):
    draft = revise(plan, ines)
    for item in draft.items.select_related("plan"):
        set_level(item, level)
    share_days(draft)
    return activate(draft, ines)


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_no_day_is_longer_than_promised_and_every_exercise_gets_its_turn(plan, ines, level):
    plan = at_level(plan, ines, level)
    Plan.objects.filter(pk=plan.pk).update(started_on=plan.started_on - timedelta(weeks=4))
    plan.refresh_from_db()
    monday = first_day_of_week(plan, today_at(plan.patient.clinic))
    for day in (monday + timedelta(days=offset) for offset in range(7)):
        due = [task.item for task in tasks_of(plan, day) if task.is_due]
        assert minutes_of(due) <= MAX_SESSION_MINUTES
        for item in due:
            log_done(item, day)
        assert not any(task.is_due and not task.is_logged for task in tasks_of(plan, day)), "the day is over then"
    done = Counter(DiaryEntry.objects.values_list("item__exercise", flat=True))
    days = days_each(plan.items.all())
    assert done == {item.exercise_id: days[item.pk] for item in plan.items.all()}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_stored_plan_of_three_days_each_is_not_trained_on_six_days(plan, level):
    """As plans were stored before what does not fit into one session took turns."""
    started_on = plan.started_on - timedelta(weeks=2)
    Plan.objects.filter(pk=plan.pk).update(started_on=started_on, sheet_version="2026.12")
    item = PlanItem.objects.filter(plan=plan)
    item.update(days_per_week=3, level=level, starts_in_week=1, sets=5, rest_s=90)
    plan.refresh_from_db()
    groups = len(sessions_of(plan.items.all()))
    assert groups > 1
    trained = set()
    for day in (plan.started_on + timedelta(days=offset) for offset in range(14, 21)):
        for task in tasks_of(plan, day):
            if task.is_due:
                trained.add(day)
                log_done(task.item, day)
    assert len(trained) <= 2 * groups
    week = week_so_far(plan, plan.started_on + timedelta(days=20))
    assert week.planned == 2 * plan.items.count()
    assert adherence_pct(plan) == pytest.approx(0)
    assert len(days_of(list(plan.items.all()))) == min(7, 2 * groups)


def test_days_that_a_therapist_typed_are_the_days_that_count(plan, ines, desk):
    draft = revise(plan, ines)
    PlanItem.objects.filter(plan=draft).update(starts_in_week=1, sets=5, rest_s=90, days_per_week=2)
    typed, *others = draft.items.all()
    assert len(sessions_of(draft.items.all())) > 1
    form = PlanItemForm(instance=typed)
    sent = {form[name].html_name: form[name].value() or "" for name in form.fields}
    shown = {form[name].html_initial_name: form[name].value() or "" for name in form.fields}
    desk.post(f"/plans/{draft.pk}/items/{typed.pk}/", {**sent, **shown, f"item-{typed.pk}-days_per_week": "3"})
    desk.post(f"/plans/{draft.pk}/items/{others[0].pk}/", {"level": others[0].level})
    active = activate(draft, ines)
    days = days_each(active.items.all())
    assert days == {item.pk: 3 if item.pk == typed.pk else 2 for item in active.items.all()}
    assert week_so_far(active, today_at(active.patient.clinic)).planned == sum(days.values())
    again = revise(active, ines)
    assert days_each(again.items.all())[again.items.first().pk] == 3


def test_exercises_keep_their_days_until_the_later_one_joins(plan, draft):
    items = list(plan.items.order_by("starts_in_week"))
    PlanItem.objects.filter(plan=plan).update(days_per_week=3, sets=3, rest_s=90)
    PlanItem.objects.filter(pk=items[-1].pk).update(starts_in_week=3, sets=9)
    PlanItem.objects.filter(plan=plan).exclude(pk=items[-1].pk).update(starts_in_week=1, sets=1, extra_sets=0)
    first, third = (plan.started_on + timedelta(weeks=week) for week in (0, 2))
    assert week_so_far(plan, first).planned == 3 * (len(items) - 1)
    assert week_so_far(plan, third).planned == 2 * len(items)


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("exercise", ["standing-clamshell", "single-leg-bridge", "step-down"])
def test_one_set_more_never_makes_one_exercise_longer_than_a_session(draft, exercise, level):
    item = draft.items.select_related("exercise").get(exercise=exercise)
    item.plan, item.target_side, item.extra_sets, item.is_one_sided = draft, "both", 1, True
    set_level(item, level)
    assert not item.extra_sets or seconds_of(item) <= 60 * MAX_SESSION_MINUTES


@pytest.mark.parametrize("level", [0, 2, 4])
def test_the_minutes_are_what_the_player_counts(plan, ines, level):
    plan = at_level(plan, ines, level)
    for item in plan.items.select_related("exercise"):
        script = exercise_script(item, "female")
        repetition_s = sum(part["seconds"] for part in script["parts"])
        work_s = len(script["sets"]) * script["reps"] * script["ways"] * repetition_s
        pauses_s = script["ready_s"] + (len(script["sets"]) - 1) * script["rest_s"]
        assert seconds_of(item) == work_s + pauses_s + ANSWER_S
