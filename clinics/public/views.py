"""What everybody may read: hip drop explained, the locations, and how to get in touch."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import ResolverMatch, reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from clinics.countries import country_of
from clinics.enquiries.forms import EnquiryForm
from clinics.enquiries.handling import TooManyEnquiries, accept_enquiry
from clinics.languages import SOURCE, namespace_of, others, spoken
from clinics.models import Clinic
from clinics.public.jsonld import medical_clinic, script_safe
from clinics.public.locations import LocationNow, clinics_shown_to, location_now, published_clinics
from clinics.public.page_words import hip_drop_article, words_of
from clinics.templatetags.looks import photo_of, picture_address
from clinics.words import texts

View = Callable[..., HttpResponse]
PAGES = ["landing", "hip_drop", "locations", "contact"]


def in_language_of_address(view: View) -> View:
    """The address alone says the language, so that every page can be linked, cached and found in each."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, language: str = SOURCE, **kwargs: Any) -> HttpResponse:
        with translation.override(language):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = language
            return response

    return spoken


@require_safe
@in_language_of_address
def landing(request: HttpRequest) -> HttpResponse:
    return show(request, "landing", {"locations": locations_now()})


@require_safe
@in_language_of_address
def hip_drop(request: HttpRequest) -> HttpResponse:
    practice = Clinic.objects.filter(is_published=True).values_list("practice", flat=True).first() or ""
    language = translation.get_language()
    own = texts.shown(practice, language, request)
    article = hip_drop_article(
        words_of("hip_drop", practice, None),
        address=addresses("hip_drop")[language],
        language=language,
        practice=practice or "Stance",
        is_ours=not own.sections,
    )
    context = {"own": own.sections, "preview": own.is_preview, "facts": script_safe(article)}
    return show(request, "hip_drop", context)


@require_safe
@in_language_of_address
def locations(request: HttpRequest) -> HttpResponse:
    return show(request, "locations", {"locations": locations_now()})


@require_safe
@in_language_of_address
def location(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    clinic = get_object_or_404(clinics_shown_to(request.user), slug=slug)
    here = location_now(clinic, now)
    facts = medical_clinic(
        clinic,
        clinic.opening_hours.all(),
        clinic.closures_ahead,
        address=settings.SITE_URL + reverse("public:location", args=[slug]),
        today=here.here.date(),
        special=clinic.special_ahead,
        image=settings.SITE_URL + picture_address(photo) if (photo := photo_of(clinic)) else "",
    )
    return show(request, "location", {"location": here, "clinic": clinic, "facts": script_safe(facts)})


@require_http_methods(["GET", "HEAD", "POST"])
@in_language_of_address
def contact(request: HttpRequest) -> HttpResponse:
    return answer_form(request, clinic=None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_language_of_address
def location_contact(request: HttpRequest, slug: str) -> HttpResponse:
    return answer_form(request, get_object_or_404(published_clinics(), slug=slug))


@require_safe
@in_language_of_address
def thanks(request: HttpRequest) -> HttpResponse:
    return show(request, "thanks", {})


def answer_form(request: HttpRequest, clinic: Clinic | None) -> HttpResponse:
    form = EnquiryForm(request.POST or None, clinic=clinic)
    context = {"form": form, "clinic": clinic, "locations": locations_now()}
    if request.method != "POST":
        return show(request, "contact", context)
    if form.is_from_a_program:
        return redirect(reverse("public:thanks", current_app=namespace_asked(request)))
    if not form.is_valid():
        return show(request, "contact", context, status=422)
    try:
        accept_enquiry(form.save(commit=False), request)
    except TooManyEnquiries:
        return show(request, "contact", context | {"is_too_many": True}, status=429)
    return redirect(reverse("public:thanks", current_app=namespace_asked(request)))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what is public and nothing else."""
    return render(request, "public/robots.txt", {"site": settings.SITE_URL}, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    slugs = Clinic.objects.filter(is_published=True).values_list("slug", flat=True)
    entries = [addresses(name) for name in PAGES] + [addresses("location", slug) for slug in slugs]
    return render(request, "public/sitemap.xml", {"entries": entries}, content_type="application/xml; charset=utf-8")


def addresses(name: str, *args: Any) -> dict[str, str]:
    """The full address of one page in each language."""
    return {
        language: settings.SITE_URL + reverse(f"public:{name}", args=args, current_app=namespace_of(language))
        for language, _name in spoken()
    }


def locations_now() -> list[LocationNow]:
    now = timezone.now()
    return [location_now(clinic, now) for clinic in published_clinics()]


def namespace_asked(request: HttpRequest) -> str:
    return asked(request).namespace or "public"


def asked(request: HttpRequest) -> ResolverMatch:
    """The address that led to the view; None only before there is a view."""
    assert request.resolver_match is not None
    return request.resolver_match


def show(request: HttpRequest, page: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    found = asked(request)
    slug = found.kwargs.get("slug")
    clinic = context.get("clinic")
    shown = clinic if isinstance(clinic, Clinic) else Clinic.objects.filter(is_published=True).first()
    language = translation.get_language()
    name = found.url_name or "home"
    same = addresses(page if name == "home" else name, *([slug] if slug else []))
    practice = shown.practice if shown else "Stance"
    frame = {
        "words": words_of(page, practice, clinic if isinstance(clinic, Clinic) else None),
        "site": settings.SITE_URL,
        "page": page,
        "language": language,
        "address": same[language],
        "addresses": same,
        "other_languages": [(code, name, same[code]) for code, name in others(than=language)],
        "practice": practice,
        "emergency": shown.emergency_number if shown else country_of("US").emergency_number,
        "brand": shown,
    }
    return render(request, f"public/{page}.html", {**frame, **context}, status=status)
