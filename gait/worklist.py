"""What waits for a therapist: every assessment's newest run, sorted by what it needs next.

worklist_rows.py puts it, and what other apps add, into the sections of the page.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from clinics.models import AuditEvent, Clinic, User
from gait.models import (
    Analysis,
    AnalysisQuerySet,
    Assessment,
    AssessmentQuerySet,
    Recording,
    SignedReport,
    SignedReportQuerySet,
)
from gait.models.runs import ACTIVITY_SHOWN
from patients.models import Consent, Patient, PatientQuerySet

RECENT = timedelta(days=14)
MAX_ROWS = 50
"""Rows per section; a section that is longer needs work, not scrolling."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list per section of the page. to_review: nobody has opened the result; unsigned: opened, not signed.

    A test is not signed by itself. It stands here until it is measured and looked at, unless its visit does already.
    """

    to_review: list[Analysis] = field(default_factory=list)
    unsigned: list[Analysis] = field(default_factory=list)
    under_way: list[Analysis] = field(default_factory=list)
    failed: list[Analysis] = field(default_factory=list)
    signed: list[Analysis] = field(default_factory=list)
    without_video: list[Assessment] = field(default_factory=list)


def worklist_of(user: User, here: Clinic | None = None) -> Worklist:
    """Of one location, or of all where the person works."""
    current = current_analyses(user, here)
    tests = current_tests(user, here)
    unsigned = current.filter(status="done", signed_report=None)
    opened, unopened = split_by_opened(unsigned)
    done_tests = tests.filter(status="done").exclude(recording__assessment__in=unsigned.values("recording__assessment"))
    _, fresh_tests = split_by_opened(done_tests)
    both = (current, tests)
    return Worklist(
        to_review=[*unopened, *fresh_tests],
        unsigned=opened,
        under_way=[run for runs in both for run in runs.filter(status__in=["queued", "running"])[:MAX_ROWS]],
        failed=[run for runs in both for run in runs.filter(status__in=["failed", "cancelled"])[:MAX_ROWS]],
        signed=list(
            current.filter(signed_report__signed_at__gte=timezone.now() - RECENT).order_by("-signed_report__signed_at")[
                :MAX_ROWS
            ]
        ),
        without_video=list(awaiting_video(user, here)[:MAX_ROWS]),
    )


def current_analyses(user: User, here: Clinic | None) -> AnalysisQuerySet:
    """The newest run over the walk or run of every assessment, with what a row of a list shows."""
    return _newest_of_their_kind(user, here).filter(recording__kind=Recording.Kind.GAIT)


def current_tests(user: User, here: Clinic | None) -> AnalysisQuerySet:
    """The newest run of each kind of test of every assessment."""
    return _newest_of_their_kind(user, here).exclude(recording__kind=Recording.Kind.GAIT)


def _newest_of_their_kind(user: User, here: Clinic | None) -> AnalysisQuerySet:
    newer = Analysis.objects.filter(
        recording__assessment=OuterRef("recording__assessment"),
        recording__kind=OuterRef("recording__kind"),
        created_at__gt=OuterRef("created_at"),
    )
    at_this_place = {"recording__assessment__patient__clinic": here} if here else {}
    return (
        Analysis.objects.visible_to(user)
        .filter(~Exists(newer), **at_this_place)
        .filter(recording__assessment__patient__archived_at=None)
        .select_related("recording__assessment__patient__clinic", "signed_report")
    )


def awaiting_video(user: User, here: Clinic | None) -> AssessmentQuerySet:
    at_this_place = {"patient__clinic": here} if here else {}
    empty = Assessment.objects.visible_to(user).filter(**at_this_place)
    return empty.exclude(recordings__kind=Recording.Kind.GAIT).select_related("patient__clinic")


def split_by_opened(runs: AnalysisQuerySet) -> tuple[list[Analysis], list[Analysis]]:
    """Results that somebody has opened since they were finished, and those that nobody has: so many rows of each."""
    opened: list[UUID] = []
    unopened: list[UUID] = []
    rows = list(runs.values_list("pk", "finished_at", "recording__assessment", "recording__assessment__patient"))
    last_seen = last_opened({str(patient) for *_, patient in rows})
    for pk, finished_at, visit, _ in rows:
        seen_at = last_seen.get(str(visit))
        (opened if seen_at and finished_at and seen_at >= finished_at else unopened).append(pk)
    shown = runs.in_bulk([*opened[:MAX_ROWS], *unopened[:MAX_ROWS]])
    return [shown[pk] for pk in opened if pk in shown], [shown[pk] for pk in unopened if pk in shown]


def last_opened(patients: set[str]) -> dict[str, datetime]:
    """When somebody last opened each visit of these patients."""
    seen = AuditEvent.objects.filter(
        patient_id__in=patients, action=AuditEvent.Action.VIEWED, record_kind=Assessment._meta.label_lower
    )
    return dict(seen.order_by("at").values_list("record_id", "at"))


def retests_due(user: User, here: Clinic | None) -> SignedReportQuerySet:
    """Reports whose day for a new film has come, where the same activity was not filmed since."""
    visit = "recording__assessment"
    day = OuterRef(f"{visit}__filmed_on")
    is_later = Q(**{f"{visit}__filmed_on__gt": day}) | Q(
        **{f"{visit}__filmed_on": day, f"{visit}__created_at__gt": OuterRef("signed_at")}
    )
    later = Analysis.objects.films().filter(is_later, recording__assessment__patient=OuterRef(f"{visit}__patient"))
    filmed_since = later.annotate(activity=ACTIVITY_SHOWN).filter(activity=OuterRef("activity"))
    at_this_place = {f"{visit}__patient__clinic": here} if here else {}
    due = SignedReport.objects.visible_to(user).valid().filter(retest_on__lte=timezone.localdate(), **at_this_place)
    not_filmed = due.annotate(activity=KT("content__activity")).filter(~Exists(filmed_since))
    return not_filmed.select_related("analysis__recording__assessment__patient__clinic")


def without_consent(user: User, here: Clinic | None) -> PatientQuerySet:
    """Patients in care of whom nothing may be filmed now."""
    at_this_place = {"clinic": here} if here else {}
    standing = Consent.objects.filter(patient=OuterRef("pk"), purpose=Consent.Purpose.VIDEO, withdrawn_at=None)
    in_care = Patient.objects.visible_to(user).current().filter(**at_this_place)
    return in_care.filter(~Exists(standing)).select_related("clinic").order_by("-created_at")
