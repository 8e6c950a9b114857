"""What an admin keeps true about a location: when it is open, and whether its public page is there."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseInlineFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.audit import record_event
from clinics.forms import ClosureFormSet, HoursFormSet, SocialLinkFormSet, SpecialHoursFormSet
from clinics.models import AuditEvent, Role


@dataclass(frozen=True)
class Rows:
    """One page of rows: what it is called, what it says, and how its rows are read out."""

    title: str
    lead: str
    row: str
    formset: "type[BaseInlineFormSet[Any, Any, Any]]"
    has_times: bool = True


WEEK = Rows("Opening hours", "A day may have several spans; a day without one is closed.", "Span", HoursFormSet)
SPECIAL = Rows(
    "Special hours",
    "Single days that keep other hours than their weekday: a late opening, a Saturday that is open for once. "
    "On these days only what stands here counts.",
    "Day",
    SpecialHoursFormSet,
)
CLOSURES = Rows(
    "Closures",
    "Whole days on which the location stays closed in spite of all hours. Visitors read the reason.",
    "Closure",
    ClosureFormSet,
)

LINKS = Rows(
    "Links",
    "Pages of this location elsewhere: its own website, LinkedIn, Instagram, Facebook, Yelp. Its public page shows "
    "them, and search engines learn that they are the same place.",
    "Link",
    SocialLinkFormSet,
    has_times=False,
)


@admin_required
def clinic_hours(request: SignedInRequest, slug: str) -> HttpResponse:
    return edit_rows(request, slug, WEEK)


@admin_required
def clinic_special_hours(request: SignedInRequest, slug: str) -> HttpResponse:
    return edit_rows(request, slug, SPECIAL)


@admin_required
def clinic_closures(request: SignedInRequest, slug: str) -> HttpResponse:
    return edit_rows(request, slug, CLOSURES)


@admin_required
def clinic_links(request: SignedInRequest, slug: str) -> HttpResponse:
    return edit_rows(request, slug, LINKS)


def edit_rows(request: SignedInRequest, slug: str, rows: Rows) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    formset = rows.formset(request.POST or None, instance=clinic)
    if request.method == "POST" and formset.is_valid():
        formset.save()
        record_event(AuditEvent.Action.CHANGED, clinic, clinic=clinic, request=request)
        messages.success(request, f"{rows.title} of {clinic.name}: saved.")
        return redirect("clinic_list")
    return render(request, "clinics/rows.html", {"clinic": clinic, "formset": formset, "rows": rows})


@require_POST
@admin_required
def clinic_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put the public page of a location up, or take it down; says which, so that a second click changes nothing."""
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    clinic.is_published = request.POST.get("is_published") == "yes"
    clinic.save(update_fields=["is_published"])
    record_event(AuditEvent.Action.CHANGED, clinic, clinic=clinic, request=request)
    state = "public now" if clinic.is_published else "no longer public"
    messages.success(request, f"{clinic.name} is {state}.")
    return redirect("clinic_list")
