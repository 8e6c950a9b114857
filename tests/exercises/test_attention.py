from datetime import timedelta

import cast
import filmed
import pytest
import walks
from django.db import connection
from plan_cast import make_report

from exercises.following.attention import calls_for
from exercises.following.diary import hold_back
from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, ExerciseHold, Plan
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.standing_orders import revise_by_rule
from exercises.plan.versions import activate, end, keep, revise
from gait.models import Analysis, Assessment, Recording
from gait.result.conventions import Activity
from gait.review import signing
from gait.worklist_rows import sections_of


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


def whys(user):
    return [(call.why, call.is_urgent) for call in calls_for(user)]


def test_a_fresh_plan_asks_for_nothing(plan, ines):
    assert whys(ines) == []


def test_pain_comes_before_silence_and_review(plan, ines, today):
    Plan.objects.filter(pk=plan.pk).update(started_on=today - timedelta(days=9), review_on=today)
    hold_back(plan.items.first(), ExerciseHold.Because.PAIN, 7)
    DiaryEntry.objects.create(item=plan.items.last(), day=today - timedelta(days=7), is_done=False, skip_reason="hurts")
    texts = whys(ines)
    assert [urgent for _, urgent in texts] == [True, False, False]
    assert texts[0][0].startswith("Pain 7/10 in standing clamshell")
    assert texts[1][0].startswith("Nothing logged since")
    assert texts[2][0].startswith("Review and re-test due")


def test_an_entry_of_an_earlier_version_breaks_the_silence(plan, ines, today):
    Plan.objects.filter(pk=plan.pk).update(started_on=today - timedelta(days=20))
    DiaryEntry.objects.create(item=plan.items.first(), day=today)
    plan.refresh_from_db()
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.REPLACED)
    Plan.objects.create(
        patient=plan.patient,
        report=plan.report,
        drafted_by=ines,
        status=Plan.Status.ACTIVE,
        started_on=plan.started_on,
    )
    assert whys(ines) == []


def test_only_my_patients_call(plan, omar):
    hold_back(plan.items.first(), ExerciseHold.Because.PAIN, 7)
    assert whys(omar) == []


def test_the_worklist_shows_who_calls(plan, desk):
    hold_back(plan.items.first(), ExerciseHold.Because.PAIN, 7)
    page = desk.get("/worklist/").text
    assert "Pain alerts" in page and f"/plans/{plan.pk}/" in page


def test_many_plans_cost_as_many_queries_as_one(plan, ines, north, django_assert_num_queries):
    for name in ("Ann", "Bea", "Cleo"):
        _, draft = draft_from_report(make_report(cast.patient(name, north), ines), ines, Answers())
        other = activate(draft, ines)
        hold_back(other.items.first(), ExerciseHold.Because.PAIN, 6)
        DiaryEntry.objects.create(item=other.items.first(), day=today_at(north), is_done=False, skip_reason="hurts")
        activate(revise(other, ines), ines)
    with django_assert_num_queries(13):
        assert len(calls_for(ines)) == 6


def test_a_plan_that_ends_while_the_worklist_is_made_is_left_out(plan, ines, today):
    DiaryEntry.objects.create(item=plan.items.first(), day=today, limped_afterwards=True)
    revision = activate(revise(plan, ines), ines)

    def end_after_the_diary(execute, sql, params, many, context):
        rows = execute(sql, params, many, context)
        if "limped_afterwards" in sql and revision.status == Plan.Status.ACTIVE:
            end(revision, ines)
        return rows

    with connection.execute_wrapper(end_after_the_diary):
        calls_for(ines)
    revision.refresh_from_db()
    assert revision.status == Plan.Status.ENDED


def filmed_again(plan, ines, today, *, is_signed: bool, days_ago: int = 0, activity: Activity = Activity.RUNNING):
    """A re-test on a later day than the visit that the plan was made from."""
    Assessment.objects.filter(pk=plan.report.recording.assessment_id).update(filmed_on=today - timedelta(days=30))
    visit = filmed.assessment(plan.patient, ines)
    Assessment.objects.filter(pk=visit.pk).update(filmed_on=today - timedelta(days=days_ago), activity=activity.value)
    run = walks.done_run(Assessment.objects.get(pk=visit.pk), walks.found(activity=activity))
    return signing.sign(run, ines, summary="Better.", kept=[]) if is_signed else run


def sections_with(user, name: str) -> dict[str, str]:
    """Section and what is to be done, of this patient's rows about the plan's review."""
    rows = ((section.key, row) for section in sections_of(user) for row in section.rows)
    return {key: row.action for key, row in rows if key in ("retest", "decide") and row.patient.first_name == name}


def test_a_retest_that_is_signed_asks_for_a_decision_and_no_film(plan, ines, today, desk):
    Plan.objects.filter(pk=plan.pk).update(review_on=today)
    name = plan.patient.first_name
    assert sections_with(ines, name) == {"retest": "Film again like this"}
    filmed_again(plan, ines, today, is_signed=True)
    assert sections_with(ines, name) == {"decide": "Decide"}
    page = desk.get(f"/plans/{plan.pk}/").text
    assert "Decide on the plan" in page and "Keep it as it is" in page
    desk.post(f"/plans/{plan.pk}/keep/")
    plan.refresh_from_db()
    assert sections_with(ines, name) == {}
    assert plan.review_on > today
    assert "Keep it as it is" not in desk.get(f"/plans/{plan.pk}/").text


def test_a_retest_that_nobody_has_signed_leads_to_its_page(plan, ines, today):
    Plan.objects.filter(pk=plan.pk).update(review_on=today)
    filmed_again(plan, ines, today, is_signed=False)
    assert sections_with(ines, plan.patient.first_name) == {"retest": "Look at it"}


@pytest.mark.parametrize("decide", [lambda plan, ines: activate(revise(plan, ines), ines), end])
def test_a_plan_that_was_revised_or_ended_is_decided(plan, ines, today, decide):
    filmed_again(plan, ines, today, is_signed=True)
    decide(plan, ines)
    assert sections_with(ines, plan.patient.first_name) == {}


def test_a_rule_decides_nothing(plan, ines, today):
    filmed_again(plan, ines, today, is_signed=True)
    revise_by_rule(plan, [])
    assert sections_with(ines, plan.patient.first_name) == {"decide": "Decide"}


def test_a_visit_after_the_signed_retest_hides_no_decision(plan, ines, today):
    filmed_again(plan, ines, today, is_signed=True, days_ago=3)
    filmed_again(plan, ines, today, is_signed=False)
    assert sections_with(ines, plan.patient.first_name) == {"decide": "Decide"}


@pytest.mark.parametrize("what", ["static", "cancelled", "failed", "other activity", "no film"])
def test_what_is_no_film_of_the_plans_activity_is_no_retest(plan, ines, today, what):
    Plan.objects.filter(pk=plan.pk).update(review_on=today)
    filmed_again(plan, ines, today, is_signed=True, days_ago=3)
    activity = Activity.WALKING if what == "other activity" else Activity.RUNNING
    run = filmed_again(plan, ines, today, is_signed=False, activity=activity)
    if what == "static":
        Recording.objects.filter(pk=run.recording_id).update(kind=Recording.Kind.STANDING)
    elif what in ("cancelled", "failed"):
        Analysis.objects.filter(pk=run.pk).update(status=what, result=None)
    elif what == "no film":
        Recording.objects.filter(pk=run.recording_id).delete()
    name = plan.patient.first_name
    assert sections_with(ines, name) == {"decide": "Decide"}
    keep(plan)
    Plan.objects.filter(pk=plan.pk).update(review_on=today)
    assert sections_with(ines, name) == {"retest": "Film again like this"}


def test_the_review_after_a_decided_retest_asks_for_the_next_film(plan, ines, today):
    filmed_again(plan, ines, today, is_signed=True, days_ago=3)
    keep(plan)
    name = plan.patient.first_name
    assert sections_with(ines, name) == {}
    Plan.objects.filter(pk=plan.pk).update(review_on=today)
    assert sections_with(ines, name) == {"retest": "Film again like this"}
    filmed_again(plan, ines, today, is_signed=False)
    assert sections_with(ines, name) == {"retest": "Look at it"}


def test_a_clip_from_before_the_decided_retest_is_no_next_one(plan, ines, today):
    filmed_again(plan, ines, today, is_signed=False, days_ago=5)
    filmed_again(plan, ines, today, is_signed=True, days_ago=3)
    keep(plan)
    Plan.objects.filter(pk=plan.pk).update(review_on=today)
    assert sections_with(ines, plan.patient.first_name) == {"retest": "Film again like this"}


def test_a_signed_report_of_another_activity_decides_nothing_of_the_plan(plan, ines, today):
    Plan.objects.filter(pk=plan.pk).update(review_on=today)
    filmed_again(plan, ines, today, is_signed=True, activity=Activity.WALKING)
    assert sections_with(ines, plan.patient.first_name) == {"retest": "Film again like this"}
