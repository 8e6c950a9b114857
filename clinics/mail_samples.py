"""Every mail as it leaves, made from invented people: to look at in the style guide, and to test."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from clinics.languages import SOURCE, spoken
from clinics.models import Clinic, Enquiry, Invitation, Role, User


@dataclass(frozen=True)
class Sample:
    """One mail by the name of its templates."""

    name: str
    subject: str
    languages: tuple[str, ...] = (SOURCE,)


ALL = tuple(code for code, _name in spoken())
SAMPLES = {
    sample.name: sample
    for sample in (
        Sample("invitation", "Riverside invites you to Stance"),
        Sample("enquiry_notice", "Appointment request for Riverside"),
        Sample("enquiry_thanks", "We have your message", ALL),
        Sample("enquiry_booked", "Your appointment at Riverside", ALL),
        Sample("enquiry_cancelled", "Canceled: your appointment at Riverside", ALL),
        Sample("enquiry_reminder", "Reminder: your appointment at Riverside", ALL),
        Sample("reminder", "Time for yourself", ALL),
        Sample("code", "Your code", ALL),
        Sample("emergency_notice", "A record of Riverside was opened in an emergency"),
        Sample("account", "Choose your Stance password"),
    )
}
ACCOUNT_WORDS = "Somebody, most likely you, asked for a link to choose the password of your account:\n\n%s/accounts/…"


def context_of(sample: Sample) -> dict[str, object]:
    clinic = Clinic(
        practice="Example Practice", name="Riverside", street="1 River Rd", city="Macon", state="GA",
        postcode="31201", phone="404-555-0100", email="hello@example.test", parking="Behind the house, free.",
    )  # fmt: skip
    soon = timezone.now() + timedelta(days=7)
    return {
        "clinic": clinic,
        "subject": sample.subject,
        "address": f"{settings.SITE_URL}/…",
        "stop_address": f"{settings.SITE_URL}/…",
        "code": "123456",
        "text": ACCOUNT_WORDS % settings.SITE_URL,
        "enquiry": Enquiry(id=UUID(int=0), clinic=clinic, appointment_at=soon, name="Vic Visitor"),
        "invitation": Invitation(clinic=clinic, role=Role.THERAPIST, invited_by=User(full_name="Di"), expires_at=soon),
    }


def rendered(sample: Sample, form: str, language: str) -> str:
    """form is "html" or "txt"; mails about accounts are written as text by their own templates."""
    if sample.name == "account" and form == "txt":
        return ACCOUNT_WORDS % settings.SITE_URL
    with translation.override(language):
        return render_to_string(f"emails/{sample.name}.{form}", context_of(sample))


@login_required
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": [NONE]})  # type: ignore[arg-type]  # views with arguments too
def mail_sample(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Mail programs know inline styles only, so this page alone may have them; no script runs here."""
    sample, language = SAMPLES.get(name), request.GET.get("lang", SOURCE)
    if sample is None or form not in {"html", "txt"} or language not in sample.languages:
        raise Http404
    kind = "text/html" if form == "html" else "text/plain"
    return HttpResponse(rendered(sample, form, language), content_type=f"{kind}; charset=utf-8")
