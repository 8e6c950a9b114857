"""Patients from files of other programs."""

import json

import cast
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinics.models import AuditEvent
from patients.importing.bring_in import look_at
from patients.importing.rows import UnreadableFile, read_patients
from patients.models import Patient

CSV = """Last Name;First name;DOB;MRN;Gender;Shoe size
Lang;Mia;1988-05-06;N-1;F;39
Groß;Ole;12/31/1985;N-2;m;44
Example;Pat;1990-04-02;;;
Nodate;Nils;soon;;;
Later;Lea;2999-01-01;;;
Lang;Mia;1988-05-06;;;
"""
FHIR = {
    "resourceType": "Patient",
    "identifier": [{"value": "F-1"}],
    "name": [{"use": "nickname", "given": ["Bo"]}, {"use": "official", "family": "Berg", "given": ["Bodil", "Ida"]}],
    "telecom": [{"system": "phone", "value": "1"}, {"system": "email", "value": "bo@patient.test"}],
    "gender": "other",
    "birthDate": "1970-01-02",
}


def upload(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("patients.csv", content.encode())


def test_it_reads_the_columns_however_they_are_called():
    rows = read_patients(CSV.encode("utf-8-sig"))
    assert rows[0] == {
        "last_name": "Lang", "first_name": "Mia", "birth_date": "1988-05-06", "record_number": "N-1", "sex": "female",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(FHIR),
        json.dumps([FHIR, {"resourceType": "Observation"}]),
        json.dumps({"resourceType": "Bundle", "entry": [{"resource": FHIR}, {}]}),
        json.dumps(FHIR) + "\n\n" + json.dumps({"resourceType": "Group"}) + "\n",
    ],
)
def test_it_reads_fhir_patients_in_every_packing(text):
    assert read_patients(text.encode()) == [
        {
            "first_name": "Bodil Ida", "last_name": "Berg", "birth_date": "1970-01-02", "sex": "unstated",
            "record_number": "F-1", "email": "bo@patient.test", "phone": "1",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "must name the columns"),
        (b"name,born\nPat,1990", "Missing: first name, last name"),
        (b"first name,last name,dob\n", "no patients"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'{"resourceType": "Patient"\n{"x"', "not JSON"),
        (b'[1, null, "x"]', "no patients"),
        (b"first name,last name,dob\n" + b"a,b,1990-01-01\n" * 20_001, "more than 20,000"),
    ],
)
def test_a_file_it_cannot_read_is_refused_in_words(content, said):
    with pytest.raises(UnreadableFile, match=said):
        read_patients(content)


def test_the_dry_run_says_what_every_row_would_do(north, pat):
    looked = look_at(read_patients(CSV.encode()), north)
    assert [row.comes_in for row in looked] == [True, True, False, False, False, False]
    assert looked[2].is_known
    assert "birth date is not one" in looked[3].problems[0]
    assert "Check the year" in looked[4].problems[0]
    assert "in the file above" in looked[5].problems[0]
    assert Patient.objects.count() == 1


def test_checking_saves_nothing_and_bringing_in_saves_what_is_right(client, ines, north, pat):
    client.force_login(ines)
    address = reverse("patient_import")
    page = client.post(address, {"clinic": north.pk, "file": upload(CSV), "check": ""}).content.decode()
    assert "2 come in" in page
    assert Patient.objects.count() == 1
    client.post(address, {"clinic": north.pk, "file": upload(CSV), "bring_in": ""})
    assert set(Patient.objects.values_list("last_name", flat=True)) == {"Example", "Lang", "Groß"}
    assert AuditEvent.objects.filter(action="created", record_kind="patients.patient").count() == 2
    client.post(address, {"clinic": north.pk, "file": upload(CSV), "bring_in": ""})
    assert Patient.objects.count() == 3


def test_nobody_brings_patients_into_a_clinic_they_do_not_treat_in(client, ines, south):
    client.force_login(ines)
    client.post(reverse("patient_import"), {"clinic": south.pk, "file": upload(CSV), "bring_in": ""})
    assert not Patient.objects.filter(clinic=south).exists()


def test_a_number_that_another_patient_has_is_said_for_its_row(north):
    taken = cast.patient("Uma", north)
    Patient.objects.filter(pk=taken.pk).update(record_number="N-1")
    looked = look_at(read_patients(CSV.encode()), north)
    assert "record number" in looked[0].problems[0]
