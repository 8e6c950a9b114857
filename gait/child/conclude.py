"""Judge a clip again from its readings, with the therapist's edits: no decoding, no pose, a matter of moments."""

from pathlib import Path
from typing import Any

from gait.analysis.readings import load_readings
from gait.analysis.types import OnProgress
from gait.child.answer import conclude_as_told, write_answer


def run(spec: dict[str, Any], folder: Path, on_progress: OnProgress) -> None:
    on_progress("measure", 0.0)
    readings = load_readings(Path(spec["readings"]))
    write_answer(conclude_as_told(readings, spec["hints"]), Path(spec["video"]), folder)
