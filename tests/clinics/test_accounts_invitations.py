"""From an admin's invitation to the first sign-in, and all the links that must not work."""

from datetime import timedelta

import cast
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.accounts.invitations import InvitationGone, find_invitation, invite, join
from clinics.models import AuditEvent, Invitation, Role, User


@pytest.fixture
def danas(client, dana):
    client.force_login(dana)
    return client


@pytest.fixture
def visitor(db):
    return Client()


def send_invitation(client, clinic, email: str = "Nina@clinic.test", role: str = "therapist"):
    return client.post(reverse("clinic_invite", args=[clinic.slug]), {"email": email, "role": role}, follow=True)


def link_in(mail) -> str:
    return next(line for line in mail.body.splitlines() if "/invitation/" in line).removeprefix("http://localhost:8000")


def take_the_place(visitor, **changes: str):
    answers = {
        "full_name": "Nina Novak",
        "credentials": "PT",
        "password1": cast.PASSWORD,
        "password2": cast.PASSWORD,
    } | changes
    return visitor.post(reverse("invitation"), answers, follow=True)


def test_the_invited_person_names_themselves_and_signs_in(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    assert "nina@clinic.test" in visitor.get(link_in(mailoutbox[0]), follow=True).content.decode()
    take_the_place(visitor)
    nina = User.objects.get(email="nina@clinic.test")
    assert nina.signature == "Nina Novak, PT"
    assert nina.memberships.get().clinic == north
    response = visitor.post(reverse("account_login"), {"login": nina.email, "password": cast.PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("worklist")


def test_the_link_alone_opens_no_session(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    visitor.get(link_in(mailoutbox[0]))
    take_the_place(visitor)
    assert visitor.get(reverse("worklist")).status_code == 302


def test_the_mail_has_two_forms_and_the_link_in_both(danas, north, mailoutbox):
    send_invitation(danas, north)
    mail = mailoutbox[0]
    html = mail.alternatives[0].content
    assert mail.to == ["nina@clinic.test"]
    assert link_in(mail) in html
    assert str(north) in html


def test_the_secret_is_kept_nowhere_but_in_the_mail(danas, north, mailoutbox):
    send_invitation(danas, north)
    secret = link_in(mailoutbox[0]).split("/")[-2]
    row = Invitation.objects.values().get()
    assert secret not in str(row)
    assert find_invitation(secret).pk == row["id"]


def test_opening_the_link_takes_the_secret_out_of_the_address(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    assert visitor.get(link_in(mailoutbox[0])).headers["Location"] == reverse("invitation")


def test_looking_at_the_link_does_not_use_it_up(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    for _ in range(3):
        assert visitor.get(link_in(mailoutbox[0]), follow=True).status_code == 200


def test_it_works_once(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    visitor.get(link_in(mailoutbox[0]))
    take_the_place(visitor)
    assert visitor.get(link_in(mailoutbox[0]), follow=True).status_code == 410


def test_of_two_who_take_it_at_once_one_is_refused(north, dana, ines, omar):
    _, secret = invite(north, "nina@clinic.test", Role.ADMIN, dana)
    first, second = find_invitation(secret), find_invitation(secret)
    join(first, ines)
    with pytest.raises(InvitationGone):
        join(second, omar)
    assert not omar.memberships.filter(clinic=north).exists()


def test_it_expires_after_seven_days(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
    assert visitor.get(link_in(mailoutbox[0]), follow=True).status_code == 200
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.get(link_in(mailoutbox[0]), follow=True).status_code == 410


def test_sent_again_only_the_newest_link_works(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    danas.post(reverse("invitation_resend", args=[north.slug, Invitation.objects.get().pk]))
    old, new = (link_in(mail) for mail in mailoutbox)
    assert visitor.get(old, follow=True).status_code == 410
    assert visitor.get(new, follow=True).status_code == 200


def test_withdrawn_the_link_is_dead(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    danas.post(reverse("invitation_revoke", args=[north.slug, Invitation.objects.get().pk]))
    assert visitor.get(link_in(mailoutbox[0]), follow=True).status_code == 410
    assert AuditEvent.objects.filter(action="deleted", record_kind="clinics.invitation").exists()


def test_a_made_up_link_gets_the_same_answer_as_a_used_one(visitor):
    assert visitor.get(reverse("invitation_open", args=["made-up"]), follow=True).status_code == 410


def test_who_works_elsewhere_joins_and_stays_who_they_are(danas, visitor, north, omar, mailoutbox):
    send_invitation(danas, north, omar.email, "admin")
    page = visitor.get(link_in(mailoutbox[0]), follow=True).content.decode()
    assert "password" not in page
    take_the_place(visitor, full_name="Somebody Else", password1="a new password", password2="a new password")
    omar.refresh_from_db()
    assert omar.full_name == "Omar Tester"
    assert omar.check_password(cast.PASSWORD)
    assert omar.memberships.get(clinic=north).role == Role.ADMIN


def test_signed_in_already_they_go_straight_to_work(danas, visitor, north, omar, mailoutbox):
    send_invitation(danas, north, omar.email)
    visitor.force_login(omar)
    visitor.get(link_in(mailoutbox[0]))
    assert visitor.post(reverse("invitation")).headers["Location"] == reverse("home")


def test_somebody_elses_session_ends_when_the_place_is_taken(danas, north, mailoutbox):
    send_invitation(danas, north)
    danas.get(link_in(mailoutbox[0]))
    take_the_place(danas)
    assert danas.get(reverse("clinic_list")).status_code == 302


def test_a_closed_account_does_not_come_back_by_an_invitation(danas, visitor, north, omar, mailoutbox):
    User.objects.filter(pk=omar.pk).update(is_active=False)
    send_invitation(danas, north, omar.email)
    assert visitor.get(link_in(mailoutbox[0]), follow=True).status_code == 410


def test_the_admin_does_not_learn_who_has_an_account(danas, north, omar):
    known = [str(message) for message in send_invitation(danas, north, omar.email).context["messages"]]
    unknown = [str(message) for message in send_invitation(danas, north, "nobody@else.test").context["messages"]]
    assert known == [f"An invitation is on its way to {omar.email}."]
    assert unknown == ["An invitation is on its way to nobody@else.test."]


def test_the_same_role_is_not_offered_twice(danas, north, ines, mailoutbox):
    assert "already has this role" in send_invitation(danas, north, ines.email).content.decode()
    assert not mailoutbox


def test_a_weak_password_opens_no_account(danas, visitor, north, mailoutbox):
    send_invitation(danas, north)
    visitor.get(link_in(mailoutbox[0]))
    take_the_place(visitor, password1="nina@clinic", password2="nina@clinic")
    assert not User.objects.filter(email="nina@clinic.test").exists()
    assert Invitation.objects.exists()


def test_invitations_of_another_clinic_are_out_of_reach(danas, south, omar):
    theirs, _ = invite(south, "nina@clinic.test", Role.THERAPIST, omar)
    for name in ("invitation_resend", "invitation_revoke"):
        assert danas.post(reverse(name, args=[south.slug, theirs.pk])).status_code == 404
