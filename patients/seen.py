"""What the audit trail knows about one person, under whichever of their records it was written."""

from django.db.models import QuerySet

from clinics.models import AuditEvent
from patients.models import Patient


def events_about(patient: Patient) -> QuerySet[AuditEvent]:
    """Newest first. Records that were merged into this one are the same person."""
    ids, newest = {patient.pk}, {patient.pk}
    while newest:
        newest = set(Patient.objects.filter(merged_into__in=newest).values_list("pk", flat=True)) - ids
        ids |= newest
    return AuditEvent.objects.filter(patient_id__in=[str(pk) for pk in ids]).select_related("actor")
