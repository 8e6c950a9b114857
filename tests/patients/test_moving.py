"""Transfers and emergency access: who may, for how long, and who hears of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent, Membership, Role
from patients.models import EmergencyAccess, Patient, Transfer


@pytest.fixture
def omars(client, omar):
    client.force_login(omar)
    return client


def ask(client, patient: Patient, **changes: object):
    asked = {
        "clinic": patient.clinic_id, "last_name": "example", "birth_date": "1990-04-02",
        "reason": "Fell on the stairs, is here now",
    }  # fmt: skip
    return client.post(reverse("emergency_access"), asked | changes)


def trail(action: str) -> set[str]:
    return {event.clinic.slug for event in AuditEvent.objects.filter(action=action)}


class TestEmergencyAccess:
    def test_the_right_name_opens_the_record_for_an_hour(self, omars, pat):
        assert omars.get(reverse("patient", args=[pat.pk])).status_code == 404
        assert ask(omars, pat).headers["Location"] == reverse("patient", args=[pat.pk])
        page = omars.get(reverse("patient", args=[pat.pk])).text
        assert "Emergency access until" in page
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            assert not Patient.objects.visible_to(EmergencyAccess.objects.get().user).filter(pk=pat.pk).exists()

    def test_both_sides_trails_and_the_admins_mailbox_tell(self, omars, pat, dana, mailoutbox):
        ask(omars, pat)
        assert trail("broke_glass") == {"north", "south"}
        (mail,) = mailoutbox
        assert mail.to == [dana.email]
        assert "Pat" not in mail.body and "stairs" not in mail.body and "Omar" not in mail.body

    def test_the_admin_reads_who_and_why_and_notes_it(self, omars, pat, dana, client):
        ask(omars, pat)
        client.force_login(dana)
        assert "1 to look at" in client.get(reverse("clinic_list")).text
        page = client.get(reverse("clinic_emergencies", args=["north"])).text
        assert "Fell on the stairs" in page and "Omar Tester" in page and "Pat" not in page
        access = EmergencyAccess.objects.get()
        client.post(reverse("clinic_emergency_seen", args=["north", access.pk]))
        access.refresh_from_db()
        assert access.seen_by == dana

    def test_one_note_is_left_and_stays(self, omars, pat, ines, client):
        ask(omars, pat)
        address = reverse("emergency_note", args=[EmergencyAccess.objects.get().pk])
        omars.post(address, {"note": "Ankle, not the hip."})
        omars.post(address, {"note": "Written over"})
        page = omars.get(reverse("patient", args=[pat.pk])).text
        assert "Ankle, not the hip." in page and "Written over" not in page
        client.force_login(ines)
        assert "Ankle, not the hip." in client.get(reverse("patient", args=[pat.pk])).text
        assert AuditEvent.objects.filter(action="created", patient_id=str(pat.pk)).count() == 1

    def test_it_is_closed_early(self, omars, pat):
        ask(omars, pat)
        omars.post(reverse("emergency_close", args=[EmergencyAccess.objects.get().pk]))
        assert omars.get(reverse("patient", args=[pat.pk])).status_code == 404

    def test_a_wrong_name_opens_nothing_and_is_written_down(self, omars, pat):
        assert "No single record" in ask(omars, pat, last_name="Nobody").text
        assert not EmergencyAccess.objects.exists()
        assert trail("broke_glass") == {"north"}

    def test_nobody_guesses_for_long(self, omars, pat):
        for _ in range(5):
            ask(omars, pat, last_name="Nobody")
        assert "try again in an hour" in ask(omars, pat).text
        assert not EmergencyAccess.objects.exists()

    def test_a_reason_is_needed(self, omars, pat):
        ask(omars, pat, reason="so")
        assert not EmergencyAccess.objects.exists()

    def test_another_practice_is_out_of_reach(self, omars, pat, north):
        north.practice = "Somebody Else"
        north.save()
        ask(omars, pat)
        assert not EmergencyAccess.objects.exists()

    def test_it_does_not_let_a_patient_be_taken_away(self, omars, pat):
        ask(omars, pat)
        assert omars.get(reverse("patient_transfer", args=[pat.pk])).status_code == 404


class TestTransfer:
    def test_the_record_moves_and_both_trails_say_so(self, client, ines, pat, south):
        client.force_login(ines)
        answer = client.post(reverse("patient_transfer", args=[pat.pk]), {"to": south.pk, "reason": "Moved house"})
        assert answer.headers["Location"] == reverse("patient_list")
        pat.refresh_from_db()
        assert pat.clinic == south
        assert trail("transferred") == {"north", "south"}
        assert Transfer.objects.get().transferred_by == ines
        assert client.get(reverse("patient", args=[pat.pk])).status_code == 404

    def test_who_works_at_both_goes_on_with_the_record(self, client, ines, pat, south):
        Membership.objects.create(user=ines, clinic=south, role=Role.THERAPIST)
        client.force_login(ines)
        client.post(reverse("patient_transfer", args=[pat.pk]), {"to": south.pk, "reason": "Moved house"})
        assert "North → South" in client.get(reverse("patient", args=[pat.pk])).text

    def test_a_record_number_that_is_taken_there_stops_it(self, client, ines, pat, sol, south):
        Patient.objects.update(record_number="A-1")
        client.force_login(ines)
        answer = client.post(reverse("patient_transfer", args=[pat.pk]), {"to": south.pk})
        assert "already has a patient with record number A-1" in answer.text
        assert not Transfer.objects.exists()

    def test_the_details_form_no_longer_moves_anybody(self, client, ines, pat, south):
        Membership.objects.create(user=ines, clinic=south, role=Role.THERAPIST)
        client.force_login(ines)
        page = client.get(reverse("patient_edit", args=[pat.pk]))
        client.post(reverse("patient_edit", args=[pat.pk]), page.context["form"].initial | {"clinic": south.pk})
        pat.refresh_from_db()
        assert pat.clinic.slug == "north"
