"""What leaves the review: the signed report on one page, and the numbers as files."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clinics.access import therapist_required
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from gait.models import Analysis, SignedReport
from gait.review.exports import series_csv, stances_csv
from gait.review.made import series_of
from gait.review.reading import read


@therapist_required
@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One sheet of paper for a referrer or the file: only what was signed."""
    reports = SignedReport.objects.visible_to(request.user)
    signed = get_object_or_404(reports.select_related("analysis__recording__assessment__patient__clinic"), pk=report_id)
    assessment = signed.analysis.recording.assessment
    patient = assessment.patient
    record_view(request, signed, clinic=patient.clinic, patient_id=patient.pk)
    context = {
        "report": signed,
        "reading": read(signed.content),
        "analysis": signed.analysis,
        "assessment": assessment,
        "patient": patient,
    }
    return render(request, "gait/report.html", context)


@therapist_required
@require_safe
def analysis_export(request: HttpRequest, analysis_id: UUID, name: str) -> HttpResponse:
    """name is a key of EXPORTS; the file carries no name of a person."""
    if name not in EXPORTS:
        raise Http404
    done = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    analysis = get_object_or_404(done.select_related("recording__assessment__patient__clinic"), pk=analysis_id)
    response = EXPORTS[name](analysis)
    response["Content-Disposition"] = f'attachment; filename="stance-{str(analysis.pk)[:8]}-{name}"'
    patient = analysis.recording.assessment.patient
    record_event(AuditEvent.Action.EXPORTED, analysis, clinic=patient.clinic, request=request, patient_id=patient.pk)
    return response


def _series(analysis: Analysis) -> HttpResponse:
    series = series_of(analysis)
    if series is None:
        raise Http404
    return HttpResponse(series_csv(analysis.result, series), content_type="text/csv; charset=utf-8")


def _stances(analysis: Analysis) -> HttpResponse:
    return HttpResponse(stances_csv(analysis.result), content_type="text/csv; charset=utf-8")


def _result(analysis: Analysis) -> HttpResponse:
    """stance.analysis/1 with its series, as the command line writes it."""
    content: dict[str, Any] = {**analysis.result, "series": series_of(analysis)}
    return JsonResponse(content)


EXPORTS: dict[str, Callable[[Analysis], HttpResponse]] = {
    "series.csv": _series,
    "stances.csv": _stances,
    "result.json": _result,
}
