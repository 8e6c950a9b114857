import cast
import filmed
import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent, Role
from gait.models import Analysis
from patients import consent
from patients.models import Patient

DETAILS = {
    "first_name": "Mia",
    "last_name": "Lang",
    "birth_date": "1988-05-06",
    "sex": "female",
    "record_number": " N-1 ",
}


@pytest.fixture
def inas(client, ines):
    client.force_login(ines)
    return client


def test_the_list_shows_only_my_clinics_patients(inas, pat, sol):
    page = inas.get(reverse("patient_list")).content.decode()
    assert "Example, Pat" in page
    assert "Example, Sol" not in page


def test_searching_as_one_types_answers_with_rows_alone(inas, pat):
    response = inas.post(reverse("patient_list"), {"q": "pa"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "Example, Pat" in page
    assert "<html" not in page


def test_a_search_without_a_match_says_what_to_try(inas, pat):
    assert "Nobody fits" in inas.post(reverse("patient_list"), {"q": "zzz"}).content.decode()


def test_what_was_typed_comes_back_as_text(inas, pat):
    page = inas.post(reverse("patient_list"), {"q": "<b>x"}).content.decode()
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


def test_the_list_needs_no_more_queries_for_more_patients(inas, north, pat, count_queries):
    for_one = count_queries(inas, reverse("patient_list"))
    for number in range(60):
        cast.patient(f"Person{number}", north)
    assert count_queries(inas, reverse("patient_list")) == for_one


def test_a_long_list_comes_in_pages(inas, north):
    for number in range(51):
        cast.patient(f"Person{number}", north)
    assert "Page 1 of 2" in inas.get(reverse("patient_list")).content.decode()


def test_a_search_with_too_many_matches_asks_for_more_letters(inas, north):
    for number in range(51):
        cast.patient(f"Person{number}", north)
    page = inas.post(reverse("patient_list"), {"q": "person"}).content.decode()
    assert "the first 50, type more" in page
    assert 'rel="next"' not in page


def test_what_is_typed_never_enters_an_address(inas, pat):
    """Names belong in no log of addresses: the search listens to POST alone."""
    page = inas.get(reverse("patient_list"), {"q": "zzz"}).content.decode()
    assert "Example, Pat" in page
    assert 'hx-post="' in page


def test_adding_a_patient_leads_to_their_page(inas, north):
    response = inas.post(reverse("patient_new"), DETAILS | {"clinic": north.pk})
    mia = Patient.objects.get()
    assert response.headers["Location"] == reverse("patient", args=[mia.pk])
    assert (mia.clinic, mia.record_number) == (north, "N-1")
    assert AuditEvent.objects.get(action="created").patient_id == str(mia.pk)


def test_no_patient_is_put_into_another_clinic(inas, north, south):
    inas.post(reverse("patient_new"), DETAILS | {"clinic": south.pk})
    assert not Patient.objects.exists()


@pytest.mark.parametrize("day", ["2999-01-01", "1800-01-01", "soon", ""])
def test_it_refuses_a_birth_date_that_cannot_be(inas, north, day):
    page = inas.post(reverse("patient_new"), DETAILS | {"clinic": north.pk, "birth_date": day})
    assert page.context["form"].errors["birth_date"]


def test_a_record_number_belongs_to_one_patient_of_a_clinic(inas, north, pat):
    Patient.objects.filter(pk=pat.pk).update(record_number="N-1")
    page = inas.post(reverse("patient_new"), DETAILS | {"clinic": north.pk}).content.decode()
    assert "has this record number" in page


def test_a_therapist_of_two_clinics_chooses_one(inas, ines, south):
    assert 'type="hidden" name="clinic"' in inas.get(reverse("patient_new")).content.decode()
    ines.memberships.create(clinic=south, role=Role.THERAPIST)
    assert '<select name="clinic"' in inas.get(reverse("patient_new")).content.decode()


def test_details_are_corrected(inas, pat, north):
    inas.post(reverse("patient_edit", args=[pat.pk]), DETAILS | {"clinic": north.pk})
    pat.refresh_from_db()
    assert str(pat) == "Mia Lang"
    assert AuditEvent.objects.get(action="changed").record_id == str(pat.pk)


@pytest.mark.parametrize("page", ["patient", "patient_edit"])
def test_opening_a_record_leaves_a_trace(inas, ines, pat, page):
    inas.get(reverse(page, args=[pat.pk]))
    event = AuditEvent.objects.get(action="viewed")
    assert (event.actor, event.patient_id, event.clinic) == (ines, str(pat.pk), pat.clinic)


def test_a_refused_look_leaves_none(inas, sol):
    assert inas.get(reverse("patient", args=[sol.pk])).status_code == 404
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.VIEWED).exists()


def test_the_page_shows_assessments_with_state_and_verdicts(inas, ines, pat):
    done = filmed.run_of(filmed.assessment(pat, ines), status=Analysis.Status.DONE, result=filmed.REPORT)
    page = inas.get(reverse("patient", args=[pat.pk])).content.decode()
    assert reverse("assessment", args=[done.recording.assessment_id]) in page
    assert "To sign" in page
    assert page.count("verdict--drop") == 2


def test_the_page_needs_no_more_queries_for_more_assessments(inas, ines, pat, count_queries):
    def add() -> None:
        filmed.run_of(filmed.assessment(pat, ines), status="done", result=filmed.REPORT, finished_at=timezone.now())

    add()
    for_one = count_queries(inas, reverse("patient", args=[pat.pk]))
    for _ in range(5):
        add()
    assert count_queries(inas, reverse("patient", args=[pat.pk])) == for_one


def test_a_consent_is_shown_and_withdrawn(inas, ines, pat):
    given = consent.give(pat, confirmed_by=ines)
    assert f"confirmed by {ines}" in inas.get(reverse("patient", args=[pat.pk])).content.decode()
    inas.post(reverse("consent_withdraw", args=[pat.pk, given.pk]))
    assert consent.standing(pat) is None
    assert AuditEvent.objects.get(action="changed").record_id == str(given.pk)


def test_another_patients_consent_is_not_withdrawn_here(inas, ines, pat, north):
    theirs = consent.give(cast.patient("Other", north), confirmed_by=ines)
    assert inas.post(reverse("consent_withdraw", args=[pat.pk, theirs.pk])).status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("typed", "born", "said"),
    [
        ("03.04.1985", "1985-04-03", ""),
        ("25/12/1985", "1985-12-25", ""),
        ("12/25/1985", "1985-12-25", ""),
        ("03/04/1985", "", "April 3, 1985 or March 4, 1985"),
        ("03/04/85", "", "two digits"),
    ],
)
def test_a_typed_birth_date_is_read_alike_in_every_browser(inas, north, language, typed, born, said):
    told = {"clinic": north.pk, "first_name": "Ada", "last_name": "Novak", "birth_date": typed, "sex": "female"}
    page = inas.post(reverse("patient_new"), told, headers={"Accept-Language": language})
    assert [str(each.birth_date) for each in Patient.objects.filter(last_name="Novak")] == [born] * bool(born)
    assert said in page.text
