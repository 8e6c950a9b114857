"""Sending what waits in the outbox. Run by the sweeper; safe to run in several at once.

A mail is claimed by one conditional UPDATE that moves its next attempt into the future. Whoever dies between sending
and writing that down sends it twice at worst, never not at all.
"""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from clinics.models import OutboxMail
from clinics.outbox.posting import from_content

log = logging.getLogger(__name__)
State = OutboxMail.State

AT_ONCE = 20
CLAIM = timedelta(minutes=5)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440)]
"""Before the second attempt, the third and so on; after the last pause a mail counts as not sent."""
REMEMBERED = timedelta(days=90)
ABOUT_THIS_MAIL = (SMTPRecipientsRefused, SMTPDataError, KeyError, ValueError)
"""Troubles of one mail: refused, or not to be made into one (no content, a line break in a header). Any other is one of
the server, and the next mails would meet it too."""


def deliver_due() -> int:
    """Send the mails that are due, oldest first; how many left."""
    due = OutboxMail.objects.filter(state=State.WAITING, due_at__lte=timezone.now()).order_by("written_at")
    mails = list(due.select_related("clinic")[:AT_ONCE])
    if not mails:
        return 0
    connection, sent = get_connection(settings.MAIL_TRANSPORT), 0
    for mail in mails:
        if not claim(mail):
            continue
        try:
            send(mail, connection)
        except (OSError, *ABOUT_THIS_MAIL) as trouble:  # every SMTPException is an OSError
            put_off(mail, trouble)
            if not isinstance(trouble, ABOUT_THIS_MAIL):
                break
        else:
            sent += 1
    connection.close()
    return sent


def claim(mail: OutboxMail) -> bool:
    """Whether this attempt is ours."""
    unclaimed = OutboxMail.objects.filter(pk=mail.pk, state=State.WAITING, attempts=mail.attempts)
    if not unclaimed.update(attempts=F("attempts") + 1, due_at=timezone.now() + CLAIM):
        return False
    mail.attempts += 1
    return True


def send(mail: OutboxMail, connection: BaseEmailBackend) -> None:
    message = from_content(mail)
    message.connection = connection
    message.send()
    # What was said is forgotten: links in mails are keys, and the outbox is no archive.
    OutboxMail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=timezone.now(), content={}, trouble="")


def put_off(mail: OutboxMail, trouble: Exception) -> None:
    log.warning("mail %s: attempt %s failed, %s", mail.pk, mail.attempts, type(trouble).__name__)
    is_last = mail.attempts > len(PAUSES)
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=State.FAILED if is_last else State.WAITING,
        due_at=timezone.now() + pause,
        trouble=type(trouble).__name__,
    )


def send_again(mail: OutboxMail) -> bool:
    """Give a mail that did not get through a fresh start; whether it was such a mail."""
    stuck = OutboxMail.objects.filter(pk=mail.pk).exclude(state=State.SENT)
    return bool(stuck.update(state=State.WAITING, attempts=0, due_at=timezone.now(), trouble=""))


def forget_old_mails() -> None:
    OutboxMail.objects.filter(written_at__lt=timezone.now() - REMEMBERED).exclude(state=State.WAITING).delete()
