"""Signed reports to prescribe from. Right stance: the left side of the pelvis drops 8.1 ± 2.0 degrees."""

from uuid import uuid4

import cast
import results

from clinics.models import User
from exercises.prescribing.gates import FLAGS
from gait.models import Analysis, Assessment, Recording, SignedReport
from gait.result.conventions import Activity, Confidence, Grade, RollOrigin, Side, Verdict
from gait.result.json_form import as_json
from gait.result.result import Asymmetry, CameraRoll, Companions
from gait.review.signing import FROZEN_KEYS, REPORT_SCHEMA
from patients.models import Patient

USUAL_ANSWERS = {
    "settles_within_24_h": "on",
    "has_band": "on",
    "has_step": "on",
    "stage": "build",
    "step_pain_nprs": "0",
}


def side_content(drop_deg: float, half_width_deg: float, grade: str, verdict: str) -> dict[str, object]:
    return as_json(results.side(drop_deg, half_width_deg, grade=Grade(grade), verdict=Verdict(verdict)))


LEVEL_SIDE = side_content(2.0, 1.5, "none", "level")
DROPPING_SIDE = side_content(8.1, 2.0, "moderate", "drop")


def report_content(**changes: object) -> dict[str, object]:
    """What was signed of a run. changes: keys of stance.report/1."""
    usual = results.found(
        activity=Activity.RUNNING,
        confidence=Confidence.A,
        camera_roll=CameraRoll(0.0, 0.5, RollOrigin.EDGES),
        asymmetry=Asymmetry(6.1, (3.5, 8.7), detectable=True),
        companions=Companions(trunk_lean_deg={Side.LEFT: 2.0, Side.RIGHT: 2.5}),
        findings=(),
    ).as_json()
    return {
        **{key: usual[key] for key in FROZEN_KEYS},
        "schema": REPORT_SCHEMA,
        "pipeline_version": "test",
        "video_sha256": "0" * 64,
        "sides": {"left": LEVEL_SIDE, "right": DROPPING_SIDE},
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
        recording=recording, status=Analysis.Status.DONE, result=results.found().as_json()
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
