"""The worklist as its page shows it: sections that are filters, rows that each lead to one next step.

Plans live above gait; their app adds its sections at start-up with add_sections().
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from clinics.clock import on_clock_of
from clinics.models import Clinic, User
from gait import storage
from gait.models import Analysis, Assessment, Recording, SignedReport
from gait.worklist import MAX_ROWS, retests_due, without_consent, worklist_of
from patients.models import Patient


@dataclass(frozen=True, slots=True)
class Row:
    """One patient, why they are here, and the one thing to do. run: shown with its verdicts and state.

    thumb: the address of a small picture of the clip, where it has left one.
    """

    patient: Patient
    what: str
    action: str
    address: str
    run: Analysis | None = None
    is_urgent: bool = False
    thumb: str = ""

    @property
    def is_test(self) -> bool:
        return self.run is not None and self.run.recording.kind != Recording.Kind.GAIT


@dataclass(frozen=True, slots=True)
class Section:
    """hint: what the rows have in common. teaches: what an empty section means, and how rows come here."""

    key: str
    title: str
    hint: str
    teaches: str
    rows: tuple[Row, ...] = ()

    @property
    def count(self) -> str:
        return f"{MAX_ROWS}+" if len(self.rows) >= MAX_ROWS else str(len(self.rows))


Provider = Callable[[User, Clinic | None], Iterable[Section]]
OTHERS: list[Provider] = []
ORDER = (
    "pain", "review", "unsigned", "decide", "retest", "messages", "failed", "silent", "consent", "under_way", "video",
    "signed",
)  # fmt: skip


def add_sections(provider: Provider) -> None:
    """Let another app's sections join; rows of a section that is there already are added to it."""
    if provider not in OTHERS:
        OTHERS.append(provider)


def sections_of(user: User, here: Clinic | None = None) -> list[Section]:
    """Every section of one location or of all of the user's, the empty ones too."""
    found: dict[str, Section] = {}
    for section in [
        *_of_runs(user, here),
        *_of_patients(user, here),
        *(s for each in OTHERS for s in each(user, here)),
    ]:
        known = found.get(section.key)
        found[section.key] = _joined(known, section) if known else section
    return sorted(found.values(), key=lambda section: ORDER.index(section.key))


def _joined(first: Section, second: Section) -> Section:
    """One row a patient: the same call from two sides is one call."""
    called = {row.patient.pk for row in first.rows}
    more = tuple(row for row in second.rows if row.patient.pk not in called)
    return Section(first.key, first.title, first.hint, first.teaches, first.rows + more)


def _of_runs(user: User, here: Clinic | None) -> Iterable[Section]:
    worklist = worklist_of(user, here)
    yield Section(
        "review", "To review", "Measured, and nobody has looked yet.",
        "Every new result comes here first. Choose a patient, press “New assessment” and upload a video.",
        tuple(_run_row(run, "Review") for run in worklist.to_review),
    )  # fmt: skip
    yield Section(
        "unsigned", "Unsigned", "Looked at; your name is missing.",
        "A result that somebody opened waits here for a signature. Until then no patient sees it.",
        tuple(_run_row(run, "Sign", "#sign") for run in worklist.unsigned),
    )  # fmt: skip
    yield Section(
        "failed", "Not measured", "Each says why, and how to film again.",
        "Clips that could not be measured come here with the reason and the way out.",
        tuple(_run_row(run, "See why") for run in worklist.failed),
    )  # fmt: skip
    yield Section(
        "under_way", "Measuring now", "Takes a few minutes; you need not wait.",
        "While a clip is measured it stands here with its progress.",
        tuple(_run_row(run, "Progress") for run in worklist.under_way),
    )  # fmt: skip
    yield Section(
        "video", "No video yet", "Begun; the clip is missing.",
        "An assessment that was begun without a video waits here until one is uploaded.",
        tuple(_video_row(assessment) for assessment in worklist.without_video),
    )  # fmt: skip
    yield Section(
        "signed", "Recently signed", "In the last 14 days.",
        "What you sign stays here for two weeks, with its report.",
        tuple(_signed_row(run) for run in worklist.signed),
    )  # fmt: skip


def _of_patients(user: User, here: Clinic | None) -> Iterable[Section]:
    yield Section(
        "retest", "Re-test due", "The day for the next film has come.",
        "When you sign you set a day for the next film. From that day the patient stands here until they are filmed.",
        tuple(_retest_row(report) for report in retests_due(user, here)[:MAX_ROWS]),
    )  # fmt: skip
    yield Section(
        "consent", "Consent missing", "Nothing may be filmed before they agree.",
        "Patients without a standing agreement to be filmed come here, also when they take it back.",
        tuple(_consent_row(patient) for patient in without_consent(user, here)[:MAX_ROWS]),
    )  # fmt: skip


def _run_row(run: Analysis, action: str, place: str = "") -> Row:
    what = f"{clip_in_words(run)}. {run.error_message}" if run.error_message else f"{clip_in_words(run)}."
    assessment = run.recording.assessment
    is_walk = run.recording.kind == Recording.Kind.GAIT
    address = _page_of(assessment) + (place if is_walk else f"?run={run.pk}")
    return Row(assessment.patient, what, action, address, run=run, thumb=thumb_of(run))


def _video_row(assessment: Assessment) -> Row:
    return Row(assessment.patient, f"{_filmed(assessment)}.", "Upload", _page_of(assessment))


def _signed_row(run: Analysis) -> Row:
    patient = run.recording.assessment.patient
    report = reverse("report", args=[run.signed_report.pk])
    return Row(patient, f"{clip_in_words(run)}.", "Report", report, run=run, thumb=thumb_of(run))


def _retest_row(report: SignedReport) -> Row:
    assessment = report.analysis.recording.assessment
    what = f"{assessment.get_activity_display()} again, due since {report.retest_on:%b %-d}."
    return Row(assessment.patient, what, "Film again like this", film_again_like(assessment))


def film_again_like(assessment: Assessment) -> str:
    """The form of a new visit, with the conditions of this one filled in."""
    return f"{reverse('assessment_new', args=[assessment.patient_id])}?like={assessment.pk}"


def _consent_row(patient: Patient) -> Row:
    return Row(patient, "No agreement to be filmed.", "Ask for it", reverse("patient", args=[patient.pk]) + "#consent")


def clip_in_words(run: Analysis) -> str:
    """What the clip shows, the day it was filmed, and when it came in: "Walking, Nov 30, sent 14:12"."""
    recording = run.recording
    assessment = recording.assessment
    is_walk = recording.kind == Recording.Kind.GAIT
    shows = assessment.get_activity_display() if is_walk else recording.get_kind_display()
    sent = on_clock_of(assessment.patient.clinic, recording.uploaded_at)
    day = "" if sent.date() == assessment.filmed_on else f"{sent:%b %-d} "
    return f"{shows}, {assessment.filmed_on:%b %-d}, sent {day}{sent:%H:%M}"


def thumb_of(run: Analysis) -> str:
    """A picture from the first third of the clip: people stand still first, and walk out of the picture at the end."""
    folder = storage.results_of(run)
    thumbs = sorted((folder / "thumbs").glob("*.jpg")) if folder else []
    return reverse("analysis_thumb", args=[run.pk, int(thumbs[len(thumbs) // 3].stem)]) if thumbs else ""


def _filmed(assessment: Assessment) -> str:
    return f"{assessment.get_activity_display()}, {assessment.filmed_on:%b %-d}"


def _page_of(assessment: Assessment) -> str:
    return reverse("assessment", args=[assessment.pk])
