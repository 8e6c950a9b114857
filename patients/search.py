"""Finding a patient from what the front desk types: parts of names, a birth date, a record number."""

import re
from datetime import date

from django.db.models import Q

from patients.models import PatientQuerySet

ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
US_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def search(patients: PatientQuerySet, typed: str) -> PatientQuerySet:
    """Patients that fit every word typed."""
    for word in typed.replace(",", " ").split():
        patients = patients.filter(fits(word))
    return patients


def fits(word: str) -> Q:
    starts = Q(first_name__istartswith=word) | Q(last_name__istartswith=word) | Q(record_number__istartswith=word)
    born = as_date(word)
    return starts | begins_a_later_part(word) | Q(birth_date=born) if born else starts | begins_a_later_part(word)


def begins_a_later_part(word: str) -> Q:
    """Lopez finds Ana Garcia Lopez and Ana Garcia-Lopez."""
    parts = [f" {word}", f"-{word}"]
    return Q(*[(f"{name}__icontains", part) for name in ("first_name", "last_name") for part in parts], _connector=Q.OR)


def as_date(word: str) -> date | None:
    """2026-11-03 or, month first, 11/03/2026."""
    if match := ISO_DATE.fullmatch(word):
        year, month, day = map(int, match.groups())
    elif match := US_DATE.fullmatch(word):
        month, day, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
