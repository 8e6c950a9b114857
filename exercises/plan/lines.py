"""Lines of a draft: another level with its dose, and an exercise added by hand."""

from exercises.following.schedule import seconds_of
from exercises.library.doses import dose_fields, dose_of, restrictions_of
from exercises.models import Exercise, Plan, PlanItem
from exercises.models.content import top_level
from exercises.plan.draft_lines import items_of
from exercises.plan.practice import aim_of_report, practice_of
from exercises.prescribing.sessions import SHARED_DAYS, fits, week_that_overflows

BY_HAND = "by hand"
NO_AIM = (PlanItem.Side.BOTH.value, 0)


def set_level(item: PlanItem, level: int) -> None:
    """Give an exercise of a draft the ladder's whole dose of another level, as far as the plan allows that level."""
    had_sides = item.is_one_sided
    kept = restrictions_of(item.plan, item.exercise_id, item.rule)
    level = kept.allowed(min(level, top_level(item.content)))
    for name, value in dose_fields(kept.fit(dose_of(item.exercise, item.content, level))).items():
        setattr(item, name, value)
    item.level = level
    if had_sides != item.is_one_sided:
        item.target_side, item.extra_sets = aim_of(item.plan) if item.is_one_sided else NO_AIM
    if item.extra_sets and not fits(seconds_of(item)):
        item.extra_sets = 0
    item.save()


def aim_of(plan: Plan) -> tuple[str, int]:
    """Side and extra sets that the one-sided exercises of a plan share; the report's where there is none yet."""
    other = plan.items.filter(is_one_sided=True).first()
    return (other.target_side, other.extra_sets) if other else aim_of_report(plan)


def share_days(plan: Plan) -> bool:
    """Rule M11: what does not fit into one session takes turns on fewer days. Whether any line changed.

    Lines that begin before the week in which it no longer fits keep their days till then; days that a therapist typed
    stand.
    """
    items = items_of(plan)
    week = week_that_overflows([seconds_of(item) for item in items], [item.starts_in_week for item in items])
    if week is None:
        return False
    late = [item for item in items if item.starts_in_week >= week and not item.are_days_typed]
    changed = [item for item in late if item.days_per_week > SHARED_DAYS]
    for item in changed:
        item.days_per_week = SHARED_DAYS
        item.save(update_fields=["days_per_week"])
    return bool(changed)


def add_exercise(plan: Plan, exercise: Exercise) -> PlanItem:
    """Put one more exercise at the end of a draft: the clinic's usual level, the side the other exercises aim at."""
    others = list(plan.items.all())
    practice = practice_of(plan.patient.clinic)
    content = exercise.content_at(plan.patient.clinic_id)
    kept = restrictions_of(plan, exercise.pk)
    level = kept.allowed(min(practice.first_level, top_level(content)))
    dose = kept.fit(dose_of(exercise, content, level))
    target_side, extra_sets = aim_of(plan) if dose.is_one_sided else NO_AIM
    item = PlanItem(
        plan=plan,
        exercise=exercise,
        position=max((other.position for other in others), default=0) + 1,
        level=level,
        target_side=target_side,
        extra_sets=extra_sets,
        days_per_week=others[0].days_per_week if others else practice.days_per_week,
        rule=BY_HAND,
        reason="Added by the therapist.",
        **dose_fields(dose),
    )
    item.save()
    return item
