"""Which calibration of the tilt reader a new run is measured with: its clinic's, if it was made for these weights.

It goes into the run's hints, so a run that is corrected later keeps the one it was measured with.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import cast

from gait.models import Recording, TiltCalibration
from gait.result.hints import ReaderCalibration
from gait.result.json_form import as_json
from gait.result.said import Said

WEIGHTS = Path(__file__).resolve().parents[1] / "weights" / "tilt.onnx"


@cache
def reader_in_use() -> str:
    """The beginning of the SHA-256 of the tilt reader's weights."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:12]


def with_calibration(recording: Recording, hints: Said) -> Said:
    """The hints with the calibration that holds now in place of an earlier one."""
    others = {name: said for name, said in hints.items() if name != "reader_calibration"}
    clinic = recording.assessment.patient.clinic_id
    stored = TiltCalibration.objects.filter(clinic=clinic, reader=reader_in_use()).first()
    return cast("Said", others | ({} if stored is None else {"reader_calibration": as_json(as_hint(stored))}))


def as_hint(stored: TiltCalibration) -> ReaderCalibration:
    made_on = stored.made_at.date().isoformat()
    return ReaderCalibration(made_on, stored.reader, stored.people, stored.interval_times, stored.is_promoted)
