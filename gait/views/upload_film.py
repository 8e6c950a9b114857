"""From anywhere to the form that takes a film: whose is it?"""

from django.http import HttpResponse
from django.shortcuts import render

from clinics.access import SignedInRequest, therapist_required
from clinics.current_location import current_location
from gait.worklist import awaiting_video
from patients.models import Patient
from patients.search import search

MAX_SHOWN = 12
"""More than fit on a screen are found by typing."""


@therapist_required
def upload_film(request: SignedInRequest) -> HttpResponse:
    """Visits that wait for their clip, then patients; POST searches, because a name has no place in an address."""
    here = current_location(request)
    typed = request.POST.get("q", "").strip()
    listed = Patient.objects.visible_to(request.user).at(here).current()
    context = {
        "typed": typed,
        "patients": search(listed, typed).select_related("clinic")[:MAX_SHOWN],
        "waiting": [] if typed else awaiting_video(request.user, here)[:MAX_SHOWN],
    }
    template = "gait/_upload_film_rows.html" if request.htmx else "gait/upload_film.html"
    return render(request, template, context)
