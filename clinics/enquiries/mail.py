"""The three mails about an enquiry. None carries what the visitor wrote, nor a word about health.

A mail that cannot be sent is logged and loses nothing: the enquiry itself waits in the inbox of the location.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clinics.enquiries.appointment_calendar import appointment_ics
from clinics.models import Enquiry

log = logging.getLogger(__name__)


def notify_location(enquiry: Enquiry) -> None:
    """Tell the location that somebody wrote; who and what stays behind the sign-in."""
    address = settings.SITE_URL + reverse("clinic_enquiry", args=[enquiry.clinic.slug, enquiry.pk])
    subject = f"{enquiry.get_kind_display()} for {enquiry.clinic.name}"
    send(compose("enquiry_notice", subject, enquiry, to=enquiry.clinic.email, address=address), enquiry)


def thank_sender(enquiry: Enquiry) -> None:
    """Answer at once, with nothing of the sender's own words in it: they may not be the owner of the mailbox."""
    with translation.override(enquiry.language):
        mail = compose("enquiry_thanks", _("We have your message"), enquiry, to=enquiry.email)
    mail.reply_to = [enquiry.clinic.email]
    send(mail, enquiry)


def confirm_booking(enquiry: Enquiry) -> None:
    with translation.override(enquiry.language), timezone.override(enquiry.clinic.time_zone):
        subject = _("Your appointment at %(clinic)s") % {"clinic": enquiry.clinic}
        mail = compose("enquiry_booked", subject, enquiry, to=enquiry.email)
        mail.attach("appointment.ics", appointment_ics(enquiry).decode(), "text/calendar")
    mail.reply_to = [enquiry.clinic.email]
    send(mail, enquiry)


def compose(name: str, subject: str, enquiry: Enquiry, *, to: str, address: str = "") -> EmailMultiAlternatives:
    context = {"enquiry": enquiry, "clinic": enquiry.clinic, "subject": subject, "address": address}
    mail = EmailMultiAlternatives(subject, render_to_string(f"emails/{name}.txt", context), to=[to])
    mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return mail


def send(mail: EmailMultiAlternatives, enquiry: Enquiry) -> None:
    try:
        mail.send()
    except (SMTPException, OSError):
        log.exception("A mail about enquiry %s could not be sent.", enquiry.pk)
