"""Was a plan's patient filmed again since, and does a signed re-test wait for a decision about the plan?"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from exercises.models import Plan
from gait.models import Assessment, SignedReport


@dataclass(frozen=True, slots=True)
class Retest:
    """The newest visit after the one that the plan was made from. report: the valid one of it, once it is signed.

    is_decided: somebody activated, kept or revised the plan after that signature.
    """

    visit: Assessment
    report: SignedReport | None
    is_decided: bool

    @property
    def waits_for_a_decision(self) -> bool:
        return self.report is not None and not self.is_decided


def retests_of(plans: Iterable[Plan]) -> dict[UUID, Retest]:
    """By plan, for those with a later visit. As many queries whatever their number."""
    listed = list(plans)
    patients = {plan.patient_id for plan in listed}
    visits: dict[UUID, list[Assessment]] = {}
    for visit in Assessment.objects.filter(patient__in=patients).exclude(recordings=None).distinct():
        visits.setdefault(visit.patient_id, []).append(visit)
    signed: dict[UUID, SignedReport] = {}
    reports = SignedReport.objects.valid().filter(recording__assessment__patient__in=patients)
    for report in reports.select_related("recording").defer("content", "snapshot").order_by("signed_at"):
        signed[report.recording.assessment_id] = report
    found = {}
    for plan in listed:
        later = [visit for visit in visits.get(plan.patient_id, []) if is_later(visit, plan)]
        if later:
            visit = max(later, key=lambda each: (each.filmed_on, each.created_at))
            report = signed.get(visit.pk)
            found[plan.pk] = Retest(visit, report, report is None or is_decided(plan, report))
    return found


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
