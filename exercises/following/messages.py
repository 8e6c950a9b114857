"""Letters between a patient and the clinic, and notices of what the patient did on the plan's pages."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from clinics.models import User
from exercises.models import Message, MessageQuerySet
from patients.models import Patient

MAX_MESSAGES_A_DAY = 20
MAX_LENGTH = 2000


class TooManyMessages(Exception):
    """More letters in a day than anybody writes by hand."""


def write(patient: Patient, text: str, letter_id: UUID | None = None) -> Message:
    """A patient's letter. The same words sent twice within a minute are one letter. Raises TooManyMessages."""
    now = timezone.now()
    lately = patient.messages.filter(sender=Message.Sender.PATIENT)
    if again := lately.filter(text=text, sent_at__gt=now - timedelta(minutes=1)).first():
        return again
    if lately.filter(sent_at__gt=now - timedelta(days=1)).count() >= MAX_MESSAGES_A_DAY:
        raise TooManyMessages
    return Message.objects.create(id=letter_id or uuid4(), patient=patient, sender=Message.Sender.PATIENT, text=text)


def notice(patient: Patient, text: str) -> Message:
    """Something the patient did that a therapist should hear of."""
    return Message.objects.create(patient=patient, sender=Message.Sender.NOTICE, text=text)


@transaction.atomic
def answer(patient: Patient, user: User, text: str) -> Message:
    """The clinic's letter; it closes whatever was open."""
    close(patient, user)
    return Message.objects.create(patient=patient, sender=Message.Sender.STAFF, author=user, text=text)


def close(patient: Patient, user: User) -> None:
    """Read, and nothing to write back."""
    patient.messages.unanswered().update(closed_at=timezone.now(), closed_by=user)


def letters_for(patient: Patient) -> MessageQuerySet:
    """What the patient sees: the letters, not the notices."""
    return patient.messages.exclude(sender=Message.Sender.NOTICE).select_related("author")


def unseen(patient: Patient) -> int:
    return patient.messages.filter(sender=Message.Sender.STAFF, seen_at=None).count()


def mark_seen(patient: Patient) -> None:
    patient.messages.filter(sender=Message.Sender.STAFF, seen_at=None).update(seen_at=timezone.now())
