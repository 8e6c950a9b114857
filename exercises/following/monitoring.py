"""Days with data in each 30 days, as remote therapeutic monitoring counts them. A count, not a claim."""

from dataclasses import dataclass
from datetime import date, timedelta

from exercises.models import DiaryEntry, Plan

PERIOD_DAYS = 30


@dataclass(frozen=True, slots=True)
class Period:
    """30 days, the first of which the plan began on; both ends belong to it."""

    first: date
    last: date
    days_with_data: int
    is_over: bool


def periods_of(plan: Plan, today: date) -> list[Period]:
    """The running period first, then the one before it."""
    if plan.started_on is None or today < plan.started_on:
        return []
    number = (today - plan.started_on).days // PERIOD_DAYS
    days = set(
        DiaryEntry.objects.filter(patient=plan.patient_id, day__gte=plan.started_on).values_list("day", flat=True)
    )
    return [period_at(plan.started_on, each, days, today) for each in (number, number - 1) if each >= 0]


def period_at(start: date, number: int, days: set[date], today: date) -> Period:
    first = start + timedelta(days=PERIOD_DAYS * number)
    last = first + timedelta(days=PERIOD_DAYS - 1)
    return Period(first, last, sum(first <= day <= last for day in days), is_over=last < today)
