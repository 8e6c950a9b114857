"""How people get in: by invitation only, and with a trace of every attempt and of every change of a key."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.signals import authentication_failed as code_refused
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from clinics.access import workplace_of
from clinics.audit import record_event
from clinics.models import AuditEvent, User
from clinics.outbox.posting import post


class InvitedOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """Without the host's name in brackets: the sender already says who writes."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Into the outbox, in words and as a page. No mail server is asked, so none can tell who is known here."""
        reset_address = settings.SITE_URL + reverse("account_reset_password")
        clinic = workplace_of(User.objects.filter(email=email.lower()).first())
        mail = self.render_mail(template_prefix, email, {"reset_address": reset_address, **context})
        page = {"subject": mail.subject, "text": mail.body, "clinic": clinic}
        mail.attach_alternative(render_to_string("emails/account.html", page), "text/html")
        post(mail, kind=template_prefix.rpartition("/")[2], clinic=clinic)

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        email = str(credentials.get("email", "")).lower()
        record_refusal(request, User.objects.filter(email=email).first())


@receiver(post_save, sender=User)
def vouch_for_the_address(sender: object, instance: User, raw: bool, **_: object) -> None:
    """Addresses that an admin invited or an operator entered count as confirmed; a change of it builds on that.

    The account says whose an address is, whenever it is saved (each sign-in notes its time there). What stood for the
    address elsewhere goes: a change that was asked for and came about in another way, or the account of the person whom
    it belonged to before, which nobody opens with it any more.
    """
    if raw:  # a backup brings its own
        return
    theirs = {"user": instance, "primary": True}
    with transaction.atomic():
        EmailAddress.objects.filter(email__iexact=instance.email).exclude(**theirs).delete()
        EmailAddress.objects.update_or_create(**theirs, defaults={"email": instance.email, "verified": True})


@receiver(code_refused)
def record_refused_code(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    record_refusal(request, user)


def record_refusal(request: HttpRequest, user: User | None) -> None:
    """Whose account was tried and from where; nothing of what was typed, for it may be a password in the wrong box."""
    record_event(AuditEvent.Action.REFUSED, user or User(), clinic=workplace_of(user), request=request)


@receiver(user_logged_in)
def record_sign_in(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    record_event(AuditEvent.Action.SIGNED_IN, user, clinic=workplace_of(user), request=request)


@receiver([password_changed, password_reset, email_changed])
@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def record_changed_key(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    record_event(AuditEvent.Action.CHANGED, user, clinic=None, request=request)
