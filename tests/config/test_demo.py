"""`manage.py demo` on an empty database: the demo clips are really measured, and the numbers are right."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import demo_home
import pytest
from django.core.management import call_command
from django.utils import timezone
from station import Station

from clinics.models import Clinic
from config.demo.practice import SHEET
from config.demo.visits import CLIPS
from exercises.models import DiaryEntry, Plan
from gait.models import Analysis, SignedReport
from patients.models import OutcomeScore, Patient, StrengthTest

MAX_ERROR_DEG = 1.5
OUTCOMES = (StrengthTest, OutcomeScore)
SIDES = {"left": "l", "right": "r"}

pytestmark = pytest.mark.django_db


def test_it_opens_both_locations_once_with_their_hours() -> None:
    say_demo("--people-only")
    first = list(Clinic.objects.values_list("pk", flat=True))
    logins = say_demo("--people-only")
    assert list(Clinic.objects.values_list("pk", flat=True)) == first
    serenbe = Clinic.objects.get(slug="serenbe")
    assert [str(span) for span in serenbe.opening_hours.all()] == [
        "Tuesday 10:00-19:00",
        "Wednesday 08:00-17:00",
        "Friday 08:00-17:00",
    ]
    assert Patient.objects.count() == 2
    assert "therapist@stance.example" in logins
    assert "patient" not in logins


@pytest.fixture
def measured(run_folder: Path, migrated: Path, tmp_path: Path, settings: object) -> Iterator[None]:
    """What `manage.py demo` left in a home of its own, which browser tests go on from too."""
    home = demo_home.measured(run_folder, migrated, tmp_path / "home")
    settings.MEDIA_ROOT, settings.SECRET_KEY = home / "media", (home / "secret_key").read_text().strip()
    with Station(home).database():
        yield


def test_it_measures_its_clips_near_the_truth_and_leaves_one_plan_being_followed(measured: None) -> None:
    assert Analysis.objects.count() == len(SHEET["visits"])
    for analysis in Analysis.objects.select_related("recording"):
        assert_near_truth(analysis)
    report = SignedReport.objects.get()
    plan = Plan.objects.get()
    assert (plan.report, plan.status) == (report, Plan.Status.ACTIVE)
    assert plan.started_on == timezone.localdate() - timedelta(days=42)
    assert DiaryEntry.objects.filter(item__plan=plan).exists()
    scores = OutcomeScore.objects.order_by("answered_on")
    assert [score.total for score in scores.filter(instrument="lefs", wording="paper")] == [57, 62, 71]
    assert [score.total for score in scores.filter(instrument="psfs", entered_by=None)] == [4.3, 5.7, 7.7]
    assert not scores.filter(wording="stance-1").exists()

    counts = rows()
    again = say_demo()
    assert rows() == counts
    assert "Measuring" not in again
    assert "/p/" in again


def say_demo(*options: str) -> str:
    said = StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


def assert_near_truth(analysis: Analysis) -> None:
    """Each side within 1.5 degrees of the truth, and the truth inside the printed interval."""
    assert analysis.status == Analysis.Status.DONE
    truth = json.loads((CLIPS / analysis.recording.original_name).with_suffix(".json").read_text())["per_side"]
    for side, letter in SIDES.items():
        told, true_deg = analysis.result["sides"][side], truth[letter]["peak_drop_image_mean"]
        assert told["pelvic_drop_deg"] == pytest.approx(true_deg, abs=MAX_ERROR_DEG)
        low_deg, high_deg = told["ci95_deg"]
        assert low_deg <= true_deg <= high_deg


def rows() -> list[int]:
    return [model.objects.count() for model in (Patient, Analysis, SignedReport, Plan, DiaryEntry, *OUTCOMES)]
