"""A signature shows the clinic's own time and says which zone that is, wherever it is read."""

from datetime import UTC, datetime

import filmed
import pytest
import walks
from django.test import Client
from django.urls import reverse
from django.utils import translation

from clinics.clock import moment_in_words
from clinics.models import Clinic
from exercises.models import Plan
from exercises.patient.links import derive_secret, live_link
from gait.review import signing

LATE = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
"""Still the evening of 30 November in Los Angeles."""


@pytest.mark.parametrize(
    ("zone", "moment", "says"),
    [
        ("America/Los_Angeles", LATE, "Nov 30, 2026, 21:30 PST (UTC−08:00)"),
        ("America/New_York", datetime(2026, 7, 1, 12, tzinfo=UTC), "Jul 1, 2026, 08:00 EDT (UTC−04:00)"),
        ("Europe/London", LATE, "Dec 1, 2026, 05:30 GMT (UTC+00:00)"),
        ("Asia/Kolkata", LATE, "Dec 1, 2026, 11:00 IST (UTC+05:30)"),
        ("America/Sao_Paulo", LATE, "Dec 1, 2026, 02:30 UTC−03:00"),
    ],
)
def test_the_zone_stands_beside_the_time(zone, moment, says):
    assert moment_in_words(Clinic(time_zone=zone), moment) == says


def test_it_speaks_the_readers_language():
    with translation.override("es"):
        says = moment_in_words(Clinic(time_zone="America/Los_Angeles"), LATE, "DATE_FORMAT")
    assert says == "30 de noviembre de 2026, 21:30 PST (UTC−08:00)"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_signature_is_on_the_clinics_clock(pat, ines, north, language):
    Clinic.objects.filter(pk=north.pk).update(time_zone="America/Los_Angeles")
    run = walks.done_run(filmed.assessment(pat, ines))
    run = type(run).objects.get(pk=run.pk)
    report = signing.sign(run, ines, summary="Seen.", kept=[], signed_at=LATE)
    plan = Plan.objects.create(
        patient=report.recording.assessment.patient, report=report, drafted_by=ines, activated_by=ines,
        activated_at=LATE, started_on="2026-11-30", status=Plan.Status.ACTIVE,
    )  # fmt: skip
    desk, phone = Client(headers={"Accept-Language": language}), Client(headers={"Accept-Language": language})
    desk.force_login(ines)
    secret = derive_secret(live_link(plan.patient, ines).salt)
    phone.post(f"/p/{secret}/", {"birth_year": "1990"})
    signed = "Nov 30, 2026, 21:30 PST (UTC−08:00)"
    page = desk.get(reverse("report", args=[report.pk])).text
    assert page.count(signed) == 2  # the report's signature, and the plan's
    for address in (run.recording.assessment.get_absolute_url(), reverse("plan", args=[plan.pk])):
        assert signed in desk.get(address).text
    for client, address in ((desk, reverse("plain_report", args=[report.pk])), (phone, f"/p/{secret}/report/")):
        assert "21:30 PST (UTC−08:00)" in client.get(address).text
