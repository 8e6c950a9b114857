"""What ends a session: its owner, its age, nobody using it, and the account's or the last place's end."""

import cast
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import Membership, Role, User

MINUTE_S = 60
HOUR_S = 60 * MINUTE_S


def client_of(user: User) -> Client:
    """A browser in which the person signs in as people do."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": cast.PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def test_an_unused_session_ends_after_fifteen_minutes(ines, clock):
    client = client_of(ines)
    clock.shift(14 * MINUTE_S)
    assert is_in(client)
    clock.shift(14 * MINUTE_S)
    assert is_in(client)
    clock.shift(16 * MINUTE_S)
    response = client.get(reverse("account"), follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('account_login')}?next={reverse('account')}"
    assert "You were signed out" in response.content.decode()


def test_what_a_page_asks_by_itself_does_not_keep_the_session(ines, clock):
    client = client_of(ines)
    for _ in range(3):
        clock.shift(4 * MINUTE_S)
        client.get(reverse("session_time_left"))
    clock.shift(4 * MINUTE_S)
    assert not is_in(client)


def test_typing_for_long_keeps_the_session(ines, clock):
    client = client_of(ines)
    for _ in range(3):
        clock.shift(14 * MINUTE_S)
        client.post(reverse("session_time_left"))
    assert is_in(client)


def test_the_page_learns_how_long_the_session_still_has(ines, clock):
    client = client_of(ines)
    clock.shift(13 * MINUTE_S)
    left = client.get(reverse("session_time_left")).json()
    assert left == {"left_s": 2 * MINUTE_S, "can_be_longer": True}


@pytest.mark.long
def test_after_twelve_hours_everybody_signs_in_again(ines, clock):
    client = client_of(ines)
    for _ in range(6 * 12 - 1):
        clock.shift(10 * MINUTE_S)
        assert is_in(client)
    assert not client.get(reverse("session_time_left")).json()["can_be_longer"]
    clock.shift(10 * MINUTE_S)
    assert not is_in(client)


def test_signing_in_again_starts_the_clock_anew(ines, clock):
    client = client_of(ines)
    clock.shift(16 * MINUTE_S)
    client.post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    assert is_in(client)


def test_a_fragment_asked_for_too_late_renews_the_whole_page(ines, clock):
    client = client_of(ines)
    clock.shift(HOUR_S)
    assert client.get(reverse("worklist"), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_the_time_outs_are_settings(ines, clock, settings):
    settings.SESSION_IDLE_S = 5 * MINUTE_S
    client = client_of(ines)
    clock.shift(6 * MINUTE_S)
    assert not is_in(client)


def test_the_owner_ends_one_session_and_keeps_the_others(ines):
    here, there, lost = client_of(ines), client_of(ines), client_of(ines)
    assert is_in(lost)
    sessions = here.get(reverse("account")).context["sessions"]
    ended = next(each for each in sessions if each.session_key == lost.session.session_key)
    here.post(reverse("session_end", args=[ended.pk]))
    assert not is_in(lost)
    assert is_in(here)
    assert is_in(there)


def test_the_owner_ends_all_others(ines):
    here, there = client_of(ines), client_of(ines)
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(there)


def test_a_session_nobody_uses_any_more_leaves_the_list(ines, clock):
    client_of(ines)
    clock.shift(HOUR_S)
    assert len(client_of(ines).get(reverse("account")).context["sessions"]) == 1


def test_another_persons_session_cannot_be_ended(ines, omar):
    mine, theirs = client_of(ines), client_of(omar)
    pk = theirs.get(reverse("account")).context["sessions"][0].pk
    assert mine.post(reverse("session_end", args=[pk])).status_code == 404
    assert is_in(theirs)


def test_a_closed_account_loses_all_sessions_for_good(ines):
    phone, desk = client_of(ines), client_of(ines)
    ines.is_active = False
    ines.save()
    assert not is_in(phone)
    ines.is_active = True
    ines.save()
    assert not is_in(phone)
    assert not is_in(desk)


def test_the_last_place_takes_the_sessions_with_it(north, ines, dana):
    phone, desk, admin = client_of(ines), client_of(ines), client_of(dana)
    admin.post(reverse("clinic_staff_switch", args=[north.slug, ines.memberships.get().pk]))
    assert not is_in(phone)
    assert not is_in(desk)


def test_who_still_works_elsewhere_stays_signed_in(north, south, ines, dana):
    Membership.objects.create(user=ines, clinic=south, role=Role.THERAPIST)
    desk, admin = client_of(ines), client_of(dana)
    admin.post(reverse("clinic_staff_switch", args=[north.slug, ines.memberships.get(clinic=north).pk]))
    assert is_in(desk)


def test_a_new_password_ends_the_other_sessions(ines):
    here, there = client_of(ines), client_of(ines)
    new = "another horse battery staple"
    here.post(reverse("account_change_password"), {"oldpassword": cast.PASSWORD, "password1": new, "password2": new})
    assert is_in(here)
    assert not is_in(there)
