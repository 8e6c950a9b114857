"""Which addresses show what of a patient, for the audit trail."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from clinics.access import clinics_of, is_signed_in
from clinics.audit.addresses import Seen, record_in_path, tell_of_ids, tell_of_names
from clinics.current_location import current_location
from clinics.models import Role
from patients.models import Patient

ONE_PATIENT = (
    "patient",
    "patient_edit",
    "patient_seen",
    "patient_erase",
    "patient_hold",
    "patient_archive",
    "patient_restore",
    "patient_merge",
    "patient_transfer",
    "episode_new",
    "episode",
    "episode_close",
    "consent_give",
    "consent_withdraw",
    "strength_new",
    "score_new",
    "score_ask",
    "score_request_withdraw",
    "outcome_strike_out",
    "api_patient",
)
AT_THE_DESK = ("admin:patients_patient_change", "admin:patients_patient_history")


def list_of_patients(request: HttpRequest, ids: dict[str, Any]) -> Iterable[Seen]:
    """Names of many: one event for each location that they may be of."""
    if is_signed_in(request):
        here = current_location(request)
        for clinic in [here] if here else clinics_of(request.user, Role.THERAPIST):
            yield Seen(Patient(pk=None), clinic)


def every_patient(request: HttpRequest, ids: dict[str, Any]) -> Iterable[Seen]:
    """The operator's list, of all locations."""
    yield Seen(Patient(pk=None), None)


def tell() -> None:
    tell_of_ids(record_in_path(Patient, "patient_id", ""), "patient_id")
    tell_of_ids(record_in_path(Patient, "patient_pk", ""), "patient_pk")
    tell_of_names(record_in_path(Patient, "pk", ""), *ONE_PATIENT)
    tell_of_names(record_in_path(Patient, "object_id", ""), *AT_THE_DESK)
    tell_of_names(every_patient, "admin:patients_patient_changelist")
    tell_of_names(list_of_patients, "patient_list", "patient_archived", "emergency_access")
