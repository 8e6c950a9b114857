"""A clinic's way of prescribing: its defaults, and templates to start a plan from."""

from django.db import transaction
from django.utils import timezone

from clinics.models import Clinic, User
from exercises.library.doses import hold_to, restrictions_of
from exercises.models import Exercise, Plan, PlanItem, PlanPractice, PlanTemplate

FROM_TEMPLATE = "template"
KEPT = (
    "exercise_id", "level", "sets", "reps", "hold_s", "up_s", "down_s", "rest_s", "band", "band_position",
    "step_height_cm", "support", "counts", "is_one_sided", "days_per_week", "are_days_typed", "starts_in_week",
    "waits_for", "note",
)  # fmt: skip


def practice_of(clinic: Clinic) -> PlanPractice:
    """The clinic's own, or the defaults; not saved."""
    return PlanPractice.objects.filter(clinic=clinic).first() or PlanPractice(clinic=clinic)


def keep_as_template(plan: Plan, name: str, user: User) -> PlanTemplate:
    """Everything but the patient: sides, reasons and rules stay out. The same name is written anew."""
    lines = [{field: getattr(item, field) for field in KEPT} for item in plan.items.all()]
    template, _ = PlanTemplate.objects.update_or_create(
        clinic=plan.patient.clinic,
        name=name,
        defaults={"lines": lines, "made_by": user, "made_at": timezone.now()},
    )
    return template


@transaction.atomic
def fill_from(plan: Plan, template: PlanTemplate, aim: tuple[str, int]) -> None:
    """Put the template's exercises into a draft in place of what it had. aim: the side, and its extra sets."""
    for item in plan.items.all():
        item.plan = plan
        item.delete()
    known = set(Exercise.objects.offered_at(plan.patient.clinic).values_list("pk", flat=True))
    lines = [line for line in template.lines if line["exercise_id"] in known]
    for position, line in enumerate(lines, start=1):
        item_from(plan, position, line, template, aim).save()


def item_from(
    plan: Plan, position: int, line: dict[str, object], template: PlanTemplate, aim: tuple[str, int]
) -> PlanItem:
    target_side, extra_sets = aim if line["is_one_sided"] else (PlanItem.Side.BOTH.value, 0)
    item = PlanItem(
        plan=plan,
        position=position,
        target_side=target_side,
        extra_sets=extra_sets,
        rule=FROM_TEMPLATE,
        reason=f"From the clinic's template “{template.name}”; the therapist chose it.",
        **line,
    )
    hold_to(item, restrictions_of(plan, item.exercise_id))
    return item


def aim_of_report(plan: Plan) -> tuple[str, int]:
    """The standing legs whose pelvis drops in the signed report: one of them, or both; one set more there."""
    sides = plan.report.content.get("sides", {})
    dropping = [side for side, seen in sides.items() if seen.get("verdict") == "drop"]
    return (dropping[0], 1) if len(dropping) == 1 else (PlanItem.Side.BOTH.value, 1 if dropping else 0)
