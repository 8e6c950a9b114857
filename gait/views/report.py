"""The signed report: one page for a referrer, one for the patient, both also as PDF, and what is added later."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent, Clinic
from gait.models import Addendum, SignedReport
from gait.review import addenda
from gait.review.paper import Paper, paper_of, picture_files
from gait.review.pdf import PDF_TYPE, NoPdf, pdf_of
from gait.review.plain import plain_of


@therapist_required
@require_safe
def report(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """One sheet of paper for a referrer or the file: only what was signed, and what was added since."""
    signed = visible_report(request, report_id)
    record_view(request, signed, clinic=clinic_of(signed), patient_id=patient_id_of(signed))
    return render(request, "gait/report.html", report_context(paper_of(signed)) | {"form": addenda.AddendumForm()})


@therapist_required
@require_safe
def report_pdf(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    signed = visible_report(request, report_id)
    with translation.override("en"):
        paper = paper_of(signed)
        return pdf_answer(request, paper, "gait/report_pdf.html", report_context(paper), "report")


@therapist_required
@require_safe
def plain_report(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """What the patient reads, for the therapist to look through, print and hand over."""
    signed = visible_report(request, report_id)
    record_view(request, signed, clinic=clinic_of(signed), patient_id=patient_id_of(signed))
    with translation.override(language_of(request)):
        return render(request, "gait/plain_report.html", plain_context(paper_of(signed)))


@therapist_required
@require_safe
def plain_report_pdf(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    signed = visible_report(request, report_id)
    with translation.override(language_of(request)):
        paper = paper_of(signed)
        return pdf_answer(request, paper, "gait/plain_report_pdf.html", plain_context(paper), "patient")


@therapist_required
@require_POST
def report_addendum(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Put a text under the report, or show the form again with what is wrong with it."""
    signed = visible_report(request, report_id)
    form = addenda.AddendumForm(request.POST)
    if not form.is_valid():
        return render(request, "gait/report.html", report_context(paper_of(signed)) | {"form": form}, status=422)
    told = form.cleaned_data
    is_for_patient = told["readers"] == Addendum.Readers.PATIENT_TOO
    plain_text = told["plain_text"] if is_for_patient else ""
    addenda.add(signed, request.user, told["text"], plain_text=plain_text, request=request)
    response = redirect("report", signed.pk)
    response["Location"] += "#addenda"
    return response


def visible_report(request: SignedInRequest, report_id: UUID) -> SignedReport:
    reports = SignedReport.objects.visible_to(request.user)
    return get_object_or_404(reports.select_related("analysis__recording__assessment__patient__clinic"), pk=report_id)


def report_context(paper: Paper) -> dict[str, object]:
    return {"paper": paper, "site_url": settings.SITE_URL}


def plain_context(paper: Paper) -> dict[str, object]:
    return report_context(paper) | {"plain": plain_of(paper.report), "language": translation.get_language()}


def pdf_answer(
    request: HttpRequest, paper: Paper, template: str, context: dict[str, object], kind: str
) -> HttpResponse:
    """The PDF as a download whose name says nothing about the patient; a page that says why where there is none."""
    signed = paper.report
    try:
        content = pdf_of(
            render_to_string(template, context, request),
            picture_files(paper),
            paper_size=paper.paper_size,
        )
    except NoPdf as without:
        told = {"report": signed, "missing": without.missing}
        return render(request, "gait/no_pdf.html", told, status=without.status)
    record_event(AuditEvent.Action.EXPORTED, signed, clinic=paper.clinic, request=request, patient_id=paper.patient.pk)
    disposition = f'inline; filename="stance-{str(signed.pk)[:8]}-{kind}.pdf"'
    return HttpResponse(content, content_type=PDF_TYPE, headers={"Content-Disposition": disposition})


def language_of(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "en")
    return asked if asked in dict(settings.LANGUAGES) else "en"


def clinic_of(signed: SignedReport) -> Clinic:
    return signed.analysis.recording.assessment.patient.clinic


def patient_id_of(signed: SignedReport) -> UUID:
    return signed.analysis.recording.assessment.patient_id
