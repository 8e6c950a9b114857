"""What happens to a record as a whole: into the archive, out of it, and two records of one person into one."""

from collections.abc import Iterator

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from patients.models import Consent, Patient, PatientQuerySet, SearchWord
from patients.search_words import words_of

about_to_merge = Signal()
"""Sent with duplicate and into, inside the merge: of what may be there only once, an app keeps one in time."""


class CannotMerge(Exception):
    """Two records cannot become one as they are; the message says what to do first."""


def archive(patient: Patient) -> None:
    """Out of every list, but kept whole; search finds it where the archive is asked for."""
    if patient.archived_at is None:
        patient.archived_at = timezone.now()
        patient.save(update_fields=["archived_at"])


def restore(patient: Patient) -> None:
    """Back from the archive. What was merged into another record has nothing left to bring back."""
    if patient.merged_into_id is None:
        patient.archived_at = None
        patient.save(update_fields=["archived_at"])


def likely_same(patient: Patient) -> PatientQuerySet:
    """Other records of the location that may be the same person: born on the day, and a name or address in common.

    Names are compared as search folds them, so that García and Garcia are one. They change, so one in common is enough.
    The patient may be one who is not saved yet.
    """
    names = words_of(patient) - {patient.birth_date.isoformat()}
    alike = Q(pk__in=SearchWord.objects.filter(word__in=names).values("patient_id"))
    for name in ("email", "phone"):
        if value := getattr(patient, name):
            alike |= Q(**{name: value})
    others = Patient.objects.filter(clinic=patient.clinic_id, birth_date=patient.birth_date, merged_into=None)
    return others.exclude(pk=patient.pk).filter(alike)


def merge(duplicate: Patient, *, into: Patient) -> None:
    """Everything of the duplicate becomes the other record's; an empty, archived row stays as a signpost.

    Raises CannotMerge when both hold something of which there can be only one, such as an active plan.
    """
    if duplicate.pk == into.pk or duplicate.merged_into_id or into.merged_into_id:
        raise CannotMerge("Choose two different records that are both still in use.")
    if duplicate.clinic_id != into.clinic_id:
        raise CannotMerge("The two records belong to different locations. Transfer one of them first.")
    try:
        with transaction.atomic():
            keep_one_consent_per_purpose(duplicate, into)
            about_to_merge.send(Patient, duplicate=duplicate, into=into)
            for field in fields_that_name_a_patient():
                field.model._base_manager.filter(**{field.name: duplicate}).update(**{field.name: into})
            fill_what_is_empty(duplicate, into)
            become_a_signpost(duplicate, into)
    except IntegrityError as refused:
        raise CannotMerge(
            "Both records have something of which a patient can have only one, such as an active plan. "
            "End one of the two, then merge."
        ) from refused


def fields_that_name_a_patient() -> Iterator[models.Field]:
    """Every foreign key to a patient, of whichever app, but not what is made anew for each record."""
    for relation in Patient._meta.related_objects:
        if relation.related_model is not SearchWord:
            yield relation.field


def keep_one_consent_per_purpose(duplicate: Patient, into: Patient) -> None:
    """Where both agreed to the same, the later agreement goes on and the earlier one ends with its beginning."""
    for given in duplicate.consents.filter(withdrawn_at=None):
        twin = into.consents.filter(purpose=given.purpose, withdrawn_at=None).first()
        if twin is not None:
            earlier, later = sorted([given, twin], key=lambda consent: consent.given_at)
            Consent.objects.filter(pk=earlier.pk).update(withdrawn_at=later.given_at)


def fill_what_is_empty(duplicate: Patient, into: Patient) -> None:
    for name in ("record_number", "email", "phone"):
        if not getattr(into, name):
            setattr(into, name, getattr(duplicate, name))
    if into.sex == Patient.Sex.UNSTATED:
        into.sex = duplicate.sex


def become_a_signpost(duplicate: Patient, into: Patient) -> None:
    """The number is freed first, because only one record of a clinic may carry it."""
    duplicate.record_number = ""
    duplicate.archived_at, duplicate.merged_into = timezone.now(), into
    duplicate.save()
    into.save()
