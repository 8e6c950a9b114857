"""What visitors ask a location: taken in, limited, and moved from new to booked or declined."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from clinics.access import SignedInRequest
from clinics.audit import record_event
from clinics.enquiries.mail import confirm_booking, notify_location, thank_sender
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
    changes = {"state": state, "handled_by": request.user, "handled_at": timezone.now()}
    if state == State.BOOKED:
        changes |= {"appointment_at": appointment_at, "appointment_minutes": minutes}
    if not Enquiry.objects.filter(pk=enquiry.pk, state=enquiry.state).update(**changes):
        raise StateHasMoved
    enquiry.refresh_from_db()
    record_event(AuditEvent.Action.CHANGED, enquiry, clinic=enquiry.clinic, request=request)
    if state == State.BOOKED:
        confirm_booking(enquiry)
    return enquiry
