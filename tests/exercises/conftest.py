"""A signed report to prescribe from, and the plan that ines made of it."""

from uuid import uuid4

import cast
import pytest

from clinics.models import User
from exercises.inputs import Answers
from exercises.links import derive_secret, live_link
from exercises.models import Plan
from exercises.plans import activate, draft_from_report
from gait.models import Analysis, Assessment, Recording, SignedReport
from patients.models import Patient


def side_content(drop_deg: float, half_width_deg: float, grade: str, verdict: str) -> dict[str, object]:
    return {
        "pelvic_drop_deg": drop_deg,
        "sd_deg": 0.6,
        "ci95_deg": [drop_deg - half_width_deg, drop_deg + half_width_deg],
        "stances_used": 9,
        "stances_rejected": 1,
        "verdict": verdict,
        "grade": grade,
        "reason": None,
    }


def report_content(**changes: object) -> dict[str, object]:
    """Right stance: the left side of the pelvis drops 8.1 ± 2.0 degrees, trunk upright."""
    return {
        "schema": "stance.report/1",
        "activity": "running",
        "view": "posterior",
        "confidence": "A",
        "sides": {
            "left": side_content(2.0, 1.5, "none", "level"),
            "right": side_content(8.1, 2.0, "moderate", "drop"),
        },
        "asymmetry_deg": {"value": 6.1, "ci95": [3.5, 8.7], "detectable": True},
        "companions": {"trunk_lean_deg": {"left": 2.0, "right": 2.5}},
        "findings": [],
        **changes,
    }


def make_report(patient: Patient, therapist: User, *, pain_nprs: int = 2, **changes: object) -> SignedReport:
    agreed = patient.consents.first() or cast.consent(patient, therapist)
    assessment = Assessment.objects.create(
        patient=patient, consent=agreed, created_by=therapist, activity="running", pain_nprs=pain_nprs
    )
    recording = Recording.objects.create(
        assessment=assessment,
        uploaded_by=therapist,
        original_name="clip.mp4",
        size_bytes=1,
        sha256=uuid4().hex + uuid4().hex,
    )
    analysis = Analysis.objects.create(recording=recording, status=Analysis.Status.DONE, result={"confidence": "A"})
    return SignedReport.objects.create(
        analysis=analysis,
        signed_by=therapist,
        signed_name=therapist.signature,
        summary="Right stance: left side of the pelvis drops 8.1° ± 2.0°.",
        content=report_content(**changes),
    )


@pytest.fixture
def report(pat: Patient, ines: User) -> SignedReport:
    return make_report(pat, ines)


@pytest.fixture
def draft(report: SignedReport, ines: User) -> Plan:
    _, plan = draft_from_report(report, ines, Answers())
    return plan


@pytest.fixture
def plan(draft: Plan, ines: User) -> Plan:
    return activate(draft, ines)


@pytest.fixture
def secret(plan: Plan, ines: User) -> str:
    """What stands in the patient's link."""
    return derive_secret(live_link(plan.patient, ines).salt)
