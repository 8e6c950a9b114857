"""From a signed report to a draft: the questionnaire, and what the sheet says to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from exercises.models import Plan
from exercises.plan.drafting import draft_from_report, start_by_hand
from exercises.plan.questionnaire import Questionnaire
from gait.models import SignedReport


@therapist_required
def plan_draft(request: SignedInRequest, report_id: object) -> HttpResponse:
    """GET: the questionnaire. POST: a draft to edit, or the sheet's reasons for not drafting."""
    report = visible_report(request, report_id)
    patient = report.analysis.recording.assessment.patient
    is_answered = "nprs" in request.POST
    form = Questionnaire(report, request.user, request.POST if is_answered else None)
    draft = None
    if is_answered and form.is_valid():
        if "by_hand" in request.POST:
            plan = start_by_hand(report, request.user, form.answers())
        else:
            draft, plan = draft_from_report(report, request.user, form.answers())
        if plan is not None:
            return show_new(request, plan)
    record_view(request, report, clinic=patient.clinic, patient_id=patient.pk)
    context = {"form": form, "report": report, "patient": patient, "draft": draft, "earlier": earlier_drafts(report)}
    return render(request, "exercises/plan_draft.html", context, status=422 if is_answered else 200)


def show_new(request: HttpRequest, plan: Plan) -> HttpResponse:
    record_event(
        AuditEvent.Action.CREATED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )
    return redirect("plan", plan.pk)


def visible_report(request: SignedInRequest, report_id: object) -> SignedReport:
    reports = SignedReport.objects.visible_to(request.user)
    return get_object_or_404(reports.select_related("analysis__recording__assessment__patient__clinic"), pk=report_id)


def earlier_drafts(report: SignedReport) -> list[Plan]:
    """Drafts of this report that nobody activated, so that going back does not pile up new ones unseen."""
    return list(report.plans.filter(status=Plan.Status.DRAFT))
