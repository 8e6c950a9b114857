"""A signed report is fixed; what comes to light later stands under it, with name and time."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest

from clinics.audit import record_event
from clinics.models import AuditEvent, User
from gait.models import Addendum, SignedReport
from gait.review.seal import digest_of_addendum

MAX_LENGTH, MAX_PLAIN_LENGTH = 2000, 1000


class AddendumForm(forms.Form):
    """Nothing reaches the patient that was not written for them."""

    text = forms.CharField(
        label="Addendum",
        max_length=MAX_LENGTH,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The report stays as it is; this stands on it under your name.",
    )
    readers = forms.ChoiceField(
        label="Who reads it?",
        choices=Addendum.Readers.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say who reads it."},
    )
    plain_text = forms.CharField(
        label="For the patient, in plain words",
        required=False,
        max_length=MAX_PLAIN_LENGTH,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only where the patient reads it too. Short sentences, no terms, in the patient's language.",
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        if told.get("readers") == Addendum.Readers.PATIENT_TOO and not told.get("plain_text"):
            self.add_error("plain_text", "Write what the patient reads, or choose the report's readers only.")
        return told


@transaction.atomic
def add(
    report: SignedReport, therapist: User, text: str, *, plain_text: str = "", request: HttpRequest | None = None
) -> Addendum:
    """Put a text under a signed report, for good. plain_text: what the patient reads of it, if anything."""
    readers = Addendum.Readers.PATIENT_TOO if plain_text.strip() else Addendum.Readers.REFERRER
    addendum = Addendum(
        report=report,
        added_by=therapist,
        added_name=therapist.signature,
        text=text.strip(),
        readers=readers,
        plain_text=plain_text.strip(),
    )
    addendum.digest = digest_of_addendum(addendum)
    addendum.save()
    patient = report.analysis.recording.assessment.patient
    record_event(AuditEvent.Action.SIGNED, addendum, clinic=patient.clinic, request=request, patient_id=patient.pk)
    return addendum
