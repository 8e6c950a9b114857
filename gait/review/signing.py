"""A therapist puts their name under a run: the only place where a SignedReport is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from clinics.audit import record_event
from clinics.models import AuditEvent, User
from gait.models import Analysis, Finding, Recording, SignedReport
from gait.queue import runs
from gait.review.annotations import reported_annotations
from gait.review.newest import news_since
from gait.review.reading import read
from gait.review.seal import as_stored, digest_of
from gait.review.snapshot import take
from gait.review.snapshot_form import Content, FindingSigned
from gait.review.then_and_now import summary_lines, then_and_now

REPORT_SCHEMA = "stance.report/1"
FROZEN_KEYS = (
    "reference_version",
    "view",
    "activity",
    "source",
    "hand",
    "confidence",
    "camera_roll_deg",
    "zero",
    "quality",
    "asymmetry_deg",
    "excursion_deg",
    "companions",
    "key_frames",
)


class CannotSign(Exception):
    """This run cannot carry a signature; the message says why, for the therapist."""


class Stale(CannotSign):
    """The clip was worked out anew after the page was opened; the message says what changed and what to do."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What to say where another report of the clip is replaced. withdraws: that one should not have been signed."""

    because: str = ""
    withdraws: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding that the therapist stands behind, in their words."""

    finding: Finding
    text: str


def proposed_summary(analysis: Analysis) -> str:
    """What the therapist may start from. Empty for confidence C: there the words must be their own."""
    reading = read(analysis.found)
    if not reading.is_graded:
        return ""
    assessment = analysis.recording.assessment
    filmed = f"{assessment.get_activity_display()}, filmed {assessment.get_view_display().lower()}."
    sides = [
        side.sentence if not side.grade_says else f"{side.sentence[:-1]}, {side.grade_says}." for side in reading.sides
    ]
    change = then_and_now(analysis)
    return "\n".join([filmed, *sides, reading.asymmetry, *(summary_lines(change) if change else [])])


def why_not_signable(analysis: Analysis) -> str:
    """Empty when the run may be signed."""
    if analysis.status != Analysis.Status.DONE:
        return "Only a finished analysis can be signed."
    if analysis.recording.kind != Recording.Kind.GAIT:
        return "A test is not signed by itself. It stands on the report of the walk or run of its visit."
    if not analysis.fits_kind:
        return runs.other_kind_in_words(analysis)
    if SignedReport.objects.filter(analysis=analysis).exists():
        return "This analysis is already signed."
    return ""


def sign(
    analysis: Analysis,
    therapist: User,
    *,
    summary: str,
    kept: Sequence[Kept],
    retest_on: date | None = None,
    amendment: Amendment = Amendment(),
    signed_at: datetime | None = None,
    request: HttpRequest | None = None,
) -> SignedReport:
    """Fix all that the report shows as it stands, with name and time, in place of an earlier report of the clip.

    signed_at: the time of the signature where it is not now, as for a demo. Raises CannotSign where there is no
    summary, the run is signed already, or it is not the newest of its clip (Stale).
    """
    if not summary.strip():
        raise CannotSign("Write the summary first: it is what you put your name under.")
    try:
        with transaction.atomic():
            Recording.objects.select_for_update().get(pk=analysis.recording_id)  # its kind stays while this is signed
            locked = Analysis.objects.select_for_update().get(pk=analysis.pk)
            if reason := why_not_signable(locked):
                raise CannotSign(reason)
            if news := news_since(locked):
                raise Stale(news)
            before = valid_report(locked.recording)
            report = SignedReport(
                analysis=locked,
                signed_by=therapist,
                signed_name=therapist.signature,
                signed_at=(signed_at or timezone.now()).astimezone(UTC),  # as it comes back from the database
                summary=summary.strip(),
                content=as_stored(frozen_content(locked, kept)),
                retest_on=retest_on,
                replaces=before,
                replaces_because=amendment.because.strip() if before else "",
                withdraws_replaced=bool(before) and amendment.withdraws,
            )
            report.snapshot = as_stored(take(report))
            report.digest = digest_of(report.snapshot)
            report.save()
            patient = locked.recording.assessment.patient
            record_event(
                AuditEvent.Action.SIGNED, report, clinic=patient.clinic, request=request, patient_id=patient.pk
            )
    except IntegrityError as error:
        raise CannotSign(
            "Somebody signed this clip at the same moment. Nothing of yours is signed. "
            "Load the page again and look at their report first."
        ) from error
    return report


def valid_report(recording: Recording) -> SignedReport | None:
    """The one report of a clip that no later one replaced."""
    return SignedReport.objects.valid().filter(recording=recording).first()


def frozen_content(analysis: Analysis, kept: Sequence[Kept]) -> Content:
    """Everything the signature covers, copied out of rows that later runs may replace."""
    if any(each.finding.analysis_id != analysis.pk for each in kept):
        raise CannotSign("A finding of another analysis cannot be signed here.")
    texts = {each.finding.pk: each.text.strip() for each in kept}
    result = analysis.stored
    is_graded = analysis.found.is_graded
    content = {
        "schema": REPORT_SCHEMA,
        "pipeline_version": analysis.pipeline_version or result["pipeline_version"],
        "video_sha256": analysis.recording.sha256,
        **{key: result.get(key) for key in FROZEN_KEYS},
        "sides": {
            side: {**values, "grade": values["grade"] if is_graded else None}
            for side, values in result["sides"].items()
        },
        "by_hand": reported_annotations(analysis.recording),
        "findings": [_frozen(each, texts[each.pk]) for each in analysis.findings.all() if each.pk in texts],
        "findings_dropped": [_frozen(each, each.text) for each in analysis.findings.all() if each.pk not in texts],
    }
    return cast("Content", content)


def _frozen(finding: Finding, text: str) -> FindingSigned:
    return {
        "code": finding.code,
        "side": finding.side,
        "text": text or finding.text,
        "proposed_text": finding.text,
        "rule": finding.rule,
        "citations": finding.citations,
    }
