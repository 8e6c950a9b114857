"""Records whose years are over: erased by themselves where the location wants it, else only marked."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic
from patients.erasing import erase_person
from patients.models import Patient, PatientQuerySet

log = logging.getLogger(__name__)
FORESEEN = timedelta(days=30)


def erase_what_is_past() -> int:
    """At every location that wants it, what is past its time and not on hold. How many records went."""
    gone = 0
    for clinic in Clinic.objects.filter(erases_past_records=True):
        for patient in past(clinic).filter(held_because="").select_related("clinic"):
            erasure = erase_person(patient, by=None, because=f"Kept for {clinic.retention_years} years")
            record_event(
                AuditEvent.Action.DELETED,
                erasure,
                clinic=clinic,
                patient_id=erasure.patient_id,
                actor_kind="system",
            )
            gone += 1
    if gone:
        log.info("%s records are past their time and erased", gone)
    return gone


def past(clinic: Clinic, *, within: timedelta = timedelta()) -> PatientQuerySet:
    """Archived records whose years at the location are over, or will be within that time."""
    years = timedelta(days=round(365.25 * clinic.retention_years))
    whole_days = timedelta(days=1)
    before = timezone.now() - years - whole_days + within
    return Patient.objects.filter(clinic=clinic, merged_into=None, archived_at__lt=before)


def foreseen(clinics: Iterator[Clinic] | list[Clinic]) -> list[Patient]:
    """What will be erased by itself within FORESEEN, the next one first."""
    found = [
        patient
        for clinic in clinics
        if clinic.erases_past_records
        for patient in past(clinic, within=FORESEEN).filter(held_because="").select_related("clinic")
    ]
    return sorted(found, key=lambda patient: patient.kept_until)
