"""Finding a patient from what the front desk types: parts of names, a birth date, a record number."""

from datetime import date

from django.db.models import QuerySet

from patients.dates import NoDate, Order, read_date
from patients.models import Patient, SearchWord
from patients.search_words import typed_words


def search(patients: QuerySet[Patient], typed: str) -> QuerySet[Patient]:
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
    """2026-11-03, 3.11.2026 or, month first, 11/03/2026: a search that looks for the wrong day changes nothing."""
    if word.isdecimal():
        return None  # eight digits are a record number here
    try:
        return read_date(word, Order.MONTH_FIRST)
    except NoDate:
        return None
