"""What must be right before real people reach the site. Each refusal is a sentence that says what to do."""

import ipaddress
import os
from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from config.demo import mark
from config.demo.password import is_published

LOCAL_MAIL_BACKENDS = {"filebased", "console", "locmem", "dummy"}
"""Django's mail backends that bring no mail to anybody."""
MIN_KEY_CHARACTERS = 32
"""128 bits, written as hexadecimal digits."""
MIN_DIFFERENT_CHARACTERS = 8
"""A key of 32 random hexadecimal digits has fewer in less than one of ten million cases."""


@register
def check_media_group(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Only who belongs to a group may give files to it."""
    group = settings.MEDIA_GROUP
    if group is None or os.geteuid() == 0 or group in {os.getegid(), *os.getgroups()}:
        return []
    sentence = f"STANCE_MEDIA_GROUP is {group}, but Stance does not run as a member of that group."
    return [Error(sentence, id="config.E002")]


@register
def check_public_settings(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    return [Error(sentence, id="config.E001") for sentence in refused_settings()]


def require_safe_public() -> None:
    """Raises ImproperlyConfigured. For servers of the application, which run neither system checks nor serve."""
    if settings.IS_PUBLIC:
        require_safe_settings()
        require_no_open_demo()


def require_safe_settings() -> None:
    """Raises ImproperlyConfigured. For programs that run no system checks."""
    if sentences := list(refused_settings()):
        raise ImproperlyConfigured(" ".join(sentences))


def require_no_open_demo(bound_to: str = "127.0.0.1") -> None:
    """Raises ImproperlyConfigured where the demo's logins could be used by others than its owner."""
    if settings.IS_PUBLIC and (mark.is_set() or has_usable_accounts()):
        raise ImproperlyConfigured(
            "STANCE_PUBLIC is set, but this database is a demo or holds the logins of one. Begin a public installation "
            "with an empty database, or end the demo with: manage.py demo --close"
        )
    if not is_loopback(bound_to) and any(is_published(account) for account in mark.accounts()):
        raise ImproperlyConfigured(
            f"Stance would be reachable at {bound_to}, but a demo login still has a password that has been published. "
            "Set another one with manage.py changepassword, or end the demo with: manage.py demo --close"
        )


def refused_settings() -> Iterator[str]:
    """What a public installation must not have."""
    if not settings.IS_PUBLIC:
        return
    if LOCAL_MAIL_BACKENDS & set(settings.MAIL_TRANSPORT.split(".")):
        yield (
            "STANCE_PUBLIC is set, but mails would not leave this machine: invitations, sign-in codes and reminders "
            "would reach nobody. Set STANCE_EMAIL_BACKEND to django.core.mail.backends.smtp.EmailBackend, and "
            "STANCE_SMTP_HOST."
        )
    if settings.DEBUG:
        yield "STANCE_PUBLIC and STANCE_DEBUG are both set: debug pages would show what is in the database."
    if "*" in settings.ALLOWED_HOSTS:
        yield "STANCE_PUBLIC is set and STANCE_HOSTS is *: name the hosts that this site answers to."
    # Not the audit key: whoever runs with a short one cannot change it without making every event look edited.
    if len(settings.SECRET_KEY) < MIN_KEY_CHARACTERS or len(set(settings.SECRET_KEY)) < MIN_DIFFERENT_CHARACTERS:
        yield (
            f"STANCE_PUBLIC is set and STANCE_SECRET_KEY could be guessed: give it {MIN_KEY_CHARACTERS} random "
            "characters or more, or leave it out, and Stance makes one. Sessions end with the old one, patients' links "
            "have to be made anew, and entries that still wait on a phone are not taken: let phones send theirs first."
        )


def has_usable_accounts() -> bool:
    return any(account.has_usable_password() for account in mark.accounts())


def is_loopback(bound_to: str) -> bool:
    try:
        return ipaddress.ip_address(bound_to).is_loopback
    except ValueError:
        return bound_to == "localhost"
