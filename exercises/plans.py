"""Drafting, revising and activating plans. A plan that left its draft is never edited again."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from clinics.models import User
from clinics.protocol import protocol_of
from exercises.doses import dose_of
from exercises.inputs import Answers, active_plan, build_inputs
from exercises.library.content import content_at, top_level
from exercises.models import Exercise, ItemHold, Plan, PlanIsFixed, PlanItem
from exercises.practice import aim_of_report, practice_of
from exercises.prescribing.draft import draft_plan
from exercises.prescribing.record import draft_to_record, inputs_to_record
from exercises.prescribing.types import Dose, Draft, Inputs, Line, RefusalKind, both_or_one
from exercises.schedule import today_at
from gait.models import SignedReport
from patients.models import Patient

BY_HAND = "by hand"
DOSE_FIELDS = ("sets", "reps", "hold_s", "up_s", "down_s", "rest_s", "step_height_cm", "is_one_sided", "counts")
NO_AIM = (PlanItem.Side.BOTH.value, 0)


class NothingToActivate(Exception):
    """A plan without exercises is not handed to anybody."""


def draft_from_report(report: SignedReport, user: User, answers: Answers) -> tuple[Draft, Plan | None]:
    """The sheet's answer, and the plan made from it: None where the sheet refused or found nothing to prescribe."""
    inputs = build_inputs(report, answers)
    draft = draft_plan(inputs)
    return draft, save_draft(report, user, inputs, draft) if draft.lines else None


def start_by_hand(report: SignedReport, user: User, answers: Answers) -> Plan | None:
    """An empty plan for the therapist to fill; None while a flag asks for a referral, or two answers contradict."""
    inputs = build_inputs(report, answers)
    draft = draft_plan(inputs)
    if any(refusal.kind in {RefusalKind.REFER, RefusalKind.CONTRADICTION} for refusal in draft.refusals):
        return None
    return save_draft(report, user, inputs, draft if not draft.lines else replace(draft, lines=(), row=BY_HAND))


@transaction.atomic
def save_draft(report: SignedReport, user: User, inputs: Inputs, draft: Draft) -> Plan:
    plan = Plan.objects.create(
        patient=report.analysis.recording.assessment.patient,
        report=report,
        drafted_by=user,
        inputs=inputs_to_record(inputs),
        draft=draft_to_record(draft),
        sheet_version=draft.sheet_version,
        rule_row=draft.row,
        remarks=list(draft.remarks),
    )
    for position, line in enumerate(draft.lines, start=1):
        item_from_line(plan, position, line).save()
    return plan


def item_from_line(plan: Plan, position: int, line: Line) -> PlanItem:
    return PlanItem(
        plan=plan,
        exercise_id=line.exercise.value,
        position=position,
        level=line.level,
        target_side=both_or_one(line.target_sides),
        extra_sets=line.extra_sets,
        days_per_week=line.days_per_week,
        starts_in_week=line.starts_in_week,
        waits_for=line.waits_for.value,
        note=" ".join(line.cues),
        rule=" ".join(line.rules),
        reason=line.reason,
        citations=list(line.citations),
        **dose_fields(line.dose),
    )


def dose_fields(dose: Dose) -> dict[str, object]:
    """A dose under the names of PlanItem's fields."""
    return {
        **{name: getattr(dose, name) for name in DOSE_FIELDS},
        "band": dose.band.value,
        "band_position": dose.band_position.value,
        "support": dose.support.value,
    }


def set_level(item: PlanItem, level: int) -> None:
    """Give an exercise of a draft the ladder's whole dose of another level."""
    had_sides = item.is_one_sided
    level = min(level, top_level(item.content))
    for name, value in dose_fields(dose_of(item.exercise, item.content, level)).items():
        setattr(item, name, value)
    item.level = level
    if had_sides != item.is_one_sided:
        item.target_side, item.extra_sets = aim_of(item.plan) if item.is_one_sided else NO_AIM
    item.save()


def aim_of(plan: Plan) -> tuple[str, int]:
    """Side and extra sets that the one-sided exercises of a plan share; the report's where there is none yet."""
    other = plan.items.filter(is_one_sided=True).first()
    return (other.target_side, other.extra_sets) if other else aim_of_report(plan)


def add_exercise(plan: Plan, exercise: Exercise) -> PlanItem:
    """Put one more exercise at the end of a draft: the clinic's usual level, the side the other exercises aim at."""
    others = list(plan.items.all())
    practice = practice_of(plan.patient.clinic)
    content = content_at(exercise, plan.patient.clinic_id)
    level = min(practice.first_level, top_level(content))
    dose = dose_of(exercise, content, level)
    target_side, extra_sets = aim_of(plan) if dose.is_one_sided else NO_AIM
    item = PlanItem(
        plan=plan,
        exercise=exercise,
        position=max((other.position for other in others), default=0) + 1,
        level=level,
        target_side=target_side,
        extra_sets=extra_sets,
        days_per_week=others[0].days_per_week if others else practice.days_per_week,
        rule=BY_HAND,
        reason="Added by the therapist.",
        **dose_fields(dose),
    )
    item.save()
    return item


@transaction.atomic
def revise(plan: Plan, user: User) -> Plan:
    """A new draft that starts as a copy. An open revision is returned as it is."""
    if waiting := plan.revisions.filter(status=Plan.Status.DRAFT).first():
        return waiting
    copied = ("patient", "report", "inputs", "draft", "sheet_version", "rule_row", "remarks")
    copy = Plan.objects.create(drafted_by=user, revises=plan, **{name: getattr(plan, name) for name in copied})
    for item in plan.items.all():
        item.pk, item.plan, item._state.adding = None, copy, True
        item.save()
    return copy


@transaction.atomic
def activate(plan: Plan, user: User) -> Plan:
    """Make the draft the patient's plan; the one before it becomes history. Raises NothingToActivate, PlanIsFixed."""
    Patient.objects.select_for_update().get(pk=plan.patient_id)
    plan = Plan.objects.get(pk=plan.pk)
    if not plan.is_draft:
        raise PlanIsFixed
    if not plan.items.exists():
        raise NothingToActivate
    today = today_at(plan.patient.clinic)
    if before := active_plan(plan.patient):
        carry_holds(before, plan)
        retire(before, user, Plan.Status.REPLACED)
    plan.status = Plan.Status.ACTIVE
    plan.activated_by, plan.activated_at = user, timezone.now()
    plan.started_on = plan.revises.started_on if plan.revises and plan.revises.started_on else today
    latest_weeks = protocol_of(plan.patient.clinic).review_weeks
    plan.review_on = today + timedelta(weeks=min(plan.draft.get("review_in_weeks") or 4, latest_weeks))
    plan.save()
    return plan


def carry_holds(before: Plan, plan: Plan) -> None:
    """A resting exercise goes on resting, unless the new plan made it easier or left it out."""
    for hold in ItemHold.objects.filter(item__plan=before, lifted_at=None).select_related("item"):
        again = plan.items.filter(exercise=hold.item.exercise_id, level__gte=hold.item.level).first()
        if again is not None:
            ItemHold.objects.create(item=again, because=hold.because, pain_nprs=hold.pain_nprs, since=hold.since)


def end(plan: Plan, user: User) -> None:
    retire(plan, user, Plan.Status.ENDED)


@transaction.atomic
def retire(plan: Plan, user: User, status: Plan.Status) -> None:
    ItemHold.objects.filter(item__plan=plan, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=user)
    plan.status = status
    plan.save(update_fields=["status"])
