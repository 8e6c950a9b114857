"""A signed report is fixed; what comes to light later stands under it, with name and time."""

from django import forms
from django.db import transaction
from django.http import HttpRequest

from clinics.audit import record_event
from clinics.models import AuditEvent, User
from gait.models import Addendum, SignedReport
from gait.review.seal import digest_of_addendum

MAX_LENGTH = 2000


class AddendumForm(forms.Form):
    text = forms.CharField(
        label="Addendum",
        max_length=MAX_LENGTH,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The report stays as it is; this stands on it under your name, and the patient can read it too.",
    )


@transaction.atomic
def add(report: SignedReport, therapist: User, text: str, *, request: HttpRequest | None = None) -> Addendum:
    """Put a text under a signed report, for good."""
    addendum = Addendum(report=report, added_by=therapist, added_name=therapist.signature, text=text.strip())
    addendum.digest = digest_of_addendum(addendum)
    addendum.save()
    patient = report.analysis.recording.assessment.patient
    record_event(AuditEvent.Action.SIGNED, addendum, clinic=patient.clinic, request=request, patient_id=patient.pk)
    return addendum
