"""A therapist corrects a run in the review. What comes out is always a new run; nothing is overwritten."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.models import Analysis
from gait.result.conventions import Side
from gait.review import corrections, signing_words
from gait.review.correction_forms import (
    ByHandForm,
    ClicksForm,
    EventForm,
    FilmingForm,
    LevelForm,
    PersonForm,
    StanceForm,
)
from gait.review.recompute import Note


@transaction.non_atomic_requests
@therapist_required
@require_POST
def stance_edit(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Leave a stance out, or take it in, and work the clip out anew."""
    analysis = _over(request, analysis_id)
    form = StanceForm(request.POST)

    def correct(note: Note) -> Analysis:
        answers = form.cleaned_data
        stance = {"side": Side(answers["side"]), "at_s": answers["at_s"]}
        if answers["is_used"]:
            return corrections.take_in(analysis, request.user, **stance, note=note)
        return corrections.leave_out(analysis, request.user, **stance, reason=answers["reason"], note=note)

    return _corrected(request, analysis, form, correct)


@transaction.non_atomic_requests
@therapist_required
@require_POST
def event_edit(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Move, add or delete a contact or toe-off."""
    analysis = _over(request, analysis_id)
    form = EventForm(analysis, request.POST)

    def correct(note: Note) -> Analysis:
        answers = {**form.cleaned_data, "side": Side(form.cleaned_data["side"])}
        return corrections.set_event(analysis, request.user, **answers, note=note)

    return _corrected(request, analysis, form, correct)


@transaction.non_atomic_requests
@therapist_required
@require_POST
def level_edit(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Take a drawn line as level."""
    analysis = _over(request, analysis_id)
    form = LevelForm(analysis, request.POST)

    def correct(note: Note) -> Analysis:
        return corrections.set_level(analysis, request.user, line_px=form.cleaned_data["line_px"], note=note)

    return _corrected(request, analysis, form, correct)


@transaction.non_atomic_requests
@therapist_required
@require_POST
def filming_edit(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Say how the clip was filmed: view, activity, mirror, true frame rate."""
    analysis = _over(request, analysis_id)
    form = FilmingForm(request.POST)

    def correct(note: Note) -> Analysis:
        facts = form.facts(analysis)
        if not facts:
            raise corrections.CannotCorrect("That is how this run took the clip already.")
        return corrections.say_how_filmed(analysis, request.user, facts, note=note)

    return _corrected(request, analysis, form, correct)


@transaction.non_atomic_requests
@therapist_required
@require_POST
def clicks_edit(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Measure with the therapist's own points: at once, or in the queue where the pictures must be read again."""
    analysis = _over(request, analysis_id)
    form = ClicksForm(analysis, request.POST)

    def correct(note: Note) -> Analysis:
        answers = form.cleaned_data
        points = {"clicks": answers["frames"], "segment": answers["segment"]}
        return corrections.mark_points(analysis, request.user, **points, note=note)

    return _corrected(request, analysis, form, correct)


@transaction.non_atomic_requests
@therapist_required
@require_POST
def by_hand_edit(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Measure from points in single pictures, also where the run failed; at once, for no picture is read for it."""
    analysis = _over(request, analysis_id, Analysis.Status.DONE, Analysis.Status.FAILED)
    form = ByHandForm(analysis, request.POST)

    def correct(note: Note) -> Analysis:
        answers = form.cleaned_data
        return corrections.measure_by_hand(
            analysis,
            request.user,
            clicks=answers["frames"],
            segment=answers["segment"],
            facts=form.facts(),
            level_line_px=answers["line_px"],
            note=note,
        )

    return _corrected(request, analysis, form, correct, show="result")


@transaction.non_atomic_requests
@therapist_required
@require_POST
def person_edit(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Say who of several people is the patient; also where the machine could not tell and the run failed."""
    analysis = _over(request, analysis_id, Analysis.Status.DONE, Analysis.Status.FAILED)
    form = PersonForm(request.POST)

    def correct(note: Note) -> Analysis:
        answers = form.cleaned_data
        video = analysis.recording.video
        xy_px = [answers["x_share"] * video["width_px"], answers["y_share"] * video["height_px"]]
        return corrections.choose_person(analysis, request.user, time_s=answers["time_s"], xy_px=xy_px, note=note)

    return _corrected(request, analysis, form, correct)


@transaction.non_atomic_requests
@therapist_required
@require_POST
def change_switch(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Take one change back, or let it stand again."""
    analysis = _over(request, analysis_id)
    form = SwitchForm(request.POST)

    def correct(note: Note) -> Analysis:
        deed = corrections.undo if form.cleaned_data["do"] == "undo" else corrections.redo
        return deed(analysis, request.user, form.cleaned_data["change"], note=note)

    return _corrected(request, analysis, form, correct)


class SwitchForm(forms.Form):
    change = forms.SlugField()
    do = forms.ChoiceField(choices=[("undo", "undo"), ("redo", "redo")])


def _over(request: SignedInRequest, analysis_id: UUID, *statuses: str) -> Analysis:
    """A run of one of my patients that is done, or in one of these states."""
    runs = Analysis.objects.visible_to(request.user).filter(status__in=statuses or [Analysis.Status.DONE])
    return get_object_or_404(runs.select_related("recording__assessment__patient__clinic"), pk=analysis_id)


def _corrected(
    request: SignedInRequest,
    analysis: Analysis,
    form: forms.Form,
    correct: Callable[[Note], Analysis],
    show: str = "review",
) -> HttpResponse:
    """Show this part of the new run; or the old one again, with what was wrong.

    What was typed above the signature goes along.
    """
    signing_words.keep(analysis, request.user, signing_words.read_changed(request.POST.get("typed_words", "")))
    shown, part = analysis, "review"
    if not form.is_valid():
        refuse(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        patient = analysis.recording.assessment.patient
        note = partial(
            record_event, AuditEvent.Action.CHANGED, clinic=patient.clinic, request=request, patient_id=patient.pk
        )
        try:
            shown, part = correct(note), show
        except corrections.CannotCorrect as refusal:
            refuse(request, str(refusal))
    return redirect(f"{reverse('assessment', args=[analysis.recording.assessment_id])}?run={shown.pk}#{part}")
