"""The patient's own pages, behind a plan link and the birth year."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clinics.access import PageRequest
from clinics.audit import record_event
from clinics.languages import is_spoken
from clinics.models import AuditEvent
from exercises.following import diary
from exercises.following.messages import unseen
from exercises.following.schedule import Task, minutes_of, tasks_of, week_of
from exercises.following.signs import banner_of
from exercises.models import DiaryEntry, Reminder
from exercises.patient.links import find_link, open_link
from exercises.patient.morning import morning_of
from exercises.patient.offline import addresses_to_keep
from exercises.patient.own_picture import pictures_of
from exercises.patient.phone_records import day_of_tap, item_of
from exercises.patient.progress import progress_of
from exercises.patient.unplaced import shown_to
from exercises.patient.visits import VISIT_HEADER, Visit, admit, leave, visit_of, visitors_only
from exercises.patient.why import why_of

TOLD_FOR = timedelta(days=3)


def patient_today(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The door for those who are not in yet, today's exercises for those who are."""
    if is_spoken(request.GET.get("lang")):
        return speak(request.GET["lang"], secret)
    visit = visit_of(request, secret)
    if visit is None:
        return knock(request, secret)
    return admit(render(request, "patient/today.html", today_context(visit)), secret, visit.link)


def speak(language: str, secret: str) -> HttpResponse:
    """Remember the language for this plan's pages; without a choice the phone's own language counts."""
    home = reverse("patient_today", args=[secret])
    response = redirect(home)
    year_s = 365 * 24 * 60 * 60
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, path=home, max_age=year_s, samesite="Lax")
    return response


def knock(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Ask for the birth year. Wrong years, unknown links and expired ones all get the same page."""
    if request.method != "POST":
        response = render(request, "patient/door.html")
        response[VISIT_HEADER] = "door" if find_link(secret) else "closed"
        return response
    year = request.POST.get("birth_year", "")
    link = open_link(secret, int(year)) if year.isdecimal() and len(year) == 4 else None
    if link is None:
        response = render(request, "patient/door.html", {"is_refused": True}, status=403)
        response[VISIT_HEADER] = "closed"
        return response
    patient = link.patient
    record_event(
        AuditEvent.Action.VIEWED,
        link,
        clinic=patient.clinic,
        request=request,
        patient_id=patient.pk,
        actor_kind="patient",
    )
    return admit(redirect("patient_today", secret), secret, link)


@require_POST
def patient_leave(request: HttpRequest, secret: str) -> HttpResponse:
    return leave(redirect("patient_today", secret), secret)


@visitors_only
def patient_why(request: HttpRequest, visit: Visit) -> HttpResponse:
    """From the valid report, also where the plan was made of one that a later signature replaced."""
    report = visit.plan.report.newest if visit.plan else None
    context = {
        "visit": visit,
        "why": why_of(report) if report else None,
        "pictures": pictures_of(report, visit.patient, visit.secret) if report else [],
        "page": "why",
    }
    return render(request, "patient/why.html", context)


@visitors_only
def patient_progress(request: HttpRequest, visit: Visit) -> HttpResponse:
    progress = progress_of(visit.plan, visit.today) if visit.plan else None
    reminder = Reminder.objects.filter(patient=visit.patient).first()
    context = {"visit": visit, "progress": progress, "reminder": reminder, "page": "progress"}
    return render(request, "patient/progress.html", context)


@require_POST
@visitors_only
def patient_log(request: PageRequest, visit: Visit, item_pk: int) -> HttpResponse:
    """One tap on one exercise: done, pain, effort, level, skip or undo.

    The page may be older than the plan: what was done by the version it shows is written all the same.
    """
    item = item_of(visit.patient, item_pk)
    if item is None:
        raise Http404
    day = day_of_tap(visit.today, request.POST.get("day", ""))
    diary.apply_tap(item, day, request.POST.get("tap", ""), request.POST.get("value", ""))
    tasks = tasks_of(visit.plan, day) if visit.plan else []
    task = next((task for task in tasks if task.item.exercise_id == item.exercise_id), None)
    if request.htmx and task:
        return render(request, "patient/_task.html", {"visit": visit, "task": task})
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    response = redirect("patient_today", visit.secret)
    response["Location"] += f"#exercise-{task.item.pk}" if task else ""
    return response


@require_POST
@visitors_only
def patient_morning(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How it was on the morning after the last session: the pain, then the limp. A second answer corrects the first."""
    value, limped = request.POST.get("value", ""), request.POST.get("limped", "")
    entries = diary.last_session(visit.plan, visit.today) if visit.plan else []
    if diary.is_score(value):
        diary.log_morning(entries, int(value))
    if limped in {"yes", "no"}:
        diary.log_limp(entries, limped=limped == "yes")
    return redirect(reverse("patient_today", args=[visit.secret]))


def today_context(visit: Visit) -> dict[str, object]:
    tasks = tasks_of(visit.plan, visit.today) if visit.plan else []
    due = [task for task in tasks if (task.is_due or task.is_logged) and not task.hold]
    return {
        "visit": visit,
        "page": "today",
        **banner_of(visit.patient),
        "unplaced": shown_to(visit.patient),
        "unseen": unseen(visit.patient),
        "changed_lately": changed_lately(visit),
        "keep": addresses_to_keep(visit, tasks),
        "tasks": tasks,
        "due": [task for task in tasks if is_on_today(task)],
        "resting": [task for task in tasks if not is_on_today(task) and not task.is_later],
        "later": [task for task in tasks if task.is_later],
        "minutes_left": minutes_of([task.item for task in due if not task.is_logged]),
        "is_new": not DiaryEntry.objects.filter(patient=visit.patient).exists(),
        "is_all_done": bool(due) and all(task.is_logged for task in due),
        "morning": morning_of(visit.plan, visit.today) if visit.plan else None,
        "week": week_of(visit.plan, visit.today) if visit.plan else 0,
    }


def changed_lately(visit: Visit) -> list[dict[str, object]]:
    """What the rules changed in the last days, each exercise under the name this reader knows."""
    plan = visit.plan
    if plan is None or not plan.is_automatic or plan.activated_at is None:
        return []
    if plan.activated_at < timezone.now() - TOLD_FOR:
        return []
    names = {item.exercise_id: item.rung["name"] for item in plan.items.select_related("exercise")}
    return [{**change, "name": names[change["exercise"]]} for change in plan.changes if change["exercise"] in names]


def is_on_today(task: Task) -> bool:
    return task.is_logged or task.is_due
