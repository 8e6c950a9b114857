"""The page of one plan: what stands on it, also with what was typed and is not right yet."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exercises.following.adherence import alerts, changes_proposed, proposals, week_so_far
from exercises.following.alert_rules import RULES, Alert
from exercises.following.monitoring import periods_of
from exercises.following.retests import retests_of
from exercises.following.running import running_alerts, standing_of
from exercises.following.schedule import session_minutes_of, sessions_of, today_at
from exercises.following.signs import open_signs_of
from exercises.models import Exercise, Plan, PlanItem
from exercises.plan.draft_lines import NotTaken, items_of
from exercises.plan.item_form import PlanItemForm
from exercises.plan.lines import share_days
from exercises.plan.practice import practice_of
from exercises.plan.running_form import RunningLineForm
from exercises.prescribing.sessions import MAX_SESSION_MINUTES, SHARED_DAYS
from gait.result.conventions import Side, Verdict
from gait.review.paper import pictures_of
from gait.review.snapshot_form import PictureShown


def plan_context(
    plan: Plan, typed: Sequence[PlanItemForm] = (), running: RunningLineForm | None = None
) -> dict[str, object]:
    """typed, running: what came back because a number in one of them is not right."""
    today = today_at(plan.patient.clinic)
    is_active = plan.status == Plan.Status.ACTIVE
    practice = practice_of(plan.patient.clinic)
    items = items_of(plan)
    standing = standing_of(plan, today)
    came_back = {form.instance.pk: form for form in typed}
    lines = [(item, came_back.get(item.pk) or PlanItemForm(instance=item)) for item in items]
    return {
        "plan": plan,
        "patient": plan.patient,
        "lines": lines,
        "has_errors": any(form.errors for form in [*typed, *([running] if running else [])]),
        "missing": not_in(plan, items),
        "templates": plan.patient.clinic.plan_templates.all() if plan.is_draft else [],
        "alerts": alerts_of(plan, today),
        "standing": standing,
        "open_signs": [] if plan.is_draft else open_signs_of(plan.patient),
        "running_form": running or (RunningLineForm(instance=standing.line) if standing and plan.is_draft else None),
        "proposals": changes_proposed(plan, today) if is_active else [],
        "decisions": proposals(plan, today) if is_active else [],
        "rules": RULES if is_active else [],
        "periods": periods_of(plan, today) if is_active and practice.counts_monitoring_days else [],
        "retest": retests_of([plan]).get(plan.pk) if is_active else None,
        "frames": target_frames(plan),
        "session_minutes": session_minutes_of(items),
        "sessions": len(sessions_of(items)),
        "promised_minutes": MAX_SESSION_MINUTES,
        "week": week_so_far(plan, today) if is_active else None,
        "today": today,
    }


def alerts_of(plan: Plan, today: date) -> list[Alert]:
    """On a draft, what stops the running: the runs of the plan in use lead to it too."""
    running = running_alerts(plan, today) if plan.status in {Plan.Status.ACTIVE, Plan.Status.DRAFT} else []
    return [*(alerts(plan, today) if plan.status == Plan.Status.ACTIVE else []), *running]


def target_frames(plan: Plan) -> list[PictureShown]:
    """The strides that brought the plan about: the worst instant of each side that drops, else of both."""
    frames = [picture.frame for picture in pictures_of(plan.report)]
    sides = plan.report.found.sides
    dropping = [frame for frame in frames if sides[Side(frame["side"])].verdict is Verdict.DROP]
    return dropping or frames


def not_in(plan: Plan, items: list[PlanItem]) -> list[tuple[str, str]]:
    """Slug and the clinic's name of every exercise that could still be added."""
    clinic = plan.patient.clinic
    others = Exercise.objects.offered_at(clinic).exclude(pk__in=[item.exercise_id for item in items])
    return [(exercise.pk, exercise.content_at(clinic.pk)["name"]) for exercise in others]


def not_taken(request: HttpRequest, plan: Plan, refusal: NotTaken) -> HttpResponse:
    """The draft again with everything that was typed, and what is wrong with it."""
    return render(request, "exercises/plan.html", plan_context(plan, refusal.forms, refusal.running), status=422)


def share_out(request: HttpRequest, plan: Plan) -> None:
    if share_days(plan):
        told = f"All exercises together are longer than {MAX_SESSION_MINUTES} minutes now: they take turns, each on"
        messages.info(request, f"{told} {SHARED_DAYS} days a week (rule M11).")
