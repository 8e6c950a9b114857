"""Which plans a therapist may open or edit, and the trace of a change."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from clinics.access import SignedInRequest
from clinics.audit import record_event
from clinics.models import AuditEvent
from exercises.models import Plan


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
