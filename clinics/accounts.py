"""How people get in: by invitation only, and every refused attempt leaves a trace."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.signals import authentication_failed as code_refused
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from clinics.audit import record_event
from clinics.models import AuditEvent, User


class InvitedOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """Without the host's name in brackets: the sender already says who writes."""
        return subject

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
