import re

import cast
import pytest
from django.urls import reverse

from clinics.models import User


@pytest.fixture
def signs_in(client):
    def sign_in(email: str, password: str = cast.PASSWORD):
        return client.post(reverse("account_login"), {"login": email, "password": password}, follow=True)

    return sign_in


def test_a_therapist_signs_in_by_e_mail_and_lands_on_the_worklist(ines, signs_in):
    response = signs_in("Ines@Clinic.test")
    assert response.redirect_chain[-1][0] == reverse("worklist")


def test_an_admin_lands_on_the_clinic(dana, signs_in):
    assert signs_in(dana.email).redirect_chain[-1][0] == reverse("clinic_list")


def test_who_works_nowhere_is_told_so(db, client):
    client.force_login(User.objects.create_user("nina@clinic.test", cast.PASSWORD, full_name="Nina Tester"))
    assert "not working at any clinic" in client.get(reverse("home")).content.decode()


def test_it_does_not_tell_whether_the_address_or_the_password_was_wrong(ines, signs_in):
    wrong_password = signs_in(ines.email, "wrong horse").context["form"].errors
    wrong_address = signs_in("nobody@clinic.test").context["form"].errors
    assert wrong_password == wrong_address
    assert wrong_password


def test_a_deactivated_person_gets_no_further(ines, signs_in, client):
    ines.is_active = False
    ines.save()
    signs_in(ines.email)
    assert client.get(reverse("worklist")).status_code == 302


def test_a_session_dies_with_the_account(ines, client):
    client.force_login(ines)
    assert client.get(reverse("worklist")).status_code == 200
    User.objects.filter(pk=ines.pk).update(is_active=False)
    assert client.get(reverse("worklist")).status_code == 302


def test_nobody_signs_up(db, client):
    page = client.get(reverse("account_signup")).content.decode()
    assert "by invitation" in page
    client.post(
        reverse("account_signup"), {"email": "new@clinic.test", "password1": cast.PASSWORD, "password2": cast.PASSWORD}
    )
    assert not User.objects.exists()


def test_signing_out_ends_it(ines, client):
    client.force_login(ines)
    client.post(reverse("account_logout"))
    assert client.get(reverse("worklist")).status_code == 302


def test_asking_for_a_new_password_says_the_same_to_everybody(ines, client, mailoutbox):
    known = client.post(reverse("account_reset_password"), {"email": ines.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@clinic.test"}, follow=True)
    assert without_secrets(known) == without_secrets(unknown)
    assert [mail.to for mail in mailoutbox] == [[ines.email]]


def without_secrets(response) -> str:
    """The page without what is drawn anew for every answer."""
    secrets = r'nonce="[^"]+"|"X-CSRFToken": "[^"]+"|csrfmiddlewaretoken" value="[^"]+"'
    return re.sub(secrets, "", response.content.decode())


def test_a_page_of_the_inside_is_kept_out_of_every_cache(ines, client):
    client.force_login(ines)
    assert client.get(reverse("worklist")).headers["Cache-Control"] == "no-store"
