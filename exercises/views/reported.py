"""The patient's own report: what a therapist signed, in plain words, on the phone and as a PDF."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from clinics.audit import record_event
from clinics.models import AuditEvent
from exercises.patient.visits import Visit, visitors_only
from gait.analysis.conventions import Side
from gait.models import Analysis, SignedReport
from gait.review.paper import paper_of, picture_file, picture_files
from gait.review.pdf import PDF_TYPE, NoPdf, pdf_of
from gait.review.plain import plain_of
from gait.views.media import serve
from patients import consent
from patients.models import Consent


@visitors_only
def patient_report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The newest signed report, or a kind word while there is none."""
    signed = report_of(visit)
    if signed is None:
        return render(request, "patient/report.html", {"visit": visit, "page": "report"})
    record(request, visit, signed, AuditEvent.Action.VIEWED)
    return render(request, "patient/report.html", context_of(visit, signed))


@visitors_only
def patient_report_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    signed = report_of(visit)
    if signed is None:
        raise Http404
    context = context_of(visit, signed)
    html = render_to_string("gait/plain_report_pdf.html", context, request)
    pictures = picture_files(context["paper"]) if context["has_pictures"] else {}
    try:
        content = pdf_of(html, pictures, paper_size=context["paper"].paper_size)
    except NoPdf:
        return render(request, "patient/report.html", context | {"has_no_pdf": True}, status=501)
    record(request, visit, signed, AuditEvent.Action.EXPORTED)
    headers = {"Content-Disposition": 'inline; filename="report.pdf"'}
    return HttpResponse(content, content_type=PDF_TYPE, headers=headers)


@visitors_only
def patient_report_picture(request: HttpRequest, visit: Visit, side: str) -> HttpResponseBase:
    """A still of one's own film; only with the consent that covers whoever else holds the link."""
    signed = report_of(visit)
    is_shown = signed is not None and side in set(Side) and may_show_pictures(visit)
    path = picture_file(signed.analysis, Side(side)) if is_shown else None
    if path is None:
        raise Http404
    return serve(path, "image/jpeg", "")


def report_of(visit: Visit) -> SignedReport | None:
    reports = SignedReport.objects.filter(analysis__recording__assessment__patient=visit.patient)
    return reports.select_related("analysis__recording__assessment__patient__clinic").first()


def may_show_pictures(visit: Visit) -> bool:
    return consent.standing(visit.patient, Consent.Purpose.PICTURE) is not None


def context_of(visit: Visit, signed: SignedReport) -> dict[str, object]:
    return {
        "visit": visit,
        "page": "report",
        "paper": paper_of(signed, partial(address_of, visit.secret)),
        "plain": plain_of(signed),
        "has_pictures": may_show_pictures(visit),
        "site_url": settings.SITE_URL,
    }


def address_of(secret: str, analysis: Analysis, side: Side) -> str:
    return reverse("patient_report_picture", args=[secret, str(side)])


def record(request: HttpRequest, visit: Visit, signed: SignedReport, action: str) -> None:
    patient = visit.patient
    record_event(action, signed, clinic=patient.clinic, request=request, patient_id=patient.pk, actor_kind="patient")
