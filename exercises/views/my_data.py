"""What is mine: download it, take an agreement back, see who looked; and my own picture."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinics.audit import record_showing
from clinics.models import AuditEvent
from exercises.following.messages import notice
from exercises.models import Reminder
from exercises.patient.my_data import as_json, as_zip, looks_at, my_data, purpose_in_words
from exercises.patient.own_picture import is_allowed
from exercises.patient.visits import Visit, visitors_only
from exercises.views.letters import record_deed
from gait.models import SignedReport
from gait.result.conventions import Side
from gait.review.snapshot import picture_file
from gait.views.media import serve
from patients import consent
from patients.models import Consent

FORMS = {
    "zip": ("application/zip", as_zip),
    "json": ("application/json", as_json),
}


@visitors_only
@require_safe
def patient_data(request: HttpRequest, visit: Visit) -> HttpResponse:
    consents = list(visit.patient.consents.all())
    context = {
        "visit": visit,
        "page": "data",
        "looks": looks_at(visit.patient),
        "consents": [
            (given, purpose_in_words(given), what_then(given)) for given in consents if not given.withdrawn_at
        ],
        "withdrawn": [(given, purpose_in_words(given)) for given in consents if given.withdrawn_at],
    }
    return render(request, "patient/my_data.html", context)


@visitors_only
@require_safe
def patient_download(request: HttpRequest, visit: Visit, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    content_type, write = FORMS[form]
    record_deed(request, visit, visit.patient, AuditEvent.Action.EXPORTED)
    response = HttpResponse(write(my_data(visit.patient)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="my-data.{form}"'
    return response


@require_POST
@visitors_only
def patient_withdraw(request: HttpRequest, visit: Visit, consent_pk: object) -> HttpResponse:
    """Take an agreement back at once; a therapist hears of it on the worklist."""
    given = get_object_or_404(visit.patient.consents.filter(withdrawn_at=None), pk=consent_pk)
    consent.withdraw(given)
    if given.purpose == Consent.Purpose.MAIL:
        Reminder.objects.filter(patient=visit.patient).update(is_on=False)
    notice(visit.patient, f"Took back the agreement: {given.get_purpose_display()}.")
    record_deed(request, visit, given, AuditEvent.Action.CHANGED)
    return redirect("patient_data", visit.secret)


def what_then(given: Consent) -> str:
    """What happens next, to the patient, before the button is pressed."""
    return {
        Consent.Purpose.VIDEO: _(
            "No new video is taken or measured. What was already measured and signed stays in your record, "
            "because the clinic must keep it. Your exercises go on."
        ),
        Consent.Purpose.PICTURE: _("Your picture leaves these pages at once."),
        Consent.Purpose.MAIL: _("You get no more reminders by e-mail."),
        Consent.Purpose.TEACHING: _("Your video is not shown to others any more."),
        Consent.Purpose.RESEARCH: _(
            "New measurements stay out of research; earlier ones were counted without your name."
        ),
    }[Consent.Purpose(given.purpose)]


@visitors_only
@require_safe
def patient_picture(request: HttpRequest, visit: Visit, analysis_id: UUID, side: str) -> HttpResponseBase:
    """A still of one's own film once its run is signed, with the consent that covers whoever else holds the link."""
    if side not in set(Side) or not is_allowed(visit.patient):
        raise Http404
    own = SignedReport.objects.filter(analysis__recording__assessment__patient=visit.patient)
    signed = get_object_or_404(own.select_related("analysis__recording"), analysis=analysis_id)
    path = picture_file(signed.analysis, Side(side))
    if path is None:
        raise Http404
    patient = visit.patient
    record_showing(
        request, signed.analysis.recording, clinic=patient.clinic, patient_id=patient.pk, actor_kind="patient"
    )
    return serve(path, "image/jpeg", request.headers.get("Range", ""))
