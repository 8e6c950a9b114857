"""The people in the care of my clinics. Assessments and plans join the patient's page through template tags."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event, record_view
from clinics.current_location import current_location
from clinics.models import AuditEvent
from patients import consent, records
from patients.forms import PatientForm
from patients.models import Consent, Patient
from patients.search import search

PAGE_SIZE = 50


@therapist_required
def patient_list(request: SignedInRequest) -> HttpResponse:
    """All of them in pages; POST searches, because what is typed is a name and has no place in an address or a log."""
    typed = request.POST.get("q", "").strip()
    listed = Patient.objects.visible_to(request.user).at(current_location(request)).current()
    patients = search(listed, typed).select_related("clinic")
    page = Paginator(patients, PAGE_SIZE).get_page(request.GET.get("page"))
    template = "patients/_patient_rows.html" if request.htmx else "patients/patient_list.html"
    return render(request, template, {"page": page, "typed": typed})


@therapist_required
def patient_new(request: SignedInRequest) -> HttpResponse:
    """Somebody who seems to be here already is shown before a second record is made of them."""
    form = PatientForm(request.POST or None, user=request.user, here=current_location(request))
    if request.method == "POST" and form.is_valid():
        known = [] if "add_anyway" in request.POST else list(form.likely_known())
        if known:
            return render(request, "patients/patient_form.html", {"form": form, "known": known})
        patient = form.save()
        record_event(AuditEvent.Action.CREATED, patient, clinic=patient.clinic, request=request, patient_id=patient.pk)
        return redirect("patient", patient.pk)
    return render(request, "patients/patient_form.html", {"form": form})


@therapist_required
def patient(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    if patient.merged_into_id:
        messages.info(request, "The record you opened was merged into this one.")
        return redirect("patient", patient.merged_into_id)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    context = {
        "patient": patient,
        "age": patient.age_on(timezone.localdate()),
        "consents": patient.consents.select_related("confirmed_by"),
        "to_ask": consent.not_standing(patient),
        "likely_same": records.likely_same(patient),
        "episodes": patient.episodes.select_related("history__taken_by"),
    }
    return render(request, "patients/patient.html", context)


@therapist_required
def patient_edit(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    form = PatientForm(request.POST or None, instance=patient, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        record_event(AuditEvent.Action.CHANGED, patient, clinic=patient.clinic, request=request, patient_id=patient.pk)
        messages.success(request, "The details are saved.")
        return redirect("patient", patient.pk)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    return render(request, "patients/patient_form.html", {"form": form, "patient": patient})


@require_POST
@therapist_required
def consent_give(request: SignedInRequest, pk: object) -> HttpResponse:
    """The therapist confirms that the patient has just agreed to one purpose, in the words shown."""
    patient = visible_patient(request, pk)
    purpose = request.POST.get("purpose")
    if purpose not in Consent.Purpose.values:
        raise Http404
    given = consent.give(patient, confirmed_by=request.user, purpose=purpose)
    record_event(AuditEvent.Action.CREATED, given, clinic=patient.clinic, request=request, patient_id=patient.pk)
    messages.success(request, "The consent is noted.")
    return redirect("patient", patient.pk)


@require_POST
@therapist_required
def consent_withdraw(request: SignedInRequest, pk: object, consent_pk: object) -> HttpResponse:
    patient = visible_patient(request, pk)
    given = get_object_or_404(patient.consents, pk=consent_pk)
    consent.withdraw(given)
    record_event(AuditEvent.Action.CHANGED, given, clinic=patient.clinic, request=request, patient_id=patient.pk)
    messages.success(request, f"The consent is withdrawn. {consent.AFTER_WITHDRAWAL[given.purpose]}")
    return redirect("patient", patient.pk)


def visible_patient(request: SignedInRequest, pk: object) -> Patient:
    return get_object_or_404(Patient.objects.visible_to(request.user).select_related("clinic"), pk=pk)
