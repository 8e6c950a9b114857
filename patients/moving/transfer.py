"""Moving a patient to another location of the practice. Everything filmed, signed and planned goes along."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clinics.access import SignedInRequest, clinics_of, therapist_required
from clinics.audit import record_event, record_view
from clinics.form_fields import LocationField, field_of
from clinics.models import AuditEvent, Clinic, Role
from patients.models import Patient
from patients.moving.models import Transfer


class TransferForm(forms.Form):
    to = LocationField(Clinic.objects.none(), label="To", widget=forms.RadioSelect, empty_label=None)
    reason = forms.CharField(max_length=200, required=False, help_text="Both locations can read it.")

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient
        others = Clinic.objects.filter(practice=patient.clinic.practice).exclude(pk=patient.clinic_id)
        field_of(self, "to", LocationField).queryset = others

    def clean_to(self) -> Clinic:
        to, number = self.cleaned_data["to"], self.patient.record_number
        if number and Patient.objects.filter(clinic=to, record_number=number).exists():
            raise forms.ValidationError(f"{to.name} already has a patient with record number {number}.")
        return to


@therapist_required
def patient_transfer(request: SignedInRequest, pk: object) -> HttpResponse:
    """For therapists of the patient's own location; emergency access is not enough."""
    own = Patient.objects.filter(clinic__in=clinics_of(request.user, Role.THERAPIST), merged_into=None)
    patient = get_object_or_404(own.select_related("clinic"), pk=pk)
    form = TransferForm(request.POST or None, patient=patient)
    if request.method == "POST" and form.is_valid():
        done = transfer(patient, form.cleaned_data["to"], reason=form.cleaned_data["reason"], request=request)
        messages.success(request, f"{patient} is now treated at {done.to_clinic.name}.")
        still_mine = Patient.objects.visible_to(request.user).filter(pk=patient.pk).exists()
        return redirect("patient", patient.pk) if still_mine else redirect("patient_list")
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    return render(request, "patients/transfer.html", {"patient": patient, "form": form})


@transaction.atomic
def transfer(patient: Patient, to: Clinic, *, reason: str, request: SignedInRequest) -> Transfer:
    """Move the record and write it into the trails of both locations."""
    before = patient.clinic
    patient.clinic = to
    patient.save(update_fields=["clinic"])
    done = Transfer.objects.create(
        patient=patient, from_clinic=before, to_clinic=to, reason=reason, transferred_by=request.user
    )
    for clinic in (before, to):
        record_event(AuditEvent.Action.TRANSFERRED, done, clinic=clinic, request=request, patient_id=patient.pk)
    return done
