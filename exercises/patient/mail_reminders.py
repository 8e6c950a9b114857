"""The mail at the hour a patient chose: that it is time, the link, and how to end it. Not a word about health."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from clinics.models import Clinic
from clinics.outbox.posting import compose, post
from exercises.following.schedule import tasks_of
from exercises.models import PlanLink, Reminder, active_plan
from exercises.patient.links import address_of
from exercises.patient.reminders import words_for
from patients.models import Patient

TOO_LATE = timedelta(hours=3)
"""A machine that slept through the hour does not wake anybody at night."""
STOP_SALT = "exercises.reminders.stop"
TESTS_AN_HOUR = 3


def send_due() -> int:
    """Write the reminders whose hour has come, at most one per patient and day; how many were written."""
    waiting = Reminder.objects.filter(is_on=True).select_related("patient__clinic")
    return sum(send_if_due(reminder) for reminder in waiting)


def send_if_due(reminder: Reminder) -> bool:
    """Claim the day first, so that two sweepers write one mail."""
    now = timezone.now().astimezone(ZoneInfo(reminder.patient.clinic.time_zone))
    hour = datetime.combine(now.date(), reminder.at, tzinfo=now.tzinfo)
    if not hour <= now < hour + TOO_LATE or reminder.last_day == now.date() or not has_something_due(reminder, now):
        return False
    unclaimed = Q(last_day=None) | Q(last_day__lt=now.date())
    if not Reminder.objects.filter(unclaimed, pk=reminder.pk, is_on=True).update(last_day=now.date()):
        return False
    send(reminder)
    return True


def has_something_due(reminder: Reminder, now: datetime) -> bool:
    plan = active_plan(reminder.patient)
    if plan is None or live_link(reminder.patient) is None:
        return False
    return any(task.is_due and not task.is_logged for task in tasks_of(plan, now.date()))


def send(reminder: Reminder) -> None:
    clinic = reminder.patient.clinic
    with translation.override(reminder.language):
        post(letter(reminder, clinic), kind="reminder", clinic=clinic)


def letter(reminder: Reminder, clinic: Clinic) -> EmailMultiAlternatives:
    link = live_link(reminder.patient)
    stop = settings.SITE_URL + reverse("reminder_stop", args=[stop_token(reminder)])
    mail = compose(
        "reminder",
        words_for(clinic),
        to=reminder.email,
        clinic=clinic,
        address=address_of(link) if link else "",
        stop_address=stop,
    )
    mail.extra_headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail


def live_link(patient: Patient) -> PlanLink | None:
    """The link the patient already holds; a reminder never makes a new key."""
    return patient.plan_links.live().filter(opened_at__isnull=False).first()


def stop_token(reminder: Reminder) -> str:
    """Ends this address's reminders and can do nothing else."""
    return signing.dumps([str(reminder.pk), mark_of(reminder.email)], salt=STOP_SALT)


def mark_of(email: str) -> str:
    """Tells one address from another and does not give it away."""
    return salted_hmac(STOP_SALT, email, algorithm="sha256").hexdigest()[:16]


def stop(token: str) -> bool:
    """Whether the token is ours; the reminders are off then."""
    try:
        pk, mark = signing.loads(token, salt=STOP_SALT)
    except signing.BadSignature:
        return False
    reminder = Reminder.objects.filter(pk=pk).first()
    if reminder and mark_of(reminder.email) == mark:
        Reminder.objects.filter(pk=pk).update(is_on=False)
    return True
