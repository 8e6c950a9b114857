"""The patient's own picture with the line of the pelvis, where the therapist allows it and the patient agreed."""

import json
from pathlib import Path

from exercises.models import Plan
from gait import storage
from gait.analysis.conventions import Side
from gait.models import Analysis
from gait.review.key_frames import KeyFrame, key_frames
from patients import consent
from patients.models import Consent, Patient


def is_allowed(patient: Patient) -> bool:
    """A therapist confirms this consent on the hand-over page; both may end it."""
    return consent.standing(patient, Consent.Purpose.PICTURE) is not None


def pictures_of(plan: Plan) -> list[KeyFrame]:
    """The worst instant of each measured side; none without consent, or where the clip's files are gone."""
    if not is_allowed(plan.patient):
        return []
    analysis = plan.report.analysis
    return [frame for frame in frames_of(analysis) if (file := file_of(analysis, frame.side)) and file.is_file()]


def frames_of(analysis: Analysis) -> list[KeyFrame]:
    folder = storage.results_of(analysis)
    if folder is None or "key_frames" not in analysis.result:
        return []
    overlay = folder / "overlay.json"
    return key_frames(analysis.result, json.loads(overlay.read_text()) if overlay.is_file() else None)


def file_of(analysis: Analysis, side: Side) -> Path | None:
    folder = storage.results_of(analysis)
    return folder / f"keyframe_{side.value}.jpg" if folder else None
