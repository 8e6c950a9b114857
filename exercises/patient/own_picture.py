"""The patient's own pictures with the line of the pelvis, while the therapist allows it and the patient agrees."""

from functools import partial

from django.urls import reverse

from gait.models import Analysis, SignedReport
from gait.result.conventions import Side
from gait.review.paper import Picture
from gait.review.paper import pictures_of as pictures_on_paper
from patients import consent
from patients.models import Consent, Patient


def is_allowed(patient: Patient) -> bool:
    """A therapist confirms this consent on the hand-over page; both may end it."""
    return consent.standing(patient, Consent.Purpose.PICTURE) is not None


def pictures_of(report: SignedReport, patient: Patient, secret: str) -> list[Picture]:
    """The worst instant of each measured side; none without consent, or where the clip's files are gone."""
    return list(pictures_on_paper(report, partial(address_of, secret))) if is_allowed(patient) else []


def address_of(secret: str, analysis: Analysis, side: Side) -> str:
    """Where the patient's browser fetches a picture."""
    return reverse("patient_picture", args=[secret, analysis.pk, side])
