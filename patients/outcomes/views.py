"""Entering strength and scores, asking the patient for a score, and striking out what was entered by mistake."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from patients.models import Patient
from patients.outcomes.asking import ask
from patients.outcomes.licensed import questionnaires
from patients.outcomes.models import OutcomeQuerySet, OutcomeScore, ScoreRequest, StrengthTest
from patients.outcomes.score_forms import AskForm, form_for_therapist
from patients.outcomes.strength_form import StrengthForm

ENTRIES: dict[str, type[StrengthTest] | type[OutcomeScore]] = {"strength": StrengthTest, "score": OutcomeScore}


@therapist_required
def strength_new(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = patient_or_404(request, pk)
    form = StrengthForm(request.POST or None, patient=patient)
    if request.method == "POST" and form.is_valid():
        for test in form.save(request.user):
            changed(request, patient, test, AuditEvent.Action.CREATED)
        return to_outcomes(patient)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    return render(request, "patients/strength_form.html", {"patient": patient, "form": form})


@therapist_required
def score_new(request: SignedInRequest, pk: object, instrument: str) -> HttpResponse:
    patient = patient_or_404(request, pk)
    questionnaire = questionnaires().get(instrument)
    if questionnaire is None or not questionnaire.is_entered:
        raise Http404
    form = form_for_therapist(questionnaire, patient, request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed(request, patient, form.save_entered(patient, request.user), AuditEvent.Action.CREATED)
        return to_outcomes(patient)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    context = {"patient": patient, "form": form, "questionnaire": questionnaire}
    return render(request, "patients/score_form.html", context)


@require_POST
@therapist_required
def score_ask(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = patient_or_404(request, pk)
    form = AskForm(request.POST)
    if form.is_valid():
        for asked in ask(patient, form.cleaned_data["instruments"], request.user):
            changed(request, patient, asked, AuditEvent.Action.CREATED)
        messages.success(request, f"{patient.first_name} finds the questions on their plan page.")
    else:
        refuse(request, "Choose at least one questionnaire.")
    return to_outcomes(patient)


@require_POST
@therapist_required
def score_request_withdraw(request: SignedInRequest, pk: object, request_pk: object) -> HttpResponse:
    patient = patient_or_404(request, pk)
    asked = get_object_or_404(ScoreRequest.objects.filter(patient=patient).open(), pk=request_pk)
    asked.withdrawn_at = timezone.now()
    asked.save(update_fields=["withdrawn_at"])
    changed(request, patient, asked, AuditEvent.Action.CHANGED)
    messages.success(request, "The questions are taken back.")
    return to_outcomes(patient)


@require_POST
@therapist_required
def outcome_strike_out(request: SignedInRequest, pk: object, kind: str, entry_pk: object) -> HttpResponse:
    """The row stays in the record; pages and trends no longer count it."""
    patient = patient_or_404(request, pk)
    if kind not in ENTRIES:
        raise Http404
    entries: OutcomeQuerySet = ENTRIES[kind].objects.filter(patient=patient)
    entry = get_object_or_404(entries.standing(), pk=entry_pk)
    entry.struck_out_at = timezone.now()
    entry.save(update_fields=["struck_out_at"])
    changed(request, patient, entry, AuditEvent.Action.CHANGED)
    messages.success(request, "The entry is struck out.")
    return to_outcomes(patient)


def patient_or_404(request: SignedInRequest, pk: object) -> Patient:
    return get_object_or_404(Patient.objects.visible_to(request.user).select_related("clinic"), pk=pk)


def changed(request: HttpRequest, patient: Patient, record: Model, action: str) -> None:
    record_event(action, record, clinic=patient.clinic, request=request, patient_id=patient.pk)


def to_outcomes(patient: Patient) -> HttpResponse:
    response = redirect("patient", patient.pk)
    response["Location"] += "#outcomes"
    return response
