"""The patient's own report: what a therapist signed, in plain words, on the phone and as a PDF."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from clinics.audit import record_event
from clinics.models import AuditEvent
from exercises.patient.own_picture import address_of, is_allowed
from exercises.patient.visits import Visit, visitors_only
from gait.models import SignedReport
from gait.review.paper import Paper, paper_of, picture_files
from gait.review.pdf import PDF_TYPE, NoPdf, pdf_of
from gait.review.plain import plain_of


@visitors_only
def patient_report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The newest signed report, or a kind word while there is none."""
    signed = report_of(visit)
    if signed is None:
        return render(request, "patient/report.html", {"visit": visit, "page": "report"})
    if not visit.is_ahead:
        record(request, visit, signed, AuditEvent.Action.VIEWED)
    return render(request, "patient/report.html", context_of(visit, paper_for(visit, signed)))


@visitors_only
def patient_report_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    signed = report_of(visit)
    if signed is None:
        raise Http404
    paper = paper_for(visit, signed)
    context = context_of(visit, paper)
    html = render_to_string("gait/plain_report_pdf.html", context, request)
    pictures = picture_files(paper) if is_allowed(visit.patient) else {}
    try:
        content = pdf_of(html, pictures, paper_size=paper.paper_size)
    except NoPdf as without:
        return render(request, "patient/report.html", context | {"has_no_pdf": True}, status=without.status)
    record(request, visit, signed, AuditEvent.Action.EXPORTED)
    headers = {"Content-Disposition": 'inline; filename="report.pdf"'}
    return HttpResponse(content, content_type=PDF_TYPE, headers=headers)


def report_of(visit: Visit) -> SignedReport | None:
    reports = SignedReport.objects.valid().filter(analysis__recording__assessment__patient=visit.patient)
    return reports.select_related("analysis__recording__assessment__patient__clinic").first()


def paper_for(visit: Visit, signed: SignedReport) -> Paper:
    return paper_of(signed, partial(address_of, visit.secret))


def context_of(visit: Visit, paper: Paper) -> dict[str, object]:
    return {
        "visit": visit,
        "page": "report",
        "paper": paper,
        "plain": plain_of(paper.report),
        "has_pictures": is_allowed(visit.patient),
        "site_url": settings.SITE_URL,
    }


def record(request: HttpRequest, visit: Visit, signed: SignedReport, action: str) -> None:
    patient = visit.patient
    record_event(action, signed, clinic=patient.clinic, request=request, patient_id=patient.pk, actor_kind="patient")
