"""Erasing a person, or one record of theirs with all that hangs on it: rows, files, mails and drafts.

What belongs to a record is found by following every foreign key, of whichever app, so that a new model needs no word
here. The audit trail keeps its events, which hold ids and no names. What was erased stays known by ids alone
(Erasure, and a file outside the database), so that a backup that is restored can be erased again.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.dispatch import Signal

from clinics.models import OutboxMail, UnsavedWork, User
from patients.models import Erasure, Patient

Rows = dict[type[models.Model], set[object]]

rows_erased = Signal()
"""Sent with rows (Rows), inside the transaction: an app lets the files go that belong to them, on commit."""


class CannotErase(Exception):
    """The record has to be kept; the message says why."""


def why_kept(patient: Patient) -> str:
    """Why the person may not be erased at all: empty, or a sentence."""
    if patient.held_because:
        return f"This record is on legal hold: {patient.held_because}. Lift the hold first."
    return ""


def erase_person(patient: Patient, *, by: User | None, because: str) -> Erasure:
    """The person with every record that was merged into this one. Raises CannotErase."""
    if kept := why_kept(patient):
        raise CannotErase(kept)
    return erase(patient, patient, by=by, because=because)


@transaction.atomic
def erase(root: models.Model, patient: Patient, *, by: User | None, because: str) -> Erasure:
    """root and all that hangs on it. patient: whose it is. Files go once the rows are gone for good."""
    rows = rows_that_hang_on(root)
    erasure = Erasure.objects.create(
        clinic=patient.clinic,
        patient_id=patient.pk,
        record_kind=root._meta.label_lower,
        record_id=str(root.pk),
        erased_by=by,
        because=because,
        counts=counts_of(rows),
        ids=sorted(str(pk) for pks in rows.values() for pk in pks if isinstance(pk, UUID)),
    )
    forget_mails(rows)
    forget_drafts(erasure.ids)
    rows_erased.send(Erasure, rows=rows)
    let_go_of_those_outside(rows)
    for model, pks in rows.items():
        for part in parts(pks):
            rows_to_go: models.QuerySet[models.Model] = models.QuerySet(model).filter(pk__in=part)
            rows_to_go._raw_delete(rows_to_go.db)  # keys are checked at the end, so the order makes no difference
    transaction.on_commit(lambda: note_outside(erasure), robust=True)
    return erasure


def rows_that_hang_on(root: models.Model) -> Rows:
    """By model the primary keys of everything that cannot be without the root, itself included."""
    found: Rows = {type(root): {root.pk}}
    waiting: list[tuple[type[models.Model], set[object]]] = [(type(root), {root.pk})]
    while waiting:
        model, pks = waiting.pop()
        for field in fields_that_name(model):
            if field.remote_field.on_delete in (models.SET_NULL, models.DO_NOTHING):
                continue
            known = found.setdefault(field.model, set())
            every: models.QuerySet[models.Model] = models.QuerySet(field.model)
            naming = (every.filter(**{f"{field.name}__in": part}) for part in parts(pks))
            new = {pk for found_here in naming for pk in found_here.values_list("pk", flat=True)} - known
            if new:
                known |= new
                waiting.append((field.model, new))
    return {model: pks for model, pks in found.items() if pks}


def fields_that_name(model: type[models.Model]) -> Iterator[Any]:
    """Every foreign key to the model, also those of the tables between two models."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield cast(Any, relation).field


def let_go_of_those_outside(rows: Rows) -> None:
    """Rows that stay and may be without what goes name nothing any more."""
    for model, pks in rows.items():
        for field in fields_that_name(model):
            if field.remote_field.on_delete is models.SET_NULL:
                for part in parts(pks):
                    models.QuerySet(field.model).filter(**{f"{field.name}__in": part}).update(**{field.name: None})


def forget_mails(rows: Rows) -> None:
    """What waits or was sent to an address of theirs, unless somebody of the staff has the same."""
    addresses = set()
    for model, pks in rows.items():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.EmailField):
                for part in parts(pks):
                    addresses |= set(models.QuerySet(model).filter(pk__in=part).values_list(field.attname, flat=True))
    for address in addresses - {""}:
        if not User.objects.filter(email__iexact=address).exists():
            OutboxMail.objects.filter(recipient__iexact=address).delete()


def forget_drafts(ids: Iterable[str]) -> None:
    """What somebody was typing on a page of theirs."""
    erased = set(ids)
    for draft in UnsavedWork.objects.all().only("pk", "page", "form"):
        if erased & set(re.split(r"[/.?&=]", f"{draft.page}/{draft.form}")):
            draft.delete()


def counts_of(rows: Rows) -> dict[str, int]:
    return dict(sorted(Counter({str(model._meta.verbose_name): len(pks) for model, pks in rows.items()}).items()))


def parts(pks: Iterable[object], size: int = 500) -> Iterator[list[object]]:
    """SQLite takes no more than so many values in one question."""
    listed = list(pks)
    yield from (listed[first : first + size] for first in range(0, len(listed), size))


def outside() -> Path:
    """The ids of what was erased, for backups that know it still. Keep it with them."""
    return Path(settings.STANCE_HOME) / "erased"


def noted_outside() -> list[str]:
    """Ids of every record that was erased, also of those that the database does not know of."""
    return [line.split()[2] for line in outside().read_text().splitlines()] if outside().exists() else []


def erase_again() -> int:
    """After a backup was restored: whoever was erased since goes again. How many there were."""
    back = list(Patient.objects.filter(pk__in=noted_outside()))
    for patient in back:
        erase(patient, patient, by=None, because="Erased before, and brought back by a backup")
    return len(back)


def note_outside(erasure: Erasure) -> None:
    line = f"{erasure.erased_at.isoformat(timespec='seconds')} {erasure.record_kind} {erasure.record_id}\n"
    handle = os.open(outside(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write(line)
