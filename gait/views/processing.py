"""All runs in one place: what is measured now, what failed, and trying all of that again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event
from clinics.current_location import current_location
from clinics.models import AuditEvent
from gait.queue import runs
from gait.queue.processing import failed_runs, processing_of


@therapist_required
@require_safe
def processing(request: SignedInRequest) -> HttpResponse:
    """Asks for itself again while something is under way."""
    shown = processing_of(request.user, current_location(request))
    return render(request, "gait/processing.html", {"processing": shown})


@therapist_required
@require_POST
def processing_retry_all(request: SignedInRequest) -> HttpResponse:
    """Measure every failed clip of the list again; whatever has a run under way already is left alone."""
    failed = list(failed_runs(request.user, current_location(request)))
    for analysis in failed:
        again = runs.retry(analysis)
        patient = analysis.recording.assessment.patient
        record_event(AuditEvent.Action.CHANGED, again, clinic=patient.clinic, request=request, patient_id=patient.pk)
    messages.success(request, f"{len(failed)} in the queue again." if failed else "There was nothing to measure again.")
    return redirect("processing")
