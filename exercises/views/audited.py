"""Which addresses show what of a plan, to staff and to the patient, for the audit trail."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from clinics.audit.addresses import Seen, record_in_path, tell_of_ids, tell_of_names
from exercises.models import Plan, PlanLink
from exercises.patient.visits import visit_of
from patients.models import Patient

OF_FHIR = ("api_fhir_patient", "api_fhir_everything")
OF_A_PLAN = (
    "plan",
    "plan_template_save",
    "plan_template_fill",
    "plan_running",
    "plan_signs_examined",
    "plan_item_add",
    "plan_item_edit",
    "plan_item_remove",
    "plan_item_hold",
    "plan_hold_lift",
    "plan_typed",
    "plan_activate",
    "plan_revise",
    "plan_keep",
    "plan_end",
    "plan_discard",
    "plan_handover",
    "plan_sheet",
    "plan_picture",
    "handover_tick",
    "api_plan",
    "api_diary",
)


def own_visit(request: HttpRequest, ids: dict[str, Any]) -> Iterable[Seen]:
    """What a patient sees of the own record; nothing at the door."""
    if visit := visit_of(request, ids["secret"]):
        yield Seen(visit.link, visit.patient.clinic, visit.patient.pk, actor_kind="patient")


def tell() -> None:
    tell_of_ids(own_visit, "secret")
    tell_of_names(record_in_path(Patient, "pk", ""), "patient_trend", "message_answer", *OF_FHIR)
    tell_of_names(record_in_path(PlanLink, "pk", "patient"), "plan_link_revoke")
    tell_of_names(record_in_path(Plan, "pk", "patient"), *OF_A_PLAN)
