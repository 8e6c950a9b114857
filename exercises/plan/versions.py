"""Revising, activating and ending plans. A plan that left its draft is never edited again."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clinics.models import User
from clinics.protocol import protocol_of
from exercises.following.running import line_of, standing_of
from exercises.following.schedule import open_holds_of, today_at
from exercises.library.doses import hold_to, restrictions_of
from exercises.models import ExerciseHold, Plan, PlanIsFixed, RunningLine, active_plan
from patients.models import Patient


class NothingToActivate(Exception):
    """A plan without exercises is not handed to anybody."""


@transaction.atomic
def revise(plan: Plan, user: User) -> Plan:
    """A new draft that starts as a copy, as far as the answers before the plan allow each line.

    An open revision is returned as it is.
    """
    if waiting := plan.revisions.filter(status=Plan.Status.DRAFT).first():
        return waiting
    copied = ("patient", "report", "inputs", "draft", "sheet_version", "rule_row", "remarks")
    copy = Plan.objects.create(drafted_by=user, revises=plan, **{name: getattr(plan, name) for name in copied})
    for item in plan.items.select_related("exercise"):
        item.pk, item.plan, item._state.adding = None, copy, True
        hold_to(item, restrictions_of(copy, item.exercise_id, item.rule))
        item.save()
    if standing := standing_of(plan, today_at(plan.patient.clinic)):
        line = standing.line
        line.plan, line.pk, line._state.adding = copy, copy.pk, True
        line.start_step, line.step_set_at = standing.step, None
        line.save()
    return copy


@transaction.atomic
def activate(plan: Plan, user: User) -> Plan:
    """Make the draft the patient's plan; the one before it becomes history. Raises NothingToActivate, PlanIsFixed."""
    Patient.objects.select_for_update().get(pk=plan.patient_id)
    plan = Plan.objects.get(pk=plan.pk)
    if not plan.is_draft:
        raise PlanIsFixed
    if not plan.items.exists() and line_of(plan) is None:
        raise NothingToActivate
    today = today_at(plan.patient.clinic)
    keep_step(plan, today)
    if before := active_plan(plan.patient):
        retire(before, Plan.Status.REPLACED)
    lift_outgrown_holds(plan, user)
    plan.status = Plan.Status.ACTIVE
    plan.activated_by, plan.activated_at = user, timezone.now()
    plan.started_on = plan.revises.started_on if plan.revises and plan.revises.started_on else today
    plan.review_on = next_review(plan, today)
    plan.save()
    return plan


def next_review(plan: Plan, today: date) -> date:
    """After the weeks that the rules ask for, within those of the clinic's protocol."""
    latest_weeks = protocol_of(plan.patient.clinic).review_weeks
    return today + timedelta(weeks=min(plan.draft.get("review_in_weeks") or 4, latest_weeks))


def keep(plan: Plan) -> None:
    """Somebody looked at a re-test and lets the plan stand; its review is due again later."""
    plan.kept_at, plan.review_on = timezone.now(), next_review(plan, today_at(plan.patient.clinic))
    plan.save(update_fields=["kept_at", "review_on"])


def keep_step(plan: Plan, today: date) -> None:
    """Runs logged since the draft was opened count too, unless the therapist set the step."""
    standing = standing_of(plan, today)
    if standing and standing.line.step_set_at is None:
        RunningLine.objects.filter(plan=plan).update(start_step=standing.step)


def lift_outgrown_holds(plan: Plan, user: User) -> None:
    """A resting exercise goes on resting, unless the new plan made it easier or left it out."""
    rests = [hold.pk for hold in open_holds_of(plan).values()]
    lift_holds(ExerciseHold.objects.filter(patient=plan.patient_id).exclude(pk__in=rests), user)


def lift_holds(holds: QuerySet[ExerciseHold], user: User) -> None:
    holds.filter(lifted_at=None).update(lifted_at=timezone.now(), lifted_by=user)


@transaction.atomic
def end(plan: Plan, user: User) -> None:
    lift_holds(ExerciseHold.objects.filter(patient=plan.patient_id), user)
    retire(plan, Plan.Status.ENDED)


def retire(plan: Plan, status: Plan.Status) -> None:
    plan.status = status
    plan.save(update_fields=["status"])
