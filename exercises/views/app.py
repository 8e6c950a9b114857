"""The patient's pages as an app: follow along, keep working without a network, a reminder in the calendar."""

import json
from dataclasses import asdict
from datetime import time

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exercises.following.schedule import minutes_of, tasks_of
from exercises.models import active_plan
from exercises.patient.follow import session_script
from exercises.patient.links import find_link
from exercises.patient.offline import files_to_keep
from exercises.patient.phone_notes import take_in
from exercises.patient.reminders import calendar_of
from exercises.patient.visits import Visit, visitors_only

MAX_LETTER_BYTES = 64 * 1024
PICTURES = "/exercise-pictures/"
APP_ICONS = (
    ("img/app-192.png", 192, "any"),
    ("img/app-512.png", 512, "any"),
    ("img/app-maskable-512.png", 512, "maskable"),
)


@visitors_only
def patient_follow(request: HttpRequest, visit: Visit) -> HttpResponse:
    tasks = tasks_of(visit.plan, visit.today) if visit.plan else []
    session = session_script(tasks, visit.patient.sex)
    if not session:
        return redirect("patient_today", visit.secret)
    minutes = minutes_of([task.item for task in tasks if task.is_due and not task.is_logged])
    context = {"visit": visit, "page": "today", "session": session, "words": player_words(), "minutes": minutes}
    return render(request, "patient/follow.html", context)


def player_words() -> dict[str, str]:
    """The player's sentences; {names} are filled in by the browser."""
    return {
        "ready": _("Get ready"),
        "rest": _("Rest"),
        "switch": _("Other leg"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "set": _("Set {set} of {sets}"),
        "repetition": _("{repetition} of {repetitions}"),
        "one_way": _("one way"),
        "other_way": _("the other way"),
        "minutes_left": _("{minutes} min left"),
    }


@visitors_only
def patient_offline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the phone shows instead of a page that it has not kept."""
    return render(request, "patient/offline.html", {"visit": visit, "page": "offline"})


@transaction.non_atomic_requests
@require_POST
@visitors_only
def patient_sync(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take in what a phone kept while it was offline: each entry in a transaction of its own.

    Answers what is written ("kept") and why the rest is not ("refused"); of that, what the clinic holds beside the
    diary ("held"). The phone may forget what is kept or held.
    """
    if int(request.headers.get("Content-Length") or 0) > MAX_LETTER_BYTES:
        return JsonResponse({"kept": [], "refused": {}, "why": "unreadable"}, status=413)
    try:
        records = list(json.loads(request.body)["records"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"kept": [], "refused": {}, "why": "unreadable"}, status=400)
    answer = take_in(records, visit.patient)
    is_unreadable = not answer.kept and not answer.held and set(answer.refused.values()) == {"unreadable"}
    return JsonResponse(asdict(answer), status=400 if is_unreadable else 200)


def patient_worker(request: HttpRequest, secret: str) -> HttpResponse:
    """The service worker: keeps the plan's pages and pictures on the phone after the first visit."""
    if find_link(secret) is None:
        raise Http404
    home = reverse("patient_today", args=[secret])
    context = {"home": home, "files": files_to_keep(), "static_url": settings.STATIC_URL, "pictures_url": PICTURES}
    return render(request, "patient/worker.js", context, content_type="text/javascript")


def patient_manifest(request: HttpRequest, secret: str) -> HttpResponse:
    if find_link(secret) is None:
        raise Http404
    home = reverse("patient_today", args=[secret])
    manifest = {
        "name": _("My exercises"),
        "short_name": _("Exercises"),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#f6f7f6",
        "theme_color": "#0a6b5f",
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(icon(*each) for each in APP_ICONS),
        ],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def icon(name: str, size_px: int, purpose: str) -> dict[str, str]:
    return {"src": static(name), "sizes": f"{size_px}x{size_px}", "type": "image/png", "purpose": purpose}


def patient_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """A calendar feed at the time the patient chose. Calendars have no cookie, so nothing in it tells about health."""
    link = find_link(secret)
    plan = active_plan(link.patient) if link else None
    if plan is None:
        raise Http404
    feed = calendar_of(plan, at=time_of(request.GET.get("at", "")))
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")


def time_of(word: str) -> time:
    try:
        return time.fromisoformat(word)
    except ValueError:
        return time(18)
