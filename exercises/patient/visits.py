"""A patient's visit: a signed cookie that opens one plan link, lasts 30 quiet minutes, and is no staff login."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from exercises.models import Plan, PlanLink, active_plan
from exercises.patient.links import find_link
from exercises.patient.whose import stamps_of
from patients.models import Patient

COOKIE = "plan_visit"
IDLE_S = 30 * 60
SALT = "exercises.visits"
AHEAD_HEADER = "X-Plan-Ahead"
VISIT_HEADER = "X-Plan-Visit"
"""Tells the service worker which answers are the plan (open) and which are the door (door), and when the door refuses
for good (closed): then what the phone keeps of the plan goes."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose plan is open, through which link, and which day it is at the clinic. is_ahead: asked for by the worker, for
    a phone that will have no network; nobody looks at it now."""

    secret: str
    link: PlanLink
    patient: Patient
    plan: Plan | None
    today: date
    is_ahead: bool = False

    @property
    def stamps(self) -> str:
        """For the page: what its phone puts on every note, and what else tells that a note is this person's."""
        return " ".join(stamps_of(self.patient))


def admit(response: HttpResponseBase, secret: str, link: PlanLink) -> HttpResponseBase:
    """Let the browser in, or let it stay: the idle time starts again."""
    response.set_signed_cookie(
        COOKIE,
        str(link.pk),
        salt=SALT,
        max_age=IDLE_S,
        path=reverse("patient_today", args=[secret]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers[VISIT_HEADER] = "open"
    return response


def leave(response: HttpResponse, secret: str) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("patient_today", args=[secret]))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def visit_of(request: HttpRequest, secret: str) -> Visit | None:
    """The visit behind this request; None for strangers, and for links that were revoked or ran out meanwhile."""
    link = find_link(secret)
    told = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=IDLE_S)
    if link is None or told != str(link.pk):
        return None
    patient = link.patient
    today = timezone.localdate(timezone=ZoneInfo(patient.clinic.time_zone))
    return Visit(secret, link, patient, active_plan(patient), today, is_ahead=AHEAD_HEADER in request.headers)


def visitors_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view its Visit in place of the secret; send everybody else to the door."""

    @wraps(view)
    def guarded(request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visit = visit_of(request, secret)
        if visit is None:
            return redirect("patient_today", secret)
        with timezone.override(visit.patient.clinic.time_zone):
            return admit(view(request, visit, *args, **kwargs), secret, visit.link)

    return guarded
