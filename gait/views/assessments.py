"""One assessment: saying how it was filmed, and the page that holds everything about it afterwards."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from gait import storage
from gait.child import spares
from gait.intake.forms import AssessmentForm
from gait.models import Analysis, Assessment, Recording, SignedReport
from gait.queue.progress import progress_of
from patients.models import Patient


@therapist_required
def assessment_new(request: SignedInRequest, patient_pk: object) -> HttpResponse:
    patient = get_object_or_404(Patient.objects.visible_to(request.user).select_related("clinic"), pk=patient_pk)
    like = visit_to_repeat(patient, request.GET.get("like"))
    form = AssessmentForm(request.POST or None, patient=patient, user=request.user, like=like)
    if request.method == "POST" and form.is_valid():
        assessment = form.save()
        record_event(
            AuditEvent.Action.CREATED, assessment, clinic=patient.clinic, request=request, patient_id=patient.pk
        )
        return redirect("assessment", assessment.pk)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    return render(request, "gait/assessment_new.html", {"patient": patient, "form": form, "like": like})


def visit_to_repeat(patient: Patient, asked_for: str | None) -> Assessment | None:
    """The patient's visit named by ?like=; None where none is named."""
    if asked_for is None:
        return None
    for visit in patient.assessments.all():
        if str(visit.pk) == asked_for:
            return visit
    raise Http404


@therapist_required
def assessment(request: SignedInRequest, pk: object) -> HttpResponse:
    """Before upload: choose the video. While it runs: how far it is. Then: the result, or what to do next."""
    assessment = visible_assessment(request, pk)
    record_view(request, assessment, clinic=assessment.patient.clinic, patient_id=assessment.patient_id)
    runs = list(
        Analysis.objects.filter(recording__assessment=assessment).select_related(
            "recording__assessment__patient", "signed_report"
        )
    )
    analysis = chosen_run(runs, request.GET.get("run"))
    if analysis is not None and analysis.status == Analysis.Status.DONE:
        spares.prepare()
    context = {
        "assessment": assessment,
        "patient": assessment.patient,
        "runs": [run for run in runs if run.recording.kind == (analysis.recording.kind if analysis else None)],
        "analysis": analysis,
        "recording": analysis.recording if analysis else None,
        "progress": progress_of(analysis) if analysis else None,
        "valid_reports": SignedReport.objects.valid().filter(recording__assessment=assessment),
        "has_clip": analysis is not None and has_playable_clip(analysis),
    }
    return render(request, "gait/assessment.html", context)


def visible_assessment(request: SignedInRequest, pk: object) -> Assessment:
    assessments = Assessment.objects.visible_to(request.user).select_related(
        "patient__clinic", "created_by", "screened_by"
    )
    return get_object_or_404(assessments, pk=pk)


def has_playable_clip(analysis: Analysis) -> bool:
    """A failed run may have come far enough to leave a clip that browsers play."""
    results = storage.results_of(analysis)
    return results is not None and (results / "proxy.mp4").is_file()


def chosen_run(runs: list[Analysis], asked_for: str | None) -> Analysis | None:
    """The run asked for by ?run=, else the newest over a walk or run; None before the first video."""
    if asked_for is None:
        return next((run for run in runs if run.recording.kind == Recording.Kind.GAIT), None)
    for run in runs:
        if str(run.pk) == asked_for:
            return run
    raise Http404
