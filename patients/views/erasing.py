"""Erasing a person: what would go, the deed, and the certificate of it. And the legal hold that keeps a record."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, clinics_of, role_required, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent, Role
from patients.erasing import CannotErase, counts_of, erase_person, rows_that_hang_on, why_kept
from patients.models import Erasure, Patient
from patients.views.patients import visible_patient


class EraseForm(forms.Form):
    because = forms.CharField(
        label="Why",
        max_length=200,
        help_text="Such as: asked for by the patient on November 30. It stays on the certificate, so name nobody.",
    )
    last_name = forms.CharField(label="The patient's last name, to be sure", max_length=80)
    law_allows_it = forms.BooleanField(
        label="The law of records allows it",
        help_text="Records of treatment must be kept for years in most states.",
    )

    def __init__(self, *args: object, patient: Patient) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.patient = patient
        if patient.archived_at and patient.is_past_retention:
            del self.fields["law_allows_it"]

    def clean_last_name(self) -> str:
        typed: str = self.cleaned_data["last_name"]
        if typed.strip().casefold() != self.patient.last_name.strip().casefold():
            raise forms.ValidationError("This is not the last name in the record. Nothing was erased.")
        return typed


@therapist_required
@reauthentication_required
def patient_erase(request: SignedInRequest, pk: object) -> HttpResponse:
    """What hangs on the record, and the form that erases it, for whoever has just typed the own password."""
    patient = visible_patient(request, pk)
    form = EraseForm(request.POST or None, patient=patient)
    if request.method == "POST" and form.is_valid():
        try:
            erasure = erase_person(patient, by=request.user, because=form.cleaned_data["because"])
        except CannotErase as refusal:
            refuse(request, str(refusal))
            return redirect("patient_erase", pk)
        record_event(AuditEvent.Action.DELETED, erasure, clinic=erasure.clinic, request=request, patient_id=pk)
        return redirect("erasure", erasure.pk)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    counts = counts_of(rows_that_hang_on(patient))
    context = {"patient": patient, "form": form, "counts": counts, "why_kept": why_kept(patient)}
    return render(request, "patients/erase.html", context, status=422 if form.is_bound else 200)


@role_required(Role.THERAPIST, Role.ADMIN)
def erasure(request: SignedInRequest, pk: object) -> HttpResponse:
    """The certificate, to print or to give to the person."""
    done = get_object_or_404(Erasure, pk=pk, clinic__in=clinics_of(request.user))
    return render(request, "patients/erasure.html", {"erasure": done})


@require_POST
@therapist_required
def patient_hold(request: SignedInRequest, pk: object) -> HttpResponse:
    """Put the record on legal hold, or lift the hold where no reason is given any more."""
    patient = visible_patient(request, pk)
    patient.held_because = request.POST.get("because", "").strip()[:200]
    patient.save(update_fields=["held_because"])
    record_event(AuditEvent.Action.CHANGED, patient, clinic=patient.clinic, request=request, patient_id=patient.pk)
    held = "The record is on legal hold: nothing of it is erased." if patient.held_because else "The hold is lifted."
    messages.success(request, held)
    return redirect("patient", patient.pk)
