"""How much a location measures and how long results take, week by week. Counts only: an admin sees no patient."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.utils import timezone

from clinics.models import Clinic
from gait.models import Analysis, Assessment

WEEKS = 12
HEIGHT, BAR, GAP = 120, 28, 12
"""Of a plot, in its own units."""


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    assessments: int
    result_minutes: float | None  # median from upload to result; None in a week without one


@dataclass(frozen=True, slots=True)
class Queue:
    waiting: int
    oldest_minutes: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot, in the plot's units; y counts downwards."""

    x: int
    y: float
    height: float
    label: str
    value: str


def weeks_of(clinic: Clinic, today: date) -> list[Week]:
    """The last twelve weeks, oldest first; the current one is not over."""
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    filmed = Assessment.objects.filter(patient__clinic=clinic, filmed_on__gte=mondays[0], filmed_on__lte=today)
    counts: dict[date, int] = defaultdict(int)
    for day in filmed.values_list("filmed_on", flat=True):
        counts[day - timedelta(days=day.weekday())] += 1
    minutes = result_minutes(clinic, mondays[0])
    return [Week(each, counts[each], median(minutes[each]) if minutes[each] else None) for each in mondays]


def result_minutes(clinic: Clinic, since: date) -> dict[date, list[float]]:
    """Minutes from putting a run into the queue to its result, by the Monday of the week in which it was queued."""
    done = Analysis.objects.filter(
        recording__assessment__patient__clinic=clinic,
        status=Analysis.Status.DONE,
        created_at__gte=timezone.make_aware(datetime.combine(since, datetime.min.time())),
    )
    minutes: dict[date, list[float]] = defaultdict(list)
    for queued, finished in done.values_list("created_at", "finished_at"):
        if finished is not None:
            day = timezone.localdate(queued)
            minutes[day - timedelta(days=day.weekday())].append((finished - queued).total_seconds() / 60)
    return minutes


def queue_of(clinic: Clinic) -> Queue:
    """What waits now; runs of other locations stand in the same queue, but are not counted."""
    queued = Analysis.objects.filter(
        recording__assessment__patient__clinic=clinic, status=Analysis.Status.QUEUED
    ).order_by("created_at")
    oldest = queued.first()
    age = (timezone.now() - oldest.created_at).total_seconds() / 60 if oldest else None
    return Queue(queued.count(), age)


def bars(values: Sequence[float | None], labels: Sequence[str], unit: str = "") -> list[Bar]:
    """Bars as high as the plot for the largest value; nothing is drawn for an unknown one."""
    largest = max((value for value in values if value), default=1)
    return [
        Bar(
            x=number * (BAR + GAP),
            y=HEIGHT - (value or 0) / largest * HEIGHT,
            height=(value or 0) / largest * HEIGHT,
            label=label,
            value="–" if value is None else f"{value:.3g}{unit}",
        )
        for number, (value, label) in enumerate(zip(values, labels, strict=True))
    ]
