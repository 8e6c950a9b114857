"""Guessing passwords: slowed down per account and per address, and written down without what was guessed."""

import cast
import pytest
from django.test import Client
from django.urls import reverse

from clinics.models import AuditEvent


def try_password(email: str, password: str, ip: str = "192.0.2.1"):
    return Client(REMOTE_ADDR=ip).post(reverse("account_login"), {"login": email, "password": password})


def got_in(response) -> bool:
    return response.status_code == 302


@pytest.mark.long
def test_five_wrong_passwords_close_the_account_to_strangers_anywhere_for_a_while(ines):
    for number in range(5):
        try_password(ines.email, "wrong horse", ip=f"192.0.2.{number}")
    assert not got_in(try_password(ines.email, cast.PASSWORD, ip="198.51.100.1"))


def test_other_accounts_stay_open(ines, omar):
    for number in range(6):
        try_password(ines.email, "wrong horse", ip=f"192.0.2.{number}")
    assert got_in(try_password(omar.email, cast.PASSWORD))


def test_ten_wrong_passwords_from_one_address_close_it_for_all_accounts(ines):
    for number in range(10):
        try_password(f"person{number}@clinic.test", "wrong horse")
    assert not got_in(try_password(ines.email, cast.PASSWORD))
    assert got_in(try_password(ines.email, cast.PASSWORD, ip="198.51.100.1"))


def test_who_mistypes_now_and_then_is_not_kept_out(ines):
    for _ in range(8):
        assert got_in(try_password(ines.email, cast.PASSWORD))
    for _ in range(3):
        try_password(ines.email, "wrong horse")
    assert got_in(try_password(ines.email, cast.PASSWORD))


def test_reset_mails_cannot_be_poured_into_a_mailbox(ines, mailoutbox):
    answers = [Client().post(reverse("account_reset_password"), {"email": ines.email}) for _ in range(8)]
    assert len(mailoutbox) == 5
    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()


@pytest.mark.parametrize("email", ["ines@clinic.test", "nobody@clinic.test"])
def test_a_refused_sign_in_is_written_down_without_the_password(ines, email):
    try_password(email, "hunter2 hunter2")
    event = AuditEvent.objects.get(action="refused")
    assert event.ip_address == "192.0.2.1"
    assert event.actor is None
    assert "hunter2" not in str(AuditEvent.objects.values().get(pk=event.pk))


def test_the_trail_names_the_account_that_was_tried(ines, north):
    try_password("Ines@Clinic.test", "wrong horse")
    event = AuditEvent.objects.get(action="refused")
    assert (event.record_id, event.clinic) == (str(ines.pk), north)


def test_a_password_typed_into_the_wrong_box_is_not_written_down(db):
    try_password("hunter2@hunter2.test", "x")
    event = AuditEvent.objects.get(action="refused")
    assert event.record_id == ""
    assert "hunter2" not in str(AuditEvent.objects.values().get(pk=event.pk))


def test_a_flood_of_guesses_does_not_flood_the_trail(ines):
    for _ in range(12):
        try_password(ines.email, "wrong horse")
    assert AuditEvent.objects.filter(action="refused").count() == 5


def test_a_right_password_leaves_no_refusal(ines):
    try_password(ines.email, cast.PASSWORD)
    assert not AuditEvent.objects.filter(action="refused").exists()
