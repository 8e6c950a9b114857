"""A signed report shows what stood at its signing, whatever is entered, renamed or measured afterwards."""

import copy
import json
import re
import shutil
import subprocess
from ctypes.util import find_library
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import filmed
import pytest
import walks
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.fhir.resources import everything_about
from exercises.patient.links import derive_secret, live_link
from gait.api_shapes import ReportOut
from gait.models import Analysis, Recording, SignedReport
from gait.result.conventions import Activity, Side
from gait.result.static_result import StaticSide, StaticTest
from gait.review import seal, signing
from gait.review.snapshot import shown

HAS_PDF = find_library("pangoft2-1.0") is not None and shutil.which("pdftotext") is not None
LEG = StaticSide(count=0, hold_s=None, mean_drop_deg=7.1, worst_drop_deg=8.0, ci95_deg=(5.9, 8.3))


@pytest.fixture
def walked(pat, ines) -> Analysis:
    return walks.done_run(filmed.assessment(pat, ines))


@pytest.fixture
def report(walked, ines) -> SignedReport:
    enter_strength(walked, 100)
    return signing.sign(walked, ines, summary="A drop to the left.", kept=[])


def enter_strength(run: Analysis, newtons: float) -> None:
    patient = run.recording.assessment.patient
    patient.strength_tests.create(
        motion="hip_abduction",
        position="side_lying",
        unit="N",
        left=newtons,
        right=90,
        tested_by=run.recording.uploaded_by,
    )


def stand_on_one_leg(run: Analysis) -> None:
    recording = filmed.recording(run.recording.assessment)
    Recording.objects.filter(pk=recording.pk).update(kind=Recording.Kind.SINGLE_LEG_STANCE)
    test = StaticTest(Activity.SINGLE_LEG_STANCE, holds=(), repetitions=(), sides=dict.fromkeys(Side, LEG))
    result = walks.found(activity=test.activity, static=test).as_json()
    Analysis.objects.create(recording=recording, status="done", result=result, finished_at=timezone.now())


def enter_everything_later(run: Analysis) -> None:
    """What a busy afternoon brings, and what an office corrects."""
    patient = run.recording.assessment.patient
    enter_strength(run, 250)
    patient.strength_tests.filter(left=100).update(struck_out_at=timezone.now())
    patient.outcome_scores.create(instrument="lefs", wording="paper", total=41)
    stand_on_one_leg(run)
    run.recording.annotations.create(
        kind="note", at_s=0.5, text="Arms folded.", made_by=run.recording.uploaded_by, is_reported=True
    )
    run.findings.update(text="Reworded afterwards.")
    Analysis.objects.filter(pk=run.pk).update(result=walks.without_answer().as_json())
    assessment = run.recording.assessment
    type(assessment).objects.filter(pk=assessment.pk).update(footwear="Clogs", speed_kmh=9, pain_nprs=9)
    type(patient).objects.filter(pk=patient.pk).update(first_name="Renamed", record_number="77")
    clinic = patient.clinic
    type(clinic).objects.filter(pk=clinic.pk).update(phone="000", street="Elsewhere", time_zone="America/Los_Angeles")


def everywhere(report_id: object, therapist: object) -> dict[str, str]:
    """The report in every form that leaves, read anew from the database."""
    report = SignedReport.objects.get(pk=report_id)
    patient = report.analysis.recording.assessment.patient
    desk, phone = Client(), Client()
    desk.force_login(therapist)
    secret = derive_secret(live_link(patient, therapist).salt)
    phone.post(f"/p/{secret}/", {"birth_year": "1990"})
    fhir = [each for each in everything_about(patient) if str(report.pk) in str(each.get("id"))]
    told = {
        "page": article(desk.get(reverse("report", args=[report.pk])).text),
        "plain": article(desk.get(reverse("plain_report", args=[report.pk])).text),
        "plain in Spanish": article(desk.get(reverse("plain_report", args=[report.pk]), {"lang": "es"}).text),
        "patient": article(phone.get(reverse("patient_report", args=[secret])).text),
        "fhir": json.dumps(fhir, default=str),
        "api": json.dumps(ReportOut(report).data, default=str),
    }
    if HAS_PDF:
        told["pdf"] = words_of(desk.get(reverse("report_pdf", args=[report.pk])).content)
        told["plain pdf"] = words_of(desk.get(reverse("plain_report_pdf", args=[report.pk])).content)
    return told


def article(page: str) -> str:
    return re.search(r"<article.*?</article>", page, re.DOTALL)[0]


def words_of(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


@pytest.mark.long
def test_what_is_entered_later_changes_no_letter_of_it(walked, ines, report):
    before = everywhere(report.pk, ines)
    assert "L 100 N, R 90 N" in before["page"]
    enter_everything_later(walked)
    assert everywhere(report.pk, ines) == before


@pytest.mark.long
def test_the_static_tests_of_the_visit_stand_on_it(walked, ines):
    stand_on_one_leg(walked)
    report = signing.sign(walked, ines, summary="Seen.", kept=[])
    assert "On the right leg: left side of the pelvis drops 7.1° ± 1.2°" in everywhere(report.pk, ines)["page"]


def without_snapshot(report: SignedReport, **columns: object) -> SignedReport:
    """As reports were signed before snapshots were kept."""
    models.QuerySet(SignedReport).filter(pk=report.pk).update(snapshot=None, digest="", **columns)
    return SignedReport.objects.get(pk=report.pk)


@pytest.mark.long
def test_a_report_from_before_shows_what_had_been_entered_by_then(walked, ines, report):
    old = without_snapshot(report)
    assert [each["value"] for each in shown(old)["strength"]] == ["L 100 N, R 90 N"]
    enter_strength(walked, 250)
    stand_on_one_leg(walked)
    walked.recording.assessment.patient.strength_tests.filter(left=100).update(struck_out_at=timezone.now())
    later = shown(without_snapshot(report))
    assert [each["value"] for each in later["strength"]] == ["L 100 N, R 90 N"]
    assert later["static_tests"] == []
    assert "A drop to the left." in everywhere(report.pk, ines)["page"]


def test_a_signature_of_another_zone_keeps_its_seal(walked, ines):
    noon = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/New_York"))
    signing.sign(walked, ines, summary="Seen.", kept=[], signed_at=noon)
    assert seal.is_intact(SignedReport.objects.get())


def test_the_seal_is_the_digest_of_the_snapshot(report):
    stored = SignedReport.objects.get()
    assert stored.digest == seal.digest_of(stored.snapshot)
    assert seal.is_intact(stored)
    assert seal.is_intact(without_snapshot(stored))


@pytest.mark.parametrize("column", ["summary", "signed_name", "signed_at", "content", "snapshot", "digest"])
def test_an_edited_row_breaks_the_seal(report, column):
    edited = copy.deepcopy(report.snapshot)
    edited["content"]["sides"]["right"]["pelvic_drop_deg"] = 2.0
    values = {
        "summary": "All is well.",
        "signed_name": "Somebody Else, PT",
        "signed_at": report.signed_at - timedelta(days=1),
        "content": {**report.content, "confidence": "A"},
        "snapshot": edited,
        "digest": "0" * 64,
    }
    models.QuerySet(SignedReport).filter(pk=report.pk).update(**{column: values[column]})
    assert not seal.is_intact(SignedReport.objects.get())
