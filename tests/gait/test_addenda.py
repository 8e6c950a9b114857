"""What is added to a signed report: by name and time, for good, on the page and in every export."""

import filmed
import pytest
import walks
from django.urls import reverse
from django.utils import translation

from clinics.models import AuditEvent
from gait import fhir
from gait.api_shapes import ReportOut
from gait.models import Addendum, AlreadySigned, SignedReport
from gait.review import addenda, signing
from gait.review.plain import plain_of
from gait.review.seal import digest_of, digest_of_addendum

TEXT = "The shoes were new; see the film of next week."


@pytest.fixture
def report(pat, ines) -> SignedReport:
    return signing.sign(walks.done_run(filmed.assessment(pat, ines)), ines, summary="Seen.", kept=[])


def test_a_therapist_adds_a_text_under_their_name(client, ines, report):
    client.force_login(ines)
    response = client.post(reverse("report_addendum", args=[report.pk]), {"text": f" {TEXT} ", "readers": "referrer"})
    assert response["Location"] == reverse("report", args=[report.pk]) + "#addenda"
    addendum = report.addenda.get()
    assert (addendum.text, addendum.added_name, addendum.added_by) == (TEXT, "Ines Tester, PT", ines)
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert TEXT in page
    assert "Added after signing" in page


def test_the_report_itself_stays_as_it_was_signed(ines, report):
    before = SignedReport.objects.values().get()
    addenda.add(report, ines, TEXT)
    assert SignedReport.objects.values().get() == before


def test_it_writes_one_audit_event_of_its_own(ines, pat, report):
    addendum = addenda.add(report, ines, TEXT)
    event = AuditEvent.objects.get(record_id=str(addendum.pk))
    assert (event.action, event.record_kind, event.patient_id) == ("signed", "gait.addendum", str(pat.pk))


def test_an_addendum_is_never_changed_or_deleted(ines, report):
    addendum = addenda.add(report, ines, TEXT)
    addendum.text = "Something else."
    for change in (
        addendum.save,
        addendum.delete,
        Addendum.objects.all().delete,
        lambda: Addendum.objects.update(text="Else."),
    ):
        with pytest.raises(AlreadySigned):
            change()
    assert Addendum.objects.get().text == TEXT


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_an_empty_or_endless_text_comes_back_with_a_reason(client, ines, report, text):
    client.force_login(ines)
    response = client.post(reverse("report_addendum", args=[report.pk]), {"text": text})
    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert not report.addenda.exists()


def test_another_clinic_cannot_add(client, omar, report):
    client.force_login(omar)
    assert client.post(reverse("report_addendum", args=[report.pk]), {"text": TEXT}).status_code == 404


def test_markup_in_it_is_shown_and_not_obeyed(client, ines, report):
    addenda.add(report, ines, "<script>alert(1)</script>")
    client.force_login(ines)
    assert "<script>alert" not in client.get(reverse("report", args=[report.pk])).content.decode()


def test_the_api_tells_it(ines, report):
    assert ReportOut(report).data["addenda"] == []
    addenda.add(report, ines, TEXT)
    (told,) = ReportOut(report).data["addenda"]
    assert (told["text"], told["added_name"]) == (TEXT, "Ines Tester, PT")


def test_fhir_calls_the_report_appended_and_names_who_did_it(ines, report):
    kinds = {each["id"]: each for each in fhir.resources_of(report)}
    assert kinds[str(report.pk)]["status"] == "final"
    addendum = addenda.add(report, ines, TEXT)
    report = SignedReport.objects.get()
    kinds = {each["id"]: each for each in fhir.resources_of(report)}
    told = kinds[str(report.pk)]
    assert told["status"] == "appended"
    assert told["conclusion"].startswith("Seen.\n\nAddendum, Ines Tester, PT")
    assert told["issued"] == addendum.added_at.isoformat()
    provenance = kinds[str(addendum.pk)]
    assert provenance["target"] == [{"reference": f"DiagnosticReport/{report.pk}"}]
    assert provenance["agent"][0]["who"]["display"] == "Ines Tester, PT"


def test_only_what_was_written_for_the_patient_reaches_them(client, ines, report):
    client.force_login(ines)
    address = reverse("report_addendum", args=[report.pk])
    client.post(address, {"text": TEXT, "readers": "referrer", "plain_text": "Not sent."})
    client.post(address, {"text": "Footwear differed.", "readers": "patient_too", "plain_text": "Your shoes were new."})
    with translation.override("en"):
        assert [each.for_patient for each in plain_of(report).addenda] == ["Your shoes were new."]
    page = client.get(reverse("plain_report", args=[report.pk])).content.decode()
    assert "Your shoes were new." in page
    assert not any(words in page for words in (TEXT, "Not sent.", "Footwear differed."))
    assert all(digest_of_addendum(each) == each.digest for each in report.addenda.all())


@pytest.mark.parametrize("told", [{}, {"readers": "patient_too"}])
def test_who_reads_it_must_be_said_and_in_which_words(client, ines, report, told):
    client.force_login(ines)
    assert client.post(reverse("report_addendum", args=[report.pk]), {"text": TEXT} | told).status_code == 422
    assert not report.addenda.exists()


def test_older_addenda_keep_their_reader_and_their_seal(ines, report):
    """Before anybody was asked, the page said that the patient reads it."""
    old = Addendum(report=report, added_by=ines, added_name="Ines Tester, PT", text=TEXT)
    told = {
        "report": str(report.pk),
        "added_by": ines.pk,
        "added_name": old.added_name,
        "added_at": old.added_at.isoformat(),
        "text": TEXT,
    }
    assert digest_of_addendum(old) == digest_of(told)
    assert old.for_patient == TEXT
