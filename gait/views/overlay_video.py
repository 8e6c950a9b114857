"""The film with the drawing burnt in: ask for it, see how far it is, take it along."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.models import Analysis, OverlayVideo
from gait.queue import overlay_videos
from gait.result.codes import CODES
from gait.views.media import serve


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def overlay_video(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """POST asks for the film; the page asks for itself again while it is made."""
    analysis = _finished(request, analysis_id)
    if request.method == "POST":
        overlay_videos.request(analysis, request.user)
        return redirect("overlay_video", analysis.pk)
    film = OverlayVideo.objects.filter(analysis=analysis).select_related("analysis").first()
    is_gone = film is not None and film.status == OverlayVideo.Status.READY and overlay_videos.file_of(film) is None
    context = {
        "analysis": analysis,
        "assessment": analysis.recording.assessment,
        "film": None if is_gone else film,
        "error": CODES.get(film.error_code) if film else None,
    }
    return render(request, "gait/overlay_video.html", context)


@therapist_required
@require_POST
def overlay_video_cancel(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    analysis = _finished(request, analysis_id)
    for film in OverlayVideo.objects.filter(analysis=analysis):
        overlay_videos.cancel(film)
    return redirect("overlay_video", analysis.pk)


@therapist_required
@require_safe
def overlay_video_file(request: SignedInRequest, analysis_id: UUID) -> HttpResponseBase:
    """The file carries no name of a person."""
    analysis = _finished(request, analysis_id)
    film = OverlayVideo.objects.filter(analysis=analysis).select_related("analysis").first()
    path = overlay_videos.file_of(film) if film else None
    if path is None:
        raise Http404
    patient = analysis.recording.assessment.patient
    record_event(AuditEvent.Action.EXPORTED, analysis, clinic=patient.clinic, request=request, patient_id=patient.pk)
    response = serve(path, "video/mp4", request.headers.get("Range", ""))
    response["Content-Disposition"] = f'attachment; filename="stance-{str(analysis.pk)[:8]}-overlay.mp4"'
    return response


def _finished(request: SignedInRequest, analysis_id: UUID) -> Analysis:
    done = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    return get_object_or_404(done.select_related("recording__assessment__patient__clinic"), pk=analysis_id)
