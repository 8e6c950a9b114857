"""Send a video: in one form post, or in pieces that go on after a lost connection."""

from functools import partial
from urllib.parse import unquote
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.analysis.terms.errors import VideoRefused
from gait.intake.partial_uploads import PartialUpload, WrongOffset, partial_upload
from gait.intake.screen import ScreenForm, is_missing
from gait.intake.uploads import AlreadyThere, accept_upload, refused_when_full, require_room
from gait.models import Assessment, Recording


@transaction.non_atomic_requests
@therapist_required
@require_http_methods(["GET", "POST"])
def upload_recording(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """The page with the file field; without JavaScript the whole file comes in one post. ?kind= for a static test."""
    assessment = _open_assessment(request, assessment_id)
    kind = _kind(request)
    if is_missing(assessment, kind):
        return redirect(f"{reverse('assessment_screen', args=[assessment.pk])}?kind={kind}")
    context = {"assessment": assessment, "kind": kind}
    if request.method == "GET":
        return render(request, "gait/upload.html", context)
    video = request.FILES.get("video")
    if video is None:
        return render(request, "gait/upload.html", {**context, "problem": "Choose a video first."}, status=422)
    try:
        recording = _accept(request, assessment, video)
    except VideoRefused as refusal:
        return render(request, "gait/upload.html", {**context, "refusal": refusal}, status=422)
    except AlreadyThere as there:
        known = {"already": _already(there.recording, kind), "already_at": _known_at(there.recording, kind)}
        return render(request, "gait/upload.html", context | known, status=409)
    return redirect(_page_of(recording))


@therapist_required
@require_http_methods(["GET", "POST"])
def assessment_screen(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """The warning signs, before the first clip that loads the leg. ?kind= is where it goes on to."""
    assessment = _open_assessment(request, assessment_id)
    kind = _kind(request)
    form = ScreenForm(request.POST or None, patient=assessment.patient)
    if request.method == "POST" and form.is_valid():
        assessment.note_screen(form.cleaned_data, request.user)
        assessment.save(update_fields=["signs", "signs_examined", "screened_by", "screened_at"])
        record_event(
            AuditEvent.Action.CHANGED,
            assessment,
            clinic=assessment.patient.clinic,
            request=request,
            patient_id=assessment.patient_id,
        )
        return redirect(f"{reverse('upload_recording', args=[assessment.pk])}?kind={kind}")
    return render(request, "gait/screen.html", {"assessment": assessment, "kind": kind, "form": form})


@transaction.non_atomic_requests
@therapist_required
@require_http_methods(["HEAD", "PATCH"])
def upload_piece(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """HEAD tells how much is there, PATCH adds to it; the last piece answers like the whole form."""
    assessment = _open_assessment(request, assessment_id)
    if is_missing(assessment, _kind(request)):
        return JsonResponse({"message": "Ask for the warning signs first."}, status=409)
    try:
        upload = _upload_of(request, assessment)
        offset = int(request.headers.get("Upload-Offset", 0))
        length = int(request.headers.get("Content-Length") or 0)
    except (KeyError, ValueError):
        return HttpResponseBadRequest("Upload-Name, Upload-Length and Upload-Modified are needed.")
    if request.method == "HEAD":
        return HttpResponse(headers={"Upload-Offset": upload.offset})
    try:
        require_room(upload.size_bytes - offset)
        with refused_when_full():
            upload.append(offset, request, length)
    except WrongOffset:
        return JsonResponse({"offset": upload.offset}, status=409)
    except VideoRefused as refusal:
        return _refused(refusal)
    return _finish(request, assessment, upload) if upload.is_complete else JsonResponse({"offset": upload.offset})


def _finish(request: SignedInRequest, assessment: Assessment, upload: PartialUpload) -> HttpResponse:
    """All bytes are there: treat them like a file that came in one go."""
    path = upload.take()
    try:
        with path.open("rb") as file:
            recording = _accept(request, assessment, File(file, name=unquote(request.headers["Upload-Name"])))
    except VideoRefused as refusal:
        return _refused(refusal)
    except AlreadyThere as there:
        known, kind = there.recording, _kind(request)
        return JsonResponse({"message": _already(known, kind), "location": _known_at(known, kind)}, status=409)
    finally:
        path.unlink()
    return JsonResponse({"location": _page_of(recording)}, status=201)


def _accept(request: SignedInRequest, assessment: Assessment, file: File) -> Recording:
    patient = assessment.patient
    note = partial(
        record_event, AuditEvent.Action.CREATED, clinic=patient.clinic, request=request, patient_id=patient.pk
    )
    return accept_upload(assessment, request.user, file, _kind(request), note=note)


def _kind(request: HttpRequest) -> Recording.Kind:
    try:
        return Recording.Kind(request.GET.get("kind", Recording.Kind.GAIT))
    except ValueError as unknown:
        raise Http404 from unknown


def _already(known: Recording, kind: Recording.Kind) -> str:
    """A clip that was sent as something else need not be sent again."""
    message = "This video is already among the recordings of this patient"
    if known.kind == kind:
        return f"{message}."
    return f"{message}, as “{known.get_kind_display()}”. Open it to change its kind."


def _known_at(known: Recording, kind: Recording.Kind) -> str:
    page, run = known.assessment.get_absolute_url(), known.analyses.first()
    return page if known.kind == kind or run is None else f"{page}?run={run.pk}#change-kind"


def _page_of(recording: Recording) -> str:
    """Static tests are shown below the walk or run of their assessment."""
    page = recording.assessment.get_absolute_url()
    return page if recording.kind == Recording.Kind.GAIT else f"{page}#static-tests"


def _open_assessment(request: SignedInRequest, assessment_id: UUID) -> Assessment:
    """One of my patients' assessments, as long as the patient has not withdrawn the consent to be filmed."""
    assessments = Assessment.objects.visible_to(request.user).filter(consent__withdrawn_at=None)
    return get_object_or_404(assessments.select_related("patient__clinic"), pk=assessment_id)


def _upload_of(request: SignedInRequest, assessment: Assessment) -> PartialUpload:
    headers = request.headers
    size_bytes = int(headers["Upload-Length"])
    return partial_upload(request.user, assessment, headers["Upload-Name"], size_bytes, headers["Upload-Modified"])


def _refused(refusal: VideoRefused) -> JsonResponse:
    told = {"code": refusal.code, "message": refusal.message, "advice": refusal.advice}
    return JsonResponse(told, status=422)
