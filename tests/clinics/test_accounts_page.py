"""The page on which people look after their own account."""

import cast
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from clinics.models import AuditEvent


def test_the_account_page_saves_name_and_letters(ines, client):
    client.force_login(ines)
    client.post(reverse("account"), {"full_name": "Ines Novak", "credentials": "PT, DPT"})
    ines.refresh_from_db()
    assert ines.signature == "Ines Novak, PT, DPT"


def test_a_name_is_not_left_empty(ines, client):
    client.force_login(ines)
    page = client.post(reverse("account"), {"full_name": "", "credentials": ""}).content.decode()
    assert "This field is required" in page
    assert "Ines" in page


def test_a_new_address_counts_once_its_link_is_opened(ines, client, mailoutbox):
    sign_in(client, ines.email)
    client.post(reverse("account_email"), {"email": "new@clinic.test", "action_add": ""})
    ines.refresh_from_db()
    assert ines.email == "ines@clinic.test"
    address = next(line for line in mailoutbox[0].body.splitlines() if "://" in line)
    client.post(address)
    ines.refresh_from_db()
    assert ines.email == "new@clinic.test"


def test_who_asked_for_an_address_that_an_operator_then_gave_them_gets_in(ines, client):
    sign_in(client, ines.email)
    client.post(reverse("account_email"), {"email": "new@clinic.test", "action_add": ""})
    operator_writes(ines, "new@clinic.test")
    sign_in(Client(), "new@clinic.test")
    assert [(each.email, each.primary) for each in ines.emailaddress_set.all()] == [("new@clinic.test", True)]


def test_an_address_that_changes_hands_lets_the_new_owner_in(ines, omar, client):
    sign_in(client, ines.email)
    operator_writes(ines, "elsewhere@clinic.test")
    operator_writes(omar, "ines@clinic.test")
    for person, email in ((omar, "ines@clinic.test"), (ines, "elsewhere@clinic.test")):
        guest = Client()
        sign_in(guest, email)
        assert get_user(guest) == person
        assert person.emailaddress_set.get().email == email


def operator_writes(person, email):
    person.refresh_from_db()
    person.email = email
    person.save()


def sign_in(client, email):
    assert client.post(reverse("account_login"), {"login": email, "password": cast.PASSWORD}).status_code == 302


def change_password(client, ines):
    sign_in(client, ines.email)
    new = "another horse battery staple"
    answers = {"oldpassword": cast.PASSWORD, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), answers)


def test_the_owner_hears_of_a_changed_password_and_the_trail_keeps_it(ines, client, mailoutbox):
    change_password(client, ines)
    assert mailoutbox[0].to == [ines.email]
    assert "/accounts/password/reset/" in mailoutbox[0].body
    assert AuditEvent.objects.filter(action="changed", record_id=str(ines.pk), actor=ines).exists()


def test_the_old_address_hears_of_the_new_one(ines, client, mailoutbox):
    sign_in(client, ines.email)
    client.post(reverse("account_email"), {"email": "new@clinic.test", "action_add": ""})
    client.post(next(line for line in mailoutbox[0].body.splitlines() if "://" in line))
    assert ["ines@clinic.test"] in [mail.to for mail in mailoutbox[1:]]
