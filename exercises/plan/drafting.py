"""A new plan from a signed report and the therapist's answers: by the rule sheet, or empty to fill by hand."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from clinics.models import User
from exercises.following.running import standing_of
from exercises.following.schedule import today_at
from exercises.library.doses import dose_fields
from exercises.models import Plan, PlanItem, RunningLine, active_plan
from exercises.plan.inputs import Answers, build_inputs
from exercises.plan.lines import BY_HAND
from exercises.prescribing.answer import Draft, Line, RefusalKind, both_or_one
from exercises.prescribing.draft import draft_plan
from exercises.prescribing.inputs import Inputs
from exercises.prescribing.record import draft_to_record, inputs_to_record
from exercises.prescribing.running import FREE, STOPPED
from exercises.prescribing.running_draft import RunningDraft
from exercises.prescribing.types import Stage
from gait.models import SignedReport
from patients.models import Patient


def draft_from_report(report: SignedReport, user: User, answers: Answers) -> tuple[Draft, Plan | None]:
    """The sheet's answer, and the plan made from it: None where the sheet refused or found nothing to prescribe."""
    inputs = build_inputs(report, answers)
    draft = draft_plan(inputs)
    return draft, save_draft(report, user, inputs, draft) if draft.lines or draft.running else None


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
        remarks=[*([draft.headline] if draft.headline else []), *draft.remarks],
    )
    for position, line in enumerate(draft.lines, start=1):
        item_from_line(plan, position, line).save()
    if draft.running is not None:
        running_line_from(plan, draft.running, inputs.stage).save()
    return plan


def running_line_from(plan: Plan, running: RunningDraft, stage: Stage) -> RunningLine:
    """The metronome starts at the lower end of the target, running at the step that was reached."""
    step = step_carried(plan.patient, running.start_step, stage)
    return RunningLine(
        plan=plan,
        cadence_spm=running.cadence_spm,
        target_spm=running.target_spm[0] if running.target_spm else None,
        start_step=running.start_step if step is None else step,
        step_set_at=timezone.now() if step is None else None,
        weekly_km=running.weekly_km,
        rule=" ".join(running.rules),
        reason=running.reason,
        citations=list(running.citations),
    )


def step_carried(patient: Patient, start_step: int, stage: Stage) -> int | None:
    """Where the active plan's runs have led; None where the sheet's own step counts.

    The sheet's no to running goes before it, and so does a fresh start for somebody who ran freely.
    """
    active = active_plan(patient)
    standing = standing_of(active, today_at(patient.clinic)) if active else None
    if standing is None or start_step == STOPPED:
        return None
    is_on_the_way = stage is Stage.RETURN_TO_RUN and standing.step < FREE
    return standing.step if start_step == FREE or standing.step == STOPPED or is_on_the_way else None


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
