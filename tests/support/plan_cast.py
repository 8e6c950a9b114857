"""Signed reports to prescribe from. Right stance: the left side of the pelvis drops 8.1 ± 2.0 degrees."""

from uuid import uuid4

import cast

from clinics.models import User
from exercises.prescribing.gates import FLAGS
from gait.models import Analysis, Assessment, Recording, SignedReport
from patients.models import Patient

USUAL_ANSWERS = {
    "settles_within_24_h": "on",
    "has_band": "on",
    "has_step": "on",
    "stage": "build",
    "step_pain_nprs": "0",
}


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


LEVEL_SIDE = side_content(2.0, 1.5, "none", "level")
DROPPING_SIDE = side_content(8.1, 2.0, "moderate", "drop")


def report_content(**changes: object) -> dict[str, object]:
    return {
        "schema": "stance.report/1",
        "pipeline_version": "test",
        "video_sha256": "0" * 64,
        "source": "waistband",
        "camera_roll_deg": {"value": 0.0, "sigma": 0.5, "from": "edges"},
        "activity": "running",
        "view": "posterior",
        "confidence": "A",
        "sides": {"left": LEVEL_SIDE, "right": DROPPING_SIDE},
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
    analysis = Analysis.objects.create(
        recording=recording, status=Analysis.Status.DONE, result={"confidence": "A", "stances": []}
    )
    return SignedReport.objects.create(
        analysis=analysis,
        signed_by=therapist,
        signed_name=therapist.signature,
        summary="Right stance: left side of the pelvis drops 8.1° ± 2.0°.",
        content=report_content(**changes),
    )


def questionnaire() -> dict[str, str]:
    """The questionnaire as most therapists send it."""
    return {**USUAL_ANSWERS, "nprs": "2", **{f"flag_{flag.code}": "no" for flag in FLAGS}}
