"""Every mail waits in the outbox until it has left; a dead mail server loses none of them and tells nobody anything."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import cast
import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.accounts.invitations import invite
from clinics.housekeeping import tidy
from clinics.models import AuditEvent, OutboxMail, Role
from clinics.outbox import delivery
from clinics.outbox.delivery import PAUSES, claim, deliver_due

CONTENT = {"subject": "Hello", "text": "Words", "html": "<p>Words</p>", "reply_to": [], "attachments": []}


@pytest.fixture
def dead_server(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False


@pytest.fixture
def waiting(north) -> OutboxMail:
    return OutboxMail.objects.create(clinic=north, kind="invitation", recipient="nina@clinic.test", content=CONTENT)


def invite_nina(dana, north) -> Client:
    client = Client()
    client.force_login(dana)
    client.post(reverse("clinic_invite", args=[north.slug]), {"email": "nina@clinic.test", "role": "therapist"})
    return client


def test_a_mail_leaves_with_the_next_round_and_its_words_are_forgotten(waiting):
    assert deliver_due() == 1
    left = django_mail.outbox[-1]
    assert (left.to, left.body, left.alternatives[0].content) == (["nina@clinic.test"], "Words", "<p>Words</p>")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.content) == ("sent", {})
    assert deliver_due() == 0


def test_a_dead_server_loses_nothing(waiting, dead_server, settings):
    assert deliver_due() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.trouble) == ("waiting", 1, "ConnectionRefusedError")
    assert deliver_due() == 0, "not due again at once"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(timezone.now() + PAUSES[0] + timedelta(seconds=1)):
        assert deliver_due() == 1


def test_after_the_last_attempt_it_counts_as_not_sent_until_an_admin_sends_it_again(
    waiting, dana, dead_server, settings
):
    now = timezone.now()
    for _ in range(len(PAUSES) + 1):
        with time_machine.travel(now, tick=False):
            deliver_due()
        now += timedelta(days=2)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("failed", len(PAUSES) + 1)
    client = Client()
    client.force_login(dana)
    assert "Not sent" in client.get(reverse("clinic_mails", args=["north"])).text
    client.post(reverse("clinic_mail_retry", args=["north", waiting.pk]))
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due() == 1


def test_one_refused_address_does_not_hold_up_the_others(waiting, north, monkeypatch):
    OutboxMail.objects.create(clinic=north, kind="invitation", recipient="ok@clinic.test", content=waiting.content)
    send = EmailBackend.send_messages

    def refuse_nina(backend, mails):
        if mails[0].to == ["nina@clinic.test"]:
            raise SMTPRecipientsRefused({"nina@clinic.test": (550, b"unknown")})
        return send(backend, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_nina)
    assert deliver_due() == 1
    assert OutboxMail.objects.get(recipient="ok@clinic.test").state == "sent"


def test_a_mail_that_cannot_be_made_does_not_hold_up_the_next(north):
    for content in ({}, CONTENT | {"subject": "Two\nlines"}, CONTENT):
        OutboxMail.objects.create(clinic=north, kind="invitation", recipient="nina@clinic.test", content=content)
    assert deliver_due() == 1
    kept = OutboxMail.objects.filter(state="waiting")
    assert kept.count() == 2
    assert all(mail.trouble and mail.due_at > timezone.now() for mail in kept)


def test_of_two_senders_one_gets_the_mail(waiting):
    same = OutboxMail.objects.get(pk=waiting.pk)
    assert claim(waiting)
    assert not claim(same)


def test_what_is_undone_leaves_no_mail(north, dana):
    with pytest.raises(RuntimeError), transaction.atomic():
        invite_nina(dana, north)
        raise RuntimeError
    assert not OutboxMail.objects.exists()


def test_an_admin_sees_the_mails_of_their_location_without_their_words(dana, north, south):
    client = invite_nina(dana, north)
    OutboxMail.objects.create(clinic=south, kind="invitation", recipient="elsewhere@clinic.test")
    page = client.get(reverse("clinic_mails", args=[north.slug])).text
    assert "nina@clinic.test" in page
    assert "elsewhere@clinic.test" not in page
    assert "/invitation/" not in page, "the link is a key"


def test_a_mail_that_left_is_not_sent_twice_by_hand(waiting, dana):
    deliver_due()
    client = Client()
    client.force_login(dana)
    client.post(reverse("clinic_mail_retry", args=["north", waiting.pk]))
    assert deliver_due() == 0


@pytest.mark.parametrize("email", ["ines@clinic.test", "nobody@clinic.test"])
def test_asking_for_a_password_never_waits_for_a_mail_server(ines, client, dead_server, email):
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert response.headers["Location"] == reverse("account_reset_password_done")


def test_mails_about_accounts_have_two_forms_too(ines, client, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": ines.email})
    (page,) = mailoutbox[0].alternatives
    assert page.mimetype == "text/html"
    assert 'href="http' in page.content
    assert OutboxMail.objects.get().about == "Account"


def test_housekeeping_forgets_what_left_long_ago(waiting, north, dana):
    deliver_due()
    invite(north, "x@clinic.test", Role.ADMIN, dana)
    OutboxMail.objects.create(clinic=north, kind="invitation", recipient="late@clinic.test")
    OutboxMail.objects.update(written_at=timezone.now() - delivery.REMEMBERED - timedelta(days=1))
    tidy()
    assert [mail.recipient for mail in OutboxMail.objects.all()] == ["late@clinic.test"]


def test_signing_in_is_written_down(ines, client):
    client.post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    event = AuditEvent.objects.get(action="signed_in")
    assert (event.actor, event.clinic.slug, event.ip_address) == (ines, "north", "127.0.0.1")
