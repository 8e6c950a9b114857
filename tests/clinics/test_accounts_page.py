"""The page on which people look after their own account."""

import cast
from django.urls import reverse


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
