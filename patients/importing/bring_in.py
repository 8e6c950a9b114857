"""Bringing patients in from another program: first a look at every row, then all that are right at once."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from clinics.models import Clinic
from patients import records
from patients.importing.rows import Row
from patients.models import Patient
from patients.search import as_date

FIELDS = ("first_name", "last_name", "sex", "record_number", "email", "phone")
EARLIEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Looked:
    """One row of the file after a look at it: who it is, and why it stays out, if it does."""

    number: int
    name: str
    patient: Patient | None
    problems: tuple[str, ...]
    is_known: bool = False

    @property
    def comes_in(self) -> bool:
        return self.patient is not None and not self.problems and not self.is_known


def look_at(rows: list[Row], clinic: Clinic) -> list[Looked]:
    """The dry run: nothing is saved. A row stays out when it is wrong, twice in the file, or here already."""
    seen: set[tuple[str, ...]] = set()
    return [look_at_one(number, row, clinic, seen) for number, row in enumerate(rows, start=1)]


def look_at_one(number: int, row: Row, clinic: Clinic, seen: set[tuple[str, ...]]) -> Looked:
    name = f"{row.get('first_name', '')} {row.get('last_name', '')}".strip() or "Without a name"
    born = as_date(row.get("birth_date", ""))
    if born is None:
        return Looked(number, name, None, ("The birth date is not one, such as 1990-04-02 or 4/2/1990.",))
    patient = Patient(clinic=clinic, birth_date=born, **{field: row.get(field, "") for field in FIELDS})
    problems = problems_of(patient)
    marks = marks_of(patient)
    if seen & marks:
        problems = (*problems, "The same person or record number is in the file above.")
    seen |= marks
    return Looked(number, name, patient, problems, is_known=records.likely_same(patient).exists())


def problems_of(patient: Patient) -> tuple[str, ...]:
    """In the words of the page, one for each field that is not right."""
    wrong = []
    if not EARLIEST_BIRTH <= patient.birth_date <= date.today():
        wrong.append("Check the year of birth.")
    for check in (lambda: patient.clean_fields(exclude=["clinic"]), patient.validate_constraints):
        try:
            check()
        except ValidationError as refused:
            wrong.extend(message for messages in refused.message_dict.values() for message in messages)
    return tuple(wrong)


def marks_of(patient: Patient) -> set[tuple[str, ...]]:
    """What tells one row from another."""
    person = (patient.first_name.casefold(), patient.last_name.casefold(), patient.birth_date.isoformat())
    return {person} | ({("number", patient.record_number)} if patient.record_number else set())


@transaction.atomic
def bring_in(looked: list[Looked]) -> list[Patient]:
    """Save every row that comes in; all of them or, when the database refuses one, none."""
    brought = [row.patient for row in looked if row.comes_in and row.patient is not None]
    for patient in brought:
        patient.save()
    return brought
