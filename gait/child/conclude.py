"""Judge a clip again from its readings, with the therapist's edits: no decoding, no pose, a matter of moments.

With carries_clicks the marked points are new to the readings. Where nothing in them can carry the points through the
clip, no result.json is left: the pictures have to be read again.
"""

from pathlib import Path

from gait.analysis.corrections.reclick import carry_clicks
from gait.analysis.terms.readings import Readings, load_readings
from gait.analysis.terms.types import OnProgress
from gait.child.answer import conclude_as_told, write_answer
from gait.child.jobs import Conclude
from gait.result.hints import Hints


def run(spec: Conclude, folder: Path, on_progress: OnProgress) -> None:
    on_progress("measure", 0.0)
    stored = load_readings(Path(spec["readings"]))
    readings: Readings | None = stored
    if spec["carries_clicks"]:
        readings = carry_clicks(stored, Hints.from_json(spec["hints"]))
    if readings is not None:
        write_answer(conclude_as_told(readings, spec["hints"]), Path(spec["video"]), folder, spec["pictures"])
