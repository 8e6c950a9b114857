"""Judge a clip again from its readings, with the therapist's edits: no decoding, no pose, a matter of moments."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from gait.analysis.conclude import conclude
from gait.analysis.conventions import RollOrigin
from gait.analysis.readings import Readings, load_readings
from gait.analysis.roll import THERAPIST_SIGMA_DEG
from gait.analysis.types import CameraRoll, Hints, OnProgress
from gait.child.answer import edits_from_json, hints_from_json, write_answer


def run(spec: dict[str, Any], folder: Path, on_progress: OnProgress) -> None:
    hints = hints_from_json(spec["hints"])
    on_progress("measure", 0.0)
    readings = levelled(load_readings(Path(spec["readings"])), hints)
    write_answer(conclude(readings, hints, edits_from_json(spec["hints"])), Path(spec["video"]), folder)


def levelled(readings: Readings, hints: Hints) -> Readings:
    """A level line that somebody drew replaces what was found in the picture."""
    if hints.roll_deg is None:
        return readings
    return replace(readings, roll=CameraRoll(hints.roll_deg, THERAPIST_SIGMA_DEG, RollOrigin.CLICKS))
