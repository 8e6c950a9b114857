"""What visitors ask a location: taken in, limited, and moved from new to booked or declined."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from clinics.access import SignedInRequest
from clinics.audit import record_event
from clinics.enquiries.mail import (
    confirm_booking,
    notify_location,
    remind_of_booking,
    take_back_booking,
    thank_sender,
)
from clinics.models import AuditEvent, Clinic, Enquiry
from clinics.public.visitors import sender_hash

State = Enquiry.State

NEXT_STATES: dict[str, tuple[str, ...]] = {
    State.NEW: (State.CONTACTED, State.BOOKED, State.DECLINED),
    State.CONTACTED: (State.BOOKED, State.DECLINED),
    State.BOOKED: (State.BOOKED, State.DECLINED),  # booked again = moved to another time
    State.DECLINED: (State.CONTACTED,),
}

WINDOW = timedelta(hours=1)
SENDER_LIMIT = 5
CLINIC_LIMIT = 60
THANKS_WINDOW = timedelta(days=1)
"""One automatic answer a day per address: the form must not fill a stranger's mailbox."""

REMINDED_BEFORE = timedelta(days=1)

KEPT = timedelta(days=365)
"""How long an enquiry stays after the last thing that was done about it."""


class TooManyEnquiries(Exception):
    """The sender, or all senders together, have reached the limit of the hour."""


class StateHasMoved(Exception):
    """Somebody else changed the enquiry first, or the step is not one of NEXT_STATES."""


@transaction.atomic
def accept_enquiry(enquiry: Enquiry, request: HttpRequest) -> Enquiry:
    """Keep an unsaved enquiry, and with it the mails that tell both sides.

    Raises
    ------
    TooManyEnquiries
        Nothing was kept.
    """
    Clinic.objects.select_for_update().get(pk=enquiry.clinic_id)  # one at a time, so that the limits count right
    enquiry.sender_hash = sender_hash(request)
    recent = Enquiry.objects.filter(received_at__gt=timezone.now() - WINDOW)
    if recent.filter(sender_hash=enquiry.sender_hash).count() >= SENDER_LIMIT:
        raise TooManyEnquiries
    if recent.filter(clinic=enquiry.clinic_id).count() >= CLINIC_LIMIT:
        raise TooManyEnquiries
    is_first_today = not was_thanked_lately(enquiry.email)
    enquiry.save(force_insert=True)
    notify_location(enquiry)
    if is_first_today:
        thank_sender(enquiry)
    return enquiry


def forget_old_enquiries() -> None:
    """Remove those that were dealt with long ago; one that nobody has answered stays."""
    Enquiry.objects.exclude(state=State.NEW).filter(handled_at__lt=timezone.now() - KEPT).delete()


def was_thanked_lately(email: str) -> bool:
    since = timezone.now() - THANKS_WINDOW
    return Enquiry.objects.filter(email__iexact=email, received_at__gt=since).exists()


@transaction.atomic
def move_enquiry(
    enquiry: Enquiry,
    state: str,
    *,
    request: SignedInRequest,
    appointment_at: datetime | None = None,
    minutes: int | None = None,
) -> Enquiry:
    """Move an enquiry on from the state in which its reader saw it.

    Raises
    ------
    StateHasMoved
        Nothing was changed.
    """
    if state not in NEXT_STATES[enquiry.state]:
        raise StateHasMoved
    was_booked = enquiry.state == State.BOOKED
    changes = {"state": state, "handled_by": request.user, "handled_at": timezone.now()}
    if was_booked or state == State.BOOKED:
        changes |= {"appointment_version": F("appointment_version") + 1}
    if state == State.BOOKED:
        changes |= {"appointment_at": appointment_at, "appointment_minutes": minutes}
    if not Enquiry.objects.filter(pk=enquiry.pk, state=enquiry.state).update(**changes):
        raise StateHasMoved
    enquiry.refresh_from_db()
    record_event(AuditEvent.Action.CHANGED, enquiry, clinic=enquiry.clinic, request=request)
    if state == State.BOOKED:
        confirm_booking(enquiry, is_moved=was_booked)
    elif was_booked and not enquiry.is_over:
        take_back_booking(enquiry)
    return enquiry


def remind_of_appointments() -> int:
    """Write to those whose appointment comes within a day; how many mails. One for each time that was booked.

    Who booked later than that has just been told. The row is claimed first, so that two sweepers write one mail.
    """
    now = timezone.now()
    soon = Enquiry.objects.filter(state=State.BOOKED, appointment_at__gt=now, appointment_at__lte=now + REMINDED_BEFORE)
    unsaid = soon.exclude(reminded_of=F("appointment_at")).filter(handled_at__lt=F("appointment_at") - REMINDED_BEFORE)
    return sum(remind_once(enquiry) for enquiry in unsaid.select_related("clinic"))


@transaction.atomic
def remind_once(enquiry: Enquiry) -> bool:
    unsaid = Enquiry.objects.exclude(reminded_of=enquiry.appointment_at)
    same = unsaid.filter(pk=enquiry.pk, state=State.BOOKED, appointment_at=enquiry.appointment_at)
    if not same.update(reminded_of=enquiry.appointment_at):
        return False
    remind_of_booking(enquiry)
    return True
