"""Is somebody where a therapist pointed? Leaves person.json."""

import json
from pathlib import Path

from gait.analysis.film.pointed_at import is_somebody_there
from gait.analysis.terms.types import ChosenPerson, OnProgress
from gait.child.jobs import Person


def run(spec: Person, folder: Path, on_progress: OnProgress) -> None:
    x_px, y_px = spec["xy_px"]
    chosen = ChosenPerson(spec["time_s"], (x_px, y_px))
    is_there = is_somebody_there(Path(spec["video"]), chosen, spec["width_px"], Path(spec["pose_model"]))
    (folder / "person.json").write_text(json.dumps({"is_there": is_there}))
