"""Finding a patient from what the front desk types: parts of names, a birth date, a record number."""

import re
from datetime import date

from patients.models import PatientQuerySet, SearchWord
from patients.search_words import typed_words

ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
US_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def search(patients: PatientQuerySet, typed: str) -> PatientQuerySet:
    """Patients that fit every word typed. The words narrow each other down before a patient's row is touched."""
    found = None
    for word in map(beginning, typed_words(typed)):
        rows = SearchWord.objects.filter(word__begins=word)
        found = (rows if found is None else rows.filter(patient_id__in=found)).values("patient_id")
    return patients if found is None else patients.filter(pk__in=found)


def beginning(word: str) -> str:
    born = as_date(word)
    return born.isoformat() if born else word


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
