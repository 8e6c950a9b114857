"""What a patient has done so far: days, sets and pain, without a score to live up to."""

from dataclasses import dataclass
from datetime import date, timedelta

from exercises.following.adherence import entries_of, week_so_far
from exercises.following.schedule import sets_of
from exercises.models import DiaryEntry, Plan
from exercises.models.content import top_level
from exercises.prescribing.progression import pain_light

WEEKS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the calendar. light is the day's worst pain as green, amber or red; empty when not told."""

    day: date
    done: int
    light: str
    worst_nprs: int | None
    is_today: bool
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Progress:
    weeks: tuple[tuple[Day, ...], ...]
    days_done: int
    sets_done: int
    sessions_this_week: int
    planned_this_week: int
    levels: tuple[tuple[str, int, int], ...]
    review_on: date | None


def progress_of(plan: Plan, today: date) -> Progress:
    entries = list(entries_of(plan).select_related("item__exercise", "item__plan"))
    done = [entry for entry in entries if entry.is_done]
    week = week_so_far(plan, today)
    return Progress(
        weeks=calendar_of(entries, plan.started_on or today, today),
        days_done=len({entry.day for entry in done}),
        sets_done=sum(sum(sets_of(entry.item).values()) for entry in done),
        sessions_this_week=week.done,
        planned_this_week=week.planned,
        levels=tuple(
            (item.rung["name"], item.level, top_level(item.content)) for item in plan.items.select_related("exercise")
        ),
        review_on=plan.review_on,
    )


def calendar_of(entries: list[DiaryEntry], started_on: date, today: date) -> tuple[tuple[Day, ...], ...]:
    """Whole weeks, Monday first, from the plan's first week (six at most) to this one."""
    this_monday = today - timedelta(days=today.weekday())
    first_monday = max(
        started_on - timedelta(days=started_on.weekday()), this_monday - timedelta(weeks=WEEKS_SHOWN - 1)
    )
    weeks = (this_monday - first_monday).days // 7 + 1
    by_day: dict[date, list[DiaryEntry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    return tuple(
        tuple(square(first_monday + timedelta(days=7 * week + weekday), by_day, today) for weekday in range(7))
        for week in range(weeks)
    )


def square(day: date, by_day: dict[date, list[DiaryEntry]], today: date) -> Day:
    entries = by_day.get(day, [])
    pains = [entry.pain_nprs for entry in entries if entry.pain_nprs is not None]
    return Day(
        day=day,
        done=sum(entry.is_done for entry in entries),
        light=pain_light(max(pains)).value if pains else "",
        worst_nprs=max(pains) if pains else None,
        is_today=day == today,
        is_ahead=day > today,
    )
