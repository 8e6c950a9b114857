"""An appointment as a file for the visitor's own calendar: booked, moved, or taken back."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from clinics.models import Enquiry


def appointment_ics(enquiry: Enquiry) -> bytes:
    """iCalendar (RFC 5545). Times are in UTC, so no calendar can get the zone wrong; nothing says why one comes.

    One uid and a rising SEQUENCE, so that a calendar moves the entry it has, or strikes it out, and keeps no second.
    """
    if enquiry.handled_at is None or enquiry.appointment_at is None or enquiry.appointment_minutes is None:
        raise ValueError("Only an enquiry that was booked has an appointment.")
    clinic, begins_at = enquiry.clinic, enquiry.appointment_at.astimezone(UTC)
    is_on = enquiry.state == Enquiry.State.BOOKED
    event = Event()
    event.add("uid", f"{enquiry.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", enquiry.appointment_version)
    event.add("status", "CONFIRMED" if is_on else "CANCELLED")
    event.add("dtstamp", enquiry.handled_at.astimezone(UTC))
    event.add("dtstart", begins_at)
    event.add("dtend", begins_at + timedelta(minutes=enquiry.appointment_minutes))
    event.add("summary", _("Appointment at %(clinic)s") % {"clinic": clinic})
    event.add("location", clinic.address_line)
    event.add("contact", clinic.phone)
    calendar = Calendar()
    calendar.add("prodid", "-//Stance//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if is_on else "CANCEL")
    calendar.add_component(event)
    return calendar.to_ical()
