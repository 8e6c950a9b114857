"""Saying that a clip shows something else than it was uploaded as."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.intake.kinds import CannotChangeKind, change_kind
from gait.models import Recording


@require_POST
@therapist_required
def recording_kind(request: SignedInRequest, recording_id: UUID) -> HttpResponse:
    """Measure the clip as another kind, and show that run."""
    recordings = Recording.objects.visible_to(request.user).select_related("assessment__patient__clinic")
    recording = get_object_or_404(recordings, pk=recording_id)
    patient = recording.assessment.patient
    note = partial(
        record_event, AuditEvent.Action.CHANGED, clinic=patient.clinic, request=request, patient_id=patient.pk
    )
    try:
        kind = Recording.Kind(request.POST.get("kind", ""))
        run = change_kind(recording, kind, note=note)
    except ValueError as unknown:
        raise Http404 from unknown
    except CannotChangeKind as refusal:
        refuse(request, str(refusal))
        return redirect(recording.assessment)
    return redirect(f"{recording.assessment.get_absolute_url()}?run={run.pk}")
