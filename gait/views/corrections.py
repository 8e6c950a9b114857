"""A therapist corrects a run in the review. What comes out is always a new run; nothing is overwritten."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinics.access import therapist_required
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.analysis.conventions import Side
from gait.models import Analysis
from gait.review import corrections
from gait.review.correction_forms import ClicksForm, LevelForm, StanceForm


@therapist_required
@require_POST
def stance_edit(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    """Leave a stance out, or take it in, and work the clip out anew."""
    analysis = _done(request, analysis_id)
    form = StanceForm(request.POST)

    def correct() -> Analysis:
        answers = form.cleaned_data
        stance = {"side": Side(answers["side"]), "at_s": answers["at_s"]}
        if answers["is_used"]:
            return corrections.take_in(analysis, request.user, **stance)
        return corrections.leave_out(analysis, request.user, **stance, reason=answers["reason"])

    return _corrected(request, analysis, form, correct)


@therapist_required
@require_POST
def level_edit(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    """Take a drawn line as level."""
    analysis = _done(request, analysis_id)
    form = LevelForm(request.POST)
    return _corrected(
        request,
        analysis,
        form,
        lambda: corrections.set_level(analysis, request.user, roll_deg=form.cleaned_data["roll_deg"]),
    )


@therapist_required
@require_POST
def clicks_edit(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    """Measure with the therapist's own points. This reads the pictures again, so it goes through the queue."""
    analysis = _done(request, analysis_id)
    form = ClicksForm(analysis, request.POST)

    def correct() -> Analysis:
        return corrections.measure_with_clicks(
            analysis, request.user, clicks=form.cleaned_data["frames"], segment=form.cleaned_data["segment"]
        )

    return _corrected(request, analysis, form, correct)


def _done(request: HttpRequest, analysis_id: UUID) -> Analysis:
    done = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    return get_object_or_404(done.select_related("recording__assessment__patient__clinic"), pk=analysis_id)


def _corrected(
    request: HttpRequest, analysis: Analysis, form: forms.Form, correct: Callable[[], Analysis]
) -> HttpResponse:
    """Show the new run; or the old one again, with what was wrong."""
    shown = analysis
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    else:
        try:
            shown = correct()
        except corrections.CannotCorrect as refusal:
            messages.error(request, str(refusal))
        else:
            patient = analysis.recording.assessment.patient
            record_event(
                AuditEvent.Action.CHANGED, shown, clinic=patient.clinic, request=request, patient_id=patient.pk
            )
    return redirect(f"{reverse('assessment', args=[analysis.recording.assessment_id])}?run={shown.pk}#review")
