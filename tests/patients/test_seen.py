"""Who saw a person, on one page and in one command."""

from io import StringIO

import cast
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from clinics.audit import record_event
from clinics.models import AuditEvent
from patients import records
from patients.models import Patient


@pytest.fixture
def seen_twice(north, pat) -> Patient:
    """Looked at under both records of a person who was entered twice."""
    twin = cast.patient("Patrick", north)
    record_event("exported", twin, clinic=north, patient_id=twin.pk)
    record_event("changed", pat, clinic=north, patient_id=pat.pk)
    records.merge(twin, into=pat)
    return pat


def told_by(*words: object) -> list[str]:
    told = StringIO()
    call_command("audit", *map(str, words), stdout=told)
    return told.getvalue().splitlines()


def test_the_page_lists_every_look_also_this_one(client, ines, seen_twice, sol):
    record_event("signed", sol, clinic=sol.clinic, patient_id=sol.pk)
    client.force_login(ines)
    page = client.get(reverse("patient_seen", args=[seen_twice.pk])).text
    assert ["Exported" in page, "Changed" in page, "Viewed" in page, "Signed" in page] == [True, True, True, False]
    assert page.count(ines.full_name) >= 1


def test_the_command_finds_the_person_by_id_and_by_number(seen_twice):
    by_id = told_by("who", seen_twice.pk)
    assert [line.split("\t")[2] for line in by_id] == ["Exported", "Changed"]
    Patient.objects.filter(pk=seen_twice.pk).update(record_number="R-17")
    assert told_by("who", "R-17") == by_id


def test_an_unknown_person_is_said(db):
    with pytest.raises(CommandError, match="No record has"):
        told_by("who", "R-99")


def test_the_trail_is_verified_and_its_end_printed(seen_twice):
    assert told_by("verify") == ["Whole: 2 audit events."]
    last = AuditEvent.objects.first()
    assert told_by("anchor")[0].split()[1:] == [str(last.number), last.seal]
    AuditEvent.objects.filter(number=1).update(action="viewed")
    with pytest.raises(CommandError, match="Audit event 1 "):
        told_by("verify")
