"""How far a run is: a fragment that asks again by itself until the run is over, and the two buttons beside it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.models import Analysis
from gait.queue import runs
from gait.queue.progress import progress_of

HTMX_STOP_POLLING = 286


@therapist_required
@require_safe
def analysis_status(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """The fragment alone. Once the run is over, the page around it is asked to load itself anew."""
    analysis = _analysis(request, analysis_id)
    response = render(request, "gait/_status.html", {"analysis": analysis, "progress": progress_of(analysis)})
    if analysis.is_over:
        response.status_code = HTMX_STOP_POLLING
        response["HX-Refresh"] = "true"
    return response


@therapist_required
@require_POST
def cancel_analysis(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    analysis = _analysis(request, analysis_id)
    if runs.cancel(analysis):
        _record_change(request, analysis)
    return _back(request, analysis)


@therapist_required
@require_POST
def retry_analysis(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    analysis = _analysis(request, analysis_id)
    try:
        _record_change(request, runs.retry(analysis))
    except (runs.OriginalIsGone, runs.OtherKind) as refusal:
        refuse(request, str(refusal))
    return _back(request, analysis)


def _analysis(request: SignedInRequest, analysis_id: UUID) -> Analysis:
    analyses = Analysis.objects.visible_to(request.user).select_related("recording__assessment__patient__clinic")
    return get_object_or_404(analyses, pk=analysis_id)


def _back(request: HttpRequest, analysis: Analysis) -> HttpResponse:
    """To the page of all runs, where the button was pressed there."""
    return redirect("processing" if "from_processing" in request.POST else analysis.recording.assessment)


def _record_change(request: HttpRequest, analysis: Analysis) -> None:
    patient = analysis.recording.assessment.patient
    record_event(AuditEvent.Action.CHANGED, analysis, clinic=patient.clinic, request=request, patient_id=patient.pk)
