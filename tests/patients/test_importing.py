"""Patients from files of other programs."""

import json

import cast
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinics.models import AuditEvent
from patients.dates import Order
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
    assert "not a date" in looked[3].problems[0]
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


DOTTED = "First name;Last name;DOB\nAda;Novák;03.04.1985\nÖzlem;Müller;25.12.1990\n"
BRITISH = "First name,Last name,Date of birth\nAda,Novak,03/04/1985\nBo,Ek,25/12/1980\n"
AMERICAN = "First name,Last name,Date of birth\nAda,Novak,03/04/1985\nBo,Ek,12/25/1980\n"
EITHER_WAY = "First name,Last name,Date of birth\nAda,Novak,03/04/1985\nBo,Ek,1980-12-25\nCy,Fox,07/07/1970\n"


def births(content: str, clinic, told=None) -> list[str]:
    looked = look_at(read_patients(content.encode()), clinic, told)
    return [row.patient.birth_date.isoformat() if row.comes_in else "" for row in looked]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (DOTTED, ["1985-04-03", "1990-12-25"]),
        (BRITISH, ["1985-04-03", "1980-12-25"]),
        (BRITISH.replace("/", "-"), ["1985-04-03", "1980-12-25"]),
        (AMERICAN, ["1985-03-04", "1980-12-25"]),
        (EITHER_WAY, ["", "1980-12-25", "1970-07-07"]),
    ],
)
def test_the_column_as_a_whole_tells_the_order(north, content, read):
    assert births(content, north) == read


@pytest.mark.parametrize("told", Order)
def test_what_was_told_counts_only_where_the_column_does_not_tell(north, told):
    assert births(EITHER_WAY, north, told)[0] == {"day_first": "1985-04-03", "month_first": "1985-03-04"}[told]
    assert births(BRITISH, north, told)[0] == "1985-04-03"
    assert births(DOTTED, north, told)[0] == "1985-04-03"


def test_a_column_of_both_orders_brings_in_only_what_has_one_reading(north):
    content = "First,Last,DOB\nA,B,25/12/1980\nC,D,12/31/1985\nE,F,03/04/1985\n"
    looked = look_at(read_patients(content.encode()), north)
    assert [row.comes_in for row in looked] == [True, True, False]
    assert "April 3, 1985 or March 4, 1985" in looked[2].problems[0]
    assert "25/12/1980 is day first, 12/31/1985 month first" in looked[2].problems[0]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("03/04/85", "two digits"),
        ("3.4.85", "two digits"),
        ("31/02/1985", "no such day"),
        ("12.25.1990", "dots are read day first"),
        ("1985-13-01", "no such day"),
        ("00/00/1985", "no such day"),
        ("1985", "a part of a date"),
        ("1985-04", "a part of a date"),
        ("31140", "not a date"),
        ("", "missing"),
    ],
)
def test_a_date_it_cannot_read_is_said_in_a_sentence(north, word, said):
    (row,) = look_at(read_patients(f"First,Last,DOB\nA,B,{word}\n".encode()), north)
    assert said in row.problems[0]
    assert not row.waits


@pytest.mark.parametrize(
    "word", ["1985-04-03", "1985/4/3", "19850403", "1985-04-03T00:00:00", "3. 4. 1985", "03.04.1985"]
)
def test_what_is_clear_is_read(north, word):
    assert births(f"First,Last,DOB\nA,B,{word}\n", north) == ["1985-04-03"]


def test_the_page_asks_for_the_order_and_saves_nothing_before(client, ines, north):
    client.force_login(ines)
    address = reverse("patient_import")

    def post(content: str = EITHER_WAY, **told: str):
        return client.post(address, {"clinic": north.pk, "file": upload(content), **told})

    for told in ({"check": ""}, {"bring_in": ""}, {"bring_in": "", "order": "day_first", "order_of": "another file"}):
        page = post(**told)
        assert "Which day is 03/04/1985?" in page.text
        assert "April 3, 1985" in page.text and "March 4, 1985" in page.text
        assert 'name="bring_in"' not in page.text
        assert not Patient.objects.exists()
    told = {"order": "day_first", "order_of": page.context["order_of"]}
    assert "3 come in" in post(check="", **told).text
    post(bring_in="", **told)
    assert str(Patient.objects.get(last_name="Novak").birth_date) == "1985-04-03"


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType":"Bundle","entry":null}',
        '{"resourceType":"Bundle"}',
        '{"resourceType":"Bundle","entry":{"resource":{}}}',
        '{"resourceType":"Bundle","entry":[null,7,{"resource":null},{"resource":[1]}]}',
        '{"resourceType":["Patient"]}',
        "[[[[]]]]",
        '{"resourceType":"Bundle","entry":7}',
    ],
)
def test_a_bundle_without_patients_is_a_sentence(client, ines, north, text):
    client.force_login(ines)
    page = client.post(reverse("patient_import"), {"clinic": north.pk, "file": upload(text), "check": ""})
    assert page.status_code == 200
    assert "no patients in it" in page.text


@pytest.mark.parametrize("text", ["[" * 100_000, '{"resourceType":"Patient","birthDate":' + "1" * 5000 + "}"])
def test_json_that_is_a_bomb_is_a_sentence(text):
    with pytest.raises(UnreadableFile):
        read_patients(text.encode())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"birthDate": "1985"}, "a part of a date"),
        ({"birthDate": "1985-04"}, "a part of a date"),
        ({"birthDate": None}, "missing"),
        ({"birthDate": {"year": 1985}}, "missing"),
        ({"birthDate": 1985}, "a part of a date"),
        ({"name": None}, "cannot be blank"),
        ({"name": "Bo Berg"}, "cannot be blank"),
        ({"name": [{"family": ["Berg"], "given": {"x": 1}}]}, "cannot be blank"),
    ],
)
def test_a_patient_that_is_not_whole_stays_out_with_a_sentence(north, changed, said):
    (row,) = look_at(read_patients(json.dumps(FHIR | changed).encode()), north)
    assert said in row.problems[0]


def test_odd_shapes_beside_what_is_kept_do_no_harm(north):
    odd = {
        "name": [{"family": "Ber\0g", "given": "Bodil"}],
        "telecom": [{"system": ["phone"], "value": {}}, {"system": "email", "value": "bo@patient.test"}, None],
        "identifier": [{"value": None}, {"value": 17}],
        "gender": ["female"],
    }
    (row,) = look_at(
        read_patients(json.dumps([{"resourceType": "Bundle", "entry": [{"resource": FHIR | odd}]}]).encode()), north
    )
    patient = row.patient
    assert row.comes_in
    assert (patient.first_name, patient.last_name, patient.record_number) == ("Bodil", "Berg", "17")
    assert (patient.email, patient.phone, patient.sex) == ("bo@patient.test", "", "unstated")
