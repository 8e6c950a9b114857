"""The mails about an enquiry. None carries what the visitor wrote, nor a word about health."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from clinics.enquiries.appointment_calendar import appointment_ics
from clinics.models import Enquiry
from clinics.outbox.posting import compose, post


def notify_location(enquiry: Enquiry) -> None:
    """Tell the location that somebody wrote; who and what stays behind the sign-in."""
    clinic = enquiry.clinic
    address = settings.SITE_URL + reverse("clinic_enquiry", args=[clinic.slug, enquiry.pk])
    subject = f"{enquiry.get_kind_display()} for {clinic.name}"
    mail = compose("enquiry_notice", subject, to=clinic.email, clinic=clinic, address=address)
    post(mail, kind="enquiry_notice", clinic=clinic)


def thank_sender(enquiry: Enquiry) -> None:
    """Answer at once, with nothing of the sender's own words in it: they may not be the owner of the mailbox."""
    with translation.override(enquiry.language):
        mail = compose("enquiry_thanks", _("We have your message"), to=enquiry.email, clinic=enquiry.clinic)
    answer(enquiry, mail, "enquiry_thanks")


def confirm_booking(enquiry: Enquiry, *, is_moved: bool) -> None:
    """Say when it is, with the file for the calendar; a new time says that it takes the place of the old one."""
    subject = later("New time: your appointment at %(clinic)s") if is_moved else later("Your appointment at %(clinic)s")
    tell_of_appointment(enquiry, "enquiry_booked", subject, is_moved=is_moved)


def take_back_booking(enquiry: Enquiry) -> None:
    tell_of_appointment(enquiry, "enquiry_cancelled", later("Canceled: your appointment at %(clinic)s"))


def remind_of_booking(enquiry: Enquiry) -> None:
    tell_of_appointment(enquiry, "enquiry_reminder", later("Reminder: your appointment at %(clinic)s"))


def tell_of_appointment(enquiry: Enquiry, name: str, subject: str, **context: object) -> None:
    with translation.override(enquiry.language), timezone.override(enquiry.clinic.time_zone):
        subject = _(subject) % {"clinic": enquiry.clinic}
        mail = compose(name, subject, to=enquiry.email, clinic=enquiry.clinic, enquiry=enquiry, **context)
        mail.attach("appointment.ics", appointment_ics(enquiry).decode(), "text/calendar")
    answer(enquiry, mail, name)


def answer(enquiry: Enquiry, mail: EmailMultiAlternatives, kind: str) -> None:
    mail.reply_to = [enquiry.clinic.email]
    post(mail, kind=kind, clinic=enquiry.clinic)
