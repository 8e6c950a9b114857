"""A clinic's protocol where it counts: on the worklist, on the plan and in the patient's calendar."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinics.models import ProtocolVersion
from exercises.following.attention import calls_for
from exercises.models import Plan
from exercises.patient.reminders import calendar_of
from exercises.plan.versions import activate


@pytest.fixture
def five_days(north, dana) -> ProtocolVersion:
    return ProtocolVersion.objects.create(
        clinic=north, number=1, silent_days=5, review_weeks=3, why="Because", decided_by=dana
    )


def test_a_quiet_patient_appears_as_early_as_the_clinic_decided(plan, ines, five_days):
    Plan.objects.filter(pk=plan.pk).update(started_on=timezone.localdate() - timedelta(days=6))
    assert any("Nothing logged" in call.why for call in calls_for(ines))
    ProtocolVersion.objects.update(silent_days=21)
    assert calls_for(ines) == []


def test_the_review_comes_no_later_than_the_clinic_decided(draft, ines, five_days):
    draft.draft["review_in_weeks"] = 8
    draft.save()
    plan = activate(draft, ines)
    assert plan.review_on == plan.started_on + timedelta(weeks=3)


def test_the_sheet_may_still_ask_for_an_earlier_review(draft, ines, five_days):
    draft.draft["review_in_weeks"] = 2
    draft.save()
    plan = activate(draft, ines)
    assert plan.review_on == plan.started_on + timedelta(weeks=2)


def test_the_calendar_says_what_the_clinic_wants_it_to_say(plan, north):
    assert b"Time for yourself" in calendar_of(plan, timezone.now().time())
    north.reminder_words.create(language="en", text="Your ten minutes")
    assert b"SUMMARY:Your ten minutes" in calendar_of(plan, timezone.now().time())
