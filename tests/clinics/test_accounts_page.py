"""The page on which people look after their own account."""

import cast
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
    client.post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    client.post(reverse("account_email"), {"email": "new@clinic.test", "action_add": ""})
    ines.refresh_from_db()
    assert ines.email == "ines@clinic.test"
    address = next(line for line in mailoutbox[0].body.splitlines() if "://" in line)
    client.post(address)
    ines.refresh_from_db()
    assert ines.email == "new@clinic.test"


def change_password(client, ines):
    client.post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    new = "another horse battery staple"
    answers = {"oldpassword": cast.PASSWORD, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), answers)


def test_the_owner_hears_of_a_changed_password_and_the_trail_keeps_it(ines, client, mailoutbox):
    change_password(client, ines)
    assert mailoutbox[0].to == [ines.email]
    assert "/accounts/password/reset/" in mailoutbox[0].body
    assert AuditEvent.objects.filter(action="changed", record_id=str(ines.pk), actor=ines).exists()


def test_the_old_address_hears_of_the_new_one(ines, client, mailoutbox):
    client.post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    client.post(reverse("account_email"), {"email": "new@clinic.test", "action_add": ""})
    client.post(next(line for line in mailoutbox[0].body.splitlines() if "://" in line))
    assert ["ines@clinic.test"] in [mail.to for mail in mailoutbox[1:]]
