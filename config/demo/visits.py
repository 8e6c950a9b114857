"""The demo patients' visits: rendered clips, really measured; one signed, with a plan that is being followed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TypedDict

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clinics.models import User
from config.demo.outcomes import enter_outcomes
from config.demo.practice import SHEET, patient, therapist
from exercises.following import diary
from exercises.models import Plan
from exercises.patient import links
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from gait.analysis.terms.errors import VideoRefused
from gait.intake.uploads import accept_upload
from gait.models import Analysis, Assessment, SignedReport
from gait.queue import runs
from gait.result.codes import CODES
from gait.review import signing
from gait.tasks import analyse_recording
from patients import consent
from patients.models import Patient

CLIPS = Path(__file__).parent / "clips"
TRAINING_WEEKDAYS = (0, 2, 4)
LATEST_ENTRIES = 15
Say = Callable[[str], None]


class VisitRow(TypedDict):
    """clip: without its ending. days_ago: counted back from the day the demo is made."""

    patient: str
    clip: str
    days_ago: int
    activity: str
    speed_kmh: float
    footwear: str
    pain_nprs: int
    markers: str
    is_signed: bool


class NotMeasured(Exception):
    """A demo clip did not come to a result: something is wrong with this installation."""


def hold_visits(say: Say) -> None:
    """Hold the visits of the sheet that were not held yet, finishing any that was interrupted."""
    enter_outcomes()  # before the signatures: a report shows what was entered when it was signed
    for row in SHEET["visits"]:
        analysis = measure_visit(row, say)
        if row["is_signed"] and not SignedReport.objects.filter(recording=analysis.recording).exists():
            follow_up(analysis, therapist())


def measure_visit(row: VisitRow, say: Say) -> Analysis:
    """A result that there is stays, whatever became of later runs: whoever tries the demo may correct and remeasure."""
    assessment = film(row, patient(row["patient"]), therapist())
    runs_of_clip = Analysis.objects.filter(recording__assessment=assessment).order_by("created_at")
    if measured := runs_of_clip.filter(status=Analysis.Status.DONE).last():
        return measured
    analysis = runs_of_clip.latest("created_at")
    if analysis.status in {Analysis.Status.FAILED, Analysis.Status.CANCELLED}:
        analysis = runs.retry(analysis)  # what was wrong with this machine may have been mended since
    if not analysis.is_over:
        say(f"Measuring {row['clip']}.mp4 …")
        measure(analysis)
    if analysis.status != Analysis.Status.DONE:
        raise NotMeasured(f"{row['clip']}.mp4: {why_not_measured(analysis)}")
    return analysis


def measure(analysis: Analysis) -> None:
    """As a worker would: a child that died or took too long is given another try at once."""
    for _ in range(runs.CRASHES_ALLOWED):
        analyse_recording(str(analysis.pk))
        analysis.refresh_from_db()
        if analysis.status != Analysis.Status.QUEUED:
            return


def why_not_measured(analysis: Analysis) -> str:
    """Never empty: a run that is put off carries its trouble in its last attempt, and one at work has none yet."""
    if analysis.error_message:
        return f"{analysis.error_message} {analysis.error_advice}"
    last = analysis.attempts.exclude(error_code="").last()
    if last is not None:
        return f"{CODES[last.error_code].message} {CODES[last.error_code].advice} Then run make demo again."
    return "It is being measured by a worker right now, or waits for one. Run make demo again in a minute."


def film(row: VisitRow, filmed: Patient, by: User) -> Assessment:
    """The assessment with its clip, made once."""
    name = f"{row['clip']}.mp4"
    if known := Assessment.objects.filter(patient=filmed, recordings__original_name=name).first():
        return known
    told = {"activity", "speed_kmh", "footwear", "pain_nprs", "markers"}
    conditions = {name: fact for name, fact in row.items() if name in told}
    assessment, _ = Assessment.objects.get_or_create(
        patient=filmed,
        filmed_on=timezone.localdate() - timedelta(days=row["days_ago"]),
        defaults={**conditions, "consent": consent.give(filmed, confirmed_by=by), "created_by": by},
    )
    try:
        with (CLIPS / name).open("rb") as clip:
            accept_upload(assessment, by, File(clip, name=name))
    except VideoRefused as refusal:
        raise NotMeasured(f"{name}: {refusal.message} {refusal.advice}") from refusal
    return assessment


@transaction.atomic
def follow_up(analysis: Analysis, by: User) -> None:
    """Sign the finding, activate the plan that follows from it, and let the patient train since."""
    kept = [signing.Kept(finding, finding.text) for finding in analysis.findings.all()]
    day = analysis.recording.assessment.filmed_on
    report = signing.sign(analysis, by, summary=signing.proposed_summary(analysis), kept=kept, signed_at=noon_of(day))
    _, plan = draft_from_report(report, by, Answers())
    if plan is None:
        return
    plan = activate(plan, by)
    begin_on(plan, day)
    keep_diary(plan)


def begin_on(plan: Plan, day: date) -> None:
    """Date the plan back to the visit, as if it had been held that day.

    A bare QuerySet, because the manager of active plans refuses, and should, to change them.
    """
    noon = noon_of(day)
    QuerySet(Plan).filter(pk=plan.pk).update(
        drafted_at=noon, activated_at=noon, started_on=day, review_on=timezone.localdate()
    )
    plan.refresh_from_db()


def noon_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def keep_diary(plan: Plan) -> None:
    """Three sessions a week up to yesterday, with pain that settles overnight; last night's is not told yet."""
    yesterday = timezone.localdate() - timedelta(days=1)
    days = (yesterday - timedelta(days=back) for back in range(42))
    trained = [day for day in days if day.weekday() in TRAINING_WEEKDAYS]
    for age, day in enumerate(islice(trained, LATEST_ENTRIES)):
        entries = [diary.log_done(item, day) for item in plan.items.filter(starts_in_week=1)]
        for entry in entries:
            diary.log_pain(entry, 1 if age < 6 else 2)
            diary.log_effort(entry, 5 if age < 6 else 6)
        if day < yesterday:
            diary.log_morning(entries, 0 if age < 6 else 1)


def patient_link() -> tuple[str, int]:
    """The address of the walker's plan and the birth year that opens it."""
    walker = patient("walker")
    return links.address_of(links.live_link(walker, therapist())), walker.birth_date.year
