"""What is due when: weeks of a plan, days of an exercise, minutes of a session."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinics.models import Clinic
from exercises.following.session_under_way import as_begun, version_begun_with
from exercises.following.signs import open_signs_of
from exercises.models import DiaryEntry, ExerciseHold, Plan, PlanItem
from exercises.prescribing.progression import Session, has_settled
from exercises.prescribing.sessions import SHARED_DAYS, exercise_seconds, fits, minutes, take_turns
from exercises.prescribing.types import Wait

REST_DAY_FROM_LEVEL = 2


def today_at(clinic: Clinic) -> date:
    return timezone.localdate(timezone=ZoneInfo(clinic.time_zone))


def day_at(clinic: Clinic, moment: datetime) -> date:
    """The day it was at the clinic."""
    return timezone.localdate(moment, timezone=ZoneInfo(clinic.time_zone))


def week_of(plan: Plan, day: date) -> int:
    """1 in the first seven days of the plan."""
    return 1 if plan.started_on is None else max(0, (day - plan.started_on).days) // 7 + 1


def first_day_of_week(plan: Plan, day: date) -> date:
    """Plan weeks begin on the weekday the plan began."""
    return day if plan.started_on is None else plan.started_on + timedelta(days=7 * (week_of(plan, day) - 1))


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise as it stands on one day."""

    item: PlanItem
    entry: DiaryEntry | None
    hold: ExerciseHold | None
    done_this_week: int
    is_due: bool
    is_later: bool
    waits_its_turn: bool = False
    is_stopped: bool = False
    """A warning sign is open: all exercises wait for the therapist."""

    @property
    def is_logged(self) -> bool:
        return self.entry is not None

    @property
    def minutes(self) -> int:
        return minutes_of([self.item])


def tasks_of(plan: Plan, day: date) -> list[Task]:
    """Every exercise of the plan, in its order, with today's entry and whether it is due.

    What was done of an exercise before the plan was revised counts on.
    """
    items = list(plan.items.select_related("exercise"))
    since = first_day_of_week(plan, day) - timedelta(days=1)
    entries = list(DiaryEntry.objects.filter(patient=plan.patient_id, day__gte=since).select_related("item__plan"))
    holds = open_holds_of(plan)
    days = days_each([item for item in items if has_started(plan, item, day)])
    tasks = [
        task_of(
            item,
            holds.get(item.pk),
            [each for each in entries if each.exercise_id == item.exercise_id],
            day,
            days,
        )
        for item in items
    ]
    if open_signs_of(plan.patient):
        return [replace(task, is_due=False, is_stopped=True) for task in tasks]
    return in_turn(until_the_next_session(plan, tasks, entries, day))


def until_the_next_session(plan: Plan, tasks: list[Task], entries: list[DiaryEntry], day: date) -> list[Task]:
    """Whoever has begun today's session by an older version goes on with its doses; what is new waits."""
    begun_with = version_begun_with(plan, entries, day)
    if begun_with is None:
        return tasks
    instead = as_begun([task.item for task in tasks], begun_with)
    told = []
    for task in tasks:
        older = instead.get(task.item.pk, task.item)
        waits = older is None and task.is_due
        told.append(replace(task, item=older or task.item, is_due=task.is_due and not waits, waits_its_turn=waits))
    return told


def in_turn(tasks: list[Task]) -> list[Task]:
    """What fits into today's session: those done least often this week first, the others another day."""
    used_s = sum(seconds_of(task.item) for task in tasks if task.is_logged)
    waiting: set[int] = set()
    open_tasks = [task for task in tasks if task.is_due and not task.is_logged]
    for task in sorted(open_tasks, key=lambda task: task.done_this_week):
        length_s = seconds_of(task.item)
        if used_s and not fits(used_s + length_s):
            waiting.add(task.item.pk)
        else:
            used_s += length_s
    return [replace(task, is_due=False, waits_its_turn=True) if task.item.pk in waiting else task for task in tasks]


def open_holds_of(plan: Plan) -> dict[int, ExerciseHold]:
    """By the key of the item that rests: a hold lies on its level and the harder ones."""
    holds = {hold.exercise_id: hold for hold in ExerciseHold.objects.filter(patient=plan.patient_id, lifted_at=None)}
    rests = [(item, holds[item.exercise_id]) for item in plan.items.all() if item.exercise_id in holds]
    return {item.pk: hold for item, hold in rests if item.level >= hold.level}


def task_of(
    item: PlanItem, hold: ExerciseHold | None, entries: list[DiaryEntry], day: date, days: dict[int, int]
) -> Task:
    """days: a week, of each exercise that has begun."""
    done_days = {entry.day for entry in entries if entry.is_done}
    this_week = sum(first_day_of_week(item.plan, day) <= done <= day for done in done_days)
    is_later = item.pk not in days
    rested = item.level < REST_DAY_FROM_LEVEL or day - timedelta(days=1) not in done_days
    return Task(
        item=item,
        entry=next((entry for entry in entries if entry.day == day), None),
        hold=hold,
        done_this_week=this_week,
        is_due=not is_later and hold is None and rested and this_week < days[item.pk],
        is_later=is_later,
    )


def days_each(begun: Sequence[PlanItem]) -> dict[int, int]:
    """Days a week of each exercise that has begun, by its key.

    Fewer once they take turns, also in a plan from before rule M11; days that a therapist typed stand.
    """
    most = 7 if len(sessions_of(begun)) < 2 else SHARED_DAYS
    return {item.pk: item.days_per_week if item.are_days_typed else min(most, item.days_per_week) for item in begun}


def has_started(plan: Plan, item: PlanItem, day: date) -> bool:
    if week_of(plan, day) < item.starts_in_week:
        return False
    return item.waits_for != Wait.SETTLED_PAIN or pain_has_settled(plan, day)


def pain_has_settled(plan: Plan, day: date) -> bool:
    entries = DiaryEntry.objects.filter(patient=plan.patient_id, day__lte=day).order_by("day")
    return has_settled([session_of(entry) for entry in entries], day)


def session_of(entry: DiaryEntry) -> Session:
    return Session(
        day=entry.day,
        is_done=entry.is_done,
        pain_nprs=entry.pain_nprs,
        morning_nprs=entry.morning_nprs,
        effort_rpe=entry.effort_rpe,
        stayed_level=entry.stayed_level,
        limped_afterwards=entry.limped_afterwards,
        skip_reason=entry.skip_reason,
    )


def sets_of(item: PlanItem) -> dict[str, int]:
    """Sets of each leg, or of "both" where an exercise has no sides."""
    if not item.is_one_sided:
        return {"both": item.sets + item.extra_sets}
    extra = {
        side: item.extra_sets if item.target_side in {side, PlanItem.Side.BOTH} else 0 for side in ("left", "right")
    }
    return {side: item.sets + more for side, more in extra.items()}


def set_order(item: PlanItem) -> list[str]:
    """The sets in order: legs take turns, the aimed-at leg first, so that one rests while the other works."""
    sets = sets_of(item)
    if "both" in sets:
        return ["both"] * sets["both"]
    first = "right" if item.target_side == PlanItem.Side.RIGHT else "left"
    turns = [first, "left" if first == "right" else "right"]
    return [side for round_number in range(max(sets.values())) for side in turns if round_number < sets[side]]


def sets_in_all(item: PlanItem) -> int:
    return sum(sets_of(item).values())


def seconds_of(item: PlanItem) -> int:
    """One exercise as the player counts it, with the answers after it."""
    return exercise_seconds(item, sets_in_all(item))


def minutes_of(items: Sequence[PlanItem]) -> int:
    """Of these exercises in one session."""
    return minutes(sum(map(seconds_of, items)))


def sessions_of(items: Sequence[PlanItem]) -> list[list[PlanItem]]:
    """Which exercises share a session, so that none is longer than promised."""
    return [[items[place] for place in group] for group in take_turns([seconds_of(item) for item in items])]


def session_minutes_of(items: Sequence[PlanItem]) -> int:
    """The longest session; 0 without exercises."""
    return max((minutes_of(session) for session in sessions_of(items)), default=0)
