"""Patients from a file: choose it, see what every row would do, then bring them in."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinics.access import SignedInRequest, clinics_of, therapist_required
from clinics.audit import one_change, record_event
from clinics.form_fields import field_of
from clinics.models import AuditEvent, Clinic, Role, User
from patients.dates import Column, Order, in_words, read_date
from patients.importing.bring_in import Looked, bring_in, dates_of, look_at
from patients.importing.rows import Row, UnreadableFile, read_patients

MAX_BYTES = 5_000_000
SHOWN_ROWS = 200


class ImportForm(forms.Form):
    clinic = forms.ModelChoiceField(Clinic.objects.none(), label="Treated at", empty_label=None)
    file = forms.FileField(
        label="The file",
        help_text="CSV with the columns first name, last name and birth date, or FHIR Patients (JSON, NDJSON).",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.json,.ndjson"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "clinic", forms.ModelChoiceField).queryset = clinics_of(user, Role.THERAPIST)

    def clean_file(self) -> bytes:
        """The content; the file itself is not kept."""
        if self.cleaned_data["file"].size > MAX_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB. Split it and bring in one part at a time.")
        return self.cleaned_data["file"].read()


@transaction.non_atomic_requests
@therapist_required
def patient_import(request: SignedInRequest) -> HttpResponse:
    """ "Check the file" saves nothing and says what every row would do; "Bring in" saves the rows that are right.

    Where nothing tells whether day or month comes first, the page asks, and nothing is saved before it is told.
    """
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    rows: list[Row] = []
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_patients(form.cleaned_data["file"])
        except UnreadableFile as reason:
            form.add_error("file", str(reason))
    told = told_order(request, rows)
    looked = look_at(rows, form.cleaned_data["clinic"], told) if rows else []
    if looked and "bring_in" in request.POST and not any(row.waits for row in looked):
        save(request, form.cleaned_data["clinic"], looked)
        return redirect("patient_list")
    template = "patients/_import_check.html" if request.htmx else "patients/patient_import.html"
    return render(request, template, {"form": form, **summary_of(looked), **question_about(rows, told)})


def told_order(request: HttpRequest, rows: list[Row]) -> Order | None:
    """What the person said of these dates; what was said of another file is not carried over."""
    word = request.POST.get("order", "")
    return Order(word) if word in set(Order) and request.POST.get("order_of") == mark_of(rows) else None


def mark_of(rows: list[Row]) -> str:
    dates = "\n".join(row.get("birth_date", "") for row in rows)
    return hashlib.sha256(dates.encode()).hexdigest()[:16]


def question_about(rows: list[Row], told: Order | None) -> dict[str, object]:
    """The date that can be read both ways with its two readings, where the file itself does not tell."""
    column: Column = dates_of(rows)
    if not column.is_asked:
        return {}
    readings = [(order.value, in_words(read_date(column.either_way, order))) for order in Order]
    return {"either_way": column.either_way, "readings": readings, "told": told, "order_of": mark_of(rows)}


def save(request: HttpRequest, clinic: Clinic, looked: list[Looked]) -> None:
    with one_change():
        brought = bring_in(looked)
        for patient in brought:
            record_event(AuditEvent.Action.CREATED, patient, clinic=clinic, request=request, patient_id=patient.pk)
    stayed_out = len(looked) - len(brought)
    messages.success(request, f"{len(brought)} patient{'s' * (len(brought) != 1)} brought in, {stayed_out} left out.")


def summary_of(looked: list[Looked]) -> dict[str, object]:
    """Rows with something to say first, because those are the ones to mend in the file."""
    by_need = sorted(looked, key=lambda row: row.comes_in)
    return {
        "rows": by_need[:SHOWN_ROWS],
        "hidden_count": max(0, len(looked) - SHOWN_ROWS),
        "coming_count": sum(row.comes_in for row in looked),
        "waiting_count": sum(row.waits for row in looked),
        "known_count": sum(row.is_known and not row.problems for row in looked),
        "wrong_count": sum(bool(row.problems) and not row.waits for row in looked),
    }
