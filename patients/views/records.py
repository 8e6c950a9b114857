"""Archiving, restoring and merging records."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, clinics_of, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent, Role
from patients import records, retention
from patients.models import Erasure, Patient
from patients.views.patients import visible_patient


@require_POST
@therapist_required
def patient_archive(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    records.archive(patient)
    changed(request, patient)
    messages.success(request, f"{patient} is in the archive. Nothing is deleted; restore brings the record back.")
    return redirect("patient_list")


@require_POST
@therapist_required
def patient_restore(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    records.restore(patient)
    changed(request, patient)
    messages.success(request, f"{patient} is back among your patients.")
    return redirect("patient", patient.pk)


@therapist_required
def patient_merge(request: SignedInRequest, pk: object, other_pk: object) -> HttpResponse:
    """Two records beside each other; whoever is chosen to stay receives everything of the other."""
    patient, other = visible_patient(request, pk), visible_patient(request, other_pk)
    if request.method == "POST":
        stays, goes = (patient, other) if request.POST.get("stays") == str(patient.pk) else (other, patient)
        try:
            records.merge(goes, into=stays)
        except records.CannotMerge as refusal:
            refuse(request, str(refusal))
        else:
            changed(request, goes)
            changed(request, stays)
            messages.success(request, "The two records are one now.")
            return redirect("patient", stays.pk)
    for shown in (patient, other):
        record_view(request, shown, clinic=shown.clinic, patient_id=shown.pk)
    return render(request, "patients/patient_merge.html", {"both": [patient, other], "patient": patient})


@therapist_required
def patient_archived(request: SignedInRequest) -> HttpResponse:
    archived = Patient.objects.visible_to(request.user).filter(archived_at__isnull=False, merged_into=None)
    rows = archived.select_related("clinic").order_by("-archived_at")
    here = clinics_of(request.user, Role.THERAPIST)
    context = {
        "patients": rows[:200],
        "erasures": Erasure.objects.filter(clinic__in=here)[:50],
        "foreseen": retention.foreseen(list(here)),
    }
    return render(request, "patients/patient_archived.html", context)


def changed(request: HttpRequest, patient: Patient) -> None:
    record_event(AuditEvent.Action.CHANGED, patient, clinic=patient.clinic, request=request, patient_id=patient.pk)
