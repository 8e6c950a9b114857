"""Two records of one person become one: so do their diaries."""

from datetime import timedelta

import cast
import pytest
from plan_cast import make_report

from exercises.following.adherence import alerts
from exercises.following.attention import calls_for
from exercises.following.diary import hold_back
from exercises.following.schedule import session_of, today_at
from exercises.models import DiaryEntry, ExerciseHold, UnplacedNote
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate, end
from patients import records


@pytest.fixture
def other(plan, north, ines):
    """The plan of the duplicate."""
    return activate(draft_from_report(make_report(cast.patient("Patricia", north), ines), ines, Answers())[1], ines)


def test_no_day_is_lost_and_none_counts_twice(plan, other, ines):
    today = today_at(plan.patient.clinic)
    mine, theirs = plan.items.first(), other.items.first()
    skipped = DiaryEntry.objects.create(item=mine, day=today, is_done=False, skip_reason="hurts", pain_nprs=7)
    done = DiaryEntry.objects.create(item=theirs, day=today, pain_nprs=2, effort_rpe=4)
    lone = DiaryEntry.objects.create(item=theirs, day=today - timedelta(days=1), pain_nprs=1)
    end(other, ines)
    for item in (mine, theirs):
        hold_back(item, ExerciseHold.Because.PAIN, 7)
    records.merge(other.patient, into=plan.patient)
    kept = {entry.pk: entry for entry in plan.patient.diary.all()}
    assert kept[done.pk].skip_reason == "hurts"
    assert set(kept) == {done.pk, lone.pk}
    assert (kept[done.pk].is_done, kept[done.pk].pain_nprs, kept[done.pk].effort_rpe) == (True, 7, 4)
    note = UnplacedNote.objects.get()
    assert (note.pk, note.patient, note.told["skip_reason"]) == (skipped.pk, plan.patient, "hurts")
    assert plan.patient.holds.filter(lifted_at=None).count() == 1
    assert plan.patient.holds.count() == 2


@pytest.mark.parametrize("is_hurt_in_the_other", [True, False])
@pytest.mark.parametrize("others", [{"is_done": True}, {"is_done": False, "skip_reason": "no_equipment"}])
def test_a_skip_because_it_hurts_still_calls_and_lets_nothing_get_harder(
    plan, other, ines, others, is_hurt_in_the_other
):
    today = today_at(plan.patient.clinic)
    hurt, told = (other, plan) if is_hurt_in_the_other else (plan, other)
    DiaryEntry.objects.create(item=hurt.items.first(), day=today, is_done=False, skip_reason="hurts")
    DiaryEntry.objects.create(item=told.items.first(), day=today, **others)
    end(other, ines)
    records.merge(other.patient, into=plan.patient)
    entry = plan.patient.diary.get()
    assert entry.is_done is others["is_done"]
    assert any("it hurts" in call.why and call.is_urgent for call in calls_for(ines))
    assert any(alert.rule == "Skipped: it hurts" for alert in alerts(plan, today))
    assert session_of(entry).was_too_hard


def test_of_two_open_holds_the_worse_pain_is_told_on(plan, other, ines):
    mine, theirs = plan.items.first(), other.items.first()
    hold_back(mine, ExerciseHold.Because.THERAPIST)
    end(other, ines)
    hold_back(theirs, ExerciseHold.Because.PAIN, 8)
    records.merge(other.patient, into=plan.patient)
    hold = plan.patient.holds.get(lifted_at=None)
    assert (hold.because, hold.pain_nprs) == ("therapist", 8)
    assert any("Pain 8/10" in call.why and call.is_urgent for call in calls_for(ines))
