"""The numbers of a finished run as files, to be worked on elsewhere."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.models import Analysis
from gait.result.conventions import Side
from gait.review.exports import series_csv, stances_csv
from gait.review.key_frames import key_frames
from gait.review.made import overlay_of, series_of
from gait.review.snapshot import picture_file
from gait.review.trc import markers_trc


@therapist_required
@require_safe
def analysis_export(request: SignedInRequest, analysis_id: UUID, name: str) -> HttpResponse:
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
    return HttpResponse(series_csv(analysis.found, series), content_type="text/csv; charset=utf-8")


def _stances(analysis: Analysis) -> HttpResponse:
    return HttpResponse(stances_csv(analysis.found), content_type="text/csv; charset=utf-8")


def _result(analysis: Analysis) -> HttpResponse:
    """stance.analysis/1 with its series, as the command line writes it."""
    content: dict[str, Any] = {**analysis.stored, "series": series_of(analysis)}
    return JsonResponse(content)


def _markers(analysis: Analysis) -> HttpResponse:
    overlay = overlay_of(analysis)
    if overlay is None or "joints" not in overlay:
        raise Http404
    name = f"stance-{str(analysis.pk)[:8]}-markers.trc"
    table = markers_trc(name, overlay, analysis.found.video.frame_rate_hz)
    return HttpResponse(table, content_type="text/plain; charset=utf-8")


def _still(side: Side, analysis: Analysis) -> HttpResponse:
    picture = picture_file(analysis, side)
    frame = next((each for each in key_frames(analysis.found, overlay_of(analysis)) if each.side == side), None)
    if picture is None or frame is None:
        raise Http404
    # Drawing needs Pillow, which no other page does.
    stills = import_module("gait.review.stills")
    return HttpResponse(stills.key_frame_png(picture, frame), content_type="image/png")


EXPORTS: dict[str, Callable[[Analysis], HttpResponse]] = {
    "series.csv": _series,
    "stances.csv": _stances,
    "result.json": _result,
    "markers.trc": _markers,
    "left.png": partial(_still, Side.LEFT),
    "right.png": partial(_still, Side.RIGHT),
}
