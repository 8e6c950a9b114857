from datetime import date

import cast
import pytest

from patients.models import Patient
from patients.search import as_date, search


@pytest.fixture
def people(north) -> dict[str, Patient]:
    def add(first_name: str, last_name: str, birth_date: date, record_number: str) -> Patient:
        person = cast.patient(first_name, north)
        person.last_name, person.birth_date, person.record_number = last_name, birth_date, record_number
        person.save()
        return person

    return {
        "ana": add("Ana", "Garcia-Lopez", date(1990, 4, 2), "N-17"),
        "anton": add("Anton", "Lowell", date(1985, 12, 31), "N-170"),
        "maria": add("Maria Ana", "Stone", date(1990, 2, 4), ""),
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["ana", "anton", "maria"]),
        ("an", ["ana", "anton", "maria"]),
        ("ANA", ["ana", "maria"]),
        ("lopez", ["ana"]),
        ("lo", ["ana", "anton"]),
        ("garcia, ana", ["ana"]),
        ("ana stone", ["maria"]),
        ("N-17", ["ana", "anton"]),
        ("n-170", ["anton"]),
        ("1990-04-02", ["ana"]),
        ("4/2/1990", ["ana"]),
        ("ana 2/4/1990", ["maria"]),
        ("13/13/1990", []),
        ("2.4.1990", ["ana"]),
        ("04.02.1990", ["maria"]),
        ("nobody", []),
    ],
)
def test_it_finds_who_fits_every_word(people, typed, found):
    names = {person.pk: name for name, person in people.items()}
    assert sorted(names[person.pk] for person in search(Patient.objects.all(), typed)) == found


@pytest.mark.parametrize("word", ["2/30/1990", "1990", "1990-4", "19900402", "4/2/90", "soon", ""])
def test_what_is_no_date_is_none(word):
    assert as_date(word) is None
