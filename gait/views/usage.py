"""What a location measures, for its admins."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.models import Role
from gait.usage import BAR, GAP, HEIGHT, WEEKS, bars, queue_of, weeks_of


@admin_required
def clinic_usage(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    weeks = weeks_of(clinic, timezone.localdate(timezone=ZoneInfo(clinic.time_zone)))
    labels = [f"{week.monday:%b %-d}" for week in weeks]
    context = {
        "clinic": clinic,
        "weeks": weeks,
        "queue": queue_of(clinic),
        "assessments": bars([week.assessments for week in weeks], labels),
        "results": bars([week.result_minutes for week in weeks], labels),
        "width": WEEKS * (BAR + GAP),
        "bar": BAR,
        "baseline": HEIGHT,
    }
    return render(request, "gait/usage.html", context)
