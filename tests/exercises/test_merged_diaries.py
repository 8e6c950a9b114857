"""Two records of one person become one: so do their diaries."""

from datetime import timedelta

import cast
import pytest
from plan_cast import make_report

from exercises.following.diary import hold_back
from exercises.following.schedule import today_at
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
    assert set(kept) == {done.pk, lone.pk}
    assert (kept[done.pk].is_done, kept[done.pk].pain_nprs, kept[done.pk].effort_rpe) == (True, 7, 4)
    note = UnplacedNote.objects.get()
    assert (note.pk, note.patient, note.told["skip_reason"]) == (skipped.pk, plan.patient, "hurts")
    assert plan.patient.holds.filter(lifted_at=None).count() == 1
    assert plan.patient.holds.count() == 2
