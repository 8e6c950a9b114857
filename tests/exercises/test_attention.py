from datetime import timedelta

import cast
import pytest
from django.db import connection
from plan_cast import make_report

from exercises.following.attention import calls_for
from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, ItemHold, Plan
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate, end, revise


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


def whys(user):
    return [(call.why, call.is_urgent) for call in calls_for(user)]


def test_a_fresh_plan_asks_for_nothing(plan, ines):
    assert whys(ines) == []


def test_pain_comes_before_silence_and_review(plan, ines, today):
    Plan.objects.filter(pk=plan.pk).update(started_on=today - timedelta(days=9), review_on=today)
    ItemHold.objects.create(item=plan.items.first(), because="pain", pain_nprs=7)
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
    ItemHold.objects.create(item=plan.items.first(), because="pain", pain_nprs=7)
    assert whys(omar) == []


def test_the_worklist_shows_who_calls(plan, desk):
    ItemHold.objects.create(item=plan.items.first(), because="pain", pain_nprs=7)
    page = desk.get("/worklist/").text
    assert "Pain alerts" in page and f"/plans/{plan.pk}/" in page


def test_many_plans_cost_as_many_queries_as_one(plan, ines, north, django_assert_num_queries):
    for name in ("Ann", "Bea", "Cleo"):
        _, draft = draft_from_report(make_report(cast.patient(name, north), ines), ines, Answers())
        other = activate(draft, ines)
        ItemHold.objects.create(item=other.items.first(), because="pain", pain_nprs=6)
        DiaryEntry.objects.create(item=other.items.first(), day=today_at(north), is_done=False, skip_reason="hurts")
        activate(revise(other, ines), ines)
    with django_assert_num_queries(10):
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
