"""Everything that a signed report shows, in words and positions, as it stands at one moment.

It is taken once, at signing, and sealed (seal.py). The page, the PDF, FHIR, the API and the patient's page read from it
and from nothing else, so that what is entered, renamed or worked out later cannot reach a report that is signed.
"""

import hashlib
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils import dateformat, formats, translation

from clinics.clock import DAY, moment_in_words, on_clock_of
from clinics.models import Clinic, Picture
from clinics.units import units_of
from gait import storage
from gait.models import Analysis, Assessment, SignedReport
from gait.result.conventions import Side
from gait.result.reference import MIN_CHANGE_DEG
from gait.review import cycle_plot, cycles, interval_plot
from gait.review.annotation_picture import path_of
from gait.review.by_hand import drawing_of
from gait.review.key_frames import key_frames
from gait.review.made import overlay_of, series_of
from gait.review.norm import norm_of
from gait.review.plain_words import difference_in_words, excursion_in_words, side_in_words
from gait.review.reading import Reading, read
from gait.review.seal import as_stored
from gait.review.snapshot_form import (
    DrawingShown,
    FactsInWords,
    Letterhead,
    PictureShown,
    PlainShown,
    ReadingShown,
    RowShown,
    Signature,
    Snapshot,
    TestShown,
    ThenAndNow,
)
from gait.review.static_reading import read_static
from gait.review.then_and_now import plain_lines, then_and_now
from gait.static_tests import finished_static_runs
from patients.models import Patient
from patients.outcomes.reading import ScoreReading, StrengthReading, score_readings, strength_readings

SNAPSHOT_SCHEMA = "stance.signed-report/1"


def shown(report: SignedReport) -> Snapshot:
    """What the report shows. One that was signed before snapshots were kept shows what was entered before it."""
    return report.snapshot or cast("Snapshot", as_stored(take(report, entered_until=report.signed_at)))


def shown_pictures(report: SignedReport) -> list[PictureShown]:
    return report.snapshot["pictures"] if report.snapshot else pictures(report.analysis)


def take(report: SignedReport, *, entered_until: datetime | None = None) -> Snapshot:
    """entered_until: leave out what was entered later; None at the signing itself, when there is nothing later."""
    analysis = report.analysis
    assessment = analysis.recording.assessment
    patient, clinic = assessment.patient, assessment.patient.clinic
    reading, norm = read(report.found), norm_of(report.found, analysis.hints)
    signed_on = on_clock_of(clinic, report.signed_at).date()
    is_drawn = reading.is_measured and reading.is_followed and report.found.knows_zero
    series = series_of(analysis) if is_drawn else None
    cycle = cycle_plot.plot(cycles.fold(analysis.found.stances, series), norm) if series else None
    change = then_and_now(analysis, signed_until=report.signed_at)
    with translation.override("en"):
        return {
            "schema": SNAPSHOT_SCHEMA,
            "report": signature(report),
            "content": report.content,
            "letterhead": letterhead(clinic),
            "words": words(report, assessment, patient, clinic),
            "reading": reading_in_words(reading),
            "bars": asdict(interval_plot.plot(reading.sides, norm)),
            "cycle": asdict(cycle) if cycle else None,
            "pictures": pictures(analysis),
            "by_hand": drawings(report),
            "static_tests": static_tests(assessment, analysis, entered_until),
            "scores": [score(each) for each in score_readings(patient, signed_on, entered_until)],
            "strength": [strength(each) for each in strength_readings(patient, signed_on, entered_until)],
            "change": change,
            "plain": {
                language: plain(report, assessment, clinic, language, change) for language, _ in settings.LANGUAGES
            },
        }


def signature(report: SignedReport) -> Signature:
    return {
        "id": str(report.pk),
        "analysis": str(report.analysis_id),
        "signed_by": report.signed_by_id,
        "signed_name": report.signed_name,
        "signed_at": report.signed_at.isoformat(),
        "summary": report.summary,
        "retest_on": report.retest_on.isoformat() if report.retest_on else None,
        "replaces": str(report.replaces_id) if report.replaces_id else None,
        "replaces_because": report.replaces_because,
        "withdraws_replaced": report.withdraws_replaced,
    }


def letterhead(clinic: Clinic) -> Letterhead:
    return {
        "logo_sha256": clinic.pictures.filter(kind=Picture.Kind.LOGO).values_list("sha256", flat=True).first(),
        "time_zone": clinic.time_zone,
        "practice": clinic.practice,
        "name": clinic.name,
        "street": clinic.street,
        "suite": clinic.suite,
        "city": clinic.city,
        "state": clinic.state,
        "postcode": clinic.postcode,
        "country": clinic.country,
        "phone": clinic.phone,
        "fax": clinic.fax,
    }


def words(report: SignedReport, assessment: Assessment, patient: Patient, clinic: Clinic) -> FactsInWords:
    """For the referrer's page."""
    born = f"{patient}, born {day(patient.birth_date)}"
    replaced = report.replaces
    return {
        "patient": f"{born}, record {patient.record_number}" if patient.record_number else born,
        "first_name": patient.first_name,
        "filmed": filmed(assessment),
        "pain": f"worst of the last 7 days {assessment.pain_nprs}/10",
        "healthy": "runners" if assessment.activity == Assessment.Activity.RUNNING else "walkers",
        "signed_at": moment_in_words(clinic, report.signed_at),
        "retest_on": day(report.retest_on) if report.retest_on else "",
        "replaced_signed_at": moment_in_words(clinic, replaced.signed_at) if replaced else "",
        "min_change": f"{MIN_CHANGE_DEG:g}°",
    }


def filmed(assessment: Assessment) -> str:
    how = [
        day(assessment.filmed_on),
        assessment.get_activity_display().lower(),
        assessment.get_view_display().lower(),
        assessment.get_surface_display().lower(),
        units_of(assessment.patient.clinic).speed.says(assessment.speed_kmh),
        assessment.footwear,
    ]
    return ", ".join(part for part in how if part)


def reading_in_words(reading: Reading) -> ReadingShown:
    told = asdict(reading)
    for side, side_told in zip(reading.sides, told["sides"], strict=True):
        side_told["other"] = side.side.other.value
    return cast("ReadingShown", told)


def pictures(analysis: Analysis) -> list[PictureShown]:
    """The key frames with their lines, left before right; only those whose file is there."""
    frames = key_frames(analysis.found, overlay_of(analysis))
    return [
        cast("PictureShown", {**asdict(frame), "sha256": sha256_of(path)})
        for frame in frames
        if (path := picture_file(analysis, frame.side)) is not None
    ]


def picture_file(analysis: Analysis, side: Side) -> Path | None:
    folder = storage.results_of(analysis)
    path = folder / f"keyframe_{side}.jpg" if folder else None
    return path if path is not None and path.is_file() else None


def drawings(report: SignedReport) -> list[DrawingShown]:
    """What was ticked by hand.

    The sealed video and the time fix its frame, which is shown as soon as a worker has cut it out.
    """
    told = []
    for signed in report.content.get("by_hand", []):
        path = path_of(report.analysis.recording_id, signed["id"])
        drawing = asdict(drawing_of(signed, address="later" if signed["picture_px"] else ""))
        del drawing["address"]  # each reader fetches the picture at an address of their own
        told.append(cast("DrawingShown", {**drawing, "sha256": sha256_of(path) if path.is_file() else None}))
    return told


def static_tests(assessment: Assessment, analysis: Analysis, entered_until: datetime | None) -> list[TestShown]:
    """The newest run of each test beside the walk or run that is signed, not beside whichever is the newest."""
    return [
        {
            "kind": run.recording.get_kind_display(),
            "run": str(run.pk),
            "reading": asdict(read_static(static, analysis.found)),
        }
        for run in finished_static_runs(assessment, entered_until)
        if (static := run.found.static) is not None
    ]


def score(each: ScoreReading) -> RowShown:
    return {
        "name": f"{each.questionnaire.name}{'' if each.questionnaire.is_entered else '*'}",
        "day": day(each.score.answered_on),
        "value": each.figure,
        "says": " ".join(part for part in (each.says, each.activities and f"{each.activities}.") if part),
    }


def strength(each: StrengthReading) -> RowShown:
    says = [each.difference_says, each.change_says, f"{each.test.get_position_display()}."]
    return {
        "name": each.test.get_motion_display(),
        "day": day(each.test.tested_on),
        "value": f"L {each.left}, R {each.right}",
        "says": " ".join(part for part in says if part),
    }


def plain(
    report: SignedReport, assessment: Assessment, clinic: Clinic, language: str, change: ThenAndNow | None
) -> PlainShown:
    found = report.found
    with translation.override(language):
        return {
            "sides": [
                asdict(side_in_words(side, found.sides[side], found.activity)) for side in Side if side in found.sides
            ],
            "difference": difference_in_words(found),
            "excursion": excursion_in_words(found),
            "change": plain_lines(change, language) if change else [],
            "filmed_on": day(assessment.filmed_on, "DATE_FORMAT"),
            "signed_at": moment_in_words(clinic, report.signed_at, "DATE_FORMAT"),
            "retest_on": day(report.retest_on, "DATE_FORMAT") if report.retest_on else "",
        }


def day(value: date, day_format: str = DAY) -> str:
    return dateformat.format(value, formats.get_format(day_format))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
