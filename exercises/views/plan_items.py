"""The exercises of one plan: type, choose a level, add, take out, let rest."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from exercises.following.diary import let_rest, lift
from exercises.models import Exercise, ExerciseHold, Plan, PlanItem
from exercises.plan.draft_lines import NotTaken, take_typed
from exercises.plan.lines import add_exercise, set_level
from exercises.prescribing.types import MAX_LEVEL
from exercises.views.plan_access import editable_plan, record_change, tells_of_a_fixed_plan, visible_plan
from exercises.views.plan_page import not_taken, share_out


@require_POST
@therapist_required
@tells_of_a_fixed_plan
def item_edit(request: SignedInRequest, pk: object, item_pk: int) -> HttpResponse:
    """Save what is typed, in this line and in the others, or give the line another level with that level's dose."""
    plan = editable_plan(request, pk)
    if not plan.items.filter(pk=item_pk).exists():
        return line_is_gone(request, plan)
    try:
        take_typed(plan, request.POST)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    item = plan.items.select_related("exercise").get(pk=item_pk)
    item.plan = plan
    if "level" in request.POST:
        set_level(item, min(MAX_LEVEL, int_of(request.POST["level"], default=item.level)))
        share_out(request, plan)
    else:
        messages.success(request, f"{item.rung['name']}: saved.")
    return redirect_to_line(plan, item)


@require_POST
@therapist_required
@tells_of_a_fixed_plan
def item_remove(request: SignedInRequest, pk: object, item_pk: int) -> HttpResponse:
    plan = editable_plan(request, pk)
    item = plan.items.filter(pk=item_pk).first()
    if item is None:
        return line_is_gone(request, plan)
    item.plan = plan
    try:
        take_typed(plan, request.POST, without=item)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    item.delete()
    messages.success(request, f"{item.exercise.name} is out of this plan.")
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
@tells_of_a_fixed_plan
def item_add(request: SignedInRequest, pk: object) -> HttpResponse:
    plan = editable_plan(request, pk)
    exercise = get_object_or_404(Exercise.objects.offered_at(plan.patient.clinic), pk=request.POST.get("exercise"))
    if plan.items.filter(exercise=exercise).exists():
        refuse(request, f"Nothing was added: another page has put {exercise.name} into the draft already.")
        return redirect("plan", plan.pk)
    try:
        take_typed(plan, request.POST)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    item = add_exercise(plan, exercise)
    share_out(request, plan)
    return redirect_to_line(plan, item)


@require_POST
@therapist_required
def item_hold(request: SignedInRequest, pk: object, item_pk: int) -> HttpResponse:
    """Let an exercise of the running plan rest."""
    plan = visible_plan(request, pk)
    item = get_object_or_404(plan.items.select_related("exercise"), pk=item_pk, plan__status=Plan.Status.ACTIVE)
    let_rest(item)
    record_change(request, plan)
    messages.success(request, f"{item.exercise.name} rests until you let it go on.")
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
def hold_lift(request: SignedInRequest, pk: object, hold_pk: int) -> HttpResponse:
    """Let a resting exercise start again."""
    plan = visible_plan(request, pk)
    hold = get_object_or_404(ExerciseHold, pk=hold_pk, patient=plan.patient_id, lifted_at=None)
    lift(hold, request.user)
    record_change(request, plan)
    messages.success(request, f"{hold.exercise.name} can go on.")
    return redirect("plan", plan.pk)


def line_is_gone(request: SignedInRequest, plan: Plan) -> HttpResponse:
    refuse(
        request, "Nothing was done: another page took this exercise out of the draft. Add it again if it belongs in."
    )
    return redirect("plan", plan.pk)


def redirect_to_line(plan: Plan, item: PlanItem) -> HttpResponse:
    response = redirect("plan", plan.pk)
    response["Location"] += f"#item-{item.pk}"
    return response


def int_of(word: str | None, *, default: int) -> int:
    return int(word) if word and word.isdecimal() else default
