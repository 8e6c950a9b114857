"""Was a plan's patient filmed again since, and does a signed re-test wait for a decision about the plan?

A re-test is a later film of the plan's own activity: a test of standing, another activity, a visit without a film and a
clip that was not measured are none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models.fields.json import KT

from exercises.models import Plan
from gait.models import Analysis, Assessment, SignedReport
from gait.models.runs import ACTIVITY_SHOWN


@dataclass(frozen=True, slots=True)
class Retest:
    """After the visit that the plan was made from.

    report: the valid one of the newest visit that is signed. is_decided: somebody activated, kept or revised the plan
    after that signature. unsigned: the newest visit after that one, filmed and not signed.
    """

    report: SignedReport | None
    is_decided: bool
    unsigned: Assessment | None

    @property
    def waits_for_a_decision(self) -> bool:
        return self.report is not None and not self.is_decided


@dataclass(frozen=True, slots=True)
class Filmed:
    """A visit with a film and the activity that it shows; report: the valid one, once it is signed."""

    visit: Assessment
    activity: str
    report: SignedReport | None = None

    @property
    def when(self) -> tuple[date, datetime]:
        return self.visit.filmed_on, self.visit.created_at


def retests_of(plans: Iterable[Plan]) -> dict[UUID, Retest]:
    """By plan, for those that have one. As many queries whatever their number."""
    listed = list(plans)
    films: dict[UUID, list[Filmed]] = defaultdict(list)
    for film in films_of({plan.patient_id for plan in listed}):
        films[film.visit.patient_id].append(film)
    found = {plan.pk: retest_of(plan, films[plan.patient_id]) for plan in listed}
    return {pk: retest for pk, retest in found.items() if retest.report or retest.unsigned}


def films_of(patients: set[UUID]) -> Iterator[Filmed]:
    """The signed ones, then the visits without a valid report."""
    reports = SignedReport.objects.valid().filter(recording__assessment__patient__in=patients)
    has_report = set()
    for report in (
        reports.annotate(activity=KT("content__activity"))
        .select_related("recording__assessment")
        .defer("content", "snapshot")
        .order_by("signed_at")
    ):
        has_report.add(report.recording.assessment_id)
        yield Filmed(report.recording.assessment, report.activity, report)
    runs = Analysis.objects.films().filter(recording__assessment__patient__in=patients)
    for run in runs.annotate(activity=ACTIVITY_SHOWN).select_related("recording__assessment").defer("result", "hints"):
        if run.recording.assessment_id not in has_report:
            yield Filmed(run.recording.assessment, run.activity)


def retest_of(plan: Plan, films: list[Filmed]) -> Retest:
    """films: of the plan's patient, the signed ones in the order of their signatures."""
    alike = [film for film in films if film.activity == plan.report.content["activity"] and is_later(film.visit, plan)]
    signed = [film for film in alike if film.report]
    newest = max(reversed(signed), key=lambda film: film.when, default=None)
    since = [film for film in alike if not film.report and (newest is None or film.when > newest.when)]
    unsigned = max(since, key=lambda film: film.when, default=None)
    report = newest.report if newest else None
    is_decided_on = report is not None and is_decided(plan, report)
    return Retest(report, is_decided_on, unsigned.visit if unsigned else None)


def is_later(visit: Assessment, plan: Plan) -> bool:
    """Filmed after the visit that the plan was made from; on the same day, begun after that one was signed."""
    first = plan.report.recording.assessment
    if visit.pk == first.pk:
        return False
    is_same_day = visit.filmed_on == first.filmed_on
    return visit.filmed_on > first.filmed_on or (is_same_day and visit.created_at > plan.report.signed_at)


def is_decided(plan: Plan, report: SignedReport) -> bool:
    """A rule that changed the plan by itself decided nothing: it hands on when a person last did (kept_at)."""
    since = plan.kept_at or plan.activated_at
    return plan.report_id == report.pk or (since is not None and since > report.signed_at)
