"""Who must have something besides the password, and how they get it."""

import re
import time

import cast
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from clinics.models import AuditEvent, Role, User

PAGES = ["worklist", "patient_list", "account", "home", "styleguide", "public:landing", "usersessions_list"]


@pytest.fixture
def public_site(settings):
    settings.IS_PUBLIC = True


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def client_of(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": cast.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    return client


def test_nothing_about_signing_in_changes_without_the_password_once_more(ines):
    client = Client()
    client.post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("page", PAGES)
def test_without_one_staff_reach_nothing_but_setting_it_up(public_site, ines, page):
    assert client_of(ines).get(reverse(page)).headers.get("Location") == reverse("mfa_index")


def test_the_clinics_work_is_closed_too(public_site, ines, pat):
    client = client_of(ines)
    for address in (reverse("patient", args=[pat.pk]), "/api/v1/patients/", "/no/such/page/"):
        assert client.get(address).headers.get("Location") == reverse("mfa_index")


def test_the_way_out_stays_open(public_site, ines):
    client = client_of(ines)
    client.post(reverse("account_logout"))
    assert client.get(reverse("account_login")).status_code == 200


def test_an_app_is_set_up_with_a_picture_our_own_rules_let_through(public_site, ines):
    client = client_of(ines)
    response = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml' in response.content.decode()
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
    secret = re.search(r'totp-key">(\w+)<', response.content.decode())[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get(reverse("worklist")).status_code == 200


def test_the_owner_hears_of_a_new_factor_and_the_trail_keeps_it(transactional_db, ines, mailoutbox):
    client = client_of(ines)
    secret = re.search(r'totp-key">(\w+)<', client.get(reverse("mfa_activate_totp")).content.decode())[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert "Authenticator app activated" in mailoutbox[0].body
    assert AuditEvent.objects.filter(action="changed", record_id=str(ines.pk), actor=ines).exists()


def test_a_wrong_code_sets_nothing_up(public_site, ines):
    client = client_of(ines)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert not Authenticator.objects.exists()


def test_recovery_codes_alone_are_no_factor(public_site, ines):
    RecoveryCodes.activate(ines)
    client = Client()
    client.force_login(ines)
    assert client.get(reverse("worklist")).headers.get("Location") == reverse("mfa_index")


def test_the_password_alone_no_longer_signs_in(ines):
    secret = generate_totp_secret()
    TOTP.activate(ines, secret)
    client = client_of(ines)
    assert client.get(reverse("worklist")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("worklist")).status_code == 200


@pytest.mark.parametrize(("late_s", "lands_on"), [(30, 200), (60, 302)])
def test_a_code_counts_until_the_one_after_it_has_gone(ines, late_s, lands_on):
    secret = generate_totp_secret()
    TOTP.activate(ines, secret)
    client = client_of(ines)
    with time_machine.travel(time.time(), tick=False) as clock:
        code = code_of(secret)
        clock.shift(late_s)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert client.get(reverse("worklist")).status_code == lands_on


def test_a_recovery_code_signs_in_once(ines):
    TOTP.activate(ines, generate_totp_secret())
    code = RecoveryCodes.activate(ines).get_unused_codes()[0]
    first, second = client_of(ines), client_of(ines)
    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert first.get(reverse("worklist")).status_code == 200
    assert second.get(reverse("worklist")).status_code == 302


def test_a_wrong_code_at_the_door_leaves_a_trace_without_the_code(ines, north):
    TOTP.activate(ines, generate_totp_secret())
    client_of(ines).post(reverse("mfa_authenticate"), {"code": "123456"})
    event = AuditEvent.objects.get(action="refused")
    assert event.record_id == str(ines.pk)
    assert "123456" not in str(AuditEvent.objects.values().get(pk=event.pk))


def test_a_clinic_may_do_without(public_site, ines, dana, north):
    admin = Client()
    admin.force_login(dana)
    TOTP.activate(dana, generate_totp_secret())
    admin.post(reverse("clinic_second_factor", args=[north.slug]), {"required": "no"})
    assert client_of(ines).get(reverse("worklist")).status_code == 200
    admin.post(reverse("clinic_second_factor", args=[north.slug]), {"required": "yes"})
    assert client_of(ines).get(reverse("worklist")).headers.get("Location") == reverse("mfa_index")


def test_one_clinic_that_asks_is_enough(public_site, ines, north, south):
    north.requires_second_factor = False
    north.save()
    assert client_of(ines).get(reverse("worklist")).status_code == 200
    ines.memberships.create(clinic=south, role=Role.THERAPIST)
    assert client_of(ines).get(reverse("worklist")).headers.get("Location") == reverse("mfa_index")


def test_operators_are_always_asked(public_site, db):
    root = User.objects.create_superuser("root@clinic.test", cast.PASSWORD, full_name="Root Tester")
    assert client_of(root).get("/admin/").headers.get("Location") == reverse("mfa_index")


def test_on_ones_own_machine_nobody_is_asked(ines):
    assert client_of(ines).get(reverse("worklist")).status_code == 200


def test_visitors_and_patients_are_never_asked(public_site, north):
    assert Client().get(reverse("public:landing")).status_code == 200


def test_an_admin_sees_who_has_none(dana, ines, client):
    TOTP.activate(dana, generate_totp_secret())
    client.force_login(dana)
    staff = client.get(reverse("clinic_list")).context["clinics"][0].memberships.all()
    assert {membership.user.full_name: membership.has_factor for membership in staff} == {
        "Dana Tester": True,
        "Ines Tester": False,
    }


@pytest.mark.parametrize(
    "page",
    ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_email", "usersessions_list"],
)
def test_every_page_of_the_account_is_in_our_own_words(ines, page):
    content = client_of(ines).get(reverse(page)).content.decode()
    assert "Your account" in content
    assert "Two-Factor" not in content
