"""How long original videos stay: as long as each location says, counted from the end of the last measurement."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from clinics.audit import one_change, record_event
from clinics.models import AuditEvent, Clinic
from gait import storage
from gait.models import Analysis, Recording, RecordingQuerySet

log = logging.getLogger(__name__)
UNDER_WAY = (Analysis.Status.QUEUED, Analysis.Status.RUNNING)


def let_originals_go() -> None:
    """Remove what is due. Each removal is in the audit trail; numbers, reports and the browser's copy stay."""
    for recording in due():
        storage.remove_original(recording.pk)
        patient = recording.assessment.patient
        with one_change():
            Recording.objects.filter(pk=recording.pk).update(original_removed_at=timezone.now())
            record_event(
                AuditEvent.Action.DELETED,
                recording,
                clinic=patient.clinic,
                patient_id=patient.pk,
                actor_kind="system",
            )
        log.info("recording %s: the original's time is over", recording.pk)


def due() -> Iterator[Recording]:
    for clinic in Clinic.objects.all():
        yield from due_at(clinic).select_related("assessment__patient__clinic")


def due_at(clinic: Clinic) -> RecordingQuerySet:
    """Originals whose last run ended before the location's limit. One that still waits for a run is never due."""
    ended_before = timezone.now() - timedelta(days=clinic.original_days)
    with_original = Recording.objects.filter(assessment__patient__clinic=clinic, original_removed_at=None)
    at_rest = with_original.exclude(analyses__status__in=UNDER_WAY)
    return at_rest.annotate(last_end=Max("analyses__finished_at")).filter(last_end__lt=ended_before)
