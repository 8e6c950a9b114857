"""Bringing patients in from another program: first a look at every row, then all that are right at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from clinics.models import Clinic
from patients import records
from patients.dates import Column, NoDate, Order, TwoReadings, judge_column, read_date
from patients.importing.rows import Row
from patients.models import Patient

FIELDS = ("first_name", "last_name", "sex", "record_number", "email", "phone")
MIN_BIRTH_DATE = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Looked:
    """One row of the file after a look at it: who it is, and why it stays out, if it does."""

    number: int
    name: str
    patient: Patient | None
    problems: tuple[str, ...]
    is_known: bool = False
    waits: bool = False
    """For somebody to say whether day or month comes first."""

    @property
    def comes_in(self) -> bool:
        return self.patient is not None and not self.problems and not self.is_known


def dates_of(rows: list[Row]) -> Column:
    """What the file's birth dates tell of the order of day and month."""
    return judge_column(row.get("birth_date", "") for row in rows)


def look_at(rows: list[Row], clinic: Clinic, told: Order | None = None) -> list[Looked]:
    """The dry run: nothing is saved. A row stays out when it is wrong, twice in the file, or here already.

    told: day or month first, by the person's word; it counts only where the dates themselves do not tell.
    """
    seen: set[tuple[str, ...]] = set()
    column = dates_of(rows)
    if column.is_asked and told:
        column = replace(column, order=told)
    return [look_at_one((number, row), clinic, seen, column) for number, row in enumerate(rows, start=1)]


def look_at_one(numbered: tuple[int, Row], clinic: Clinic, seen: set[tuple[str, ...]], column: Column) -> Looked:
    number, row = numbered
    name = f"{row.get('first_name', '')} {row.get('last_name', '')}".strip() or "Without a name"
    try:
        born = read_date(row.get("birth_date", ""), column.order)
    except TwoReadings as reason:
        return Looked(number, name, None, (f"{reason}{why_not_told(column)}",), waits=column.is_asked)
    except NoDate as reason:
        return Looked(number, name, None, (str(reason),))
    patient = Patient(clinic=clinic, birth_date=born, **{field: row.get(field, "") for field in FIELDS})
    problems = problems_of(patient)
    marks = marks_of(patient)
    if seen & marks:
        problems = (*problems, "The same person or record number is in the file above.")
    seen |= marks
    return Looked(number, name, patient, problems, is_known=records.likely_same(patient).exists())


def why_not_told(column: Column) -> str:
    if not column.against:
        return ""
    day_first, month_first = column.against
    return f" Other dates of the file do not tell: {day_first} is day first, {month_first} month first."


def problems_of(patient: Patient) -> tuple[str, ...]:
    """In the words of the page, one for each field that is not right."""
    wrong = []
    if not MIN_BIRTH_DATE <= patient.birth_date <= date.today():
        wrong.append("Check the year of birth.")
    checks: tuple[Callable[[], None], ...] = (
        lambda: patient.clean_fields(exclude=["clinic"]),
        patient.validate_constraints,
    )
    for check in checks:
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
