"""How people get in: by invitation only, and with a trace of every refused attempt and every change of a key."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.signals import authentication_failed as code_refused
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from clinics.audit import record_event
from clinics.models import AuditEvent, User

log = logging.getLogger(__name__)


class InvitedOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """Without the host's name in brackets: the sender already says who writes."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """A mail server that is down must not show by an error which addresses are known here."""
        reset_address = settings.SITE_URL + reverse("account_reset_password")
        try:
            super().send_mail(template_prefix, email, {"reset_address": reset_address, **context})
        except (SMTPException, OSError):
            log.exception("The mail %s could not be sent.", template_prefix)

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        email = str(credentials.get("email", "")).lower()
        record_refusal(request, User.objects.filter(email=email).first())


@receiver(user_logged_in)
def vouch_for_the_address(sender: object, user: User, **_: object) -> None:
    """Addresses that an admin invited or an operator entered count as confirmed; a change of it builds on that."""
    EmailAddress.objects.update_or_create(user=user, primary=True, defaults={"email": user.email, "verified": True})


@receiver(code_refused)
def record_refused_code(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    record_refusal(request, user)


def record_refusal(request: HttpRequest, user: User | None) -> None:
    """Whose account was tried and from where; nothing of what was typed, for it may be a password in the wrong box."""
    membership = user.memberships.filter(is_active=True).select_related("clinic").first() if user else None
    record_event(
        AuditEvent.Action.REFUSED, user or User(), clinic=membership.clinic if membership else None, request=request
    )


@receiver([password_changed, password_reset, email_changed])
@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def record_changed_key(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    record_event(AuditEvent.Action.CHANGED, user, clinic=None, request=request)
