"""Finding a patient from what the front desk types: parts of names, a birth date, a record number."""

import re
from datetime import date

from django.db.models import Exists, OuterRef

from patients.models import PatientQuerySet, SearchWord
from patients.search_words import typed_words

ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
US_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def search(patients: PatientQuerySet, typed: str) -> PatientQuerySet:
    """Patients that fit every word typed. The longest word, which fits fewest, is looked up; the others are checked."""
    longest_first = sorted(map(beginning, typed_words(typed)), key=len, reverse=True)
    if not longest_first:
        return patients
    fitting = [SearchWord.objects.filter(word__begins=word) for word in longest_first]
    checked = [Exists(words.filter(patient=OuterRef("pk"))) for words in fitting[1:]]
    return patients.filter(*checked, pk__in=fitting[0].values("patient_id"))


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
