"""Two visits of one patient side by side."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_view
from gait.models import Analysis
from gait.review.comparison import compare
from gait.review.partners import comparable_runs, likeliest_partner, partners_of


@therapist_required
@require_safe
def analysis_compare(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """?with= names another run of the same patient; without it the likeliest one is taken."""
    runs = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    analysis = get_object_or_404(runs.select_related("recording__assessment__patient__clinic"), pk=analysis_id)
    patient = analysis.recording.assessment.patient
    partners = partners_of(analysis)
    other = chosen_partner(analysis, partners, request.GET.get("with"))
    record_view(request, analysis, clinic=patient.clinic, patient_id=patient.pk)
    if other is not None:
        record_view(request, other, clinic=patient.clinic, patient_id=patient.pk)
    context = {
        "patient": patient,
        "analysis": analysis,
        "other": other,
        "partners": partners,
        "comparison": compare(analysis, other) if other else None,
    }
    return render(request, "gait/comparison.html", context)


def chosen_partner(analysis: Analysis, partners: list[Analysis], asked_for: str | None) -> Analysis | None:
    """Any finished run of the patient may be asked for, an older one of the same visit too."""
    if not asked_for:
        return likeliest_partner(analysis, partners)
    patient = analysis.recording.assessment.patient
    for run in comparable_runs(patient).exclude(pk=analysis.pk):
        if str(run.pk) == asked_for:
            return run
    raise Http404
