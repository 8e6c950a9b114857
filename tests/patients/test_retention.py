"""What is past its time goes by itself only where the location wants it, and everybody can see it coming."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent, Clinic
from patients.models import Erasure, Patient
from patients.retention import erase_what_is_past, foreseen


@pytest.fixture
def wanted(north) -> Clinic:
    Clinic.objects.filter(pk=north.pk).update(erases_past_records=True, retention_years=10)
    north.refresh_from_db()
    return north


def archived(patient: Patient, days: int) -> None:
    Patient.objects.filter(pk=patient.pk).update(archived_at=timezone.now() - timedelta(days=days))


def test_the_sweeper_erases_what_is_past_and_says_so(wanted, pat, sol):
    archived(pat, 3655)
    archived(sol, 3655)
    call_command("sweep")
    assert list(Patient.objects.all()) == [sol], "the other location only marks"
    erasure = Erasure.objects.get()
    assert (erasure.because, erasure.erased_by) == ("Kept for 10 years", None)
    assert AuditEvent.objects.filter(action="deleted", actor_kind="system", patient_id=str(pat.pk)).exists()


@pytest.mark.parametrize("days", [0, 3640, 3652])
def test_before_its_time_nothing_goes(wanted, pat, days):
    archived(pat, days)
    assert erase_what_is_past() == 0


def test_what_is_held_or_not_archived_stays(wanted, pat):
    assert erase_what_is_past() == 0
    archived(pat, 9000)
    Patient.objects.filter(pk=pat.pk).update(held_because="Case 17")
    assert erase_what_is_past() == 0
    assert foreseen([wanted]) == []


def test_the_archive_shows_a_month_ahead_what_will_go(client, wanted, pat, ines):
    client.force_login(ines)
    archived(pat, 3600)
    assert "Erased by themselves" not in client.get(reverse("patient_archived")).text
    archived(pat, 3630)
    page = client.get(reverse("patient_archived")).text
    assert "Erased by themselves" in page and page.count(pat.last_name) >= 2


def test_an_admin_decides_it(client, dana, north):
    client.force_login(dana)
    asked = {"retention_years": 10, "original_days": 30, "erases_past_records": "on"}
    client.post(reverse("clinic_rules", args=["north"]), asked)
    north.refresh_from_db()
    assert north.erases_past_records
