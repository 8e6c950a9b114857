"""A therapist's deeds with one plan: read, activate, revise, end, discard."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from exercises.models import Plan, PlanIsFixed
from exercises.plan.draft_lines import NotTaken, changed_elsewhere, take_typed
from exercises.plan.lines import set_level
from exercises.plan.versions import NothingToActivate, activate, end, keep, revise
from exercises.prescribing.types import MAX_LEVEL
from exercises.views.plan_access import editable_plan, record_change, tells_of_a_fixed_plan, visible_plan
from exercises.views.plan_items import int_of
from exercises.views.plan_page import not_taken, plan_context, share_out

NOT_IN_USE = "Nothing was changed: this plan is not in use any more. Another page ended or replaced it."


@therapist_required
def plan(request: SignedInRequest, pk: object) -> HttpResponse:
    plan = visible_plan(request, pk)
    record_view(request, plan, clinic=plan.patient.clinic, patient_id=plan.patient_id)
    return render(request, "exercises/plan.html", plan_context(plan))


@require_POST
@therapist_required
def plan_typed(request: SignedInRequest, pk: object) -> HttpResponse:
    """Keep what is typed into a draft, while it is typed; 422 with what is wrong, and then nothing is kept."""
    try:
        take_typed(editable_plan(request, pk), request.POST)
    except NotTaken as refusal:
        return HttpResponse(refusal.in_words(), status=422, content_type="text/plain")
    except PlanIsFixed:
        told = "Not saved: this plan is no draft any more. Load the page again; what you typed is kept on it."
        return HttpResponse(told, status=409, content_type="text/plain")
    return HttpResponse(status=204)


@require_POST
@therapist_required
@tells_of_a_fixed_plan
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
        refuse(request, "Not activated: add an exercise first.")
        return redirect("plan", plan.pk)
    if news:
        told = "Not activated yet: another page changed this draft meanwhile."
        messages.warning(request, f"{told} {' '.join(news)} Look at it below, then activate.")
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
def plan_keep(request: SignedInRequest, pk: object) -> HttpResponse:
    """The decision after a re-test that changes nothing."""
    plan = visible_plan(request, pk)
    if plan.status == Plan.Status.ACTIVE:
        keep(plan)
        record_change(request, plan)
        messages.success(request, f"The plan goes on; its next review is on {plan.review_on:%b %-d, %Y}.")
    else:
        refuse(request, NOT_IN_USE)
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
def plan_end(request: SignedInRequest, pk: object) -> HttpResponse:
    plan = visible_plan(request, pk)
    if plan.status == Plan.Status.ACTIVE:
        end(plan, request.user)
        record_change(request, plan)
        messages.success(request, "The plan has ended. The patient's page says so.")
    else:
        refuse(request, NOT_IN_USE)
    return redirect("patient", plan.patient_id)


@require_POST
@therapist_required
@tells_of_a_fixed_plan
def plan_discard(request: SignedInRequest, pk: object) -> HttpResponse:
    """Throw a draft away. Nobody has seen it but its author."""
    plan = editable_plan(request, pk)
    record_event(
        AuditEvent.Action.DELETED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )
    plan.delete()
    messages.success(request, "The draft is gone.")
    return redirect("patient", plan.patient_id)
