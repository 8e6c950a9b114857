"""Where somebody who works at several locations is right now: what lists show and new records start with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, clinics_of, staff_required
from clinics.models import Clinic

CHOSEN = "current_location"
"""Where the session holds the choice."""


def current_location(request: SignedInRequest) -> Clinic | None:
    """The chosen place, while the person works there; None for all of theirs. It narrows lists and grants nothing."""
    slug = request.session.get(CHOSEN)
    if not slug:
        return None
    if not hasattr(request, CHOSEN):
        setattr(request, CHOSEN, clinics_of(request.user).filter(slug=slug).first())
    return getattr(request, CHOSEN)


@require_POST
@staff_required
def location_switch(request: SignedInRequest) -> HttpResponse:
    """Go on at one location, or at all of them where none is named; the page stays."""
    slug = request.POST.get("slug", "")
    if slug:
        get_object_or_404(clinics_of(request.user), slug=slug)
    request.session[CHOSEN] = slug
    return redirect(page_before(request))


def page_before(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else reverse("home")
