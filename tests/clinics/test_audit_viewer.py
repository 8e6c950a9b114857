import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.audit import record_event
from clinics.audit.chain import first_trouble
from clinics.models import AuditEvent


@pytest.fixture
def danas(client, dana):
    client.force_login(dana)
    return client


def viewed(client, **asked: object):
    return client.get(reverse("clinic_audit", args=["north"]), asked)


def rows(client, **asked: object) -> list[dict[str, str]]:
    answer = client.get(reverse("clinic_audit_csv", args=["north"]), asked)
    return list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))


def test_it_shows_this_location_and_no_other(danas, north, south, pat, sol):
    record_event("viewed", pat, clinic=north, patient_id=pat.pk)
    record_event("viewed", sol, clinic=south, patient_id=sol.pk)
    page = viewed(danas).text
    assert str(pat.pk)[:8] in page
    assert str(sol.pk)[:8] not in page
    assert pat.last_name not in page


def test_filters_narrow_page_and_file_alike(danas, north, pat, ines):
    record_event("viewed", pat, clinic=north, patient_id=pat.pk)
    record_event("changed", north, clinic=north)
    (row,) = rows(danas, action="viewed")
    assert (row["did"], row["patient id"]) == ("Viewed", str(pat.pk))
    assert {row["patient id"] for row in rows(danas, patient=pat.pk)} == {str(pat.pk)}
    assert viewed(danas, action="signed").text.count("Nothing fits") == 1


def test_days_are_those_of_the_location(danas, north):
    """An event at 03:00 UTC belongs to the evening before in Atlanta."""
    event = record_event("changed", north, clinic=north)
    AuditEvent.objects.filter(pk=event.pk).update(at=datetime(2026, 11, 3, 3, tzinfo=UTC))
    asked = {"first_day": "2026-11-02", "last_day": "2026-11-02", "action": "changed"}
    assert [row["at"][:10] for row in rows(danas, **asked)] == ["2026-11-02"]
    assert rows(danas, **asked | {"first_day": "2026-11-03", "last_day": "2026-11-03"}) == []


def test_taking_the_file_along_is_written_down_and_the_chain_holds(danas, north, dana):
    rows(danas)
    event = AuditEvent.objects.get(action="exported")
    assert (event.actor, event.clinic) == (dana, north)
    assert first_trouble() is None


def test_no_cell_is_a_formula(danas, north, dana):
    dana.full_name = "=HYPERLINK(1)"
    dana.save()
    rows(danas)
    assert {row["who"] for row in rows(danas, action="exported")} == {"'=HYPERLINK(1)"}


def test_a_day_that_is_none_is_told_and_narrows_nothing(danas, north):
    record_event("changed", north, clinic=north)
    page = viewed(danas, first_day="never")
    assert "valid date" in page.text
    assert page.context["page"].paginator.count >= 1


def test_old_pages_need_no_more_queries(danas, north, count_queries):
    address = reverse("clinic_audit", args=["north"])
    few = count_queries(danas, address)
    for days in range(30):
        event = record_event("viewed", north, clinic=north)
        AuditEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days))
    assert count_queries(danas, address) == few
