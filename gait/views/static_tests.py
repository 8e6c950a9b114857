"""Counting a walk or run from the quiet standing that was filmed in a clip of its own."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event
from clinics.models import AuditEvent
from gait.models import Analysis, Recording
from gait.result.json_form import as_json
from gait.result.said import Said
from gait.review import recompute, signing_words
from gait.static_tests import standing_zero


@transaction.non_atomic_requests
@require_POST
@therapist_required
def standing_use(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """A new run from the stored readings; the old one stays."""
    done = Analysis.objects.visible_to(request.user).filter(
        status=Analysis.Status.DONE, recording__kind=Recording.Kind.GAIT
    )
    analysis = get_object_or_404(done.select_related("recording__assessment__patient__clinic"), pk=analysis_id)
    signing_words.keep(analysis, request.user, signing_words.read_changed(request.POST.get("typed_words", "")))
    assessment = analysis.recording.assessment
    zero = standing_zero(assessment)
    if zero is None or analysis.hints.get("changes") or not analysis.fits_kind:
        refuse(request, "Take corrections back first, and measure a clip of quiet standing.")
        return redirect(f"{assessment.get_absolute_url()}?run={analysis.pk}")
    patient = assessment.patient
    note = partial(
        record_event, AuditEvent.Action.CREATED, clinic=patient.clinic, request=request, patient_id=patient.pk
    )
    try:
        said: Said = {"standing_zero": as_json(zero), "changes": []}
        new = recompute.at_once(analysis, analysis.hints | said, note)
    except recompute.CannotRecompute as trouble:
        refuse(request, str(trouble))
        return redirect(f"{assessment.get_absolute_url()}?run={analysis.pk}")
    if new is None:
        refuse(request, "The readings of this run are gone. Measure the clip again.")
        return redirect(f"{assessment.get_absolute_url()}?run={analysis.pk}")
    messages.success(request, "Counted from the standing clip. The run before stays among the runs.")
    return redirect(assessment)
