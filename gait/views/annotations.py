"""Drawings and notes on single frames. Every answer is the list beside the video as it now stands."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event, record_showing
from clinics.models import AuditEvent
from gait.models import Annotation, Recording
from gait.review import annotations
from gait.review.annotation_form import AnnotationForm
from gait.review.annotation_picture import picture_path
from gait.views.media import serve

Action = AuditEvent.Action
OF_WHOM = "assessment__patient__clinic"


@therapist_required
@require_POST
def annotation_add(request: SignedInRequest, recording_id: UUID) -> HttpResponse:
    recordings = Recording.objects.visible_to(request.user).select_related(OF_WHOM)
    recording = get_object_or_404(recordings, pk=recording_id)
    form = AnnotationForm(recording, request.POST)
    if not form.is_valid():
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _listed(request, recording, problem=problem)
    drawn = annotations.draw(recording, request.user, **form.cleaned_data)
    _record(request, drawn, Action.CREATED)
    return _listed(request, recording, newest=drawn)


@therapist_required
@require_POST
def annotation_remove(request: SignedInRequest, annotation_id: UUID) -> HttpResponse:
    annotation = _annotation(request, annotation_id)
    annotations.take_away(annotation, request.user)
    _record(request, annotation, Action.CHANGED)
    return _listed(request, annotation.recording, removed=annotation)


@therapist_required
@require_POST
def annotation_put_back(request: SignedInRequest, annotation_id: UUID) -> HttpResponse:
    annotation = _annotation(request, annotation_id)
    annotations.put_back(annotation)
    _record(request, annotation, Action.CHANGED)
    return _listed(request, annotation.recording, newest=annotation)


@therapist_required
@require_POST
def annotation_report(request: SignedInRequest, annotation_id: UUID) -> HttpResponse:
    """Tick or untick it for the next report that is signed."""
    annotation = _annotation(request, annotation_id)
    annotations.show_on_report(annotation, is_reported="is_reported" in request.POST)
    _record(request, annotation, Action.CHANGED)
    return _listed(request, annotation.recording)


@therapist_required
@require_safe
def annotation_picture(request: SignedInRequest, annotation_id: UUID) -> HttpResponseBase:
    """The frame under a drawing, without the drawing; also of one that is gone, for the reports that keep it."""
    annotation = _annotation(request, annotation_id)
    path = picture_path(annotation)
    if not path.is_file():
        raise Http404
    patient = annotation.recording.assessment.patient
    record_showing(request, annotation.recording, clinic=patient.clinic, patient_id=patient.pk)
    return serve(path, "image/jpeg", request.headers.get("Range", ""))


def _annotation(request: SignedInRequest, annotation_id: UUID) -> Annotation:
    visible = Annotation.objects.visible_to(request.user).select_related(f"recording__{OF_WHOM}", "made_by")
    return get_object_or_404(visible, pk=annotation_id)


def _listed(request: HttpRequest, recording: Recording, **news: object) -> HttpResponse:
    """news: newest or removed annotation, or what was wrong as problem."""
    return render(request, "gait/_annotations.html", {"recording": recording, **news})


def _record(request: HttpRequest, annotation: Annotation, action: str) -> None:
    patient = annotation.recording.assessment.patient
    record_event(action, annotation, clinic=patient.clinic, request=request, patient_id=patient.pk)
