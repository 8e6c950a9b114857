"""Whoever opened a record in an emergency reads it, and leaves one note; nothing else of it can be changed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from clinics.access import clinics_of
from clinics.audit.addresses import finder_for
from clinics.middleware import SAFE_METHODS
from clinics.models import Role
from patients.models import EmergencyAccess

TOLD = "In an emergency you can read this record and leave one note. To change it, ask its location to transfer it."


def reads_only(request: HttpRequest, user: Any) -> bool:
    """Whether the request would change a record that is open to this person by an emergency alone."""
    match = request.resolver_match
    if request.method in SAFE_METHODS or match is None or not user.is_authenticated:
        return False
    opened = {str(pk) for pk in EmergencyAccess.objects.open_for(user).values_list("patient_id", flat=True)}
    find = finder_for(match) if opened else None
    if find is None:
        return False
    theirs = set(clinics_of(user, Role.THERAPIST).values_list("pk", flat=True))
    return any(
        str(seen.patient_id) in opened and (seen.clinic is None or seen.clinic.pk not in theirs)
        for seen in find(request, match.kwargs)
    )


class EmergencyReadsOnly:
    """For pages. The API asks ReadsOnlyInEmergency: who sends a token is known there only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if reads_only(request, request.user):
            return render(request, "patients/emergency_reads_only.html", {"told": TOLD}, status=403)
        return None


class ReadsOnlyInEmergency(BasePermission):
    message = TOLD

    def has_permission(self, request: Request, view: object) -> bool:
        return not reads_only(request._request, request.user)
