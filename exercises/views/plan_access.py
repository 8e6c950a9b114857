"""Which plans a therapist may open or edit, and the trace of a change."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from clinics.access import SignedInRequest
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event
from clinics.models import AuditEvent
from exercises.models import Plan, PlanIsFixed

View = Callable[..., HttpResponse]


def visible_plan(request: SignedInRequest, pk: object) -> Plan:
    plans_seen = Plan.objects.visible_to(request.user).select_related("patient__clinic", "report", "revises")
    return get_object_or_404(plans_seen, pk=pk)


def editable_plan(request: SignedInRequest, pk: object) -> Plan:
    """Raises PlanIsFixed, which tells_of_a_fixed_plan answers."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("patient__clinic"), pk=pk)
    if not plan.is_draft:
        raise PlanIsFixed
    return plan


def tells_of_a_fixed_plan(view: View) -> View:
    """For deeds on a draft that another page may have activated meanwhile: the plan's page says so."""

    @wraps(view)
    def guarded(request: SignedInRequest, pk: object, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except PlanIsFixed:
            plan = visible_plan(request, pk)
            now = "is in use" if plan.status == Plan.Status.ACTIVE else f"is {plan.get_status_display().lower()}"
            told = f"Nothing was changed: this plan is no draft any more, it {now}."
            refuse(request, f"{told} To change it, open the plan that is in use and press Revise.")
            return redirect("plan", pk)

    return guarded


def record_change(request: HttpRequest, plan: Plan) -> None:
    record_event(
        AuditEvent.Action.CHANGED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )
