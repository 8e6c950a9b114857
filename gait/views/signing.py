"""Putting a name under a run."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from gait.models import Analysis, Recording
from gait.review import signing, signing_words
from gait.review.newest import newest_result
from gait.review.signing_form import SigningForm


@therapist_required
@require_POST
def analysis_sign(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Sign, and show the signed result; a refusal comes back with the words already written."""
    done = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    walks = done.filter(recording__kind=Recording.Kind.GAIT)
    analysis = get_object_or_404(walks.select_related("recording__assessment__patient__clinic"), pk=analysis_id)
    form = SigningForm(analysis, request.POST)
    if not form.is_valid():
        return refused(request, analysis, form)
    if form.typed_elsewhere(signing_words.kept(analysis, request.user)):
        return with_words_of_another_page(request, analysis, form)
    try:
        signing.sign(
            analysis,
            request.user,
            summary=form.cleaned_data["summary"],
            kept=form.kept(),
            retest_on=form.cleaned_data["retest_on"],
            amendment=form.amendment(),
            request=request,
        )
    except signing.CannotSign as refusal:
        form.add_error(None, str(refusal))
        return refused(request, analysis, form)
    signing_words.forget(analysis, request.user)
    return redirect(page_of(analysis, "sign"))


@therapist_required
@require_POST
def keep_words(request: SignedInRequest, analysis_id: UUID) -> HttpResponse:
    """Keep what is typed above the signature, while it is typed."""
    done = Analysis.objects.visible_to(request.user).filter(status=Analysis.Status.DONE)
    walks = done.filter(recording__kind=Recording.Kind.GAIT).select_related("recording")
    analysis = get_object_or_404(walks, pk=analysis_id)
    form = SigningForm(analysis, request.POST)
    signing_words.keep(analysis, request.user, form.typed(), form.as_proposed())
    return HttpResponse(status=204)


def refused(request: SignedInRequest, analysis: Analysis, form: SigningForm) -> HttpResponse:
    """The form again; what was typed is also kept for the newest run of the clip, which may be another one by now."""
    signing_words.keep(analysis, request.user, form.typed(), form.as_proposed())
    return not_signed(request, analysis, form)


def with_words_of_another_page(request: SignedInRequest, analysis: Analysis, form: SigningForm) -> HttpResponse:
    """What the therapist typed in another tab as well, to look at before it is signed."""
    signing_words.keep(analysis, request.user, form.typed(), form.as_proposed())
    with_all = SigningForm(analysis, words=signing_words.kept(analysis, request.user))
    return not_signed(request, analysis, with_all, news=True)


def not_signed(request: SignedInRequest, analysis: Analysis, form: SigningForm, *, news: bool = False) -> HttpResponse:
    newest = newest_result(analysis)
    context = {
        "analysis": analysis,
        "form": form,
        "news": news,
        "newest_page": page_of(newest, "review"),
        "is_newest": newest == analysis and analysis.fits_kind,
    }
    return render(request, "gait/sign.html", context, status=422)


def page_of(analysis: Analysis, part: str) -> str:
    return f"{reverse('assessment', args=[analysis.recording.assessment_id])}?run={analysis.pk}#{part}"
