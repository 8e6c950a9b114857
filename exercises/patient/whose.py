"""Whose the notes of a phone are. Two people may open their links on one phone, so a link alone does not tell.

Every page of a person carries the person's stamp, and the phone puts it on every note. It names nobody to a reader.
"""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from patients.models import Patient

SALT = "exercises.phone"
LENGTH = 32


def stamps_of(patient: Patient) -> list[str]:
    """The stamp of today first; then those of records merged into this one, and of the site's keys before this one."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    people = list(records_of(patient))
    return [stamp(person, key) for key in keys for person in people]


def records_of(patient: Patient) -> Iterator[UUID]:
    """The patient's own key and those of every record that was merged into it, however long ago."""
    newest = [patient.pk]
    while newest:
        yield from newest
        newest = list(Patient.objects.filter(merged_into__in=newest).values_list("pk", flat=True))


def stamp(person: UUID, key: str | bytes) -> str:
    return salted_hmac(SALT, str(person), secret=key, algorithm="sha256").hexdigest()[:LENGTH]
