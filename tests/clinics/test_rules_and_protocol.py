import pytest
from django.urls import reverse

from clinics.models import AuditEvent, ProtocolVersion
from clinics.protocol import protocol_of, silent_days_by_clinic


@pytest.fixture
def danas(client, dana):
    client.force_login(dana)
    return client


def decide(client, days: int, weeks: int, why: str = "Our runners are quick"):
    asked = {"silent_days": days, "review_weeks": weeks, "why": why}
    return client.post(reverse("clinic_protocol", args=["north"]), asked)


def test_nothing_decided_means_seven_days_and_eight_weeks(north):
    holds = protocol_of(north)
    assert (holds.silent_days, holds.review_weeks, silent_days_by_clinic()) == (7, 8, {})


def test_each_decision_is_a_version_with_who_and_why(danas, dana, north):
    decide(danas, 5, 6)
    decide(danas, 10, 6, why="Too many calls")
    holds = protocol_of(north)
    assert (holds.number, holds.silent_days, holds.decided_by, holds.why) == (2, 10, dana, "Too many calls")
    assert silent_days_by_clinic() == {north.pk: 10}
    page = danas.get(reverse("clinic_protocol", args=["north"])).text
    assert "Our runners are quick" in page and "Too many calls" in page
    assert AuditEvent.objects.filter(action="created", record_kind="clinics.protocolversion").count() == 2


@pytest.mark.parametrize(("days", "weeks", "why"), [(2, 6, "x"), (22, 6, "x"), (7, 13, "x"), (7, 1, "x"), (5, 6, "")])
def test_it_refuses_what_would_lose_patients_or_has_no_reason(danas, days, weeks, why):
    decide(danas, days, weeks, why)
    assert not ProtocolVersion.objects.exists()


def test_what_holds_already_is_no_decision(danas):
    decide(danas, 5, 6)
    assert "holds already" in decide(danas, 5, 6).text
    assert ProtocolVersion.objects.count() == 1


def test_reminders_and_retention_are_kept(danas, north):
    danas.post(
        reverse("clinic_rules", args=["north"]),
        {"retention_years": 7, "original_days": 60, "reminder_en": "Your ten minutes"},
    )
    north.refresh_from_db()
    assert (north.retention_years, north.original_days) == (7, 60)
    assert (north.reminder_in("en"), north.reminder_in("es")) == ("Your ten minutes", "")


@pytest.mark.parametrize(
    "words", ["Hip exercises!", "Time for PT therapy", "Hora de su fisioterapia", "No pain, no gain"]
)
def test_a_reminder_with_a_word_about_health_is_refused(danas, north, words):
    given = {"retention_years": 7, "original_days": 60, "reminder_en": words, "reminder_es": words}
    assert "Say it without" in danas.post(reverse("clinic_rules", args=["north"]), given).text
    north.refresh_from_db()
    assert (north.reminder_words.exists(), north.retention_years) == (False, 10)
