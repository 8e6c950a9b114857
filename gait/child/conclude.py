"""Judge a clip again from its readings, with the therapist's edits: no decoding, no pose, a matter of moments.

A clip in which nobody could be followed has no readings; bare then holds what is known of it, and readings.npz is made.

With carries_clicks the marked points are new to the readings. Where nothing in them can carry the points through the
clip, no result.json is left: the pictures have to be read again.
"""

from pathlib import Path

import numpy as np

from gait.analysis.corrections.by_hand import bare_readings
from gait.analysis.corrections.reclick import carry_clicks
from gait.analysis.terms.readings import Readings, info_of, load_readings, save_readings
from gait.analysis.terms.types import OnProgress
from gait.child.answer import conclude_as_told, write_answer
from gait.child.jobs import BareClip, Conclude
from gait.result.hints import Hints


def run(spec: Conclude, folder: Path, on_progress: OnProgress) -> None:
    on_progress("measure", 0.0)
    stored = load_readings(Path(spec["readings"])) if spec["bare"] is None else make_bare(spec["bare"], folder)
    readings: Readings | None = stored
    if spec["carries_clicks"]:
        readings = carry_clicks(stored, Hints.from_json(spec["hints"]))
    if readings is not None:
        write_answer(conclude_as_told(readings, spec["hints"]), Path(spec["video"]), folder, spec["pictures"])


def make_bare(known: BareClip, folder: Path) -> Readings:
    times_s = np.array(known["time_s"], dtype=np.float64)
    readings = bare_readings(info_of(known["info"]), times_s, known["reason"])
    save_readings(readings, folder / "readings.npz")
    return readings
