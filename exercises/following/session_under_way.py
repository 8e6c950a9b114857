"""A change of the plan starts with the next session: who has begun today's goes on with the dose it began with.

Only what is easier counts at once, and what rests or was taken out: that is for the person's safety.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from exercises.models import DiaryEntry, Plan, PlanItem


def version_begun_with(plan: Plan, entries: Iterable[DiaryEntry], day: date) -> Plan | None:
    """The oldest version that an entry of the day was made by; None where that is the plan itself.

    What the entries name counts, not when they came: a phone without a network sends its session hours later. It need
    not be a version that the plan revises, for a plan may be made anew.
    """
    versions = [entry.item.plan for entry in entries if entry.day == day]
    oldest = min(versions, key=activation, default=plan)
    return oldest if oldest.pk != plan.pk and activation(oldest) < activation(plan) else None


def activation(plan: Plan) -> datetime:
    """When it was handed over. A plan that never was is newer than any."""
    return plan.activated_at or datetime.max.replace(tzinfo=UTC)


def as_begun(items: Sequence[PlanItem], begun_with: Plan) -> dict[int, PlanItem | None]:
    """What stands in place of each harder or new item for the rest of the day, by its key: None where nothing does."""
    before = {item.exercise_id: item for item in begun_with.items.select_related("exercise", "plan__patient__clinic")}
    changed = [item for item in items if is_harder(item, before.get(item.exercise_id))]
    return {item.pk: before.get(item.exercise_id) for item in changed}


def is_harder(item: PlanItem, before: PlanItem | None) -> bool:
    """A higher level, or at the same one more of anything. What was not there before is harder than nothing."""
    if before is None or item.level != before.level:
        return before is None or item.level > before.level
    return any(now > then for now, then in zip(load_of(item), load_of(before), strict=True))


def load_of(item: PlanItem) -> tuple[int, ...]:
    return (item.sets + item.extra_sets, item.reps, item.hold_s, item.step_height_cm or 0)
