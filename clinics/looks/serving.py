"""The accent and the pictures of a location, for everybody, at addresses that name their content."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from clinics.looks.colours import stylesheet
from clinics.models import Clinic, Picture

FOR_GOOD = "public, max-age=31536000, immutable"
DIGEST_LENGTH = 16


def digest_of(colour: str) -> str:
    """Of the rules made from the colour, not of the colour: a better rule must reach every browser."""
    return hashlib.sha256(stylesheet(colour).encode()).hexdigest()[:DIGEST_LENGTH]


@require_safe
def brand_css(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    clinic = get_object_or_404(Clinic.objects.exclude(brand_colour=""), slug=slug)
    return lasting(stylesheet(clinic.brand_colour), "text/css", is_current=digest == digest_of(clinic.brand_colour))


@require_safe
def brand_picture(request: HttpRequest, slug: str, kind: str, digest: str) -> HttpResponse:
    picture = get_object_or_404(Picture, clinic__slug=slug, kind=kind)
    return lasting(bytes(picture.content), picture.content_type, is_current=picture.sha256.startswith(digest))


def lasting(content: str | bytes, content_type: str, *, is_current: bool) -> HttpResponse:
    """An old address still answers, with what is there now, but is not kept."""
    kept = FOR_GOOD if is_current else "no-cache"
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": kept})
