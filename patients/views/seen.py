"""Who saw this person: every look at a patient's records and every change, for the therapists who treat them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_view
from patients.seen import events_about
from patients.views.patients import visible_patient

PAGE_SIZE = 100


@therapist_required
def patient_seen(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    page = Paginator(events_about(patient), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "patients/seen.html", {"patient": patient, "page": page})
