"""Where a therapist's day starts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinics.access import therapist_required
from clinics.current_location import current_location
from gait.worklist import worklist_of


@therapist_required
def worklist(request: HttpRequest) -> HttpResponse:
    return render(request, "gait/worklist.html", {"worklist": worklist_of(request.user, current_location(request))})
