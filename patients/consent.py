"""Agreeing to be filmed, and taking it back."""

from django.utils import timezone

from clinics.models import User
from patients.models import Consent, Patient

WORDING_VERSION = "2026-11"
WORDINGS = {
    Consent.Purpose.VIDEO: (
        "The patient agrees to be filmed and to have the video measured for their treatment here. "
        "The video stays with the clinic, and they can take the agreement back at any time."
    ),
    Consent.Purpose.PICTURE: (
        "The patient agrees that one still picture from their video is shown in their own plan, "
        "where everybody who holds their link and birth year can see it."
    ),
    Consent.Purpose.MAIL: (
        "The patient agrees to short reminders by e-mail. They say nothing about health, "
        "and every one carries a link that ends them."
    ),
    Consent.Purpose.TEACHING: (
        "The patient agrees that their video is shown to colleagues of this practice when they are taught, "
        "without their name. It is never published."
    ),
    Consent.Purpose.RESEARCH: (
        "The patient agrees that their measurements are used for research without name, birth date or video."
    ),
}
AFTER_WITHDRAWAL: dict[str, str] = {
    Consent.Purpose.VIDEO: (
        "From now on no new video can be measured until the patient agrees again. "
        "What is already measured and signed stays in the record."
    ),
    Consent.Purpose.PICTURE: "The picture has left the patient's plan.",
    Consent.Purpose.MAIL: "No more reminders are sent.",
    Consent.Purpose.TEACHING: "The video is no longer to be shown to others.",
    Consent.Purpose.RESEARCH: "New measurements are left out; earlier ones were counted without a name.",
}
VIDEO_WORDING = WORDINGS[Consent.Purpose.VIDEO]


def standing(patient: Patient, purpose: str = Consent.Purpose.VIDEO) -> Consent | None:
    """The consent that holds now, or None."""
    return patient.consents.filter(purpose=purpose, withdrawn_at=None).first()


def give(patient: Patient, *, confirmed_by: User, purpose: str = Consent.Purpose.VIDEO) -> Consent:
    """The standing consent, or a new one that this person has just confirmed with the patient."""
    consent, _ = Consent.objects.get_or_create(
        patient=patient,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"confirmed_by": confirmed_by, "wording_version": WORDING_VERSION},
    )
    return consent


def not_standing(patient: Patient) -> list[tuple[str, str, str]]:
    """The purposes that nobody has agreed to, or no longer: value, label, and the words to say to the patient."""
    held = set(patient.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    return [(purpose.value, purpose.label, WORDINGS[purpose]) for purpose in Consent.Purpose if purpose not in held]


def withdraw(consent: Consent) -> None:
    """End the consent. Nothing new may be filmed under it; signed records stay, as the law of records asks."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
