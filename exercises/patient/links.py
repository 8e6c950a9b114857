"""The patient's key: a 256-bit secret that is derived, never stored, and opens with the birth year."""

import base64
import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinics.models import OutboxMail, User
from exercises.following.messages import notice
from exercises.models import PlanLink, Reminder
from patients.models import Patient

LIFETIME = timedelta(days=120)
FREE_WRONG_ANSWERS = 5
LOCK = timedelta(minutes=15)
LAST_WRONG_ANSWER = 20
KEY_SALT = "exercises.links"


def derive_secret(salt: str) -> str:
    """256 bits from the site's key and the link's salt, as 43 letters of an address."""
    digest = salted_hmac(KEY_SALT, salt, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_link(patient: Patient, user: User) -> PlanLink:
    salt = secrets.token_hex(16)
    return PlanLink.objects.create(
        patient=patient,
        salt=salt,
        secret_sha256=fingerprint(derive_secret(salt)),
        made_by=user,
        expires_at=timezone.now() + LIFETIME,
    )


def live_link(patient: Patient, user: User) -> PlanLink:
    """The newest link that still opens and that this site's key can print again, or a new one."""
    newest = patient.plan_links.live().first()
    if newest is not None and fingerprint(derive_secret(newest.salt)) == newest.secret_sha256:
        return newest
    return make_link(patient, user)


def address_of(link: PlanLink) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("patient_today", args=[derive_secret(link.salt)])


def find_link(secret: str) -> PlanLink | None:
    """The link that still opens, if the secret is one of ours."""
    return PlanLink.objects.live().select_related("patient__clinic").filter(secret_sha256=fingerprint(secret)).first()


@transaction.atomic
def open_link(secret: str, birth_year: int) -> PlanLink | None:
    """The link when the year is right and the link is not resting; None tells a stranger nothing about why."""
    link = PlanLink.objects.live().select_for_update().filter(secret_sha256=fingerprint(secret)).first()
    if link is None or (link.locked_until and link.locked_until > timezone.now()):
        return None
    if link.patient.birth_date.year == birth_year:
        return remember_opening(link)
    count_wrong_answer(link)
    return None


def remember_opening(link: PlanLink) -> PlanLink:
    link.wrong_answers, link.locked_until = 0, None
    link.opened_at = timezone.now()
    link.save(update_fields=["wrong_answers", "locked_until", "opened_at"])
    return link


def count_wrong_answer(link: PlanLink) -> None:
    """Every fifth wrong year rests the link; the twentieth closes it for good."""
    link.wrong_answers += 1
    if link.wrong_answers % FREE_WRONG_ANSWERS == 0:
        link.locked_until = timezone.now() + LOCK
    link.save(update_fields=["wrong_answers", "locked_until"])
    if link.wrong_answers >= LAST_WRONG_ANSWER:
        had_address = revoke(link)
        told = " The e-mail address for reminders that was set through it is removed." if had_address else ""
        notice(link.patient, f"The plan's link is closed: {LAST_WRONG_ANSWER} wrong years of birth.{told}")


@transaction.atomic
def revoke(link: PlanLink) -> bool:
    """Close the link for good, and forget the address that was set through the plan's pages: True if there was one.

    It may be that of whoever should hold no link any more, and reminders and codes would bring the next link there.
    """
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    return forget_own_address(link.patient)


def forget_own_address(patient: Patient) -> bool:
    reminder = Reminder.objects.filter(patient=patient).first()
    if reminder is None:
        return False
    reminder.delete()
    waiting = OutboxMail.objects.filter(recipient__iexact=reminder.email).exclude(state=OutboxMail.State.SENT)
    OutboxMail.objects.filter(pk__in=reminders_of(patient, waiting)).delete()
    if not is_anybodys(reminder.email):
        waiting.filter(kind="code").delete()
    return True


def reminders_of(patient: Patient, mails: QuerySet[OutboxMail]) -> list[UUID]:
    """Keys of the reminders that carry a link of this patient's: a family may share one address."""
    addresses = [address_of(link) for link in patient.plan_links.all()]
    reminders = mails.filter(clinic=patient.clinic_id, kind="reminder")
    return [mail.pk for mail in reminders if any(each in mail.content.get("text", "") for each in addresses)]


def is_anybodys(email: str) -> bool:
    """Whether a code that waits for this address may still open somebody's plan."""
    theirs = Q(email__iexact=email) | Q(reminder__email__iexact=email)
    return Patient.objects.filter(theirs).exists()
