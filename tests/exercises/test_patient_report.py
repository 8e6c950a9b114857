"""The patient's own report in their app: signed only, plain, with pictures only under the consent for them."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from plan_cast import LEVEL_SIDE, report_content, side_content

from clinics.models import AuditEvent
from exercises.following.diary import log_done, log_limp
from exercises.patient.links import derive_secret, live_link
from exercises.patient.my_data import my_data
from gait import storage
from gait.models import Analysis, SignedReport
from patients import consent
from patients.models import Consent


def address(secret: str, name: str = "patient_report", **ids: str) -> str:
    return reverse(name, kwargs={"secret": secret, **ids})


def still_address(secret: str, report: SignedReport) -> str:
    return address(secret, "patient_picture", analysis_id=report.analysis_id, side="left")


@pytest.fixture
def with_stills(report):
    """The signed run with a key frame beside it."""
    Analysis.objects.filter(pk=report.analysis_id).update(token="6f1ed002ab5595859014ebf0951522d9")
    report.analysis.refresh_from_db()
    folder = storage.results_of(report.analysis)
    folder.mkdir(parents=True)
    (folder / "keyframe_left.jpg").write_bytes(b"jpeg")
    return report


def test_it_tells_what_was_signed_in_plain_words(phone, secret, plan):
    page = phone.get(address(secret)).text
    assert "When you stand on your right leg, the left side of your pelvis dips by about 8 degrees." in page
    assert "It does not show how strong you are." in page
    assert "Standing clamshell" in page


def test_it_speaks_the_patients_language(phone, secret):
    phone.get(f"/p/{secret}/?lang=es")
    assert "Lo que muestra su video" in phone.get(address(secret)).text


def test_before_anything_is_signed_it_says_so(pat, ines):
    link = live_link(pat, ines)
    secret, client = derive_secret(link.salt), Client()
    client.post(f"/p/{secret}/", {"birth_year": "1990"})
    assert "There is no report yet." in client.get(address(secret)).text
    assert client.get(address(secret, "patient_report_pdf")).status_code == 404


def test_strangers_are_led_to_the_door(secret, with_stills):
    pages = [address(secret), address(secret, "patient_report_pdf"), still_address(secret, with_stills)]
    for page in pages:
        response = Client().get(page)
        assert (response.status_code, response["Location"]) == (302, f"/p/{secret}/")


def test_a_still_needs_the_consent_for_stills(phone, secret, with_stills, ines):
    still = still_address(secret, with_stills)
    assert phone.get(still).status_code == 404
    given = consent.give(
        with_stills.analysis.recording.assessment.patient, confirmed_by=ines, purpose=Consent.Purpose.PICTURE
    )
    assert phone.get(still)["Content-Type"] == "image/jpeg"
    consent.withdraw(given)
    assert phone.get(still).status_code == 404


@pytest.mark.parametrize("side", ["right", "up", "..%2f"])
def test_no_other_file_is_reached(phone, secret, with_stills, ines, side):
    consent.give(with_stills.analysis.recording.assessment.patient, confirmed_by=ines, purpose=Consent.Purpose.PICTURE)
    assert phone.get(f"/p/{secret}/picture/{with_stills.analysis_id}/{side}/").status_code == 404


def test_each_reading_is_audited_as_the_patients(phone, secret, report):
    phone.get(address(secret))
    event = AuditEvent.objects.filter(record_id=str(report.pk), action="viewed").get()
    assert (event.actor_kind, event.actor) == ("patient", None)


@pytest.fixture
def replaced(plan, ines) -> SignedReport:
    """The report that took the place of the one the plan was made of."""
    signed = plan.report
    again = Analysis.objects.create(recording=signed.analysis.recording, status="done", result=signed.analysis.result)
    sides = {"left": LEVEL_SIDE, "right": side_content(4.0, 2.0, "mild", "drop")}
    return SignedReport.objects.create(
        analysis=again,
        signed_by=ines,
        signed_name="Omar Tester, PT",
        summary="Right stance, read again.",
        content=report_content(sides=sides),
        replaces=signed,
        withdraws_replaced=True,
    )


def test_why_tells_what_the_valid_report_says(phone, secret, replaced):
    page = phone.get(address(secret, "patient_why")).text
    assert "dips by about 4 degrees" in page and "Omar Tester" in page
    assert "about 8 degrees" not in page


def test_the_download_tells_which_report_is_not_valid(phone, secret, replaced, plan):
    log_limp([log_done(plan.items.first(), plan.started_on)], limped=True)
    data = my_data(plan.patient)
    assert [each["is_valid"] for each in data["signed_reports"]] == [True, False]
    with translation.override("es"):
        page = render_to_string("downloads/my_data.html", {"data": data})
    assert page.index("Right stance, read again.") < page.index("No es válido") < page.index("8.1°")
    assert "<td>Sí</td>" in page
