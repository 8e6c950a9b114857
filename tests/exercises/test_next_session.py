"""A change of the plan starts with the next session; the diary goes on through it."""

from datetime import timedelta

import pytest

from exercises.following.adherence import proposals, week_so_far
from exercises.following.diary import log_done
from exercises.following.schedule import tasks_of, today_at
from exercises.models import PlanItem
from exercises.patient.follow import session_script
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.lines import set_level
from exercises.plan.versions import activate, revise


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


def revised(plan, ines, slug, level):
    draft = revise(plan, ines)
    set_level(draft.items.select_related("plan", "exercise").get(exercise=slug), level)
    return activate(draft, ines)


def of(tasks, slug):
    return next(task for task in tasks if task.item.exercise_id == slug)


def test_nobody_is_asked_for_the_harder_dose_in_the_session_that_has_begun(plan, ines, today):
    log_done(plan.items.get(exercise="standing-clamshell"), today)
    before = plan.items.get(exercise="single-leg-bridge")
    new = revised(plan, ines, "single-leg-bridge", before.level + 1)
    tasks = tasks_of(new, today)
    assert of(tasks, "standing-clamshell").is_logged
    assert of(tasks, "single-leg-bridge").item == before
    assert before.pk in [exercise["item"] for exercise in session_script(tasks, "")]
    assert week_so_far(new, today).done == 1
    tomorrow = of(tasks_of(new, today + timedelta(days=1)), "single-leg-bridge")
    assert tomorrow.item.level == before.level + 1


def test_what_is_easier_counts_at_once(plan, ines, today):
    log_done(plan.items.get(exercise="standing-clamshell"), today)
    level = plan.items.get(exercise="single-leg-bridge").level
    new = revised(plan, ines, "single-leg-bridge", level - 1)
    assert of(tasks_of(new, today), "single-leg-bridge").item.level == level - 1


def test_before_the_session_has_begun_the_new_dose_counts(plan, ines, today):
    level = plan.items.get(exercise="single-leg-bridge").level
    new = revised(plan, ines, "single-leg-bridge", level + 1)
    assert of(tasks_of(new, today), "single-leg-bridge").item.level == level + 1


def test_a_new_exercise_waits_for_the_next_session(draft, ines):
    draft.items.get(exercise="step-down").delete()
    plan = activate(draft, ines)
    today = today_at(plan.patient.clinic)
    log_done(plan.items.get(exercise="standing-clamshell"), today)
    revision = revise(plan, ines)
    copy = revision.items.get(exercise="single-leg-bridge")
    copy.pk, copy.exercise_id, copy.position, copy._state.adding = None, "step-down", 9, True
    copy.save()
    new = activate(revision, ines)
    assert not of(tasks_of(new, today), "step-down").is_due
    assert of(tasks_of(new, today + timedelta(days=2)), "step-down").is_due


def test_the_therapist_sees_why_of_every_exercise(plan, desk, today):
    page = desk.get(f"/plans/{plan.pk}/").text
    assert "What the diary says today" in page
    told = proposals(plan, today)
    begun = PlanItem.objects.filter(plan=plan, starts_in_week=1)
    assert {item.pk for item, _ in told} == {item.pk for item in begun}
    assert all(proposal.reason in page for _, proposal in told)


def test_a_session_that_came_home_after_the_change_was_begun_with_the_dose_before(plan, ines, today):
    """Done without a network, sent when the plan had changed meanwhile."""
    begun, before = plan.items.get(exercise="standing-clamshell"), plan.items.get(exercise="single-leg-bridge")
    new = revised(plan, ines, "single-leg-bridge", before.level + 1)
    log_done(begun, today)
    assert of(tasks_of(new, today), "single-leg-bridge").item == before


def test_a_plan_made_anew_starts_with_the_next_session_too(plan, ines, today):
    """Not a revision of the plan before, but a draft of its own."""
    log_done(plan.items.get(exercise="standing-clamshell"), today)
    before = plan.items.get(exercise="single-leg-bridge")
    _, draft = draft_from_report(plan.report, ines, Answers())
    set_level(draft.items.select_related("plan", "exercise").get(exercise="single-leg-bridge"), before.level + 1)
    new = activate(draft, ines)
    assert new.revises is None
    assert of(tasks_of(new, today), "single-leg-bridge").item == before
    tomorrow = of(tasks_of(new, today + timedelta(days=1)), "single-leg-bridge")
    assert tomorrow.item.level == before.level + 1


def test_an_entry_by_the_newest_version_does_not_hide_the_one_the_day_began_with(plan, ines, today):
    """One tap on a page that was fresh, then the morning's session from the phone that had no network."""
    begun, before = plan.items.get(exercise="standing-clamshell"), plan.items.get(exercise="single-leg-bridge")
    new = revised(plan, ines, "single-leg-bridge", before.level + 1)
    log_done(new.items.get(exercise="step-down"), today)
    log_done(begun, today)
    assert of(tasks_of(new, today), "single-leg-bridge").item == before
