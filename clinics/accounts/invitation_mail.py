"""The mail that brings the link of an invitation. Not a word about health, nor about who else works there."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from clinics.models import Invitation

log = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, secret: str) -> bool:
    """Whether the mail left. Without it the place stays offered, and the admin may send it again."""
    mail = compose_invitation(invitation, secret)
    try:
        mail.send()
    except (SMTPException, OSError):
        log.exception("The mail of invitation %s could not be sent.", invitation.pk)
        return False
    return True


def compose_invitation(invitation: Invitation, secret: str) -> EmailMultiAlternatives:
    subject = f"{invitation.clinic} invites you to Stance"
    context = {
        "invitation": invitation,
        "clinic": invitation.clinic,
        "subject": subject,
        "address": settings.SITE_URL + reverse("invitation_open", args=[secret]),
    }
    mail = EmailMultiAlternatives(subject, render_to_string("emails/invitation.txt", context), to=[invitation.email])
    mail.attach_alternative(render_to_string("emails/invitation.html", context), "text/html")
    return mail
