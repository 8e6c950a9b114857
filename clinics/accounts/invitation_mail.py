"""The mail that brings the link of an invitation. Not a word about health, nor about who else works there."""

from django.conf import settings
from django.urls import reverse

from clinics.models import Invitation
from clinics.outbox.posting import compose, post


def send_invitation(invitation: Invitation, secret: str) -> None:
    subject = f"{invitation.clinic} invites you to Stance"
    address = settings.SITE_URL + reverse("invitation_open", args=[secret])
    clinic = invitation.clinic
    mail = compose("invitation", subject, to=invitation.email, clinic=clinic, invitation=invitation, address=address)
    post(mail, kind="invitation", clinic=clinic)
