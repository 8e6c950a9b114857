"""Episodes of care: what the patient came with, told once and kept true."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from patients import body_chart, episodes
from patients.history_form import HistoryForm
from patients.models import EpisodeOfCare, Patient
from patients.views.patients import visible_patient


@therapist_required
def episode_new(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    return ask(request, patient, EpisodeOfCare(patient=patient), AuditEvent.Action.CREATED)


@therapist_required
def episode(request: SignedInRequest, pk: object, episode_pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    theirs = get_object_or_404(patient.episodes.select_related("history__taken_by"), pk=episode_pk)
    if request.method == "GET":
        record_view(request, theirs, clinic=patient.clinic, patient_id=patient.pk)
    return ask(request, patient, theirs, AuditEvent.Action.CHANGED)


def ask(request: SignedInRequest, patient: Patient, theirs: EpisodeOfCare, action: str) -> HttpResponse:
    form = HistoryForm(request.POST or None, episode=theirs)
    if request.method == "POST" and form.is_valid():
        kept = episodes.keep(form, by=request.user)
        record_event(action, kept, clinic=patient.clinic, request=request, patient_id=patient.pk)
        messages.success(request, "The history is saved.")
        return redirect("patient", patient.pk)
    context = {"patient": patient, "episode": theirs, "form": form, "figures": body_chart.figures()}
    return render(request, "patients/history_form.html", context)


@require_POST
@therapist_required
def episode_close(request: SignedInRequest, pk: object, episode_pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    theirs = get_object_or_404(patient.episodes, pk=episode_pk)
    episodes.close(theirs)
    record_event(AuditEvent.Action.CHANGED, theirs, clinic=patient.clinic, request=request, patient_id=patient.pk)
    messages.success(request, "The episode is closed. A new one opens when the patient comes back.")
    return redirect("patient", patient.pk)
