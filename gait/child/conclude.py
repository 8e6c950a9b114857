"""Judge a clip again from its readings, with the therapist's edits: no decoding, no pose, a matter of moments."""

from pathlib import Path
from typing import Any

from gait.analysis.conclude import conclude
from gait.analysis.readings import load_readings
from gait.analysis.types import OnProgress
from gait.child.answer import edits_from_json, hints_from_json, write_answer


def run(spec: dict[str, Any], folder: Path, on_progress: OnProgress) -> None:
    hints = hints_from_json(spec["hints"])
    on_progress("measure", 0.0)
    readings = load_readings(Path(spec["readings"]))
    write_answer(conclude(readings, hints, edits_from_json(spec["hints"])), Path(spec["video"]), folder)
