"""Putting a name under a run."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinics.access import therapist_required
from gait.models import Analysis, Recording
from gait.review import signing
from gait.review.signing_form import SigningForm


@therapist_required
@require_POST
def analysis_sign(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    """Sign, and show the signed result; a refusal comes back with the words already written."""
    done = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    walks = done.filter(recording__kind=Recording.Kind.GAIT)
    analysis = get_object_or_404(walks.select_related("recording__assessment__patient__clinic"), pk=analysis_id)
    form = SigningForm(analysis, request.POST)
    if form.is_valid():
        try:
            signing.sign(
                analysis,
                request.user,
                summary=form.cleaned_data["summary"],
                kept=form.kept(),
                retest_on=form.cleaned_data["retest_on"],
                request=request,
            )
        except signing.CannotSign as refusal:
            form.add_error(None, str(refusal))
        else:
            assessment = reverse("assessment", args=[analysis.recording.assessment_id])
            return redirect(f"{assessment}?run={analysis.pk}#sign")
    return render(request, "gait/sign.html", {"analysis": analysis, "form": form}, status=422)
