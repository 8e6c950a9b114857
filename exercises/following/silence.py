"""Who logs nothing for as many days as their clinic has decided."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, OuterRef, QuerySet, Subquery

from clinics.models.protocol import SILENT_DAYS
from clinics.protocol import silent_days_by_clinic
from exercises.models import DiaryEntry, Plan, RunEntry


def silent_plans(plans: QuerySet[Plan], today: date) -> Iterator[tuple[Plan, date, int]]:
    """Each with the day since when, and the days that its clinic waits; plans bring their patient along.

    Counted from the last exercise or run by whichever plan, and never from before this plan began.
    """
    decided = silent_days_by_clinic()
    for plan in plans.annotate(last_exercise=last_day(DiaryEntry), last_run=last_day(RunEntry)):
        days = [day for day in (plan.started_on, plan.last_exercise, plan.last_run) if day is not None]
        silent_days = decided.get(plan.patient.clinic_id, SILENT_DAYS)
        if days and (today - max(days)).days >= silent_days:
            yield plan, max(days), silent_days


def last_day(entries: type[DiaryEntry] | type[RunEntry]) -> Subquery:
    of_patient = entries._default_manager.filter(patient=OuterRef("patient")).order_by().values("patient")
    return Subquery(of_patient.annotate(last=Max("day")).values("last"))
