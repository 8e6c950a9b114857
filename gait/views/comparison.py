"""Two visits of one patient side by side."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from gait.models import Analysis
from gait.review.comparison import compare, when_filmed
from gait.review.paper import paper_size_in
from gait.review.partners import comparable_runs, likeliest_partner, partners_of
from gait.review.pdf import PDF_TYPE, NoPdf, pdf_of
from gait.review.then_and_now import cycles_of


@therapist_required
@require_safe
def analysis_compare(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """?with= names another run of the same patient; without it the likeliest one is taken."""
    analysis = visible_run(request, analysis_id)
    partners = partners_of(analysis)
    other = chosen_partner(analysis, partners, request.GET.get("with"))
    look_at(request, analysis, other)
    context = {"partners": partners, **comparison_context(analysis, other)}
    return render(request, "gait/comparison.html", context)


@therapist_required
@require_safe
def analysis_compare_pdf(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """The same on paper: changes with their error, mean cycles of both visits, conditions."""
    analysis = visible_run(request, analysis_id)
    other = chosen_partner(analysis, partners_of(analysis), request.GET.get("with"))
    if other is None:
        raise Http404
    patient = analysis.recording.assessment.patient
    context = comparison_context(analysis, other) | {"paper": {"clinic": patient.clinic}}
    try:
        content = pdf_of(
            render_to_string("gait/comparison_pdf.html", context, request),
            {},
            paper_size=paper_size_in(patient.clinic.country),
        )
    except NoPdf:
        refuse(request, "This machine cannot make the PDF right now. Print the page instead.")
        return redirect("analysis_compare", analysis.pk)
    record_event(AuditEvent.Action.EXPORTED, analysis, clinic=patient.clinic, request=request, patient_id=patient.pk)
    name = f'inline; filename="stance-{str(analysis.pk)[:8]}-then-and-now.pdf"'
    return HttpResponse(content, content_type=PDF_TYPE, headers={"Content-Disposition": name})


def visible_run(request: SignedInRequest, analysis_id: UUID) -> Analysis:
    runs = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    return get_object_or_404(
        runs.select_related("recording__assessment__patient__clinic", "signed_report"), pk=analysis_id
    )


def look_at(request: SignedInRequest, *runs: Analysis | None) -> None:
    for run in runs:
        if run is not None:
            patient = run.recording.assessment.patient
            record_view(request, run, clinic=patient.clinic, patient_id=patient.pk)


def comparison_context(analysis: Analysis, other: Analysis | None) -> dict[str, object]:
    comparison = compare(*sorted((analysis, other), key=when_filmed)) if other else None
    return {
        "patient": analysis.recording.assessment.patient,
        "analysis": analysis,
        "other": other,
        "comparison": comparison,
        "cycles": list(cycles_of(comparison)) if comparison else [],
    }


def chosen_partner(analysis: Analysis, partners: list[Analysis], asked_for: str | None) -> Analysis | None:
    """Any finished run of the patient may be asked for, an older one of the same visit too."""
    if not asked_for:
        return likeliest_partner(analysis, partners)
    patient = analysis.recording.assessment.patient
    for run in comparable_runs(patient).exclude(pk=analysis.pk):
        if str(run.pk) == asked_for:
            return run
    raise Http404
