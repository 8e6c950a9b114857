"""Where a therapist's day starts."""

from django.http import HttpResponse
from django.shortcuts import render

from clinics.access import SignedInRequest, therapist_required
from clinics.current_location import current_location
from gait.worklist_rows import sections_of


@therapist_required
def worklist(request: SignedInRequest) -> HttpResponse:
    """All that waits, or with ?show= one kind of it."""
    sections = sections_of(request.user, current_location(request))
    chosen = next((section for section in sections if section.key == request.GET.get("show")), None)
    context = {
        "sections": sections,
        "chosen": chosen,
        "shown": [chosen] if chosen else [section for section in sections if section.rows],
    }
    return render(request, "gait/worklist.html", context)
