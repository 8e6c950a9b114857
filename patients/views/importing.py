"""Patients from a file: choose it, see what every row would do, then bring them in."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinics.access import clinics_of, therapist_required
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, Role, User
from patients.importing.bring_in import Looked, bring_in, look_at
from patients.importing.rows import UnreadableFile, read_patients

LARGEST_BYTES = 5_000_000
SHOWN_ROWS = 200


class ImportForm(forms.Form):
    clinic = forms.ModelChoiceField(Clinic.objects.none(), label="Treated at", empty_label=None)
    file = forms.FileField(
        label="The file",
        help_text="CSV with the columns first name, last name and birth date, or FHIR Patients (JSON, NDJSON).",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.json,.ndjson"}),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clinic"].queryset = clinics_of(user, Role.THERAPIST)

    def clean_file(self) -> bytes:
        """The content; the file itself is not kept."""
        if self.cleaned_data["file"].size > LARGEST_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB. Split it and bring in one part at a time.")
        return self.cleaned_data["file"].read()


@therapist_required
def patient_import(request: HttpRequest) -> HttpResponse:
    """ "Check the file" saves nothing and says what every row would do; "Bring in" saves the rows that are right."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    looked: list[Looked] = []
    if request.method == "POST" and form.is_valid():
        try:
            looked = look_at(read_patients(form.cleaned_data["file"]), form.cleaned_data["clinic"])
        except UnreadableFile as reason:
            form.add_error("file", str(reason))
    if looked and "bring_in" in request.POST:
        save(request, form.cleaned_data["clinic"], looked)
        return redirect("patient_list")
    template = "patients/_import_check.html" if request.htmx else "patients/patient_import.html"
    return render(request, template, {"form": form, **summary_of(looked)})


def save(request: HttpRequest, clinic: Clinic, looked: list[Looked]) -> None:
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
        "known_count": sum(row.is_known and not row.problems for row in looked),
        "wrong_count": sum(bool(row.problems) for row in looked),
    }
