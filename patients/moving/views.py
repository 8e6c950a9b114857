"""Emergency access: the therapist's side, which asks, and the admin's side, which looks at it afterwards."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event
from clinics.form_fields import LocationField, field_of
from clinics.models import AuditEvent, Clinic, Role, User
from patients.date_field import TypedDateField
from patients.moving.emergency import (
    TooManyGuesses,
    break_glass,
    close,
    leave_note,
    look_up,
    note_seen,
    other_locations,
)
from patients.moving.models import EmergencyAccess

PAGE_SIZE = 50
MIN_REASON_LENGTH = 10


class EmergencyForm(forms.Form):
    clinic = LocationField(Clinic.objects.none(), label="Treated at", widget=forms.RadioSelect, empty_label=None)
    last_name = forms.CharField(max_length=80)
    birth_date = TypedDateField(
        label="Date of birth", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label="Why now?",
        max_length=300,
        min_length=MIN_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The admins of that location read it today.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "clinic", LocationField).queryset = other_locations(user)


@therapist_required
def emergency_access(request: SignedInRequest) -> HttpResponse:
    form = EmergencyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and (access := grant(request, form)):
        return redirect("patient", access.patient_id)
    return render(request, "patients/emergency.html", {"form": form})


def grant(request: SignedInRequest, form: EmergencyForm) -> EmergencyAccess | None:
    """The access, or None with the form saying why not."""
    asked = form.cleaned_data
    try:
        found = list(look_up(request, asked["clinic"], asked["last_name"], asked["birth_date"])[:2])
    except TooManyGuesses:
        form.add_error(None, "Too many names that fit nobody. Call the location; you can try again in an hour.")
        return None
    if len(found) != 1:
        form.add_error(None, "No single record there fits this name and date of birth. This attempt is written down.")
        return None
    return break_glass(found[0], asked["reason"], request)


class NoteForm(forms.ModelForm):
    class Meta:
        model = EmergencyAccess
        fields = ["note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True


@require_POST
@therapist_required
def emergency_note(request: SignedInRequest, pk: object) -> HttpResponse:
    """The one thing that whoever opened a record in an emergency may write into it."""
    access = get_object_or_404(EmergencyAccess.objects.open_for(request.user).select_related("patient__clinic"), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        refuse(request, "Write a note of up to 1,000 letters.")
    elif not leave_note(access, form.cleaned_data["note"]):
        refuse(request, "You have left a note already; it stays as it is.")
    else:
        patient = access.patient
        record_event(AuditEvent.Action.CREATED, access, clinic=patient.clinic, request=request, patient_id=patient.pk)
        messages.success(request, "Your note is in the record, under your name.")
    return redirect("patient", access.patient_id)


@require_POST
@therapist_required
def emergency_close(request: SignedInRequest, pk: object) -> HttpResponse:
    access = get_object_or_404(EmergencyAccess.objects.open_for(request.user), pk=pk)
    close(access)
    messages.success(request, "The record is closed to you again.")
    return redirect("patient_list")


@admin_required
def clinic_emergencies(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    accesses = EmergencyAccess.objects.filter(patient__clinic=clinic).select_related("user", "seen_by")
    page = Paginator(accesses, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "clinics/emergencies.html", {"clinic": clinic, "page": page})


@require_POST
@admin_required
def clinic_emergency_seen(request: SignedInRequest, slug: str, pk: object) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    access = get_object_or_404(EmergencyAccess.objects.filter(patient__clinic=clinic), pk=pk)
    note_seen(access, request.user)
    record_event(AuditEvent.Action.CHANGED, access, clinic=clinic, request=request)
    return redirect("clinic_emergencies", clinic.slug)
