"""A therapist's view of one plan: read, edit line by line, revise, activate, end."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from exercises.following.adherence import alerts, changes_proposed, week_so_far
from exercises.following.alert_rules import RULES, Alert
from exercises.following.diary import let_rest, lift
from exercises.following.monitoring import periods_of
from exercises.following.running import running_alerts, standing_of
from exercises.following.schedule import session_minutes_of, sessions_of, today_at
from exercises.following.signs import open_signs_of
from exercises.models import Exercise, ItemHold, Plan, PlanIsFixed, PlanItem
from exercises.plan.draft_lines import NotTaken, changed_elsewhere, items_of, take_typed
from exercises.plan.item_form import PlanItemForm
from exercises.plan.lines import add_exercise, set_level, share_days
from exercises.plan.practice import practice_of
from exercises.plan.running_form import RunningLineForm
from exercises.plan.versions import NothingToActivate, activate, end, revise
from exercises.prescribing.sessions import MAX_SESSION_MINUTES, SHARED_DAYS
from exercises.prescribing.types import MAX_LEVEL
from gait.result.conventions import Side, Verdict
from gait.review.paper import pictures_of
from gait.review.snapshot_form import PictureShown


@therapist_required
def plan(request: SignedInRequest, pk: object) -> HttpResponse:
    plan = visible_plan(request, pk)
    record_view(request, plan, clinic=plan.patient.clinic, patient_id=plan.patient_id)
    return render(request, "exercises/plan.html", plan_context(plan))


def plan_context(
    plan: Plan, typed: Sequence[PlanItemForm] = (), running: RunningLineForm | None = None
) -> dict[str, object]:
    """typed, running: what came back because a number in one of them is not right."""
    today = today_at(plan.patient.clinic)
    is_active = plan.status == Plan.Status.ACTIVE
    practice = practice_of(plan.patient.clinic)
    items = items_of(plan)
    standing = standing_of(plan, today)
    came_back = {form.instance.pk: form for form in typed}
    lines = [(item, came_back.get(item.pk) or PlanItemForm(instance=item)) for item in items]
    return {
        "plan": plan,
        "patient": plan.patient,
        "lines": lines,
        "has_errors": any(form.errors for form in [*typed, *([running] if running else [])]),
        "missing": not_in(plan, items),
        "templates": plan.patient.clinic.plan_templates.all() if plan.is_draft else [],
        "alerts": alerts_of(plan, today),
        "standing": standing,
        "open_signs": [] if plan.is_draft else open_signs_of(plan.patient),
        "running_form": running or (RunningLineForm(instance=standing.line) if standing and plan.is_draft else None),
        "proposals": changes_proposed(plan, today) if is_active else [],
        "rules": RULES if is_active else [],
        "periods": periods_of(plan, today) if is_active and practice.counts_monitoring_days else [],
        "frames": target_frames(plan),
        "session_minutes": session_minutes_of(items),
        "sessions": len(sessions_of(items)),
        "promised_minutes": MAX_SESSION_MINUTES,
        "week": week_so_far(plan, today) if is_active else None,
        "today": today,
    }


def alerts_of(plan: Plan, today: date) -> list[Alert]:
    """On a draft, what stops the running: the runs of the plan in use lead to it too."""
    running = running_alerts(plan, today) if plan.status in {Plan.Status.ACTIVE, Plan.Status.DRAFT} else []
    return [*(alerts(plan, today) if plan.status == Plan.Status.ACTIVE else []), *running]


def target_frames(plan: Plan) -> list[PictureShown]:
    """The strides that brought the plan about: the worst instant of each side that drops, else of both."""
    frames = [picture.frame for picture in pictures_of(plan.report)]
    sides = plan.report.found.sides
    dropping = [frame for frame in frames if sides[Side(frame["side"])].verdict is Verdict.DROP]
    return dropping or frames


def not_in(plan: Plan, items: list[PlanItem]) -> list[tuple[str, str]]:
    """Slug and the clinic's name of every exercise that could still be added."""
    clinic = plan.patient.clinic
    others = Exercise.objects.offered_at(clinic).exclude(pk__in=[item.exercise_id for item in items])
    return [(exercise.pk, exercise.content_at(clinic.pk)["name"]) for exercise in others]


@require_POST
@therapist_required
def item_edit(request: SignedInRequest, pk: object, item_pk: int) -> HttpResponse:
    """Save what is typed, in this line and in the others, or give the line another level with that level's dose."""
    plan = editable_plan(request, pk)
    item = get_object_or_404(plan.items, pk=item_pk)
    try:
        take_typed(plan, request.POST)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    item = plan.items.select_related("exercise").get(pk=item.pk)
    item.plan = plan
    if "level" in request.POST:
        set_level(item, min(MAX_LEVEL, int_of(request.POST["level"], default=item.level)))
        share_out(request, plan)
    else:
        messages.success(request, f"{item.rung['name']}: saved.")
    return redirect_to_line(plan, item)


@require_POST
@therapist_required
def item_remove(request: SignedInRequest, pk: object, item_pk: int) -> HttpResponse:
    plan = editable_plan(request, pk)
    item = get_object_or_404(plan.items, pk=item_pk)
    item.plan = plan
    try:
        take_typed(plan, request.POST, without=item)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    item.delete()
    messages.success(request, f"{item.exercise.name} is out of this plan.")
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
def item_add(request: SignedInRequest, pk: object) -> HttpResponse:
    plan = editable_plan(request, pk)
    exercise = get_object_or_404(
        Exercise.objects.offered_at(plan.patient.clinic).exclude(pk__in=plan.items.values("exercise")),
        pk=request.POST.get("exercise"),
    )
    try:
        take_typed(plan, request.POST)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    item = add_exercise(plan, exercise)
    share_out(request, plan)
    return redirect_to_line(plan, item)


@require_POST
@therapist_required
def plan_activate(request: SignedInRequest, pk: object) -> HttpResponse:
    """Activate what is on the screen: the patient gets the dose that the therapist looks at.

    What another page changed meanwhile is shown first; what is typed here is kept all the same.
    """
    plan = visible_plan(request, pk)
    news = changed_elsewhere(plan, request.POST) if plan.is_draft else []
    try:
        with transaction.atomic():
            if plan.is_draft:
                take_typed(plan, request.POST)
            if not news:
                plan = activate(plan, request.user)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    except NothingToActivate:
        messages.error(request, "Add an exercise before you activate the plan.")
        return redirect("plan", plan.pk)
    except PlanIsFixed:
        return redirect("plan", plan.pk)
    if news:
        told = "Not activated yet: another page changed this draft meanwhile."
        messages.error(request, f"{told} {' '.join(news)} Look at it below, then activate.")
        return redirect("plan", plan.pk)
    record_change(request, plan)
    return redirect("plan_handover", plan.pk)


@require_POST
@therapist_required
def plan_revise(request: SignedInRequest, pk: object) -> HttpResponse:
    """Open a draft that starts as a copy; with a proposal's exercise and level, that change is already made."""
    before = visible_plan(request, pk)
    plan = revise(before, request.user)
    if item := plan.items.select_related("exercise").filter(exercise=request.POST.get("exercise", "")).first():
        item.plan = plan
        set_level(item, min(MAX_LEVEL, int_of(request.POST.get("level"), default=item.level)))
        share_out(request, plan)
    record_event(
        AuditEvent.Action.CREATED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
def plan_end(request: SignedInRequest, pk: object) -> HttpResponse:
    plan = visible_plan(request, pk)
    if plan.status == Plan.Status.ACTIVE:
        end(plan, request.user)
        record_change(request, plan)
        messages.success(request, "The plan has ended. The patient's page says so.")
    return redirect("patient", plan.patient_id)


@require_POST
@therapist_required
def plan_discard(request: SignedInRequest, pk: object) -> HttpResponse:
    """Throw a draft away. Nobody has seen it but its author."""
    plan = editable_plan(request, pk)
    record_event(
        AuditEvent.Action.DELETED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )
    plan.delete()
    messages.success(request, "The draft is gone.")
    return redirect("patient", plan.patient_id)


@require_POST
@therapist_required
def item_hold(request: SignedInRequest, pk: object, item_pk: int) -> HttpResponse:
    """Let an exercise of the running plan rest."""
    plan = visible_plan(request, pk)
    item = get_object_or_404(plan.items.select_related("exercise"), pk=item_pk, plan__status=Plan.Status.ACTIVE)
    let_rest(item)
    record_change(request, plan)
    messages.success(request, f"{item.exercise.name} rests until you let it go on.")
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
def hold_lift(request: SignedInRequest, pk: object, hold_pk: int) -> HttpResponse:
    """Let a resting exercise start again."""
    plan = visible_plan(request, pk)
    hold = get_object_or_404(ItemHold, pk=hold_pk, item__plan=plan, lifted_at=None)
    lift(hold, request.user)
    record_change(request, plan)
    messages.success(request, f"{hold.item.exercise.name} can go on.")
    return redirect("plan", plan.pk)


def share_out(request: HttpRequest, plan: Plan) -> None:
    if share_days(plan):
        told = f"All exercises together are longer than {MAX_SESSION_MINUTES} minutes now: they take turns, each on"
        messages.info(request, f"{told} {SHARED_DAYS} days a week (rule M11).")


def not_taken(request: HttpRequest, plan: Plan, refusal: NotTaken) -> HttpResponse:
    """The draft again with everything that was typed, and what is wrong with it."""
    return render(request, "exercises/plan.html", plan_context(plan, refusal.forms, refusal.running), status=422)


def visible_plan(request: SignedInRequest, pk: object) -> Plan:
    plans_seen = Plan.objects.visible_to(request.user).select_related("patient__clinic", "report", "revises")
    return get_object_or_404(plans_seen, pk=pk)


def editable_plan(request: SignedInRequest, pk: object) -> Plan:
    plans_seen = Plan.objects.visible_to(request.user).filter(status=Plan.Status.DRAFT)
    return get_object_or_404(plans_seen.select_related("patient__clinic"), pk=pk)


def record_change(request: HttpRequest, plan: Plan) -> None:
    record_event(
        AuditEvent.Action.CHANGED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )


def redirect_to_line(plan: Plan, item: PlanItem) -> HttpResponse:
    response = redirect("plan", plan.pk)
    response["Location"] += f"#item-{item.pk}"
    return response


def int_of(word: str | None, *, default: int) -> int:
    return int(word) if word and word.isdecimal() else default
